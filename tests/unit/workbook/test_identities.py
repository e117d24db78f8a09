"""A column of identity numbers is judged as each number by itself."""

from datetime import date, timedelta

import polars as pl
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_2

from factories.workbooks import AS_OF
from jineng.kernel.identifiers import identity_fault
from jineng.workbook.identities import Identities


def _with_check_digit(region, day, sequence):
    body = f"{region:06}{day:%Y%m%d}{sequence:03}"
    return body + mod_11_2.calc_check_digit(body)


_right = st.builds(
    _with_check_digit,
    st.integers(100_000, 999_999),
    st.dates(date(1870, 1, 1), AS_OF + timedelta(days=400)),
    st.integers(0, 999),
)
_mutated = st.builds(
    lambda number, place, char: number[:place] + char + number[place + 1 :],
    _right,
    st.integers(0, 17),
    st.sampled_from("0123456789Xx１A "),
)
_numbers = st.one_of(_right, _mutated, st.text("0123456789X", max_size=20), st.text(max_size=20))


@given(st.lists(st.lists(st.none() | _numbers, max_size=8), max_size=3))
def test_columns_agree_with_single_numbers(columns):
    identities = Identities(AS_OF)
    for column in columns:
        found = identities.impossible(pl.Series(column, dtype=pl.String))
        assert (found.to_list() if found is not None else [False] * len(column)) == [
            number is not None and identity_fault(number, AS_OF) is not None for number in column
        ]
