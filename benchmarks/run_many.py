"""Settle a folder of canonical Parquet in one batch with ``many``: ``python benchmarks/run_many.py FOLDER OUT``.

Writes training.parquet and certificate.parquet, one line a row, in no particular order. Polars streaming is the
default because it was the faster of the two engines and took less memory (README.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from batch_files import SHEETS, arguments

from jineng.policy.loader import load_plan
from jineng.policy.many import LINE_COLUMNS, many
from jineng.policy.tables import open_tables

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    import narwhals as nw


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--engine", choices=("polars", "duckdb"), default="polars")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    run = run_polars if asked.engine == "polars" else run_duckdb
    run(asked.folder, asked.out, asked.as_of)


def run_polars(folder: Path, out: Path, as_of: date) -> None:
    """Settle on Polars, streaming from files to files."""
    import polars as pl  # noqa: PLC0415 - each process loads the one engine it measures

    pl.Config.set_engine_affinity("streaming")

    for name, lines in _lines({sheet: pl.scan_parquet(folder / f"{sheet}.parquet") for sheet in SHEETS}, as_of).items():
        lines.to_native().sink_parquet(out / f"{name}.parquet", compression="zstd", engine="streaming")


def run_duckdb(folder: Path, out: Path, as_of: date) -> None:
    """Settle on DuckDB, from files to files."""
    import duckdb  # noqa: PLC0415

    with duckdb.connect() as database:
        tables = {sheet: database.read_parquet(str(folder / f"{sheet}.parquet")) for sheet in SHEETS}
        for name, lines in _lines(tables, as_of).items():
            lines.to_native().write_parquet(str(out / f"{name}.parquet"), compression="zstd")


def _lines(native: Mapping[str, Any], as_of: date) -> dict[str, nw.LazyFrame[Any]]:
    frames = many(load_plan("lanxian-2022"), open_tables(native), as_of)
    return {item: frame for item, frame in frames.items() if item in LINE_COLUMNS}


if __name__ == "__main__":
    main()
