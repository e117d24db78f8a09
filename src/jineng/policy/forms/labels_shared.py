"""Labels of what many kinds have: a rule's name and grounds, conditions, tests, tables, terms left open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from jineng.kernel.text import Text
from jineng.policy.forms.names import Label, label

if TYPE_CHECKING:
    from collections.abc import Mapping

_TIMES = Text("次", "times")
_AGE = Text("周岁", "years of age")

SHARED_LABELS: Final[Mapping[str, Label]] = {
    # What every rule says of itself.
    "id": label(
        "规则编号",
        "rule id",
        "小写字母、数字和下划线，其他规则用它来引用",
        "small letters, digits and _; other rules refer to it",
    ),
    "title": label("名称", "name", "这条规则叫什么，中英文都写", "what the rule is called, in both languages"),
    "cite": label(
        "依据条款", "clauses", "规则中的数字要在这些条款里找得到", "the numbers of the rule must stand in these clauses"
    ),
    "readings": label(
        "解读", "readings", "原文没写清、由解读补充的", "what the text leaves open and a reading settles"
    ),
    "note": label("备注", "note", "给经办人看的说明", "a word to the officers"),
    "judged_at": label(
        "在何时审核",
        "judged",
        "结算、开班申请或进度考核时",
        "at settlement, when a class is applied for, or in progress reports",
    ),
    "targets": label("适用的规则", "applies to", "这条规则管哪些补贴", "the subsidies that this rule governs"),
    # When a rule applies.
    "when": label(
        "适用条件",
        "applies when",
        "都不写就是全部适用；写了的要同时满足",
        "nothing written: always; what is written must all hold",
    ),
    "when.kind": label("培训类别", "kinds of training", "不选为全部类别", "none chosen: all kinds"),
    "when.is": label("具体情形", "facts", "每一项可以是哪些值", "which words each fact may be"),
    "when.tests": label("其他条件", "further conditions", "人数、天数、日期等要求", "heads, days, dates and the like"),
    "in_list": label("在目录中", "on the list", "只适用于目录里的", "only what is on the list"),
    "not_in_list": label("不在目录中", "not on the list", "不适用于目录里的", "only what is not on the list"),
    # One condition on a fact.
    "tests": label("必须符合", "must hold", "每一条都要符合", "every one of them"),
    "fact": label("项目", "fact", "申领明细中的哪一项", "which fact of the claim line"),
    "is": label("是", "is", "可以是其中任一个", "any one of these"),
    "is_not": label("不是", "is not", "不能是其中任一个", "none of these"),
    "at_least": label("不低于", "at least", "含本数，例如 20人", "this number included, such as 20 people"),
    "over": label("超过", "over", "不含本数", "this number not included"),
    "at_most": label("不超过", "at most", "含本数", "this number included"),
    "below": label("低于", "below", "不含本数", "this number not included"),
    "fall_from": label(
        "与何项相比下降", "fall against", "填了则上面的数为下降的百分比", "the bounds are then percentages of the fall"
    ),
    "since": label("不早于", "since", "当日算在内", "that day included"),
    "until": label("不晚于", "until", "当日算在内", "that day included"),
    # Tables.
    "table": label("按表确定", "by table", "先选按什么分，再填每一格", "choose by what, then fill in the cells"),
    "axes": label("按什么分", "by", "最多三项，例如技能等级、工种类别", "at most three, such as level and category"),
    "axes.fact": label("项目", "fact", "按哪一项分", "by which fact"),
    "axes.from": label(
        "各档起点",
        "bands from",
        "数字分档的填每档从多少起；文字的不填",
        "for numbers where each band begins; for words nothing",
    ),
    "cells": label("各格", "cells", "每一格对应的数", "the number of each cell"),
    "cells.value": label("数", "number", "这一格的金额、比例或数量", "the amount, percentage or quantity of the cell"),
    # Terms that the text leaves to somebody else.
    "by": label("由谁确定", "set by", "原文授权由谁来定", "whom the text leaves it to"),
    "min": label("不低于", "at least", "授权范围的下限", "the least that may be set"),
    "max": label("不超过", "at most", "授权范围的上限", "the most that may be set"),
    # Ages and numbers of times, whose type does not tell the unit.
    "age.min": Label(Text("年满", "at least"), Text("最低年龄", "the least age"), _AGE),
    "age.max": Label(Text("不超过", "at most"), Text("最高年龄", "the greatest age"), _AGE),
    "age.max_female": Label(
        Text("女性不超过", "women at most"), Text("女性另有上限的填写", "where women have another limit"), _AGE
    ),
    "n": Label(Text("最多次数", "at most"), Text("最多享受几次", "how often it may be had"), _TIMES),
    "extra.n": Label(
        Text("增加次数", "more times"), Text("目录内再加几次", "how many more for what is on the list"), _TIMES
    ),
}
