"""``gate``: a rate that decides what is paid, or who may train next year (达标条件)."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from jineng.kernel.text import Text
from jineng.policy.kinds.base import RuleBase, Strict
from jineng.policy.kinds.money import sentence
from jineng.policy.kinds.terms import FactorTable, Test, say_fact
from jineng.policy.measures import BASIS, Months, Percent, Share

Count = Literal["roster", "certified", "employed"]
"""花名册人数 · 取证人数 · 就业人数; employed counts only the certified."""

COUNT_NAMES: dict[str, Text] = {
    "roster": Text("花名册", "on the roster"),
    "certified": Text("取证", "certified"),
    "employed": Text("就业", "employed"),
}


class Ratio(Strict):
    """A rate as two counts."""

    numerator: Count
    denominator: Count

    def describe(self) -> Text:
        """Say which counts are divided."""
        top, bottom = COUNT_NAMES[self.numerator], COUNT_NAMES[self.denominator]
        return Text(f"{top.zh}÷{bottom.zh}", f"{top.en} ÷ {bottom.en}")


class Band(Strict):
    """From this rate on (included) the targets are paid as they are, or by another rule with a reason."""

    from_: Share = Field(alias="from")
    use: str | None = None
    reason: str | None = None


class RateGate(RuleBase):
    """Per settlement unit (an order, otherwise a class): below a rate, another standard applies."""

    kind: Literal["gate"]
    subject: Literal["settlement_unit"]
    judged_at: Literal["settlement"] = "settlement"
    targets: tuple[str, ...] = Field(min_length=1)
    measure: Ratio
    bands: tuple[Band, Band]

    def describe(self) -> Text:
        """Say the gate in plain words."""
        ratio, line = self.measure.describe(), self.bands[1].from_.written()
        return Text(
            f"每个结算单元（整单或单班）{ratio.zh}达到 {line}% 的按目标标准拨付，达不到的改按另一标准。",
            f"A settlement unit (an order, or a class) with {ratio.en} of at least {line}% is paid by the target rule, below by another.",
        )


class RateTest(Strict):
    """One rate that must reach a line."""

    measure: Ratio
    at_least: Share
    reason: str


class InstitutionGate(RuleBase):
    """Per institution and year: any failed test costs the next year's eligibility."""

    kind: Literal["gate"]
    subject: Literal["institution"]
    judged_at: Literal["settlement"] = "settlement"
    tests: tuple[RateTest, ...] = Field(min_length=1)
    consequence: Literal["not_eligible_next_year"]

    def describe(self) -> Text:
        """Say the gate in plain words."""
        zh = "或".join(f"{test.measure.describe().zh}不足 {test.at_least.written()}%" for test in self.tests)
        en = " or ".join(f"{test.measure.describe().en} below {test.at_least.written()}%" for test in self.tests)
        return Text(
            f"机构全年{zh}的，取消下一年度资格。", f"An institution with {en} over the year is not eligible next year."
        )


Event = Literal["start", "completion", "certificate", "contract", "employment", "kept", "end", "claim"]
"""开班 · 结业 · 发证 · 签订合同 · 就业 · 合同期满 · 结班 · 申领"""

EVENT_NAMES: dict[Event, Text] = {
    "start": Text("开班", "the start of the class"),
    "completion": Text("结业", "completion"),
    "certificate": Text("发证", "the certificate"),
    "contract": Text("签订合同", "the contract"),
    "employment": Text("就业", "employment"),
    "kept": Text("合同期满", "the contract having been kept"),
    "end": Text("结班", "the end of the class"),
    "claim": Text("申领", "the claim"),
}


class FactRatio(Strict):
    """A rate as two count facts; there is no usual denominator, so both are named."""

    numerator: str
    denominator: str


class Window(Strict):
    """The rate is known only so many months after an event (考核期)."""

    months: Months
    after: Event


class OutcomeBand(Strict):
    """From this rate on (included): a factor for all, factors by facts such as a person's result, or nothing."""

    from_: Share = Field(alias="from")
    factor: Percent | None = None
    table: FactorTable | None = None
    refuse: bool = False

    @model_validator(mode="after")
    def _one_outcome(self) -> Self:
        if (self.factor is not None) + (self.table is not None) + self.refuse != 1:
            raise PydanticCustomError(
                "band_form",
                "每一档请写一种结果：factor、table 或 refuse = true|a band has one outcome: factor, table or refuse = true",
            )
        return self


class OutcomeGate(RuleBase):
    """A rate in bands, each with its factor, or ``tests`` all of which must hold (``met``, ``missed``: the factors), per class, enterprise, project or person.

    With a ``window`` the outcome waits until it has closed.
    """

    kind: Literal["gate"]
    subject: Literal["class", "enterprise", "project", "person"]
    judged_at: Literal["settlement"] = "settlement"
    targets: tuple[str, ...] = Field(min_length=1)
    measure: FactRatio | None = None
    bands: tuple[OutcomeBand, ...] = ()
    tests: tuple[Test, ...] = ()
    met: Percent | None = None
    missed: Percent | None = None
    window: Window | None = None

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        by_bands = self.measure is not None and bool(self.bands)
        by_tests = bool(self.tests) and self.met is not None and self.missed is not None
        either = self.measure is not None or bool(self.bands)
        other = bool(self.tests) or self.met is not None or self.missed is not None
        if by_bands == by_tests or (either and other):
            raise PydanticCustomError(
                "gate_form",
                "请写一种：measure 与 bands，或 tests 与 met、missed|write one form: measure with bands, or tests with met and missed",
            )
        return self

    def describe(self) -> Text:
        """Say the gate in plain words."""
        parts = []
        if self.measure is not None:
            top, bottom = say_fact(self.measure.numerator), say_fact(self.measure.denominator)
            parts.append(Text(f"按{top.zh}÷{bottom.zh}分档", f"by {top.en} ÷ {bottom.en}"))
            parts += [self._say_band(band) for band in self.bands]
        if self.tests and self.met is not None and self.missed is not None:
            said = [test.describe() for test in self.tests]
            parts.append(
                Text(
                    f"{'，且'.join(text.zh for text in said)}的按 {self.met.written()}%",
                    f"{self.met.written()}% where {' and '.join(text.en for text in said)}",
                )
            )
            parts.append(Text(f"否则按 {self.missed.written()}%", f"{self.missed.written()}% otherwise"))
        if self.window is not None:
            event = EVENT_NAMES[self.window.after]
            parts.append(
                Text(
                    f"{event.zh}后 {self.window.months} 个月期满认定",
                    f"judged {self.window.months} months after {event.en}",
                )
            )
        return sentence(parts)

    @staticmethod
    def _say_band(band: OutcomeBand) -> Text:
        start = band.from_.written()
        if band.refuse:
            return Text(f"达到 {start}% 的不补", f"from {start}% nothing")
        if band.factor is not None:
            return Text(f"达到 {start}% 的按 {band.factor.written()}%", f"from {start}% at {band.factor.written()}%")
        said = band.table.describe() if band.table is not None else Text("", "")
        return Text(f"达到 {start}% 的：{said.zh}", f"from {start}%: {said.en}")


def reaches(numerator: int, denominator: int, line_basis: int) -> bool:
    """Tell whether a rate reaches a line given in ten-thousandths; a rate over nobody is 0.

    >>> reaches(32, 40, 8000), reaches(31, 40, 8000), reaches(0, 0, 8000)
    (True, False, False)
    """
    if denominator == 0:
        return line_basis == 0
    return numerator * BASIS >= line_basis * denominator


def missing_for(numerator: int, denominator: int, line_basis: int) -> int:
    """Return how many more in the numerator would reach the line.

    >>> missing_for(30, 40, 8000)
    2
    """
    return max(-(-line_basis * denominator // BASIS) - numerator, 0)
