"""Certificate lines: the table, once a level over history and this book."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw

from jineng.policy.batch.expressions import first_of, first_rows, flag, integer, shared, total
from jineng.policy.batch.netting import fixed_verdict
from jineng.policy.batch.place import numbered_roster
from jineng.policy.errors import NoSuchItemError

if TYPE_CHECKING:
    from datetime import date

    from jineng.policy.batch.expressions import Frame
    from jineng.policy.plan import Plan
    from jineng.policy.tables import Tables


def _known_certificates(tables: Tables, as_of: date) -> Frame:
    """Give every certificate known as at the day its level key."""
    own = ["special_ability", "special_operation", "special_equipment", "training"]
    key = nw.when(nw.col("type").is_in(own)).then(nw.col("type")).otherwise(nw.col("level").cast(nw.String))
    return tables["certificates"].filter(nw.col("issued_on") <= as_of).with_columns(key.alias("level_key"))


def _roster_only(tables: Tables, certificates: Frame) -> Frame:
    """Leave out certificates that name a class on whose roster the person is not."""
    listed = certificates.join(numbered_roster(tables), on=["class_id", "person_id"], how="left")
    return listed.filter(nw.col("class_id").is_null() | ~nw.col("entry").is_null()).drop("entry")


def certificate_lines(plan: Plan, tables: Tables, as_of: date) -> Frame:
    """Judge every certificate known as at the day: its facts (``held_by`` among them), ``paid_fen`` and the verdict."""
    terms = plan.certificates
    if terms is None:
        raise NoSuchItemError(plan.id, "certificate")
    known = shared(_roster_only(tables, _known_certificates(tables, as_of)))
    amount = first_of(
        [(nw.col("level_key") == key, integer(fen)) for key, fen in terms.cells.items()], nw.lit(None, nw.Int64)
    )
    late = nw.col("issued_on") > plan.certificate_edge.until if plan.certificate_edge else nw.lit(value=False)
    lines = known.with_columns(amount.alias("amount_fen"), flag(late).alias("late"))
    history = shared(_certificate_history(tables, known, as_of))
    paid = history.group_by("person_id", "number").agg(total("amount_fen").alias("paid_fen"))
    lines = lines.join(paid, on=["person_id", "number"], how="left").with_columns(nw.col("paid_fen").fill_null(0))
    person_level = ["person_id", "level_key"]
    candidates = lines.filter(~nw.col("amount_fen").is_null(), nw.col("late") == 0)
    lines = lines.join(
        _first_number(history.filter(nw.col("amount_fen") > 0), "paid_on", "held_before"), on=person_level, how="left"
    )
    lines = lines.join(_first_number(candidates, "issued_on", "held_now"), on=person_level, how="left")
    holder = nw.when(nw.col("held_before").is_null()).then(nw.col("held_now")).otherwise(nw.col("held_before"))
    lines = lines.with_columns(
        nw.when(holder != nw.col("number")).then(holder).otherwise(nw.lit(None, nw.String)).alias("held_by")
    )
    reason = first_of(
        [
            (nw.col("late") == 1, nw.lit("counts_to_next_year")),
            (nw.col("amount_fen").is_null(), nw.lit("no_rate_in_policy")),
            (~nw.col("held_by").is_null(), nw.lit("level_already_subsidised")),
        ],
        nw.lit(None, nw.String),
    )
    lines = lines.with_columns(reason.alias("reason"))
    lines = lines.with_columns(
        nw.when(nw.col("reason").is_null()).then(nw.col("amount_fen")).otherwise(integer(0)).alias("now_fen")
    )
    return fixed_verdict(lines)


def _certificate_history(tables: Tables, known: Frame, as_of: date) -> Frame:
    """Sum what was paid per person, level and certificate; a level that history leaves out is the certificate's own."""
    own = known.select("person_id", "number", nw.col("level_key").alias("own_key"))
    key = nw.when(nw.col("level_key").is_null()).then(nw.col("own_key")).otherwise(nw.col("level_key"))
    return (
        tables["history"]
        .filter(nw.col("item") == "certificate", nw.col("paid_on") <= as_of)
        .join(own, on=["person_id", "number"], how="left")
        .with_columns(
            key.alias("level_key"),
            nw.when(nw.col("number").is_null()).then(nw.lit("")).otherwise(nw.col("number")).alias("number"),
        )
        .group_by("person_id", "level_key", "number")
        .agg(total("amount_fen"), nw.col("paid_on").min())
    )


def _first_number(rows: Frame, order: str, name: str) -> Frame:
    """Return for each person and level the number of the first row by ``order``, then by number."""
    keys = ["person_id", "level_key"]
    return first_rows(rows, keys, [order, "number"]).select(*keys, nw.col("number").alias(name))
