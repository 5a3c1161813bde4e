"""Which movement may follow which: order of states, one place, one open transfer; for new and restated ones alike."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from services.admissions.domain.person.change import Change, Effect, Entry, Exit
from services.admissions.domain.rules.labels import KIND, OUTSIDE, standing, standings
from shared.contracts.movement import MEMBERS, Kind, Place, Standing
from shared.core.text import Text
from shared.tree.organisation import Organisation

REMOVALS = frozenset({Kind.STRUCK_OFF, Kind.RESIGNED, Kind.EXPELLED, Kind.DECEASED})
"""The kinds that end a membership (domain 8)."""

ONLY_FROM: dict[Kind, frozenset[Standing]] = {
    Kind.TRAINED: frozenset({Standing.PROSPECT}),
    Kind.DELISTED: frozenset({Standing.PROSPECT, Standing.TRAINED}),
    Kind.DOSSIER_OPENED: frozenset({Standing.PROSPECT, Standing.TRAINED}),
    Kind.DOSSIER_CLOSED: frozenset({Standing.APPLICANT}),
    Kind.ADMITTED: frozenset({Standing.APPLICANT}),
    Kind.READMITTED: frozenset({Standing.APPLICANT}),
    Kind.RECOGNISED: frozenset({Standing.PROBATIONARY}),
    Kind.TRANSFERRED: MEMBERS,
    Kind.RATED: MEMBERS,
    **dict.fromkeys(REMOVALS, MEMBERS),
}
"""From which standings a movement may start (domain 3); what is not named may start from any."""

AFTER_EXIT: dict[Kind, frozenset[Kind | None]] = {
    Kind.ENROLLED: frozenset({None}),
    Kind.NOMINATED: frozenset({None, Kind.DELISTED, Kind.DOSSIER_CLOSED}) | (REMOVALS - {Kind.DECEASED}),
    Kind.TRANSFERRED: frozenset({None, Kind.TRANSFERRED, Kind.DELISTED, Kind.DOSSIER_CLOSED}),
    Kind.RESTORED: frozenset({Kind.STRUCK_OFF, Kind.EXPELLED}),
}
"""How someone must have left before a movement lets them in; None: never there before."""


NO_LETTER = Text(
    vi="không có giấy giới thiệu chuyển sinh hoạt đảng nào còn hiệu lực.", en="no introduction letter was open then."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """Where the person is just before a movement, and how they last left, if ever."""

    place: Place | None
    last_exit: Kind | None = None


def objection(
    kind: Kind, effect: Effect, before: Before, *, organisation: Organisation, on: date, from_unit_id: str | None = None
) -> Text | None:
    """Why the movement cannot follow, or None. Source: domain 3 (states), 7 (transfers), 8 (removals); design 2.2.

    `organisation`, `on`: for the names of units. `from_unit_id`: the closed unit whose people a restructuring moves.
    """
    if isinstance(effect, Entry):
        return _against_entry(kind, before, partial(organisation.label, on=on))
    place = before.place
    if place is None:
        return _against_outside(kind, before)
    allowed = ONLY_FROM.get(kind)
    if allowed is not None and place.standing not in allowed:
        needed, found = standings(allowed), standing(place.standing)
        return Text(
            vi=f"việc {KIND[kind].vi} chỉ ghi cho {needed.vi}; khi đó người này là {found.vi}.",
            en=f"{KIND[kind].en} is recorded only of {needed.en}; the person was then {found.en}.",
        )
    if isinstance(effect, Exit):
        confirmed = kind is not Kind.TRANSFERRED or place.attributes.transfer_pending
        return None if confirmed else NO_LETTER
    return _against_change(kind, effect, place, from_unit_id, partial(organisation.label, on=on))


def _against_entry(kind: Kind, before: Before, called: Callable[[str], str]) -> Text | None:
    if before.place is not None:
        there, unit = standing(before.place.standing), called(before.place.unit_id)
        return Text(
            vi=f"khi đó người này đã ở {unit}, là {there.vi}; một người chỉ ở một nơi.",
            en=f"the person was then in {unit}, {there.en}; nobody is in two places.",
        )
    allowed = AFTER_EXIT.get(kind)
    if allowed is None or before.last_exit in allowed:
        return None
    if before.last_exit is None:
        return Text(vi="trước đó người này chưa từng ra khỏi Đảng.", en="the person had never left.")
    left = KIND[before.last_exit]
    return Text(
        vi=f"trước ngày này người đó đã rời tổ chức ({left.vi}), nên không ghi được việc {KIND[kind].vi}.",
        en=f"the person had left before this date ({left.en}), so this cannot be recorded: {KIND[kind].en}.",
    )


def _against_outside(kind: Kind, before: Before) -> Text:
    if before.last_exit is None:
        return Text(
            vi=f"không ghi được việc {KIND[kind].vi}: khi đó người này chưa có trong tổ chức nào.",
            en=f"this cannot be recorded ({KIND[kind].en}): the person was then not yet in any unit.",
        )
    left = KIND[before.last_exit]
    return Text(
        vi=f"không ghi được việc {KIND[kind].vi}: khi đó người này {OUTSIDE.vi} nữa, sau việc {left.vi}.",
        en=f"this cannot be recorded ({KIND[kind].en}): the person was then {OUTSIDE.en}, after {left.en}.",
    )


def _against_change(
    kind: Kind, effect: Change, place: Place, from_unit_id: str | None, called: Callable[[str], str]
) -> Text | None:
    if kind is Kind.RESTRUCTURED and from_unit_id is not None and place.unit_id != from_unit_id:
        closed, unit = called(from_unit_id), called(place.unit_id)
        return Text(
            vi=f"khi {closed} kết thúc hoạt động, người này ở {unit}.",
            en=f"when {closed} was closed, the person was in {unit}.",
        )
    if kind is Kind.TRANSFERRED and effect.unit_id in {None, place.unit_id}:
        unit = called(place.unit_id)
        return Text(vi=f"khi đó người này đã ở {unit}.", en=f"the person was then in {unit} already.")
    if "transfer_pending" in effect.attributes:
        opens, pending = bool(effect.attributes["transfer_pending"]), bool(place.attributes.transfer_pending)
        if opens and pending:
            return Text(
                vi="một giấy giới thiệu chuyển sinh hoạt đảng khác còn hiệu lực.",
                en="another introduction letter was open then.",
            )
        if not opens and not pending:
            return NO_LETTER
    return None
