"""Trying a case under a plan that is settled from claim lines: the facts that it asks for, and what the case comes to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from jineng.domain.plans.explained import explain
from jineng.kernel.text import Text
from jineng.policy.claims.facts import FactError, read_fact, specs_of
from jineng.policy.claims.line import ClaimLine
from jineng.policy.claims.one import one_claim
from jineng.policy.claims.unknown import words_of
from jineng.policy.kinds.base import PAYEE_NAMES
from jineng.policy.kinds.terms import UNIT_NAMES, say_word
from jineng.policy.vocabulary import MEASURES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from jineng.domain.plans.explained import Explained
    from jineng.policy.plan import ClaimsPlan
    from jineng.policy.settled import Settled
    from jineng.policy.vocabulary import FactSpec, Value

NOTHING: Final = "-"
"""Typed for a fact that is not there: no certificate, no bill. What is left empty is not known."""

_PRIVATE: Final = frozenset({"person_id", "certificate_number"})
"""Facts that nobody is asked for to try a case: they would stand in an address."""

_FLAGS: Final = ("yes", "no")


@dataclass(frozen=True, slots=True)
class FactQuestion:
    """A fact that the case is asked for: its type says how it is written, ``choices`` are its words where they are known."""

    fact: str
    title: Text
    type: str
    unit: Text | None
    choices: tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True)
class ToldFact:
    """A fact as somebody told it: known unless nothing was typed, and faulty if it is not written as its type is."""

    question: FactQuestion
    typed: str
    value: Value
    fault: Text | None

    @property
    def is_known(self) -> bool:
        """Say whether the fact is told, be it that it is not there."""
        return bool(self.typed)

    @property
    def said(self) -> Text:
        """Return what was told in plain words."""
        if not self.typed:
            return Text("还不清楚", "not known yet")
        return say_fact_value(self.question, self.typed)


@dataclass(frozen=True, slots=True)
class ClaimEstimate:
    """What a case comes to, told three ways. ``most_fen`` is None where nothing bounds it, ``unknown`` what it still depends on."""

    settled: Settled
    explained: Explained
    least_fen: int
    most_fen: int | None
    unknown: tuple[Text, ...]

    @property
    def payee(self) -> Text | None:
        """Return who is paid, if anything is."""
        return payee_of(self.settled)


def fact_questions(plan: ClaimsPlan, item: str) -> list[FactQuestion]:
    """Return the facts that an item's rules look at, in the order of the vocabulary.

    Raises:
        KeyError: the plan does not pay this item.
    """
    rules, specs = plan.program.of(item), specs_of(plan.document)
    return [question_of(fact, specs[fact], words_of(rules, fact)) for fact in rules.facts if fact not in _PRIVATE]


def question_of(fact: str, spec: FactSpec, named: Sequence[str] = ()) -> FactQuestion:
    """Return the question for a fact; ``named`` are the words that rules name of it."""
    words = {"flag": _FLAGS, "word": spec.values or tuple(named)}.get(spec.type, ())
    unit = UNIT_NAMES[MEASURES[spec.type].unit] if spec.type in MEASURES else None
    return FactQuestion(fact, spec.title, spec.type, unit, tuple((word, say_word(word)) for word in words))


def say_fact_value(question: FactQuestion, written: object) -> Text:
    """Say a fact as documents and people write it, with its unit."""
    if written in {None, "", NOTHING}:
        return Text("没有", "none")
    if isinstance(written, bool):
        return say_word("yes" if written else "no")
    if question.type in {"word", "flag"}:
        return say_word(str(written))
    unit = question.unit or Text("", "")
    return Text(f"{written} {unit.zh}".strip(), f"{written} {unit.en}".strip())


def read_claim(plan: ClaimsPlan, item: str, typed: Mapping[str, str]) -> list[ToldFact]:
    """Return a case's facts as people write them, each with its fault if it has one.

    Args:
        plan: the compiled plan.
        item: what is claimed.
        typed: the facts by their ids; empty is unknown, ``NOTHING`` is not there.

    Raises:
        KeyError: the plan does not pay this item.
    """
    specs = specs_of(plan.document)
    return [_told(specs, question, typed.get(question.fact, "").strip()) for question in fact_questions(plan, item)]


def _told(specs: Mapping[str, FactSpec], question: FactQuestion, typed: str) -> ToldFact:
    if typed in {"", NOTHING}:
        return ToldFact(question, typed, None, None)
    try:
        return ToldFact(question, typed, read_fact(specs, question.fact, typed), None)
    except FactError as error:
        return ToldFact(question, typed, None, error.text)


def estimate_claim(plan: ClaimsPlan, item: str, told: Sequence[ToldFact], as_of: date) -> ClaimEstimate:
    """Return what a case comes to.

    Args:
        plan: the compiled plan.
        item: what is claimed.
        told: as ``read_claim`` returns them for that item, without faults.
        as_of: the day as at which it is judged.

    Raises:
        KeyError: the plan does not pay this item.
    """
    titles = {fact.question.fact: fact.question.title for fact in told}
    facts = {fact.question.fact: fact.value for fact in told if fact.is_known}
    settled = one_claim(
        plan, ClaimLine(1, item, facts, as_of, unknown=tuple(name for name in titles if name not in facts))
    )
    least_fen, most_fen = range_of(settled)
    matter = [fact for step in settled.steps if step[0] == "unknown" for fact in step[2]]
    return ClaimEstimate(settled, explain(plan, settled), least_fen, most_fen, tuple(titles[fact] for fact in matter))


def range_of(settled: Settled) -> tuple[int, int | None]:
    """Return the least and most that may be due, in fen; the most is None where nothing bounds it."""
    if settled.least_fen is not None and settled.most_fen is None:
        return settled.least_fen, None
    return settled.bounds


def payee_of(settled: Settled) -> Text | None:
    """Return who is paid; None where nothing is due for certain."""
    return PAYEE_NAMES.get(settled.payee_kind) if settled.due_fen else None
