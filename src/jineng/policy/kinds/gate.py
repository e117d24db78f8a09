"""``gate``: a rate that decides what is paid, or who may train next year (达标条件)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from jineng.kernel.text import Text
from jineng.policy.kinds.base import RuleBase, Strict
from jineng.policy.measures import BASIS, Share

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


class Test(Strict):
    """One rate that must reach a line."""

    measure: Ratio
    at_least: Share
    reason: str


class InstitutionGate(RuleBase):
    """Per institution and year: any failed test costs the next year's eligibility."""

    kind: Literal["gate"]
    subject: Literal["institution"]
    judged_at: Literal["settlement"] = "settlement"
    tests: tuple[Test, ...] = Field(min_length=1)
    consequence: Literal["not_eligible_next_year"]

    def describe(self) -> Text:
        """Say the gate in plain words."""
        zh = "或".join(f"{test.measure.describe().zh}不足 {test.at_least.written()}%" for test in self.tests)
        en = " or ".join(f"{test.measure.describe().en} below {test.at_least.written()}%" for test in self.tests)
        return Text(
            f"机构全年{zh}的，取消下一年度资格。", f"An institution with {en} over the year is not eligible next year."
        )


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
