"""The fifteen kinds of rule in an officer's words, grouped for a picker (规则种类)."""

from __future__ import annotations

from typing import Final, NamedTuple

from jineng.kernel.text import Text


class Kind(NamedTuple):
    """One kind of rule: its title, what it is for, and a phrase of a text that it would say."""

    title: Text
    what_for: Text
    example: Text


class Group(NamedTuple):
    """Kinds that answer the same question, in the order in which a picker shows them."""

    title: Text
    kinds: tuple[str, ...]


KINDS: Final[dict[str, Kind]] = {
    "rate": Kind(
        Text("按时间计发的标准", "rate"),
        Text(
            "按天、课时、月、学期或年计发的补贴，可分段、可封顶。",
            "Money for each day, class hour, month, semester or year, perhaps in tiers and capped.",
        ),
        Text("每人每天150元，最多15天", "150 yuan a person and day, at most 15 days"),
    ),
    "amount_table": Kind(
        Text("标准表", "amount table"),
        Text("按等级、类别等查表的补贴金额。", "An amount read from a table by level, category or the like."),
        Text("初级工400元、中级工600元、高级工800元", "400 yuan for junior, 600 for intermediate, 800 for senior"),
    ),
    "fixed_amount": Kind(
        Text("定额", "fixed amount"),
        Text("每人、每班或每家企业一笔固定金额。", "One sum a person, class or enterprise."),
        Text("每新招用一人补贴300元", "300 yuan for each new hire"),
    ),
    "share": Kind(
        Text("按比例补贴", "share"),
        Text(
            "按实际费用、另一项补贴或外部指标的百分比计算。",
            "A percentage of a cost, of another subsidy or of an outside number.",
        ),
        Text("按鉴定费的80%补贴", "80% of the assessment fee"),
    ),
    "adjust": Kind(
        Text("上浮与系数", "adjustment"),
        Text(
            "把其他规则的金额上浮、下调、乘以系数或另加一笔。",
            "Raise, lower or multiply the amount of other rules, or add to it.",
        ),
        Text("紧缺工种补贴标准上浮30%", "30% more for occupations in short supply"),
    ),
    "index": Kind(
        Text("外部指标", "index"),
        Text(
            "随时间、地区变化的外部金额，供其他规则引用。",
            "An outside amount that changes with day and region, for other rules to refer to.",
        ),
        Text("当地月最低工资标准1700元", "the local minimum wage of 1,700 yuan a month"),
    ),
    "list": Kind(
        Text("目录", "list"),
        Text("有日期的名单或目录，供其他规则引用。", "A named, dated list for other rules to refer to."),
        Text("急需紧缺职业（工种）目录", "the list of occupations in short supply"),
    ),
    "eligibility": Kind(
        Text("对象条件", "eligibility"),
        Text(
            "什么样的人、企业、机构或班级可以享受。", "Which people, enterprises, institutions or classes may have it."
        ),
        Text("年满16周岁的农村转移就业劳动者", "rural migrant workers of at least 16"),
    ),
    "limit": Kind(
        Text("次数和金额限制", "limit"),
        Text(
            "同一人、企业或机构最多享受几次、多少钱。",
            "How often, or how much, a person, enterprise or institution may have.",
        ),
        Text("每人每年最多享受3次", "at most three times a person and year"),
    ),
    "class_standard": Kind(
        Text("办班要求", "class standard"),
        Text(
            "班额、课时、到课率等办班标准，达不到怎么办。",
            "Class size, hours, attendance, and what happens if they are missed.",
        ),
        Text("每班不超过50人，到课率不低于85%", "at most 50 people a class, attendance of at least 85%"),
    ),
    "release": Kind(
        Text("拨付节点", "release"),
        Text("什么时候拨、分几次拨，可否预拨。", "When money is paid, in how many parts, and whether in advance."),
        Text("取证后拨付80%，3个月内就业再拨20%", "80% on the certificate, 20% on employment within 3 months"),
    ),
    "gate": Kind(
        Text("达标条件", "gate"),
        Text(
            "按就业率、取证率等比率决定拨多少、拨不拨。",
            "A rate, such as that of employment, decides how much is paid, or whether.",
        ),
        Text("就业率达到80%的全额补贴", "paid in full from an employment rate of 80%"),
    ),
    "calendar": Kind(
        Text("时限", "calendar"),
        Text("培训和申领的起止日期、办理期限。", "From when and until when training and claims count."),
        Text("补贴申领12月底前完成", "claims by the end of December"),
    ),
    "target": Kind(
        Text("目标任务", "target"),
        Text("全年要完成的人数、比例、个数和进度。", "The numbers and shares that the year is to reach, and by when."),
        Text("全年培训900人，9月底完成70%", "900 people in the year, 70% of them by the end of September"),
    ),
    "budget": Kind(
        Text("资金", "budget"),
        Text(
            "资金来源、总额，不够时怎么办。",
            "Where money comes from, how much there is, and what if it does not suffice.",
        ),
        Text("专账资金200万元，用完为止", "2 million yuan of the earmarked account, until it is used up"),
    ),
}
"""Every kind that a document's rule can be of."""

GROUPS: Final = (
    Group(
        Text("多少钱", "How much"),
        ("rate", "amount_table", "fixed_amount", "share", "adjust", "index", "list"),
    ),
    Group(Text("给谁", "For whom"), ("eligibility", "limit", "class_standard")),
    Group(Text("何时", "When"), ("release", "gate", "calendar")),
    Group(Text("目标与资金", "Targets and funds"), ("target", "budget")),
)
"""The picker: every kind once."""
