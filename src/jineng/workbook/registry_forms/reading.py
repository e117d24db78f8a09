"""Reads an uploaded form: its rows as text and codes, and every fault of every row at once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import polars as pl

from jineng.kernel.problems import Place, Problem
from jineng.kernel.text import Text
from jineng.workbook.registry_forms.checks import CHECKS
from jineng.workbook.registry_forms.columns import Faults, read_column
from jineng.workbook.registry_forms.opening import FORM_LIMITS, open_form
from jineng.workbook.registry_forms.structure import check_structure, fill_spans

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from jineng.workbook.cells import Cells
    from jineng.workbook.limits import Limits
    from jineng.workbook.registry_forms.layout import Form
    from jineng.workbook.registry_forms.opening import OpenedSheet

LISTED_MAX: Final = 20_000
"""How many problems are listed one by one; a form with more has been filled in wrongly as a whole."""

_FOOTER: Final = re.compile(
    r"填表|填报|制表|审核|负责人|经办|合计|总计|盖章|签字|签名|说明|备注|注[:：]|年\s*月\s*日|单位"
)
_FOOTER_CELLS: Final = 4


@dataclass(slots=True)
class Judged:
    """One sheet while it is judged: ``table`` has a column for each of the form's, and ``row`` as the spreadsheet numbers it.

    ``faults`` and ``doubts`` hold by column key what is wrong and what is only to be looked at; rows there count from 0
    below the heading.
    """

    sheet: OpenedSheet
    table: pl.DataFrame
    faults: dict[str, Faults] = field(default_factory=dict)
    doubts: dict[str, Faults] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def heading(self, key: str) -> str:
        """Return what the sheet calls a column."""
        place = self.sheet.heading.places.get(key)
        return "" if place is None else self.sheet.heading.names[place]


@dataclass(frozen=True, slots=True)
class ReadForm:
    """A form as read: ``table`` has ``sheet``, ``row`` and a text column for each of the form's; null is an empty cell.

    With ``problems`` the rows are not to be used; ``warnings`` are for the person who decides; ``notes`` say what was left
    unread.
    """

    table: pl.DataFrame
    problems: list[Problem]
    warnings: list[Problem]
    notes: list[Text]


def read_form(
    data: bytes,
    form: Form,
    *,
    today: date,
    limits: Limits = FORM_LIMITS,
    progress: Callable[[str, int, int], None] | None = None,
) -> ReadForm:
    """Read an .xlsx file as ``form``; ``today`` is the day that birth dates are judged at.

    Raises:
        UnusableError: the file as a whole cannot be read.
    """
    tell = progress or (lambda *_: None)
    tell("read", 0, 1)
    opened = open_form(data, form, limits)
    notes = [_unread_sheet(name) for name in opened.unread]
    judged = []
    for number, sheet in enumerate(opened.sheets):
        tell("check", number, len(opened.sheets))
        judged.append(_judge(sheet, form, notes))
    for check in CHECKS.get(form.key, ()):
        check(judged, form, today)
    tell("check", 1, 1)
    table = pl.concat([each.table.with_columns(pl.lit(each.sheet.name).alias("sheet")) for each in judged])
    return ReadForm(
        table,
        _listed([*_of_file(table, form), *(problem for each in judged for problem in _worded(each, faulty=True))]),
        _listed([problem for each in judged for problem in _worded(each, faulty=False)]),
        notes,
    )


def _judge(sheet: OpenedSheet, form: Form, notes: list[Text]) -> Judged:
    first_row = sheet.heading.row + 1
    rows = pl.Series("row", range(first_row, first_row + sheet.height), dtype=pl.Int64)
    columns, faults = [rows], {}
    for column in form.columns:
        place = sheet.heading.places.get(column.key)
        if place is None:
            columns.append(pl.Series(column.key, [None] * sheet.height, dtype=pl.String))
            continue
        values, faults[column.key] = read_column(column, sheet.columns[place])
        columns.append(fill_spans(column, place, values, sheet))
    judged = Judged(sheet, pl.DataFrame(columns), faults)
    check_structure(judged, form)
    used = _used(judged, form, notes)
    if not used.all():
        judged.table = judged.table.filter(used)
        unused = set((~used).arg_true())
        for each in judged.faults.values():
            each.rows = {fault: [row for row in rows if row not in unused] for fault, rows in each.rows.items()}
    for column in form.columns:
        if column.required:
            _require(judged, column.key, form)
    return judged


def _used(judged: Judged, form: Form, notes: list[Text]) -> pl.Series:
    """Return which rows are entries: not the empty ones, and not what stands below the last (signatures, totals)."""
    places = judged.sheet.heading.places
    parts = [filled for key in places if (filled := judged.sheet.columns[places[key]].filled()) is not None]
    # A column without any empty cell has an entry in every row.
    is_full = len(parts) < len(places)
    used = pl.repeat(value=is_full, n=judged.sheet.height, dtype=pl.Boolean, eager=True)
    for part in parts:
        used = used | part
    entries = _numbered(judged.sheet.columns[places[form.known_by[-1]]]).arg_true()
    last = entries[-1] if len(entries) else -1
    below = [index for index in used.arg_true() if index > last]
    dropped = [index for index in below if _is_no_entry(judged, form, index)]
    if dropped:
        rows = [judged.sheet.heading.row + 1 + index for index in dropped]
        notes.append(_below_entries(judged.sheet.name, rows))
        used = used & ~pl.Series(range(len(used))).is_in(pl.Series(dropped).implode())
    return used


def _numbered(cells: Cells) -> pl.Series:
    """Return which cells of the column that tells one entry from another hold something like a number or code."""
    found = pl.repeat(value=False, n=cells.height, dtype=pl.Boolean, eager=True)
    if cells.text is not None:
        found = found | cells.text.str.contains(r"[0-9A-Za-z０-９]{4}").fill_null(value=False)
    return found if cells.number is None else found | cells.number.is_not_null()


def _is_no_entry(judged: Judged, form: Form, index: int) -> bool:
    """Tell whether a row below the last entry is a foot line, or was only prepared with drop-downs."""
    places = judged.sheet.heading.places
    filled = {key: text for key, place in places.items() if (text := judged.sheet.columns[place].show(index))}
    if all(column.options or column.may_span or column.derived for column in map(form.column, filled)):
        return True
    return len(filled) <= _FOOTER_CELLS and any(_FOOTER.search(text) for text in filled.values())


def _require(judged: Judged, key: str, form: Form) -> None:
    column = form.column(key)
    if key not in judged.sheet.heading.places:
        judged.problems.append(
            Problem(
                "missing_column",
                Place(judged.sheet.name, judged.sheet.heading.row, column.name.zh),
                Text(
                    f"缺少必填列“{column.name.zh}”；请加上这一列，或从模板开始",
                    f"the required column {column.name.en} is missing; add it or start from the template",
                ),
            )
        )
        return
    first_row = judged.sheet.heading.row + 1
    empty = judged.table.filter(pl.col(key).is_null())["row"] - first_row
    known = judged.faults[key].faulty()
    text = Text(
        f"“{column.name.zh}”必填，这一行没有填；请补上", f"{column.name.en} is required and empty here; fill it in"
    )
    judged.faults[key].add("missing", text, [row for row in empty if row not in known])


def _worded(judged: Judged, *, faulty: bool) -> list[Problem]:
    """Return the problems of one sheet in the order of its rows."""
    name, first_row = judged.sheet.name, judged.sheet.heading.row + 1
    by_column = judged.faults if faulty else judged.doubts
    problems = [
        Problem(code, Place(name, first_row + row, judged.heading(key)), text)
        for key, faults in by_column.items()
        for (code, text), rows in faults.rows.items()
        for row in rows
    ]
    problems += judged.problems if faulty else judged.warnings
    return sorted(problems, key=lambda problem: problem.place.row)


def _listed(problems: list[Problem]) -> list[Problem]:
    more = len(problems) - LISTED_MAX
    if more <= 0:
        return problems
    text = Text(
        f"另有 {more} 处没有列出；请先改正已列出的再上传",
        f"{more} more are not listed; mend those listed and upload again",
    )
    return [*problems[:LISTED_MAX], Problem("more_problems", Place(problems[LISTED_MAX].place.sheet), text)]


def _of_file(table: pl.DataFrame, form: Form) -> list[Problem]:
    if table.height:
        return []
    text = Text(
        f"“{form.name.zh}”表头下面没有任何一行；请填好再上传",
        f"no row below the heading of “{form.name.en}”; fill it in first",
    )
    return [Problem("no_rows", Place(), text)]


def _unread_sheet(name: str) -> Text:
    return Text(f"工作表“{name}”没有这个表种的表头，没有读", f"the sheet “{name}” has no such heading and was not read")


def _below_entries(sheet: str, rows: list[int]) -> Text:
    said = f"{rows[0]}" if len(rows) == 1 else f"{rows[0]}–{rows[-1]}"
    return Text(
        f"工作表“{sheet}”第 {said} 行不是名单内容（落款、合计或空白），没有读",
        f"row {said} of the sheet “{sheet}” is no entry (a signature, total or blank) and was not read",
    )
