"""Worked examples of plans that are settled from claim lines: what is given in words, and what the engine makes of it now."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from jineng.domain.plans.claim_estimates import (
    NOTHING,
    fact_questions,
    payee_of,
    question_of,
    range_of,
    say_fact_value,
)
from jineng.domain.plans.explained import explain
from jineng.kernel.money import say_yuan
from jineng.kernel.text import Text
from jineng.policy.claims.examples import ClaimsExamples, example_lines
from jineng.policy.claims.facts import specs_of
from jineng.policy.claims.settlement import settle_claims
from jineng.policy.explaining import reason_text
from jineng.policy.loader import EXAMPLES_NAME, list_documents
from jineng.policy.parsing import parse

if TYPE_CHECKING:
    from jineng.domain.plans.explained import Explained
    from jineng.policy.claims.examples import ClaimsExample, ExampleLine
    from jineng.policy.plan import ClaimsPlan
    from jineng.policy.settled import Settled


@dataclass(frozen=True, slots=True)
class WorkedLine:
    """One line of an example: how many heads it stands for, what is given, and what the first of them comes to."""

    heads: int
    given: tuple[tuple[Text, Text], ...]
    settled: Settled
    explained: Explained

    @property
    def payee(self) -> Text | None:
        """Return who is paid, if anything is."""
        return payee_of(self.settled)


@dataclass(frozen=True, slots=True)
class WorkedClaim:
    """What an example comes to: money in fen of all heads and lines together, the status and reasons of the first.

    ``most_fen`` is None where nothing bounds it.
    """

    status: str
    reasons: tuple[Text, ...]
    least_fen: int
    most_fen: int | None
    paid_fen: int
    payable_now_fen: int
    later_fen: int
    recover_fen: int
    lines: tuple[WorkedLine, ...]


def work_out(plan: ClaimsPlan, example: ClaimsExample) -> WorkedClaim:
    """Return what a plan makes of an example.

    Raises:
        FactError: a fact is not written as its type is.
        NoSuchItemError: the plan does not pay the item.
    """
    settled = settle_claims(plan, *example_lines(plan, example))
    lines, place = [], 0
    for entry in example.all_lines:
        first = settled[place]
        lines.append(WorkedLine(entry.heads, tuple(_given(plan, entry)), first, explain(plan, first)))
        place += entry.heads
    ranges = [range_of(line) for line in settled]
    known = [most for _least, most in ranges if most is not None]
    return WorkedClaim(
        status=settled[0].status,
        reasons=tuple(reason_text(plan, reason) for reason in settled[0].reasons),
        least_fen=sum(least for least, _most in ranges),
        most_fen=sum(known) if len(known) == len(ranges) else None,
        paid_fen=sum(line.paid_fen for line in settled),
        payable_now_fen=sum(line.payable_now_fen for line in settled),
        later_fen=sum(line.later_fen for line in settled),
        recover_fen=sum(line.recover_fen for line in settled),
        lines=tuple(lines),
    )


def list_claim_examples(plan: ClaimsPlan) -> list[tuple[ClaimsExample, WorkedClaim]]:
    """Return a plan's worked examples, each computed by the engine; none where the document came without."""
    path = list_documents()[plan.id].with_name(EXAMPLES_NAME)
    if not path.is_file():
        return []
    return [(example, work_out(plan, example)) for example in _parsed(path.read_bytes()).example]


def typed_of(plan: ClaimsPlan, example: ClaimsExample) -> dict[str, str] | None:
    """Return an example's facts as one would type them to try the case; None where the case needs more than one line's facts."""
    entry = example.all_lines[0]
    if len(example.all_lines) > 1 or entry.heads > 1 or entry.paid or entry.before:
        return None
    questions = fact_questions(plan, example.item)
    if set(entry.unknown) - {question.fact for question in questions}:
        return None
    return {
        question.fact: _typed(entry.facts.get(question.fact))
        for question in questions
        if question.fact not in entry.unknown
    }


def _typed(written: object) -> str:
    if written is None or written == "":
        return NOTHING
    if isinstance(written, bool):
        return "yes" if written else "no"
    return str(written)


def _given(plan: ClaimsPlan, entry: ExampleLine) -> list[tuple[Text, Text]]:
    """Return what a line tells, in words; the numbers that only tell people apart are left out."""
    specs = specs_of(plan.document)
    given = [
        (specs[fact].title, say_fact_value(question_of(fact, specs[fact]), written))
        for fact, written in entry.facts.items()
        if fact != "person_id"
    ]
    if entry.paid:
        given.append((Text("以前已拨付", "paid before"), _yuan(int(entry.paid))))
    titles = {rule.id: rule.title for rule in plan.document.rule}
    for before in entry.before:
        amount, title = _yuan(int(before.amount)), titles.get(before.rule, Text(before.rule, before.rule))
        said = Text(f"{title.zh}，{before.on}，{amount.zh}", f"{title.en}, {before.on}, {amount.en}")
        given.append((Text("以前享受过", "had before"), said))
    given += [(specs[fact].title, Text("还不清楚", "not known yet")) for fact in entry.unknown if fact in specs]
    return given


def _yuan(amount_fen: int) -> Text:
    said = say_yuan(amount_fen)
    return Text(f"{said} 元", f"{said} yuan")


@cache
def _parsed(content: bytes) -> ClaimsExamples:
    return parse(ClaimsExamples, content, EXAMPLES_NAME)
