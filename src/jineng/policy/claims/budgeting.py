"""Funds of limited amount (资金总额): who is paid now, in order, when the money does not suffice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jineng.policy.claims.scope import ROUND_FEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from jineng.policy.claims.line import Enjoyed
    from jineng.policy.claims.program import ClaimsProgram
    from jineng.policy.kinds import Budget
    from jineng.policy.settled import Settled

Entry = tuple[int, int, str, "Settled"]
"""Day, row, item and what the line comes to."""


def share_out(program: ClaimsProgram, entries: Sequence[Entry], history: Iterable[Enjoyed]) -> None:
    """Lower what is payable now to what the funds have left, in the order of day and row."""
    had = list(history)
    for budget in program.budgets:
        items = {program.item_of[target] for target in budget.targets if target in program.item_of}
        spent = sum(
            each.amount_fen
            for each in had
            if not set(budget.targets).isdisjoint(each.rules) and _of_year(budget, each.on)
        )
        left = max(int(budget.amount or 0) - spent, 0)
        waiting = [
            settled
            for day, _row, item, settled in sorted(entries, key=lambda entry: entry[:2])
            if item in items and _of_year(budget, day) and settled.payable_now_fen > 0
        ]
        if budget.mode == "pro_rata":
            _pro_rata(budget, waiting, left, ROUND_FEN[program.document.head.rounding.unit])
        else:
            _in_order(budget, waiting, left)


def _of_year(budget: Budget, day: int) -> bool:
    return budget.year is None or day // 10_000 == budget.year


def _pro_rata(budget: Budget, lines: list[Settled], left: int, size: int) -> None:
    total = sum(line.payable_now_fen for line in lines)
    if total <= left:
        return
    for line in lines:
        paid = line.payable_now_fen * left // total // size * size
        line.steps = [*line.steps, ("budget_share", budget.id, line.payable_now_fen, left, total, paid)]
        line.due_fen -= line.payable_now_fen - paid
        line.payable_now_fen = paid
        line.reasons = (*line.reasons, "budget_share")


def _in_order(budget: Budget, lines: list[Settled], left: int) -> None:
    reason = "budget_exhausted" if budget.mode == "stop" else "budget_waits"
    running = 0
    for line in lines:
        running += line.payable_now_fen
        if running > left:
            line.steps = [*line.steps, (reason, budget.id, line.payable_now_fen, left)]
            line.later_fen += line.payable_now_fen
            line.payable_now_fen = 0
            line.later_until = None
            line.status, line.reasons = "pending", (reason, *line.reasons)
            line.least_fen, line.most_fen = line.due_fen - line.later_fen, line.due_fen
