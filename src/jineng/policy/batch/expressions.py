"""The few expressions that stages are written in, chosen because every engine computes them alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals as nw

if TYPE_CHECKING:
    from datetime import date

Frame = nw.LazyFrame[Any]


def integer(value: int) -> nw.Expr:
    """Return a literal of 64 bits; a bare literal takes the narrowest type on some engines."""
    return nw.lit(value, nw.Int64)


def flag(condition: nw.Expr) -> nw.Expr:
    """Return 1 where the condition holds, 0 elsewhere; casting booleans fails on some engines."""
    return nw.when(condition).then(integer(1)).otherwise(integer(0))


def total(column: str) -> nw.Expr:
    """Return a sum in 64 bits; some engines widen sums to a type that files turn into floating point."""
    return nw.col(column).sum().cast(nw.Int64)


def running(column: str, group: list[str], order: list[str]) -> nw.Expr:
    """Return the sum of a column up to and including each row, in its group and order, in 64 bits."""
    return nw.col(column).cum_sum().over(*group, order_by=order).cast(nw.Int64)


def first_of(pairs: list[tuple[nw.Expr, nw.Expr]], otherwise: nw.Expr) -> nw.Expr:
    """Return the value of the first condition that holds."""
    result = otherwise
    for condition, value in reversed(pairs):
        result = nw.when(condition).then(value).otherwise(result)
    return result


def shared(frame: Frame) -> Frame:
    """Compute now, and keep, a frame that several others start from; elsewhere than on Polars and DuckDB leave it lazy.

    Otherwise each of the others computes it anew: engines seldom find such common parts, and Polars, told by ``cache``
    where they are, fails on some plans. Polars uses the engine that the caller prefers (``Config.set_engine_affinity``):
    streaming for millions of rows, in memory, its default, for a county's workbook.
    """
    native: Any = frame.to_native()
    if frame.implementation.is_polars():
        native = native.collect().lazy()
    elif frame.implementation.is_duckdb():
        native = native.materialize()
    kept: Frame = nw.from_native(native)
    return kept


def first_rows(rows: Frame, keys: list[str], order: list[str]) -> Frame:
    """Keep for each key the row that comes first by these columns, one after the other; they must not tie in the end.

    Written as aggregates and joins because engines differ in, or lack, first-by-order.
    """
    for column in order:
        rows = shared(rows)
        least = rows.group_by(keys).agg(nw.col(column).min().alias("least"))
        rows = rows.join(least, on=keys, how="inner").filter(nw.col(column) == nw.col("least")).drop("least")
    return rows


def within_months(start: nw.Expr, day: nw.Expr | date, months: int) -> nw.Expr:
    """Tell whether ``day`` is at most ``months`` calendar months after ``start``, a missing day being the month's last.

    Only year, month and day are compared, because adding months to a date column differs between engines: in the target month
    the deadline's day is the start's day or the month's last, and no day of that month exceeds its last.
    """
    if isinstance(day, nw.Expr):
        year, month, of_month = day.dt.year().cast(nw.Int64), day.dt.month().cast(nw.Int64), day.dt.day().cast(nw.Int64)
    else:
        year, month, of_month = integer(day.year), integer(day.month), integer(day.day)
    target = start.dt.year().cast(nw.Int64) * 12 + start.dt.month().cast(nw.Int64) + months
    reached = year * 12 + month
    return (reached < target) | ((reached == target) & (of_month <= start.dt.day().cast(nw.Int64)))
