"""Settle the same folder with lanxian.sql, the same columns out: ``python benchmarks/run_sql.py FOLDER OUT``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import duckdb
from batch_files import SHEETS, arguments

if TYPE_CHECKING:
    from datetime import date

SQL: Final = Path(__file__).with_name("lanxian.sql")


def main() -> None:
    asked = arguments(__doc__).parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    settle(asked.folder, asked.out, asked.as_of)


def settle(folder: Path, out: Path, as_of: date) -> None:
    """Settle from files to files."""
    with duckdb.connect() as database:
        for sheet in SHEETS:
            database.read_parquet(str(folder / f"{sheet}.parquet")).create_view(sheet)
        database.execute(f"SET VARIABLE as_of = DATE '{as_of}'")
        database.execute(SQL.read_text(encoding="utf-8"))
        for item in ("training", "certificate"):
            database.table(item).write_parquet(str(out / f"{item}.parquet"), compression="zstd")


if __name__ == "__main__":
    main()
