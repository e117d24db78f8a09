"""From an uploaded workbook to its problems or its settlement (补贴结算), in the background.

May be killed at any point and called again: nothing is written before the end, and then all at once; the same book under
the same plan gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from jineng.domain.plans.queries import get_plan
from jineng.domain.settlements.operations import Outcome, record_result, record_unusable
from jineng.domain.settlements.queries import get_settlement_of_run_unscoped
from jineng.journeys.settlement_rows import class_rows, institution_rows, line_rows
from jineng.kernel.problems import UnusableError
from jineng.platform.files.private import in_private_file
from jineng.platform.files.queries import read_content
from jineng.policy.settlement import settle
from jineng.workbook.reading import read_book

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jineng.domain.settlements.models import Settlement
    from jineng.platform.progress.models import JobRun
    from jineng.policy.plan import Plan
    from jineng.policy.settled import Settled
    from jineng.workbook.reading import Book

Report = Callable[[str, int, int], None]
"""Is told the stage, the steps done and the steps in all."""

STAGES = ("read", "check", "judge", "explain", "save")
"""What a run goes through, in this order."""


def settle_book(run: JobRun, report: Report) -> Mapping[str, object]:
    """Judge the book that the run was queued for, and keep what it comes to.

    Returns:
        Number and state of the settlement.

    Raises:
        PlanNotFoundError: the plan is no longer there or has faults.
        DamagedFileError, SealError: the stored book is not what was uploaded.
    """
    settlement = get_settlement_of_run_unscoped(run.pk)
    if settlement.ended_at is None:
        try:
            outcome = _judge(settlement, report)
        except UnusableError as fault:
            settlement = record_unusable(settlement_key=settlement.pk, at=timezone.now(), problems=fault.problems)
        else:
            report("save", 0, 1)
            settlement = record_result(settlement_key=settlement.pk, at=timezone.now(), outcome=outcome)
    return {"settlement": settlement.pk, "state": settlement.state}


def _judge(settlement: Settlement, report: Report) -> Outcome:
    plan = get_plan(settlement.policy_id)
    report("read", 0, 1)
    book = _read(settlement, plan, report)
    explained: list[tuple[dict[str, Any], Settled]] = []
    result = settle(
        plan,
        book.tables,
        as_of=settlement.as_of,
        input_sha256=book.sha256,
        progress=report,
        keep=lambda line, settled: explained.append((line, settled)),
    )
    return Outcome(
        result=result,
        lines=line_rows(settlement, explained, book.tables),
        classes=class_rows(settlement, result, book.tables),
        institutions=institution_rows(settlement, result),
        later_payment_count=book.count_later_payments(settlement.as_of),
    )


def _read(settlement: Settlement, plan: Plan, report: Report) -> Book:
    with in_private_file(f"run-{settlement.run_id}", read_content(settlement.book)) as path:
        return read_book(
            path,
            as_of=settlement.as_of,
            needed=plan.needed_sheets,
            progress=lambda _sheet, done, total: report("check", done, total),
        )
