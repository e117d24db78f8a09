"""Checks of days: periods that end before they start, overlap, leave gaps, or end before the document does."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, TypeVar

from jineng.kernel.problems import Place, Problem
from jineng.kernel.text import Text
from jineng.policy.checks.faults import fault
from jineng.policy.kinds import Index, NamedList
from jineng.policy.kinds.index import IndexValue
from jineng.policy.kinds.named_list import ListVersion
from jineng.policy.kinds.terms import Group

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jineng.policy.checks.faults import Fault
    from jineng.policy.checks.survey import Survey
    from jineng.policy.document import Document, Head

Span = TypeVar("Span", ListVersion, IndexValue)

_DAY = timedelta(days=1)
_SPANS: Final = frozenset({Group, ListVersion, IndexValue})


def head_faults(document: Document) -> Iterator[Fault]:
    """Yield a period in force that ends before it starts, and divisors that are 0."""
    head = document.head
    if head.valid_from > head.valid_to:
        yield fault(
            "period_order",
            "document",
            f"有效期 {head.valid_from} 至 {head.valid_to}，开始晚于结束",
            f"valid from {head.valid_from} to {head.valid_to}: it starts after it ends",
        )
    if head.hours_per_day == 0:
        yield fault("zero_divisor", "document.hours_per_day", "一天的课时不能为 0", "a day cannot have 0 class hours")
    if head.month_days == 0:
        yield fault("zero_divisor", "document.month_days", "一个月的天数不能为 0", "a month cannot have 0 days")


def period_faults(survey: Survey) -> Iterator[Fault]:
    """Yield the faults of target groups' days, list versions and index values of a claims document."""
    for part in survey.parts:
        if type(part.node) not in _SPANS:
            continue
        node: Any = part.node
        if node.from_ is not None and node.until is not None and node.from_ > node.until:
            yield fault(
                "period_order",
                part.where("from"),
                f"自 {node.from_} 至 {node.until}，开始晚于结束；请改其中一个日期",
                f"from {node.from_} until {node.until}: it starts after it ends, change one of the days",
            )
    for named in survey.of(NamedList):
        versions = sorted(named.versions, key=lambda version: version.from_)
        yield from _overlaps(f"rule {named.id}.versions", versions)
        if named.until_published == "none":
            for before, after in _gaps(versions):
                yield fault(
                    "list_gap",
                    f"rule {named.id}.versions",
                    f'{before.until} 之后到 {after.from_} 之前没有目录；请接上日期，或写 until_published = "previous"',
                    f'there is no list after {before.until} and before {after.from_}: join the days, or write until_published = "previous"',
                )
    for index in survey.of(Index):
        yield from _index_faults(index, survey.document.head)


def _index_faults(index: Index, head: Head) -> Iterator[Fault]:
    where = f"rule {index.id}.values"
    regions = dict.fromkeys(value.region for value in index.values)
    for region in regions:
        values = sorted((value for value in index.values if value.region == region), key=lambda value: value.from_)
        overlaps = [*_overlaps(where, values)]
        yield from overlaps
        if overlaps:
            continue
        name_zh, name_en = (f"地区 {region} ", f"for region {region} ") if region else ("", "")
        gaps = [(str(before.until), str(after.from_)) for before, after in _gaps(values)]
        if values[0].from_ > head.valid_from and (region is None or None not in regions):
            gaps.insert(0, (str(head.valid_from - _DAY), str(values[0].from_)))
        for ended, starts in gaps:
            yield fault(
                "index_gap",
                where,
                f"{name_zh}{ended} 之后到 {starts} 之前没有数值；请补上或接上日期",
                f"there is no value {name_en}after {ended} and before {starts}: add one or join the days",
            )
        last = values[-1].until
        if last is not None and last < head.valid_to:
            yield fault(
                "index_expired",
                where,
                f"{name_zh}最后的数值只到 {last}，方案有效到 {head.valid_to}；请补上以后的数值，或删去 until",
                f"the last value {name_en}ends on {last}, the plan is in force until {head.valid_to}: add the next value, or remove until",
            )


def _overlaps(where: str, spans: list[Span]) -> Iterator[Fault]:
    for before, after in pairwise(spans):
        if before.from_ == after.from_ or (before.until is not None and before.until >= after.from_):
            ends_zh, ends_en = (f"至 {before.until}", f" until {before.until}") if before.until else ("起", "")
            yield fault(
                "period_overlap",
                where,
                f"{before.from_} {ends_zh}与自 {after.from_} 起的一项重叠；请改其中一个日期",
                f"what holds from {before.from_}{ends_en} overlaps what holds from {after.from_}: change one of the days",
            )


def _gaps(spans: list[Span]) -> Iterator[tuple[Span, Span]]:
    for before, after in pairwise(spans):
        if before.until is not None and before.until + _DAY < after.from_:
            yield before, after


def periods_overlap(documents: Iterable[tuple[str, Document]]) -> list[Problem]:
    """Return a fault for every two documents of one region and id whose periods in force overlap.

    Args:
        documents: (file name, document) pairs.
    """
    problems = []
    held: list[tuple[str, Document]] = []
    for name, document in documents:
        head = document.head
        for other_name, other in held:
            same = (other.head.region_code, other.head.id) == (head.region_code, head.id)
            if same and head.valid_from <= other.head.valid_to and other.head.valid_from <= head.valid_to:
                text = Text(
                    f"有效期 {head.valid_from} 至 {head.valid_to} 与 {other_name} 的 {other.head.valid_from} 至 {other.head.valid_to} 重叠；请改其中一份的有效期",
                    f"in force {head.valid_from} to {head.valid_to} overlaps {other_name} ({other.head.valid_from} to {other.head.valid_to}): change one of the periods",
                )
                problems.append(Problem("period_overlap", Place(sheet=name, field="document"), text))
        held.append((name, document))
    return problems
