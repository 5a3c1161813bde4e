"""decide_target(organisation, command): the event of a target, or a Refusal with its rule's id. Pure."""

import re
from collections.abc import Sequence
from decimal import Decimal

from services.admissions.domain.rules.labels import day as written
from services.admissions.domain.rules.refusals import Rule, refusal
from services.admissions.domain.rules.units import known_unit
from services.admissions.domain.target.commands import SetTarget
from shared.contracts.organisation import TargetSet
from shared.core.text import Text
from shared.tree.organisation import Organisation

INDICATOR = Rule("target-indicator", "Quy ước của sổ: chỉ tiêu do nghị quyết cấp ủy giao; domain 10")
PERIOD = Rule("target-period", "Quy ước của sổ; contracts 5, 6")
BOUNDS = Rule("target-bounds", "Quy ước của sổ; contracts 5, 6")

_INDICATOR = re.compile(r"[A-Za-z][A-Za-z0-9_.]{0,39}\Z")
_DECIMAL = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?\Z")


def decide_target(organisation: Organisation, command: SetTarget) -> Sequence[TargetSet]:
    """The one event of a target. Source: domain 10.6; contracts 5 (`target` is low and high, decimal strings)."""
    known_unit(organisation, command.unit_id)
    _require_indicator(command.indicator)
    _require_period(command)
    _require_bounds(command.low, command.high)
    return [
        TargetSet(
            actor=command.actor,
            effective_on=command.effective_on,
            target_id=command.target_id,
            unit_id=command.unit_id,
            indicator=command.indicator,
            period_from=command.period_from,
            period_to=command.period_to,
            low=command.low,
            high=command.high,
        )
    ]


def _require_indicator(indicator: str) -> None:
    if _INDICATOR.match(indicator):
        return
    raise refusal(
        INDICATOR,
        Text(vi="Mã chỉ tiêu không hợp lệ.", en="The indicator's id is not allowed."),
        Text(vi="Dùng mã trong danh mục chỉ tiêu, ví dụ NG2.", en="Use an id of the list of indicators, like NG2."),
        where="/indicator",
        values={"indicator": indicator},
        content=True,
    )


def _require_period(command: SetTarget) -> None:
    if command.period_from <= command.period_to:
        return
    first, last = written(command.period_from), written(command.period_to)
    raise refusal(
        PERIOD,
        Text(
            vi=f"Kỳ kết thúc ngày {last.vi}, trước ngày bắt đầu {first.vi}.",
            en=f"The period ends on {last.en}, before it starts on {first.en}.",
        ),
        Text(vi="Sửa lại ngày đầu hoặc ngày cuối của kỳ.", en="Mend the first or the last day of the period."),
        where="/period_to",
        values={"period_from": command.period_from, "period_to": command.period_to},
        content=True,
    )


def _require_bounds(low: str | None, high: str | None) -> None:
    given = [bound for bound in (low, high) if bound is not None]
    readable = bool(given) and all(_DECIMAL.match(bound) for bound in given)
    if readable and (low is None or high is None or Decimal(low) <= Decimal(high)):
        return
    raise refusal(
        BOUNDS,
        Text(
            vi="Chỉ tiêu cần cận dưới hoặc cận trên là số thập phân, cận dưới không lớn hơn cận trên.",
            en="A target needs low or high as decimal numbers, and low not above high.",
        ),
        Text(
            vi="Viết số như 90 hoặc 3.5; cận nào không có thì bỏ trống.",
            en="Write 90 or 3.5; leave out what there is not.",
        ),
        where="/high" if low is None else "/low",
        values={"low": low, "high": high},
        content=True,
    )
