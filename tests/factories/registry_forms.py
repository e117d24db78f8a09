"""Filled-in forms of the registry, as counties send them: with titles, merged headings, numbers stored as numbers."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import xlsxwriter

from factories.identities import identity_number, phone
from jineng.workbook.registry_forms.forms import FORMS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from jineng.workbook.registry_forms.layout import Form

_FAMILY = "李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_GIVEN = "秀兰建国桂英志强春梅海燕文华丽娟永胜晓东玉珍"


def person(n: int = 1, **told: Any) -> dict[str, Any]:
    """Return the ``n``-th made-up person as a row of a roster, by column key."""
    return {
        "name": _FAMILY[n % len(_FAMILY)] + _GIVEN[n * 7 % len(_GIVEN)] + _GIVEN[n // 3 % len(_GIVEN)],
        "id_number": identity_number(n),
        "sex": "女",
        "ethnic_group": "汉族",
        "education": "初中",
        "phone": phone(n % 10_000),
        "household_kind": "农业",
        "township": "东村镇",
        "address": f"东村镇第{n % 30 + 1}村{n}号",
        "groups": "农民工",
        **told,
    }


def people(count: int, first: int = 1, **told: Any) -> list[dict[str, Any]]:
    """Return made-up people ``first`` and following."""
    return [person(n, **told) for n in range(first, first + count)]


def filled(
    form: str | Form,
    rows: Sequence[dict[str, Any]],
    *,
    headings: dict[str, str] | None = None,
    above: Sequence[str] = (),
    below: Sequence[Sequence[str]] = (),
    sheet: str = "",
    prepare: Callable[[Any, Any], None] | None = None,
) -> bytes:
    """Return a form (.xlsx) with these rows: the form's columns that any row has, then columns of the rows' own.

    ``headings`` renames columns; ``above`` are title lines; ``below`` are lines under the last row; ``prepare(book, page)``
    may add to the sheet before it is closed.
    """
    chosen = FORMS[form] if isinstance(form, str) else form
    told = dict.fromkeys(key for row in rows for key in row)
    columns = [column.key for column in chosen.columns if column.key in told]
    columns += [key for key in told if key not in columns]
    names = {column.key: column.name.zh for column in chosen.columns} | (headings or {})
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        page = book.add_worksheet(sheet or chosen.name.zh[:20])
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for number, title in enumerate(above):
            page.merge_range(number, 0, number, len(columns) - 1, title)
        head = len(above)
        for place, key in enumerate(columns):
            page.write_string(head, place, names.get(key, key))
        for number, row in enumerate(rows, start=head + 1):
            for place, key in enumerate(columns):
                _write(page, number, place, row.get(key), day)
        for number, line in enumerate(below, start=head + 1 + len(rows)):
            for place, text in enumerate(line):
                _write(page, number, place, text, day)
        if prepare is not None:
            prepare(book, page)
    return out.getvalue()


def _write(page: Any, row: int, place: int, value: str | float | date | None, day: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, str):
        page.write_string(row, place, value)
    elif isinstance(value, int | float):
        page.write_number(row, place, value)
    else:
        page.write_datetime(row, place, value, day)
