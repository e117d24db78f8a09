"""Measure ``many`` on both engines against hand-written SQL: ``python benchmarks/many_vs_duckdb.py``.

Each run is a fresh process from Parquet to Parquet; the three take turns. Then every row of every output is compared,
a sample of lines is judged again by ``one``, and the same batch is timed on a tenth and a hundredth of the enrolments.
Exits with 1 if the default engine misses a limit.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Final, NamedTuple

import duckdb
from batch_files import SHEETS
from sampled import agree_with_one

HERE: Final = Path(__file__).parent
AS_OF: Final = "2022-12-31"
VARIANTS: Final = {
    "sql": ["run_sql.py"],
    "polars": ["run_many.py", "--engine", "polars"],
    "duckdb": ["run_many.py", "--engine", "duckdb"],
}
KEYS: Final = {"training": "class_id, person_id", "certificate": "number"}
DEFAULT: Final = "polars"
TIME_LIMIT: Final = 1.3
MEMORY_LIMIT: Final = 1.5


class Used(NamedTuple):
    """What one process took."""

    wall_s: float
    cpu_s: float
    peak_mb: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--enrolments", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--work", type=Path, default=Path("var/benchmarks"), help="input is kept here between runs")
    asked = parser.parse_args()
    folder = generated(asked.enrolments, asked.work)
    used = measure(folder, asked.work, asked.rounds)
    print(f"{asked.enrolments:,} enrolments, {attendance_rows(folder):,} attendance rows, as at {AS_OF}")
    kept = report(used)
    for name in ("polars", "duckdb"):
        compare(asked.work / "out-sql", asked.work / f"out-{name}")
    print("all rows of both engines equal the SQL's")
    print(agree_with_one(asked.work / f"out-{DEFAULT}", date.fromisoformat(AS_OF), lines=10_000))
    kept &= growth(asked.enrolments, asked.work, asked.rounds)
    sys.exit(not kept)


def generated(enrolments: int, work: Path) -> Path:
    """Return the folder of so many enrolments, seed 1, generated unless it is there."""
    folder = work / str(enrolments)
    if not all((folder / f"{sheet}.parquet").is_file() for sheet in SHEETS):
        subprocess.run(
            [sys.executable, HERE / "generate.py", str(enrolments), "--seed", "1", "--out", folder], check=True
        )
    return folder


def attendance_rows(folder: Path) -> int:
    with duckdb.connect() as database:
        return database.read_parquet(str(folder / "attendance.parquet")).count("*").fetchall()[0][0]


def measure(folder: Path, work: Path, rounds: int, names: tuple[str, ...] = tuple(VARIANTS)) -> dict[str, list[Used]]:
    """Run the variants in turn, after one run of each that is not counted."""
    used: dict[str, list[Used]] = {name: [] for name in names}
    for turn in range(rounds + 1):
        for name in names:
            took = run([*VARIANTS[name], str(folder), str(work / f"out-{name}"), "--as-of", AS_OF])
            if turn:
                used[name].append(took)
    return used


def run(arguments: list[str]) -> Used:
    """Run a script of this folder in a fresh process.

    Raises:
        RuntimeError: it failed.
    """
    started = time.perf_counter()
    process = subprocess.Popen([sys.executable, HERE / arguments[0], *arguments[1:]])
    _, status, usage = os.wait4(process.pid, 0)
    wall_s = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"expected exit status 0, found {process.returncode} from {' '.join(arguments)}")
    return Used(wall_s, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def report(used: dict[str, list[Used]]) -> bool:
    """Print medians and their ratios to the SQL; return whether the default engine keeps the limits."""
    middle = {name: Used(*map(statistics.median, zip(*runs, strict=True))) for name, runs in used.items()}
    base = middle["sql"]
    print(f"{'':8}{'wall s':>9}{'ratio':>7}{'min':>8}{'CPU s':>9}{'ratio':>7}{'peak MB':>9}{'ratio':>7}")
    for name, took in middle.items():
        ratios = Used(*(mine / its for mine, its in zip(took, base, strict=True)))
        least = min(each.wall_s for each in used[name])
        print(
            f"{name:8}{took.wall_s:9.2f}{ratios.wall_s:7.2f}{least:8.2f}{took.cpu_s:9.2f}{ratios.cpu_s:7.2f}"
            f"{took.peak_mb:9.0f}{ratios.peak_mb:7.2f}"
        )
    time_ratio = middle[DEFAULT].wall_s / base.wall_s
    memory_ratio = middle[DEFAULT].peak_mb / base.peak_mb
    print(f"{DEFAULT}: time {time_ratio:.2f} (limit {TIME_LIMIT}), memory {memory_ratio:.2f} (limit {MEMORY_LIMIT})")
    return time_ratio <= TIME_LIMIT and memory_ratio <= MEMORY_LIMIT


def compare(expected: Path, found: Path) -> None:
    """Compare all rows and columns of both outputs, as multisets.

    Raises:
        RuntimeError: they differ.
    """
    with duckdb.connect() as database:
        for item, keys in KEYS.items():
            sides = [f"read_parquet('{folder / item}.parquet')" for folder in (expected, found)]
            shapes = [database.execute(f"DESCRIBE FROM {side}").fetchall() for side in sides]
            rows = [
                database.execute(f"SELECT count(*), count(DISTINCT ({keys})) FROM {side}").fetchall() for side in sides
            ]
            differing = [
                database.execute(f"SELECT count(*) FROM (FROM {one} EXCEPT ALL FROM {other})").fetchall()[0][0]
                for one, other in (sides, sides[::-1])
            ]
            if shapes[0] != shapes[1] or rows[0] != rows[1] or any(differing):
                raise RuntimeError(f"expected {item} of {found} to equal {expected}, found {differing} rows differing")


def growth(enrolments: int, work: Path, rounds: int) -> bool:
    """Print the CPU of a hundredth, a tenth and all; return whether each step of ten costs at most ten times as much."""
    cpu_s = []
    for part in (100, 10, 1):
        folder = generated(enrolments // part, work)
        runs = measure(folder, work, rounds, (DEFAULT,))[DEFAULT]
        cpu_s.append(statistics.median(each.cpu_s for each in runs))
        wall_s = statistics.median(each.wall_s for each in runs)
        print(f"{DEFAULT} {enrolments // part:>9,}: wall {wall_s:.2f} s, CPU {cpu_s[-1]:.2f} s")
    return all(larger <= 10 * smaller for smaller, larger in pairwise(cpu_s))


if __name__ == "__main__":
    main()
