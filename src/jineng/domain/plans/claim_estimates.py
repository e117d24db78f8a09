"""Trying a case under a plan that is settled from claim lines: the facts that it asks for, and what the case comes to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from jineng.kernel.text import Text
from jineng.policy.claims.facts import read_fact, specs_of
from jineng.policy.claims.limiting import KEY_FACTS, PER_FACTS
from jineng.policy.claims.line import ClaimLine
from jineng.policy.claims.one import one_claim
from jineng.policy.claims.unknown import words_of
from jineng.policy.explaining import in_full, in_one_sentence, in_steps
from jineng.policy.kinds.terms import UNIT_NAMES, say_word
from jineng.policy.vocabulary import MEASURES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from jineng.policy.explaining import Ground, Said
    from jineng.policy.plan import ClaimsPlan
    from jineng.policy.settled import Settled
    from jineng.policy.vocabulary import FactSpec, Value

NOTHING: Final = "-"
"""Typed for a fact that is not there: no certificate, no bill. What is left empty is not known."""

_IDENTITIES: Final = frozenset({*PER_FACTS.values(), *KEY_FACTS.values()}) - {
    "level",
    "occupation",
    "programme",
    "category",
    "region",
}
"""Facts that only tell lines apart; nobody is asked for them to try a case."""


@dataclass(frozen=True, slots=True)
class FactQuestion:
    """A fact that the case is asked for: its type says how it is written, ``choices`` are its words where they are known."""

    fact: str
    title: Text
    type: str
    unit: Text | None
    choices: tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True)
class ClaimEstimate:
    """What a case comes to, told three ways."""

    settled: Settled
    sentence: Text
    steps: tuple[Said, ...]
    grounds: tuple[Ground, ...]


def fact_questions(plan: ClaimsPlan, item: str) -> list[FactQuestion]:
    """Return the facts that an item's rules look at, in the order of the vocabulary.

    Raises:
        KeyError: the plan does not pay this item.
    """
    rules, specs = plan.program.of(item), specs_of(plan.document)
    asked = [fact for fact in specs if fact in rules.facts and fact not in _IDENTITIES]
    return [_question(fact, specs[fact], words_of(rules, fact)) for fact in asked]


def _question(fact: str, spec: FactSpec, named: list[str]) -> FactQuestion:
    words = {"flag": ["yes", "no"], "word": list(spec.values) or named}.get(spec.type, [])
    unit = UNIT_NAMES[MEASURES[spec.type].unit] if spec.type in MEASURES else None
    return FactQuestion(fact, spec.title, spec.type, unit, tuple((word, say_word(word)) for word in words))


def estimate_claim(plan: ClaimsPlan, item: str, typed: Mapping[str, str], as_of: date) -> ClaimEstimate:
    """Return what a case comes to.

    Args:
        plan: the compiled plan.
        item: what is claimed.
        typed: facts as people write them; empty is unknown, ``NOTHING`` is not there.
        as_of: the day as at which it is judged.

    Raises:
        FactError: a fact is not written as its type is.
        KeyError: the plan does not pay this item.
    """
    specs = specs_of(plan.document)
    facts: dict[str, Value] = {}
    unknown = []
    for question in fact_questions(plan, item):
        value = typed.get(question.fact, "").strip()
        if not value:
            unknown.append(question.fact)
        else:
            facts[question.fact] = None if value == NOTHING else read_fact(specs, question.fact, value)
    settled = one_claim(plan, ClaimLine(1, item, facts, as_of, unknown=tuple(unknown)))
    return ClaimEstimate(
        settled, in_one_sentence(plan, settled), in_steps(plan, settled.steps), in_full(plan, settled.steps)
    )
