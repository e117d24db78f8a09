"""Splits an original into its clauses (条款), numbered as policy documents cite them: 三, 三(七), 三(七)1."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from jineng.originals.marks import APPENDIX, ARTICLE, ITEM, mark_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jineng.originals.marks import Mark

CLOSING: Final = "落款"
"""Number of what stands under the last clause: issuer, date, copies."""
_HEADING_MAX: Final = 40
_CLOSING_LINES: Final = 8
_DATE_LINE: Final = re.compile(
    r"[\s\d〇○零一二三四五六七八九十]+年[\s\d一二三四五六七八九十]+月[\s\d一二三四五六七八九十]+日"
)
_COPIES: Final = re.compile(r"(?:抄送|抄报|主送|报|送|发)\s*[:：]|[(（]此件")


@dataclass(frozen=True, slots=True)
class OriginalClause:
    """One clause of an original, in the original's words."""

    number: str
    """As cited: "三(七)1"; "" for what stands before the first number (前言), "落款" for the closing lines."""
    level: int
    """How deep it stands: 0 the preamble, 1 the outermost clauses."""
    mark: str
    """The number as the text writes it, with its white space; empty for the preamble, tables and closing lines."""
    heading: str
    """The words with which ``text`` begins that are its title; empty where it has none."""
    text: str
    """Everything after the mark up to the next clause, one line a paragraph; a table's rows with " | "."""
    parent: int | None
    """Index of the clause around this one."""


@dataclass(slots=True)
class _Open:
    number: str
    rank: int
    value: int
    level: int
    mark: str
    parent: int | None
    lines: list[str] = field(default_factory=list)
    tables: int = 0


_PREAMBLE_RANK: Final = -1
_TABLE_RANK: Final = 99


def split_clauses(paragraphs: Sequence[str]) -> tuple[OriginalClause, ...]:
    """Return the clauses of an original in the order in which they begin.

    Nothing is lost: marks and texts together are the paragraphs. A table's rows are a clause of their own; the text
    after it belongs to the clause that the table interrupts. Numbers that are repeated or out of order split as well
    (``jineng.originals.doubts`` lists them).
    """
    splitter = _Splitter()
    closing = _closing_from(paragraphs)
    index = 0
    while index < len(paragraphs):
        end = _table_end(paragraphs, index)
        if index == closing:
            splitter.close(paragraphs[index:])
            break
        if end - index > 1:
            splitter.add_table(paragraphs[index:end])
            index = end
        else:
            splitter.add(paragraphs[index])
            index += 1
    return tuple(_finished(clause) for clause in splitter.clauses)


class _Splitter:
    """Keeps the clauses made so far and the chain of those still open."""

    def __init__(self) -> None:
        self.clauses: list[_Open] = []
        self._chain: list[int] = []

    def add(self, paragraph: str) -> None:
        mark = mark_of(paragraph)
        if mark is None or self._is_listed(mark):
            self._current().lines.append(paragraph)
        else:
            self._begin(mark).lines.append(paragraph[len(mark.written) :])

    def add_table(self, rows: Sequence[str]) -> None:
        around = self._current()
        around.tables += 1
        parent = self._chain[-1]
        number = f"{around.number}表{around.tables}"
        self.clauses.append(_Open(number, _TABLE_RANK, around.tables, around.level + 1, "", parent, list(rows)))

    def close(self, paragraphs: Sequence[str]) -> None:
        self.clauses.append(_Open(CLOSING, _PREAMBLE_RANK, 0, 1, "", None, list(paragraphs)))

    def _current(self) -> _Open:
        if not self._chain:
            self.clauses.append(_Open("", _PREAMBLE_RANK, 0, 0, "", None))
            self._chain.append(0)
        return self.clauses[self._chain[-1]]

    def _is_listed(self, mark: Mark) -> bool:
        """Tell whether a mark is a line in the list of appendixes (附件：1.… 2.…) and begins no clause."""
        if mark.rank != ITEM or not self._chain:
            return False
        around = self.clauses[self._chain[-1]]
        return around.rank == APPENDIX and not around.value and mark_of(around.lines[0]) is not None

    def _begin(self, mark: Mark) -> _Open:
        while self._chain and self.clauses[self._chain[-1]].rank >= mark.rank:
            self._chain.pop()
        if self._chain and self.clauses[self._chain[-1]].rank == _PREAMBLE_RANK:
            self._chain.pop()
        parent = self._chain[-1] if self._chain else None
        around = self.clauses[parent] if parent is not None else None
        number = mark.name
        if mark.rank == ARTICLE:  # articles are counted through all chapters and cited without them
            around_appendix = next((i for i in self._chain if self.clauses[i].rank == APPENDIX), None)
            number = f"{self.clauses[around_appendix].number} {number}" if around_appendix is not None else number
        elif around is not None:
            number = f"{around.number}{' ' if around.rank == APPENDIX else ''}{number}"
        clause = _Open(number, mark.rank, mark.value, around.level + 1 if around else 1, mark.written, parent)
        self._chain.append(len(self.clauses))
        self.clauses.append(clause)
        return clause


def _finished(clause: _Open) -> OriginalClause:
    heading = heading_of(clause.lines[0]) if clause.mark else ""
    return OriginalClause(clause.number, clause.level, clause.mark, heading, "\n".join(clause.lines), clause.parent)


def heading_of(paragraph: str) -> str:
    """Return the title a clause begins with: a line without a full stop, or a first sentence that others follow.

    >>> heading_of("培训对象"), heading_of("培训对象。本县劳动者。"), heading_of("每人每天补贴150元。按月拨付。")
    ('培训对象', '培训对象', '')
    """
    first, stop, rest = re.match(r"([^。：:；]*)([。：:；]?)(.*)", paragraph, re.DOTALL).groups()  # type: ignore[union-attr]
    if len(first) > _HEADING_MAX or stop == "；" or (stop and not rest.strip()):
        return ""
    return "" if stop and re.search(r"\d", first) else first.strip()


def _table_end(paragraphs: Sequence[str], start: int) -> int:
    end = start
    while end < len(paragraphs) and " | " in paragraphs[end]:
        end += 1
    return max(end, start + 1)


def _closing_from(paragraphs: Sequence[str]) -> int:
    """Return where the closing lines begin: short lines at the end that lead to a date or name who gets copies."""
    start = found = len(paragraphs)
    for index in range(len(paragraphs) - 1, max(-1, len(paragraphs) - 1 - _CLOSING_LINES), -1):
        line = paragraphs[index]
        if _DATE_LINE.fullmatch(line.strip()) or _COPIES.match(line) or re.search(r"\d日\s*印发$", line):
            start = found = index
        elif mark_of(line) or " | " in line or len(line) > _HEADING_MAX or re.search(r"[。；：，]$", line):
            break
        elif found < len(paragraphs):
            start = index
    return start
