"""A judgement told to all three readers at once: the sentence, the steps beside links to their clauses, and all they rest on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jineng.domain.plans.outline import clauses_of
from jineng.policy.explaining import in_full, in_one_sentence, in_steps

if TYPE_CHECKING:
    from jineng.domain.plans.outline import Link
    from jineng.kernel.text import Text
    from jineng.policy.explaining import Ground
    from jineng.policy.plan import AnyPlan
    from jineng.policy.settled import Settled, Step


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of an explanation with the clauses that it rests on."""

    words: Text
    clauses: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """What a learner, a clerk and an auditor read of the same result."""

    sentence: Text
    steps: tuple[StepRow, ...]
    grounds: tuple[Ground, ...]


def explain(plan: AnyPlan, settled: Settled) -> Explained:
    """Return a result of the engine told three ways."""
    said = in_steps(plan, settled.steps)
    return Explained(
        in_one_sentence(plan, settled),
        tuple(StepRow(one.text, _clauses(plan, step)) for one, step in zip(said, settled.steps, strict=True)),
        in_full(plan, settled.steps),
    )


def _clauses(plan: AnyPlan, step: Step) -> tuple[Link, ...]:
    """Return a step's clauses: a rule's; none where it only says what is not known, or rests on the head."""
    known = step[0] != "unknown" and step[1] in plan.cites
    return tuple(clauses_of(plan.document, step[1])) if known else ()
