"""Checks of tables: keys of cells, bands, holes, and cells that the rule's own condition shuts out."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any, Final

from jineng.policy.checks.facts import words_of
from jineng.policy.checks.faults import fault
from jineng.policy.kinds import AmountTable, OutcomeGate, Rate
from jineng.policy.kinds.terms import (
    CELL_SEPARATOR,
    BandAxis,
    Condition,
    FactorTable,
    QuantityTable,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jineng.policy.checks.faults import Fault
    from jineng.policy.checks.survey import Part, Survey
    from jineng.policy.kinds.terms import Axis

    AnyTable = Table | FactorTable | QuantityTable | AmountTable


_TABLES: Final = frozenset({Table, FactorTable, QuantityTable, AmountTable})


def table_faults(survey: Survey) -> Iterator[Fault]:
    """Yield every fault of every table of a claims document."""
    for part in survey.parts:
        if type(part.node) not in _TABLES:
            continue
        table: Any = part.node
        bands = [*_band_faults(part, table)]
        keys = [*_key_faults(part, table, survey)]
        yield from bands
        yield from keys
        if not keys:
            yield from _shut_out(part, table)
        if not bands and not keys and _needs_every_cell(part):
            yield from _holes(part, table)


def _band_faults(part: Part, table: AnyTable) -> Iterator[Fault]:
    for index, axis in enumerate(table.axes, 1):
        if isinstance(axis, BandAxis):
            for before, after in zip(axis.from_, axis.from_[1:], strict=False):
                if after <= before:
                    yield fault(
                        "band_order",
                        part.where(f"axes[{index}].from"),
                        f"各档起点应从小到大，{before.written()} 之后收到 {after.written()}",
                        f"bands start from the lowest up; found {after.written()} after {before.written()}",
                    )


def _labels(axis: Axis, survey: Survey) -> tuple[str, ...]:
    """Return what a key may say on an axis; empty where it may say anything."""
    if isinstance(axis, BandAxis):
        return tuple(bound.written() for bound in axis.from_)
    return words_of(survey.facts.get(axis))


def _key_faults(part: Part, table: AnyTable, survey: Survey) -> Iterator[Fault]:
    labels = [_labels(axis, survey) for axis in table.axes]
    for key in table.cells:
        where, words = part.where(f"cells.{key}"), key.split(CELL_SEPARATOR)
        if len(words) != len(labels):
            yield fault(
                "cell_key",
                where,
                f"“{key}”写了 {len(words)} 项，表有 {len(labels)} 个维度；请按维度顺序写全，用“{CELL_SEPARATOR}”分开",
                f"{key!r} names {len(words)} of the table's {len(labels)} axes: write one part an axis, in order, parted by {CELL_SEPARATOR!r}",
            )
            continue
        for word, known in zip(words, labels, strict=True):
            if not word or (known and word not in known):
                allowed_zh, allowed_en = "、".join(known) or "非空文字", ", ".join(known) or "any text"
                yield fault(
                    "cell_key",
                    where,
                    f"“{word}”不在这个维度中，可写：{allowed_zh}",
                    f"{word!r} is not on its axis; it may be: {allowed_en}",
                )


def _shut_out(part: Part, table: AnyTable) -> Iterator[Fault]:
    when = getattr(part.rule, "when", None)
    if not isinstance(when, Condition):
        return
    asked = [allowed_words(when, axis) if isinstance(axis, str) else None for axis in table.axes]
    for key in table.cells:
        for word, allowed in zip(key.split(CELL_SEPARATOR), asked, strict=True):
            if allowed is not None and word not in allowed:
                yield fault(
                    "unreachable",
                    part.where(f"cells.{key}"),
                    f"规则的 when 只适用于{'、'.join(sorted(allowed)) or '（无）'}，“{key}”这一格永远用不到；请改 when 或删去这一格",
                    f"the rule's when is for {', '.join(sorted(allowed)) or 'nothing'} only, so the cell {key!r} is never used: change when or remove the cell",
                )


def allowed_words(when: Condition, fact: str) -> set[str] | None:
    """Return the words of a fact under which a condition can hold; None where it asks nothing of the fact."""
    asked = [set(when.is_[fact])] if fact in when.is_ else []
    asked += [set(when.kind)] if fact == "kind" and when.kind else []
    asked += [set(test.is_) for test in when.tests if test.fact == fact and test.is_]
    return set.intersection(*asked) if asked else None


def _needs_every_cell(part: Part) -> bool:
    """Tell whether a line without a cell would silently get nothing: such a table has no ``otherwise`` to say so."""
    by_rate = isinstance(part.rule, Rate) and part.path == "table"
    return by_rate or (isinstance(part.rule, OutcomeGate) and isinstance(part.node, FactorTable))


def _holes(part: Part, table: AnyTable) -> Iterator[Fault]:
    used = [key.split(CELL_SEPARATOR) for key in table.cells]
    asked = [
        tuple(bound.written() for bound in axis.from_)
        if isinstance(axis, BandAxis)
        else tuple(dict.fromkeys(words[index] for words in used))
        for index, axis in enumerate(table.axes)
    ]
    missing = [key for key in map(CELL_SEPARATOR.join, product(*asked)) if key not in table.cells]
    if missing:
        yield fault(
            "cell_missing",
            part.where("cells"),
            f"没有写这些组合：{'、'.join(missing)}；请补上，不补贴的写 0",
            f"these combinations have no cell: {', '.join(missing)}; add them, with 0 where nothing is paid",
        )
