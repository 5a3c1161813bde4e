"""One person recorded twice: which record goes on for which, as known at a position (ADR 24)."""

from shared.core.stream import Position


class Merges:
    """Grows by `apply`, by position; every question says as known at which position."""

    def __init__(self) -> None:
        self._stated: dict[str, list[tuple[Position, str | None]]] = {}

    def apply(self, position: Position, person_id: str, into: str | None) -> None:
        """A record was merged into another; None: the merge was taken back."""
        self._stated.setdefault(person_id, []).append((position, into))

    def goes_on(self, person_id: str, known: Position) -> str:
        """The record that goes on for a person: their own, or the last of those that it was merged into."""
        seen = {person_id}
        while (into := self._into(person_id, known)) is not None and into not in seen:
            seen.add(into)
            person_id = into
        return person_id

    def _into(self, person_id: str, known: Position) -> str | None:
        stated = (into for position, into in reversed(self._stated.get(person_id, ())) if position <= known)
        return next(stated, None)
