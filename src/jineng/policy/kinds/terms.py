"""The parts that rules are made of: terms that may be left to others, tables, tests, caps."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from jineng.kernel.money import say_yuan
from jineng.kernel.text import Text
from jineng.policy.kinds.base import (
    CERTIFICATE_NAMES,
    KIND_NAMES,
    SIZE_NAMES,
    ClassKind,
    Strict,
    say_list,
)
from jineng.policy.measures import DATE_UNIT, UNITS, Measure, Percent, Yuan, parse_figure
from jineng.policy.vocabulary import FACTS

if TYPE_CHECKING:
    from collections.abc import Iterable

Level = Literal["province", "city", "county", "outside"]
"""省 · 市 · 县 · 其他单位（国家文件、物价部门等）: who a text leaves a term to."""

LEVEL_NAMES: dict[str, Text] = {
    "province": Text("省", "the province"),
    "city": Text("市", "the city"),
    "county": Text("县", "the county"),
    "outside": Text("其他单位", "another authority"),
}


class OpenYuan(Strict):
    """An amount that the text leaves to somebody else, within bounds (授权确定): it never pays until filled in."""

    by: Level
    min: Yuan | None = None
    max: Yuan | None = None


class OpenPercent(Strict):
    """A percentage that the text leaves to somebody else, within bounds."""

    by: Level
    min: Percent | None = None
    max: Percent | None = None


def _form(value: Any) -> str:
    return "open" if isinstance(value, dict | OpenYuan | OpenPercent) else "given"


Amount = Annotated[Annotated[Yuan, Tag("given")] | Annotated[OpenYuan, Tag("open")], Discriminator(_form)]
"""Money: "150", or ``{ by = "county", min = "50", max = "100" }`` where the text leaves it open."""

Factor = Annotated[Annotated[Percent, Tag("given")] | Annotated[OpenPercent, Tag("open")], Discriminator(_form)]
"""A percentage of an amount: "130%" is 1.3 times; or left open as an amount is."""


def _quantity(value: Any) -> Any:
    if isinstance(value, Measure):
        return value
    if isinstance(value, str):
        figure = parse_figure(value)
        if figure.unit != DATE_UNIT:
            written = f"{figure.value}%" if figure.unit == "%" else figure.value
            return UNITS[figure.unit].read(written if figure.unit in {"%", "yuan"} else int(figure.value))
    raise PydanticCustomError(
        "quantity",
        '数量请连单位一起写，例如 "20 people"、"6 months"、"70 %"|write a quantity with its unit, such as "20 people", "6 months" or "70 %"',
    )


Quantity = Annotated[Measure, BeforeValidator(_quantity)]
"""A number with its unit, written as clauses write figures: "20 people", "40 hours", "70 %"."""


class BandAxis(Strict):
    """Bands of a numeric fact: from each bound up to the next; the head's ``band_edge`` says which side a bound is in."""

    fact: str
    from_: tuple[Quantity, ...] = Field(alias="from", min_length=1)


Axis = Annotated[
    Annotated[str, Tag("word")] | Annotated[BandAxis, Tag("band")],
    Discriminator(lambda value: "word" if isinstance(value, str) else "band"),
]

CELL_SEPARATOR = "|"
"""Between the words of a cell's key where a table has several axes: "A|5"."""


class Table(Strict):
    """Amounts by one to three axes; a cell's key joins the axes' words by "|", a band is called by its lower bound."""

    axes: tuple[Axis, ...] = Field(min_length=1, max_length=3)
    cells: dict[str, Amount] = Field(min_length=1)

    def describe(self) -> Text:
        """Say the cells in plain words."""
        return say_cells({key: say_amount(value) for key, value in self.cells.items()})


class FactorTable(Strict):
    """Percentages by one to three axes."""

    axes: tuple[Axis, ...] = Field(min_length=1, max_length=3)
    cells: dict[str, Factor] = Field(min_length=1)

    def describe(self) -> Text:
        """Say the cells in plain words."""
        return say_cells({key: say_factor(value) for key, value in self.cells.items()})


class QuantityTable(Strict):
    """Quantities, such as least hours, by one to three axes."""

    axes: tuple[Axis, ...] = Field(min_length=1, max_length=3)
    cells: dict[str, Quantity] = Field(min_length=1)

    def describe(self) -> Text:
        """Say the cells in plain words."""
        return say_cells({key: say_quantity(value) for key, value in self.cells.items()})


class Test(Strict):
    """One condition on a fact: its words, its bounds, its days, or by how much it fell against another fact."""

    fact: str
    is_: tuple[str, ...] = Field(default=(), alias="is")
    is_not: tuple[str, ...] = ()
    at_least: Quantity | None = None
    over: Quantity | None = None
    at_most: Quantity | None = None
    below: Quantity | None = None
    fall_from: str | None = None
    since: date | None = None
    until: date | None = None

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        asked = (self.at_least, self.over, self.at_most, self.below, self.since, self.until)
        if not self.is_ and not self.is_not and all(bound is None for bound in asked):
            raise PydanticCustomError(
                "empty_test",
                "条件没有写要求：请写 is、at_least、over、at_most、below、since 或 until"
                "|the condition asks nothing: write is, at_least, over, at_most, below, since or until",
            )
        return self

    def describe(self) -> Text:
        """Say the condition in plain words."""
        name = say_fact(self.fact)
        zh, en = name.zh, name.en
        if self.fall_from is not None:
            base = say_fact(self.fall_from)
            zh, en = f"{name.zh}比{base.zh}下降", f"the fall of {name.en} against {base.en}"
        parts = [
            (self.at_least, "不低于 {}", "at least {}"),
            (self.over, "超过 {}", "over {}"),
            (self.at_most, "不超过 {}", "at most {}"),
            (self.below, "低于 {}", "below {}"),
        ]
        said = [
            (said_zh.format(quantity.zh), said_en.format(quantity.en))
            for bound, said_zh, said_en in parts
            if bound is not None
            for quantity in [say_quantity(bound)]
        ]
        if self.is_:
            said.append((f"为{say_words(self.is_).zh}", f"is {say_words(self.is_).en}"))
        if self.is_not:
            said.append((f"不是{say_words(self.is_not).zh}", f"is not {say_words(self.is_not).en}"))
        if self.since is not None:
            said.append((f"在 {self.since} 或以后", f"on or after {self.since}"))
        if self.until is not None:
            said.append((f"在 {self.until} 或以前", f"on or before {self.until}"))
        return Text(zh + "且".join(a for a, _ in said), f"{en} {' and '.join(b for _, b in said)}")


class Condition(Strict):
    """When a rule applies: kinds of class, words of facts, membership of lists, tests; all of them must hold."""

    kind: tuple[ClassKind, ...] = ()
    is_: dict[str, tuple[str, ...]] = Field(default={}, alias="is")
    in_list: str | None = None
    not_in_list: str | None = None
    tests: tuple[Test, ...] = ()

    def holds(self, kind: str) -> bool:
        """Tell whether a class of this kind is meant, whatever the other facts."""
        return not self.kind or kind in self.kind

    def describe(self) -> Text:
        """Say the condition in plain words; empty where it is always met."""
        zh, en = [], []
        if self.kind:
            kinds = say_list(KIND_NAMES, self.kind)
            zh.append(kinds.zh)
            en.append(kinds.en)
        for fact, words in self.is_.items():
            name = say_fact(fact)
            said = say_words(words)
            zh.append(f"{name.zh}为{said.zh}")
            en.append(f"{name.en} is {said.en}")
        if self.in_list:
            zh.append(f"在目录“{self.in_list}”中")
            en.append(f"on the list {self.in_list}")
        if self.not_in_list:
            zh.append(f"不在目录“{self.not_in_list}”中")
            en.append(f"not on the list {self.not_in_list}")
        zh += [test.describe().zh for test in self.tests]
        en += [test.describe().en for test in self.tests]
        return Text("，且".join(zh), " and ".join(en))


class Cap(Strict):
    """A ceiling: of several the least counts. Exactly one of the forms is written.

    ``amount`` (or just "800"); ``table`` by facts; ``price`` for each unit of ``count``; ``share`` of another ``rule``'s amount or
    of an ``index``; ``cost``, a money fact.
    """

    amount: Amount | None = None
    table: Table | None = None
    price: Yuan | None = None
    count: str | None = None
    share: Percent | None = None
    rule: str | None = None
    index: str | None = None
    cost: str | None = None

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        forms = [
            self.amount is not None,
            self.table is not None,
            self.price is not None,
            self.share is not None,
            self.cost is not None,
        ]
        of_share = (self.rule is not None) + (self.index is not None)
        if sum(forms) != 1 or of_share != (self.share is not None) or (self.count is None) != (self.price is None):
            raise PydanticCustomError(
                "cap_form",
                '上限请写一种：金额 "800"、table、price 与 count、share 与 rule（或 index）、cost'
                '|write a cap in one form: "800", table, price with count, share with rule (or index), or cost',
            )
        return self

    def describe(self) -> Text:
        """Say the ceiling in plain words."""
        if self.amount is not None:
            return say_amount(self.amount)
        if self.table is not None:
            return self.table.describe()
        if self.price is not None:
            per = say_fact(str(self.count))
            return Text(f"{per.zh}每单位 {say_yuan(self.price)} 元", f"{say_yuan(self.price)} yuan a unit of {per.en}")
        if self.share is not None:
            of = self.rule or self.index
            return Text(f"“{of}”的 {self.share.written()}%", f"{self.share.written()}% of {of}")
        cost = say_fact(str(self.cost))
        return Text(cost.zh, f"the {cost.en}")


def _cap(value: Any) -> Any:
    return {"amount": value} if isinstance(value, str) else value


CapTerm = Annotated[Cap, BeforeValidator(_cap)]


class Group(Strict):
    """One target group (人员类别) and the days between which it counts."""

    name: str
    from_: date | None = Field(default=None, alias="from")
    until: date | None = None


class AgeLimit(Strict):
    """Ages in full years on a day: least and most, perhaps another most for women (男、女年龄上限)."""

    at: str
    min: int | None = Field(default=None, ge=0, le=120)
    max: int | None = Field(default=None, ge=0, le=120)
    max_female: int | None = Field(default=None, ge=0, le=120)


class Bound(Strict):
    """The least and most that a percentage may be."""

    min: Percent | None = None
    max: Percent | None = None


UNIT_NAMES: dict[str, Text] = {
    "yuan": Text("元", "yuan"),
    "%": Text("%", "%"),
    "days": Text("天", "days"),
    "months": Text("个月", "months"),
    "hours": Text("课时", "class hours"),
    "minutes": Text("分钟", "minutes"),
    "people": Text("人", "people"),
    "years": Text("年", "years"),
    "semesters": Text("学期", "semesters"),
    "times": Text("次", "times"),
    "items": Text("个", "items"),
}


def say_quantity(value: Measure) -> Text:
    """Say a number with its unit."""
    unit, number = UNIT_NAMES[value.unit], value.written()
    if value.unit == "%":
        return Text(f"{number}%", f"{number}%")
    return Text(f"{number} {unit.zh}", f"{number} {unit.en}".strip())


def say_amount(value: Yuan | OpenYuan) -> Text:
    """Say an amount, or who is to set it and within which bounds."""
    if isinstance(value, Yuan):
        return Text(f"{say_yuan(value)} 元", f"{say_yuan(value)} yuan")
    return _say_open(value.by, *(None if end is None else f"{say_yuan(end)} 元" for end in (value.min, value.max)))


def say_factor(value: Percent | OpenPercent) -> Text:
    """Say a percentage, or who is to set it and within which bounds."""
    if isinstance(value, Percent):
        return Text(f"{value.written()}%", f"{value.written()}%")
    return _say_open(value.by, *(None if end is None else f"{end.written()}%" for end in (value.min, value.max)))


def _say_open(by: str, least: str | None, most: str | None) -> Text:
    name = LEVEL_NAMES[by]
    zh = [f"不低于 {least}"] * (least is not None) + [f"不超过 {most}"] * (most is not None)
    en = [f"at least {least}"] * (least is not None) + [f"at most {most}"] * (most is not None)
    inside_zh, inside_en = f"（{'、'.join(zh)}）" if zh else "", f" ({', '.join(en)})" if en else ""
    return Text(f"由{name.zh}确定{inside_zh}", f"to be set by {name.en}{inside_en}".replace(" 元", " yuan"))


def say_fact(fact: str) -> Text:
    """Say a fact's name; a document's own facts are called by their id here."""
    return FACTS[fact].title if fact in FACTS else Text(f"“{fact}”", fact)


def say_word(word: str) -> Text:
    """Say a word of a fact by the field's term where it has one."""
    return WORD_NAMES.get(word, Text(word, word))


def say_words(words: Iterable[str]) -> Text:
    """Say several words of a fact as a list."""
    said = [say_word(word) for word in words]
    return Text("、".join(word.zh for word in said), ", ".join(word.en for word in said))


def say_cells(cells: dict[str, Text]) -> Text:
    """Say a table's cells one after the other."""
    keys = {key: [say_word(word) for word in key.split(CELL_SEPARATOR)] for key in cells}
    zh = "、".join(f"{'·'.join(word.zh for word in keys[key])} {said.zh}" for key, said in cells.items())
    en = ", ".join(f"{' · '.join(word.en for word in keys[key])} {said.en}" for key, said in cells.items())
    return Text(zh, en)


WORD_NAMES: dict[str, Text] = {
    **KIND_NAMES,
    **CERTIFICATE_NAMES,
    **SIZE_NAMES,
    "apprentice": Text("学徒工", "apprentice"),
    "special": Text("特级技师", "special-grade technician"),
    "chief": Text("首席技师", "chief technician"),
    "online": Text("线上", "online"),
    "offline": Text("线下", "offline"),
    "theory": Text("理论", "theory"),
    "practice": Text("实操", "practice"),
    "mixed": Text("线上线下结合", "mixed"),
    "male": Text("男", "male"),
    "female": Text("女", "female"),
    "yes": Text("是", "yes"),
    "no": Text("否", "no"),
    "none": Text("无", "none"),
}
