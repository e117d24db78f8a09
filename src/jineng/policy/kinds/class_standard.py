"""``class_standard``: what a class has to be like (办班要求)."""

from __future__ import annotations

from typing import Literal

from jineng.kernel.text import Text
from jineng.policy.kinds.base import KIND_NAMES, Bilingual, RuleBase, When, say_list
from jineng.policy.measures import ClassHours, Days, Items, Measure, People, Share


class ClassStandard(RuleBase):
    """Standards of a class. ``on_fail`` refuse: a class that misses one is paid nothing; advise: shown when it is opened."""

    kind: Literal["class_standard"]
    judged_at: Literal["settlement", "opening"]
    on_fail: Literal["refuse", "advise"]
    when: When = When()
    size_max: People | None = None
    parallel_max: Items | None = None
    attendance_min: Share | None = None
    practice_share: Share | None = None
    usual_days: Days | None = None
    usual_hours: ClassHours | None = None
    days_min: Days | None = None
    days_max: Days | None = None
    hours_max: ClassHours | None = None
    modules: tuple[Bilingual, ...] = ()

    def describe(self) -> Text:
        """Say the standards in plain words."""
        zh, en = [], []
        if self.when.kind:
            kinds = say_list(KIND_NAMES, self.when.kind)
            zh.append(kinds.zh)
            en.append(kinds.en)
        for value, said_zh, said_en in self._said():
            if value is not None:
                zh.append(said_zh.format(value.written()))
                en.append(said_en.format(value.written()))
        if self.modules:
            zh.append("必含课程：" + "、".join(module.zh for module in self.modules))
            en.append("must teach: " + ", ".join(module.en for module in self.modules))
        if self.on_fail == "refuse":
            zh.append("不符合的整班不予补贴")
            en.append("a class that misses this is paid nothing")
        return Text("；".join(zh) + "。", "; ".join(en) + ".")

    def _said(self) -> tuple[tuple[Measure | None, str, str], ...]:
        return (
            (self.size_max, "每班不超过 {} 人", "at most {} people a class"),
            (self.parallel_max, "同一工种最多 {} 个班同时进行", "at most {} classes of one occupation at a time"),
            (self.attendance_min, "到课率不低于 {}%", "attendance of at least {}%"),
            (self.practice_share, "实操课时约占 {}%", "about {}% practical hours"),
            (self.usual_days, "一般 {} 天左右", "usually about {} days"),
            (self.usual_hours, "约 {} 课时", "about {} class hours"),
            (self.days_min, "不少于 {} 天", "at least {} days"),
            (self.days_max, "不超过 {} 天", "at most {} days"),
            (self.hours_max, "不超过 {} 课时", "at most {} class hours"),
        )
