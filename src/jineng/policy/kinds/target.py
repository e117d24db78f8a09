"""``target``: what the year is to reach, and by when (目标任务与进度)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from jineng.kernel.text import Text
from jineng.policy.kinds.base import Bilingual, RuleBase, Strict
from jineng.policy.measures import Items, People, Share, Years


class Goal(Strict):
    """One number to reach: heads, a share, or a count of things; ``at_least`` where the text gives a floor."""

    what: Bilingual
    people: People | None = None
    share: Share | None = None
    items: Items | None = None
    at_least: bool = False
    within: Years | None = None

    @model_validator(mode="after")
    def _one_number(self) -> Goal:
        if sum(number is not None for number in (self.people, self.share, self.items)) != 1:
            raise PydanticCustomError(
                "one_number", "每个目标写一个数：people、share 或 items|a goal has one number: people, share or items"
            )
        return self

    def describe(self) -> Text:
        """Say the goal in plain words."""
        number = next(
            Text(zh, en)
            for value, zh, en in (
                (self.people, f"{self.people} 人", f"{self.people} people"),
                (
                    self.share,
                    f"{self.share.written() if self.share is not None else ''}%",
                    f"{self.share.written() if self.share is not None else ''}%",
                ),
                (self.items, f"{self.items} 个", f"{self.items}"),
            )
            if value is not None
        )
        floor = Text("不少于 ", "at least ") if self.at_least else Text("", "")
        span = (
            Text(f"（{self.within} 年内）", f" within {self.within} years") if self.within is not None else Text("", "")
        )
        return Text(f"{self.what.zh}{floor.zh}{number.zh}{span.zh}", f"{self.what.en}: {floor.en}{number.en}{span.en}")


class Progress(Strict):
    """The share of the tasks that is to be done by a day."""

    by: date
    share: Share


class Target(RuleBase):
    """Goals of the year and the milestones on the way."""

    kind: Literal["target"]
    judged_at: Literal["reporting"] = "reporting"
    goals: tuple[Goal, ...] = ()
    progress: tuple[Progress, ...] = ()
    unit: Bilingual | None = Field(default=None, description="责任单位")

    def describe(self) -> Text:
        """Say goals and milestones in plain words."""
        zh = [goal.describe().zh for goal in self.goals] + [
            f"{step.by} 前完成 {step.share.written()}%" for step in self.progress
        ]
        en = [goal.describe().en for goal in self.goals] + [
            f"{step.share.written()}% by {step.by}" for step in self.progress
        ]
        return Text("；".join(zh) + "。", "; ".join(en) + ".")
