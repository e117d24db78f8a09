"""Last year's records under a draft (对去年数据试算): what a plan in the making would have paid, beside what was paid.

A background run: it reads the uploaded book of a settled settlement, settles it under the draft's revision and compares
line by line. Nothing is written but the run's own result, in which nobody is named in full.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID, uuid4

from jineng.domain.drafts.queries import find_superior, get_contents
from jineng.domain.settlements.queries import get_settlement, read_book_content, read_result_content
from jineng.kernel.identifiers import mask_identity
from jineng.kernel.money import parse_yuan
from jineng.kernel.problems import Place, Problem, UnusableError
from jineng.kernel.text import Text
from jineng.platform.files.private import in_private_file
from jineng.platform.identity.models import User
from jineng.platform.progress.operations import queue_run
from jineng.policy.draft import check
from jineng.policy.loader import DOCUMENT_NAME
from jineng.policy.plan import Plan
from jineng.policy.settlement import settle
from jineng.workbook.reading import read_book

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from jineng.domain.drafts.contents import Contents
    from jineng.platform.progress.models import JobRun

RUN_KIND: Final = "try_draft"
"""The kind of background run that tries a draft on past records."""

AMOUNTS: Final = ("due", "paid", "payable_now", "recover", "later")
SHOWN: Final = 20
"""How many of the lines that change most are kept."""


def queue_trial(*, actor: User, at: datetime, draft_id: UUID, number: int, settlement_key: int) -> JobRun:
    """Ask for a trial of a draft's revision on the records of a settlement.

    Raises:
        DraftNotFoundError, SettlementNotFoundError: the person may not read one of the two.
        WrongStateError: the settlement is not settled.
        UnusableError: the revision has faults, or is not settled from workbooks.
    """
    _, contents = get_contents(actor, draft_id, number)
    read_result_content(actor, settlement_key)
    compiled(contents)
    parameters = {"draft": str(draft_id), "number": number, "settlement": settlement_key}
    return queue_run(actor=actor, at=at, kind=RUN_KIND, parameters=parameters)


def compiled(contents: Contents) -> Plan:
    """Return the plan that a draft makes.

    Raises:
        UnusableError: it has faults, or is settled from claim lines and not from a workbook.
    """
    report = check(contents.content, contents.examples, superior=find_superior(contents))
    problems = (*report.problems, *report.failed_examples)
    if problems:
        raise UnusableError(problems)
    plan = report.plan
    if not isinstance(plan, Plan):
        text = Text(
            "本方案按申领明细结算，不能用结算工作簿试算；请用算例核对",
            "this plan is settled from claim lines and cannot be tried on a workbook: use worked examples",
        )
        raise UnusableError([Problem("not_workbook", Place(sheet=DOCUMENT_NAME, field="document.records"), text)])
    return plan


def try_draft(run: JobRun, report: Callable[[str, int, int], None]) -> Mapping[str, object]:
    """Settle the records under the draft and compare.

    Returns:
        ``before`` and ``after``: totals in fen; ``lines``: how many there are, and how many differ; ``most``: the lines that
        change most, persons masked.

    Raises:
        UnusableError: draft or book cannot be used.
    """
    asked = run.parameters
    actor = User.objects.get(pk=run.asked_by_key or 0)
    key = int(asked["settlement"])
    plan = compiled(get_contents(actor, UUID(asked["draft"]), int(asked["number"]))[1])
    settlement = get_settlement(actor, key)
    report("read", 0, 1)
    with in_private_file(f"trial-{run.pk}-{uuid4().hex}", read_book_content(actor, key)) as path:
        book = read_book(
            path,
            as_of=settlement.as_of,
            needed=plan.needed_sheets,
            progress=lambda _sheet, done, total: report("check", done, total),
        )
        result = settle(plan, book.tables, as_of=settlement.as_of, input_sha256=book.sha256, progress=report)
    return compare_results(json.loads(read_result_content(actor, key)), result)


def compare_results(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Return the totals of two settlements of the same records side by side, in fen, and the lines that change most."""
    old, new = _by_line(before["lines"]), _by_line(after["lines"])
    changed = [
        (key, old.get(key), new.get(key))
        for key in dict.fromkeys((*old, *new))
        if _sums(old.get(key)) != _sums(new.get(key))
    ]
    changed.sort(key=lambda line: -abs(_sums(line[2])[0] - _sums(line[1])[0]))
    return {
        "before": _totals(before),
        "after": _totals(after),
        "lines": {"before": len(before["lines"]), "after": len(after["lines"]), "changed": len(changed)},
        "most": [_row(*line) for line in changed[:SHOWN]],
    }


def _by_line(lines: Iterable[Mapping[str, Any]]) -> dict[tuple[str, ...], Mapping[str, Any]]:
    return {
        (line["class_id"] or "", line["person_id"], line["item"], line.get("certificate") or ""): line for line in lines
    }


def _sums(line: Mapping[str, Any] | None) -> tuple[int, str]:
    return (parse_yuan(line["due"]), line["status"]) if line else (0, "")


def _totals(result: Mapping[str, Any]) -> dict[str, int]:
    return {name: parse_yuan(result["totals"][name]) for name in AMOUNTS}


def _row(key: tuple[str, ...], old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> dict[str, Any]:
    class_id, person_id, item, _certificate = key
    (before_fen, before), (after_fen, after) = _sums(old), _sums(new)
    return {
        "class_id": class_id,
        "person": mask_identity(person_id),
        "item": item,
        "before_fen": before_fen,
        "before": before,
        "after_fen": after_fen,
        "after": after,
    }
