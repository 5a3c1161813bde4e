"""The scenarios by name, at the size asked for."""

from dataclasses import replace
from decimal import Decimal

from services.scenarios.definition import Scenario
from services.scenarios.nam_giang import NAM_GIANG
from services.scenarios.population import CELL_OPENING_MIN
from shared.core.errors import Malformed, NotFound
from shared.core.text import Text

SCENARIOS = {scenario.name: scenario for scenario in (NAM_GIANG,)}

SEED_DEFAULT = 1
SCALE_MAX = Decimal(200)


def find(name: str, scale: Decimal = Decimal(1)) -> Scenario:
    """The scenario with its people times `scale`; units, targets and facts stay.

    Raises NotFound for an unknown name, Malformed for a scale that leaves fewer than two cells of official members
    or exceeds `SCALE_MAX`.
    """
    if name not in SCENARIOS:
        known = ", ".join(SCENARIOS)
        raise NotFound(
            "scenario-unknown",
            Text(vi=f"Không có kịch bản “{name}”.", en=f"There is no scenario “{name}”."),
            mend=Text(vi=f"Chọn một trong: {known}.", en=f"Choose one of: {known}."),
            where=name,
        )
    scenario = SCENARIOS[name]
    if not (scale.is_finite() and 0 < scale <= SCALE_MAX):
        raise _bad_scale(scale)
    totals = scenario.totals.scaled(scale)
    if totals.opening - totals.opening_probationers < 2 * CELL_OPENING_MIN or not totals.transferred_out:
        raise _bad_scale(scale)
    return replace(scenario, totals=totals)


def _bad_scale(scale: Decimal) -> Malformed:
    return Malformed(
        "scale-out-of-range",
        Text(vi=f"Không thể sinh kịch bản với tỷ lệ {scale}.", en=f"No scenario can be made at scale {scale}."),
        mend=Text(
            vi=f"Chọn tỷ lệ đủ lớn để có hai chi bộ (ví dụ 0.01) và không quá {SCALE_MAX}.",
            en=f"Choose a scale large enough for two cells (0.01, say) and at most {SCALE_MAX}.",
        ),
        where="--scale",
        values={"scale": str(scale)},
    )
