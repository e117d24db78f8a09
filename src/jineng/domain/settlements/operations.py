"""The only door for writing settlements. Each operation is one transaction with its audit event."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db import connection, transaction
from django.utils import timezone

from jineng.domain.settlements import permissions, rules
from jineng.domain.settlements.errors import SettlementNotFoundError
from jineng.domain.settlements.models import Settlement, SettlementLine
from jineng.domain.settlements.sealing import open_line
from jineng.domain.settlements.states import SettlementAction
from jineng.kernel.money import parse_yuan
from jineng.platform.audit.operations import Subject, record
from jineng.platform.files.operations import store_content
from jineng.platform.postgres.copying import copy_into
from jineng.platform.progress.operations import queue_run
from jineng.policy.settlement import canonical_json

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from django.db.models import Model

    from jineng.domain.settlements.models import SettlementClass, SettlementInstitution
    from jineng.kernel.problems import Problem
    from jineng.platform.identity.models import User
    from jineng.policy.plan import Plan

RUN_KIND: Final = "settle_book"
"""The kind of background run that judges an uploaded book."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A judged book: the object of the contract and the rows that it is shown by, not yet saved."""

    result: dict[str, Any]
    lines: Sequence[SettlementLine]
    classes: Sequence[SettlementClass]
    institutions: Sequence[SettlementInstitution]
    later_payment_count: int
    """Payments of the book's history that are dated after the day, so not set off."""


@dataclass(frozen=True, slots=True)
class Person:
    """A person of a line in full."""

    person_id: str
    name: str


@transaction.atomic
def upload_book(*, actor: User, at: datetime, plan: Plan, as_of: date, filename: str, content: bytes) -> Settlement:
    """Take a workbook in for a plan and a day, and queue its settling.

    Raises:
        NotAllowedError: the person is no officer of the plan's region.
        UploadRefusedError: the file or the day cannot be used; says which and why.
    """
    region_code = plan.document.head.region_code
    permissions.check_upload(actor, region_code)
    rules.check_book(filename, len(content))
    rules.check_as_of(plan, as_of, timezone.localdate(at))
    settlement = Settlement.objects.create(
        region_code=region_code,
        policy_id=plan.id,
        as_of=as_of,
        filename=filename[-rules.FILENAME_LENGTH_MAX :],
        book=store_content(content=content, at=at),
        uploaded_at=at,
        uploaded_by=actor,
        run=queue_run(actor=actor, at=at, kind=RUN_KIND, parameters={}),
    )
    detail = {"policy": plan.id, "as_of": as_of, "book_sha256": settlement.book.sha256}
    record(actor=actor, action="book_uploaded", subject=_subject(settlement.pk), at=at, detail=detail)
    return settlement


@transaction.atomic
def record_result(*, settlement_key: int, at: datetime, outcome: Outcome) -> Settlement:
    """Keep what a book comes to and close the settlement. A settlement that is closed already is left as it is.

    For the background run, which acts for nobody and may be killed and begin again: all or nothing is written.
    """
    settlement = _locked(settlement_key)
    if settlement.ended_at is not None:
        return settlement
    state = rules.next_state(settlement.state, SettlementAction.RECORD_RESULT)
    for rows in (outcome.lines, outcome.classes, outcome.institutions):
        _copy_in(rows)
    receipt, totals = outcome.result["receipt"], outcome.result["totals"]
    settlement.state = state
    settlement.ended_at = at
    settlement.result = store_content(content=canonical_json(outcome.result), at=at)
    settlement.policy_sha256 = receipt["policy_sha256"]
    settlement.engine = receipt["engine"]
    settlement.input_sha256 = receipt["input_sha256"]
    for name in ("due", "paid", "payable_now", "recover", "later"):
        setattr(settlement, f"{name}_fen", parse_yuan(totals[name]))
    settlement.line_count = len(outcome.lines)
    settlement.refused_count = totals["refused_lines"]
    settlement.later_payment_count = outcome.later_payment_count
    settlement.set_aside = outcome.result["problems"]
    settlement.save()
    detail = {"result_sha256": settlement.result.sha256, "payable_now_fen": settlement.payable_now_fen}
    record(actor=None, action="book_settled", subject=_subject(settlement_key), at=at, detail=detail)
    return settlement


@transaction.atomic
def record_unusable(*, settlement_key: int, at: datetime, problems: Sequence[Problem]) -> Settlement:
    """Keep why a book cannot be used, and close the settlement; one that is closed already is left as it is."""
    settlement = _locked(settlement_key)
    if settlement.ended_at is not None:
        return settlement
    settlement.state = rules.next_state(settlement.state, SettlementAction.RECORD_UNUSABLE)
    settlement.ended_at = at
    # Texts of problems quote cells, so they are stored as the book is: encrypted.
    rows = [[problem.code, *_place(problem), *problem.text] for problem in problems]
    settlement.problems = store_content(content=json.dumps(rows, ensure_ascii=False).encode(), at=at)
    settlement.problem_count = len(rows)
    settlement.save()
    detail = {"problems": len(rows)}
    record(actor=None, action="book_unusable", subject=_subject(settlement_key), at=at, detail=detail)
    return settlement


@transaction.atomic
def reveal_person(*, actor: User, at: datetime, settlement_key: int, ordinal: int) -> Person:
    """Return the person of one line in full, and write down who looked.

    Raises:
        SettlementNotFoundError: there is no such line in the person's region.
    """
    line = (
        SettlementLine.objects.filter(settlement=settlement_key, ordinal=ordinal).select_related("settlement").first()
    )
    if line is None or not permissions.can_read(actor, line.settlement.region_code):
        raise SettlementNotFoundError(f"{settlement_key}/{ordinal}")
    kept = open_line(line.sealed, settlement_key, ordinal)
    detail = {"ordinal": ordinal}
    record(actor=actor, action="person_revealed", subject=_subject(settlement_key), at=at, detail=detail)
    return Person(kept.line["person_id"], kept.name)


@transaction.atomic
def note_download(*, actor: User, at: datetime, settlement_key: int, what: str, payee: str = "") -> None:
    """Write down that somebody takes personal data out: ``what`` is the kind of file, ``payee`` whose form it is.

    Raises:
        SettlementNotFoundError: there is no such settlement in the person's region.
    """
    settlement = Settlement.objects.filter(pk=settlement_key).first()
    if settlement is None or not permissions.can_read(actor, settlement.region_code):
        raise SettlementNotFoundError(str(settlement_key))
    detail = {"file": what} | ({"payee": payee} if payee else {})
    record(actor=actor, action="settlement_downloaded", subject=_subject(settlement_key), at=at, detail=detail)


def _copy_in(rows: Sequence[Model]) -> None:
    """Insert new rows of one table by COPY."""
    if not rows:
        return
    meta = type(rows[0])._meta
    fields = [field for field in meta.concrete_fields if not field.primary_key]
    values = ([field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields] for row in rows)
    copy_into(meta.db_table, [str(field.column) for field in fields], values)


def _locked(settlement_key: int) -> Settlement:
    return Settlement.objects.select_for_update(of=("self",)).get(pk=settlement_key)


def _place(problem: Problem) -> tuple[str, int, str]:
    return problem.place.sheet, problem.place.row, problem.place.column


def _subject(settlement_key: int) -> Subject:
    return Subject("settlement", str(settlement_key))
