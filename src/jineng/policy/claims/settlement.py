"""A settlement of claim lines: each judged and explained, limits and funds over all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jineng.policy.claims.budgeting import share_out
from jineng.policy.claims.earning import EARNED
from jineng.policy.claims.limiting import Counter
from jineng.policy.claims.nodes import day_number
from jineng.policy.claims.one import candidate, earned_by, item_of, one_claim, released

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jineng.policy.claims.line import ClaimLine, Enjoyed
    from jineng.policy.plan import ClaimsPlan
    from jineng.policy.settled import Settled, Step


def settle_claims(
    plan: ClaimsPlan, lines: Sequence[ClaimLine], history: Sequence[Enjoyed] = (), *, explained: bool = True
) -> list[Settled]:
    """Settle claim lines together; their rows must differ.

    Without ``explained`` the results carry no steps. A line with unknown facts is judged against the history alone: nobody's
    limit is used up by what is not known yet.

    Returns:
        What each line comes to, in the order given.

    Raises:
        NoSuchItemError: a line asks for an item that the plan does not pay.
    """
    program = plan.program
    first = []
    open_still = {line.row: one_claim(plan, line, history) for line in lines if line.unknown}
    for line in lines:
        if line.unknown:
            continue
        rules = item_of(plan, line)
        steps: list[Step] | None = [] if explained else None
        first.append((line, rules, earned_by(rules, line, steps), steps))
    counter = Counter(program.counted, history)
    kept = counter.decide(
        candidate(rules, line, earned) for line, rules, earned, _steps in first if earned.state == EARNED
    )
    settled = [
        released(rules, line, day_number(line.as_of), earned, kept.get(line.row), steps)
        for line, rules, earned, steps in first
    ]
    entries = [
        (earned.day, line.row, line.item, result)
        for (line, _rules, earned, _steps), result in zip(first, settled, strict=True)
    ]
    share_out(program, entries, history)
    by_row = open_still | {row: result for _day, row, _item, result in entries}
    return [by_row[line.row] for line in lines]
