"""Who may look: judged on the newest tree; and every look written down before it is answered (design 9)."""

from services.members.app.ports import Asker, Snapshot
from shared.core.clock import Clock, today
from shared.core.errors import Forbidden
from shared.flow.question import Question
from shared.ops.metrics import READ_ACCESSES
from shared.ports.access_log import Access, AccessLog
from shared.tree.tree import Tree


def newest_tree(snapshot: Snapshot, clock: Clock) -> Tree:
    """Today's tree as known now: the one that authority is judged on."""
    return snapshot.place(Question(as_of=today(clock()))).tree


def sees(asker: Asker, tree: Tree, unit_id: str) -> bool:
    """Whether the unit is in the asker's subtree on this tree."""
    try:
        asker.require_unit(tree, unit_id)
    except Forbidden:
        return False
    return True


class AccessWriter:
    """Writes down who reads what, when, for which unit and why. Raises Unavailable; then nothing is answered."""

    def __init__(self, log: AccessLog, clock: Clock) -> None:
        self._log = log
        self._clock = clock

    def write(self, asker: Asker, unit_id: str, person_id: str | None, what: str, why: str | None) -> None:
        """One read; `person_id` None when a list was read."""
        self._log.record(
            Access(
                at=self._clock(),
                officer_id=asker.officer_id,
                office=asker.office,
                unit_id=unit_id,
                person_id=person_id,
                what=what,
                why=why,
            )
        )
        READ_ACCESSES.labels(service="members").inc()
