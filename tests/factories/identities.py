"""Numbers of people who do not exist, each noted: after the run no log of it may hold one (``factories.leaks``).

Identity numbers pass GB 11643; phones stand in one made-up block, accounts under one made-up issuer. The same arguments
give the same number.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from stdnum import luhn

from jineng.workbook.synthetic.people import identity_number as numbered

FIRST_BIRTH: Final = date(1970, 1, 1)
PHONE_BLOCK: Final = "1990000"
ISSUER: Final = "629999"
"""No bank's: the number of an account (银行账号) begins with its issuer."""

_PER_DAY: Final = 499
"""Identity numbers of one region, day and sex."""

NOTED: Final[set[str]] = set()
"""Every number that this process made."""


def identity_number(n: int = 1, born_on: date | None = None, sex: str = "F", prefix: str = "141127") -> str:
    """Return the ``n``-th (from 1) identity number of a sex ("F" or "M"), a birth date and a region prefix.

    Without a birth date numbers run on from day to day, so that there is one for any ``n``.
    """
    if born_on is None:
        days, place = divmod(n - 1, _PER_DAY)
        born_on = FIRST_BIRTH + timedelta(days=days)
    else:
        place = n - 1
    if not 0 <= place < _PER_DAY:
        raise ValueError(f"expected n from 1 to {_PER_DAY} for one birth date, found {n}")
    return noted(numbered(prefix, born_on, 2 * (place + 1) - (sex == "M")))


def phone(n: int = 1) -> str:
    """Return the ``n``-th mobile number of the made-up block, 0 to 9999."""
    return noted(f"{PHONE_BLOCK}{n:04d}")


def account(n: int = 1) -> str:
    """Return the ``n``-th bank account: 19 digits that pass Luhn's check as cards do."""
    first = f"{ISSUER}{n:012d}"
    return noted(first + luhn.calc_check_digit(first))


def noted(number: str) -> str:
    """Note a number that was made elsewhere, and return it."""
    NOTED.add(number)
    return number
