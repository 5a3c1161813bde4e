"""Separation of duties: who prepared, introduced, checked and signed are kept apart, by the person behind an account.

Source: design 9. A delegate acts with the hands of everyone in the chain; a correction with those of what it corrects.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from services.admissions.domain.person.state import PersonState, Recorded
from services.admissions.domain.person.whole import opening
from services.admissions.domain.rules.refusals import Rule, refusal
from shared.core.text import Text
from shared.tree.offices import Offices

APART = Rule("duties-apart", "Nguyên tắc tách nhiệm vụ của sổ; design 9")


class Capacity(StrEnum):
    """As what someone acted in a dossier; two of them by `/` make a pair that policy keeps apart besides."""

    SUBJECT = "subject"
    PREPARED = "prepare"
    INTRODUCED = "introduce"
    CELL_VOTE = "cell_vote"
    GRASSROOTS_VOTE = "grassroots_vote"
    CHECKED = "check"
    SIGNED = "decide"


SPOKEN: dict[Capacity, Text] = {
    Capacity.SUBJECT: Text(vi="là người được xét", en="is the person concerned"),
    Capacity.PREPARED: Text(vi="lập hồ sơ", en="prepared the dossier"),
    Capacity.INTRODUCED: Text(vi="là người giới thiệu", en="introduced the applicant"),
    Capacity.CELL_VOTE: Text(vi="ghi biểu quyết của chi bộ", en="attested the cell's vote"),
    Capacity.GRASSROOTS_VOTE: Text(vi="ghi biểu quyết của đảng ủy cơ sở", en="attested the grassroots vote"),
    Capacity.CHECKED: Text(vi="kiểm tra hồ sơ", en="checked it"),
    Capacity.SIGNED: Text(vi="ký quyết định", en="signed the decision"),
}
Pair = frozenset[Capacity]
ALWAYS: frozenset[Pair] = frozenset(
    {
        frozenset({Capacity.CHECKED, Capacity.SIGNED}),
        frozenset({Capacity.SUBJECT, Capacity.INTRODUCED}),
        *(
            frozenset({each, duty})
            for each in (Capacity.SUBJECT, Capacity.INTRODUCED, Capacity.PREPARED)
            for duty in (Capacity.CHECKED, Capacity.SIGNED)
        ),
    }
)
"""What no policy loosens: who checks and who signs are two persons, neither subject, introducer nor preparer; and
nobody introduces themself, by whichever record."""
_DECISIONS = frozenset({"C4", "D8", "X5"})
_VOTES = {"C1": Capacity.CELL_VOTE, "D5": Capacity.CELL_VOTE, "X2": Capacity.CELL_VOTE}
_VOTES |= {"C3": Capacity.GRASSROOTS_VOTE, "D7": Capacity.GRASSROOTS_VOTE, "X4": Capacity.GRASSROOTS_VOTE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """Someone who acted as something: their identities (`person:…` or `officer:…`), and where that stands."""

    capacity: Capacity
    identities: frozenset[str]
    position: int | None = None


def capacity_of(name: str, step: str | None, *, deceased: bool = False) -> Capacity | None:
    """As what an officer acts who records a fact: by its event's own name and its step; None: as nothing that counts.

    A death is recorded, not decided (domain 8.1).
    """
    if name == "dossier_checked":
        return Capacity.CHECKED
    if step in _DECISIONS or name in {"referral_settled", "restored"} or (name == "removed" and not deceased):
        return Capacity.SIGNED
    if name in {"dossier_opened", "review_opened"} or (step is not None and step.startswith("B")):
        return Capacity.PREPARED
    return None if step is None else _VOTES.get(step)


def hands_of(fact: Recorded, offices: Offices) -> Iterator[Hand]:
    """Who acted in a recorded fact, and as what; an introduction names its introducers besides."""
    capacity = capacity_of(fact.name, fact.step)
    if capacity is not None:
        identities = frozenset(offices.identity(each) for each in fact.hands)
        yield Hand(capacity=capacity, identities=identities, position=fact.position)
    if fact.introducers:
        introducers = frozenset(offices.identity_of(each.person_id) for each in fact.introducers)
        yield Hand(capacity=Capacity.INTRODUCED, identities=introducers, position=fact.position)


def dossier_of(state: PersonState, fact: Recorded) -> list[Recorded]:
    """The facts of the dossier that a fact belongs to: from its opening to the next one; its own left out.

    A removal belongs to the case that was opened for it.
    """
    if fact.name in {"removed", "review_opened"} or (fact.step is not None and fact.step.startswith("X")):
        case = state.last_fact(fact.effective_on, "review_opened")
        return [
            each for each in state.facts if case is not None and _within(each, case) and each.position != fact.position
        ]
    opened = fact if fact.name == "dossier_opened" else opening(state, fact.effective_on)
    start = (opened.effective_on, opened.position) if opened is not None else None
    found: list[Recorded] = []
    for each in state.facts:
        if start is not None and (each.effective_on, each.position) < start:
            continue
        if each.name == "dossier_opened" and opened is not None and each.position != opened.position:
            break
        if each.position != fact.position:
            found.append(each)
    return found


def _within(fact: Recorded, case: Recorded) -> bool:
    return (fact.effective_on, fact.position) >= (case.effective_on, case.position)


def pairs_of(codes: Iterable[str]) -> frozenset[Pair]:
    """What is kept apart: always, and by the codes of a policy (`cell_vote/decide`); other codes mean nothing here."""
    found = set(ALWAYS)
    known = {each.value: each for each in Capacity}
    for code in codes:
        one, _, other = code.partition("/")
        if one in known and other in known:
            found.add(frozenset({known[one], known[other]}))
    return frozenset(found)


def require_apart(own: Sequence[Hand], others: Iterable[Hand], subject: str, pairs: Collection[Pair]) -> None:
    """Who checks and who signs are two persons, neither the subject, an introducer nor a preparer. Source: design 9.

    `own`: as what the act at hand is done. `subject`: the identity of whom it concerns. `pairs`: what is kept apart.
    """
    known = [*others, Hand(capacity=Capacity.SUBJECT, identities=frozenset({subject}))]
    for hand in own:
        for other in known:
            _apart(hand, other, pairs)
    for one, two in combinations(own, 2):
        _apart(one, two, pairs)


def require_all_apart(hands: Sequence[Hand], subject: str, pairs: Collection[Pair]) -> None:
    """The same of everything that stands in a dossier: before the ceremony, by who is known to be who today."""
    for index, hand in enumerate(hands):
        require_apart([hand], hands[index + 1 :], subject, pairs)


def _apart(one: Hand, other: Hand, pairs: Collection[Pair]) -> None:
    if not one.identities & other.identities or frozenset({one.capacity, other.capacity}) not in pairs:
        return
    first, second = SPOKEN[other.capacity], SPOKEN[one.capacity]
    raise refusal(
        APART,
        Text(
            vi=f"Cùng một người vừa {first.vi} vừa {second.vi}; hai việc này phải do hai người khác nhau làm.",
            en=f"One and the same person {first.en} and {second.en}; these are for two different people.",
        ),
        Text(
            vi="Nhờ người khác có thẩm quyền; cấp phó, người được ủy quyền, hồ sơ đã nhập làm một cũng tính như chính "
            "người đó.",
            en="Have another whose office allows it do this; a deputy, a delegate or a record merged into theirs "
            "counts as the person themself.",
        ),
        values={
            "capacities": sorted({one.capacity.value, other.capacity.value}),
            "positions": sorted(each.position for each in (one, other) if each.position is not None),
        },
    )
