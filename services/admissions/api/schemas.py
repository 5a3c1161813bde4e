"""HTTP bodies of the writer, checked at the door; never used as events. Common parts and those of units and targets."""

from datetime import date
from typing import Annotated
from unicodedata import normalize

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from services.admissions.api.examples import with_example
from shared.contracts.facts import Decision, Votes
from shared.contracts.movement import Attributes
from shared.contracts.organisation import CellKind, UnitKind
from shared.http import patterns


def _composed(text: str) -> str:
    return normalize("NFC", text)


def _printable(text: str) -> str:
    if not text.isprintable():
        raise ValueError("control characters are not allowed")
    return text


Identifier = Annotated[str, Field(pattern=patterns.IDENTIFIER, max_length=64, examples=["nam-giang"])]
Code = Annotated[str, Field(pattern=patterns.IDENTIFIER, max_length=64)]
Line = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_composed), AfterValidator(_printable)]
Number = Annotated[str, Field(min_length=1, max_length=64), AfterValidator(_composed), AfterValidator(_printable)]
Count = Annotated[int, Field(ge=0, le=999_999)]
DecimalText = Annotated[str, Field(pattern=r"^-?\d{1,12}(\.\d{1,6})?$", examples=["90"])]
PeriodRated = Annotated[
    str,
    Field(
        pattern=r"^(\d{4}(-Q[1-4])?|\d{4}-\d\d-\d\d(/\d{4}-\d\d-\d\d)?)$",
        description="A year, a quarter, or FROM/TO; left out, the year that ends on the date.",
        examples=["2025"],
    ),
]
Day = Annotated[date, Field(ge=date(1900, 1, 1), examples=["2019-12-31"])]


class Body(BaseModel):
    """The base of every body: unknown fields are refused. The examples stand in examples.py."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_extra=with_example)


class DecisionBody(Body):
    """The paper behind a fact."""

    body_unit_id: Identifier
    number: Number = Field(examples=["15-QĐ/HU"])
    date: Day

    def value(self) -> Decision:
        """As the contract has it."""
        return Decision(body_unit_id=self.body_unit_id, number=self.number, date=self.date)


class VotesBody(Body):
    """Counts of a vote; `base` is what two thirds are taken of."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        validate_by_name=True,
        validate_by_alias=True,
        json_schema_extra={"examples": [{"base": 9, "present": 8, "for": 8, "against": 0}]},
    )

    base: Count
    present: Count
    for_: Count = Field(alias="for")
    against: Count

    def value(self) -> Votes:
        """As the contract has it."""
        return Votes(base=self.base, present=self.present, for_=self.for_, against=self.against)


class AttributesBody(Body):
    """Attributes of a place (contracts 3); absent when unknown or default."""

    sex: Annotated[str, Field(pattern="^[fm]$")] | None = None
    origin: Code | None = None
    occupation: Code | None = None
    groups: Annotated[tuple[Code, ...], Field(max_length=20)] = ()
    sector: Code | None = None
    education: Code | None = None
    expertise: Code | None = None
    theory_level: Code | None = None
    tasked: bool | None = None
    exempt: bool | None = None
    away: Code | None = None

    def value(self) -> Attributes:
        """As the contract has it; a flag that is false is left out, and the birth year comes from the birth date."""
        plain = self.model_dump(exclude={"groups", "tasked", "exempt"})
        return Attributes(
            **plain,
            groups=tuple(sorted(set(self.groups))),
            tasked=self.tasked or None,
            exempt=self.exempt or None,
        )


class ParticularsBody(Body):
    """Personal particulars; they are sealed before anything is stored."""

    full_name: Line = Field(examples=["Nguyễn Văn Ví Dụ"])
    birth_date: Day = Field(examples=["1996-04-30"])


class CreateUnitBody(Body):
    """A new unit, open from `effective_on` on."""

    unit_id: Identifier
    kind: UnitKind
    name_vi: Line = Field(examples=["Chi bộ thôn Pà Dấu 2"])
    effective_on: Day
    parent_id: Identifier | None = None
    cell_kind: CellKind | None = None
    has_committee: bool = False
    authorised: bool = False


class RenameUnitBody(Body):
    """Another name from a date on."""

    name_vi: Line
    effective_on: Day


class MoveUnitBody(Body):
    """Another parent from a date on."""

    parent_id: Identifier
    effective_on: Day


class CloseUnitBody(Body):
    """The unit ends; its people go to the successor on that day."""

    effective_on: Day
    successor_id: Identifier | None = None


class UnitFactBody(Body):
    """A fact about the unit from a date on."""

    fact: Code
    value: Number
    effective_on: Day


class TargetBody(Body):
    """A target for an indicator in a period, both ends inclusive."""

    unit_id: Identifier
    indicator: Code = Field(examples=["NG2"])
    period_from: Day
    period_to: Day
    low: DecimalText | None = None
    high: DecimalText | None = None


class ResendBody(Body):
    """Which partition is sent again, from which sequence on to its head."""

    topic: Annotated[str, Field(pattern=r"^socai\.[a-z]+$", examples=["socai.lifecycle"])]
    partition: Annotated[int, Field(ge=0, le=15)]
    first: Annotated[int, Field(ge=1)]


class WrittenAnswer(BaseModel):
    """What a write did: where it stands in the log, and the version of the stream that it changed (the ETag)."""

    position: int = Field(examples=[1234])
    time: str = Field(examples=["2026-01-01T00:00:00.000001Z"])
    id: str = Field(description="The person, unit or target that was changed.")
    version: int
    events: list[str] = Field(description="The events' own names, in order.", examples=[["nominated"]])
    repeated: bool = Field(description="The same request was done before; nothing was written now.")
    duplicates: list[str] = Field(
        default=[], description="Of a new person: others in reach with the same name and birth date; see /duplicates."
    )
