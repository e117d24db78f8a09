"""Worked examples of a draft with what the draft makes of them now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from jineng.domain.plans.estimates import explain_part, tell
from jineng.policy.measures import Measure, Percent, Yuan
from jineng.policy.one import one
from jineng.policy.plan import Plan
from jineng.policy.situation import SituationTable, case_of
from jineng.web.desk.checking import faults_at
from jineng.web.desk.claim_examples import claim_outcome
from jineng.web.desk.entries import EXAMPLE, list_entries, text_of
from jineng.web.public.rows import STATUSES

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from jineng.domain.drafts.contents import Contents
    from jineng.domain.plans.answers import Answered
    from jineng.domain.plans.estimates import Part
    from jineng.kernel.text import Text
    from jineng.policy.draft import DraftReport
    from jineng.policy.plan import AnyPlan
    from jineng.policy.situation import Situation
    from jineng.web.desk.claim_examples import ClaimOutcome
    from jineng.web.desk.entries import Table


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a draft makes of a situation of the workbook's records."""

    part: Part
    status: _StrPromise
    tone: str
    answers: tuple[Answered, ...]


@dataclass(frozen=True, slots=True)
class ExampleRow:
    """One worked example: passed where ``faults`` is empty; ``outcome`` where it can be told and computed."""

    key: str
    title: Text
    rule: str
    faults: tuple[Text, ...]
    outcome: Outcome | None
    claim: ClaimOutcome | None


def example_rows(contents: Contents, report: DraftReport) -> list[ExampleRow]:
    """Return the worked examples of a draft in their order."""
    problems = (*report.problems, *report.failed_examples)
    titles = {entry.table.get("id"): text_of(entry.table.get("title")) for entry in list_entries(contents, "rule")}
    return [
        ExampleRow(
            key=entry.key,
            title=text_of(entry.table.get("title")),
            rule=str(titles.get(entry.table.get("rule"), entry.table.get("rule") or "–")),
            faults=tuple(problem.text for problem in faults_at(problems, EXAMPLE, entry.place)),
            outcome=outcome_of(report.plan, entry.table.get("situation")),
            claim=claim_outcome(report.plan, entry.table),
        )
        for entry in list_entries(contents, EXAMPLE)
    ]


def situation_in(table: Any) -> Situation | None:
    """Return the situation of an example's table, or None where it is none yet."""
    try:
        return SituationTable.model_validate({"situation": table}).situation
    except ValidationError:
        return None


def outcome_of(plan: AnyPlan | None, table: Any) -> Outcome | None:
    """Return what a plan makes of a situation's table; None where there is no plan, no situation, or no such item."""
    situation = situation_in(table) if isinstance(plan, Plan) else None
    if not isinstance(plan, Plan) or situation is None or situation.item not in plan.items:
        return None
    settled = one(plan, case_of(plan, situation))
    status, tone = STATUSES[settled.status]
    return Outcome(explain_part(plan, situation, settled), status, tone, tell(plan, situation).answers)


def situation_table(situation: Situation) -> Table:
    """Return a situation as an example's table writes it: what is not told is left out."""
    told = {name: _written(value) for name, value in situation if value is not None}
    if told.get("paid") == "0":
        del told["paid"]
    if told.get("finished") is True:
        del told["finished"]
    return told


def _written(value: Any) -> Any:
    match value:
        case Percent():
            return f"{value.written()}%"
        case Yuan():
            return value.written()
        case Measure():
            return int(value)
    return value
