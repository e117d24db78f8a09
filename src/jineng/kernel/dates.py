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
