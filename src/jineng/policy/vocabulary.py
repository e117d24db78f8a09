"""The facts that rules of a claims document may name (申领事实): a closed vocabulary, and what a document adds to it.

A fact has a type, which says how it is written, counted and compared. Numbers are integers: class hours in thousandths,
money in fen. A document declares further facts of its own (``[[fact]]``), so that a condition that nobody foresaw, such as
an electricity bill, needs no code.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from jineng.kernel.text import Text
from jineng.policy.measures import (
    ClassHours,
    Days,
    Items,
    Measure,
    Months,
    People,
    Semesters,
    Years,
    Yuan,
)

FactType = Literal["word", "flag", "date", "money", "hours", "days", "months", "years", "semesters", "people", "items"]
"""文字 · 是否 · 日期 · 金额（分） · 课时（千分之一） · 天 · 月 · 年 · 学期 · 人 · 个"""

MEASURES: Final[dict[str, type[Measure]]] = {
    "money": Yuan,
    "hours": ClassHours,
    "days": Days,
    "months": Months,
    "years": Years,
    "semesters": Semesters,
    "people": People,
    "items": Items,
}
"""The measure in which a number of each type is written in a document."""

HOURS_MILLI: Final = 1000
"""Thousandths in a class hour: the integer form of hours."""

LARGEST: Final[dict[str, int]] = {
    "money": 10**10,
    "hours": 10**7,
    "days": 10**4,
    "months": 10**3,
    "years": 10**2,
    "semesters": 10**2,
    "people": 10**6,
    "items": 10**6,
    "flag": 1,
}
"""The largest value of a fact of each type, in its integer form; larger ones are refused at the border."""


class FactSpec(NamedTuple):
    """One fact: how it is called, its type, and the words it may be where they are few."""

    title: Text
    type: FactType
    values: tuple[str, ...] = ()


LEVELS: Final = ("apprentice", "5", "4", "3", "2", "1", "special", "chief")
"""学徒工 · 初级工 · 中级工 · 高级工 · 技师 · 高级技师 · 特级技师 · 首席技师, lowest first (新八级工)."""

FACTS: Final[dict[str, FactSpec]] = {
    # Who and what the line is for.
    "person_id": FactSpec(Text("身份证件号码", "person's ID number"), "word"),
    "enterprise_id": FactSpec(Text("企业", "enterprise"), "word"),
    "institution_id": FactSpec(Text("培训机构", "training institution"), "word"),
    "class_id": FactSpec(Text("班级编号", "class number"), "word"),
    "project_id": FactSpec(Text("项目编号", "project number"), "word"),
    "certificate_number": FactSpec(Text("证书编号", "certificate number"), "word"),
    "kind": FactSpec(
        Text("培训类别", "kind of training"),
        "word",
        ("order", "project", "universal", "outbound", "enterprise_self", "enterprise_commissioned", "entrepreneurship"),
    ),
    "level": FactSpec(Text("技能等级", "skill level"), "word", LEVELS),
    "certificate": FactSpec(
        Text("证书种类", "type of certificate"),
        "word",
        (
            "special_ability",
            "qualification",
            "skill_level",
            "training",
            "special_operation",
            "special_equipment",
            "none",
        ),
    ),
    "size": FactSpec(Text("企业规模", "enterprise size"), "word", ("micro", "small", "medium", "large")),
    "mode": FactSpec(
        Text("培训方式", "mode of training"), "word", ("online", "offline", "theory", "practice", "mixed")
    ),
    "sex": FactSpec(Text("性别", "sex"), "word", ("male", "female")),
    "category": FactSpec(Text("工种类别", "category of occupation"), "word"),
    "occupation": FactSpec(Text("职业工种", "occupation"), "word"),
    "programme": FactSpec(Text("补贴项目", "programme"), "word"),
    "group": FactSpec(Text("人员类别", "target group"), "word"),
    "region": FactSpec(Text("行政区划代码", "region code"), "word"),
    "industry": FactSpec(Text("行业", "industry"), "word"),
    "result": FactSpec(Text("培训结果", "result"), "word"),
    # How much.
    "attended_hours": FactSpec(Text("实际出勤课时", "class hours attended"), "hours"),
    "taught_hours": FactSpec(Text("开设课时", "class hours taught"), "hours"),
    "standard_hours": FactSpec(Text("标准课时", "standard class hours"), "hours"),
    "online_hours": FactSpec(Text("线上课时", "class hours online"), "hours"),
    "practice_hours": FactSpec(Text("实操课时", "practical class hours"), "hours"),
    "theory_hours": FactSpec(Text("理论课时", "theory class hours"), "hours"),
    "attended_days": FactSpec(Text("实际出勤天数", "days attended"), "days"),
    "taught_days": FactSpec(Text("开设天数", "days taught"), "days"),
    "part_days": FactSpec(Text("不足整月的天数", "days of a part month"), "days"),
    "months": FactSpec(Text("月数", "months"), "months"),
    "contract_months": FactSpec(Text("合同月数", "months of contract"), "months"),
    "insured_months": FactSpec(Text("参保月数", "months insured"), "months"),
    "years": FactSpec(Text("年数", "years"), "years"),
    "semesters": FactSpec(Text("学期数", "semesters"), "semesters"),
    "heads": FactSpec(Text("人数", "heads"), "people"),
    "staff": FactSpec(Text("职工人数", "staff"), "people"),
    "insured_staff": FactSpec(Text("参保职工人数", "insured staff"), "people"),
    "class_enrolled": FactSpec(Text("班级报名人数", "enrolled in the class"), "people"),
    "class_started": FactSpec(Text("开班人数", "started in the class"), "people"),
    "class_completed": FactSpec(Text("班级结业人数", "completed in the class"), "people"),
    "class_passed": FactSpec(Text("班级合格人数", "passed in the class"), "people"),
    "class_certified": FactSpec(Text("班级取证人数", "certified in the class"), "people"),
    "class_employed": FactSpec(Text("班级就业人数", "employed of the class"), "people"),
    "cost": FactSpec(Text("实际费用", "actual cost"), "money"),
    "official_fee": FactSpec(Text("核定收费", "official fee"), "money"),
    "wage": FactSpec(Text("工资", "wage"), "money"),
    "own_benefit": FactSpec(Text("本人待遇", "person's own benefit"), "money"),
    "revenue": FactSpec(Text("营业收入", "revenue"), "money"),
    "revenue_before": FactSpec(Text("同期营业收入", "revenue of the base period"), "money"),
    # When.
    "born_on": FactSpec(Text("出生日期", "date of birth"), "date"),
    "class_filed_on": FactSpec(Text("开班备案日期", "class filed on"), "date"),
    "class_start_on": FactSpec(Text("开班日期", "class starts on"), "date"),
    "class_end_on": FactSpec(Text("结班日期", "class ends on"), "date"),
    "exam_on": FactSpec(Text("考试日期", "exam on"), "date"),
    "completed_on": FactSpec(Text("结业日期", "completed on"), "date"),
    "left_on": FactSpec(Text("退出日期", "left on"), "date"),
    "certified_on": FactSpec(Text("发证日期", "certificate issued on"), "date"),
    "contract_on": FactSpec(Text("合同日期", "contract signed on"), "date"),
    "employed_on": FactSpec(Text("就业日期", "employed on"), "date"),
    "kept_on": FactSpec(Text("合同履行满期日期", "contract kept until"), "date"),
    "claimed_on": FactSpec(Text("申领日期", "claimed on"), "date"),
    # Whether.
    "passed": FactSpec(Text("是否合格", "passed"), "flag"),
    "employed": FactSpec(Text("是否就业", "employed"), "flag"),
    "insured": FactSpec(Text("是否参保", "insured"), "flag"),
    "household": FactSpec(Text("是否本地户籍", "of local household"), "flag"),
    "unemployed": FactSpec(Text("是否登记失业", "registered unemployed"), "flag"),
}

ANCHORS: Final = {
    "class_filed": "class_filed_on",
    "class_start": "class_start_on",
    "class_end": "class_end_on",
    "exam": "exam_on",
    "certificate": "certified_on",
    "contract": "contract_on",
    "claim": "claimed_on",
}
"""The fact whose day decides which version of a plan applies, by the head's ``anchor``."""

EVENTS: Final = {
    "start": "class_start_on",
    "completion": "completed_on",
    "certificate": "certified_on",
    "contract": "contract_on",
    "employment": "employed_on",
    "kept": "kept_on",
    "end": "class_end_on",
    "claim": "claimed_on",
}
"""The fact that dates each event which releases money or starts a time limit."""

RESERVED: Final = frozenset(
    {
        "row", "item", "paid", "paid_fen", "person_name", "rule", "on", "payee", "as_of", "day", "state", "reason", "order",
        "amount_fen", "kept_fen", "by_fallback", "limit_reason", "cut", "turn", "counted", "rank", "size", "asked",
    }
)  # fmt: skip
"""Names that tables of claim lines have columns of already: no document may declare a fact of that name."""

RESERVED_BEGINNINGS: Final = ("gate_", "counts_", "concerned_", "ceiling_", "key_", "out_", "had_", "sum_")
"""Beginnings of such names."""

Value = int | str | None
"""A fact's value: text, or an integer (fen, thousandths of an hour, heads …, 1 or 0 for a flag, YYYYMMDD for a day); None where it is missing."""
