"""Rows in scratch, in the order in which they apply: laid there as they are read, taken again one after the other."""

from collections.abc import Collection, Iterable, Iterator
from typing import Generic, TypeVar

import msgspec

from services.admissions.app.folder.rows import EventRow, PersonRow
from services.admissions.app.ports import Scratch

Row = TypeVar("Row", PersonRow, EventRow)
LINE_BITS = 32


class Shelf(Collection[Row], Generic[Row]):
    """A table's rows; len() counts them."""

    def __init__(self, scratch: Scratch, kind: type[Row]) -> None:
        self._scratch = scratch
        self._name = kind.__name__
        self._decoder: msgspec.msgpack.Decoder[Row] = msgspec.msgpack.Decoder(kind)
        self._count = 0

    def keep(self, rows: Iterable[Row]) -> "Shelf[Row]":
        """Take rows as they come."""
        encode = msgspec.msgpack.Encoder().encode
        for row in rows:
            self._scratch.add(self._name, turn(row), encode(row))
            self._count += 1
        return self

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Row]:
        return (self._decoder.decode(value) for _, value in self._scratch.pile(self._name))

    def __contains__(self, row: object) -> bool:
        return any(row == each for each in self)


def turn(row: PersonRow | EventRow) -> int:
    """Events apply by (effective_on, line), people come in the order of their lines (contracts 6)."""
    day = row.effective_on.toordinal() if isinstance(row, EventRow) else 0
    return day << LINE_BITS | row.line
