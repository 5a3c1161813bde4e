"""Commands about who someone is: particulars altered, one person recorded twice merged, and unmerged."""

from dataclasses import dataclass

from services.admissions.domain.person.act import Act


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge(Act):
    """The person is the same as `into`, whose record goes on. `decision` and `ground` (a code) are required."""

    into: str
    ground: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmerge(Act):
    """The merge was wrong: everything about the person stands again as before it."""

    ground: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlterParticulars(Act):
    """Name or birth date were recorded wrongly; what they should be travels sealed, by the caller's hand.

    `birth_year`: of the corrected birth date, None where that stays.
    """

    ground: str
    birth_year: int | None = None


Identity = Merge | Unmerge
"""Acts that a correction does not state otherwise: a merge is taken back by an unmerge."""
