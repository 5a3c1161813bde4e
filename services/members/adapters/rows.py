"""Stay <-> row of `membership`: dates as ISO text, attributes as canonical JSON, the outside as null."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, Table

from services.members.domain.life import Line, Stay
from shared.contracts.codec import decode, encode
from shared.contracts.movement import Attributes, Kind, Place, Standing
from shared.core.stream import Position

COLUMNS = (
    "person_id",
    "position",
    "line",
    "known_from",
    "known_to",
    "kind",
    "effective_on",
    "until",
    "until_known",
    "unit_id",
    "standing",
    "attributes",
    "since",
)
_SHAPES_KEPT_MAX = 20_000
"""Many members share their attributes; the newest so many are encoded and decoded once."""
Values = tuple[str | int | None, ...]


@lru_cache(maxsize=_SHAPES_KEPT_MAX)
def _encoded(attributes: Attributes) -> str:
    return encode(attributes).decode()


@lru_cache(maxsize=_SHAPES_KEPT_MAX)
def decoded_attributes(text: str) -> Attributes:
    """The attributes that a row's JSON holds."""
    return decode(Attributes, text.encode())


_date = lru_cache(maxsize=_SHAPES_KEPT_MAX)(date.fromisoformat)


def values_of(person_id: str, stay: Stay) -> Values:
    """A row's values, in the order of COLUMNS."""
    line, place = stay.line, stay.line.place
    return (
        person_id,
        line.position,
        line.line,
        stay.known_from,
        stay.known_to,
        line.kind.value,
        line.effective_on.isoformat(),
        None if stay.until is None else stay.until.isoformat(),
        stay.until_known,
        None if place is None else place.unit_id,
        None if place is None else place.standing.value,
        None if place is None else _encoded(place.attributes),
        stay.since.isoformat(),
    )


def stay_of(row: Row[Any]) -> Stay:
    """The stay that a row holds; the row has every column of COLUMNS."""
    place = None
    if row.unit_id is not None:
        attributes = decoded_attributes(row.attributes)
        place = Place(unit_id=row.unit_id, standing=Standing(row.standing), attributes=attributes)
    return Stay(
        line=Line(
            position=Position(row.position),
            line=row.line,
            kind=Kind(row.kind),
            effective_on=_date(row.effective_on),
            place=place,
        ),
        since=_date(row.since),
        known_from=Position(row.known_from),
        until=None if row.until is None else _date(row.until),
        until_known=None if row.until_known is None else Position(row.until_known),
        known_to=None if row.known_to is None else Position(row.known_to),
    )


def columns_of(table: Table) -> Iterable[Any]:
    """The table's columns, in the order of COLUMNS."""
    return [table.c[name] for name in COLUMNS]
