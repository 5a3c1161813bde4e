"""The questions that the ledger answers: indicators, form 1-TCTW, and counts for the monitor (contracts 5)."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import structlog

from services.indicators.app.figures import LedgerFigures
from services.indicators.app.ports import Ledger, Snapshot
from services.indicators.domain.definition import parse_definition
from services.indicators.domain.evaluate import Asked, Result, evaluate
from services.indicators.domain.number import decimal_string, four_places
from services.indicators.domain.policy import near_ratio
from services.indicators.domain.statistics import FORM_1, label, movement_table
from services.indicators.domain.status import Target
from shared.contracts.answers import (
    IndicatorsAnswer,
    IndicatorValue,
    StatisticsAnswer,
    StatisticsRow,
    TargetRange,
)
from shared.contracts.movement import MEMBERS
from shared.contracts.organisation import DefinitionPublished
from shared.core.clock import Clock, today
from shared.core.dates import Period, year_to_date
from shared.core.errors import Malformed, NotFound, Unavailable
from shared.core.stream import Position
from shared.core.text import Text
from shared.flow.question import Basis, Question
from shared.ops.metrics import MOVEMENT_TABLE_DIFFERENCE
from shared.tree.organisation import Organisation
from shared.tree.tree import Tree

log = structlog.get_logger(__name__)
Guard = Callable[[Tree], None]
"""Judges, on the newest tree, whether the caller may ask; raises Forbidden."""


@dataclass(frozen=True, slots=True)
class CountRow:
    """How many people stand in one unit, as one standing."""

    unit_id: str
    standing: str
    count: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How many people stand where, at a position; whatever the date."""

    position: Position
    counts: tuple[CountRow, ...]


class IndicatorsQuery:
    """Answers questions; each in one snapshot, at one position."""

    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger = ledger
        self._clock = clock

    def complete(self) -> Position:
        """The position to which answers are complete now."""
        with self._ledger.snapshot() as snapshot:
            return snapshot.complete()

    def organisation(self) -> Organisation:
        """The organisation as far as it has been read: who may ask is judged on it. Raises Unavailable."""
        with self._ledger.snapshot() as snapshot:
            return snapshot.organisation()

    def indicators(self, unit_id: str, question: Question, guard: Guard) -> IndicatorsAnswer:
        """Every indicator defined on the date, by id. Raises NotFound, Forbidden, Unavailable."""
        with self._ledger.snapshot() as snapshot:
            basis = self._place(snapshot, unit_id, question, guard)
            figures = LedgerFigures(snapshot, basis, unit_id)
            asked = Asked(as_of=question.as_of, period=_period(question))
            policies = (policy for _, policy in basis.organisation.policies(basis.position))
            ratio = near_ratio(policies, list(basis.tree.path(unit_id)), question.as_of)
            defined = basis.organisation.definitions(question.as_of, basis.position)
            values = tuple(_value(name, defined[name], figures, asked, ratio) for name in sorted(defined))
            return IndicatorsAnswer(stamp=basis.stamp, unit=unit_id, values=values)

    def statistics(self, form: str, unit_id: str, question: Question, guard: Guard) -> StatisticsAnswer:
        """A form for the unit's subtree on the answer's one tree. Raises NotFound, Forbidden, Unavailable."""
        if form != FORM_1:
            raise NotFound(
                "form-unknown",
                Text(vi=f"Không có biểu “{form}”.", en=f"There is no form “{form}”."),
                mend=Text(vi=f"Biểu hiện có: {FORM_1}.", en=f"Forms there are: {FORM_1}."),
            )
        with self._ledger.snapshot() as snapshot:
            basis = self._place(snapshot, unit_id, question, guard)
            period, subtree, known = _period(question), basis.tree.subtree(unit_id), basis.position
            opening = snapshot.stock(subtree, MEMBERS, period.day_before, known)
            closing = snapshot.stock(subtree, MEMBERS, period.last, known)
            table = movement_table(sum(opening.values()), closing, snapshot.member_flows(subtree, period, known))
        MOVEMENT_TABLE_DIFFERENCE.set(table.difference)
        assert table.difference == 0, f"form {form} of {unit_id} for {period} does not close by {table.difference}"
        rows = tuple(
            StatisticsRow(code=code, label_vi=label(code).vi, label_en=label(code).en, value=value)
            for code, value in table.values.items()
        )
        return StatisticsAnswer(
            stamp=basis.stamp, unit=unit_id, form=form, from_=period.first, to=period.last, rows=rows
        )

    def counts(self, position: Position | None) -> Counts:
        """Stock by unit and standing at a position, by default the complete one. Raises Unavailable beyond it."""
        with self._ledger.snapshot() as snapshot:
            complete = snapshot.complete()
            if position is not None and position > complete:
                raise Unavailable(
                    "position-not-reached",
                    Text(
                        vi=f"Mới đọc đến vị trí {complete}, chưa đến {position}.",
                        en=f"Read up to position {complete}, not yet {position}.",
                    ),
                    mend=Text(vi="Thử lại sau giây lát.", en="Try again in a moment."),
                )
            at = complete if position is None else position
            rows = snapshot.counts(at)
        return Counts(at, tuple(CountRow(unit_id, standing.value, people) for unit_id, standing, people in rows))

    def members_by_top_unit(self) -> dict[str, int]:
        """Members today by the units directly below the top of the tree; of a top without any below, its own."""
        on = today(self._clock())
        with self._ledger.snapshot() as snapshot:
            known = snapshot.complete()
            tree = snapshot.organisation().tree(on, known)
            tops = tree.tops()
            parents = {unit_id: tree.parent(unit_id) for unit_id, unit in tree.units.items() if unit.open_on(on)}
            shown = [unit_id for unit_id, parent in parents.items() if parent in tops]
            shown += [top for top in tops if top not in parents.values()]
            return {
                unit_id: sum(snapshot.stock(tree.subtree(unit_id), MEMBERS, on, known).values()) for unit_id in shown
            }

    def _place(self, snapshot: Snapshot, unit_id: str, question: Question, guard: Guard) -> Basis:
        guard(snapshot.organisation().tree(today(self._clock()), snapshot.complete()))
        basis = snapshot.place(question)
        if unit_id not in basis.tree:
            raise NotFound(
                "unit-unknown",
                Text(
                    vi=f"Không có đơn vị “{unit_id}” ở thời điểm được hỏi.",
                    en=f"No unit “{unit_id}” is known at the time asked.",
                ),
                mend=Text(vi="Kiểm tra mã đơn vị và as_known.", en="Check the unit's id and as_known."),
            )
        return basis


def _period(question: Question) -> Period:
    return question.period or year_to_date(question.as_of)


def _value(
    name: str, published: DefinitionPublished, figures: LedgerFigures, asked: Asked, ratio: Fraction
) -> IndicatorValue:
    """One line of the answer. A definition that this version cannot read has no figures, and is logged."""
    try:
        definition = parse_definition(published.definition)
    except Malformed as fault:
        log.warning("definition-unreadable", indicator=name, where=fault.where, reason=fault.what.en)
        return IndicatorValue(
            id=name, numerator=None, denominator=None, value=None, target=None, status=None, from_=None, to=None
        )
    result: Result = evaluate(definition, figures, asked, ratio)
    value = result.quotient.fraction
    return IndicatorValue(
        id=name,
        numerator=result.quotient.numerator,
        denominator=result.quotient.denominator,
        value=None if value is None else four_places(value),
        target=_range(result.target),
        status=None if result.status is None else result.status.value,
        from_=None if result.as_of_only else result.days.first,
        to=result.days.last,
    )


def _range(target: Target | None) -> TargetRange | None:
    if target is None or (target.low is None and target.high is None):
        return None
    low, high = target.low, target.high
    return TargetRange(
        low=None if low is None else decimal_string(low), high=None if high is None else decimal_string(high)
    )
