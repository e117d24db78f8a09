"""``calendar``: the plan's year – until when training counts, until when it is claimed (时限)."""

from __future__ import annotations

from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from jineng.kernel.text import Text
from jineng.policy.kinds.base import Item, JudgedAt, RuleBase, Strict
from jineng.policy.kinds.gate import EVENT_NAMES, Event
from jineng.policy.measures import Days, Months


class ClaimWithin(Strict):
    """Claims are taken until so many months, or days, after an event."""

    event: Event
    months: Months | None = None
    days: Days | None = None

    @model_validator(mode="after")
    def _one_length(self) -> Self:
        if (self.months is None) == (self.days is None):
            raise PydanticCustomError("claim_form", "请写 months 或 days 之一|write either months or days")
        return self


class Extension(Strict):
    """A later notice that moves the last days for training and claims."""

    issued_on: date
    train_until: date | None = None
    claim_until: date | None = None


class Calendar(RuleBase):
    """Windows of the year. What ends after ``counts_until`` counts to the next year for these items.

    ``train_from`` and ``train_until`` bound the days of the class, ``claim_until`` and ``claim_within`` the day of the claim; the latest of
    ``extended`` moves them. Days of working (``publicity_days``, ``approve_days``, ``pay_days``) and the ``round`` of claims are shown.
    """

    kind: Literal["calendar"]
    judged_at: JudgedAt
    items: tuple[Item, ...] = ()
    counts_from: date | None = None
    counts_until: date | None = None
    claim_until: date | None = None
    late: Literal["counts_to_next_year"] | None = Field(default=None)
    train_from: date | None = None
    train_until: date | None = None
    claim_within: ClaimWithin | None = None
    extended: tuple[Extension, ...] = ()
    publicity_days: Days | None = None
    approve_days: Days | None = None
    pay_days: Days | None = None
    round: Literal["month", "quarter", "half_year", "year"] | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Calendar:
        last = self.claim_until or self.counts_until
        if self.counts_from and last and self.counts_from > last:
            raise PydanticCustomError("period_order", "期间的开始晚于结束|the period starts after it ends")
        if self.train_from and self.train_until and self.train_from > self.train_until:
            raise PydanticCustomError("period_order", "培训的开始晚于结束|training starts after it ends")
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
        for said in (*self._say_training(), *self._say_claims()):
            zh.append(said.zh)
            en.append(said.en)
        return Text("；".join(zh) + "。", "; ".join(en) + ".")

    def _say_training(self) -> list[Text]:
        said = []
        if self.train_from:
            said.append(Text(f"培训自 {self.train_from} 起", f"training from {self.train_from}"))
        if self.train_until:
            said.append(Text(f"培训至 {self.train_until} 止", f"training until {self.train_until}"))
        for later in self.extended:
            days_zh = "，".join(
                [f"培训延至 {later.train_until}"] * (later.train_until is not None)
                + [f"申领延至 {later.claim_until}"] * (later.claim_until is not None)
            )
            days_en = ", ".join(
                [f"training until {later.train_until}"] * (later.train_until is not None)
                + [f"claims until {later.claim_until}"] * (later.claim_until is not None)
            )
            said.append(Text(f"{later.issued_on} 起{days_zh}", f"since {later.issued_on} {days_en}"))
        return said

    def _say_claims(self) -> list[Text]:
        said = []
        if self.claim_within is not None:
            event = EVENT_NAMES[self.claim_within.event]
            span = (
                Text(f"{self.claim_within.months} 个月", f"{self.claim_within.months} months")
                if self.claim_within.months is not None
                else Text(f"{self.claim_within.days} 天", f"{self.claim_within.days} days")
            )
            said.append(Text(f"{event.zh}后 {span.zh}内申领", f"claimed within {span.en} of {event.en}"))
        if self.round is not None:
            name = ROUND_NAMES[self.round]
            said.append(Text(f"{name.zh}集中申领", f"claims taken {name.en}"))
        for days, zh, en in (
            (self.publicity_days, "公示 {} 天", "public notice of {} days"),
            (self.approve_days, "{} 天内审核", "reviewed within {} days"),
            (self.pay_days, "{} 天内拨付", "paid within {} days"),
        ):
            if days is not None:
                said.append(Text(zh.format(days), en.format(days)))
        return said


ROUND_NAMES: dict[str, Text] = {
    "month": Text("每月", "monthly"),
    "quarter": Text("每季度", "quarterly"),
    "half_year": Text("每半年", "half-yearly"),
    "year": Text("每年", "yearly"),
}
