"""Reads a book of claim lines for a plan, or says everything that keeps it from being used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from jineng.kernel.collector import collector_held
from jineng.kernel.problems import Place, Problem
from jineng.kernel.text import Text
from jineng.policy.claims.earning import PAYEES
from jineng.policy.claims.line import ClaimLine, Enjoyed
from jineng.policy.claims.many import history_columns
from jineng.workbook.claims.checks import check_claims_book
from jineng.workbook.claims.marking import mark
from jineng.workbook.claims.sheets import claims_sheets
from jineng.workbook.findings import Findings
from jineng.workbook.identities import Identities
from jineng.workbook.judging import judge
from jineng.workbook.limits import LIMITS, Limits
from jineng.workbook.opening import open_book
from jineng.workbook.reading import judge_sheets

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from pathlib import Path

    from jineng.policy.plan import ClaimsPlan
    from jineng.workbook.claims.sheets import ClaimsSheets
    from jineng.workbook.judging import Judged
    from jineng.workbook.raw import RawSheet


@dataclass(frozen=True, slots=True)
class ClaimsBook:
    """A book of claim lines that can be used.

    ``lines`` have the columns of ``many.line_columns``, who is paid, and person_name, in the order of rows as the spreadsheet numbers
    them; a fact in ``unknown`` (by row) is null there. ``history`` has those of ``many.history_columns``. ``set_aside`` are lines that
    repeat another one in everything and were left out.
    """

    as_of: date
    lines: pl.DataFrame
    unknown: Mapping[int, tuple[str, ...]]
    history: pl.DataFrame
    sha256: str
    names: Mapping[str, str]
    set_aside: tuple[Problem, ...]

    @property
    def known_lines(self) -> pl.DataFrame:
        """Return the lines of which every fact is known."""
        return self.lines.filter(~pl.col("row").is_in(list(self.unknown)))

    def person_names(self) -> dict[int, str]:
        """Return people's names (姓名) by row, where the book has them."""
        named = self.lines.filter(pl.col("person_name").is_not_null())
        return dict(named.select("row", "person_name").iter_rows())

    def claim_lines(self) -> list[ClaimLine]:
        """Return every line as ``one_claim`` takes it."""
        apart = {"row", "item", "paid_fen", "person_name"}
        return [
            ClaimLine(
                row["row"],
                row["item"],
                {fact: value for fact, value in row.items() if fact not in apart},
                self.as_of,
                row["paid_fen"],
                self.unknown.get(row["row"], ()),
            )
            for row in self.lines.iter_rows(named=True)
        ]

    def enjoyed(self) -> list[Enjoyed]:
        """Return the history as ``one_claim`` takes it."""
        apart = {"rule", "on", "amount_fen", "payee"}
        return [
            Enjoyed(
                (row["rule"],),
                row["on"],
                row["amount_fen"],
                PAYEES[row["payee"]],
                {fact: value for fact, value in row.items() if fact not in apart},
            )
            for row in self.history.iter_rows(named=True)
        ]


def read_claims_book(
    path: Path,
    plan: ClaimsPlan,
    *,
    as_of: date,
    progress: Callable[[str, int, int], None] | None = None,
    limits: Limits = LIMITS,
) -> ClaimsBook:
    """Read a workbook, or a folder with one .csv or .parquet per sheet, and judge every cell of it.

    ``as_of`` bounds birth dates; ``progress`` is told the sheet just judged, how many are done and how many there are.

    Raises:
        UnusableError: anything in it cannot be used; carries every problem, up to a thousand and some for each sheet.
    """
    sheets, findings, identities = claims_sheets(plan), Findings(), Identities(as_of)
    unknown: dict[str, list[int]] = {}

    def judge_marked(raw: RawSheet) -> Judged | None:
        marked = mark(raw, sheets, findings)
        unknown.update(marked.unknown)
        return judge(marked.raw, identities, as_of, findings)

    with collector_held():
        source = open_book(path, limits, findings, sheets.both)
        judged = judge_sheets(source, sheets.both, frozenset({sheets.claims.key}), findings, judge_marked, progress)
    check_claims_book(judged, sheets, unknown, findings)
    findings.raise_if_any()
    lines = _lines(judged[sheets.claims.key].table, sheets)
    by_row = _by_row(unknown)
    lines, set_aside = _without_repeated(lines, by_row, judged[sheets.claims.key])
    history = _history(judged.get(sheets.history.key), plan, sheets)
    rows = set(lines["row"])
    kept = {row: facts for row, facts in by_row.items() if row in rows}
    return ClaimsBook(as_of, lines, kept, history, source.sha256, source.names, set_aside)


def _by_row(unknown: Mapping[str, list[int]]) -> dict[int, tuple[str, ...]]:
    by_row: dict[int, tuple[str, ...]] = {}
    for fact, rows in unknown.items():
        for row in rows:
            by_row[row] = (*by_row.get(row, ()), fact)
    return by_row


def _integers(sheets: ClaimsSheets, fact: str) -> pl.Expr:
    """Return a fact's column in its integer form."""
    kind = sheets.facts[fact].type
    if kind == "date":
        return _day_number(fact)
    if kind == "flag":
        return pl.col(fact).replace_strict({"yes": 1, "no": 0}, return_dtype=pl.Int64)
    return pl.col(fact)


def _day_number(column: str) -> pl.Expr:
    """Return days as ``policy`` computes with them: year, month and day as the digits of one number."""
    day = pl.col(column).dt
    return day.year().cast(pl.Int64) * 10_000 + day.month().cast(pl.Int64) * 100 + day.day().cast(pl.Int64)


def _lines(table: pl.DataFrame, sheets: ClaimsSheets) -> pl.DataFrame:
    return table.sort("row").select(
        "row",
        "item",
        pl.col("paid_fen").fill_null(0),
        "person_name",
        *(_integers(sheets, fact) for fact in sheets.facts),
    )


def _history(judged: Judged | None, plan: ClaimsPlan, sheets: ClaimsSheets) -> pl.DataFrame:
    facts = [fact for fact in history_columns(plan) if fact in sheets.facts]
    places: dict[str, Any] = {payee: place for place, payee in enumerate(PAYEES)}
    table = pl.DataFrame(schema=sheets.history.schema()) if judged is None else judged.table.sort("row")
    return table.select(
        "rule",
        _day_number("on"),
        "amount_fen",
        pl.col("payee").replace_strict(places, return_dtype=pl.Int64),
        *(_integers(sheets, fact) for fact in facts),
    )


def _without_repeated(
    lines: pl.DataFrame, unknown: Mapping[int, tuple[str, ...]], judged: Judged
) -> tuple[pl.DataFrame, tuple[Problem, ...]]:
    """Set aside every line of a person that says again what another says: the same payment, asked for twice."""
    said = [",".join(unknown.get(row, ())) for row in lines["row"]]
    same = [name for name in lines.columns if name not in {"row", "person_name"}]
    marked = lines.with_columns(pl.Series("said", said, dtype=pl.String)).with_columns(
        pl.col("row").min().over(*same, "said").alias("first")
    )
    repeated = marked.filter(pl.col("person_id").is_not_null(), pl.col("row") != pl.col("first"))
    problems = tuple(
        Problem(
            "duplicate_line",
            Place(judged.name, row),
            Text(
                f"与第 {first} 行完全相同，没有计入；确是另一笔的，请把能区分的事实填上",
                f"the same as row {first} in everything, not counted; if it is another payment, fill in what tells them apart",
            ),
        )
        for row, first in repeated.select("row", "first").iter_rows()
    )
    return lines.filter(~pl.col("row").is_in(repeated["row"].to_list())), problems
