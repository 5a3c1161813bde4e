"""What an import would change of the figures of each unit where people stand: before, by the log, and after."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TypeVar

from msgspec import Struct

from services.admissions.app.files import person_stream
from services.admissions.app.ports import Work
from services.admissions.app.staging import Effects
from shared.contracts.codec import decode_envelope, decode_movements
from shared.core.stream import StreamId
from shared.ports.event_store import EventStore

Tx = TypeVar("Tx")
STREAMS_AT_ONCE = 500


class Figures(Struct, frozen=True, kw_only=True):
    """A unit by all that is recorded: members, the probationers among them, and how many were ever admitted."""

    members: int
    probationary: int
    admissions: int


class UnitEffect(Struct, frozen=True, kw_only=True):
    """One unit's figures before the import and after it."""

    unit_id: str
    name_vi: str
    before: Figures
    after: Figures


def unit_effects(
    store: EventStore[Tx], work: Work[Tx], effects: Effects, names: dict[str, str]
) -> tuple[UnitEffect, ...]:
    """Each unit that the acts touch, by id; unit by unit, so that memory holds one unit's people at a time."""
    return tuple(_effect(store, work, effects, unit_id, names.get(unit_id, "")) for unit_id in effects.units())


def _effect(store: EventStore[Tx], work: Work[Tx], effects: Effects, unit_id: str, name_vi: str) -> UnitEffect:
    before = Effects()
    streams = iter([person_stream(person_id) for person_id in sorted(work.people_of(unit_id))])
    while some := list(islice(streams, STREAMS_AT_ONCE)):
        for value in _events(store, some):
            for move in decode_movements(decode_envelope(value)):
                before.take(move)
    return UnitEffect(
        unit_id=unit_id,
        name_vi=name_vi,
        before=_figures(unit_id, before),
        after=_figures(unit_id, before, effects),
    )


def _events(store: EventStore[Tx], streams: Sequence[StreamId]) -> Iterator[bytes]:
    for stored in store.read_streams(streams).values():
        yield from (event.value for event in stored)


def _figures(unit_id: str, *counted: Effects) -> Figures:
    official = sum(one.official[unit_id] for one in counted)
    probationary = sum(one.probationary[unit_id] for one in counted)
    admissions = sum(one.admissions[unit_id] for one in counted)
    return Figures(members=official + probationary, probationary=probationary, admissions=admissions)
