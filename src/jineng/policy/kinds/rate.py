"""``rate``: money per unit of training, in tiers, blocks and parts (按时间计发的补贴标准)."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from jineng.kernel.text import Text
from jineng.policy.kinds.base import Standard, Strict
from jineng.policy.kinds.money import MoneyRule, sentence
from jineng.policy.kinds.terms import Amount, Table, say_amount, say_fact
from jineng.policy.measures import ClassHours, Days, Measure, Months, Semesters, Years

Unit = Literal["day", "class_hour", "month", "year", "semester"]
"""天 · 课时 · 月 · 年 · 学期"""

UNIT_MEASURES: dict[str, type[Measure]] = {
    "day": Days,
    "class_hour": ClassHours,
    "month": Months,
    "year": Years,
    "semester": Semesters,
}
UNIT_WORDS: dict[str, Text] = {
    "day": Text("天", "day"),
    "class_hour": Text("课时", "class hour"),
    "month": Text("个月", "month"),
    "year": Text("年", "year"),
    "semester": Text("学期", "semester"),
}


def _sized(measure: type[Measure], value: Any) -> Any:
    """Give a number its unit; what is none is left for the field itself to refuse."""
    return measure(value) if type(value) is int and value >= 0 else value


class Tier(Strict):
    """A price for the units up to and including ``upto``; the last tier has no end."""

    price: Amount
    upto: Measure | None = None


class Rate(MoneyRule):
    """Money per unit: one price, a table of prices, or tiers; whole blocks; part units; least and most units; a floor.

    ``tier_mode`` graduated prices each unit by the tier it lies in, whole prices all units by the tier the last lies in.
    ``block`` pays ``price`` for each complete number of units. ``count`` is the fact that says how many units there were, hours being
    turned into days by the head's ``hours_per_day``; ``part_unit`` says what becomes of a part. ``min_units``: fewer earn
    nothing. ``times`` multiplies by heads. ``floor`` is the least amount, raised to or refused below by ``floor_mode``.
    """

    kind: Literal["rate"]
    unit: Unit = "day"
    price: Amount | None = None
    table: Table | None = None
    tiers: tuple[Tier, ...] = ()
    tier_mode: Literal["graduated", "whole"] = "graduated"
    block: Measure | None = None
    count: str | None = None
    part_unit: Literal["drop", "prorata", "up"] | None = None
    min_units: Measure | None = None
    max_units: Measure | None = None
    times: str | None = None
    floor: Amount | None = None
    floor_mode: Literal["raise", "refuse"] | None = None
    standard: Standard = "none"

    @model_validator(mode="before")
    @classmethod
    def _units(cls, data: Any) -> Any:
        """Give the bare numbers of units their unit."""
        if not isinstance(data, dict):
            return data
        unit = data.get("unit", "day")
        measure = UNIT_MEASURES.get(unit, Days) if isinstance(unit, str) else Days
        sized = {name: _sized(measure, data[name]) for name in ("block", "min_units", "max_units") if name in data}
        tiers = data.get("tiers")
        if isinstance(tiers, list | tuple):
            sized["tiers"] = [
                {**tier, "upto": _sized(measure, tier["upto"])} if isinstance(tier, dict) and "upto" in tier else tier
                for tier in tiers
            ]
        return data | sized

    @model_validator(mode="after")
    def _one_price(self) -> Rate:
        if (self.price is not None) + (self.table is not None) + bool(self.tiers) != 1:
            raise PydanticCustomError(
                "one_price",
                "单价请写一种：price、table 或 tiers|write the price in one form: price, table or tiers",
            )
        if (self.floor is None) != (self.floor_mode is None):
            raise PydanticCustomError(
                "one_price",
                "写了 floor 就要写 floor_mode（raise 或 refuse）|floor takes a floor_mode (raise or refuse)",
            )
        return self

    def describe(self) -> Text:
        """Say the rate in plain words."""
        return sentence([*self._say_price(), *self._say_units(), *self.describe_around()])

    def _say_price(self) -> list[Text]:
        unit = UNIT_WORDS[self.unit]
        per = Text(f"每{unit.zh}", f"a {unit.en}")
        if self.block is not None:
            per = Text(f"每满 {self.block} {unit.zh}", f"for each complete {self.block} {unit.en}s")
        if self.price is not None:
            said = say_amount(self.price)
            return [Text(f"{per.zh} {said.zh}", f"{said.en} {per.en}")]
        if self.table is not None:
            said = self.table.describe()
            return [Text(f"{per.zh}：{said.zh}", f"{per.en}: {said.en}")]
        return self._say_tiers(unit)

    def _say_tiers(self, unit: Text) -> list[Text]:
        said, below = [], 0
        whole = self.tier_mode == "whole"
        for tier in self.tiers:
            price = say_amount(tier.price)
            if whole and tier.upto is not None:
                text = Text(
                    f"不超过 {tier.upto} {unit.zh}的每{unit.zh} {price.zh}",
                    f"{price.en} a {unit.en} for up to {tier.upto} {unit.en}s",
                )
            elif whole:
                text = Text(
                    f"超过 {below} {unit.zh}的全部每{unit.zh} {price.zh}",
                    f"{price.en} a {unit.en} for all where over {below} {unit.en}s",
                )
            elif tier.upto is not None:
                text = Text(
                    f"第 {below + 1}–{tier.upto} {unit.zh}每{unit.zh} {price.zh}",
                    f"{price.en} a {unit.en} for {unit.en}s {below + 1} to {tier.upto}",
                )
            elif below:
                text = Text(
                    f"第 {below + 1} {unit.zh}起每{unit.zh} {price.zh}",
                    f"{price.en} for each {unit.en} from {unit.en} {below + 1}",
                )
            else:
                text = Text(f"每{unit.zh} {price.zh}", f"{price.en} a {unit.en}")
            said.append(text)
            below = int(tier.upto or below)
        return said

    def _say_units(self) -> list[Text]:
        unit, said = UNIT_WORDS[self.unit], []
        if self.count is not None:
            fact = say_fact(self.count)
            said.append(Text(f"按{fact.zh}计", f"counted by {fact.en}"))
        if self.part_unit is not None:
            said.append(
                {
                    "drop": Text(f"不足一{unit.zh}的不计", f"a part of a {unit.en} does not count"),
                    "prorata": Text(f"不足一{unit.zh}的按比例计", f"a part of a {unit.en} counts as such"),
                    "up": Text(f"不足一{unit.zh}的按一{unit.zh}计", f"a part of a {unit.en} counts as one"),
                }[self.part_unit]
            )
        if self.min_units is not None:
            said.append(Text(f"不足 {self.min_units} {unit.zh}的不补", f"nothing below {self.min_units} {unit.en}s"))
        if self.max_units is not None:
            said.append(Text(f"最多计 {self.max_units} {unit.zh}", f"at most {self.max_units} {unit.en}s count"))
        if self.times is not None:
            fact = say_fact(self.times)
            said.append(Text(f"乘以{fact.zh}", f"times {fact.en}"))
        if self.floor is not None:
            floor = say_amount(self.floor)
            said.append(
                Text(f"低于 {floor.zh}的按 {floor.zh}", f"raised to {floor.en} where lower")
                if self.floor_mode == "raise"
                else Text(f"低于 {floor.zh}的不补", f"nothing where below {floor.en}")
            )
        return said
