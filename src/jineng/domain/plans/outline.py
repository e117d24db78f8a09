"""A plan as people read it: every clause with the rules that rest on it, its figures, and what was decided where it is silent."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jineng.kernel.text import Text
from jineng.policy.checks.clause_figures import users_of_figures
from jineng.policy.kinds import AmountTable, FixedAmount, Rate, RateGate
from jineng.policy.kinds.base import KIND_NAMES, say_list
from jineng.policy.kinds.money import MoneyRule, say_payee
from jineng.policy.kinds.terms import LEVEL_NAMES, UNIT_NAMES, say_cells, say_words
from jineng.policy.vocabulary import MEASURES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from jineng.policy.document import Clause, DeclaredFact, Document, Fill, Reading
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
    """A number of a clause: the rules that use it, or that it is a convention of the head, or the reason why nothing uses it."""

    value: str
    words: Text
    rules: tuple[Link, ...]
    is_convention: bool
    reason: Text | None

    @property
    def is_used(self) -> bool:
        """Say whether anything is computed from it."""
        return bool(self.rules) or self.is_convention


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


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact of the document's own: what it is called, how it is written, and the words it may be."""

    id: str
    title: Text
    form: Text


@dataclass(frozen=True, slots=True)
class FillRow:
    """A term that was left open, as decided."""

    id: str
    rule: Link
    decided: Text
    values: tuple[Text, ...]
    by: Text
    doc_no: str
    on: date
    clauses: tuple[Link, ...]


def list_clauses(document: Document) -> list[ClauseRow]:
    """Return the document's clauses in their order; a rule stands at every clause that it cites."""
    users = users_of_figures(document)
    return [
        ClauseRow(
            id=clause.id,
            number=clause.number,
            text=clause.text,
            figures=tuple(_figures(document, clause, users)),
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


def list_facts(document: Document) -> list[FactRow]:
    """Return the facts that the document declares, in their order."""
    return [FactRow(fact.id, fact.title, _say_form(fact)) for fact in document.fact]


def list_fills(document: Document, fills: Sequence[Fill]) -> list[FillRow]:
    """Return decisions on terms that were left open, in their order.

    Args:
        document: as compiled: its rules hold what was decided, and it has no fills of its own any more.
        fills: the decisions as the document was written with them.
    """
    titles = {rule.id: rule.title for rule in document.rule}
    return [
        FillRow(
            id=fill.id,
            rule=Link(fill.rule, titles[fill.rule]),
            decided=fill.decided,
            values=_say_values(fill),
            by=LEVEL_NAMES[fill.by],
            doc_no=fill.doc_no,
            on=fill.on,
            clauses=tuple(_clause_links(document, fill.cite)),
        )
        for fill in fills
    ]


def _say_form(fact: DeclaredFact) -> Text:
    if fact.values:
        return say_words(fact.values)
    if fact.type in MEASURES:
        return UNIT_NAMES[MEASURES[fact.type].unit]
    return {"flag": Text("是或否", "yes or no"), "date": Text("日期", "a day")}.get(fact.type, Text("文字", "a word"))


def _say_values(fill: Fill) -> tuple[Text, ...]:
    """Say what was decided: cells of a table by their words, any other term by its value alone."""
    if fill.value is None:
        return tuple(say_cells({key: _say_value(value)}) for key, value in fill.cells.items())
    key = fill.term.removeprefix("cells.")
    said = _say_value(fill.value)
    return (said if key == fill.term else say_cells({key: said}),)


def _say_value(value: str) -> Text:
    return Text(value, value) if value.endswith("%") else Text(f"{value} 元", f"{value} yuan")


def clauses_of(document: Document, rule_id: str) -> list[Link]:
    """Return the clauses that a rule rests on, by their numbers in the original; parts of one clause are one link."""
    return _clause_links(document, next(rule for rule in document.rule if rule.id == rule_id).cite)


def _clause_links(document: Document, cites: Sequence[str]) -> list[Link]:
    links: dict[str, Link] = {}
    for clause_id in cites:
        number = document.clause_number(clause_id)
        links.setdefault(number, Link(clause_id, Text(number, number)))
    return list(links.values())


def _figures(
    document: Document, clause: Clause, users: Mapping[tuple[str, Figure], tuple[str, ...]]
) -> list[FigureRow]:
    reasons = {mark.figure: mark.reason for mark in clause.not_computed}
    rules = {f"rule {rule.id}": Link(rule.id, rule.title) for rule in document.rule}
    rows = []
    for figure in clause.figures:
        places = users.get((clause.id, figure), ())
        rows.append(
            FigureRow(
                value=figure.value,
                words=_say_figure(figure),
                rules=tuple(rules[place] for place in places if place in rules),
                is_convention="document" in places,
                reason=reasons.get(figure),
            )
        )
    return rows


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
    words = _with_titles(document, rule.describe())
    paid_to = _say_payees(rule) if isinstance(rule, AmountTable | FixedAmount) else None
    return RuleRow(
        id=rule.id,
        title=rule.title,
        words=words,
        judged_at=getattr(rule, "judged_at", "settlement"),
        applies_to=say_list(KIND_NAMES, rule.when.kind) if isinstance(rule, Rate) and rule.when.kind else None,
        paid_to=paid_to if paid_to and paid_to.zh not in words.zh else None,
        fallback=Link(fallback, titles[fallback]) if fallback else None,
        note=rule.note,
        readings=tuple(Link(reading, questions[reading]) for reading in rule.readings),
    )


def _with_titles(document: Document, words: Text) -> Text:
    """Say facts and rules of the document by their titles where a rule's words call them by their ids."""
    zh, en = words
    for named in (*document.fact, *document.rule):
        if f"“{named.id}”" in zh:
            zh = zh.replace(f"“{named.id}”", f"“{named.title.zh}”")
            if "_" in named.id:  # an id without one may as well be an ordinary word of the sentence
                en = re.sub(rf"\b{named.id}\b", f"“{named.title.en}”", en)
    return Text(zh, en)


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
