"""What the batches read and how they are called; alone in a module so that run_sql.py loads nothing of the engine."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import Final

SHEETS: Final = ("classes", "trainees", "attendance", "certificates", "employment", "history")


def arguments(doc: str) -> argparse.ArgumentParser:
    """Return the arguments that both batches take: where from, where to, as at which day."""
    parser = argparse.ArgumentParser(description=doc.splitlines()[0])
    parser.add_argument("folder", type=Path, help="canonical tables as generate.py writes them")
    parser.add_argument("out", type=Path, help="folder; files of the same names are replaced")
    parser.add_argument("--as-of", type=date.fromisoformat, default=date(2022, 12, 31))
    return parser
