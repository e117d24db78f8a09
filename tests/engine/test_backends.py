"""many() gives the same rows on Polars and on DuckDB."""

from __future__ import annotations

import duckdb
import pytest

from engine.books import duckdb_relations, polars_frames
from engine.shipped import each_plan, for_books
from jineng.policy.many import many
from jineng.policy.tables import open_tables


def rows_of(plan, native, as_of):
    frames = many(plan, open_tables(native), as_of)
    return {
        name: sorted((dict(sorted(row.items())) for row in frame.collect("polars").rows(named=True)), key=repr)
        for name, frame in frames.items()
    }


def check_both(plan, book, as_of):
    frames = polars_frames(book)
    with duckdb.connect() as connection:
        by_duckdb = rows_of(plan, duckdb_relations(frames, connection), as_of)
    by_polars = rows_of(plan, frames, as_of)
    assert by_polars.keys() == by_duckdb.keys()
    for name, rows in by_polars.items():
        assert by_duckdb[name] == rows, name


@each_plan
def test_polars_and_duckdb_agree_row_for_row(policy):
    for_books(policy, 4, check_both)


@pytest.mark.slow
@each_plan
def test_polars_and_duckdb_agree_at_length(policy):
    for_books(policy, 40, check_both)
