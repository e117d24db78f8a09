"""``eligibility``: who a plan is for – people, enterprises, institutions, classes (对象条件)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from jineng.kernel.text import Text
from jineng.policy.kinds.base import SIZE_NAMES, EnterpriseSize, JudgedAt, RuleBase, Strict, say_list
from jineng.policy.kinds.money import sentence
from jineng.policy.kinds.terms import AgeLimit, Condition, Group, Test, say_fact, say_words
from jineng.policy.measures import Months, Years


class Contract(Strict):
    """A labour contract (劳动合同): its least months, and until how long after signing the training may start."""

    min_months: Months | None = None
    signed_within: Months | None = None


class NamedGroup(Strict):
    """A group in the document's own words (文件用语), and the codes of the target groups behind them, if any are registered.

    A phrase without codes is for people to read: whether somebody belongs to it shows in no record.
    """

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)
    codes: tuple[str, ...] = ()

    @property
    def text(self) -> Text:
        """Return the document's words."""
        return Text(self.zh, self.en)


class Eligibility(RuleBase):
    """A test of a person, an enterprise, an institution or a class; ``targets`` are the money rules that depend on it.

    ``any_of`` target groups (each with its own days, judged on ``status_at``), ``exclude`` groups, ``age``, ``tests`` all of which must
    hold, ``any_tests`` of which one must, ``contract``, ``insured_min``, a place (``when``). ``groups`` and ``key_groups`` say
    whom training is for, before it begins, by words and by codes of target groups; they play no part at settlement.
    """

    kind: Literal["eligibility"]
    subject: Literal["person", "enterprise", "institution", "class"]
    judged_at: JudgedAt
    targets: tuple[str, ...] = ()
    when: Condition = Condition()
    any_of: tuple[Group, ...] = ()
    status_at: str | None = None
    exclude: tuple[str, ...] = ()
    age: AgeLimit | None = None
    tests: tuple[Test, ...] = ()
    any_tests: tuple[Test, ...] = ()
    contract: Contract | None = None
    insured_min: Months | None = None
    groups: tuple[NamedGroup, ...] = ()
    key_groups: tuple[NamedGroup, ...] = ()
    sizes: tuple[EnterpriseSize, ...] = ()
    contract_min: Months | None = None
    left_school_within: Years | None = None
    good_years: Years | None = None

    def describe(self) -> Text:
        """Say the conditions in plain words."""
        return sentence([*self._say_people(), *self._say_enterprise(), *self._say_tests()])

    def _say_people(self) -> list[Text]:
        said = []
        if self.groups:
            said.append(
                Text(
                    "对象：" + "、".join(group.zh for group in self.groups),
                    "for: " + ", ".join(group.en for group in self.groups),
                )
            )
        if self.any_of:
            names = say_words(group.name for group in self.any_of)
            said.append(Text(f"对象为以下之一：{names.zh}", f"one of: {names.en}"))
        if self.exclude:
            names = say_words(self.exclude)
            said.append(Text(f"不含：{names.zh}", f"not: {names.en}"))
        if self.age is not None:
            said.append(self.say_age(self.age))
        if self.left_school_within is not None:
            said.append(
                Text(
                    f"毕业生离校 {self.left_school_within} 年内",
                    f"graduates within {self.left_school_within} years of leaving school",
                )
            )
        if self.key_groups:
            said.append(
                Text(
                    "重点：" + "、".join(group.zh for group in self.key_groups),
                    "above all: " + ", ".join(group.en for group in self.key_groups),
                )
            )
        return said

    @staticmethod
    def say_age(age: AgeLimit) -> Text:
        """Say the ages in plain words."""
        day = say_fact(age.at)
        zh, en = [], []
        if age.min is not None:
            zh.append(f"满 {age.min} 周岁")
            en.append(f"at least {age.min}")
        if age.max is not None:
            zh.append(f"不超过 {age.max} 周岁")
            en.append(f"at most {age.max}")
        if age.max_female is not None:
            zh.append(f"女性不超过 {age.max_female} 周岁")
            en.append(f"women at most {age.max_female}")
        return Text(f"按{day.zh}{'、'.join(zh)}", f"age on the day ({day.en}): {', '.join(en)}")

    def _say_enterprise(self) -> list[Text]:
        said = []
        if self.sizes:
            sizes = say_list(SIZE_NAMES, self.sizes)
            said.append(Text(f"企业规模为{sizes.zh}", f"enterprises that are {sizes.en}"))
        least = self.contract_min or (self.contract.min_months if self.contract else None)
        if least is not None:
            said.append(Text(f"劳动合同不少于 {least} 个月", f"a labour contract of at least {least} months"))
        if self.contract is not None and self.contract.signed_within is not None:
            months = self.contract.signed_within
            said.append(
                Text(f"签订合同后 {months} 个月内开始培训", f"training starts within {months} months of the contract")
            )
        if self.insured_min is not None:
            said.append(Text(f"参保满 {self.insured_min} 个月", f"insured for at least {self.insured_min} months"))
        if self.good_years is not None:
            said.append(
                Text(
                    f"连续 {self.good_years} 年培训好、诚信好的机构可直接纳入",
                    f"institutions with {self.good_years} consecutive good years are recognised directly",
                )
            )
        return said

    def _say_tests(self) -> list[Text]:
        said = []
        when = self.when.describe()
        if when.zh:
            said.append(Text(f"要求{when.zh}", f"required: {when.en}"))
        said += [test.describe() for test in self.tests]
        if self.any_tests:
            said.append(
                Text(
                    "至少一项：" + "，或".join(test.describe().zh for test in self.any_tests),
                    "at least one of: " + " or ".join(test.describe().en for test in self.any_tests),
                )
            )
        return said
