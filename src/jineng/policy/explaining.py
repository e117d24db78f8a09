"""One judgement told three ways from the same steps: a sentence for a learner, the steps for a clerk, everything for an auditor."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from jineng.kernel.money import say_yuan
from jineng.kernel.text import Text
from jineng.policy.claims.reasons import CLAIM_REASONS, NOTES
from jineng.policy.claims.words import say_claim_step
from jineng.policy.plan import ClaimsPlan
from jineng.policy.words import REASONS, say_step

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from jineng.policy.document import Acceptance, Document
    from jineng.policy.plan import AnyPlan
    from jineng.policy.settled import Settled, Step


class Said(NamedTuple):
    """A step as a clerk reads it: what was done, and the numbers of the clauses that say so."""

    text: Text
    clauses: str


class CitedClause(NamedTuple):
    """A clause that a rule rests on: its number in the original and what it says, in our words."""

    number: str
    text: Text


class CitedReading(NamedTuple):
    """A reading that a rule rests on: what the text leaves open, what was chosen, who answers for it."""

    question: Text
    choice: Text
    accepted: Acceptance


class Ground(NamedTuple):
    """A step as an auditor reads it: its words, its code and values as computed, the rule, and all that the rule rests on."""

    text: Text
    code: str
    values: tuple[Any, ...]
    rule: str
    title: Text
    clauses: tuple[CitedClause, ...]
    readings: tuple[CitedReading, ...]

    @property
    def computed(self) -> str:
        """Return code and values as computed, as JSON: money in fen, exact parts of a fen as [fen, divisor], days as YYYYMMDD."""
        return json.dumps([self.code, *self.values], ensure_ascii=False, default=str)


def say(plan: AnyPlan, step: Step) -> Text:
    """Put a step into words, whatever records the plan is settled from."""
    return say_claim_step(plan, step) if isinstance(plan, ClaimsPlan) else say_step(step)


def reason_text(plan: AnyPlan, code: str) -> Text:
    """Return a reason or note by its code."""
    if isinstance(plan, ClaimsPlan):
        return CLAIM_REASONS[code] if code in CLAIM_REASONS else NOTES[code]
    return REASONS[code]


def in_one_sentence(plan: AnyPlan, settled: Settled) -> Text:
    """Tell a learner what comes of it, in one sentence."""
    return sentence_of(settled, [reason_text(plan, code) for code in settled.reasons])


def kept_sentence(settled: Settled) -> Text:
    """Tell what a line kept from a workbook's settlement came to, in one sentence, without the plan that it was judged by.

    A reason that this version has no words for any more stays its code.
    """
    return sentence_of(settled, [REASONS.get(code, Text(code, code)) for code in settled.reasons])


def sentence_of(settled: Settled, reasons: Sequence[Text]) -> Text:
    """Put status, reasons and money into one sentence."""
    why = Text("、".join(reason.zh for reason in reasons), "; ".join(reason.en for reason in reasons))
    why = Text(f"：{why.zh}", f": {why.en}") if reasons else why
    match settled.status:
        case "refused":
            first = Text(f"不能补贴{why.zh}", f"Nothing is paid{why.en}")
        case "not_computable":
            first = Text(f"暂时不能计算{why.zh}", f"It cannot be computed yet{why.en}")
        case "pending" if settled.later_fen == 0:
            first = _still_open(settled, why)
        case _:
            first = _paid(settled)
    if settled.recover_fen:
        back = say_yuan(settled.recover_fen)
        first = Text(
            f"{first.zh}；以前多拨的 {back} 元要退回", f"{first.en}; {back} yuan paid before are to be given back"
        )
    return Text(f"{first.zh}。", f"{first.en}.")


def _still_open(settled: Settled, why: Text) -> Text:
    text = Text(f"还不能确定{why.zh}", f"It is still open{why.en}")
    if settled.least_fen is None:
        return text
    least = say_yuan(settled.least_fen)
    if settled.most_fen is None:
        if settled.least_fen == 0:
            return text
        return Text(f"{text.zh}，不少于 {least} 元", f"{text.en}; at least {least} yuan")
    most = say_yuan(settled.most_fen)
    return Text(f"{text.zh}，在 {least} 元到 {most} 元之间", f"{text.en}; between {least} and {most} yuan")


def _paid(settled: Settled) -> Text:
    due, now = say_yuan(settled.due_fen), say_yuan(settled.payable_now_fen)
    zh, en = f"可以补贴 {due} 元", f"{due} yuan are due"
    if settled.paid_fen > 0:
        paid = say_yuan(settled.paid_fen)
        zh, en = f"{zh}，以前已拨 {paid} 元", f"{en}, {paid} were paid before"
    zh, en = f"{zh}，现在拨付 {now} 元", f"{en}, {now} are paid now"
    if settled.later_fen:
        later = say_yuan(settled.later_fen)
        until_zh = f"（最迟 {settled.later_until}）" if settled.later_until else ""
        until_en = f" (by {settled.later_until})" if settled.later_until else ""
        zh, en = f"{zh}，达到条件后再拨 {later} 元{until_zh}", f"{en}, {later} more come when due{until_en}"
    return Text(zh, en)


def in_steps(plan: AnyPlan, steps: Iterable[Step]) -> tuple[Said, ...]:
    """Tell a clerk each step and its clauses."""
    return tuple(Said(say(plan, step), plan.cites.get(step[1], "")) for step in steps)


def in_full(plan: AnyPlan, steps: Iterable[Step]) -> tuple[Ground, ...]:
    """Tell an auditor each step with its values, its rule, and the clauses and readings that the rule rests on."""
    rules = {rule.id: rule for rule in plan.document.rule}
    grounds = []
    for step in steps:
        code, rule_id, *values = step
        rule = rules.get(rule_id)
        grounds.append(
            Ground(
                say(plan, step),
                code,
                tuple(values),
                rule_id,
                rule.title if rule else Text("", ""),
                cited_clauses(plan.document, rule.cite if rule else ()),
                cited_readings(plan.document, rule.readings if rule else ()),
            )
        )
    return tuple(grounds)


def cited_clauses(document: Document, cites: Sequence[str]) -> tuple[CitedClause, ...]:
    """Return clauses by id, in the order cited."""
    known = {clause.id: clause for clause in document.clause}
    return tuple(CitedClause(known[cite].number, known[cite].text) for cite in cites if cite in known)


def cited_readings(document: Document, names: Sequence[str]) -> tuple[CitedReading, ...]:
    """Return readings by id, in the order named."""
    known = {reading.id: reading for reading in document.reading}
    return tuple(
        CitedReading(known[name].question, known[name].choice, known[name].accepted) for name in names if name in known
    )
