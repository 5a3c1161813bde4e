"""Finding people by name, without accents, within the caller's subtree; the name stays in memory (design 3, 9)."""

from services.members.app.answers import FoundAnswer, FoundRow
from services.members.app.names import NameIndex
from services.members.app.ports import Asker, ReadModel
from services.members.app.query import unit_unknown
from services.members.app.sight import AccessWriter, newest_tree, sees
from shared.core.clock import Clock
from shared.flow.question import Question

FOUND_MAX = 200
"""No search answers with more; a longer name finds fewer."""


class NameSearch:
    """Answers searches. Each is written down before it is answered, with the unit and the reason, not with the name."""

    def __init__(self, model: ReadModel, names: NameIndex, access: AccessWriter, clock: Clock) -> None:
        self._model = model
        self._names = names
        self._access = access
        self._clock = clock

    def warm(self) -> None:
        """Build the index: done once at start, so that the first search need not wait. Raises Unavailable."""
        with self._model.snapshot() as snapshot:
            self._names.refresh(snapshot)

    def find(
        self, name: str, question: Question, asker: Asker, *, unit_id: str | None = None, why: str | None = None
    ) -> FoundAnswer:
        """Whose name matches, standing anywhere in the subtree as of the date. Raises NotFound, Forbidden, Unavailable.

        Without `unit_id`, everywhere that the caller may look.
        """
        with self._model.snapshot() as snapshot:
            newest = newest_tree(snapshot, self._clock)
            basis = snapshot.place(question)
            if unit_id is not None:
                asker.require_unit(newest, unit_id)
                if unit_id not in basis.tree:
                    raise unit_unknown(unit_id)
            self._access.write(asker, unit_id or asker.unit_id, None, "search by name", why)
            self._names.refresh(snapshot)
            matching = self._names.search(name)
            found = snapshot.whereabouts(sorted(matching), question.as_of, basis.position)
        within = None if unit_id is None else basis.tree.subtree(unit_id)
        seen = {stay.line.place.unit_id for stay in (w.stay for w in found) if stay.line.place is not None}
        shown = {unit for unit in seen if sees(asker, newest, unit) and (within is None or unit in within)}
        rows = [
            FoundRow(
                person_id=where.person_id,
                name=matching[where.person_id].name,
                unit_id=place.unit_id,
                standing=place.standing.value,
                since=where.stay.since,
            )
            for where in found
            if (place := where.stay.line.place) is not None and place.unit_id in shown
        ]
        rows.sort(key=lambda row: (matching[row.person_id].order, row.person_id))
        return FoundAnswer(stamp=basis.stamp, unit=unit_id, people=tuple(rows[:FOUND_MAX]), more=len(rows) > FOUND_MAX)
