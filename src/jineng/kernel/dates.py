"""Dates and calendar months as the plans count them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def add_months(day: date, months: int) -> date:
    """Return the same calendar day ``months`` later; a day that month lacks becomes its last day.

    >>> add_months(date(2018, 11, 30), 3)
    datetime.date(2019, 2, 28)
    >>> add_months(date(2020, 2, 29), 12)
    datetime.date(2021, 2, 28)
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def age_on(born_on: date, day: date) -> int:
    """Return the full years of age (周岁) on a day; the birthday itself counts, in common years 1 March for 29 February.

    >>> age_on(date(2000, 6, 1), date(2018, 5, 31)), age_on(date(2000, 6, 1), date(2018, 6, 1))
    (17, 18)
    >>> age_on(date(2004, 2, 29), date(2022, 2, 28)), age_on(date(2004, 2, 29), date(2022, 3, 1))
    (17, 18)
    """
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))
