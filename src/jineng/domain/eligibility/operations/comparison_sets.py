"""Taking in lists of other departments, and retiring them."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from jineng.domain.eligibility import permissions, rules
from jineng.domain.eligibility.errors import EligibilityError, SetNotFoundError
from jineng.domain.eligibility.models import ComparisonPart, ComparisonRow, ComparisonSet
from jineng.domain.eligibility.states import SetState
from jineng.domain.permitted import require
from jineng.kernel.text import Text
from jineng.platform.audit.operations import Subject, record
from jineng.platform.progress.operations import queue_run
from jineng.platform.scope import because

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from jineng.kernel.problems import Problem
    from jineng.platform.identity.models import User

READ_RUN: Final = "read_comparison_set"
"""The kind of background run that reads an uploaded list."""

_ROWS_AT_ONCE: Final = 20_000
_INSERT: Final = """
    INSERT INTO eligibility_comparisonrow (set_id, id_index, from_on, to_on)
    SELECT %s, * FROM unnest(%s::text[], %s::date[], %s::date[])
"""

Row = tuple[str, "date | None", "date | None"]
"""Blind index of an identity number, first day, last day."""


@transaction.atomic
def upload_set(
    *,
    actor: User,
    at: datetime,
    kind: str,
    source: str,
    data_on: date,
    valid_until: date,
    effect: str,
    content: bytes,
    effect_reason: str = "",
) -> ComparisonSet:
    """Take a list in and queue its reading.

    Args:
        actor: who uploads; the list is for their county.
        at: the instant.
        kind: a key of ``COMPARISON_KINDS``.
        source: who provided it.
        data_on: the day as of which the data are.
        valid_until: the last day on which it is used.
        effect: what a hit means (``Effect``); another than usual for the kind needs ``effect_reason``.
        content: the .xlsx file, at most 64 MB; kept sealed until it is read, then wiped.
        effect_reason: why a hit means something else than usual.

    Raises:
        NotAllowedError: the person is no officer of a county.
        EligibilityError: an entry cannot be used, or the same file is in use already; says which.
    """
    county_code = permissions.check_upload(actor)
    said: dict[str, Any] = {
        "kind": kind,
        "source": source.strip(),
        "data_on": data_on,
        "valid_until": valid_until,
        "effect": effect,
        "effect_reason": effect_reason.strip(),
    }
    rules.check_set(**said, content=content, today=timezone.localdate(at))
    try:
        with transaction.atomic():
            made = ComparisonSet.objects.create(
                **said,
                county_code=county_code,
                file_sha256=hashlib.sha256(content).hexdigest(),
                run=queue_run(actor=actor, at=at, kind=READ_RUN, parameters={}),
                uploaded_by=actor,
                uploaded_at=at,
            )
    except IntegrityError as fault:
        if "eligibility_set_file_once" not in str(fault):
            raise
        text = Text("同一份名单已经上传过，正在使用；不用再传", "the same list was uploaded before and is in use")
        raise EligibilityError(text, "book") from None
    _keep_part(made, "file", content)
    record(
        actor=actor,
        action="comparison_set_uploaded",
        subject=_subject(made),
        at=at,
        detail={"kind": kind, "data_on": data_on, "effect": effect, "file_sha256": made.file_sha256},
        region_code=county_code,
    )
    return made


@transaction.atomic
def record_rows(
    *,
    set_key: int,
    at: datetime,
    rows: Sequence[Row],
    twice_count: int,
    progress: Callable[[int, int], None] | None = None,
) -> ComparisonSet:
    """Keep the people of a list and put it in use; one that was read before is left as it is.

    Args:
        set_key: the list.
        at: the instant.
        rows: one for each person and span.
        twice_count: rows of the file that said the same again.
        progress: is told rows done and rows in all.
    """
    found = ComparisonSet.objects.select_for_update(of=("self",)).get(pk=set_key)
    if found.state != SetState.READING:
        return found
    with connection.cursor() as cursor:
        for start in range(0, len(rows), _ROWS_AT_ONCE):
            part = rows[start : start + _ROWS_AT_ONCE]
            cursor.execute(_INSERT, [set_key, *(list(column) for column in zip(*part, strict=True))])
            if progress is not None:
                progress(start + len(part), len(rows))
    ComparisonPart.objects.filter(set=found).delete()
    found.state, found.row_count, found.twice_count = SetState.LIVE, len(rows), twice_count
    found.save(update_fields=["state", "row_count", "twice_count"])
    detail = {"rows": len(rows), "twice": twice_count}
    record(
        actor=None,
        action="comparison_set_read",
        subject=_subject(found),
        at=at,
        detail=detail,
        region_code=found.county_code,
    )
    return found


@transaction.atomic
def record_problems(*, set_key: int, at: datetime, problems: Sequence[Problem]) -> ComparisonSet:
    """Keep, sealed, what is wrong with a list, and wipe its file; one that was read before is left as it is."""
    found = ComparisonSet.objects.select_for_update(of=("self",)).get(pk=set_key)
    if found.state != SetState.READING:
        return found
    ComparisonPart.objects.filter(set=found).delete()
    listed = [
        [problem.code, problem.place.sheet, problem.place.row, problem.place.column, *problem.text]
        for problem in problems
    ]
    _keep_part(found, "problems", json.dumps(listed, ensure_ascii=False).encode())
    found.state, found.problem_count = SetState.FAULTY, len(problems)
    found.save(update_fields=["state", "problem_count"])
    detail = {"problems": len(problems)}
    record(
        actor=None,
        action="comparison_set_faulty",
        subject=_subject(found),
        at=at,
        detail=detail,
        region_code=found.county_code,
    )
    return found


@transaction.atomic
def retire_set(*, actor: User, at: datetime, uid: UUID, reason: str) -> ComparisonSet:
    """Take a list out of use and wipe its indexes; what was judged by it keeps saying so.

    Raises:
        SetNotFoundError: there is none in the person's scope.
        NotAllowedError: the person's role may not.
        EligibilityError: it is not in use, the person uploaded it, or there is no reason.
    """
    require(actor, "comparison.retire")
    found = ComparisonSet.objects.select_for_update(of=("self",)).filter(uid=uid).first()
    if found is None:
        raise SetNotFoundError(str(uid))
    rules.check_retire(found, actor.pk, reason)
    with because(reason):
        ComparisonRow.objects.filter(set=found).delete()
        found.state, found.retired_by, found.retired_at = SetState.RETIRED, actor, at
        found.retired_reason = reason.strip()
        found.save(update_fields=["state", "retired_by", "retired_at", "retired_reason"])
        record(
            actor=actor,
            action="comparison_set_retired",
            subject=_subject(found),
            at=at,
            detail={"rows": found.row_count},
            reason=reason,
            region_code=found.county_code,
        )
    return found


def _keep_part(found: ComparisonSet, kind: str, content: bytes) -> None:
    sealed = settings.KEY_RING.seal(content, part_context(found.pk, kind))
    ComparisonPart.objects.create(set=found, kind=kind, content=sealed)


def part_context(set_key: int, kind: str) -> bytes:
    """Return the context that a part is sealed with."""
    return f"eligibility.part/{set_key}/{kind}".encode()


def _subject(found: ComparisonSet) -> Subject:
    return Subject("comparison_set", str(found.pk))
