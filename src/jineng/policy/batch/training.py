"""Training lines: the ground that decides each, or its amount, shares and what was paid before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals as nw

from jineng.policy.batch.expressions import first_of, integer, total, within_months
from jineng.policy.batch.netting import net
from jineng.policy.measures import BASIS

if TYPE_CHECKING:
    from datetime import date

    from jineng.policy.batch.expressions import Frame
    from jineng.policy.day_rate import RateTable
    from jineng.policy.plan import GateTerms, Plan
    from jineng.policy.tables import Tables


def training_lines(plan: Plan, tables: Tables, entries: Frame, as_of: date) -> Frame:
    """Set off what was paid before and judge every roster entry: the columns of ``entries``, ``paid_fen`` and the verdict."""
    paid = (
        tables["history"]
        .filter(nw.col("item") == "training", nw.col("paid_on") <= as_of, ~nw.col("class_id").is_null())
        .group_by("class_id", "person_id")
        .agg(total("amount_fen").alias("paid_fen"))
    )
    lines = entries.join(paid, on=["class_id", "person_id"], how="left").with_columns(nw.col("paid_fen").fill_null(0))
    countable = nw.min_horizontal("credited_milli", "planned_milli")
    lines = lines.with_columns(
        (countable // plan.day_milli).alias("whole_days"),
        (nw.col("planned_milli") // plan.day_milli).alias("planned_days"),
        _gate_flag(plan).alias("below"),
    )
    lines = lines.with_columns(_training_reason(plan, as_of).alias("reason"))
    lines = lines.with_columns(
        _amount(plan, nw.col("whole_days"), "worst").alias("worst_fen"),
        _amount(plan, nw.col("whole_days"), "gated").alias("amount_fen"),
        _most(plan, as_of).alias("most_fen"),
    )
    return _training_verdict(plan, lines, as_of)


def _kinds(plan: Plan) -> dict[tuple[RateTable | None, GateTerms | None], list[str]]:
    """Group class kinds that share a rate and a gate, so that each is computed once."""
    groups: dict[Any, tuple[RateTable | None, GateTerms | None, list[str]]] = {}
    for kind, terms in plan.training.items():
        key = (terms.rate.rule if terms.rate else None, terms.gate.rule if terms.gate else None)
        groups.setdefault(key, (terms.rate, terms.gate, []))[2].append(kind)
    return {(rate, gate): kinds for rate, gate, kinds in groups.values()}


def _gate_flag(plan: Plan) -> nw.Expr:
    columns = {"roster": "unit_roster", "certified": "unit_certified", "employed": "unit_employed"}
    pairs = []
    for (_rate, gate), kinds in _kinds(plan).items():
        if gate is not None:
            top, bottom = nw.col(columns[gate.numerator]), nw.col(columns[gate.denominator])
            missed = (bottom == 0) | (top * BASIS < bottom * gate.line_basis)
            pairs.append((nw.col("kind").is_in(kinds) & missed, integer(1)))
    return first_of(pairs, integer(0))


def _gate_reasons(plan: Plan) -> list[tuple[nw.Expr, nw.Expr]]:
    gates = [(kinds, gate) for (_rate, gate), kinds in _kinds(plan).items() if gate is not None]
    return [(nw.col("kind").is_in(kinds) & (nw.col("below") == 1), nw.lit(gate.reason)) for kinds, gate in gates]


def _training_reason(plan: Plan, as_of: date) -> nw.Expr:
    """Name the first ground that decides the line before its amount, or null."""
    pairs: list[tuple[nw.Expr, nw.Expr]] = []
    if plan.training_edge is not None:
        pairs.append((nw.col("end_on") > plan.training_edge.until, nw.lit("counts_to_next_year")))
    open_unit = nw.col("unit_end_on") > as_of
    by_order = [kind for kind, terms in plan.training.items() if terms.unit == "order"]
    if by_order:
        pairs.append((open_unit & nw.col("kind").is_in(by_order), nw.lit("order_not_finished")))
    pairs.append((open_unit, nw.lit("class_not_finished")))
    standard = plan.standard
    if standard is not None and standard.size_max is not None:
        pairs.append((nw.col("roster") > standard.size_max, nw.lit("class_too_large")))
    if standard is not None and standard.attendance_basis is not None:
        due = nw.col("roster") * nw.col("planned_milli")
        pairs.append(
            (
                (due == 0) | (nw.col("class_credited_milli") * BASIS < due * standard.attendance_basis),
                nw.lit("attendance_below_threshold"),
            )
        )
    pairs.append((nw.col("certified_on").is_null(), nw.lit("no_certificate")))
    pairs.append((nw.col("whole_days") == 0, nw.lit("no_credited_days")))
    without = [kind for kind, terms in plan.training.items() if terms.rate is None]
    if without:
        pairs.append((nw.col("kind").is_in(without), nw.lit("no_rate_in_policy")))
    return first_of(pairs, nw.lit(None, nw.String))


def _amount(plan: Plan, days: nw.Expr, how: str) -> nw.Expr:
    """Return the fen for these days by each kind's rate: ``gated`` by the gate, ``worst`` or ``best`` of both sides of it."""
    pairs = []
    for (rate, gate), kinds in _kinds(plan).items():
        if rate is None:
            continue
        amount = rate.amount_many(days)
        if gate is not None:
            below = gate.below.amount_many(days)
            if how == "gated":
                amount = nw.when(nw.col("below") == 1).then(below).otherwise(amount)
            elif how == "worst":
                amount = nw.min_horizontal(below, amount)
            else:
                amount = nw.max_horizontal(below, amount)
        pairs.append((nw.col("kind").is_in(kinds), amount))
    return first_of(pairs, integer(0))


def _most(plan: Plan, as_of: date) -> nw.Expr:
    days = nw.when(nw.col("end_on") <= as_of).then(nw.col("whole_days")).otherwise(nw.col("planned_days"))
    return _amount(plan, days, "best")


def _standard(plan: Plan) -> nw.Expr:
    pairs = []
    for (rate, gate), kinds in _kinds(plan).items():
        if rate is not None:
            standard = nw.lit(rate.standard)
            if gate is not None:
                standard = nw.when(nw.col("below") == 1).then(nw.lit(gate.below.standard)).otherwise(standard)
            pairs.append((nw.col("kind").is_in(kinds), standard))
    return first_of(pairs, nw.lit("none"))


def _days(plan: Plan, *, gated: bool) -> nw.Expr:
    """Return the days that count by each kind's rate; ``gated``: by the rate below where the gate is missed."""
    whole_days = nw.col("whole_days")
    pairs = []
    for (rate, gate), kinds in _kinds(plan).items():
        of_kinds = nw.col("kind").is_in(kinds)
        if gate is not None and gated:
            pairs.append((of_kinds & (nw.col("below") == 1), _at_most(whole_days, gate.below.max_units)))
        if rate is not None:
            pairs.append((of_kinds, _at_most(whole_days, rate.max_units)))
    return first_of(pairs, whole_days)


def _at_most(days: nw.Expr, most: int | None) -> nw.Expr:
    return days if most is None else nw.min_horizontal(days, integer(most))


def _training_verdict(plan: Plan, lines: Frame, as_of: date) -> Frame:
    pending = nw.col("reason").is_in(["class_not_finished", "order_not_finished"])
    decided = ~nw.col("reason").is_null()
    release = plan.release
    certified = nw.col("certified_on")
    share, worst_share = (
        (nw.col(name) * release.first_basis + BASIS // 2) // BASIS for name in ("amount_fen", "worst_fen")
    )
    # A class that may still fail the standard may come to nothing.
    certain = integer(0) if plan.standard else worst_share
    nothing_said, too_late = nw.lit(None, nw.String), nw.lit(None, nw.String)
    if release.within_months is None:
        lines = lines.with_columns(nw.col("amount_fen").alias("now_fen"), integer(0).alias("rest_fen"))
    else:
        in_time = ~nw.col("employed_on").is_null() & within_months(
            certified, nw.col("employed_on"), release.within_months
        )
        open_still = within_months(certified, as_of, release.within_months)
        lines = lines.with_columns(
            nw.when(in_time).then(nw.col("amount_fen")).otherwise(share).alias("now_fen"),
            first_of([(in_time, integer(0)), (open_still, nw.col("amount_fen") - share)], integer(0)).alias("rest_fen"),
        )
        too_late = nw.when(in_time | open_still).then(nothing_said).otherwise(nw.lit("employment_too_late"))
    lines = lines.with_columns(
        first_of([(decided, nothing_said), *_gate_reasons(plan)], nothing_said).alias("gate_note"),
        nw.when(decided).then(nothing_said).otherwise(too_late).alias("release_note"),
        nw.when(decided).then(integer(0)).otherwise(nw.col("now_fen")).alias("now_fen"),
        nw.when(decided).then(integer(0)).otherwise(nw.col("rest_fen")).alias("rest_fen"),
        nw.when(decided).then(nw.lit("none")).otherwise(_standard(plan)).alias("standard"),
        nw.when(decided).then(_days(plan, gated=False)).otherwise(_days(plan, gated=True)).alias("days"),
        nw.when((nw.col("end_on") <= as_of) & ~certified.is_null())
        .then(certain)
        .otherwise(integer(0))
        .alias("least_open_fen"),
    )
    lines = net(lines)
    nothing = nw.lit(None, nw.Int64)
    waits = (nw.col("later_fen") > 0) & (nw.col("payable_now_fen") == 0)
    return lines.with_columns(
        first_of(
            [(pending, nw.lit("pending")), (decided, nw.lit("refused")), (waits, nw.lit("pending"))], nw.lit("payable")
        ).alias("status"),
        nw.when(pending).then(nw.col("paid_fen")).otherwise(nw.col("due_fen")).alias("due_fen"),
        nw.when(pending).then(integer(0)).otherwise(nw.col("recover_fen")).alias("recover_fen"),
        first_of([(pending, nw.col("least_open_fen")), (waits, nw.col("now_fen"))], nothing).alias("least_fen"),
        first_of([(pending, nw.col("most_fen")), (waits, nw.col("due_fen"))], nothing).alias("most_fen"),
    )
