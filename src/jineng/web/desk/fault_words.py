"""Faults of form as they are told at the desk, where nobody sees quotes, lists or tables; all other faults keep their words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from jineng.kernel.text import Text

if TYPE_CHECKING:
    from jineng.kernel.problems import Problem

_WORDS: Final = {
    "missing_field": Text("这一项要填写", "this has to be filled in"),
    "text_empty": Text("这一项要填写", "this has to be filled in"),
    "bilingual_form": Text("这一项要填写", "this has to be filled in"),
    "list_empty": Text("至少要有一项", "at least one is needed"),
    "value_not_listed": Text("请从列表中选择", "choose from the list"),
    "money_form": Text("应为金额（元），例如 150 或 150.50", "expected yuan, such as 150 or 150.50"),
    "percent_form": Text("应为百分数，例如 80%", "expected a percentage, such as 80%"),
    "number_form": Text("应为不小于 0 的整数", "expected a whole number, 0 or more"),
    "quantity_form": Text("应为数和单位，例如 20 人、6 个月", "expected a number and its unit, such as 20 people"),
    "figure_form": Text(
        "数字要连单位写，例如 150 元、10 天、80%、2022年11月30日",
        "write a figure with its unit, such as 150 yuan, 10 days, 80% or 2022-11-30",
    ),
}
"""What to do, by the code of the fault; what was found stands in the field itself."""


def said_at_desk(problem: Problem) -> Text:
    """Return a fault in the words of the desk."""
    return _WORDS.get(problem.code, problem.text)
