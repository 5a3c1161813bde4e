"""Ratings of a unit: its own grade by a committee above, what stands in each group, and the closing of a period."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Generic, TypeVar

from msgspec import Struct

from services.admissions.app.authority import Reach
from services.admissions.app.handle import Ask, CommandHandler, Written
from services.admissions.app.person_acts import UNIT
from services.admissions.app.ports import Work
from services.admissions.app.query import unknown_unit
from services.admissions.app.rating_counts import grades_below
from services.admissions.app.staging import Decided
from services.admissions.domain.rating.commands import CloseRatings, Rated, RateUnit
from services.admissions.domain.rating.decide import Given, decide_closing, decide_unit_rating, groups_of
from services.admissions.domain.rating.grade import last_day, period_ending
from services.admissions.domain.rules.units import open_unit, path
from shared.contracts.organisation import RatedGroup
from shared.contracts.recorded import Recorded, recorded
from shared.core.clock import Clock, today
from shared.core.errors import Malformed
from shared.core.stream import StreamId, stream_id
from shared.core.text import Text
from shared.flow.append import Reads
from shared.http.caller import Caller, Permission
from shared.ports.event_store import EventStore
from shared.tree.organisation import Organisation

Tx = TypeVar("Tx")


class RatingsView(Struct, frozen=True, kw_only=True):
    """What stands for a period, group by group: counts of grades, the base of the cap, how many EXCELLENT it allows."""

    unit_id: str
    period: str
    of: Rated
    closed: bool
    groups: tuple[RatedGroup, ...]


class Ratings(Generic[Tx]):
    """The year end of a unit. Raises Refusal, Forbidden, NotFound, Conflict, Unavailable."""

    def __init__(self, handler: CommandHandler[Tx], store: EventStore[Tx], work: Work[Tx], clock: Clock) -> None:
        self._handler = handler
        self._store = store
        self._work = work
        self._clock = clock

    def rate_unit(self, ask: Ask, command: RateUnit) -> Written:
        """A committee above rates an organisation."""
        ask.caller.require(Permission.WRITE)

        def decide(reads: Reads[Tx], organisation: Organisation, reach: Reach) -> list[Decided]:
            reach.require(command.body_unit_id)
            reads.events(_units_above(organisation, command.unit_id, command.effective_on))
            organisation = self._work.organisation()
            data = decide_unit_rating(organisation, command, today(self._clock()))
            return [Decided(UNIT, command.unit_id, data)]

        return self._handler.about(ask, UNIT, command.unit_id, decide)

    def close(self, ask: Ask, command: CloseRatings) -> Written:
        """The ratings of a period are complete: counted as they stand in the log, and closed."""
        ask.caller.require(Permission.WRITE)

        def decide(reads: Reads[Tx], organisation: Organisation, reach: Reach) -> list[Decided]:
            reach.require(command.unit_id)
            on = command.effective_on
            reads.events(_units_above(organisation, command.unit_id, on))
            period = command.period or period_ending(on)
            given: list[Given] = []
            if command.of is Rated.MEMBERS:
                given = grades_below(self._work, organisation, command.unit_id, (period, on), reads.events)
            data = decide_closing(self._work.organisation(), command, today(self._clock()), given)
            return [Decided(UNIT, command.unit_id, data)]

        return self._handler.about(ask, UNIT, command.unit_id, decide)

    def view(self, caller: Caller, unit_id: str, period: str, of: Rated) -> RatingsView:
        """What stands for a period in a unit's subtree, and whether it is closed. Raises NotFound out of reach."""
        caller.require(Permission.READ)
        organisation, on = self._work.organisation(), last_day(period)
        if on is None:
            raise Malformed(
                "period-unreadable",
                Text(vi=f"Không đọc được kỳ “{period}”.", en=f"The period “{period}” cannot be read."),
                mend=Text(vi="Viết 2025, 2025-Q1 hoặc TỪ/ĐẾN.", en="Write 2025, 2025-Q1 or FROM/TO."),
            )
        if not Reach(caller, organisation, today(self._clock())).covers(unit_id) or not organisation.unit(unit_id, on):
            raise unknown_unit(unit_id)
        unit = open_unit(organisation, unit_id, on)
        given: list[Given] = []
        if of is Rated.MEMBERS:
            given = grades_below(self._work, organisation, unit_id, (period, on), self._read)
        above = {each.unit_id for each in path(organisation, unit_id, on)}
        return RatingsView(
            unit_id=unit_id,
            period=period,
            of=of,
            closed=any(each.unit_id in above for each in organisation.ratings_closed(period, of.value)),
            groups=groups_of(organisation, of, unit, on, period, given=given),
        )

    def _read(self, streams: Sequence[StreamId]) -> Mapping[StreamId, Sequence[Recorded]]:
        stored = self._store.read_streams(streams)
        return {stream: [recorded(event.value) for event in events] for stream, events in stored.items()}


def _units_above(organisation: Organisation, unit_id: str, on: date) -> list[StreamId]:
    return [stream_id(UNIT, unit.unit_id) for unit in path(organisation, unit_id, on)]
