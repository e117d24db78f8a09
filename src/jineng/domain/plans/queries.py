"""Reads of the plans at hand. Documents are files; whoever wants a plan, compiled or as a row of a list, asks here."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal, Self

from jineng.kernel.problems import UnusableError
from jineng.policy.examples import Examples
from jineng.policy.loader import DOCUMENT_NAME, EXAMPLES_NAME, list_documents, load_plan
from jineng.policy.one import one
from jineng.policy.parsing import parse, parse_document
from jineng.policy.plan import Plan
from jineng.policy.situation import case_of

if TYPE_CHECKING:
    from datetime import date

    from jineng.kernel.text import Text
    from jineng.policy.document import Document, Fill, Head
    from jineng.policy.examples import Example
    from jineng.policy.plan import AnyPlan
    from jineng.policy.settled import Settled

logger = logging.getLogger(__name__)

PlanState = Literal["not_yet", "in_force", "expired"]
"""尚未生效 · 生效中 · 已过有效期"""


class PlanNotFoundError(LookupError):
    """No usable plan has this id."""


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan as a list shows it; both days of the period are included in it."""

    id: str
    title: Text
    doc_no: str
    issuer: Text
    region: Text
    region_code: str
    issued_on: date
    valid_from: date
    valid_to: date
    records: str

    @classmethod
    def of(cls, head: Head) -> Self:
        """Return the row of a document's head."""
        return cls(
            id=head.id,
            title=head.title,
            doc_no=head.doc_no,
            issuer=head.issuer,
            region=head.region,
            region_code=head.region_code,
            issued_on=head.issued_on,
            valid_from=head.valid_from,
            valid_to=head.valid_to,
            records=head.records,
        )

    def state_on(self, day: date) -> PlanState:
        """Tell whether the plan is in force on a day."""
        if day < self.valid_from:
            return "not_yet"
        return "in_force" if day <= self.valid_to else "expired"


@dataclass(frozen=True, slots=True)
class WorkedExample:
    """A worked example and what the engine makes of it now."""

    example: Example
    settled: Settled


def list_plans(*, region_code: str | None = None, records: str | None = None) -> list[PlanRow]:
    """Return the plans, of one region or of all, settled from these records or from any, the newest period first.

    A document with faults is left out and logged: it must not take the others with it.
    """
    rows = []
    for policy_id in list_documents():
        try:
            rows.append(PlanRow.of(load_plan(policy_id).document.head))
        except UnusableError as error:
            logger.error("plan %s left out of the list: %s", policy_id, error)  # noqa: TRY400 -- the document is at fault, not the code
    rows = [
        row
        for row in rows
        if (region_code is None or row.region_code == region_code) and (records is None or row.records == records)
    ]
    return sorted(rows, key=lambda row: (-row.valid_from.toordinal(), row.id))


def get_plan(policy_id: str) -> Plan:
    """Return a compiled plan that is settled from the officers' workbook, by its id.

    Raises:
        PlanNotFoundError: there is no such plan, it is settled from claim lines, or its document has faults (which are logged).
    """
    plan = get_any_plan(policy_id)
    if not isinstance(plan, Plan):
        raise PlanNotFoundError(policy_id)
    return plan


def get_any_plan(policy_id: str) -> AnyPlan:
    """Return a compiled plan by its id, whatever records it is settled from.

    Raises:
        PlanNotFoundError: there is no such plan, or its document has faults (which are logged).
    """
    if policy_id not in list_documents():
        raise PlanNotFoundError(policy_id)
    try:
        return load_plan(policy_id)
    except UnusableError as error:
        logger.error("plan %s cannot be used: %s", policy_id, error)  # noqa: TRY400 -- the document is at fault, not the code
        raise PlanNotFoundError(policy_id) from error


def list_decisions(policy_id: str) -> tuple[Fill, ...]:
    """Return what a plan's document decides of terms that were left open, as it is written; a compiled plan has it in its rules.

    Raises:
        PlanNotFoundError: there is no such plan, or its document has faults (which are logged).
    """
    get_any_plan(policy_id)
    return _written(list_documents()[policy_id].read_bytes()).fill


def list_examples(plan: Plan) -> list[WorkedExample]:
    """Return a plan's worked examples, each computed by the engine; none where the document came without."""
    path = list_documents()[plan.id].with_name(EXAMPLES_NAME)
    if not path.is_file():
        return []
    examples = _parsed(path.read_bytes()).example
    return [WorkedExample(example, one(plan, case_of(plan, example.situation))) for example in examples]


@cache
def _written(content: bytes) -> Document:
    return parse_document(content, DOCUMENT_NAME)


@cache
def _parsed(content: bytes) -> Examples:
    return parse(Examples, content, EXAMPLES_NAME)
