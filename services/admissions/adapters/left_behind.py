"""Nobody stays in a closed unit: looked at in the closing's own transaction, where nobody can come in unseen."""

from collections.abc import Mapping, Sequence
from functools import reduce

from services.admissions.app.files import EMPTY, evolve_recorded
from shared.contracts.organisation import UnitClosed
from shared.contracts.recorded import recorded
from shared.core.errors import Conflict
from shared.core.text import Text


def require_nobody_left(closed: UnitClosed, streams: Mapping[str, Sequence[bytes]]) -> None:
    """Raises Conflict when someone who has stood in the unit is still there on the day of its closing.

    `streams`: the stored events of each of them. Someone who came while the closing was decided is found here; the
    command is then decided again.
    """
    for person_id, values in streams.items():
        state = reduce(evolve_recorded, map(recorded, values), EMPTY).state
        place = state.place_at(closed.effective_on)
        if place is not None and place.unit_id == closed.unit_id:
            raise Conflict(
                "unit-joined-meanwhile",
                Text(
                    vi=f"Có người vừa chuyển vào {closed.unit_id}.", en=f"Someone came into {closed.unit_id} meanwhile."
                ),
                mend=Text(vi="Thử lại.", en="Try again."),
                where=person_id,
            )
