"""A YAML file that people write: its tree with the line of every part, and plain data from it; faults name lines."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml

from shared.core.errors import Fault, Malformed
from shared.core.text import Text

BYTES_MAX = 65_536
DEPTH_MAX = 8
_DATE = re.compile(r"\d{4}-\d\d-\d\d\Z")
_TAG = "tag:yaml.org,2002:"

Unreadable = Callable[[list[Fault]], Malformed]
"""Makes the error of one kind of file from its faults; each fault's `where` is a line."""


@dataclass(slots=True)
class Reading:
    """What was read so far: the line of every part, and what is wrong."""

    unreadable: Unreadable
    lines: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, at: yaml.Node | None, what: Text) -> None:
        """Something is wrong at a node; None: in the file as a whole."""
        self.faults.append(Fault("1" if at is None else str(at.start_mark.line + 1), what))

    def require_sound(self) -> None:
        """Raise Malformed when something was wrong."""
        if not self.faults:
            return
        raise self.unreadable(self.faults)

    def value(self, node: yaml.Node, at: str) -> Any:
        """A node as plain data: what JSON can hold, dates as they are written."""
        self.lines.setdefault(at, node.start_mark.line + 1)
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
            path = f"{at}.{name}" if at else name
            # The line of the name: what is indented below it begins on the next.
            self.lines[path] = key.start_mark.line + 1
            found[name] = self.value(value, path)
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


def composed(text: bytes, unreadable: Unreadable) -> yaml.Node:
    """The document's tree: one document, no aliases, not too deep. Raises what `unreadable` makes."""
    try:
        content = text.decode("utf-8-sig")
        if len(text) > BYTES_MAX:
            raise unreadable([Fault("1", Text(vi=f"Dài quá {BYTES_MAX} byte.", en=f"Over {BYTES_MAX} bytes."))])
        _require_plain(yaml.parse(content, yaml.SafeLoader), unreadable)
        root = yaml.compose(content, yaml.SafeLoader)
    except UnicodeDecodeError as error:
        raise unreadable([Fault("1", Text(vi="Tệp không phải UTF-8.", en="The file is not UTF-8."))]) from error
    except yaml.MarkedYAMLError as error:
        line = 1 if error.problem_mark is None else error.problem_mark.line + 1
        problem = error.problem or "YAML"
        what = Text(
            vi=f"Không đọc được YAML; kiểm tra dấu ngoặc, dấu hai chấm và thụt đầu dòng ở đây ({problem}).",
            en=f"The YAML cannot be read; see brackets, colons and indentation here ({problem}).",
        )
        raise unreadable([Fault(str(line), what)]) from error
    except yaml.YAMLError as error:
        what = Text(vi="Tệp có ký tự không dùng được.", en="The file has characters that YAML does not allow.")
        raise unreadable([Fault("1", what)]) from error
    if root is None:
        raise unreadable([Fault("1", Text(vi="Tệp trống.", en="The file is empty."))])
    return root


def _require_plain(events: Iterator[yaml.Event], unreadable: Unreadable) -> None:
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
            raise unreadable([Fault(str(line), what)])


def read_day(value: object) -> date | None:
    """A date as files write it, YYYY-MM-DD; None when it is none."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) and _DATE.match(value) else None
    except ValueError:
        return None  # the 30th of February
