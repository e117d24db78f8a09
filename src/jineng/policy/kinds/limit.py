"""``limit``: how often, how much or how many somebody may have (享受次数、金额限制)."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, PlainValidator, model_validator
from pydantic_core import PydanticCustomError

from jineng.kernel.text import Text
from jineng.policy.kinds.base import JudgedAt, RuleBase, Strict
from jineng.policy.kinds.money import sentence
from jineng.policy.kinds.terms import Amount, Table, say_amount
from jineng.policy.measures import Months, Times

Per = Literal["person", "enterprise", "institution", "region"]
Key = Literal["level", "occupation", "programme", "certificate", "project", "category"]

PER_NAMES: dict[Per, Text] = {
    "person": Text("每人", "a person"),
    "enterprise": Text("每家企业", "an enterprise"),
    "institution": Text("每家机构", "an institution"),
    "region": Text("每个地区", "a region"),
}
KEY_NAMES: dict[Key, Text] = {
    "level": Text("同一等级", "level"),
    "occupation": Text("同一职业工种", "occupation"),
    "programme": Text("同一补贴项目", "programme"),
    "certificate": Text("同一证书", "certificate"),
    "project": Text("同一培训项目", "project"),
    "category": Text("同一类别", "category"),
}
PERIOD_NAMES: dict[str, Text] = {
    "life": Text("终身", "for life"),
    "calendar_year": Text("每个自然年度", "a calendar year"),
    "rolling": Text("连续期间内", "a rolling period"),
    "policy": Text("本方案有效期内", "while the plan is in force"),
}


def _times(value: Any) -> int:
    """Once is a word rather than a figure of the clause; more often is one."""
    times = Times.read(value)
    return int(times) if times == 1 else times


class Extra(Strict):
    """So many more for what is on a list (目录内增加次数)."""

    n: Annotated[int, PlainValidator(_times)]
    in_list: str


class Limit(RuleBase):
    """At most ``n`` times, or ``amount`` of money, of the ``targets`` together, over history and the present lines.

    ``per`` and ``keys`` say within what they are counted, ``period`` over which days (``rolling`` takes ``months``), counted from the plan's
    anchor day. ``no_lower_after_higher`` refuses a level below one had before, ``sequential`` what starts before the one before has
    ended, ``min_gap`` what comes too soon. ``choose`` says which of one settlement's lines come first: in order of day, or
    the largest. ``on_hit`` refuses the line, or cuts money to what is left.
    """

    kind: Literal["limit"]
    judged_at: JudgedAt = "settlement"
    targets: tuple[str, ...] = Field(min_length=1)
    counter: Literal["times", "money"] = "times"
    n: Annotated[int, PlainValidator(_times)] | None = None
    amount: Amount | None = None
    table: Table | None = None
    per: Per
    key: Key | None = None
    keys: tuple[Key, ...] = ()
    period: Literal["life", "calendar_year", "rolling", "policy"]
    months: Months | None = None
    count_payee: Literal["any", "self"] = "any"
    extra: Extra | None = None
    no_lower_after_higher: bool = False
    sequential: bool = False
    min_gap: Months | None = None
    choose: Literal["first", "best"] = "first"
    on_hit: Literal["refuse", "cut_to_rest"] = "refuse"

    @model_validator(mode="after")
    def _one_number(self) -> Self:
        if (self.n is not None) + (self.amount is not None) + (self.table is not None) != 1 or (
            self.counter == "times"
        ) != (self.n is not None):
            raise PydanticCustomError(
                "limit_form",
                '次数限制写 n，金额限制写 counter = "money" 和 amount 或 table'
                '|a limit of times takes n, one of money counter = "money" and amount or table',
            )
        if (self.period == "rolling") != (self.months is not None):
            raise PydanticCustomError(
                "limit_form", 'period = "rolling" 要写 months，其他不写|period = "rolling" takes months, others do not'
            )
        if self.on_hit == "cut_to_rest" and self.counter != "money":
            raise PydanticCustomError(
                "limit_form", "只有金额限制可以 cut_to_rest|only a limit of money can be cut to the rest"
            )
        return self

    @property
    def all_keys(self) -> tuple[Key, ...]:
        """Return what it is counted by beside ``per``."""
        return self.keys or ((self.key,) if self.key else ())

    def describe(self) -> Text:
        """Say the limit in plain words."""
        per, period = PER_NAMES[self.per], PERIOD_NAMES[self.period]
        if self.months is not None:
            period = Text(f"任意连续 {self.months} 个月内", f"in any {self.months} months")
        keys_zh = "、".join(KEY_NAMES[key].zh for key in self.all_keys)
        keys_en = " and ".join(KEY_NAMES[key].en for key in self.all_keys)
        most = self._most()
        parts = [
            Text(
                f"{per.zh}{keys_zh}{period.zh}最多 {most.zh}",
                f"at most {most.en} {per.en}{f' and {keys_en}' if keys_en else ''}, {period.en}",
            ),
            Text("以往已享受的计算在内", "what was enjoyed before counts"),
        ]
        if self.extra is not None:
            parts.append(
                Text(
                    f"目录“{self.extra.in_list}”内再加 {self.extra.n} 次",
                    f"{self.extra.n} more for what is on the list {self.extra.in_list}",
                )
            )
        if self.no_lower_after_higher:
            parts.append(Text("享受过高等级的不再享受低等级", "no lower level after a higher one"))
        if self.sequential:
            parts.append(Text("上一项结束后才能开始下一项", "the next may start only when the last has ended"))
        if self.min_gap is not None:
            parts.append(Text(f"两次之间至少隔 {self.min_gap} 个月", f"at least {self.min_gap} months apart"))
        if self.choose == "best":
            parts.append(Text("几项都符合的取金额高的", "of several the largest is taken"))
        if self.on_hit == "cut_to_rest":
            parts.append(Text("超过的只补剩余金额", "what goes over is cut to the rest"))
        return sentence(parts)

    def _most(self) -> Text:
        if self.n is not None:
            return Text(f"{self.n} 次", f"{self.n} times" if self.n != 1 else "once")
        if self.amount is not None:
            return say_amount(self.amount)
        return self.table.describe() if self.table is not None else Text("", "")
