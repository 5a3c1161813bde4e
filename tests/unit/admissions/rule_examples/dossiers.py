"""Examples of the rules on dossiers: introducers, papers, the check, consents, extensions, votes settled above."""

from collections.abc import Callable
from datetime import date

from services.admissions.domain.person import dossier
from services.admissions.domain.person.commands import Outcome, Step
from services.admissions.domain.policy.in_force import Policies, policies_on
from services.admissions.domain.rules import consents, introduction, papers, steps
from services.admissions.domain.rules.introduction import Known
from shared.contracts.dossiers import Introducer
from shared.contracts.movement import Standing
from shared.core.errors import Refusal
from shared.core.working_days import Due
from tests.support import given as g
from tests.unit.admissions.rule_examples.example import Example

ON = date(2026, 4, 1)
CENTRAL: Policies = policies_on(g.organisation(), "prao", ON)
SOURCE = CENTRAL.source
OPENED = date(2025, 4, 1)


def _named(*ids: str) -> tuple[Introducer, ...]:
    return tuple(Introducer(person_id=each, together_since=OPENED) for each in ids)


def _introduced(since: date | None, standing: Standing = Standing.OFFICIAL, **fields: bool) -> Known:
    named = Introducer(person_id="member", together_since=since, replacement=fields.get("replacement", False))
    return Known(introducer=named, standing=standing)


def _may(known: Known, applicant: str = "applicant", *, earlier: bool = False) -> Callable[[], None]:
    return lambda: introduction.may_introduce(known, applicant, ON, CENTRAL, earlier=earlier)


def _raised(refusal: Refusal) -> None:
    raise refusal


def _official(standing: Standing) -> None:
    introduction.require_official(standing, "member", ON, rule=dossier.MENTOR, where="/mentor_id")


def _fresh(made: date | None, opened: date = date(2025, 3, 31)) -> None:
    found = {} if made is None else {"B3": [made], "B6": [made]}
    papers.fresh(opened, found, ON, CENTRAL, months=12)


def _ceremony(on: date, consent: date | None = None) -> None:
    consents.ceremony_in_time(date(2026, 1, 5), Due(date(2026, 2, 24), provisional=False), on, consent, SOURCE)


DUE = Due(date(2026, 6, 30), provisional=False)

EXAMPLES = (
    Example(
        steps.OUTCOME,
        lambda: steps.outcome_fits(Step.BACKGROUND_CHECK, Outcome.REFUSED),
        lambda: steps.outcome_fits(Step.APPLICATION, Outcome.REFUSED),
    ),
    Example(
        steps.CONTENT,
        lambda: steps.no_other_field(Step.BACKGROUND_CHECK, "codes", given=True, steps={Step.BACKGROUND_CHECK}),
        lambda: steps.no_other_field(Step.APPLICATION, "codes", given=True, steps={Step.BACKGROUND_CHECK}),
    ),
    Example(
        papers.CODE,
        lambda: papers.codes_known(["own_side_member"], ["own_side_member"], CENTRAL, "background_waivers"),
        lambda: papers.codes_known(["uncle"], ["own_side_member"], CENTRAL, "background_waivers"),
    ),
    Example(
        introduction.COUNT,
        lambda: introduction.enough_named(_named("a", "b"), CENTRAL),
        lambda: introduction.enough_named(_named("a", "b", "c"), CENTRAL),
    ),
    Example(introduction.NOT_OFFICIAL, _may(_introduced(OPENED)), _may(_introduced(OPENED, Standing.PROBATIONARY))),
    Example(introduction.TOGETHER, _may(_introduced(date(2025, 4, 1))), _may(_introduced(date(2025, 4, 2)))),
    Example(introduction.ONESELF, _may(_introduced(OPENED)), _may(_introduced(OPENED), "member")),
    Example(
        introduction.REPLACES_NOBODY,
        _may(_introduced(None, replacement=True), earlier=True),
        _may(_introduced(None, replacement=True)),
    ),
    Example(
        introduction.ORIGIN,
        lambda: introduction.union_of_applicant("B5a", "youth_union", SOURCE),
        lambda: introduction.union_of_applicant("B5a", "other", SOURCE),
    ),
    Example(
        introduction.ROAD,
        lambda: introduction.road_complete(1, ["B5a"], CENTRAL),
        lambda: introduction.road_complete(1, [], CENTRAL),
    ),
    Example(dossier.MENTOR, lambda: _official(Standing.OFFICIAL), lambda: _official(Standing.PROBATIONARY)),
    Example(papers.STALE, lambda: _fresh(None, OPENED), lambda: _fresh(None)),
    Example(
        papers.EXTRA,
        lambda: papers.extras_there(["title"], ["title"], CENTRAL),
        lambda: papers.extras_there(["title"], [], CENTRAL),
    ),
    Example(
        papers.FAULTS,
        lambda: papers.check_codes("returned", ["B3"]),
        lambda: papers.check_codes("returned", []),
    ),
    Example(
        papers.RENEWED,
        lambda: papers.renewed({}),
        lambda: papers.renewed({"B3": date(2026, 4, 21)}),
    ),
    Example(
        consents.KIND,
        lambda: consents.consent_kind("late_ceremony"),
        lambda: consents.consent_kind("late_ceremonies"),
    ),
    Example(
        consents.PAPER,
        lambda: consents.in_writing(g.paper("nam-giang", ON), ON),
        lambda: consents.in_writing(g.paper("nam-giang", date(2026, 4, 2)), ON),
    ),
    Example(consents.LATE, lambda: _ceremony(date(2026, 2, 24)), lambda: _ceremony(date(2026, 2, 25))),
    Example(
        consents.NOT_EXTENDED,
        lambda: None,
        lambda: _raised(consents.not_extended("C6", SOURCE)),
    ),
    Example(
        consents.NOT_RUNNING,
        lambda: consents.extension_in_time("C4", ON, DUE, date(2026, 6, 30), SOURCE),
        lambda: consents.extension_in_time("C4", None, None, date(2026, 6, 30), SOURCE),
    ),
    Example(
        consents.TOO_LATE,
        lambda: consents.extension_in_time("C4", ON, DUE, date(2026, 6, 30), SOURCE),
        lambda: consents.extension_in_time("C4", ON, DUE, date(2026, 7, 1), SOURCE),
    ),
    Example(
        consents.TWICE,
        lambda: consents.extension_once("C4", None, SOURCE),
        lambda: consents.extension_once("C4", date(2026, 5, 1), SOURCE),
    ),
    Example(
        consents.NOTHING_SHORT,
        lambda: consents.something_short("open", ON),
        lambda: consents.something_short("returned", ON),
    ),
    Example(consents.SETTLED, lambda: consents.settlement("returned"), lambda: consents.settlement("refused")),
    Example(
        consents.REFERRED,
        lambda: consents.not_referred("C1", "returned", SOURCE),
        lambda: consents.not_referred("C1", "open", SOURCE),
    ),
    Example(
        consents.CLOSED,
        lambda: consents.not_referred("C1", "approved", SOURCE),
        lambda: consents.not_referred("C1", "closed", SOURCE),
    ),
)
