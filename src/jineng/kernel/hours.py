"""Class hours (课时) as integer thousandths, so that halves and quarters of an hour add up exactly."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

MILLI: Final = 1000
"""Thousandths in one class hour."""

MAX_MILLI: Final = 10**9
"""Upper bound of hours in one cell: a million hours."""

_HOURS = re.compile(r"\d{1,7}(?:\.\d{1,3})?", re.ASCII)


def parse_hours(text: str) -> int:
    """Return thousandths of an hour for a plain number with at most three decimals.

    >>> parse_hours("7.5")
    7500

    Raises:
        ValueError: the text is no such number.
    """
    if not _HOURS.fullmatch(text):
        message = f"expected class hours such as 8 or 7.5, found {text!r}"
        raise ValueError(message)
    return int(Decimal(text) * MILLI)


def say_hours(hours_milli: int) -> str:
    """Write hours as people read them.

    >>> say_hours(80000), say_hours(7500)
    ('80', '7.5')
    """
    whole, rest = divmod(hours_milli, MILLI)
    return f"{whole:,}.{rest:03d}".rstrip("0") if rest else f"{whole:,}"
