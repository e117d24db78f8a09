"""What the public pages show, ready for their templates."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy

from jineng.domain.plans.estimates import explain_part, tell
from jineng.domain.plans.outline import Link, list_clauses
from jineng.domain.plans.queries import list_examples
from jineng.web.templatetags.display import language

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from django.utils.functional import _StrPromise

    from jineng.domain.plans.answers import Answered
    from jineng.domain.plans.estimates import Estimate, Part
    from jineng.domain.plans.outline import ClauseRow, FigureRow
    from jineng.domain.plans.queries import PlanRow, WorkedExample
    from jineng.kernel.text import Text
    from jineng.policy.plan import AnyPlan, Plan

STATES: Final = {
    "not_yet": (gettext_lazy("尚未生效"), "waiting"),
    "in_force": (gettext_lazy("生效中"), "good"),
    "expired": (gettext_lazy("已过有效期"), "neutral"),
}
"""Label and tone of a plan's state."""

STATUSES: Final = {
    "payable": (gettext_lazy("可以补贴"), "good"),
    "pending": (gettext_lazy("待定"), "waiting"),
    "refused": (gettext_lazy("不予补贴"), "bad"),
    "not_computable": (gettext_lazy("尚不能计算"), "waiting"),
}
"""Label and tone of a result."""

LEVELS: Final = {"province": gettext_lazy("省级"), "city": gettext_lazy("市级"), "county": gettext_lazy("县级")}

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class PlanCard:
    """A plan in a list, with its state as at a day."""

    plan: PlanRow
    state: _StrPromise
    tone: str

    @classmethod
    def on(cls, day: date, plan: PlanRow) -> PlanCard:
        """Return the card as at a day."""
        state, tone = STATES[plan.state_on(day)]
        return cls(plan, state, tone)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a clause's text; ``tone`` is used, idle, or empty for plain words."""

    text: str
    tone: str


@dataclass(frozen=True, slots=True)
class ClausePart:
    """A clause with its text cut up so that its figures stand out, and a short name for the table of contents.

    ``told_first`` are the rules that no earlier clause tells: their anchors stand here.
    """

    clause: ClauseRow
    pieces: tuple[Piece, ...]
    short: str
    told_first: frozenset[str]


@dataclass(frozen=True, slots=True)
class ExampleRow:
    """A worked example: what is given, what comes out now, and its way into the calculator."""

    id: str
    title: Text
    answers: tuple[Answered, ...]
    part: Part
    status: _StrPromise
    tone: str
    calculator_url: str


@dataclass(frozen=True, slots=True)
class ExampleGroup:
    """The examples of one rule."""

    rule: Link
    examples: tuple[ExampleRow, ...]


@dataclass(frozen=True, slots=True)
class AlternativeRow:
    """What one answer to an open question would lead to; money in fen."""

    label: Text
    least_fen: int
    most_fen: int
    url: str


def clause_parts(plan: AnyPlan) -> list[ClausePart]:
    """Return a plan's clauses for its page, in the page's language."""
    parts = []
    told: set[str] = set()
    for clause in list_clauses(plan.document):
        text = clause.text.in_(language())
        told_first = frozenset(rule.id for rule in clause.rules) - told
        told |= told_first
        parts.append(ClausePart(clause, tuple(cut_up(text, clause.figures)), _short(clause, text), told_first))
    return parts


def cut_up(text: str, figures: Sequence[FigureRow]) -> list[Piece]:
    """Cut a text at its numbers, marking those that are figures of the clause: used by a rule, or idle."""
    tones = {figure.value: "used" if figure.is_used else "idle" for figure in reversed(figures)}
    pieces, end = [], 0
    for match in _NUMBER.finditer(text):
        tone = tones.get(match[0].replace(",", ""))
        if tone:
            pieces += [Piece(text[end : match.start()], ""), Piece(match[0], tone)]
            end = match.end()
    pieces.append(Piece(text[end:], ""))
    return [piece for piece in pieces if piece.text]


def _short(clause: ClauseRow, text: str) -> str:
    if clause.rules:
        titles = [rule.title.in_(language()) for rule in clause.rules]
        separator = ", " if language() == "en" else "、"
        return separator.join(titles[:3])
    if language() == "en":
        words = text.split()
        return " ".join(words[:6]) + ("…" if len(words) > 6 else "")
    return text[:15] + ("…" if len(text) > 15 else "")


def alternative_rows(
    address: str, item: str, answers: Sequence[Answered], result: Estimate, kept: dict[str, str]
) -> list[AlternativeRow]:
    """Return what each answer to the open question would lead to, with the way there: the other answers are kept."""
    typed = kept | {answer.question.name: answer.raw for answer in answers if answer.raw != answer.question.default}
    return [
        AlternativeRow(
            alternative.label,
            alternative.least_fen,
            alternative.most_fen,
            calculator_url(address, item, {**typed, result.open_question.name: alternative.value}),
        )
        for alternative in result.alternatives
        if result.open_question
    ]


def example_groups(plan: Plan) -> list[ExampleGroup]:
    """Return a plan's worked examples by the rule that they show, in the order of the rules."""
    titles = {rule.id: rule.title for rule in plan.document.rule}
    grouped: dict[str, list[ExampleRow]] = {rule_id: [] for rule_id in titles}
    for worked in list_examples(plan):
        grouped[worked.example.rule].append(_example_row(plan, worked))
    return [ExampleGroup(Link(rule_id, titles[rule_id]), tuple(rows)) for rule_id, rows in grouped.items() if rows]


def _example_row(plan: Plan, worked: WorkedExample) -> ExampleRow:
    example = worked.example
    told = tell(plan, example.situation)
    status, tone = STATUSES[worked.settled.status]
    return ExampleRow(
        id=example.id,
        title=example.title,
        answers=told.answers,
        part=explain_part(plan, example.situation, worked.settled),
        status=status,
        tone=tone,
        calculator_url=calculator_url(reverse("calculator", args=[plan.id]), told.item, told.typed),
    )


def calculator_url(address: str, item: str, typed: dict[str, str]) -> str:
    """Return the address of a calculator with its answers."""
    return f"{address}?{urlencode({'item': item, **typed})}"
