"""Claim lines and history as people write them into cells: the reverse of reading."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from jineng.kernel.money import format_yuan
from jineng.policy.claims.nodes import number_day
from jineng.policy.vocabulary import HOURS_MILLI
from jineng.workbook.claims.sheets import FLAGS, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jineng.kernel.text import Language
    from jineng.policy.claims.line import ClaimLine, Enjoyed
    from jineng.policy.vocabulary import Value
    from jineng.workbook.claims.sheets import ClaimsSheets
    from jineng.workbook.layout import Column, Sheet

Cell = str | Decimal | date | None
Row = dict[str, Cell]
"""One row by the headings of its sheet."""


def claim_rows(sheets: ClaimsSheets, lines: Iterable[ClaimLine], language: Language) -> list[Row]:
    """Return the rows of the sheet 申领; what is unknown is written so."""
    rows = []
    for line in lines:
        row = _row(sheets.claims, {**line.facts, "item": line.item, "paid": line.paid_fen or None}, language)
        for fact in line.unknown:
            row[sheets.claims.column(fact).name.in_(language)] = UNKNOWN.in_(language)
        rows.append(row)
    return rows


def history_rows(sheets: ClaimsSheets, history: Iterable[Enjoyed], language: Language) -> list[Row]:
    """Return the rows of the sheet 以往享受, one a rule."""
    return [
        _row(
            sheets.history,
            {**had.facts, "rule": rule, "on": had.on, "amount": had.amount_fen, "payee": had.payee},
            language,
        )
        for had in history
        for rule in had.rules
    ]


def _row(sheet: Sheet, values: Mapping[str, Value], language: Language) -> Row:
    return {column.name.in_(language): _cell(column, values.get(column.key), language) for column in sheet.columns}


def _cell(column: Column, value: Value, language: Language) -> Cell:
    if value is not None and column.choices:
        code = ("yes" if value else "no") if column.choices is FLAGS else str(value)
        return next((choice.written(language) for choice in column.choices if choice.code == code), code)
    return _number(column.holds, value) if isinstance(value, int) else value


def _number(holds: str, value: int) -> Cell:
    match holds:
        case "date":
            return number_day(value)
        case "money":
            return Decimal(format_yuan(value))
        case "hours":
            return Decimal(value) / HOURS_MILLI
    return Decimal(value)
