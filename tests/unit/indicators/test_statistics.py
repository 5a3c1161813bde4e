"""Form 1-TCTW from two stocks and the flows between them."""

from services.indicators.domain.posting import Side
from services.indicators.domain.statistics import FlowKey, label, movement_table
from shared.contracts.movement import Kind, Standing

CODES = [
    "opening",
    "enrolled",
    "admitted",
    "readmitted",
    "restored",
    "transferred_in",
    "restructured_in",
    "transferred_out",
    "restructured_out",
    "struck_off",
    "resigned",
    "expelled",
    "deceased",
    "closing",
    "probationary",
    "official",
    "internal",
]


def flow(kind: Kind, side: Side, *, inside: bool = False) -> FlowKey:
    return FlowKey(kind=kind, side=side, inside=inside)


FLOWS = {
    flow(Kind.ADMITTED, Side.TO): 5,
    flow(Kind.TRANSFERRED, Side.TO): 3,
    flow(Kind.TRANSFERRED, Side.FROM): -2,
    flow(Kind.TRANSFERRED, Side.TO, inside=True): 4,
    flow(Kind.TRANSFERRED, Side.FROM, inside=True): -4,
    flow(Kind.RESTRUCTURED, Side.TO, inside=True): 10,
    flow(Kind.RESTRUCTURED, Side.FROM, inside=True): -10,
    flow(Kind.DECEASED, Side.FROM): -1,
}
CLOSING = {Standing.PROBATIONARY: 5, Standing.OFFICIAL: 100}


def test_rows_come_in_the_forms_order_and_all_are_positive() -> None:
    values = movement_table(100, CLOSING, FLOWS).values
    assert list(values) == CODES
    assert values["transferred_in"] == 3
    assert values["transferred_out"] == 2
    assert values["deceased"] == 1
    assert values["internal"] == 14
    assert values["closing"] == 105
    assert all(value >= 0 for value in values.values())


def test_a_table_that_closes_has_no_difference() -> None:
    assert movement_table(100, CLOSING, FLOWS).difference == 0


def test_a_missing_flow_shows_as_a_difference() -> None:
    without_deaths = {key: moved for key, moved in FLOWS.items() if key.kind is not Kind.DECEASED}
    assert movement_table(100, CLOSING, without_deaths).difference == -1


def test_every_row_is_labelled_in_both_languages() -> None:
    assert all(label(code).vi and label(code).en for code in CODES)
