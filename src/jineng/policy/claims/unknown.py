"""Facts that nobody knows yet: every outcome of theirs is tried, and the line's range said; never read as "no"."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import TYPE_CHECKING, Any, Final

from jineng.kernel.dates import add_months
from jineng.policy.claims.nodes import day_number, number_day
from jineng.policy.measures import DATE_UNIT, walk_measures
from jineng.policy.one import fact_matters
from jineng.policy.settled import Settled
from jineng.policy.vocabulary import HOURS_MILLI, LARGEST, MEASURES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from jineng.policy.claims.line import ClaimLine
    from jineng.policy.claims.program import ItemProgram

MOST_TRIES: Final = 20_000
"""With more outcomes than these the range is not computed; it is then from nothing to an unknown most."""


def try_outcomes(rules: ItemProgram, line: ClaimLine, judge: Callable[[ClaimLine], Settled]) -> Settled:
    """Judge a line with every outcome of its unknown facts.

    Returns:
        The common result where they do not matter; else a pending line with ``fact_unknown``, what matters and the least and
        most that may come – ``most_fen`` None where nothing bounds it.
    """
    choices = [_outcomes(rules, line, fact) for fact in line.unknown]
    count = 1
    for values in choices:
        count *= len(values)
    known = replace(line, unknown=())
    if count > MOST_TRIES:
        return _pending(line, judge(known), line.unknown, 0, None)
    results: dict[tuple[int, ...], Settled] = {}
    for picks in product(*(range(len(values)) for values in choices)):
        tried = {fact: choices[place][pick] for place, (fact, pick) in enumerate(zip(line.unknown, picks, strict=True))}
        results[picks] = judge(replace(known, facts={**line.facts, **tried}))
    seen = {
        picks: (result.status, result.reasons, result.bounds, result.later_fen) for picks, result in results.items()
    }
    first = next(iter(results.values()))
    if len(set(seen.values())) == 1:
        return first
    matter = tuple(fact for place, fact in enumerate(line.unknown) if fact_matters(seen, place))
    least = min(result.bounds[0] for result in results.values())
    most = max(result.bounds[1] for result in results.values())
    return _pending(line, first, matter, least, None if _unbounded(line, choices, results, most) else most)


def _pending(line: ClaimLine, first: Settled, matter: Sequence[str], least: int, most: int | None) -> Settled:
    rule = first.steps[-1][1] if first.steps else ""
    return Settled(
        "pending",
        ("fact_unknown",),
        [("unknown", rule, tuple(matter)), ("range", rule, least, most)],
        due_fen=line.paid_fen,
        paid_fen=line.paid_fen,
        least_fen=least,
        most_fen=most,
        payee_kind=first.payee_kind,
    )


def _unbounded(line: ClaimLine, choices: list[list[Any]], results: dict[tuple[int, ...], Settled], most: int) -> bool:
    """Tell whether the most comes only with a number as large as the vocabulary allows."""
    at_most = [picks for picks, result in results.items() if result.bounds[1] == most]
    return any(
        all(choices[place][picks[place]] in LARGEST.values() for picks in at_most) for place in range(len(line.unknown))
    )


def _outcomes(rules: ItemProgram, line: ClaimLine, fact: str) -> list[Any]:
    """Return the values to try: on each side of every line that the plan, or another fact, draws through the fact."""
    scope = rules.scope
    spec = scope.specs[fact]
    match spec.type:
        case "flag":
            return [0, 1]
        case "word":
            return [None, *(spec.values or words_of(rules, fact))]
        case "date":
            return [None, *_days_of(rules, line)]
    per = HOURS_MILLI if spec.type == "hours" else 1
    unit = MEASURES[spec.type].unit
    edges = {0, LARGEST[spec.type]}
    for rule in scope.document.rule:
        for used in walk_measures(rule):
            value, of_unit = used.figure
            if of_unit == unit:
                edges.add(_number(value, spec.type) * per)
            elif of_unit == "days" and spec.type == "hours":
                edges.add(int(value) * scope.hours_per_day * per)
    for other, known in line.facts.items():
        if isinstance(known, int) and other != fact and scope.specs[other].type == spec.type:
            edges.add(known)
    near = {edge + shift for edge in edges for shift in (-1, 0, 1)}
    return [None, *sorted(value for value in near if 0 <= value <= LARGEST[spec.type])]


def _number(value: str, kind: str) -> int:
    if kind == "money":
        yuan, _point, fen = value.partition(".")
        return int(yuan) * 100 + int((fen or "0").ljust(2, "0"))
    return int(value)


def words_of(rules: ItemProgram, fact: str) -> list[str]:
    """Return the words of a fact that the item's rules name, sorted."""
    words: set[str] = set()
    for node in rules.scope.graph.nodes:
        if node.op == "is" and node.data[0] == fact:
            words |= set(node.data[1])
        elif node.op == "cell" and fact in node.data[0]:
            place = node.data[0].index(fact)
            words |= {key[place] for key, _value in node.data[1]}
    return sorted(words)


def _days_of(rules: ItemProgram, line: ClaimLine) -> list[int]:
    document = rules.scope.document
    days = {line.as_of, document.head.valid_from, document.head.valid_to}
    months = set()
    for rule in document.rule:
        for used in walk_measures(rule):
            if used.figure.unit == DATE_UNIT:
                days.add(line.as_of.fromisoformat(used.figure.value))
            elif used.figure.unit == "months":
                months.add(int(used.figure.value))
    known = [
        number_day(value)
        for other, value in line.facts.items()
        if isinstance(value, int) and rules.scope.specs[other].type == "date"
    ]
    days |= set(known)
    days |= {add_months(day, count) for day in known for count in months}
    near = {day + timedelta(days=shift) for day in days for shift in (-1, 0, 1)}
    return sorted(day_number(day) for day in near)
