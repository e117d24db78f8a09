"""``share``: a part of a cost, a fee, another rule's amount or an outside number (按比例补贴)."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from jineng.kernel.text import Text
from jineng.policy.kinds.base import Strict
from jineng.policy.kinds.money import MoneyRule, sentence
from jineng.policy.kinds.terms import Amount, Factor, say_amount, say_fact, say_factor
from jineng.policy.measures import Yuan


class DeemedCost(Strict):
    """The cost where nobody can show one: a price for each unit of a fact (无凭据时的核定费用)."""

    price: Yuan
    count: str


class Share(MoneyRule):
    """A percentage ``of_fact`` (a money fact), ``of_rule`` or ``of_index``, exactly one of them; ``deemed`` where the fact is missing."""

    kind: Literal["share"]
    percent: Factor
    of_fact: str | None = None
    of_rule: str | None = None
    of_index: str | None = None
    deemed: DeemedCost | None = None
    floor: Amount | None = None

    @model_validator(mode="after")
    def _of_one(self) -> Self:
        named = sum(of is not None for of in (self.of_fact, self.of_rule, self.of_index))
        if named != 1 or (self.deemed is not None and self.of_fact is None):
            raise PydanticCustomError(
                "share_of",
                "请写一个基数：of_fact、of_rule 或 of_index；deemed 只能与 of_fact 同用"
                "|name one base: of_fact, of_rule or of_index; deemed goes with of_fact only",
            )
        return self

    def describe(self) -> Text:
        """Say the share in plain words."""
        percent = say_factor(self.percent)
        if self.of_fact is not None:
            base = say_fact(self.of_fact)
        else:
            name = str(self.of_rule or self.of_index)
            base = Text(f"“{name}”", name)
        parts = [Text(f"按{base.zh}的 {percent.zh}", f"{percent.en} of the {base.en}")]
        if self.deemed is not None:
            count, price = say_fact(self.deemed.count), say_amount(self.deemed.price)
            parts.append(
                Text(
                    f"无凭据的按{count.zh}每单位 {price.zh}核定费用",
                    f"with no evidence the cost is taken as {price.en} a unit of {count.en}",
                )
            )
        if self.floor is not None:
            floor = say_amount(self.floor)
            parts.append(Text(f"最低 {floor.zh}", f"at least {floor.en}"))
        return sentence([*parts, *self.describe_around()])
