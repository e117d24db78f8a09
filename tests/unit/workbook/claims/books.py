"""Books of claim lines for tests: worked plans of other places, and cells as somebody may have typed them."""

from __future__ import annotations

import csv
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import xlsxwriter

from jineng.policy.claims.examples import ClaimsExamples, example_lines
from jineng.policy.examples import parse_examples
from jineng.policy.loader import DOCUMENT_NAME, EXAMPLES_NAME, load_file
from jineng.policy.plan import ClaimsPlan
from jineng.workbook.claims.rows import claim_rows, history_rows
from jineng.workbook.claims.sheets import claims_sheets
from jineng.workbook.claims.template import invented

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jineng.kernel.text import Language
    from jineng.policy.claims.examples import ClaimsExample
    from jineng.policy.claims.line import ClaimLine, Enjoyed

WORKED = Path(__file__).parents[3] / "engine" / "worked"
PLACES = sorted(path.name for path in WORKED.iterdir())

Sheets = dict[str, list[dict[str, Any]]]
"""Rows by sheet name, each row by heading."""


@cache
def plan_of(place: str) -> ClaimsPlan:
    plan = load_file(WORKED / place / DOCUMENT_NAME)
    assert isinstance(plan, ClaimsPlan)
    return plan


@cache
def examples_of(place: str) -> tuple[ClaimsExample, ...]:
    examples = parse_examples((WORKED / place / EXAMPLES_NAME).read_bytes(), EXAMPLES_NAME, "claims")
    assert isinstance(examples, ClaimsExamples)
    return examples.example


def example_of(place: str, name: str) -> ClaimsExample:
    return next(example for example in examples_of(place) if example.id == name)


def told(place: str, example: ClaimsExample) -> tuple[list[ClaimLine], list[Enjoyed]]:
    """Return an example's lines and history, of people with identity numbers."""
    return invented(*example_lines(plan_of(place), example))


def rows_of(
    place: str, lines: Sequence[ClaimLine], history: Sequence[Enjoyed] = (), language: Language = "zh"
) -> Sheets:
    sheets = claims_sheets(plan_of(place))
    return {
        sheets.claims.name.in_(language): claim_rows(sheets, lines, language),
        sheets.history.name.in_(language): history_rows(sheets, history, language),
    }


def write_xlsx(path: Path, sheets: Sheets) -> Path:
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        book.set_properties({"created": datetime(2022, 1, 1)})  # noqa: DTZ001  # the same rows, the same bytes
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            headings = list(dict.fromkeys(heading for row in rows for heading in row))
            page.write_row(0, 0, headings)
            for number, row in enumerate(rows, start=1):
                for place, heading in enumerate(headings):
                    value = row.get(heading)
                    if isinstance(value, date):
                        page.write_datetime(number, place, value, day)
                    elif value is not None:
                        page.write(number, place, value)
    return path


def write_folder(folder: Path, sheets: Sheets, kind: str) -> Path:
    folder.mkdir()
    for name, rows in sheets.items():
        if not rows:
            continue
        headings = list(dict.fromkeys(heading for row in rows for heading in row))
        if kind == "csv":
            with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8-sig") as file:
                writer = csv.writer(file)
                writer.writerow(headings)
                writer.writerows([_written(row.get(heading)) for heading in headings] for row in rows)
        else:
            columns = {heading: _typed([row.get(heading) for row in rows]) for heading in headings}
            pl.DataFrame(columns).write_parquet(folder / f"{name}.parquet")
    return folder


def _written(value: Any) -> str:
    return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)


def _typed(values: list[Any]) -> pl.Series:
    if any(isinstance(value, str) for value in values):
        return pl.Series([None if value is None else _written(value) for value in values], dtype=pl.String)
    if any(isinstance(value, Decimal) for value in values):
        return pl.Series([None if value is None else float(value) for value in values], dtype=pl.Float64)
    return pl.Series(values)
