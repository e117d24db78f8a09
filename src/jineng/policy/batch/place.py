"""Stage *place*: what a class and its order say of everybody on the roster – hours, certificates, work, rates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw

from jineng.policy.batch.expressions import flag, integer, shared, total

if TYPE_CHECKING:
    from datetime import date

    from jineng.policy.batch.expressions import Frame
    from jineng.policy.plan import Plan
    from jineng.policy.tables import Tables

_ENTRY = ["class_id", "person_id"]
"""What tells roster entries apart: a person in a class."""


def place(plan: Plan, tables: Tables, as_of: date) -> tuple[Frame, Frame]:
    """Gather the facts of every roster entry and of every class, knowing only what is dated up to ``as_of``.

    Returns:
        ``(entries, classes)``. Entries: one row per person on a class's roster with the columns of ``facts.TrainingCase`` but for
        what was paid. Classes: one row per class with roster, credited, certified and employed counts and those of its unit.
    """
    roster = shared(numbered_roster(tables))
    certified = shared(
        tables["certificates"]
        .filter(nw.col("issued_on") <= as_of)
        .join(roster, on=_ENTRY, how="inner")
        .group_by("entry")
        .agg(nw.col("issued_on").min().alias("certified_on"))
    )
    entries = roster.join(_credited(plan, tables, roster, as_of), on="entry", how="left")
    entries = entries.join(certified, on="entry", how="left")
    entries = entries.join(_employed(tables, roster, certified, as_of), on="entry", how="left")
    entries = shared(
        entries.with_columns(
            nw.col("credited_milli").fill_null(0),
            flag(~nw.col("certified_on").is_null()).alias("certified"),
            nw.col("employed").fill_null(0),
        )
    )
    classes = shared(_classes(plan, tables, entries))
    facts = classes.select(
        "class_id",
        "kind",
        "institution",
        "end_on",
        "unit_end_on",
        "planned_milli",
        "roster",
        "class_credited_milli",
        "unit_roster",
        "unit_certified",
        "unit_employed",
    )
    return entries.join(facts, on="class_id", how="inner"), classes


def numbered_roster(tables: Tables) -> Frame:
    """Return the roster entries, each numbered by its first row: one integer to group and join by, not two long texts."""
    return tables["trainees"].group_by(_ENTRY).agg(nw.col("row").min().alias("entry"))


def _credited(plan: Plan, tables: Tables, roster: Frame, as_of: date) -> Frame:
    """Add up hours an entry and date, at most a day's, then over the class."""
    day = integer(plan.day_milli)
    return (
        tables["attendance"]
        .filter(nw.col("date") <= as_of)
        .join(roster, on=_ENTRY, how="inner")
        .group_by("entry", "date")
        .agg(total("hours_milli"))
        .with_columns(nw.min_horizontal(nw.col("hours_milli"), day).alias("hours_milli"))
        .group_by("entry")
        .agg(total("hours_milli").alias("credited_milli"))
    )


def _employed(tables: Tables, roster: Frame, certified: Frame, as_of: date) -> Frame:
    """Say for each certified entry whether it is employed, and since when at or after the certificate."""
    after = nw.when(nw.col("started_on") >= nw.col("certified_on")).then(nw.col("started_on"))
    return (
        tables["employment"]
        .filter(nw.col("started_on") <= as_of)
        .join(roster, on=_ENTRY, how="inner")
        .join(certified, on="entry", how="inner")
        .with_columns(after.alias("started_after"))
        .group_by("entry")
        .agg(nw.col("started_after").min().alias("employed_on"))
        .with_columns(integer(1).alias("employed"))
    )


def _classes(plan: Plan, tables: Tables, entries: Frame) -> Frame:
    by_order = [kind for kind, terms in plan.training.items() if terms.unit == "order"]
    counts = entries.group_by("class_id").agg(
        nw.len().cast(nw.Int64).alias("roster"),
        total("credited_milli").alias("class_credited_milli"),
        total("certified").alias("class_certified"),
        total("employed").alias("class_employed"),
    )
    classes = (
        tables["classes"]
        .join(counts, on="class_id", how="left")
        .with_columns(
            *(
                nw.col(name).fill_null(0)
                for name in ("roster", "class_credited_milli", "class_certified", "class_employed")
            ),
            flag(nw.col("kind").is_in(by_order)).alias("by_order") if by_order else integer(0).alias("by_order"),
        )
    )
    classes = classes.with_columns(
        nw.when(nw.col("by_order") == 1).then(nw.col("order_id")).otherwise(nw.col("class_id")).alias("unit_id")
    )
    units = classes.group_by("by_order", "unit_id").agg(
        nw.col("end_on").max().alias("unit_end_on"),
        total("roster").alias("unit_roster"),
        total("class_certified").alias("unit_certified"),
        total("class_employed").alias("unit_employed"),
    )
    return classes.join(units, on=["by_order", "unit_id"], how="inner")
