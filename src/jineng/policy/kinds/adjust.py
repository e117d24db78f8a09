"""``adjust``: a factor on, or an addition to, the amount of other rules (上浮、系数)."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from jineng.kernel.text import Text
from jineng.policy.kinds.base import RuleBase, Strict
from jineng.policy.kinds.money import sentence
from jineng.policy.kinds.terms import (
    Amount,
    Bound,
    Condition,
    Factor,
    FactorTable,
    Table,
    say_amount,
    say_fact,
    say_factor,
)
from jineng.policy.measures import Percent

Combine = Literal["multiply", "max", "first", "add"]
"""连乘 · 取高 · 取先 · 相加: what happens where several adjustments of one rule apply."""


class Portion(Strict):
    """The factor counts only for a part of the amount: ``part`` ÷ ``whole``, rounded half up to ten-thousandths."""

    part: str
    whole: str


class Escalator(Strict):
    """A yearly rise from a base year, each year's amount rounded as the head says; or, not ``compound``, on the first amount."""

    percent: Percent
    base_year: int = Field(ge=1990, le=2100)
    compound: bool


class Adjust(RuleBase):
    """A change of the ``targets``' amounts: a ``factor`` or factors by facts (``table``), an addition (``plus``, ``plus_table``), or a yearly rise.

    ``order`` says whether it comes before or after the caps; ``bound`` what its factors may be; ``combine`` what happens where
    several fit; ``top_up`` false leaves lines that were paid already as they are.
    """

    kind: Literal["adjust"]
    targets: tuple[str, ...] = Field(min_length=1)
    when: Condition = Condition()
    factor: Factor | None = None
    table: FactorTable | None = None
    plus: Amount | None = None
    plus_table: Table | None = None
    escalator: Escalator | None = None
    on_portion: Portion | None = None
    combine: Combine
    order: Literal["before_caps", "after_caps"]
    bound: Bound = Bound()
    top_up: bool = True

    @model_validator(mode="after")
    def _one_change(self) -> Self:
        forms = (self.factor, self.table, self.plus, self.plus_table, self.escalator)
        if sum(form is not None for form in forms) != 1:
            raise PydanticCustomError(
                "adjust_form",
                "请写一种调整：factor、table、plus、plus_table 或 escalator"
                "|write one change: factor, table, plus, plus_table or escalator",
            )
        if self.on_portion is not None and self.factor is None and self.table is None:
            raise PydanticCustomError(
                "adjust_form",
                "on_portion 只能与 factor 或 table 同用|on_portion goes with a factor or a table only",
            )
        return self

    def describe(self) -> Text:
        """Say the change in plain words."""
        parts = []
        when = self.when.describe()
        if when.zh:
            parts.append(Text(f"适用：{when.zh}", f"for: {when.en}"))
        targets_zh, targets_en = "、".join(f"“{name}”" for name in self.targets), ", ".join(self.targets)
        parts.append(
            Text(f"规则{targets_zh}的金额{self._change().zh}", f"the amount of {targets_en} {self._change().en}")
        )
        if self.on_portion is not None:
            part, whole = say_fact(self.on_portion.part), say_fact(self.on_portion.whole)
            parts.append(Text(f"只按{part.zh}÷{whole.zh}的部分计", f"only on the part {part.en} ÷ {whole.en}"))
        parts.append(
            Text("在封顶之前计算", "before the caps")
            if self.order == "before_caps"
            else Text("在封顶之后计算", "after the caps")
        )
        if not self.top_up:
            parts.append(Text("已拨付的不补差", "lines already paid are not topped up"))
        return sentence(parts)

    def _change(self) -> Text:
        if self.factor is not None:
            said = say_factor(self.factor)
            return Text(f"按 {said.zh} 计", f"counts at {said.en}")
        if self.table is not None:
            said = self.table.describe()
            return Text(f"按系数计：{said.zh}", f"by factor: {said.en}")
        if self.plus is not None:
            said = say_amount(self.plus)
            return Text(f"加 {said.zh}", f"plus {said.en}")
        if self.plus_table is not None:
            said = self.plus_table.describe()
            return Text(f"另加：{said.zh}", f"plus: {said.en}")
        rise = self.escalator
        if rise is None:
            return Text("", "")
        how = Text("逐年复利", "compounding") if rise.compound else Text("按首年金额", "on the first amount")
        return Text(
            f"自 {rise.base_year} 年起每年增 {rise.percent.written()}%（{how.zh}）",
            f"rises {rise.percent.written()}% a year from {rise.base_year} ({how.en})",
        )
