"""What an officer should look at in clauses that were split: numbers repeated, missing or left inside a text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from jineng.kernel.text import Text
from jineng.originals.marks import APPENDIX, ARTICLE, mark_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jineng.originals.clauses import OriginalClause
    from jineng.originals.marks import Mark

_INSIDE: Final = re.compile(r"(?<=[。；;])\s*(?=[(（一二三四五六七八九十\d①-⑳第])")


class Doubt(NamedTuple):
    """Something to check: index of the clause, a stable code, and the words."""

    clause: int
    code: str
    text: Text


def doubts_about(clauses: Sequence[OriginalClause]) -> tuple[Doubt, ...]:
    """Return what is doubtful, in the order of the clauses.

    Codes: ``no_numbers`` nothing was split, ``repeated`` a number stands twice, ``out_of_order`` a number does not
    follow the one before it, ``number_inside`` what may be the next number stands within a paragraph.
    """
    if clauses and not any(clause.mark for clause in clauses):
        return (
            Doubt(
                0,
                "no_numbers",
                Text(
                    "全文没有找到“一、”“(一)”“第一条”等编号，未能拆分；请核对原文",
                    "no number such as 一、 (一) or 第一条 was found, so nothing was split: check the text",
                ),
            ),
        )
    return tuple(_doubts(clauses))


def _doubts(clauses: Sequence[OriginalClause]) -> Iterator[Doubt]:
    seen: set[str] = set()
    last: dict[tuple[int | None, int], int] = {}
    for index, clause in enumerate(clauses):
        mark = mark_of(clause.mark)
        if mark is not None:
            if clause.number in seen:
                yield Doubt(
                    index,
                    "repeated",
                    Text(
                        f"编号“{clause.number}”重复出现；请核对是否为另一部分的条款",
                        f"the number {clause.number} stands twice: check whether it belongs to another part",
                    ),
                )
            else:
                yield from _out_of_order(index, clause, mark, last)
            key = (None if mark.rank == ARTICLE else clause.parent, mark.rank)
            last[key] = mark.value
            yield from _inside(index, clause, mark)
        seen.add(clause.number)


def _out_of_order(
    index: int, clause: OriginalClause, mark: Mark, last: dict[tuple[int | None, int], int]
) -> Iterator[Doubt]:
    key = (None if mark.rank == ARTICLE else clause.parent, mark.rank)
    expected = last.get(key, 0) + 1
    if mark.value and mark.value != expected and not (mark.rank == APPENDIX and mark.value == 1):
        yield Doubt(
            index,
            "out_of_order",
            Text(
                f"编号“{clause.number}”不连续：此处应为第 {expected} 个，实为第 {mark.value} 个；请核对有无漏段",
                f"the number {clause.number} is out of order: expected number {expected} here, found {mark.value}; "
                "check whether something is missing",
            ),
        )


def _inside(index: int, clause: OriginalClause, mark: Mark) -> Iterator[Doubt]:
    for place in _INSIDE.finditer(clause.text):
        found = mark_of(clause.text[place.end() : place.end() + 12])
        follows = found is not None and found.rank == mark.rank and found.value == mark.value + 1
        if found is not None and (follows or (found.rank > mark.rank and found.value == 1)):
            yield Doubt(
                index,
                "number_inside",
                Text(
                    f"“{clause.number}”的文字中间有“{found.written.strip()}”，没有拆开；若是另一条，请另起一段",
                    f"“{found.written.strip()}” stands inside the text of {clause.number} and was not split off; "
                    "if it is a clause, begin a new paragraph there",
                ),
            )
