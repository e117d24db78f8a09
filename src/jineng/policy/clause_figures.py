"""Every number of a rule held against the figures of its clauses, and every figure against the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jineng.kernel.text import Text
from jineng.policy.measures import COMPUTABLE_UNITS, Figure, Used, walk_measures

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jineng.policy.document import Clause, Document

Fault = tuple[str, str, Text]

_TRIVIAL = frozenset({Figure("0", "%"), Figure("100", "%")})
"""Nothing and all of something: no text has to say them."""


def figure_faults(document: Document) -> Iterator[Fault]:
    """Yield (code, place, text) for numbers that stand in no cited clause or reading, and figures that nothing uses."""
    clauses = {clause.id: clause for clause in document.clause}
    readings = {reading.id: reading for reading in document.reading}
    used: dict[str, set[Figure]] = {clause.id: set() for clause in document.clause}
    head = document.head
    uses = [
        ("document", head.cite, head.readings, [Used(Figure(head.hours_per_day.written(), "hours"), "hours_per_day")])
    ]
    uses += [(f"rule {rule.id}", rule.cite, rule.readings, list(walk_measures(rule))) for rule in document.rule]
    for where, cites, cited_readings, found in uses:
        for number in found:
            known = False
            for cite in cites:
                if number.figure in clauses[cite].figures:
                    used[cite].add(number.figure)
                    known = True
            known = known or any(number.figure in readings[reading].figures for reading in cited_readings)
            if not known and number.figure not in _TRIVIAL:
                yield (
                    "number_not_in_clause",
                    f"{where}.{number.path}",
                    Text(
                        f"{number.figure} 不在所引条款（{'、'.join(clauses[cite].number for cite in cites)}）或解读的数字中；请核对原文，改数字或改引用",
                        f"{number.figure} stands in none of the clauses ({', '.join(clauses[cite].number for cite in cites)}) or readings cited: check the text, then mend the number or the citation",
                    ),
                )
    for clause in document.clause:
        yield from _unused(clause, used[clause.id])


def _unused(clause: Clause, used: set[Figure]) -> Iterator[Fault]:
    marked = {mark.figure for mark in clause.not_computed}
    where = f"clause {clause.id}"
    for figure in clause.figures:
        if figure not in used and figure not in marked:
            yield (
                "figure_unused",
                where,
                Text(
                    f"条款数字 {figure} 没有规则使用；请写成规则，或在 not_computed 中说明为何不计算",
                    f"no rule uses {figure}: write the rule, or say in not_computed why it is not computed",
                ),
            )
    for figure in sorted(marked):
        if figure not in clause.figures:
            yield (
                "mark_unknown",
                where,
                Text(
                    f"not_computed 中的 {figure} 不在本条数字中",
                    f"{figure} in not_computed is no figure of this clause",
                ),
            )
        elif figure in used:
            yield (
                "mark_needless",
                where,
                Text(f"{figure} 已有规则使用，请删去 not_computed 中的说明", f"a rule uses {figure}: remove its mark"),
            )
        elif figure.unit in COMPUTABLE_UNITS:
            yield (
                "mark_refused",
                where,
                Text(
                    f"{figure} 是规则能表达的数字，不能标为不计算；请写成规则",
                    f"{figure} is a figure that a rule can express: it may not be marked, write the rule",
                ),
            )
