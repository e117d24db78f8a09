"""Random-looking columns without a generator's state: every draw is a hash of the seed, a salt and a row's number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

_GOLDEN: Final = 0x9E3779B97F4A7C15
_FIRST: Final = 0xBF58476D1CE4E5B9
_SECOND: Final = 0x94D049BB133111EB
_WORD: Final = 2**64

_PREFIXES: Final = (142329, 141127, 142326, 140421, 130133, 410526, 610823, 532128, 622826, 140107)
_BIRTHDAYS: Final = 15_340
_FIRST_BIRTHDAY: Final = -2_556
"""1 January 1963 in days from 1970; the last birthday is 42 years later."""

_SEQUENCES: Final = 997
_PEOPLE: Final = len(_PREFIXES) * _BIRTHDAYS * _SEQUENCES
_STRIDE: Final = 104_729
"""A prime that does not divide _PEOPLE: steps of it visit every number once."""


def mixed(seed: int, salt: int, key: pl.Expr) -> pl.Expr:
    """Return SplitMix64 of ``key`` as unsigned 64-bit integers; ``salt`` tells one use of a key from another."""
    start = (seed * 1_000_003 + salt) * _GOLDEN % _WORD
    word = key.cast(pl.UInt64) * _word(_GOLDEN) + _word(start)
    word = (word ^ (word // 2**30)) * _word(_FIRST)
    word = (word ^ (word // 2**27)) * _word(_SECOND)
    return word ^ (word // 2**31)


def below(limit: int, seed: int, salt: int, key: pl.Expr) -> pl.Expr:
    """Return a draw of 0 to ``limit`` - 1 as signed 64-bit integers."""
    return (mixed(seed, salt, key) % limit).cast(pl.Int64)


def pick(values: Sequence[object], draw: pl.Expr) -> pl.Expr:
    """Return the value whose place is ``draw`` modulo their number."""
    return pl.lit(pl.Series(list(values))).gather((draw % len(values)).cast(pl.UInt32))


def person_ids(index: pl.Expr) -> pl.Expr:
    """Return an identity number of 18 characters that passes GB 11643; different numbers for different indexes.

    Holds for indexes below 150 million.
    """
    scattered = index * _STRIDE % _PEOPLE
    prefix = pick(_PREFIXES, scattered)
    rest = scattered // len(_PREFIXES)
    born_on = (rest % _BIRTHDAYS + _FIRST_BIRTHDAY).cast(pl.Int32).cast(pl.Date)
    ymd = born_on.dt.year().cast(pl.Int64) * 10_000 + born_on.dt.month().cast(pl.Int64) * 100 + born_on.dt.day()
    body = (prefix * 10**8 + ymd) * 1_000 + rest // _BIRTHDAYS + 1
    weighted = pl.sum_horizontal((body // 10 ** (place - 1) % 10) * (2**place % 11) for place in range(1, 18))
    return body.cast(pl.String) + pick("10X98765432", weighted % 11)


def _word(value: int) -> pl.Expr:
    return pl.lit(value, pl.UInt64)
