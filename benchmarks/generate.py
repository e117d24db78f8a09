"""Generate a nation-sized year of records as Parquet: ``python benchmarks/generate.py 1000000 --seed 1 --out DIR``.

Writes one file a sheet with about ten attendance rows an enrolment, a mix of kinds as in the Lan County 2022 plan, and
people who come back (about 1.3 enrolments a person). Every cell is a function of the seed and the enrolment's number,
computed on whole columns in batches of classes, so memory stays flat and the same seed gives the same bytes.

Settled as at 2022-12-31 the records reach every reason of that plan but ``class_not_finished``, which needs a day
inside the year: as at 2022-11-20 it is there too. All people and organisations are made up.
"""

from __future__ import annotations

import argparse
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Final, Self

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
from records import all_classes, attendance, certificates, certified, employment, enrolled, history

from jineng.workbook.sheets import BY_KEY, SHEETS
from jineng.workbook.synthetic.writing import exchange_layout

CLASSES_IN_BATCH: Final = 4_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("enrolments", type=int, help="roster entries, at least 1")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True, help="folder; files of the same names are replaced")
    parser.add_argument(
        "--layout",
        choices=("canonical", "contract"),
        default="canonical",
        help="columns as the engine takes them, or as the settlement contract exchanges them",
    )
    asked = parser.parse_args()
    if asked.enrolments < 1:
        parser.error(f"expected at least 1 enrolment, found {asked.enrolments}")
    started = time.perf_counter()
    rows = generate(asked.enrolments, asked.seed, asked.out, contract=asked.layout == "contract")
    counts = ", ".join(f"{sheet} {count:,}" for sheet, count in rows.items())
    print(f"{counts}; {time.perf_counter() - started:.1f} s")


def generate(enrolments: int, seed: int, out: Path, *, contract: bool = False) -> dict[str, int]:
    """Write all sheets and return their numbers of rows."""
    out.mkdir(parents=True, exist_ok=True)
    classes = all_classes(enrolments, seed)
    with ExitStack() as files:
        sheets = {
            sheet.key: files.enter_context(SheetFile(sheet.key, out / f"{sheet.key}.parquet", contract=contract))
            for sheet in SHEETS
        }
        sheets["classes"].append(classes)
        for start in range(0, classes.height, CLASSES_IN_BATCH):
            roster = enrolled(classes.slice(start, CLASSES_IN_BATCH), enrolments, seed)
            sheets["trainees"].append(roster)
            once = roster.filter(~pl.col("again"))
            graduates = certified(once, seed)
            sheets["attendance"].append(attendance(once, enrolments, seed))
            sheets["certificates"].append(certificates(once, graduates, enrolments, seed))
            sheets["employment"].append(employment(graduates, seed))
            sheets["history"].append(history(once, graduates, seed))
    return {key: sheet.height for key, sheet in sheets.items()}


class SheetFile:
    """One Parquet file, written a batch at a time, whose rows are numbered through."""

    def __init__(self, key: str, path: Path, *, contract: bool) -> None:
        self._sheet = BY_KEY[key]
        self._contract = contract
        empty = self._laid_out(pl.DataFrame(schema=self._sheet.schema()))
        self._schema = _arrow(empty).schema
        self._writer = pq.ParquetWriter(path, self._schema, compression="zstd")
        self.height = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._writer.close()

    def append(self, batch: pl.DataFrame) -> None:
        """Write the sheet's columns of ``batch``."""
        numbered = batch.with_columns(row=pl.int_range(pl.len(), dtype=pl.Int64) + 2 + self.height)
        typed = numbered.select(pl.col(name).cast(dtype) for name, dtype in self._sheet.schema().items())
        self._writer.write_table(_arrow(self._laid_out(typed)).cast(self._schema))
        self.height += batch.height

    def _laid_out(self, table: pl.DataFrame) -> pl.DataFrame:
        return exchange_layout(table, self._sheet, "en") if self._contract else table


def _arrow(table: pl.DataFrame) -> pa.Table:
    return table.to_arrow(compat_level=pl.CompatLevel.oldest())


if __name__ == "__main__":
    main()
