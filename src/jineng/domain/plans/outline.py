"""A plan as people read it: every clause with the rules that rest on it, its figures, and what was decided where it is silent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jineng.kernel.text import Text
from jineng.policy.kinds import AmountTable, FixedAmount, Rate, RateGate
from jineng.policy.kinds.base import KIND_NAMES, say_list
from jineng.policy.kinds.money import MoneyRule, say_payee
from jineng.policy.measures import walk_measures

if TYPE_CHECKING:
    from datetime import date

    from jineng.policy.document import Clause, Document, Reading
    from jineng.policy.kinds import Rule
    from jineng.policy.kinds.base import JudgedAt
    from jineng.policy.measures import Figure


@dataclass(frozen=True, slots=True)
class Link:
    """Another part of the same document: its id, and the words that name it."""

    id: str
    label: Text


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A number of a clause: the rules that use it, or the reason why none does."""

    value: str
    words: Text
    rules: tuple[Link, ...]
    reason: Text | None


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule in plain words. ``applies_to`` and ``paid_to`` say what the words of its kind leave out."""

    id: str
    title: Text
    words: Text
    judged_at: JudgedAt
    applies_to: Text | None
    paid_to: Text | None
    fallback: Link | None
    note: Text | None
    readings: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """What the text leaves open, what was chosen, and who answers for it. No rules: it holds for the whole plan."""

    id: str
    clause: Link
    question: Text
    choice: Text
    accepted_by: Text
    accepted_on: date
    rules: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """A clause: the original's number, our words, its figures, the rules that cite it and the readings of it."""

    id: str
    number: str
    text: Text
    figures: tuple[FigureRow, ...]
    rules: tuple[RuleRow, ...]
    readings: tuple[Link, ...]


def list_clauses(document: Document) -> list[ClauseRow]:
    """Return the document's clauses in their order; a rule stands at every clause that it cites."""
    return [
        ClauseRow(
            id=clause.id,
            number=clause.number,
            text=clause.text,
            figures=tuple(_figures(document, clause)),
            rules=tuple(_rule_row(document, rule) for rule in document.rule if clause.id in rule.cite),
            readings=tuple(
                Link(reading.id, reading.question) for reading in document.reading if reading.clause == clause.id
            ),
        )
        for clause in document.clause
    ]


def list_readings(document: Document) -> list[ReadingRow]:
    """Return the document's readings in their order."""
    return [_reading_row(document, reading) for reading in document.reading]


def clauses_of(document: Document, rule_id: str) -> list[Link]:
    """Return the clauses that a rule rests on, by their numbers in the original; parts of one clause are one link."""
    rule = next(rule for rule in document.rule if rule.id == rule_id)
    links: dict[str, Link] = {}
    for clause_id in rule.cite:
        number = document.clause_number(clause_id)
        links.setdefault(number, Link(clause_id, Text(number, number)))
    return list(links.values())


def _figures(document: Document, clause: Clause) -> list[FigureRow]:
    reasons = {mark.figure: mark.reason for mark in clause.not_computed}
    citing = [rule for rule in document.rule if clause.id in rule.cite]
    used = {rule.id: {number.figure for number in walk_measures(rule)} for rule in citing}
    return [
        FigureRow(
            value=figure.value,
            words=_say_figure(figure),
            rules=tuple(Link(rule.id, rule.title) for rule in citing if figure in used[rule.id]),
            reason=reasons.get(figure),
        )
        for figure in clause.figures
    ]


_UNIT_WORDS = {
    "yuan": Text("元", "yuan"),
    "days": Text("天", "days"),
    "months": Text("个月", "months"),
    "hours": Text("课时", "class hours"),
    "people": Text("人", "people"),
    "years": Text("年", "years"),
    "items": Text("个", "items"),
}


def _say_figure(figure: Figure) -> Text:
    if figure.unit == "%":
        return Text(f"{figure.value}%", f"{figure.value}%")
    if figure.unit not in _UNIT_WORDS:
        return Text(figure.value, figure.value)
    unit = _UNIT_WORDS[figure.unit]
    whole, point, part = figure.value.partition(".")
    number = f"{int(whole):,}{point}{part}"
    english = unit.en.removesuffix("s") if figure.value == "1" else unit.en
    return Text(f"{number} {unit.zh}", f"{number} {english}")


def _rule_row(document: Document, rule: Rule) -> RuleRow:
    titles = {other.id: other.title for other in document.rule}
    questions = {reading.id: reading.question for reading in document.reading}
    fallback = rule.bands[0].use if isinstance(rule, RateGate) else None
    return RuleRow(
        id=rule.id,
        title=rule.title,
        words=rule.describe(),
        judged_at=getattr(rule, "judged_at", "settlement"),
        applies_to=say_list(KIND_NAMES, rule.when.kind) if isinstance(rule, Rate) and rule.when.kind else None,
        paid_to=_say_payees(rule) if isinstance(rule, AmountTable | FixedAmount) else None,
        fallback=Link(fallback, titles[fallback]) if fallback else None,
        note=rule.note,
        readings=tuple(Link(reading, questions[reading]) for reading in rule.readings),
    )


def _say_payees(rule: MoneyRule) -> Text:
    said = [say_payee(payee) for payee in rule.payee]
    return Text("、".join(part.zh for part in said), ", ".join(part.en for part in said))


def _reading_row(document: Document, reading: Reading) -> ReadingRow:
    number = document.clause_number(reading.clause)
    return ReadingRow(
        id=reading.id,
        clause=Link(reading.clause, Text(number, number)),
        question=reading.question,
        choice=reading.choice,
        accepted_by=reading.accepted.by,
        accepted_on=reading.accepted.on,
        rules=tuple(Link(rule.id, rule.title) for rule in document.rule if reading.id in rule.readings),
    )
