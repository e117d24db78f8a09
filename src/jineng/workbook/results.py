"""The settlement result as a workbook in Chinese: 汇总, 人员明细, 班级, 机构, 问题, 依据."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from xlsxwriter import Workbook

from jineng.kernel.money import format_yuan, parse_yuan
from jineng.workbook import result_labels as labels
from jineng.workbook import result_tables as tables
from jineng.workbook.table_sheet import SHEET_ROWS, CellKind, Styles, TableSheet, fit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from xlsxwriter.worksheet import Worksheet

    from jineng.kernel.text import Text
    from jineng.policy.document import Document
    from jineng.workbook.result_tables import ClassFacts, Line, Result, Table
    from jineng.workbook.table_sheet import Cell

MONEY: Final = {
    "due": "应补金额",
    "paid": "已拨金额",
    "payable_now": "本次应拨",
    "recover": "应追回",
    "later": "后续金额",
}
"""Headings of a line's amounts, by their names in the result."""

_A4: Final = 9
_RECEIPT: Final = (
    ("政策编号", "policy"),
    ("政策文件 SHA-256", "policy_sha256"),
    ("引擎版本", "engine"),
    ("结算日", "as_of"),
    ("输入数据 SHA-256", "input_sha256"),
)


class Reading(NamedTuple):
    """What the policy text leaves open and how it is read here (政策理解口径)."""

    question: str
    clause: str
    choice: str
    accepted_by: str


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What a result and a form say of the plan: its title, its document number (文号) and its readings."""

    title: str
    number: str
    readings: Sequence[Reading] = field(default=())

    @classmethod
    def of(cls, document: Document) -> PlanFacts:
        """Return what to say, in Chinese, of a policy document."""
        readings = tuple(
            Reading(
                reading.question.zh,
                document.clause_number(reading.clause),
                reading.choice.zh,
                f"{reading.accepted.by.zh} {reading.accepted.on}",
            )
            for reading in document.reading
        )
        return cls(document.head.title.zh, document.head.doc_no, readings)


class SummaryWords(NamedTuple):
    """What 汇总 says beside money: headings of the counts among the totals, groups of lines in two words, names of reasons."""

    counts: Mapping[str, str]
    item_of: Callable[[Line], tuple[str, str]]
    payee_of: Callable[[Line], tuple[str, str]]
    reasons: Mapping[str, Text]


def receipt_hash(receipt: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a receipt, in hexadecimal: the number (凭据号) that workbook and forms carry.

    It is taken over the receipt as JSON with sorted keys, no spaces and characters beyond ASCII as they are (UTF-8),
    so that anybody with the JSON result can recompute it.
    """
    canonical = json.dumps(dict(receipt), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def write_result(
    out: Path, result: Result, *, names: Mapping[str, str], classes: Mapping[str, ClassFacts], plan: PlanFacts
) -> None:
    """Write ``result`` to the file ``out``, which appears whole or not at all.

    Raises:
        OSError: the file can't be written.
    """
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        part.write_bytes(result_workbook(result, names=names, classes=classes, plan=plan))
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)


def result_workbook(
    result: Result, *, names: Mapping[str, str], classes: Mapping[str, ClassFacts], plan: PlanFacts
) -> bytes:
    """Return ``result`` as the bytes of an .xlsx workbook; the same result gives the same bytes.

    Money and rates are numbers, identifiers are text, and no text ever becomes a formula.
    """
    words = SummaryWords({"refused_lines": "不予补贴（条）"}, _item_and_status, _payee, labels.REASON)
    return write_result_book(
        result,
        plan,
        words,
        (
            tables.people(result, names),
            tables.classes(result, classes),
            tables.institutions(result),
            tables.problems(result),
            tables.grounds(result, names),
        ),
    )


def write_result_book(result: Result, plan: PlanFacts, words: SummaryWords, sheets: Iterable[Table]) -> bytes:
    """Return the bytes of an .xlsx workbook with the sheet 汇总 and the given ones.

    A table longer than a worksheet goes on in a further one (依据 2).
    """
    file = BytesIO()
    book = Workbook(file, {"in_memory": True})
    as_of = date.fromisoformat(result["receipt"]["as_of"])
    book.set_properties(
        {"title": "补贴结算结果", "subject": plan.title, "created": datetime(as_of.year, as_of.month, as_of.day)}  # noqa: DTZ001 - the format knows no zone
    )
    styles = Styles(book)
    summary = book.add_worksheet("汇总")
    _set_up_page(summary, "汇总", plan)
    _Summary(summary, styles).write(result, plan, words)
    for table in sheets:
        _add_table(book, table, styles, plan)
    book.close()
    return file.getvalue()


def _set_up_page(sheet: Worksheet, name: str, plan: PlanFacts) -> None:
    """Make a sheet print on A4 landscape, one page wide, with title and page numbers."""
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    title = f"{plan.title} {name}"[:100].replace("&", "&&")
    sheet.set_header(f"&C{title}")
    sheet.set_footer("&C第 &P 页 共 &N 页")


def _add_table(book: Workbook, table: Table, styles: Styles, plan: PlanFacts, rows_each: int = SHEET_ROWS - 1) -> None:
    """Add a table as one worksheet, or as several when it is longer than ``rows_each``."""
    for number, start in enumerate(range(0, max(len(table.rows), 1), rows_each), start=1):
        name = table.name if number == 1 else f"{table.name} {number}"
        sheet: TableSheet = book.add_worksheet(name, worksheet_class=TableSheet)
        sheet.fill(table.columns, table.rows[start : start + rows_each], styles)
        _set_up_page(sheet, name, plan)
        sheet.repeat_rows(0)


class _Summary:
    """Writes the sheet 汇总 from the top down."""

    def __init__(self, sheet: Worksheet, styles: Styles) -> None:
        self.sheet = sheet
        self.styles = styles
        self.row = 0
        for column, width in enumerate((24, 24, 12, 15, 15, 15, 15, 15)):
            sheet.set_column(column, column, width)

    def write(self, result: Result, plan: PlanFacts, words: SummaryWords) -> None:
        """Write title, totals, the money by item and by payee, lines by reason, receipt and readings."""
        self.sheet.write_string(0, 0, "补贴结算结果汇总", self.styles.title)
        self.row = 1
        receipt, totals = result["receipt"], result["totals"]
        self._pairs([("政策文件", plan.title), ("文号", plan.number), ("结算日", receipt["as_of"]), ("金额单位", "元")])
        self._section("合计", [*MONEY.values(), *words.counts.values()])
        self._cells([*(("money", totals[key]) for key in MONEY), *(("whole", totals[key]) for key in words.counts)])
        self._money("按补贴项目", ("补贴项目", "状态"), result["lines"], words.item_of)
        self._money("按收款方", ("收款方类别", "收款方"), result["lines"], words.payee_of)
        self._reasons(result["lines"], words.reasons)
        self._section("凭据", ["项目", "内容"])
        self._pairs(
            [("凭据号", receipt_hash(receipt)), *((label, receipt[key]) for label, key in _RECEIPT)],
        )
        if plan.readings:
            self._section("政策理解口径", ["问题", "口径", "条款", "认定人"])
            for reading in plan.readings:
                values = (reading.question, reading.choice, reading.clause, reading.accepted_by)
                self._cells([("long", value) for value in values])

    def _section(self, title: str, headings: Sequence[str]) -> None:
        self.sheet.write_string(self.row + 1, 0, title, self.styles.section)
        for column, heading in enumerate(headings):
            self.sheet.write_string(self.row + 2, column, heading, self.styles.heading)
        self.row += 3

    def _cells(self, cells: Iterable[tuple[CellKind, Cell]]) -> None:
        for column, (kind, value) in enumerate(cells):
            style = self.styles.of(kind, value)
            if value is None:
                self.sheet.write_blank(self.row, column, None, style)
            elif kind == "money":
                self.sheet.write_number(self.row, column, Decimal(str(value)), style)
            elif kind == "whole":
                self.sheet.write_number(self.row, column, value, style)
            else:
                self.sheet.write_string(self.row, column, fit(str(value)), style)
        self.row += 1

    def _pairs(self, pairs: Iterable[tuple[str, str]]) -> None:
        for label, value in pairs:
            self._cells([("text", label), ("text", value)])

    def _money(
        self,
        title: str,
        headings: tuple[str, str],
        lines: Iterable[Line],
        group_of: Callable[[Line], tuple[str, str]],
    ) -> None:
        """Write number of lines and amounts of each group, in the order in which the groups appear."""
        sums: dict[tuple[str, str], list[int]] = {}
        for line in lines:
            group = sums.setdefault(group_of(line), [0] * (1 + len(MONEY)))
            group[0] += 1
            for index, key in enumerate(MONEY, start=1):
                group[index] += parse_yuan(tables.later_yuan(line) if key == "later" else line[key])
        self._section(title, [*headings, "条数", *MONEY.values()])
        for (first, second), (count, *amounts_fen) in sums.items():
            money: list[tuple[CellKind, Cell]] = [("money", format_yuan(amount_fen)) for amount_fen in amounts_fen]
            self._cells([("text", first), ("text", second), ("whole", count), *money])

    def _reasons(self, lines: Iterable[Line], names: Mapping[str, Text]) -> None:
        """Write how many lines carry each reason, the most frequent first."""
        counts = Counter(reason["code"] for line in lines for reason in line["reasons"])
        self._section("按原因", ["原因", "代码", "条数"])
        for code, count in sorted(counts.items(), key=lambda entry: (-entry[1], entry[0])):
            self._cells([("text", labels.say(names, code)), ("text", code), ("whole", count)])


def _item_and_status(line: Line) -> tuple[str, str]:
    return labels.say(labels.ITEM, line["item"]), labels.say(labels.STATUS, line["status"])


def _payee(line: Line) -> tuple[str, str]:
    return labels.say(labels.PAYEE_KIND, line["payee_kind"]), line["payee"] or ""
