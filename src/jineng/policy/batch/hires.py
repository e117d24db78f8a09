"""Lines of small firms' new hires, once a person and item."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw

from jineng.policy.batch.expressions import first_of, first_rows, flag, integer, total, within_months
from jineng.policy.batch.netting import fixed_verdict
from jineng.policy.errors import NoSuchItemError

if TYPE_CHECKING:
    from datetime import date

    from jineng.policy.batch.expressions import Frame
    from jineng.policy.plan import Plan
    from jineng.policy.tables import Tables


def first_hires(plan: Plan, hires: Frame) -> Frame:
    """Keep one hire a person: one that the plan pays before one that it does not, then the earliest contract.

    Ties are broken by enterprise and row. ``reason`` says why a hire is not paid, or is null.
    """
    terms = plan.hires
    if terms is None:
        raise NoSuchItemError(plan.id, "hire")
    reason = first_of(
        [
            (~nw.col("size").is_in(list(terms.sizes)), nw.lit("enterprise_too_large")),
            (nw.col("contract_months") < terms.contract_min_months, nw.lit("contract_too_short")),
        ],
        nw.lit(None, nw.String),
    )
    hires = hires.with_columns(reason.alias("reason"))
    hires = hires.with_columns(flag(~nw.col("reason").is_null()).alias("refused"))
    return first_rows(hires, ["person_id"], ["refused", "contract_start", "enterprise", "row"]).drop("refused")


def hire_lines(plan: Plan, tables: Tables, as_of: date) -> Frame:
    """Judge every new hire known as at the day, once a person, and the certificate gained in time.

    A certificate line stands for who gained one, and for who was paid for one before.
    """
    terms = plan.hires
    if terms is None:
        raise NoSuchItemError(plan.id, "hire")
    hires = first_hires(plan, tables["hires"].filter(nw.col("contract_start") <= as_of))
    gained = (
        tables["certificates"]
        .filter(nw.col("issued_on") <= as_of, nw.col("type").is_in(list(terms.certificate_types)))
        .join(hires.select("person_id", "contract_start"), on="person_id", how="inner")
        .filter(
            nw.col("issued_on") >= nw.col("contract_start"),
            within_months(nw.col("contract_start"), nw.col("issued_on"), terms.certificate_months),
        )
        .group_by("person_id")
        .agg(nw.col("issued_on").min().alias("certified_on"))
    )
    hires = hires.join(gained, on="person_id", how="left")
    paid = (
        tables["history"]
        .filter(nw.col("paid_on") <= as_of)
        .group_by("person_id", "item")
        .agg(total("amount_fen").alias("paid_fen"))
    )
    lines = nw.concat(
        [
            hires.with_columns(nw.lit("hire").alias("item"), integer(terms.amount_fen).alias("amount_fen")),
            hires.with_columns(
                nw.lit("hire_certificate").alias("item"), integer(terms.certificate_amount_fen).alias("amount_fen")
            ),
        ]
    )
    lines = lines.join(paid, on=["person_id", "item"], how="left").with_columns(nw.col("paid_fen").fill_null(0))
    is_hire, gained_one = nw.col("item") == "hire", ~nw.col("certified_on").is_null()
    lines = lines.filter(is_hire | gained_one | (nw.col("paid_fen") != 0))
    missing = nw.col("reason").is_null() & ~is_hire & ~gained_one
    lines = lines.with_columns(
        nw.when(missing).then(nw.lit("no_certificate")).otherwise(nw.col("reason")).alias("reason")
    )
    lines = lines.with_columns(
        nw.when(nw.col("reason").is_null()).then(nw.col("amount_fen")).otherwise(integer(0)).alias("now_fen")
    )
    return fixed_verdict(lines)
