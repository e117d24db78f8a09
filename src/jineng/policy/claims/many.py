"""Many claim lines at once, as dataframe expressions: the same graph as ``one``, limits and funds over all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals as nw

from jineng.policy.batch.expressions import Frame, first_of, flag, integer, shared
from jineng.policy.claims.budgeting_columns import shared_out
from jineng.policy.claims.columns import with_nodes
from jineng.policy.claims.earning import EARNED, REFUSED
from jineng.policy.claims.limiting import limit_facts
from jineng.policy.claims.limiting_columns import decided, prepared
from jineng.policy.claims.nodes import day_number
from jineng.policy.claims.reasons import NOTES, REASON_CODES
from jineng.policy.claims.releasing import STATUS_CODES

if TYPE_CHECKING:
    from datetime import date

    from jineng.policy.claims.program import ClaimsProgram, ItemProgram
    from jineng.policy.plan import ClaimsPlan

RESULT = ("row", "status", "reason", *NOTES, "due_fen", "payable_now_fen", "later_fen", "recover_fen")
"""The columns of a result: ``reason`` is a code or null, each note 1 or 0."""


def line_columns(plan: ClaimsPlan) -> dict[str, type[nw.dtypes.DType]]:
    """Return the columns that ``many_claims`` reads from lines: what tells them apart, what was paid, and the plan's facts."""
    specs = plan.program.of(plan.items[0]).scope.specs
    facts = {fact: nw.String if specs[fact].type == "word" else nw.Int64 for fact in plan.program.facts}
    return {"row": nw.Int64, "item": nw.String, "paid_fen": nw.Int64, **facts}


def history_columns(plan: ClaimsPlan) -> dict[str, type[nw.dtypes.DType]]:
    """Return the columns that ``many_claims`` reads from the history."""
    specs = plan.program.of(plan.items[0]).scope.specs
    facts = sorted(limit_facts(plan.program.limits))
    return {
        "rule": nw.String,
        "on": nw.Int64,
        "amount_fen": nw.Int64,
        "payee": nw.Int64,
        **{fact: nw.String if specs[fact].type == "word" else nw.Int64 for fact in facts},
    }


def many_claims(plan: ClaimsPlan, lines: Any, history: Any, as_of: date) -> Frame:
    """Judge all lines.

    Args:
        plan: the compiled policy.
        lines: a native frame of any Narwhals backend with ``line_columns``; rows differ, no fact is unknown.
        history: a native frame of the same backend with ``history_columns``; ``payee`` is the place in ``earning.PAYEES``.
        as_of: the day as at which events have happened.

    Returns:
        A lazy frame with the columns ``RESULT``, one row a line.
    """
    program = plan.program
    opened = _opened(lines, line_columns(plan)).with_columns(integer(day_number(as_of)).alias("as_of"))
    had = prepared(_opened(history, history_columns(plan)), program.limits)
    earned = shared(prepared(_earned(program, opened), program.limits))
    limited = decided(earned.filter(nw.col("state") == EARNED), had, program.limits, program.in_force)
    others = earned.filter(nw.col("state") != EARNED).with_columns(
        integer(0).alias("kept_fen"), integer(0).alias("limit_reason"), integer(0).alias("cut")
    )
    names = [*others.collect_schema().names()]
    together = shared(nw.concat([limited.select(*names), others], how="vertical"))
    return shared_out(program, _released(program, together), had).select(*_spoken())


def _opened(native: Any, columns: dict[str, type[nw.dtypes.DType]]) -> Frame:
    frame: Frame = nw.from_native(native).lazy()
    return frame.select(nw.col(name).cast(kind) if kind is nw.Int64 else nw.col(name) for name, kind in columns.items())


def _of_item(program: ClaimsProgram, frame: Frame, item: str) -> tuple[ItemProgram, Frame]:
    return program.of(item), frame.filter(nw.col("item") == item)


def _earned(program: ClaimsProgram, lines: Frame) -> Frame:
    parts = []
    for item in program.items:
        rules, mine = _of_item(program, lines, item)
        gates = [f"gate_{gate}" for gate in rules.gates]
        mine = mine.with_columns(integer(-1).alias(gate) for gate in gates) if gates else mine
        earning, graph = rules.earning, rules.scope.graph
        wanted = {
            "state": earning.state,
            "reason": earning.reason,
            "amount_fen": earning.amount_fen,
            "by_fallback": earning.by_fallback,
            "payee": earning.payee,
            "day": rules.scope.day,
        }
        of_limits = {limit.id: nodes for limit, nodes in rules.limits}
        for limit in program.limits:
            nodes = of_limits.get(limit.id)
            pays = graph.any_of(earning.pays[target] for target in limit.targets if target in earning.pays)
            wanted[f"counts_{limit.id}"] = pays
            wanted[f"concerned_{limit.id}"] = nodes.concerned if nodes else graph.no
            wanted[f"ceiling_{limit.id}"] = nodes.ceiling if nodes else graph.const(0)
        flags = [name for name in wanted if name.startswith(("counts_", "concerned_")) or name == "by_fallback"]
        mine = with_nodes(mine, graph, wanted).with_columns(*(flag(nw.col(name)).alias(name) for name in flags))
        parts.append(mine.drop(*gates))
    return nw.concat(parts, how="vertical")


def _released(program: ClaimsProgram, lines: Frame) -> Frame:
    """Compute what is due, now and later, from what limits left."""
    refused = nw.col("limit_reason") > 0
    lines = lines.with_columns(
        nw.when(refused).then(integer(REFUSED)).otherwise(nw.col("state")).alias("state"),
        nw.when(refused).then(nw.col("limit_reason")).otherwise(nw.col("reason")).alias("reason"),
    )
    parts = []
    for item in program.items:
        rules, mine = _of_item(program, lines, item)
        wanted = {f"out_{name}": node for name, node in rules.released._asdict().items()}
        parts.append(with_nodes(mine, rules.scope.graph, wanted))
    together = nw.concat(parts, how="vertical")
    is_noted = (nw.col("state") == EARNED) & (nw.col("out_reason") == 0)
    return together.select(
        "row",
        "item",
        "day",
        nw.col("out_status").alias("status"),
        nw.col("out_reason").alias("reason"),
        nw.col("out_due_fen").alias("due_fen"),
        nw.col("out_payable_now_fen").alias("payable_now_fen"),
        nw.col("out_later_fen").alias("later_fen"),
        nw.col("out_recover_fen").alias("recover_fen"),
        flag(is_noted & (nw.col("by_fallback") == 1)).alias("standard_fallback"),
        flag(is_noted & (nw.col("cut") == 1)).alias("cut_to_limit"),
        flag(is_noted & nw.col("out_lapsed")).alias("milestone_lapsed"),
        integer(0).alias("budget_share"),
    )


def _spoken() -> list[nw.Expr]:
    """Turn numbers into codes."""
    status = first_of(
        [(nw.col("status") == place, nw.lit(code)) for place, code in enumerate(STATUS_CODES)], nw.lit("")
    )
    reason = first_of(
        [(nw.col("reason") == place, nw.lit(code)) for place, code in enumerate(REASON_CODES) if code],
        nw.lit(None, nw.String),
    )
    return [
        nw.col("row"),
        status.alias("status"),
        reason.alias("reason"),
        *(nw.col(note) for note in NOTES),
        *(nw.col(name) for name in ("due_fen", "payable_now_fen", "later_fen", "recover_fen")),
    ]
