"""A draft tried on history says what would have happened, had it been in force and the same acts been asked again."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import msgspec
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from services.admissions.app.files import PersonFile
from services.admissions.app.particulars import BIRTH_DATE
from services.admissions.app.policy_file import read_policy
from services.admissions.app.policy_trial import view
from services.admissions.app.two_histories import Histories, Life, Parting, decided, outcome
from services.admissions.domain.person import commands as asked
from services.admissions.domain.person import retelling
from services.admissions.domain.person.commands import PersonCommand
from services.admissions.domain.person.commands_leaving import Remove
from services.admissions.domain.person.commands_transfer import AcceptTransfer, IssueTransfer
from services.admissions.domain.person.context import Context
from services.admissions.domain.person.state import INITIAL, PersonState, evolve
from services.admissions.domain.policy.decide import decide_policy
from shared.contracts import lifecycle
from shared.contracts.envelope import Envelope
from shared.contracts.facts import PersonFact
from shared.contracts.movement import Kind
from shared.contracts.organisation import PolicyPublished
from shared.contracts.people import ParticularsRecorded
from shared.contracts.recorded import Recorded
from shared.contracts.registry import TYPE_OF
from shared.core.errors import Refusal
from shared.core.stream import Position
from shared.tree.organisation import Organisation
from tests.support import given as g

DRAFT = """\
policy: nam-giang-more
scope: nam-giang
from: 2018-01-01
values:
  source: Quy định thử
"""
TIME = "2021-06-30T03:00:00.000000Z"
ANN, BE = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
Case = tuple[int, str, str | None]


def draft(*values: str, text: str = DRAFT) -> PolicyPublished:
    """A draft with these values, as it would be published now."""
    file = text + "".join(f"  {value}\n" for value in values)
    (event,) = decide_policy(g.organisation(), read_policy(file.encode(), g.OFFICER))
    return event


@dataclass
class Log:
    """A small log: the acts of some people, decided one after the other, those refused left out."""

    births: dict[str, date]
    organisation: Organisation = field(default_factory=g.organisation)
    position: int = 200
    states: dict[str, PersonState] = field(default_factory=dict)
    events: list[Recorded] = field(default_factory=list)
    acts: list[tuple[int, str, PersonCommand]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for person_id in self.births:
            self._put(person_id, ParticularsRecorded(actor=g.OFFICER, sealed={"birth_date": "sealed"}))

    def ask(self, person_id: str, command: PersonCommand) -> None:
        state = self.states.get(person_id, INITIAL)
        event = decided(state, command, self.context(person_id))
        if isinstance(event, Refusal):
            return
        position = self._put(person_id, event)
        self.acts.append((position, person_id, command))
        self.states[person_id] = evolve(state, position, event)

    def context(self, person_id: str, organisation: Organisation | None = None) -> Context:
        return Context(
            organisation=organisation or self.organisation,
            today=g.TODAY,
            birth_date=self.births[person_id],
            person_id=person_id,
        )

    def _put(self, person_id: str, data: msgspec.Struct) -> int:
        self.position += 1
        self.events.append(Recorded(envelope(person_id, self.position, data), data))
        return self.position


def envelope(subject: str, position: int, data: msgspec.Struct) -> Envelope:
    """An event's attributes, as far as a trial reads them."""
    return Envelope(
        specversion="1.0",
        datacontenttype="application/json",
        id=str(position),
        type=TYPE_OF[type(data)],
        source="/admissions",
        subject=subject,
        time=TIME,
        position=position,
        stream=f"person-{subject}",
        streamversion=1,
        commandid=str(position),
        data=msgspec.Raw(b"{}"),
    )


def organisation_events() -> list[Recorded]:
    """What the small province's organisation is made of, as events."""
    return [Recorded(envelope(subject, at, data), data) for at, (subject, data) in enumerate(g.founding(), start=1)]


def tried(log: Log, event: PolicyPublished, since: date = date.min, *, moved: bool = False) -> Histories:
    """The two histories of everyone in the log."""
    histories = Histories(
        draft=event,
        since=since,
        moved=moved,
        lives={person_id: Life() for person_id in log.births},
        clear_of=lambda person_id, _file: {BIRTH_DATE: log.births[person_id].isoformat()},
        file_before=lambda _person_id, _position: PersonFile(),
    )
    for one in (*organisation_events(), *log.events):
        histories.take(one)
    assert histories.not_repeatable == 0
    assert histories.judged <= len(log.acts)
    return histories


def listed(histories: Histories) -> list[Case]:
    return [case(each) for each in histories.partings]


def case(parting: Parting) -> Case:
    would = parting.would
    position = parting.recorded.envelope.position
    return (position, "refused", would.code) if isinstance(would, Refusal) else (position, outcome(would), None)


def in_force(log: Log, event: PolicyPublished) -> list[Case]:
    """The same acts asked where the policy is truly in force: those that go otherwise than they did."""
    organisation = g.organisation()
    organisation.apply(Position(organisation.position + 1), event.policy_id, event)
    was = {one.envelope.position: one.data for one in log.events}
    states: dict[str, PersonState] = {}
    found: list[Case] = []
    for position, person_id, command in log.acts:
        state = states.get(person_id, INITIAL)
        came = decided(state, command, log.context(person_id, organisation))
        before = was[position]
        assert isinstance(before, PersonFact)
        if isinstance(came, Refusal):
            found.append((position, "refused", came.code))
            continue
        states[person_id] = evolve(state, position, came)
        if outcome(came) != outcome(before):
            found.append((position, outcome(came), None))
    return found


def admitted(born: date, *, votes: int = 9, cell: str = "pa-du") -> Log:
    """Someone's whole road."""
    log = Log({ANN: born})
    for command in (g.nominate(cell=cell), *g.TO_OFFICIAL[1:]):
        reviewed = isinstance(command, asked.RecordStep) and command.step is asked.Step.CELL_REVIEW
        log.ask(ANN, g.step("C1", g.C1_ON, votes=g.votes(votes)) if reviewed else command)
    assert len(log.acts) == 10
    return log


def test_a_draft_under_which_everything_stands_lists_nothing() -> None:
    log = admitted(g.BORN)
    assert listed(tried(log, draft("certificate_months_max: 48"))) == []


def test_the_first_case_names_the_rule_and_the_later_ones_follow_from_it() -> None:
    log = admitted(g.BORN)
    histories = tried(log, draft("entry_age_months_max: 330"))
    first, *others = histories.partings
    assert isinstance(first.would, Refusal)
    assert (first.would.code, first.fact.step, first.follows) == ("entry-age", "C1", False)
    assert "Quy định thử" in str(first.would.source) or first.would.source
    assert [each.fact.step for each in others] == ["C3", "C4", "C6", "D5", "D7", "D8"]
    assert all(each.follows for each in others)


def test_votes_that_would_not_have_sufficed_are_another_outcome_not_a_refusal() -> None:
    log = admitted(g.BORN, votes=6)
    first, *_ = listed(tried(log, draft("votes: {C1: {share: 3/4}}")))
    assert first[1:] == ("short", None)


def test_every_event_about_a_person_is_told_again_but_for_those_that_rest_on_sealed_reasons() -> None:
    known = {cls for cls in TYPE_OF if issubclass(cls, PersonFact)} - {lifecycle.Corrected}
    assert {cls.__name__ for cls in known - retelling._TELL.keys()} == {
        "ReviewOpened",
        "ReviewClosed",
        "DisciplineRecorded",
        "Erased",
    }


def test_facts_before_the_day_asked_stand_as_they_were() -> None:
    log = admitted(g.BORN)
    assert listed(tried(log, draft("entry_age_months_max: 330"), since=date(2018, 10, 2))) == []
    assert listed(tried(log, draft("entry_age_months_max: 330"), since=g.C1_ON)) != []


def test_an_erased_person_is_listed_as_undecidable_and_makes_no_case() -> None:
    log = admitted(g.BORN)
    event = draft("entry_age_months_max: 330")
    erased = lifecycle.Erased(actor=g.OFFICER, effective_on=g.TODAY, movements=(), decision=None, votes=None)
    log.events.append(Recorded(envelope(ANN, log.position + 1, erased), erased))
    histories = Histories(
        draft=event,
        since=date.min,
        moved=False,
        lives={ANN: Life()},
        clear_of=lambda _person_id, _file: {},  # the key is gone
        file_before=lambda _person_id, _position: PersonFile(),
    )
    for one in (*organisation_events(), *log.events):
        histories.take(one)
    told = view(histories, "nam-giang")
    assert (told.undecidable, told.cases, told.by_rule) == ((ANN,), (), ())


def test_a_draft_that_is_to_begin_later_is_tried_in_place_of_its_chain() -> None:
    text = "policy: central\nfrom: 2026-01-01\ncontinues: 2025-07-01\nvalues:\n  source: QĐ mới\n"
    event = draft("certificate_months_max: 3", text=text)
    log = admitted(g.BORN)
    moved = msgspec.structs.replace(event, effective_on=date(2018, 1, 1))
    rules = [each[2] for each in listed(tried(log, moved, since=date(2018, 1, 1), moved=True))]
    assert rules[0] == "certificate-expired"
    assert listed(tried(log, event)) == []


MONTHS = st.integers(min_value=217, max_value=418)
VALUES = st.lists(
    st.one_of(
        st.integers(min_value=216, max_value=419).map(lambda months: f"entry_age_months_max: {months}"),
        st.integers(min_value=216, max_value=300).map(lambda months: f"entry_age_months_min: {months}"),
        st.integers(min_value=1, max_value=60).map(lambda months: f"certificate_months_max: {months}"),
        st.sampled_from(("intermediate", "college", "master")).map(lambda rank: f"expertise_min: {rank}"),
        st.sampled_from(("3/4", "8/9", "1/1")).map(lambda share: f"votes: {{C1: {{share: {share}}}}}"),
        st.just("votes: {D5: {share: 2/3, rule: more_than}, C4: {needed: true}}"),
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda value: value.partition(":")[0],
)


@st.composite
def acts(draw: st.DrawFn) -> Sequence[PersonCommand]:
    """A road in about the right order, each step some days late and a few left out, then whatever comes.

    Some acts will be refused, and are then not there.
    """
    late = st.integers(min_value=0, max_value=12)
    found: list[PersonCommand] = [g.nominate(g.NOMINATED, draw(st.sampled_from(("pa-du", "pa-du", "school"))))]
    for name, day in ROAD:
        if draw(st.integers(min_value=0, max_value=9)) > 0:
            found.append(draw(named(name, day + timedelta(days=draw(late)))))
    whenever = st.integers(min_value=0, max_value=1000).map(lambda days: g.CERTIFIED + timedelta(days=days))
    others = draw(st.lists(st.tuples(st.sampled_from(NAMES), whenever), max_size=6))
    return [*found, *(draw(named(name, day)) for name, day in others)]


ROAD = (
    *(("train", g.CERTIFIED), ("open", g.OPEN_ON), ("C1", g.C1_ON), ("C1", g.C1_ON), ("C3", g.C3_ON)),
    *(("C4", g.C4_ON), ("C6", g.C6_ON), ("D5", g.D5_ON), ("D7", g.D7_ON), ("D8", g.D8_ON)),
)
NAMES = (
    *("train", "open", "C1", "C3", "C4", "C6", "D5", "D7", "D8"),
    *("C1", "C3", "C4", "C6", "train", "open", "change", "issue", "accept", "remove", "close", "correct"),
)


@st.composite
def named(draw: st.DrawFn, name: str, day: date) -> PersonCommand:
    """One act of that name on that day."""
    votes = g.votes(draw(st.integers(min_value=5, max_value=9)))
    others: dict[str, PersonCommand] = {
        "train": g.train(day),
        "open": g.open_dossier(day),
        "change": asked.ChangeProfile(actor=g.OFFICER, effective_on=day, changes={"expertise": "college"}),
        "issue": IssueTransfer(actor=g.OFFICER, effective_on=day, to_unit_id="pa-lan"),
        "accept": AcceptTransfer(actor=g.OFFICER, effective_on=day, to_unit_id="pa-lan"),
        "remove": Remove(actor=g.OFFICER, effective_on=day, kind=Kind.DECEASED),
        "close": asked.CloseDossier(actor=g.OFFICER, effective_on=day, reason="withdrawn"),
        "correct": asked.Correct(
            actor=g.OFFICER,
            position=draw(st.integers(min_value=203, max_value=212)),
            ground="clerical",
            instead=draw(st.sampled_from((None, g.train(day), g.step("C1", day, votes=votes)))),
        ),
    }
    if name in others:
        return others[name]
    return g.step(name, day, votes=None if name == "C6" else votes)


@settings(max_examples=40, deadline=None)
@for_all(st.lists(acts(), min_size=1, max_size=2), MONTHS, VALUES)
def test_the_list_is_what_happens_when_the_policy_is_in_force(
    roads: list[Sequence[PersonCommand]], months: int, values: list[str]
) -> None:
    event = draft(*values)
    log = Log({person_id: g.C1_ON - timedelta(days=30 * months) for person_id in (ANN, BE)[: len(roads)]})
    for person_id, road in zip(log.births, roads, strict=True):
        for command in road:
            log.ask(person_id, command)
    assert listed(tried(log, event)) == in_force(log, event)
