"""Funds of limited amount over many lines: running totals in order, or a part of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw

from jineng.policy.batch.expressions import flag, integer, running, shared, total
from jineng.policy.claims.columns import with_nodes
from jineng.policy.claims.nodes import Graph
from jineng.policy.claims.reasons import REASON_NUMBERS
from jineng.policy.claims.releasing import PENDING
from jineng.policy.claims.scope import ROUND_FEN

if TYPE_CHECKING:
    from jineng.policy.batch.expressions import Frame
    from jineng.policy.claims.nodes import Node
    from jineng.policy.claims.program import ClaimsProgram
    from jineng.policy.kinds import Budget

_DIGITS = 8
"""Digits of base 100 in the largest amount of a line."""


def shared_out(program: ClaimsProgram, lines: Frame, history: Frame) -> Frame:
    """Lower what is payable now to what the funds have left."""
    for budget in program.budgets:
        lines = shared(_shared(program, budget, lines, history))
    return lines


def _shared(program: ClaimsProgram, budget: Budget, lines: Frame, history: Frame) -> Frame:
    items = sorted({program.item_of[target] for target in budget.targets if target in program.item_of})
    had = history.filter(nw.col("rule").is_in(list(budget.targets)))
    asked = nw.col("item").is_in(items) & (nw.col("payable_now_fen") > 0)
    if budget.year is not None:
        had = had.filter(nw.col("on") // 10_000 == budget.year)
        asked = asked & (nw.col("day") // 10_000 == budget.year)
    spent = had.select(total("amount_fen")).collect("polars")["amount_fen"].to_list()[0] or 0
    left = max(int(budget.amount or 0) - spent, 0)
    lines = lines.with_columns(flag(asked).alias("asked"))
    if budget.mode == "pro_rata":
        return _pro_rata(lines, left, ROUND_FEN[program.document.head.rounding.unit]).drop("asked")
    return _in_order(lines, left, "budget_exhausted" if budget.mode == "stop" else "budget_waits").drop("asked")


def _in_order(lines: Frame, left: int, reason: str) -> Frame:
    size = nw.when(nw.col("asked") == 1).then(nw.col("payable_now_fen")).otherwise(integer(0))
    lines = lines.with_columns(size.alias("size"))
    so_far = running("size", ["asked"], ["day", "row"])
    lines = lines.with_columns(flag((nw.col("asked") == 1) & (so_far > left)).alias("waits"))
    waits = nw.col("waits") == 1
    return lines.with_columns(
        nw.when(waits)
        .then(nw.col("later_fen") + nw.col("payable_now_fen"))
        .otherwise(nw.col("later_fen"))
        .alias("later_fen"),
        nw.when(waits).then(integer(0)).otherwise(nw.col("payable_now_fen")).alias("payable_now_fen"),
        nw.when(waits).then(integer(PENDING)).otherwise(nw.col("status")).alias("status"),
        nw.when(waits).then(integer(REASON_NUMBERS[reason])).otherwise(nw.col("reason")).alias("reason"),
    ).drop("size", "waits")


def _pro_rata(lines: Frame, left: int, unit_fen: int) -> Frame:
    sums = lines.filter(nw.col("asked") == 1).select(total("payable_now_fen")).collect("polars")
    whole = sums["payable_now_fen"].to_list()[0] or 0
    if whole <= left:
        return lines
    graph = Graph()
    part = _part(graph, graph.input("payable_now_fen"), left, whole)
    if unit_fen > 1:
        size = graph.const(unit_fen)
        part = graph.mul(graph.floordiv(part, size), size)
    lines = with_nodes(lines, graph, {"part": part})
    asked = nw.col("asked") == 1
    lost = nw.col("payable_now_fen") - nw.col("part")
    return lines.with_columns(
        nw.when(asked).then(nw.col("due_fen") - lost).otherwise(nw.col("due_fen")).alias("due_fen"),
        nw.when(asked).then(nw.col("part")).otherwise(nw.col("payable_now_fen")).alias("payable_now_fen"),
        nw.when(asked).then(integer(1)).otherwise(nw.col("budget_share")).alias("budget_share"),
    ).drop("part")


def _part(graph: Graph, amount: Node, left: int, whole: int) -> Node:
    """Return amount × left ÷ whole rounded down, by long multiplication in base 100: the product alone would leave 64 bits."""
    base, quotient, rest = graph.const(100), graph.const(0), graph.const(0)
    for place in range(_DIGITS - 1, -1, -1):
        higher = graph.floordiv(amount, graph.const(100**place))
        digit = graph.sub(higher, graph.mul(graph.floordiv(higher, base), base))
        grown = graph.add(graph.mul(rest, base), graph.mul(digit, graph.const(left)))
        times = graph.floordiv(grown, graph.const(whole))
        quotient = graph.add(graph.mul(quotient, base), times)
        rest = graph.sub(grown, graph.mul(times, graph.const(whole)))
    return quotient
