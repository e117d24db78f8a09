"""``class_standard``: what a class has to be like (办班要求)."""

from __future__ import annotations

from typing import Literal

from jineng.kernel.text import Text
from jineng.policy.kinds.base import KIND_NAMES, Bilingual, RuleBase, Strict, say_list
from jineng.policy.kinds.terms import Condition, QuantityTable
from jineng.policy.measures import ClassHours, Days, Items, Measure, People, Share


class Online(Strict):
    """Online hours (线上课时): their most share of all hours, and at what part of their length they count."""

    max_share: Share | None = None
    counts_as: Share | None = None


class ClassStandard(RuleBase):
    """Standards of a class, and what a miss means.

    ``on_fail`` refuse: nothing is paid; fallback: the targets are paid by rule ``fallback`` instead; advise: shown when the class is opened.
    ``hours_min`` and ``hours_table`` (by level, category …) are class hours attended, online ones counted as ``online`` says;
    ``practice_min`` and ``theory_min`` are parts of the hours taught, ``attendance_min`` of them attended; ``exam``: passed.
    """

    kind: Literal["class_standard"]
    judged_at: Literal["settlement", "opening"]
    on_fail: Literal["refuse", "fallback", "advise"]
    targets: tuple[str, ...] = ()
    fallback: str | None = None
    when: Condition = Condition()
    size_max: People | None = None
    parallel_max: Items | None = None
    attendance_min: Share | None = None
    practice_share: Share | None = None
    usual_days: Days | None = None
    usual_hours: ClassHours | None = None
    days_min: Days | None = None
    days_max: Days | None = None
    hours_max: ClassHours | None = None
    size_min: People | None = None
    hours_min: ClassHours | None = None
    hours_table: QuantityTable | None = None
    hours_per_day_max: ClassHours | None = None
    practice_min: Share | None = None
    theory_min: Share | None = None
    online: Online | None = None
    exam: bool = False
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
        if self.hours_table is not None:
            table = self.hours_table.describe()
            zh.append(f"课时不少于：{table.zh}")
            en.append(f"class hours of at least: {table.en}")
        if self.online is not None and self.online.counts_as is not None:
            zh.append(f"线上课时按 {self.online.counts_as.written()}% 计")
            en.append(f"an hour online counts as {self.online.counts_as.written()}% of one")
        if self.exam:
            zh.append("考核合格")
            en.append("the exam must be passed")
        if self.modules:
            zh.append("必含课程：" + "、".join(module.zh for module in self.modules))
            en.append("must teach: " + ", ".join(module.en for module in self.modules))
        if self.on_fail == "refuse":
            zh.append("不符合的整班不予补贴")
            en.append("a class that misses this is paid nothing")
        if self.on_fail == "fallback" and self.fallback is not None:
            zh.append(f"不符合的改按规则“{self.fallback}”")
            en.append(f"what misses this is paid by rule {self.fallback}")
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
            (self.size_min, "每班不少于 {} 人", "at least {} people a class"),
            (self.hours_min, "不少于 {} 课时", "at least {} class hours"),
            (self.hours_per_day_max, "每天不超过 {} 课时", "at most {} class hours a day"),
            (self.practice_min, "实操不低于 {}%", "at least {}% practical hours"),
            (self.theory_min, "理论不低于 {}%", "at least {}% theory"),
            (self.online.max_share if self.online else None, "线上不超过 {}%", "at most {}% online"),
        )
