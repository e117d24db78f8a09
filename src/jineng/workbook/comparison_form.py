"""The form of comparison lists (比对名单) and of past benefits (历年享受名单), read as the registry's forms are.

Lists of other departments come in any shape; only the identity number is asked for, and the days if there are any.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from jineng.kernel.documents import document_fault
from jineng.kernel.problems import Place, Problem
from jineng.kernel.text import Text
from jineng.workbook.limits import Limits
from jineng.workbook.registry_forms.layout import Column, Form
from jineng.workbook.registry_forms.reading import read_form

if TYPE_CHECKING:
    from collections.abc import Callable

LIST_LIMITS: Final = Limits(
    file_bytes=64 * 2**20, inflated_bytes=1024 * 2**20, rows=299_999, columns=60, cells=12_000_000
)
"""A list may have a million people: up to 299,998 a sheet, over several sheets."""

LISTED_MAX: Final = 500
_RESIDENT: Final = "resident_id"

COMPARISON_FORM: Final = Form(
    "comparison",
    Text("比对名单", "comparison list"),
    Text(
        "一行一人；只用身份证号和起止日期，其他列不保存",
        "a row a person; only number and days are used, nothing else is kept",
    ),
    (
        Column(
            "id_number",
            Text("身份证号", "id_number"),
            "document",
            Text("18 位；此列须为文本", "18 characters; keep the column as text"),
            "110101199003070038",
            required=True,
            also=(
                *("身份证号码", "公民身份号码", "居民身份证号", "居民身份证号码", "身份证", "身份证件号码"),
                *("证件号码", "证件号", "有效证件号码", "社会保障号码", "社会保障号"),
            ),
        ),
        Column(
            "from_on",
            Text("开始日期", "from"),
            "date",
            Text(
                "从哪天起，如死亡、入职、入学、领取日期；可空",
                "first day, such as of death or employment; may be empty",
            ),
            "2021-03-01",
            also=(
                *("起始日期", "死亡日期", "死亡时间", "领取日期", "待遇领取时间", "入学日期", "入学时间", "入职日期"),
                *("入监日期", "收押日期", "成立日期", "任职日期", "自"),
            ),
        ),
        Column(
            "to_on",
            Text("结束日期", "to"),
            "date",
            Text("到哪天止；仍在的不填", "last day; empty if it still is so"),
            "",
            also=("终止日期", "毕业日期", "毕业时间", "离职日期", "释放日期", "注销日期", "至"),
        ),
    ),
    ("id_number",),
)


@dataclass(frozen=True, slots=True)
class ReadList:
    """A list as read: number, first and last day of everybody on it, each once; or what is wrong with it."""

    rows: list[tuple[str, date | None, date | None]]
    twice_count: int
    problems: list[Problem]


def read_list(data: bytes, *, today: date, progress: Callable[[str, int, int], None] | None = None) -> ReadList:
    """Read a comparison list.

    Args:
        data: the .xlsx file.
        today: no birth date of a number may lie after it.
        progress: is told stage, steps done and steps in all.

    Raises:
        UnusableError: the file as a whole cannot be read.
    """
    read = read_form(data, COMPARISON_FORM, today=today, limits=LIST_LIMITS, progress=progress)
    if read.problems:
        return ReadList([], 0, read.problems[:LISTED_MAX])
    rows: dict[tuple[str, date | None, date | None], None] = {}
    problems: list[Problem] = []
    columns = read.table.select("sheet", "row", "id_number", "from_on", "to_on")
    for sheet, row, number, from_on, to_on in columns.iter_rows():
        first, last = _day(from_on), _day(to_on)
        fault = document_fault(_RESIDENT, number, today)
        if fault is not None:
            text = Text(f"{fault.zh}；请核对", f"{fault.en}; check it")
            problems.append(
                Problem("bad_document", Place(sheet, row, COMPARISON_FORM.column("id_number").name.zh), text)
            )
        elif first is not None and last is not None and last < first:
            text = Text("结束日期早于开始日期；请核对", "the last day is before the first; check it")
            problems.append(Problem("days_order", Place(sheet, row, COMPARISON_FORM.column("to_on").name.zh), text))
        else:
            rows[number, first, last] = None
        if len(problems) >= LISTED_MAX:
            break
    if problems:
        return ReadList([], 0, problems)
    return ReadList(list(rows), columns.height - len(rows), [])


def _day(written: str | None) -> date | None:
    return None if written is None else date.fromisoformat(written)
