"""``eligibility``: who a plan is for – people by group, enterprises by size and contract (对象条件)."""

from __future__ import annotations

from typing import Literal

from jineng.kernel.text import Text
from jineng.policy.kinds.base import SIZE_NAMES, Bilingual, EnterpriseSize, JudgedAt, RuleBase, say_list
from jineng.policy.measures import Months, Years


class Eligibility(RuleBase):
    """A test of a person or an enterprise; ``targets`` names the money rules that depend on it."""

    kind: Literal["eligibility"]
    subject: Literal["person", "enterprise", "institution"]
    judged_at: JudgedAt
    targets: tuple[str, ...] = ()
    groups: tuple[Bilingual, ...] = ()
    key_groups: tuple[Bilingual, ...] = ()
    sizes: tuple[EnterpriseSize, ...] = ()
    contract_min: Months | None = None
    left_school_within: Years | None = None
    good_years: Years | None = None

    def describe(self) -> Text:
        """Say the conditions in plain words."""
        zh, en = [], []
        if self.groups:
            zh.append("对象：" + "、".join(group.zh for group in self.groups))
            en.append("for: " + ", ".join(group.en for group in self.groups))
        if self.left_school_within is not None:
            zh.append(f"毕业生离校 {self.left_school_within} 年内")
            en.append(f"graduates within {self.left_school_within} years of leaving school")
        if self.key_groups:
            zh.append("重点：" + "、".join(group.zh for group in self.key_groups))
            en.append("above all: " + ", ".join(group.en for group in self.key_groups))
        if self.sizes:
            sizes = say_list(SIZE_NAMES, self.sizes)
            zh.append(f"企业规模为{sizes.zh}")
            en.append(f"enterprises that are {sizes.en}")
        if self.contract_min is not None:
            zh.append(f"劳动合同不少于 {self.contract_min} 个月")
            en.append(f"a labour contract of at least {self.contract_min} months")
        if self.good_years is not None:
            zh.append(f"连续 {self.good_years} 年培训好、诚信好的机构可直接纳入")
            en.append(f"institutions with {self.good_years} consecutive good years are recognised directly")
        return Text("；".join(zh) + "。", "; ".join(en) + ".")
