"""Reads of settlements, scoped to the region of whoever asks. Rows for pages are frozen: a template cannot query."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jineng.domain.settlements import permissions
from jineng.domain.settlements.errors import SettlementNotFoundError, WrongStateError
from jineng.domain.settlements.models import Settlement
from jineng.domain.settlements.states import LABELS, SettlementState
from jineng.kernel.text import Text
from jineng.platform.files.queries import read_content
from jineng.platform.progress.states import RunState

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.db.models import QuerySet

    from jineng.platform.identity.models import User
    from jineng.platform.progress.models import JobRun


@dataclass(frozen=True, slots=True)
class RunRow:
    """How far the background work on a settlement is; ``error`` when it failed."""

    stage: str
    done: int
    total: int
    is_queued: bool
    error: Text | None


@dataclass(frozen=True, slots=True)
class Totals:
    """What a settlement comes to, in fen."""

    due_fen: int
    paid_fen: int
    payable_now_fen: int
    recover_fen: int
    later_fen: int
    line_count: int
    refused_count: int
    later_payment_count: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the settlement was computed from, and the hash of what came out (凭据)."""

    policy: str
    policy_sha256: str
    engine: str
    as_of: str
    input_sha256: str
    result_sha256: str


@dataclass(frozen=True, slots=True)
class SetAside:
    """A record that did not count and did not stop the settlement."""

    sheet: str
    row: int
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class SettlementRow:
    """A settlement as pages show it."""

    key: int
    policy_id: str
    as_of: date
    filename: str
    size_bytes: int
    uploaded_at: datetime
    uploaded_by: str
    state: str
    label: Text
    ended_at: datetime | None
    run: RunRow
    problem_count: int
    totals: Totals | None
    receipt: Receipt | None
    set_aside: tuple[SetAside, ...]

    @property
    def is_waiting(self) -> bool:
        """Whether the background work will still change it."""
        return self.state == SettlementState.UPLOADED and self.run.error is None


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """A fault of an unusable book: where it is and what to do."""

    code: str
    sheet: str
    row: int
    column: str
    text: Text


def list_settlements(actor: User, *, offset: int, limit: int) -> list[SettlementRow]:
    """Return the settlements of the person's region, the newest first."""
    return [_row(settlement) for settlement in _readable(actor).order_by("-id")[offset : offset + limit]]


def count_settlements(actor: User) -> int:
    """Return how many settlements the person's region has."""
    return _readable(actor).count()


def get_settlement(actor: User, settlement_key: int) -> SettlementRow:
    """Return one settlement.

    Raises:
        SettlementNotFoundError: there is none of this number in the person's region.
    """
    return _row(readable_settlement(actor, settlement_key))


def list_problems(actor: User, settlement_key: int) -> list[ProblemRow]:
    """Return everything that keeps a book from being used, in the order of its sheets and rows; empty for other books.

    Raises:
        SettlementNotFoundError: there is no such settlement in the person's region.
    """
    stored = readable_settlement(actor, settlement_key).problems
    if stored is None:
        return []
    rows = json.loads(read_content(stored))
    return [ProblemRow(code, sheet, row, column, Text(zh, en)) for code, sheet, row, column, zh, en in rows]


def read_book_content(actor: User, settlement_key: int) -> bytes:
    """Return the workbook as it was uploaded.

    Raises:
        SettlementNotFoundError: there is no such settlement in the person's region.
    """
    return read_content(readable_settlement(actor, settlement_key).book)


def read_result_content(actor: User, settlement_key: int) -> bytes:
    """Return the result as its canonical bytes.

    Raises:
        SettlementNotFoundError: there is no such settlement in the person's region.
        WrongStateError: it is not settled.
    """
    settlement = readable_settlement(actor, settlement_key)
    if settlement.result is None:
        raise WrongStateError(settlement.state, "reading of a result")
    return read_content(settlement.result)


def get_settlement_of_run_unscoped(run_key: int) -> Settlement:
    """Return the settlement that a background run works on; only for the run itself, which acts for nobody."""
    return Settlement.objects.select_related("book").get(run=run_key)


def find_upload_unscoped(*, policy_id: str, filename: str) -> Settlement | None:
    """Return the newest settlement of a file of this name that did not fail, or None; for setting up demonstrations."""
    kept = Settlement.objects.filter(policy_id=policy_id, filename=filename)
    return kept.exclude(run__state=RunState.FAILED).order_by("-id").first()


def readable_settlement(actor: User, settlement_key: int) -> Settlement:
    """Return the record that the person may read.

    Raises:
        SettlementNotFoundError: there is none of this number in the person's region.
    """
    settlement = _readable(actor).filter(pk=settlement_key).first()
    if settlement is None:
        raise SettlementNotFoundError(str(settlement_key))
    return settlement


def _readable(actor: User) -> QuerySet[Settlement]:
    related = ("uploaded_by", "run", "book", "problems", "result")
    settlements = Settlement.objects.select_related(*related)
    if not permissions.can_read(actor, actor.region_code):
        return settlements.none()
    return settlements.filter(region_code=actor.region_code)


def _row(settlement: Settlement) -> SettlementRow:
    return SettlementRow(
        key=settlement.pk,
        policy_id=settlement.policy_id,
        as_of=settlement.as_of,
        filename=settlement.filename,
        size_bytes=settlement.book.size_bytes,
        uploaded_at=settlement.uploaded_at,
        uploaded_by=settlement.uploaded_by.display_name,
        state=settlement.state,
        label=LABELS[SettlementState(settlement.state)],
        ended_at=settlement.ended_at,
        run=_run(settlement.run),
        problem_count=settlement.problem_count or 0,
        totals=_totals(settlement),
        receipt=_receipt(settlement),
        set_aside=tuple(SetAside(**entry) for entry in settlement.set_aside),
    )


def _run(run: JobRun) -> RunRow:
    error = Text(run.error_zh, run.error_en) if run.state == RunState.FAILED else None
    return RunRow(run.stage, run.done, run.total, run.state == RunState.QUEUED, error)


def _totals(settlement: Settlement) -> Totals | None:
    if settlement.state != SettlementState.SETTLED:
        return None
    values: dict[str, Any] = {name: getattr(settlement, name) for name in Totals.__slots__}
    return Totals(**values)


def _receipt(settlement: Settlement) -> Receipt | None:
    if settlement.result is None:
        return None
    return Receipt(
        policy=settlement.policy_id,
        policy_sha256=settlement.policy_sha256 or "",
        engine=settlement.engine or "",
        as_of=settlement.as_of.isoformat(),
        input_sha256=settlement.input_sha256 or "",
        result_sha256=settlement.result.sha256,
    )
