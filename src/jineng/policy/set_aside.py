"""Records that a settlement sets aside without stopping: listed twice, or of people who are not on the roster."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals as nw

from jineng.policy.batch.hires import first_hires
from jineng.policy.words import REASONS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from jineng.policy.plan import Plan

Json = dict[str, Any]
_KEYS = ["class_id", "person_id"]


def set_aside(plan: Plan, native: Mapping[str, Any], as_of: date) -> list[Json]:
    """Return the problems of records known as at the day, by sheet and row as the spreadsheet numbers it.

    A person listed twice on one roster is one (``duplicate_person``); so is somebody hired twice, for the first hire that the plan
    pays. Attendance and certificates that name a class on whose roster the person is not are ``not_on_roster``.
    """
    frames = {name: nw.from_native(frame).lazy() for name, frame in native.items()}
    trainees = frames["trainees"].select(*_KEYS, "row")
    first = trainees.group_by(_KEYS).agg(nw.col("row").min().alias("first"))
    problems = [
        ("trainees", row, "duplicate_person")
        for row in _row_numbers(trainees.join(first, on=_KEYS, how="inner").filter(nw.col("row") != nw.col("first")))
    ]
    for sheet, dated in (("attendance", "date"), ("certificates", "issued_on")):
        strangers = (
            frames[sheet]
            .filter(nw.col(dated) <= as_of, ~nw.col("class_id").is_null())
            .select(*_KEYS, "row")
            .join(first, on=_KEYS, how="anti")
        )
        problems += [(sheet, row, "not_on_roster") for row in _row_numbers(strangers)]
    if plan.hires is not None:
        problems += [("hires", row, "duplicate_person") for row in _later_hires(plan, frames["hires"], as_of)]
    return [{"sheet": sheet, "row": row, "code": code, "text": REASONS[code].zh} for sheet, row, code in problems]


def _row_numbers(frame: nw.LazyFrame[Any]) -> list[int]:
    return sorted(frame.select("row").collect("polars")["row"].to_list())


def _later_hires(plan: Plan, hires: nw.LazyFrame[Any], as_of: date) -> list[int]:
    known = hires.filter(nw.col("contract_start") <= as_of)
    kept = first_hires(plan, known).select("person_id", nw.col("row").alias("kept"))
    return _row_numbers(
        known.select("person_id", "row").join(kept, on="person_id", how="inner").filter(nw.col("row") != nw.col("kept"))
    )
