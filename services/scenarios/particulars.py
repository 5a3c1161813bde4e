"""Who the people are: birth dates that suit the rules, and coded attributes. Never ethnicity, religion or opinions."""

from dataclasses import dataclass
from datetime import date, timedelta

from services.scenarios.definition import EntryRule
from services.scenarios.draw import Draw
from services.scenarios.names import full_name
from services.scenarios.paths import Entry, Path
from shared.core.dates import add_months, full_months

THEORY = ("elementary", "intermediate", "advanced")


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """A row of people.csv without its reference, and the change that the person's profile would see next."""

    full_name: str
    birth_date: date
    sex: str
    origin: str
    occupation: str
    groups: tuple[str, ...]
    sector: str
    education: str
    expertise: str
    theory_level: str
    tasked: bool
    exempt: bool
    change: str


# By kind of cell: occupations, policy groups, sector.
_WORK: dict[str, tuple[tuple[str, ...], tuple[str, ...], str]] = {
    "village": (("farmer", "farmer", "farmer", "village_official", "trader"), ("militia", "reserve"), ""),
    "residential": (("farmer", "trader", "worker"), ("militia", "reserve"), ""),
    "school": (("teacher", "teacher", "teacher", "school_staff"), ("teacher",), "state"),
    "agency": (("civil_servant", "civil_servant", "public_employee"), ("reserve",), "state"),
    "enterprise": (("worker", "engineer"), ("reserve",), "non_state"),
    "military": (("soldier",), ("army",), "state"),
    "police": (("police_officer",), ("police",), "state"),
}


def of_member(draw: Draw, path: Path, kind: str, rule: EntryRule) -> Particulars:
    """The particulars of a member who joined in a cell of this kind."""
    if path.admission:
        birth = newcomer_birth(draw, path.admission.nominated, path.admission.c1, rule)
        return _newcomer(draw, birth, kind, rule)
    if path.entry is Entry.ENROLLED_PROBATIONARY:
        return _newcomer(draw, _born_before(draw, path.began, 20 * 12, 34 * 12), kind, rule)
    if path.exit and path.exit.code == "deceased":
        return _settled(draw, _born_before(draw, path.exit.on, 46 * 12, 88 * 12), kind, path.began)
    oldest_years = 58 if path.entry is Entry.ARRIVED else draw.pick((40, 50, 60, 60, 78))
    return _settled(draw, _born_before(draw, path.began, 24 * 12, oldest_years * 12), kind, path.began)


def of_prospect(draw: Draw, nominated: date, review: date | None, kind: str, rule: EntryRule) -> Particulars:
    """The particulars of someone on the way; `review` is the day of the cell's review where one is planned."""
    birth = newcomer_birth(draw, nominated, review or nominated + timedelta(days=400), rule)
    return _newcomer(draw, birth, kind, rule)


def newcomer_birth(draw: Draw, nominated: date, review: date, rule: EntryRule) -> date:
    """A birth date with 18 full years at the nomination and within the rule at the review; some at its very edge."""
    lowest = rule.months_min + full_months(nominated, review) + 1
    highest = rule.months_below - 1
    if draw.chance(2):
        return add_months(review, -highest)
    return _born_before(draw, review, lowest, highest)


def _born_before(draw: Draw, day: date, months_min: int, months_max: int) -> date:
    """Born so that full_months(birth, day) lies in the range, both ends included."""
    return add_months(day, -draw.between(months_min, months_max)) - timedelta(days=draw.between(0, 27))


def _newcomer(draw: Draw, birth: date, kind: str, rule: EntryRule) -> Particulars:
    return _person(
        draw,
        birth,
        kind,
        origin="youth_union" if draw.chance(78) else draw.pick(("trade_union", "other")),
        education=draw.pick((rule.educations[-1],) * 4 + rule.educations),
        expertise=draw.pick(rule.expertises),
        theory="" if draw.chance(70) else THEORY[0],
        exempt=False,
    )


def _settled(draw: Draw, birth: date, kind: str, began: date) -> Particulars:
    age_years = full_months(birth, began) // 12
    return _person(
        draw,
        birth,
        kind,
        origin=draw.pick(("youth_union", "youth_union", "other", "")),
        education=draw.pick(("primary", "thcs", "thpt")) if age_years > 50 else draw.pick(("thcs", "thpt", "thpt")),
        expertise=draw.pick(("", "", "elementary", "intermediate", "college", "university")),
        theory=draw.pick(("", *THEORY[:2], *THEORY)),
        exempt=age_years >= 62 and draw.chance(40),
    )


def _person(
    draw: Draw,
    birth: date,
    kind: str,
    *,
    origin: str,
    education: str,
    expertise: str,
    theory: str,
    exempt: bool,
) -> Particulars:
    sex = "f" if draw.chance(38) else "m"
    occupations, groups, sector = _WORK[kind]
    return Particulars(
        full_name=full_name(draw, sex),
        birth_date=birth,
        sex=sex,
        origin=origin,
        occupation=draw.pick(occupations),
        groups=(draw.pick(groups),) if draw.chance(55) else (),
        sector=sector,
        education=education,
        expertise=expertise,
        theory_level=theory,
        tasked=not exempt and draw.chance(92),
        exempt=exempt,
        change=_next_change(theory, exempt),
    )


def _next_change(theory: str, exempt: bool) -> str:
    """What changes next in such a profile: the next class passed, or else the exemption or its end."""
    if theory != THEORY[-1]:
        return f"theory_level={THEORY[THEORY.index(theory) + 1] if theory else THEORY[0]}"
    return "occupation=retired" if exempt else "tasked=true"
