"""``rate``: money per unit of training, in tiers, with caps (按时间计发的补贴标准)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import narwhals as nw
from pydantic import Field

from jineng.kernel.money import say_yuan
from jineng.kernel.text import Text
from jineng.policy.kinds.base import MoneyRule, Standard, Strict, say_payee
from jineng.policy.measures import Days, Yuan

if TYPE_CHECKING:
    from collections.abc import Sequence


class Tier(Strict):
    """A price for the units up to and including ``upto``; the last tier has no end."""

    price: Yuan
    upto: Days | None = None


class Rate(MoneyRule):
    """Money per day: graduated tiers, whole days only, most days, a cap."""

    kind: Literal["rate"]
    unit: Literal["day"] = "day"
    tiers: tuple[Tier, ...] = Field(min_length=1)
    max_units: Days | None = None
    cap: Yuan | None = None
    standard: Standard

    def compiled(self) -> RateTable:
        """Return the rate in plain integers."""
        steps, below = [], 0
        for tier in self.tiers:
            steps.append((below, int(tier.price)))
            below = int(tier.upto or 0)
        return RateTable(
            rule=self.id,
            standard=self.standard,
            steps=tuple(steps),
            max_units=None if self.max_units is None else int(self.max_units),
            cap_fen=None if self.cap is None else int(self.cap),
        )

    def describe(self) -> Text:
        """Say the rate in plain words."""
        zh, en, below = [], [], 0
        for tier in self.tiers:
            price = say_yuan(tier.price)
            if tier.upto is None:
                zh.append(f"第 {below + 1} 天起每天 {price} 元" if below else f"每天 {price} 元")
                en.append(f"{price} yuan for each day from day {below + 1}" if below else f"{price} yuan a day")
            else:
                zh.append(f"第 {below + 1}–{tier.upto} 天每天 {price} 元")
                en.append(f"{price} yuan a day for days {below + 1} to {tier.upto}")
                below = int(tier.upto)
        if self.max_units is not None:
            zh.append(f"最多计 {self.max_units} 天")
            en.append(f"at most {self.max_units} days count")
        if self.cap is not None:
            zh.append(f"每人最高 {say_yuan(self.cap)} 元")
            en.append(f"at most {say_yuan(self.cap)} yuan a person")
        zh.append("、".join(say_payee(payee).zh for payee in self.payee))
        en.append(", ".join(say_payee(payee).en for payee in self.payee))
        return Text("；".join(zh) + "。", "; ".join(en) + ".")


class RateTable:
    """A rate as integers: ``steps`` are (units below this step, price in fen a unit)."""

    __slots__ = ("cap_fen", "max_units", "rule", "standard", "steps")

    def __init__(
        self,
        *,
        rule: str,
        standard: Standard,
        steps: Sequence[tuple[int, int]],
        max_units: int | None,
        cap_fen: int | None,
    ) -> None:
        """Keep the numbers."""
        self.rule, self.standard, self.steps, self.max_units, self.cap_fen = (
            rule,
            standard,
            tuple(steps),
            max_units,
            cap_fen,
        )

    def units(self, days: int) -> int:
        """Return the days that count."""
        return days if self.max_units is None else min(days, self.max_units)

    def uncapped(self, units: int) -> int:
        """Return the fen of ``units`` before the cap: each step's price change applies to the units above its start."""
        amount_fen = price_below = 0
        for below, price in self.steps:
            if units <= below:
                break
            amount_fen += (units - below) * (price - price_below)
            price_below = price
        return amount_fen

    def amount(self, days: int) -> int:
        """Return the fen for a person's days."""
        amount_fen = self.uncapped(self.units(days))
        return amount_fen if self.cap_fen is None else min(amount_fen, self.cap_fen)

    def amount_many(self, days: nw.Expr) -> nw.Expr:
        """Return the same amount as an expression over a column of days (int64)."""
        units = days if self.max_units is None else nw.min_horizontal(days, nw.lit(self.max_units, nw.Int64))
        amount, price_below = nw.lit(0, nw.Int64), 0
        for below, price in self.steps:
            above = nw.max_horizontal(units - below, nw.lit(0, nw.Int64)) if below else units
            amount, price_below = amount + above * (price - price_below), price
        return amount if self.cap_fen is None else nw.min_horizontal(amount, nw.lit(self.cap_fen, nw.Int64))
