"""Checks of the facts that rules name: that they are there, of the right type, and may be the words they are held against."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Final, NamedTuple

from jineng.kernel.text import Text
from jineng.policy.checks.faults import fault
from jineng.policy.kinds import (
    AmountTable,
    ClassStandard,
    Eligibility,
    FixedAmount,
    Index,
    NamedList,
    Rate,
    Share,
)
from jineng.policy.kinds.adjust import Portion
from jineng.policy.kinds.gate import FactRatio
from jineng.policy.kinds.share import DeemedCost
from jineng.policy.kinds.terms import (
    AgeLimit,
    BandAxis,
    Cap,
    Condition,
    FactorTable,
    QuantityTable,
    Table,
    Test,
)
from jineng.policy.measures import ClassHours, Percent
from jineng.policy.vocabulary import FACTS, MEASURES, RESERVED, RESERVED_BEGINNINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import BaseModel

    from jineng.policy.checks.faults import Fault
    from jineng.policy.checks.survey import Part, Survey
    from jineng.policy.measures import Measure
    from jineng.policy.vocabulary import FactSpec

TYPE_NAMES: Final[dict[str, Text]] = {
    "word": Text("文字", "a word"),
    "flag": Text("是否", "yes or no"),
    "date": Text("日期", "a date"),
    "money": Text("金额（元）", "money (yuan)"),
    "hours": Text("课时", "class hours"),
    "days": Text("天数", "days"),
    "months": Text("月数", "months"),
    "years": Text("年数", "years"),
    "semesters": Text("学期数", "semesters"),
    "people": Text("人数", "people"),
    "items": Text("个数", "a number of things"),
}
FLAG_WORDS: Final = ("yes", "no")

_WORDS: Final = ("word", "flag")
_NUMBERS: Final = tuple(MEASURES)
_COUNTS: Final = tuple(name for name in MEASURES if name != "money")
_HEADS: Final = {"people", "items"}
"""Counts of things and of people, which a rate may set against one another: places to staff."""

_UNIT_FACTS: Final = {
    "day": ("days", "hours"),
    "class_hour": ("hours",),
    "month": ("months",),
    "year": ("years",),
    "semester": ("semesters",),
}
"""The types of fact that say how many of a rate's units there were; hours become days by the head's ``hours_per_day``."""

_NAMED_IN: Final[dict[type[BaseModel], dict[str, tuple[str, ...]]]] = {
    AmountTable: {"times": _COUNTS},
    Rate: {"times": _COUNTS},
    FixedAmount: {"times": _COUNTS},
    Share: {"of_fact": ("money",)},
    DeemedCost: {"count": _COUNTS},
    Cap: {"count": _COUNTS, "cost": ("money",)},
    Portion: {"part": _NUMBERS, "whole": _NUMBERS},
    FactRatio: {"numerator": _NUMBERS, "denominator": _NUMBERS},
    Index: {"person_fact": ("money",)},
    NamedList: {"of": ("word",), "member_at": ("date",)},
    AgeLimit: {"at": ("date",)},
    Eligibility: {"status_at": ("date",)},
}
"""The fields in which each part of a rule names one fact, and the types that it may have there."""

_NAMING: Final = {*_NAMED_IN, Condition, Test, Table, FactorTable, QuantityTable}
"""The parts that name facts."""


class Use(NamedTuple):
    """A fact as a part of a rule uses it: in which field, and the types that it may have there."""

    field: str
    fact: str
    types: tuple[str, ...]


def fact_faults(survey: Survey) -> Iterator[Fault]:
    """Yield facts that neither the vocabulary nor the document has, and facts used as what they are not."""
    yield from _declared(survey)
    for part in survey.parts:
        if type(part.node) not in _NAMING:
            continue
        for use in _uses(part.node):
            spec = survey.facts.get(use.fact)
            if spec is None:
                yield _not_there(part.where(use.field), use.fact, survey)
            elif spec.type not in use.types:
                wanted = [TYPE_NAMES[name] for name in use.types]
                yield fault(
                    "fact_type",
                    part.where(use.field),
                    f"事实“{spec.title.zh}”（{use.fact}）是{TYPE_NAMES[spec.type].zh}，"
                    f"这里要用{'或'.join(text.zh for text in wanted)}；请换一个事实或改写法",
                    f"the fact {use.fact!r} holds {TYPE_NAMES[spec.type].en}, while {' or '.join(text.en for text in wanted)} must stand here: "
                    "name another fact or write it otherwise",
                )
        yield from _pairs(part, survey)
        for field, fact, words in _word_uses(part.node):
            yield from _unknown_words(part, field, fact, words, survey)
    yield from _percentages(survey)


def _declared(survey: Survey) -> Iterator[Fault]:
    for fact in survey.document.fact:
        if fact.id in FACTS:
            yield fault(
                "fact_taken",
                f"fact {fact.id}",
                f"“{fact.id}”已是通用事实（{FACTS[fact.id].title.zh}），请直接使用并删去这里的声明，或另取编号",
                f"{fact.id!r} is a fact of the vocabulary ({FACTS[fact.id].title.en}): use that and remove this one, or choose another id",
            )
        if fact.id in RESERVED or fact.id.startswith(RESERVED_BEGINNINGS):
            yield fault(
                "fact_reserved",
                f"fact {fact.id}",
                f"“{fact.id}”是申领明细自己的列名，请另取编号",
                f"{fact.id!r} is the name of a column that claim lines have already: choose another id",
            )
        if fact.values and fact.type != "word":
            yield fault(
                "fact_type",
                f"fact {fact.id}.values",
                "只有文字类的事实才列出可选值；请删去 values 或把 type 改为 word",
                'only a fact of type "word" lists its values: remove values or make it type "word"',
            )


def _not_there(where: str, name: str, survey: Survey) -> Fault:
    near = get_close_matches(name, survey.facts, n=1, cutoff=0.6)
    near_zh = f"（是否应为 {near[0]}？）" if near else ""
    near_en = f" (is {near[0]} meant?)" if near else ""
    return fault(
        "unknown_fact",
        where,
        f"没有名为“{name}”的事实{near_zh}；请改为已有的事实，或用 [[fact]] 声明它",
        f"there is no fact {name!r}{near_en}: name one that is there, or declare it as a [[fact]]",
    )


def _uses(node: BaseModel) -> Iterator[Use]:
    for field, types in _NAMED_IN.get(type(node), {}).items():
        fact = getattr(node, field)
        if fact is not None:
            yield Use(field, fact, types)
    match node:
        case Condition():
            yield from (Use(f"is.{fact}", fact, _WORDS) for fact in node.is_)
        case Test():
            yield from _test_uses(node)
        case Table() | FactorTable() | QuantityTable() | AmountTable():
            yield from _axis_uses(node)
        case Rate() if node.count is not None:
            yield Use("count", node.count, _UNIT_FACTS[node.unit])


def _axis_uses(table: Table | FactorTable | QuantityTable | AmountTable) -> Iterator[Use]:
    for index, axis in enumerate(table.axes, 1):
        if isinstance(axis, BandAxis):
            yield Use(f"axes[{index}].fact", axis.fact, _types_of(axis.from_[0]))
        else:
            yield Use(f"axes[{index}]", axis, _WORDS)


def _types_of(quantity: Measure) -> tuple[str, ...]:
    return tuple(name for name, measure in MEASURES.items() if measure.unit == quantity.unit) or _NUMBERS


def _bounds(test: Test) -> Iterator[tuple[str, Measure]]:
    for field in ("at_least", "over", "at_most", "below"):
        bound = getattr(test, field)
        if bound is not None:
            yield field, bound


def _test_uses(test: Test) -> Iterator[Use]:
    if test.is_ or test.is_not:
        yield Use("is" if test.is_ else "is_not", test.fact, _WORDS)
    if test.since is not None or test.until is not None:
        yield Use("since" if test.since is not None else "until", test.fact, ("date",))
    if test.fall_from is not None:
        yield Use("fact", test.fact, _NUMBERS)
        yield Use("fall_from", test.fall_from, _NUMBERS)
        return
    for field, bound in _bounds(test):
        yield Use(field, test.fact, _types_of(bound))


def _pairs(part: Part, survey: Survey) -> Iterator[Fault]:
    """Yield two facts that are divided by, or held against, one another but count different things."""
    match part.node:
        case FactRatio(numerator=first, denominator=second) | Portion(part=first, whole=second):
            pass
        case Test(fact=first, fall_from=str(second)):
            pass
        case _:
            return
    specs = [survey.facts.get(first), survey.facts.get(second)]
    types = [spec.type for spec in specs if spec is not None and spec.type in _NUMBERS]
    if len(types) == 2 and types[0] != types[1] and not set(types) <= _HEADS:
        yield fault(
            "fact_type",
            part.where(),
            f"“{first}”是{TYPE_NAMES[types[0]].zh}，“{second}”是{TYPE_NAMES[types[1]].zh}，不能相比；请用同一种单位的事实",
            f"{first!r} holds {TYPE_NAMES[types[0]].en} and {second!r} {TYPE_NAMES[types[1]].en}: compare facts of one unit",
        )


def _percentages(survey: Survey) -> Iterator[Fault]:
    """Yield bounds in a unit that no fact has, and quantities of a table of hours that are none."""
    for part, test in survey.parts_of(Test):
        for field, bound in _bounds(test):
            falls, share = test.fall_from is not None, isinstance(bound, Percent)
            if falls != share or (not share and bound.unit not in _FACT_UNITS):
                yield fault(
                    "fact_type",
                    part.where(field),
                    f"{'写了 fall_from 的条件用百分数' if falls else '条件的单位应与事实的单位相同'}，收到 {bound.written()} {bound.unit}",
                    f"{'with fall_from a bound is a percentage' if falls else 'a bound has the unit of its fact'}; found {bound.written()} {bound.unit}",
                )
    for part, axis in survey.parts_of(BandAxis):
        for index, bound in enumerate(axis.from_, 1):
            if bound.unit not in _FACT_UNITS or bound.unit != axis.from_[0].unit:
                yield fault(
                    "fact_type",
                    part.where(f"from[{index}]"),
                    f"各档起点的单位应与事实的单位相同，收到 {bound.written()} {bound.unit}",
                    f"the bounds of bands have the unit of their fact; found {bound.written()} {bound.unit}",
                )
    for standard in survey.of(ClassStandard):
        table = standard.hours_table
        for key, quantity in table.cells.items() if table else ():
            if quantity.unit != ClassHours.unit:
                yield fault(
                    "fact_type",
                    f"rule {standard.id}.hours_table.cells.{key}",
                    f'这里是最少课时，请写成 "{quantity.written()} hours"；收到 {quantity.written()} {quantity.unit}',
                    f'these are least class hours, written "{quantity.written()} hours"; found {quantity.written()} {quantity.unit}',
                )


_FACT_UNITS: Final = frozenset(measure.unit for measure in MEASURES.values())


def words_of(spec: FactSpec | None) -> tuple[str, ...]:
    """Return the words that a fact may be; empty where it may be any."""
    if spec is None:
        return ()
    return FLAG_WORDS if spec.type == "flag" else spec.values


def _word_uses(node: BaseModel) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    match node:
        case Condition():
            yield from ((f"is.{fact}", fact, words) for fact, words in node.is_.items())
        case Test():
            yield "is", node.fact, node.is_
            yield "is_not", node.fact, node.is_not
        case NamedList():
            yield from (
                (f"versions[{index}].members", node.of, version.members)
                for index, version in enumerate(node.versions, 1)
            )


def _unknown_words(part: Part, field: str, fact: str, words: tuple[str, ...], survey: Survey) -> Iterator[Fault]:
    known = words_of(survey.facts.get(fact))
    for word in words:
        if known and word not in known:
            yield fault(
                "unknown_word",
                part.where(field),
                f"“{word}”不是事实“{fact}”的可选值，可选：{'、'.join(known)}",
                f"{word!r} is no value of the fact {fact!r}; it may be: {', '.join(known)}",
            )
