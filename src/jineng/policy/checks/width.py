"""Whether a compiled document's numbers stay inside 64 bits, for lines as large as the vocabulary allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jineng.kernel.problems import Place, Problem
from jineng.kernel.text import Text
from jineng.policy.plan import ClaimsPlan

if TYPE_CHECKING:
    from jineng.policy.plan import AnyPlan


def width_problems(plan: AnyPlan, name: str) -> list[Problem]:
    """Return a problem for each item whose exact amounts could outgrow what every engine counts in.

    A workbook's amounts never do: its documents have no factors.
    """
    if not isinstance(plan, ClaimsPlan):
        return []
    text = Text(
        "多个百分数相乘，精确金额会超出计算范围；请减少小数位（如 33.33% 改为 33%），或把 rounding.at 改为 rule",
        "percentages multiplied with each other outgrow exact computation: use fewer decimals (33% for 33.33%), "
        "or round at the rule (rounding.at)",
    )
    return [Problem("too_fine", Place(sheet=name, field=f"item {item}"), text) for item in plan.program.too_fine()]
