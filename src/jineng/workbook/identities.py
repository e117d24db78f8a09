"""Checks whole columns of identity numbers (公民身份号码, GB 11643) at once, each different number once a book."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from jineng.kernel.identifiers import OLDEST_BIRTH_YEAR

_FORM: Final = "^[1-9][0-9]{16}[0-9X]$"
_CHECK_DIGITS: Final = dict(enumerate("10X98765432"))
_BODY_DIGITS: Final = 17


class Identities:
    """Remembers which numbers were found right, so that the same person on five sheets is checked once."""

    def __init__(self, as_of: date) -> None:
        """Take the day as at which birth dates are judged."""
        self._as_of = as_of
        self._right = pl.Series(dtype=pl.String)

    def impossible(self, numbers: pl.Series) -> pl.Series | None:
        """Return which numbers cannot be right, None where none: what `identity_fault` says of one, told of a column."""
        seen = numbers.unique().drop_nulls()
        unseen = seen.filter(~seen.is_in(self._right.implode())) if len(self._right) else seen
        if not len(unseen):
            return None
        possible = self._possible(unseen)
        wrong = unseen.filter(~possible)
        self._right = pl.concat([self._right, unseen.filter(possible)])
        if not len(wrong):
            return None
        return numbers.is_in(wrong.implode()).fill_null(value=False)

    def _possible(self, numbers: pl.Series) -> pl.Series:
        text = pl.lit(numbers)
        body = text.str.slice(0, _BODY_DIGITS).cast(pl.Int64, strict=False)
        total = pl.sum_horizontal(
            body // 10 ** (_BODY_DIGITS - 1 - place) % 10 * pow(2, _BODY_DIGITS - place, 11)
            for place in range(_BODY_DIGITS)
        )
        digit = (total % 11).replace_strict(_CHECK_DIGITS, default=None, return_dtype=pl.String)
        born_on = text.str.slice(6, 8).str.to_date("%Y%m%d", strict=False)
        oldest = date(OLDEST_BIRTH_YEAR, 1, 1)
        possible = (
            text.str.contains(_FORM)
            & (digit == text.str.slice(_BODY_DIGITS, 1))
            & born_on.is_between(oldest, self._as_of)
        )
        return pl.select(possible.fill_null(value=False)).to_series()
