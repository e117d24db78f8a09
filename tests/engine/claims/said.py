"""What a claims document says of one line: facts, conditions, tables, lists and indexes, read from docs/policy-language.md alone.

The reference shares no code with the engine beyond the document's own types. Numbers are exact fractions: money in fen,
class hours in hours. Every comparison with a threshold is noted, so that a run can prove that it met each from both sides.
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from jineng.policy.kinds.terms import Axis, BandAxis, Condition, OpenPercent, OpenYuan, Test
from jineng.policy.measures import Percent, Yuan
from jineng.policy.vocabulary import ANCHORS, FACTS, Value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jineng.policy.document import Document, Fill
    from jineng.policy.kinds import Index, NamedList

Facts = dict[str, Value]
BASIS = 10_000


class Line(NamedTuple):
    """One payment asked for; facts as integers (fen, thousandths of an hour), days and words."""

    row: int
    item: str
    facts: Facts
    paid_fen: int = 0


class Had(NamedTuple):
    """One payment had before: which rules paid it, for which day, how much, to whom, with which facts."""

    rules: tuple[str, ...]
    on: date
    amount_fen: int
    payee: str
    facts: Facts


def months_later(day: date, months: int) -> date:
    """The same calendar day months later (or earlier); a day the month lacks becomes its last."""
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def full_years(born_on: date, on: date) -> int:
    """Age in full years; who was born on 29 February has the birthday on 1 March in other years."""
    age = on.year - born_on.year
    leap_day = (born_on.month, born_on.day) == (2, 29) and monthrange(on.year, 2)[1] == 28
    birthday = (3, 1) if leap_day else (born_on.month, born_on.day)
    return age if (on.month, on.day) >= birthday else age - 1


def filled(document: Document) -> dict[str, Any]:
    """The rules by id, with the terms that the document's own fills decide."""
    rules = {rule.id: rule for rule in document.rule}
    for fill in document.fill:
        if fill.of == document.head.id:
            rules[fill.rule] = _with(rules[fill.rule], fill)
    return rules


def _with(rule: Any, fill: Fill) -> Any:
    kind = Percent if fill.term in {"factor", "percent"} else Yuan
    if fill.term == "cells":
        return rule.model_copy(
            update={"cells": rule.cells | {key: Yuan.read(text) for key, text in fill.cells.items()}}
        )
    if fill.term.startswith("cells."):
        return rule.model_copy(update={"cells": rule.cells | {fill.term[len("cells.") :]: Yuan.read(fill.value)}})
    return rule.model_copy(update={fill.term: kind.read(fill.value)})


def is_open(term: object) -> bool:
    """Whether an amount or a percentage is still left to somebody else."""
    return isinstance(term, OpenYuan | OpenPercent)


class Said:
    """A document with what its words mean for a line's facts; ``met`` counts thresholds by name and side."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.head = document.head
        self.rules = filled(document)
        self.types = {name: spec.type for name, spec in FACTS.items()} | {fact.id: fact.type for fact in document.fact}
        self.met: Counter[str] = Counter()

    def of_kind(self, kind: Any) -> list[Any]:
        """The rules of a kind, in the order of the document."""
        return [rule for rule in self.rules.values() if isinstance(rule, kind)]

    def side(self, name: str, value: Any, bound: Any) -> int:
        """-1, 0 or 1 as the value lies below, at or above the bound; noted under the name."""
        side = (value > bound) - (value < bound)
        self.met[f"{name} {('at', 'above', 'below')[side]}"] += 1
        return side

    # Facts

    def number(self, facts: Facts, name: str) -> Fraction:
        """A number in its unit, money in fen; a missing one counts 0."""
        value = facts.get(name)
        if not isinstance(value, int):
            return Fraction(0)
        return Fraction(value, 1000) if self.types[name] == "hours" else Fraction(value)

    def word(self, facts: Facts, name: str) -> str | None:
        """A word; a flag is "yes" or "no"; None where it is missing."""
        value = facts.get(name)
        if value is None:
            return None
        if self.types[name] == "flag":
            return "yes" if value else "no"
        return str(value)

    def day(self, facts: Facts, name: str) -> date | None:
        """A day as written, whether it has come or not."""
        value = facts.get(name)
        return value if isinstance(value, date) else None

    def anchor(self, facts: Facts) -> date | None:
        return self.day(facts, ANCHORS[self.head.anchor])

    # Conditions

    def holds(self, when: Condition, facts: Facts) -> bool:
        """Everything written in a condition."""
        return (
            (not when.kind or self.word(facts, "kind") in when.kind)
            and all(self.word(facts, name) in words for name, words in when.is_.items())
            and (when.in_list is None or self.listed(when.in_list, facts))
            and (when.not_in_list is None or not self.listed(when.not_in_list, facts))
            and all(self.passes(test, facts) for test in when.tests)
        )

    def passes(self, test: Test, facts: Facts) -> bool:
        """One test; a missing fact fails whatever is asked."""
        if facts.get(test.fact) is None:
            self.met["test on a missing fact"] += 1
            return False
        number = self.number(facts, test.fact)
        if test.fall_from is not None:
            base = self.number(facts, test.fall_from)
            if base == 0:
                self.met["fall without a base"] += 1
                return False
            number = (base - number) / base * BASIS
        day = self.day(facts, test.fact)
        word = self.word(facts, test.fact)
        return (
            (not test.is_ or word in test.is_)
            and (not test.is_not or word not in test.is_not)
            and (test.at_least is None or self.side("test at_least", number, test.at_least) >= 0)
            and (test.over is None or self.side("test over", number, test.over) > 0)
            and (test.at_most is None or self.side("test at_most", number, test.at_most) <= 0)
            and (test.below is None or self.side("test below", number, test.below) < 0)
            and (test.since is None or (day is not None and self.side("test since", day, test.since) >= 0))
            and (test.until is None or (day is not None and self.side("test until", day, test.until) <= 0))
        )

    def listed(self, list_id: str, facts: Facts) -> bool:
        """Whether the line's word is on a list on the list's day."""
        named: NamedList = self.rules[list_id]
        day = self.day(facts, named.member_at)
        if day is None:
            return False
        begun = [version for version in named.versions if self.side("list from", day, version.from_) >= 0]
        if not begun:
            return False
        version = max(begun, key=lambda each: each.from_)
        if version.until is not None and self.side("list until", day, version.until) > 0:
            if named.until_published == "none":
                return False
            self.met["list kept after its last day"] += 1
        return self.word(facts, named.of) in version.members

    def index(self, index_id: str, facts: Facts) -> Fraction | None:
        """An outside number in fen; None where none is in force on the anchor day."""
        index: Index = self.rules[index_id]
        if index.person_fact is not None:
            return self.number(facts, index.person_fact)
        day = self.anchor(facts)
        if day is None:
            return None
        begun = [value for value in index.values if self.side("index from", day, value.from_) >= 0]
        regional = [value for value in begun if value.region is not None and value.region == facts.get("region")]
        general = [value for value in begun if value.region is None]
        chosen = regional or general
        if not chosen:
            return None
        latest = max(chosen, key=lambda each: each.from_)
        if latest.until is not None and self.side("index until", day, latest.until) > 0:
            return None
        return Fraction(latest.value)

    # Tables

    def band(self, bounds: tuple[Any, ...], number: Fraction, name: str) -> Any | None:
        """The highest bound that a number reaches."""
        wanted = 0 if self.head.band_edge == "lower" else 1
        reached = [bound for bound in bounds if self.side(name, number, bound) >= wanted]
        return max(reached, default=None)

    def band_word(self, axis: BandAxis, facts: Facts) -> str | None:
        """The name of the band in which a number lies; a missing number lies in none."""
        if facts.get(axis.fact) is None:
            self.met["missing number in a band"] += 1
            return None
        bound = self.band(axis.from_, self.number(facts, axis.fact), f"band {self.head.band_edge}")
        return None if bound is None else str(bound.written())

    def cell(self, axes: tuple[Axis, ...], cells: Mapping[str, Any], facts: Facts) -> Any | None:
        """The cell of a line, or None."""
        key = []
        for axis in axes:
            word = self.band_word(axis, facts) if isinstance(axis, BandAxis) else self.word(facts, axis)
            if word is None:
                return None
            key.append(word)
        return cells.get("|".join(key))
