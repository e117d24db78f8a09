"""``budget``: where money comes from and what part of it is bound (资金来源与用途)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from jineng.kernel.text import Text
from jineng.policy.kinds.base import Bilingual, RuleBase, Strict
from jineng.policy.measures import Share


class Part(Strict):
    """A use that takes at least this share of a fund."""

    what: Bilingual
    min_share: Share


class Budget(RuleBase):
    """Funds and the least share of some uses."""

    kind: Literal["budget"]
    judged_at: Literal["reporting"] = "reporting"
    funds: tuple[Bilingual, ...] = Field(min_length=1)
    composition: tuple[Part, ...] = ()

    def describe(self) -> Text:
        """Say funds and shares in plain words."""
        zh = ["资金来源：" + "、".join(fund.zh for fund in self.funds)]
        en = ["funds: " + ", ".join(fund.en for fund in self.funds)]
        zh += [f"{part.what.zh}不低于 {part.min_share.written()}%" for part in self.composition]
        en += [f"{part.what.en} at least {part.min_share.written()}%" for part in self.composition]
        return Text("；".join(zh) + "。", "; ".join(en) + ".")
