"""A policy file: YAML in, the command out, with the line of every part; what cannot be read is refused by line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml

from services.admissions.domain.policy.commands import PublishPolicy
from shared.contracts.facts import Actor
from shared.core.errors import Fault, Malformed
from shared.core.text import Text

BYTES_MAX = 65_536
DEPTH_MAX = 8
FIELDS = ("policy", "from", "to", "scope", "continues", "corrects", "values")
_DATE = re.compile(r"\d{4}-\d\d-\d\d\Z")
_TAG = "tag:yaml.org,2002:"


def read_policy(text: bytes, actor: Actor) -> PublishPolicy:
    """The command that a file means. Raises Malformed, naming the line of each fault."""
    reading = _Reading()
    root = _composed(text)
    top = reading.mapping(root, "")
    found = _Top(top, reading)
    command = PublishPolicy(
        actor=actor,
        policy_id=found.text("policy", needed=True),
        effective_on=found.day("from") or date.min,
        effective_to=found.day("to"),
        scope_unit_id=found.text("scope") or None,
        continues=found.day("continues"),
        corrects=top.get("corrects") is True,
        values=found.values(),
        lines=reading.lines,
    )
    if "from" not in top:
        reading.fault(root, Text(vi="Thiếu “from”.", en="“from” is missing."))
    reading.require_sound()
    return command


@dataclass(slots=True)
class _Reading:
    """What was read so far: the line of every part, and what is wrong."""

    lines: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, at: yaml.Node | None, what: Text) -> None:
        """Something is wrong at a node; None: in the file as a whole."""
        self.faults.append(Fault("1" if at is None else str(at.start_mark.line + 1), what))

    def require_sound(self) -> None:
        """Raise Malformed when something was wrong."""
        if not self.faults:
            return
        raise _unreadable(self.faults)

    def value(self, node: yaml.Node, at: str) -> Any:
        """A node as plain data: what JSON can hold, dates as they are written."""
        self.lines[at] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, at)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(each, f"{at}.{index}") for index, each in enumerate(node.value)]
        return self._scalar(node)

    def mapping(self, node: yaml.Node, at: str) -> dict[str, Any]:
        """A mapping with text keys, each once."""
        found: dict[str, Any] = {}
        if not isinstance(node, yaml.MappingNode):
            self.fault(node, Text(vi="Cần các cặp “tên: giá trị”.", en="Pairs of “name: value” are needed."))
            return found
        for key, value in node.value:
            name = str(key.value) if isinstance(key, yaml.ScalarNode) else ""
            if name in found or not name:
                self.fault(key, Text(vi=f"“{name}” lặp lại hoặc trống.", en=f"“{name}” is repeated or empty."))
                continue
            found[name] = self.value(value, f"{at}.{name}" if at else name)
        return found

    def _scalar(self, node: yaml.Node) -> Any:
        text, tag = str(node.value), node.tag.removeprefix(_TAG)
        if tag == "null":
            return None
        if tag == "bool" and text in {"true", "false"}:
            return text == "true"
        if tag == "int" and re.fullmatch(r"-?[0-9]{1,9}", text):
            return int(text)
        if tag in {"str", "timestamp"}:
            return text
        self.fault(
            node,
            Text(
                vi=f"Không dùng được “{text}”: số nguyên, true/false, hoặc đặt trong dấu ngoặc kép.",
                en=f"“{text}” cannot be used: a whole number, true/false, or put it in quotes.",
            ),
        )
        return None


@dataclass(frozen=True, slots=True)
class _Top:
    """The fields of the file itself."""

    top: dict[str, Any]
    reading: _Reading

    def text(self, name: str, *, needed: bool = False) -> str:
        value = self.top.get(name)
        if isinstance(value, str) or (value is None and not needed):
            return value or ""
        self._fault(name, Text(vi=f"“{name}” cần một mã.", en=f"“{name}” must be a code."))
        return ""

    def day(self, name: str) -> date | None:
        value = self.top.get(name)
        if value is None:
            return None
        try:
            if isinstance(value, str) and _DATE.match(value):
                return date.fromisoformat(value)
        except ValueError:
            pass  # the 30th of February: said below
        self._fault(name, Text(vi=f"“{name}” cần một ngày YYYY-MM-DD.", en=f"“{name}” must be a date YYYY-MM-DD."))
        return None

    def values(self) -> dict[str, Any]:
        for name in self.top:
            if name not in FIELDS:
                allowed = ", ".join(FIELDS)
                self._fault(
                    name, Text(vi=f"Không có mục “{name}”; chỉ có: {allowed}.", en=f"There is no “{name}”: {allowed}.")
                )
        values = self.top.get("values")
        if isinstance(values, dict):
            return values
        self._fault("values", Text(vi="Thiếu “values”.", en="“values” is missing."))
        return {}

    def _fault(self, name: str, what: Text) -> None:
        self.reading.faults.append(Fault(str(self.reading.lines.get(name, 1)), what))


def _composed(text: bytes) -> yaml.Node:
    """The document's tree: one document, no aliases, not too deep."""
    try:
        content = text.decode("utf-8-sig")
        if len(text) > BYTES_MAX:
            raise _unreadable([Fault("1", Text(vi=f"Dài quá {BYTES_MAX} byte.", en=f"Over {BYTES_MAX} bytes."))])
        _require_plain(yaml.parse(content, yaml.SafeLoader))
        root = yaml.compose(content, yaml.SafeLoader)
    except UnicodeDecodeError as error:
        raise _unreadable([Fault("1", Text(vi="Tệp không phải UTF-8.", en="The file is not UTF-8."))]) from error
    except yaml.MarkedYAMLError as error:
        line = 1 if error.problem_mark is None else error.problem_mark.line + 1
        problem = error.problem or "YAML"
        what = Text(vi=f"Không đọc được YAML: {problem}.", en=f"The YAML cannot be read: {problem}.")
        raise _unreadable([Fault(str(line), what)]) from error
    except yaml.YAMLError as error:
        what = Text(vi="Tệp có ký tự không dùng được.", en="The file has characters that YAML does not allow.")
        raise _unreadable([Fault("1", what)]) from error
    if root is None:
        raise _unreadable([Fault("1", Text(vi="Tệp trống.", en="The file is empty."))])
    return root


def _require_plain(events: Iterator[yaml.Event]) -> None:
    depth = 0
    for event in events:
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        plain = depth <= DEPTH_MAX and not isinstance(event, yaml.AliasEvent)
        if not plain:
            line = 1 if event.start_mark is None else event.start_mark.line + 1
            what = Text(
                vi=f"Không dùng “*”, và không lồng quá {DEPTH_MAX} bậc.",
                en=f"No aliases “*”, and no more than {DEPTH_MAX} levels.",
            )
            raise _unreadable([Fault(str(line), what)])


def _unreadable(faults: list[Fault]) -> Malformed:
    first = faults[0]
    return Malformed(
        "policy-unreadable",
        Text(
            vi=f"Không đọc được quy định, dòng {first.where}: {first.what.vi}",
            en=f"The policy cannot be read, line {first.where}: {first.what.en}",
        ),
        mend=Text(vi="Sửa các dòng được nêu rồi gửi lại.", en="Mend the lines named and send it again."),
        where=f"line {first.where}",
        faults=faults,
    )
