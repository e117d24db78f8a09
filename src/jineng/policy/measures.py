"""Numbers with their unit, as a policy document writes them and as the engine counts them.

A number in a document is typed: it validates the way people write it ("150.00" yuan, "80%", 10 days) and is an integer
afterwards (fen, ten-thousandths, days), so that a document can be walked and every number compared with the figures of the
clause it comes from.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple, Self

from pydantic_core import PydanticCustomError, core_schema

from jineng.kernel.money import parse_yuan, say_yuan
from jineng.kernel.text import Text
from jineng.policy.parts import HOLDS_PARTS, OfClass, parts_in

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler

BASIS: Final = 10_000
"""Ten-thousandths (万分之一) in a whole: the integer form of a percentage."""


class Measure(int):
    """A whole number of something; subclasses say of what."""

    unit: ClassVar[str] = "units"

    @classmethod
    def read(cls, value: object) -> Self:
        """Return the measure that a document's value stands for.

        Raises:
            PydanticCustomError: the value is not written as this unit is.
        """
        if isinstance(value, cls):
            return value
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise PydanticCustomError(
                "whole_number", "应为不小于 0 的整数（{unit}）|a whole number of {unit}, 0 or more", {"unit": cls.unit}
            )
        return cls(value)

    def written(self) -> str:
        """Return the number as a clause's figure writes it, without the unit."""
        return str(int(self))

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """Validate with ``read``."""
        return core_schema.no_info_plain_validator_function(cls.read)


MAX_PRICE_FEN: Final = 10**8
"""The highest amount a person that a document may set: a million yuan, so that no product of it leaves 64 bits."""


class Yuan(Measure):
    """An amount of money a person, held in fen."""

    unit = "yuan"
    most_fen: ClassVar[int] = MAX_PRICE_FEN
    what: ClassVar[Text] = Text("每人金额", "an amount a person")

    @classmethod
    def read(cls, value: object) -> Self:
        """Read "150" or "150.00"; a bare number is refused because 150 could be fen."""
        if isinstance(value, cls):
            return value
        if isinstance(value, str):
            try:
                amount_fen = parse_yuan(value)
            except ValueError:
                amount_fen = -1
            if amount_fen > cls.most_fen:
                raise PydanticCustomError(
                    "too_much",
                    "{what}不能超过 {most} 元|{what_en} cannot be over {most} yuan",
                    {"what": cls.what.zh, "what_en": cls.what.en, "most": say_yuan(cls.most_fen)},
                )
            if amount_fen >= 0:
                return cls(amount_fen)
        raise PydanticCustomError(
            "yuan", '金额请写成带引号的元，例如 "150" 或 "150.50"|write money as quoted yuan, such as "150" or "150.50"'
        )

    def written(self) -> str:
        """Return yuan, with decimals only where there are fen."""
        return say_yuan(self).replace(",", "")


MAX_FUND_FEN: Final = 10**13
"""The largest fund that a document may name: a hundred billion yuan."""


class FundYuan(Yuan):
    """An amount of a whole fund (资金总额), held in fen."""

    most_fen = MAX_FUND_FEN
    what = Text("资金总额", "a fund")


class Percent(Measure):
    """A share, held in ten-thousandths."""

    unit = "%"
    _FORM: ClassVar = re.compile(r"(\d{1,3})(?:\.(\d{1,2}))?%")

    @classmethod
    def read(cls, value: object) -> Self:
        """Read "80%" or "12.5%"; a bare 0.8 is refused because 30 could be 30 % or 3,000 %."""
        if isinstance(value, cls):
            return value
        match = cls._FORM.fullmatch(value) if isinstance(value, str) else None
        if match is None:
            raise PydanticCustomError(
                "percent", '比例请写成百分数，例如 "80%"|write a share as a percentage, such as "80%"'
            )
        whole, part = match.groups()
        return cls(int(whole) * 100 + int((part or "0").ljust(2, "0")))

    def written(self) -> str:
        """Return the percentage without its sign."""
        whole, part = divmod(int(self), 100)
        return f"{whole}.{part:02d}".rstrip("0") if part else str(whole)


class Share(Percent):
    """A percentage that is part of a whole: at most 100 %."""

    @classmethod
    def read(cls, value: object) -> Self:
        """Read a percentage up to 100 %."""
        share = super().read(value)
        if share > BASIS:
            raise PydanticCustomError("share", "比例不能超过 100%|a share cannot be over 100%")
        return share


class Days(Measure):
    """Training days (培训天数)."""

    unit = "days"


class Months(Measure):
    """Calendar months (个月)."""

    unit = "months"


class ClassHours(Measure):
    """Class hours (课时)."""

    unit = "hours"


class People(Measure):
    """Heads (人)."""

    unit = "people"


class Years(Measure):
    """Years (年)."""

    unit = "years"


class Semesters(Measure):
    """Semesters (学期)."""

    unit = "semesters"


class Minutes(Measure):
    """Minutes (分钟)."""

    unit = "minutes"


class Times(Measure):
    """How often (次)."""

    unit = "times"


class Items(Measure):
    """Things counted, such as contests or bases (项、个)."""

    unit = "items"


UNITS: Final[dict[str, type[Measure]]] = {
    kind.unit: kind
    for kind in (Yuan, Percent, Days, Months, ClassHours, People, Years, Semesters, Minutes, Times, Items)
}
DATE_UNIT: Final = "date"
COMPUTABLE_UNITS: Final = frozenset({"yuan", "%", "days", "months"})
"""Units that some rule kind can always express, so that a figure in them may never be marked as not computed."""


class Figure(NamedTuple):
    """A number as it stands in a clause: the number without its unit, and the unit."""

    value: str
    unit: str

    def __str__(self) -> str:
        return f"{self.value} {self.unit}"


_FIGURE = re.compile(r"(\S+) (\S+)")


def parse_figure(text: str) -> Figure:
    """Read a clause's figure, such as "150 yuan", "80 %", "10 days" or "2022-11-30 date".

    Raises:
        PydanticCustomError: the text is no figure, or its unit is not known.
    """
    match = _FIGURE.fullmatch(text)
    if match:
        value, unit = match.groups()
        try:
            if unit == DATE_UNIT:
                return Figure(date.fromisoformat(value).isoformat(), unit)
            if unit in UNITS:
                written = {"yuan": value, "%": f"{value}%"}.get(unit) or int(value)
                measure = FundYuan if unit == "yuan" else UNITS[unit]  # a clause may speak of a whole fund
                return Figure(measure.read(written).written(), unit)
        except (ValueError, PydanticCustomError):
            pass
    units = " ".join([*UNITS, DATE_UNIT])
    raise PydanticCustomError(
        "figure",
        '条款数字应写成“数值 单位”，例如 "150 yuan"；单位可为 {units}|write a figure as number and unit, such as "150 yuan"; units: {units}',
        {"units": units},
    )


class Used(NamedTuple):
    """A number found in a rule, and where in the rule it stands."""

    figure: Figure
    path: str


def walk_measures(value: object, path: str = "") -> list[Used]:
    """Return every measure and date inside a validated rule, depth first in the order of its fields."""
    found: list[Used] = []
    if _WALKED[type(value)]:
        _walk(value, path, found)
    return found


_WALKED: Final = OfClass(lambda kind: issubclass(kind, Measure | date) or HOLDS_PARTS[kind])


def _walk(value: Any, path: str, found: list[Used]) -> None:
    if isinstance(value, Measure):
        found.append(Used(Figure(value.written(), value.unit), path))
    elif isinstance(value, date):
        found.append(Used(Figure(value.isoformat(), DATE_UNIT), path))
    else:
        for place, part in parts_in(value, path, _WALKED):
            _walk(part, place, found)
