"""A policy file: YAML in, the command out, with the line of every part; what cannot be read is refused by line."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from services.admissions.app.yaml_lines import Reading, composed, read_day
from services.admissions.domain.policy.commands import PublishPolicy
from shared.contracts.facts import Actor
from shared.core.errors import Fault, Malformed
from shared.core.text import Text

FIELDS = ("policy", "from", "to", "scope", "continues", "corrects", "values")


def read_policy(text: bytes, actor: Actor) -> PublishPolicy:
    """The command that a file means. Raises Malformed, naming the line of each fault."""
    reading = Reading(_unreadable)
    root = composed(text, _unreadable)
    top = reading.mapping(root, "")
    found = _Top(top, reading)
    command = PublishPolicy(
        actor=actor,
        policy_id=found.text("policy", needed=True),
        effective_on=found.day("from") or date.min,
        effective_to=found.day("to"),
        scope_unit_id=found.text("scope") or None,
        continues=found.day("continues"),
        corrects=found.flag("corrects"),
        values=found.values(),
        lines=reading.lines,
    )
    if "from" not in top:
        reading.fault(root, Text(vi="Thiếu “from”: ngày có hiệu lực.", en="“from” is missing: the first day."))
    reading.require_sound()
    return command


@dataclass(frozen=True, slots=True)
class _Top:
    """The fields of the file itself."""

    top: dict[str, Any]
    reading: Reading

    def text(self, name: str, *, needed: bool = False) -> str:
        """A field that is a code; empty where it is absent, or is none."""
        value = self.top.get(name)
        if isinstance(value, str) or (value is None and not needed):
            return value or ""
        self._fault(name, Text(vi=f"“{name}” cần một mã.", en=f"“{name}” must be a code."))
        return ""

    def day(self, name: str) -> date | None:
        """A field that is a date; None where it is absent, or is none."""
        value = self.top.get(name)
        if value is None:
            return None
        day = read_day(value)
        if day is not None:
            return day
        self._fault(name, Text(vi=f"“{name}” cần một ngày YYYY-MM-DD.", en=f"“{name}” must be a date YYYY-MM-DD."))
        return None

    def flag(self, name: str) -> bool:
        """A field that is true or false; false where it is absent."""
        if self.top.get(name) not in (None, True, False):
            self._fault(name, Text(vi=f"“{name}” là true hoặc false.", en=f"“{name}” is true or false."))
        return self.top.get(name) is True

    def values(self) -> dict[str, Any]:
        """What the policy gives; a field of the file that there is not is a fault."""
        for name in self.top:
            if name not in FIELDS:
                allowed = ", ".join(FIELDS)
                self._fault(
                    name, Text(vi=f"Không có mục “{name}”; chỉ có: {allowed}.", en=f"There is no “{name}”: {allowed}.")
                )
        values = self.top.get("values")
        if isinstance(values, dict):
            return values
        self._fault("values", Text(vi="Thiếu “values”: các giá trị.", en="“values” is missing."))
        return {}

    def _fault(self, name: str, what: Text) -> None:
        self.reading.faults.append(Fault(str(self.reading.lines.get(name, 1)), what))


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
