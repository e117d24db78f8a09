"""Time each stage of settling a county year's workbook: ``python benchmarks/settle_workbook.py``.

A year of 6,000 trainees, about 60,000 attendance rows, as .xlsx. The yardstick is python-calamine visiting every cell
of the same file in the same run. Exits with 1 if the whole, from the file to JSON bytes, takes over 3 times as long.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from python_calamine import CalamineWorkbook

from jineng.kernel.collector import collector_held
from jineng.policy.loader import load_plan
from jineng.policy.settlement import canonical_json, settle
from jineng.workbook.reading import read_book
from jineng.workbook.result_tables import class_facts_of, names_of
from jineng.workbook.results import PlanFacts, result_workbook
from jineng.workbook.synthetic import YEAR_END, county_year, write_book

if TYPE_CHECKING:
    from jineng.workbook.synthetic import County

LIMIT: Final = 3.0
WHOLE: Final = ("read and check", "judge", "explain", "summarise", "json")
"""The stages that the limit is on; the result workbook is timed too, but is asked for separately."""


class Stages:
    """Seconds by stage of one round; ``mark`` ends a stage that began at the one before."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._since = time.perf_counter()

    def mark(self, stage: str) -> None:
        now = time.perf_counter()
        self.seconds[stage] = now - self._since
        self._since = now

    def during_settlement(self, stage: str, done: int, total: int) -> None:
        """Take the progress that ``settle`` reports."""
        if done == total:
            self.mark(stage)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--county", choices=list(YEAR_END), default="lanxian-2022")
    parser.add_argument("--trainees", type=int, default=6_000)
    parser.add_argument("--rounds", type=int, default=7)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        tables = county_year(asked.county, seed=1, trainees=asked.trainees)
        write_book(tables, path)
        rows = ", ".join(f"{name} {table.height:,}" for name, table in tables.items())
        print(f"{asked.county}: {rows}; {path.stat().st_size / 1e6:.1f} MB, {visit_cells(path):,} cells")
        rounds = [one_round(path, asked.county) for _ in range(asked.rounds + 1)][1:]
    sys.exit(report(rounds) > LIMIT)


def visit_cells(path: Path) -> int:
    """Visit every cell as plainly as python-calamine lets one, and count those with a value."""
    book = CalamineWorkbook.from_path(path)
    return sum(
        cell != "" for name in book.sheet_names for row in book.get_sheet_by_name(name).iter_rows() for cell in row
    )


def one_round(path: Path, county: County) -> dict[str, float]:
    """Visit the cells, then settle the same file, and return seconds by stage."""
    plan, stages = load_plan(county), Stages()
    visit_cells(path)
    stages.mark("calamine, every cell")
    with collector_held():  # as the command does
        book = read_book(path, as_of=YEAR_END[county], needed=plan.needed_sheets)
        stages.mark("read and check")
        result = settle(
            plan,
            book.tables,
            as_of=YEAR_END[county],
            input_sha256=book.sha256,
            progress=stages.during_settlement,
        )
        stages.mark("summarise")
        canonical_json(result)
        stages.mark("json")
    names, classes = names_of(book.tables["trainees"]), class_facts_of(book.tables["classes"])
    result_workbook(result, names=names, classes=classes, plan=PlanFacts.of(plan.document))
    stages.mark("xlsx")
    return stages.seconds


def report(rounds: list[dict[str, float]]) -> float:
    """Print fastest and median of each stage and their ratios to the yardstick; return the whole's ratio of medians."""
    base = [each["calamine, every cell"] for each in rounds]
    print(f"{'':24}{'min ms':>9}{'ratio':>7}{'median ms':>11}{'ratio':>7}")
    whole = [sum(each[stage] for stage in WHOLE) for each in rounds]
    columns = {stage: [each[stage] for each in rounds] for stage in rounds[0]}
    for stage, seconds in (*columns.items(), ("whole, without xlsx", whole)):
        ratios = min(seconds) / min(base), statistics.median(seconds) / statistics.median(base)
        print(
            f"{stage:24}{min(seconds) * 1e3:9.0f}{ratios[0]:7.2f}{statistics.median(seconds) * 1e3:11.0f}{ratios[1]:7.2f}"
        )
    ratio = statistics.median(whole) / statistics.median(base)
    print(f"whole / calamine: {ratio:.2f} (limit {LIMIT:.0f})")
    return ratio


if __name__ == "__main__":
    main()
