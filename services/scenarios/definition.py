"""What a scenario is told: structure, totals, local rule, targets and facts. Everything else is drawn."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from services.scenarios.rows import FactRow, TargetRow
from services.scenarios.structure import Structure


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """How many people do what between the cut-over and the last day. Members at the end are given; the opening follows.

    `struck_off` includes `probation_not_passed`. `internal_moves` happen between cells of the scenario, of which
    `probation_moves` while on probation; `pending_transfers` have a letter and no acceptance on the last day.
    """

    members_at_end: int
    admissions: tuple[tuple[int, int], ...]
    opening_probationers: int
    transferred_in: int
    transferred_out: int
    struck_off: int
    probation_not_passed: int
    resigned: int
    expelled: int
    deceased: int
    internal_moves: int
    probation_moves: int
    pending_transfers: int
    profile_changes: int
    prospects: int
    trained: int
    applicants: int
    delisted: int
    dossiers_closed: int

    @property
    def opening(self) -> int:
        """Members at the cut-over, so that the movement table closes at `members_at_end`."""
        gains = sum(count for _, count in self.admissions) + self.transferred_in
        return self.members_at_end - gains + self.transferred_out + self.losses

    @property
    def losses(self) -> int:
        """Members who left the organisation itself."""
        return self.struck_off + self.resigned + self.expelled + self.deceased

    def scaled(self, factor: Decimal) -> "Totals":
        """Each count times the factor, half up. The table still closes, because the opening is worked out anew."""
        if factor == 1:
            return self

        def times(count: int) -> int:
            return int((count * factor).quantize(Decimal(1), rounding=ROUND_HALF_UP))

        counts = {name: times(getattr(self, name)) for name in self.__slots__ if name != "admissions"}
        return replace(self, admissions=tuple((year, times(count)) for year, count in self.admissions), **counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRule:
    """Who may be admitted here: full months of age at the cell's review, and codes of education and expertise."""

    months_min: int
    months_below: int
    educations: tuple[str, ...]
    expertises: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LateDeath:
    """A death that nobody had heard of when the transfer of the person out of the province was confirmed."""

    letter_on: date
    died_on: date
    confirmed_on: date
    reported_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A place, its numbers and its rule."""

    name: str
    ref_prefix: str
    cutover: date
    last_day: date
    structure: Structure
    totals: Totals
    entry: EntryRule
    late_death: LateDeath
    targets: tuple[TargetRow, ...]
    facts: tuple[FactRow, ...]

    @property
    def years(self) -> tuple[int, ...]:
        """The years of the movement table."""
        return tuple(year for year, _ in self.totals.admissions)
