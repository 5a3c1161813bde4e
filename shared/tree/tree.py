"""The tree of units on one date: whose figures belong to whom. A report uses one tree (contracts 4)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from shared.tree.unit import Unit


class Tree:
    """All units as of `on`. A unit closed by then counts through its successor, or, without one, where it last was."""

    def __init__(self, on: date, units: Mapping[str, Unit]) -> None:
        self.on = on
        self.units = units
        self._stands_in = {unit_id: self._resolve(unit_id) for unit_id in units}
        self._children: defaultdict[str, list[str]] = defaultdict(list)
        self._merged: defaultdict[str, list[str]] = defaultdict(list)
        for unit_id, unit in units.items():
            stands_in = self._stands_in[unit_id]
            if stands_in != unit_id:
                self._merged[stands_in].append(unit_id)
            elif unit.parent_id is not None:
                self._children[self._stands_in.get(unit.parent_id, unit.parent_id)].append(unit_id)

    def _resolve(self, unit_id: str) -> str:
        seen = {unit_id}
        while (unit := self.units.get(unit_id)) is not None and unit.closing is not None:
            successor = unit.closing.successor_id
            if unit.closing.effective_on > self.on or successor is None or successor in seen:
                break
            seen.add(successor)
            unit_id = successor
        return unit_id

    def __contains__(self, unit_id: object) -> bool:
        return unit_id in self.units

    def label(self, unit_id: str) -> str:
        """How sentences call a unit; one that is not known, by its id alone."""
        unit = self.units.get(unit_id)
        return unit_id if unit is None else unit.label

    def stands_in(self, unit_id: str) -> str:
        """The unit through which this one counts on the tree's date: itself, or its last successor."""
        return self._stands_in.get(unit_id, unit_id)

    def parent(self, unit_id: str) -> str | None:
        """The unit above, on the tree's date, or None at the top."""
        unit = self.units.get(self.stands_in(unit_id))
        return None if unit is None or unit.parent_id is None else self.stands_in(unit.parent_id)

    def path(self, unit_id: str) -> Iterator[str]:
        """From the unit itself (as it counts) up to the top."""
        seen: set[str] = set()
        at: str | None = self.stands_in(unit_id)
        while at is not None and at not in seen:
            seen.add(at)
            yield at
            at = self.parent(at)

    def within(self, unit_id: str, top_id: str) -> bool:
        """Whether the unit counts in the subtree of `top_id`, itself included."""
        return unit_id == top_id or top_id in self.path(unit_id)

    def subtree(self, unit_id: str) -> frozenset[str]:
        """Every unit that counts in this one's subtree: itself, those below, and closed ones that they succeeded."""
        found = {unit_id}
        stack = [unit_id]
        while stack:
            at = stack.pop()
            found.update(self._merged.get(at, ()))
            below = [child for child in self._children.get(at, ()) if child not in found]
            found.update(below)
            stack.extend(below)
        return frozenset(found)

    def open_units(self, unit_id: str) -> list[Unit]:
        """The units of the subtree that are open on the tree's date, by id."""
        found = (self.units[u] for u in self.subtree(unit_id) if u in self.units)
        return sorted((unit for unit in found if unit.open_on(self.on)), key=lambda unit: unit.unit_id)

    def tops(self) -> list[str]:
        """The units without a parent that are open on the tree's date, by id."""
        return sorted(u.unit_id for u in self.units.values() if u.parent_id is None and u.open_on(self.on))
