"""``budget``: where money comes from, how much there is, and what part of it is bound (资金来源与用途)."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from jineng.kernel.money import say_yuan
from jineng.kernel.text import Text
from jineng.policy.kinds.base import Bilingual, JudgedAt, RuleBase, Strict
from jineng.policy.kinds.money import sentence
from jineng.policy.measures import FundYuan, People, Share

MODE_NAMES: dict[str, Text] = {
    "stop": Text("用完为止", "until it is used up"),
    "pro_rata": Text("不足时按比例拨付", "paid pro rata where it does not suffice"),
    "queue": Text("不足时排队等候下一年度", "where it does not suffice, lines wait for the next year"),
}


class FundPart(Strict):
    """A use of the funds, and the least or most share that it takes."""

    what: Bilingual
    min_share: Share | None = None
    max_share: Share | None = None

    @model_validator(mode="after")
    def _one_share(self) -> Self:
        if self.min_share is None and self.max_share is None:
            raise PydanticCustomError("budget_form", "请写 min_share 或 max_share|write min_share or max_share")
        return self


class Budget(RuleBase):
    """Funds; the ``amount`` there is for the ``targets`` in a year and what happens when it does not suffice; shares of some uses."""

    kind: Literal["budget"]
    judged_at: JudgedAt = "reporting"
    funds: tuple[Bilingual, ...] = Field(min_length=1)
    targets: tuple[str, ...] = ()
    year: int | None = Field(default=None, ge=1990, le=2100)
    amount: FundYuan | None = None
    mode: Literal["stop", "pro_rata", "queue"] | None = None
    quota: People | None = None
    composition: tuple[FundPart, ...] = ()
    cost_split: tuple[FundPart, ...] = ()

    @model_validator(mode="after")
    def _amount_and_mode(self) -> Self:
        if (self.amount is None) != (self.mode is None) or (self.amount is None) != (not self.targets):
            raise PydanticCustomError(
                "budget_form",
                "amount、mode 和 targets 要一起写：多少钱、用于哪些规则、不足时怎么办"
                "|amount, mode and targets go together: how much, for which rules, and what if it does not suffice",
            )
        return self

    def describe(self) -> Text:
        """Say funds, amount and shares in plain words."""
        parts = [
            Text(
                "资金来源：" + "、".join(fund.zh for fund in self.funds),
                "funds: " + ", ".join(fund.en for fund in self.funds),
            )
        ]
        if self.amount is not None and self.mode is not None:
            year = Text(f"{self.year} 年", f"in {self.year} ") if self.year else Text("", "")
            mode = MODE_NAMES[self.mode]
            amount = say_yuan(self.amount)
            parts.append(Text(f"{year.zh}总额 {amount} 元，{mode.zh}", f"{year.en}{amount} yuan in all, {mode.en}"))
        if self.quota is not None:
            parts.append(Text(f"名额 {self.quota} 人", f"places for {self.quota} people"))
        for part in (*self.composition, *self.cost_split):
            if part.min_share is not None:
                share = part.min_share.written()
                parts.append(Text(f"{part.what.zh}不低于 {share}%", f"{part.what.en} at least {share}%"))
            if part.max_share is not None:
                share = part.max_share.written()
                parts.append(Text(f"{part.what.zh}不超过 {share}%", f"{part.what.en} at most {share}%"))
        return sentence(parts)
