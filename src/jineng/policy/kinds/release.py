"""``release``: when entitled money is paid – once, or in parts at milestones (拨付节点)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from jineng.kernel.text import Text
from jineng.policy.kinds.base import KIND_NAMES, RuleBase, Strict, When, say_list
from jineng.policy.measures import Months, Share


class Milestone(Strict):
    """A share of the money, and the event that releases it, perhaps only within some months of the certificate."""

    share: Share
    event: Literal["certificate", "employment"]
    within: Months | None = None


class SettleBy(Strict):
    """What has to have ended before a class of this kind is settled: the class, or every class of its order."""

    unit: Literal["class", "order"]
    when: When = When()


class Release(RuleBase):
    """When training money is due: what must have ended, who it is for, and the shares."""

    kind: Literal["release"]
    targets: tuple[str, ...] = Field(min_length=1)
    settle_by: tuple[SettleBy, ...] = Field(min_length=1)
    milestones: tuple[Milestone, ...] = Field(min_length=1, max_length=2)

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
            share = part.share.written()
            if part.event == "certificate":
                zh.append(f"取得证书的拨付 {share}%")
                en.append(f"{share}% on the certificate")
            else:
                zh.append(f"取证后 {part.within} 个月内就业的再拨付 {share}%")
                en.append(f"{share}% more on employment within {part.within} months of the certificate")
        return Text("；".join(zh) + "。", "; ".join(en) + ".")
