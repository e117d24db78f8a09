"""``calendar``: the plan's year – until when training counts, until when it is claimed (时限)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from jineng.kernel.text import Text
from jineng.policy.kinds.base import JudgedAt, RuleBase


class Calendar(RuleBase):
    """Windows of the year. What ends after ``counts_until`` counts to the next year for these items."""

    kind: Literal["calendar"]
    judged_at: JudgedAt
    items: tuple[Literal["training", "certificate"], ...] = ()
    counts_from: date | None = None
    counts_until: date | None = None
    claim_until: date | None = None
    late: Literal["counts_to_next_year"] | None = Field(default=None)

    @model_validator(mode="after")
    def _in_order(self) -> Calendar:
        last = self.claim_until or self.counts_until
        if self.counts_from and last and self.counts_from > last:
            raise PydanticCustomError("period_order", "期间的开始晚于结束|the period starts after it ends")
        if self.counts_until and self.claim_until and self.claim_until < self.counts_until:
            raise PydanticCustomError("period_order", "申领截止早于培训截止|claims close before training does")
        return self

    def describe(self) -> Text:
        """Say the windows in plain words."""
        zh, en = [], []
        if self.counts_from:
            zh.append(f"自 {self.counts_from} 起")
            en.append(f"from {self.counts_from}")
        if self.counts_until:
            zh.append(f"培训、评价截至 {self.counts_until}")
            en.append(f"training and evaluation until {self.counts_until}")
        if self.late:
            zh.append("之后的计入下一年度")
            en.append("what is later counts to the next year")
        if self.claim_until:
            zh.append(f"补贴申领截至 {self.claim_until}")
            en.append(f"claims until {self.claim_until}")
        return Text("；".join(zh) + "。", "; ".join(en) + ".")
