"""Judge a batch's lines again by ``one``: the two executions must give the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from jineng.kernel.money import say_yuan
from jineng.policy.facts import CertificateCase, TrainingCase
from jineng.policy.loader import load_plan
from jineng.policy.one import one

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from jineng.policy.facts import Case

ORDER = {"training": ["class_id", "person_id"], "certificate": ["number"]}


def agree_with_one(out: Path, as_of: date, *, lines: int) -> str:
    """Judge evenly spread lines of each item again and say how many there were and what they come to.

    Raises:
        RuntimeError: a line, or the total of an item, differs.
    """
    plan, said = load_plan("lanxian-2022"), []
    for item, order in ORDER.items():
        everything = pl.scan_parquet(out / f"{item}.parquet").sort(order)
        count = everything.select(pl.len()).collect().item()
        rows = everything.gather_every(max(count // lines, 1)).head(lines).collect().rows(named=True)
        due_fen = 0
        for row in rows:
            settled = one(plan, _case(item, row, as_of))
            reasons = tuple(row[name] for name in ("reason", "gate_note", "release_note") if row[name])
            if (settled.reasons, *(getattr(settled, name) for name in _SAME)) != (
                reasons,
                *(row[name] for name in _SAME),
            ):
                raise RuntimeError(f"one() and many() differ on a line of {item}: {settled} against {reasons}, {row}")
            due_fen += settled.due_fen
        if due_fen != sum(row["due_fen"] for row in rows):
            raise RuntimeError(f"the totals of {item} differ")
        said.append(f"{len(rows):,} {item} lines, {say_yuan(due_fen)} yuan due")
    return f"one() gives the same, line by line and in total: {'; '.join(said)}"


_SAME = (
    "status", "standard", "days", "due_fen", "paid_fen", "payable_now_fen", "recover_fen", "later_fen", "least_fen",
    "most_fen",
)  # fmt: skip


def _case(item: str, row: dict[str, Any], as_of: date) -> Case:
    if item == "certificate":
        return CertificateCase(
            level_key=row["level_key"], issued_on=row["issued_on"], held_by=row["held_by"], paid_fen=row["paid_fen"]
        )
    names = (
        "kind", "end_on", "planned_milli", "credited_milli", "roster", "class_credited_milli", "unit_certified",
        "unit_employed", "certified_on", "employed_on", "paid_fen", "unit_roster",
    )  # fmt: skip
    facts = {name: row[name] for name in names}
    return TrainingCase(as_of=as_of, unit_ended=row["unit_end_on"] <= as_of, **facts)
