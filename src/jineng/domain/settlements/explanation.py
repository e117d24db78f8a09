"""Why a line comes to what it does: its steps in both languages beside their clauses, the person masked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from jineng.domain.plans.queries import PlanNotFoundError, get_plan
from jineng.domain.settlements.line_queries import LineRow, get_line, open_lines
from jineng.domain.settlements.queries import get_settlement
from jineng.kernel.identifiers import mask_identity
from jineng.kernel.text import Text
from jineng.policy.explaining import in_full, kept_sentence
from jineng.policy.settled import Settled
from jineng.policy.words import condition_text, say_step

if TYPE_CHECKING:
    from jineng.platform.identity.models import User
    from jineng.policy.explaining import Ground
    from jineng.policy.plan import Plan


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """A clause as people quote it; ``id`` is empty when the document has changed since and cannot be pointed into."""

    id: str
    number: str


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of the judgement."""

    text: Text
    clauses: tuple[ClauseRow, ...]


@dataclass(frozen=True, slots=True)
class LaterRow:
    """Money that may still come: how much, on what condition, until when."""

    amount: str
    condition: Text
    until: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """A line with everything said about it, the person masked."""

    line: LineRow
    certificate: str
    sentence: Text
    steps: tuple[StepRow, ...]
    later: tuple[LaterRow, ...]
    grounds: tuple[Ground, ...]
    """All that the steps rest on; none when the document has changed since, or this version has no words for a step."""


def explain_line(actor: User, settlement_key: int, ordinal: int) -> Explanation:
    """Explain one line as it was judged.

    Raises:
        SettlementNotFoundError: there is no such line in the person's region.
    """
    row = get_line(actor, settlement_key, ordinal)
    (kept,) = open_lines(actor, settlement_key, ordinal=ordinal)
    settlement = get_settlement(actor, settlement_key)
    plan = _plan_as_it_was(settlement.policy_id, settlement.receipt.policy_sha256 if settlement.receipt else "")
    person_id = kept.line["person_id"]

    def masked(value: Any) -> Any:
        return mask_person(value, person_id)

    steps = tuple(
        StepRow(
            Text(masked(basis["text"]), masked(_english(step, basis["text"]))), _clauses(plan, step, basis["clause"])
        )
        for step, basis in zip(kept.steps, kept.line["basis"], strict=True)
    )
    return Explanation(
        row,
        masked(kept.line["certificate"] or kept.certificate),
        _sentence(row, kept.line["later"]),
        steps,
        _later(plan, kept.line["later"]),
        _grounds(plan, [masked(step) for step in kept.steps]),
    )


def _sentence(row: LineRow, later: list[dict[str, str]]) -> Text:
    """Tell the line's stored figures in one sentence."""
    settled = Settled(
        row.status,
        row.reasons,
        [],
        due_fen=row.due_fen,
        paid_fen=row.paid_fen,
        payable_now_fen=row.payable_now_fen,
        recover_fen=row.recover_fen,
        later_fen=row.later_fen,
        later_until=date.fromisoformat(later[0]["until"]) if later else None,
        least_fen=row.least_fen,
        most_fen=row.most_fen,
    )
    return kept_sentence(settled)


def _grounds(plan: Plan | None, steps: list[list[Any]]) -> tuple[Ground, ...]:
    """Return what the steps rest on, if the plan is still the one that they were judged by."""
    if plan is None:
        return ()
    try:
        return in_full(plan, [tuple(step) for step in steps])
    except (KeyError, TypeError):
        return ()


def mask_person(value: Any, person_id: str) -> Any:
    """Return text, or a step with its values, with a person's identity number masked wherever it stands.

    Some certificates are numbered by their holder's identity number, and steps quote certificates.
    """
    if isinstance(value, str):
        return value.replace(person_id, mask_identity(person_id))
    return [mask_person(part, person_id) for part in value] if isinstance(value, list) else value


def _plan_as_it_was(policy_id: str, policy_sha256: str) -> Plan | None:
    """Return the plan if its document is still the one that the line was judged by."""
    try:
        plan = get_plan(policy_id)
    except PlanNotFoundError:
        return None
    return plan if plan.sha256 == policy_sha256 else None


def _english(step: list[Any], zh: str) -> str:
    """Say a kept step in English; a step that this version has no words for any more stays in Chinese."""
    try:
        return say_step(tuple(step)).en
    except (KeyError, TypeError):
        return zh


def _clauses(plan: Plan | None, step: list[Any], numbers: str) -> tuple[ClauseRow, ...]:
    rules = {rule.id: rule for rule in plan.document.rule} if plan else {}
    rule = rules.get(step[1])
    if plan is None or rule is None:
        return (ClauseRow("", numbers),)
    found: dict[str, ClauseRow] = {}
    for clause_id in rule.cite:
        number = plan.document.clause_number(clause_id)
        found.setdefault(number, ClauseRow(clause_id, number))
    return tuple(found.values())


def _later(plan: Plan | None, parts: list[dict[str, str]]) -> tuple[LaterRow, ...]:
    months = plan.release.within_months if plan else None
    return tuple(
        LaterRow(
            part["amount"],
            Text(part["condition"], condition_text(months, part["until"]).en if months else part["condition"]),
            part["until"],
        )
        for part in parts
    )
