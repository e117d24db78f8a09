"""What the conventions of a head, and the types of a declared fact, are called (惯例)."""

from __future__ import annotations

from typing import Final

from jineng.kernel.text import Text
from jineng.policy.kinds.terms import UNIT_NAMES

RECORDS_NAMES: Final[dict[str, Text]] = {
    "workbook": Text("结算工作簿（培训台账）", "the settlement workbook"),
    "claims": Text("申领明细（逐笔申领）", "claim lines"),
}
ANCHOR_NAMES: Final[dict[str, Text]] = {
    "class_filed": Text("开班备案", "the class is filed"),
    "class_start": Text("开班", "the class starts"),
    "class_end": Text("结班", "the class ends"),
    "exam": Text("考试", "the exam"),
    "certificate": Text("发证", "the certificate is issued"),
    "contract": Text("签订合同", "the contract is signed"),
    "claim": Text("申领", "the claim"),
}
BAND_EDGE_NAMES: Final[dict[str, Text]] = {
    "lower": Text("下限算在内（20 人以上含 20 人）", "the lower bound"),
    "upper": Text("上限算在内", "the upper bound"),
}
ROUNDING_UNIT_NAMES: Final[dict[str, Text]] = {
    "fen": Text("分", "fen"),
    "jiao": Text("角", "jiao"),
    "yuan": Text("元", "yuan"),
}
ROUNDING_MODE_NAMES: Final[dict[str, Text]] = {
    "half_up": Text("四舍五入", "half up"),
    "down": Text("舍去", "down"),
    "up": Text("进位", "up"),
}
ROUNDING_PLACE_NAMES: Final[dict[str, Text]] = {
    "rule": Text("每条规则算出后", "each rule's amount"),
    "claim": Text("每笔合计后", "each line's amount"),
    "first_milestone": Text("分次拨付时", "when it is split"),
}
FACT_TYPE_NAMES: Final[dict[str, Text]] = {
    "word": Text("文字", "words"),
    "flag": Text("是否", "yes or no"),
    "date": Text("日期", "a date"),
    "money": Text("金额（元）", "money (yuan)"),
    **{unit: UNIT_NAMES[unit] for unit in ("hours", "days", "months", "years", "semesters", "people", "items")},
}
