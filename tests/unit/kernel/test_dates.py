from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jineng.kernel.dates import add_months

DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))
MONTHS = st.integers(0, 1200)


@given(DAYS, MONTHS)
def test_the_month_is_right_and_the_day_kept_or_the_last(day, months):
    later = add_months(day, months)
    assert later.year * 12 + later.month == day.year * 12 + day.month + months
    assert later.day == min(day.day, monthrange(later.year, later.month)[1])


@given(DAYS, DAYS, MONTHS)
def test_later_days_never_have_earlier_deadlines(one, other, months):
    first, second = sorted((one, other))
    assert add_months(first, months) <= add_months(second, months)


@pytest.mark.parametrize(
    ("day", "months", "deadline"),
    [
        (date(2018, 11, 28), 3, date(2019, 2, 28)),
        (date(2018, 11, 29), 3, date(2019, 2, 28)),
        (date(2019, 11, 30), 3, date(2020, 2, 29)),
        (date(2018, 12, 31), 2, date(2019, 2, 28)),
        (date(2018, 12, 1), 1, date(2019, 1, 1)),
        (date(2016, 2, 29), 12, date(2017, 2, 28)),
        (date(2016, 2, 29), 48, date(2020, 2, 29)),
        (date(2018, 5, 31), 0, date(2018, 5, 31)),
    ],
)
def test_deadlines(day, months, deadline):
    assert add_months(day, months) == deadline
