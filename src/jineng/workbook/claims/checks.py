"""Judges what the cells of a book of claim lines mean together: sizes, whose a line is, unknown facts of no line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from jineng.kernel.money import say_yuan
from jineng.kernel.problems import Place
from jineng.kernel.text import Text
from jineng.policy.vocabulary import HOURS_MILLI, LARGEST
from jineng.workbook.findings import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jineng.workbook.claims.sheets import ClaimsSheets
    from jineng.workbook.findings import Findings
    from jineng.workbook.judging import Judged

_NEGATIVE: Final = Text("不能为负；请改正", "cannot be negative; correct it")


def check_claims_book(
    judged: Mapping[str, Judged], sheets: ClaimsSheets, unknown: Mapping[str, list[int]], findings: Findings
) -> None:
    """Report every fault that shows only when cells are compared with the plan or with one another."""
    for sheet in judged.values():
        _check_columns(sheet, sheets, findings)
        _check_sizes(sheet, findings)
    claims, history = judged.get(sheets.claims.key), judged.get(sheets.history.key)
    for fact, counted in sheets.per.items():
        if claims is not None:
            _check_whose(claims, fact, pl.col("item").is_in(list(counted.items)), findings)
        if history is not None:
            _check_whose(history, fact, pl.col("rule").is_in(list(counted.rules)), findings)
    if claims is not None:
        _check_lone_unknowns(claims, unknown, findings)


def _always(text: Text) -> Callable[[int], Text]:
    return lambda _: text


def _check_columns(sheet: Judged, sheets: ClaimsSheets, findings: Findings) -> None:
    """Report columns of facts that are missing altogether: an empty cell says "none", a missing column says nothing."""
    for column in sheet.spec.columns:
        if column.key in sheets.asked and column.key not in sheet.headings:
            text = Text(
                f"缺少“{column.zh}”（{column.key}）列，方案要用到它；请补上此列，确实没有的留空",
                f"the column {column.key} ({column.zh}) is missing, the plan asks for it; add it, leave cells empty where there is none",
            )
            findings.add("missing_column", Place(sheet.name, 1, column.zh), text)


def _check_sizes(sheet: Judged, findings: Findings) -> None:
    """Report money and hours below 0 or larger than the engine computes with; what is wrong with counts was told cell by cell."""
    for column in sheet.spec.columns:
        kind = column.holds
        if kind not in {"money", "hours"}:
            continue
        value, most = pl.col(column.target), LARGEST[kind]
        below = sheet.table.filter(value < 0)["row"].to_list()
        findings.add_fault(sheet.name, Fault("negative", sheet.heading(column.key), below, _always(_NEGATIVE)))
        above = sheet.table.filter(value > most)["row"].to_list()
        shown = say_yuan(most) if kind == "money" else f"{most // HOURS_MILLI:,}"
        large = Text(f"太大，最多 {shown}；请核对", f"too large, at most {shown}; check it")
        findings.add_fault(sheet.name, Fault("too_large", sheet.heading(column.key), above, _always(large)))


def _check_whose(sheet: Judged, fact: str, concerned: pl.Expr, findings: Findings) -> None:
    """Report lines that a limit counts without telling whose they are: it would count all of them together."""
    if fact not in sheet.headings:
        return
    title = sheet.spec.column(fact).zh
    missing = sheet.table.filter(concerned & pl.col(fact).is_null())["row"].to_list()
    rows = [row for row in missing if row not in sheet.faulty.get(fact, ())]
    text = Text(
        f"此格必填：本方案的享受限制按“{title}”计算",
        f"this cell must be filled in: limits of this plan are counted by {fact}",
    )
    findings.add_fault(sheet.name, Fault("missing_value", sheet.heading(fact), rows, _always(text)))


def _check_lone_unknowns(claims: Judged, unknown: Mapping[str, list[int]], findings: Findings) -> None:
    """Report rows that hold nothing but unknown facts."""
    kept = set(claims.table["row"].to_list())
    rows = sorted({row for rows in unknown.values() for row in rows if row not in kept})
    text = Text("此格必填；申领哪一项补贴", "this cell must be filled in; which subsidy is asked for")
    findings.add_fault(claims.name, Fault("missing_value", claims.heading("item"), rows, _always(text)))
