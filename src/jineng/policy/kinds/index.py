"""``index``: dated outside numbers that rules refer to, such as a minimum wage by region (外部指标)."""

from __future__ import annotations

from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from jineng.kernel.money import say_yuan
from jineng.kernel.text import Text
from jineng.policy.kinds.base import RuleBase, Strict
from jineng.policy.kinds.money import sentence
from jineng.policy.kinds.terms import say_fact
from jineng.policy.measures import Yuan


class IndexValue(Strict):
    """The value from a day on, for one region or (``region`` empty) for all; ``until`` its last day where it is known."""

    from_: date = Field(alias="from")
    until: date | None = None
    region: str | None = None
    value: Yuan


class Index(RuleBase):
    """An amount of money that changes with day and region, or that is the person's own (``person_fact``, a money fact)."""

    kind: Literal["index"]
    values: tuple[IndexValue, ...] = ()
    person_fact: str | None = None

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if bool(self.values) == (self.person_fact is not None):
            raise PydanticCustomError(
                "index_source", "请写 values 或 person_fact 之一|write either values or person_fact"
            )
        return self

    def describe(self) -> Text:
        """Say the values in plain words."""
        if self.person_fact is not None:
            fact = say_fact(self.person_fact)
            return Text(f"为{fact.zh}。", f"the {fact.en}.")
        parts = []
        for value in self.values:
            where = f"{value.region} " if value.region else ""
            zh_end, en_end = (f" 至 {value.until}", f" until {value.until}") if value.until else ("", "")
            amount = say_yuan(value.value)
            parts.append(
                Text(f"{where}自 {value.from_}{zh_end} {amount} 元", f"{where}{amount} yuan from {value.from_}{en_end}")
            )
        return sentence(parts)
