"""Windows are placed by the question's as-of date and period."""

from datetime import date

import pytest

from services.indicators.domain.window import Span, Window, years_of
from shared.core.dates import Period

AS_OF = date(2019, 8, 31)
PERIOD = Period(date(2017, 3, 1), AS_OF)


@pytest.mark.parametrize(
    ("window", "days"),
    [
        (Window(span=Span.AS_OF), Period(AS_OF, AS_OF)),
        (Window(span=Span.PERIOD), PERIOD),
        (Window(span=Span.YEAR_TO_DATE), Period(date(2019, 1, 1), AS_OF)),
        (Window(span=Span.YEAR), Period(date(2019, 1, 1), date(2019, 12, 31))),
        (Window(span=Span.TRAILING_MONTHS, months=12), Period(date(2018, 9, 1), AS_OF)),
        (Window(span=Span.TRAILING_MONTHS, months=6), Period(date(2019, 3, 1), AS_OF)),
    ],
)
def test_a_window_is_a_span_of_days(window: Window, days: Period) -> None:
    assert window.days(AS_OF, PERIOD) == days


def test_the_years_of_a_period_are_cut_to_it() -> None:
    assert years_of(PERIOD) == [
        Period(date(2017, 3, 1), date(2017, 12, 31)),
        Period(date(2018, 1, 1), date(2018, 12, 31)),
        Period(date(2019, 1, 1), AS_OF),
    ]
