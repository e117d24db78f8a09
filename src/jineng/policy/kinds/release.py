"""``release``: when entitled money is paid – once, or in parts at milestones (拨付节点)."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from jineng.kernel.text import Text
from jineng.policy.kinds.base import KIND_NAMES, Bilingual, RuleBase, Strict, say_list
from jineng.policy.kinds.gate import EVENT_NAMES, Event
from jineng.policy.kinds.terms import Condition, say_amount
from jineng.policy.measures import Months, Share, Yuan


class Milestone(Strict):
    """A share of the money, or an amount of it, and the event that releases it.

    ``within`` so many months after the event ``after`` (else after the milestone before), under a further condition (``when``: work in the
    county); ``evidence`` says what proves it.
    """

    share: Share | None = None
    amount: Yuan | None = None
    event: Event
    within: Months | None = None
    after: Event | None = None
    when: Condition = Condition()
    evidence: tuple[Bilingual, ...] = ()

    @model_validator(mode="after")
    def _one_part(self) -> Self:
        if (self.share is None) == (self.amount is None):
            raise PydanticCustomError(
                "milestone_form", "每个节点写 share 或 amount 之一|a milestone has either a share or an amount"
            )
        return self


class SettleBy(Strict):
    """What has to have ended before a class of this kind is settled: the class, or every class of its order."""

    unit: Literal["class", "order"]
    when: Condition = Condition()


class Advance(Strict):
    """A share of the planned amount paid before completion (预拨); completion settles what is really due."""

    share: Share


Recover = Literal["none", "excess", "per_head", "all"]
"""不追回 · 追回多拨 · 按未完成人数追回 · 未完成全部追回"""

RECOVER_NAMES: dict[Recover, Text] = {
    "none": Text("预拨的不追回", "an advance is not recovered"),
    "excess": Text("多拨的追回", "what was advanced too much is recovered"),
    "per_head": Text("按未完成人数追回预拨", "the advance for heads that did not complete is recovered"),
    "all": Text("未达到应补金额的全部追回", "where less is due than was planned, all of the advance is recovered"),
}


class Release(RuleBase):
    """When money is due: what must have ended, an advance, the milestones and their shares, what is recovered."""

    kind: Literal["release"]
    targets: tuple[str, ...] = Field(min_length=1)
    settle_by: tuple[SettleBy, ...] = Field(default=(SettleBy(unit="class"),), min_length=1)
    milestones: tuple[Milestone, ...] = Field(min_length=1)
    advance: Advance | None = None
    recover: Recover = "excess"
    instrument: Literal["transfer", "voucher"] = "transfer"

    @model_validator(mode="after")
    def _general_last(self) -> Release:
        *special, last = self.settle_by
        if last.when.kind or any(not by.when.kind for by in special):
            raise PydanticCustomError(
                "general_last",
                "settle_by 的最后一项应不写 when，适用其余类别；其他项要写 when"
                "|the last entry of settle_by is for all other kinds and takes no when; the others take one",
            )
        return self

    def describe(self) -> Text:
        """Say the release in plain words."""
        zh, en = [], []
        for by in self.settle_by:
            if by.unit == "order":
                kinds = say_list(KIND_NAMES, by.when.kind)
                zh.append(f"{kinds.zh}整单各班全部结束后一次结算")
                en.append(f"{kinds.en}: settled once, when every class of the order has ended")
            else:
                zh.append("各班结束后结算")
                en.append("a class is settled when it has ended")
        for part in self.milestones:
            said = self._say_part(part)
            zh.append(said.zh)
            en.append(said.en)
        if self.advance is not None:
            share = self.advance.share.written()
            zh.append(f"可预拨 {share}%")
            en.append(f"{share}% in advance")
            zh.append(RECOVER_NAMES[self.recover].zh)
            en.append(RECOVER_NAMES[self.recover].en)
        if self.instrument == "voucher":
            zh.append("以培训券兑现")
            en.append("paid by voucher")
        return Text("；".join(zh) + "。", "; ".join(en) + ".")

    @staticmethod
    def _say_part(part: Milestone) -> Text:
        event = EVENT_NAMES[part.event]
        if part.share is not None:
            money = Text(f"拨付 {part.share.written()}%", f"{part.share.written()}%")
        else:
            amount = say_amount(part.amount or Yuan(0))
            money = Text(f"拨付 {amount.zh}", amount.en)
        zh, en = event.zh, f"on {event.en}"
        if part.within is not None:
            after = EVENT_NAMES[part.after] if part.after else Text("上一节点", "the milestone before")
            zh, en = f"{after.zh}后 {part.within} 个月内{event.zh}", f"{en} within {part.within} months of {after.en}"
        when = part.when.describe()
        if when.zh:
            zh, en = f"{zh}且{when.zh}", f"{en} and {when.en}"
        return Text(f"{zh}的{money.zh}", f"{money.en} {en}")
