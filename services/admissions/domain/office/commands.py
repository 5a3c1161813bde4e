"""What may be asked about officers and offices: frozen data, decided by decide.py on the offices as they stand."""

from dataclasses import dataclass
from datetime import date
from uuid import NAMESPACE_URL, uuid5

from shared.contracts.facts import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeAct:
    """The common part. `effective_on`: the first day on which it holds."""

    actor: Actor
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterOfficer(OfficeAct):
    """An account may hold offices; with `person_id`, it is that member's, now or from a later registration on."""

    officer_id: str
    person_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantOffice(OfficeAct):
    """Give a role over the subtree of `unit_id` (`*`: everything) up to `until`, both days included."""

    officer_id: str
    role: str
    unit_id: str
    until: date | None = None

    @property
    def office_id(self) -> str:
        """Of its content: the same grant asked for twice is the same office, and a confirmation finds its proposal."""
        content = f"{self.officer_id}:{self.role}:{self.unit_id}:{self.effective_on.isoformat()}"
        return str(uuid5(NAMESPACE_URL, f"urn:socai:office:{content}"))


@dataclass(frozen=True, slots=True, kw_only=True)
class EndOffice(OfficeAct):
    """From `effective_on` on nobody holds it; `ground` is a code."""

    office_id: str
    ground: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegate(OfficeAct):
    """Let another officer act in an office that the actor holds, in their own right or by delegation, up to `until`."""

    office_id: str
    officer_id: str
    until: date

    @property
    def delegation_id(self) -> str:
        """Of its content, as that of an office."""
        content = f"{self.office_id}:{self.officer_id}:{self.effective_on.isoformat()}"
        return str(uuid5(NAMESPACE_URL, f"urn:socai:delegation:{content}"))


@dataclass(frozen=True, slots=True, kw_only=True)
class EndDelegation(OfficeAct):
    """From `effective_on` on it does not hold; `ground` is a code."""

    delegation_id: str
    ground: str | None = None


OfficeCommand = RegisterOfficer | GrantOffice | EndOffice | Delegate | EndDelegation
