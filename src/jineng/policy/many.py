"""``many(tables)``: judge all lines at once, as dataframe expressions that run unchanged on Polars, DuckDB and Spark.

Two stages, as the law has two reaches: *place* (a class and its order: attendance, rates, the base amount) and *person* (what
somebody had before, once a level). Rules of the house, learned from engines that differ: integers of 64 bits only, no ``%``, no
``round``, sums cast back, booleans by when/then, and every choice among rows made by aggregates over a total order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jineng.policy.batch.certificates import certificate_lines
from jineng.policy.batch.hires import hire_lines
from jineng.policy.batch.place import place
from jineng.policy.batch.training import training_lines

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from jineng.policy.batch.expressions import Frame
    from jineng.policy.plan import Plan
    from jineng.policy.tables import Tables

VERDICT = (
    "status", "reason", "gate_note", "release_note", "standard", "days",
    "due_fen", "paid_fen", "payable_now_fen", "recover_fen", "later_fen", "least_fen", "most_fen",
)  # fmt: skip
"""What judging adds to the facts of a line; the notes are reasons that lower a payable line."""

LINE_COLUMNS = {
    "training": (
        "class_id", "person_id", "kind", "institution", "end_on", "unit_end_on", "planned_milli", "credited_milli",
        "roster", "class_credited_milli", "unit_roster", "unit_certified", "unit_employed", "certified_on",
        "employed_on", *VERDICT,
    ),
    "certificate": ("class_id", "person_id", "number", "issuer", "level_key", "issued_on", "held_by", *VERDICT),
    "hire": (
        "enterprise", "person_id", "item", "size", "contract_start", "contract_months", "certified_on", *VERDICT,
    ),
}  # fmt: skip
"""The columns of each item's lines: what tells them apart, the facts that ``one`` judges them by, and the verdict."""


def many(plan: Plan, tables: Tables, as_of: date) -> Mapping[str, Frame]:
    """Judge everything: lazy frames ``training``, ``certificate`` (where the plan has it), ``hire`` (where it has it), ``classes``."""
    entries, classes = place(plan, tables, as_of)
    lines = {"training": training_lines(plan, tables, entries, as_of)}
    if plan.certificates is not None:
        lines["certificate"] = certificate_lines(plan, tables, as_of)
    if plan.hires is not None:
        lines["hire"] = hire_lines(plan, tables, as_of)
    return {item: frame.select(*LINE_COLUMNS[item]) for item, frame in lines.items()} | {"classes": classes}
