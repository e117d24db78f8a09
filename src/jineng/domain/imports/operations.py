"""The only door for writing imports. Each operation is one transaction with its audit event."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from django.db import IntegrityError, connection, transaction

from jineng.domain.imports import permissions, rules
from jineng.domain.imports.errors import ImportNotFoundError
from jineng.domain.imports.models import FILENAME_LENGTH_MAX, Import, ImportPart
from jineng.domain.imports.parts import (
    ROWS_A_PART,
    Findings,
    PartKind,
    StagedRow,
    findings_to_bytes,
    rows_to_bytes,
    seal_part,
)
from jineng.domain.imports.states import STANDING, ImportAction, ImportState, Verdict
from jineng.platform.audit.operations import Subject, record
from jineng.platform.postgres.copying import copy_into
from jineng.platform.progress.operations import queue_run
from jineng.platform.progress.states import RunState

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from uuid import UUID

    from jineng.domain.tasks.models import SelectionList
    from jineng.platform.identity.models import User

READ_RUN: Final = "read_import"
COMMIT_RUN: Final = "commit_import"
"""The kinds of background runs that read an upload and commit it."""

_COUNTED: Final = {
    Verdict.CREATE: "created_count",
    Verdict.CHANGE: "changed_count",
    Verdict.SAME: "same_count",
    Verdict.ASK: "asked_count",
    Verdict.REFUSE: "refused_count",
}

# Keys are given as one text: fifty thousand parameters take as long as many of the statements that they come from.
_KEEP_OUTCOME: Final = (
    "INSERT INTO imports_importoutcome (import_id, keys) VALUES (%s, string_to_array(%s, ',')::bigint[])"
)


class Uploaded(NamedTuple):
    """The import of an uploaded file, and whether the file came in now or was there already."""

    imported: Import
    is_new: bool


def upload_form(
    *, actor: User, at: datetime, form: str, filename: str, content: bytes, selection: SelectionList | None = None
) -> Uploaded:
    """Take a form in and queue its reading; the same file for the same place again is the earlier import.

    Args:
        actor: who uploads; whose county, township or organisation the rows belong to.
        at: the instant.
        form: a key of ``FORMS``.
        filename: as the person calls the file.
        content: the .xlsx file.
        selection: the township's list that the rows go on, for the form ``selection`` only.

    Raises:
        NotAllowedError: the person may not import this form.
        UploadRefusedError: the file cannot be used; says which field and why.
    """
    rules.check_file(form, filename, len(content))
    permissions.check_upload(actor, form)
    place = permissions.place_of(actor)
    if selection is not None:
        place = place._replace(township_code=selection.township_code)
    same: dict[str, object] = {
        "sha256": hashlib.sha256(content).hexdigest(),
        "form": form,
        "county_code": place.county_code,
        "township_code": place.township_code,
        "organisation_id": place.organisation_key,
        "selection": selection,
    }
    try:
        with transaction.atomic():
            earlier = _standing(same, actor, at)
            if earlier is not None:
                return Uploaded(earlier, is_new=False)
            return Uploaded(_create(same, actor, at, filename, content), is_new=True)
    except IntegrityError:
        # Another request brought the same file in at the same moment; it is the earlier one now.
        with transaction.atomic():
            earlier = _standing(same, actor, at)
            if earlier is None:
                raise
            return Uploaded(earlier, is_new=False)


@transaction.atomic
def record_faults(*, import_key: int, at: datetime, findings: Findings) -> Import:
    """Keep why a form cannot be imported. One that is no longer being read is left as it is."""
    imported = _locked(import_key)
    if imported.state != ImportState.UPLOADED:
        return imported
    imported.state = rules.next_state(imported.state, ImportAction.RECORD_FAULTS)
    _keep_findings(imported, findings, at)
    imported.save()
    detail = {"problems": imported.problem_count}
    record(
        actor=None,
        action="import_faulty",
        subject=_subject(imported),
        at=at,
        detail=detail,
        region_code=_region(imported),
    )
    return imported


@transaction.atomic
def record_rows(*, import_key: int, at: datetime, rows: Sequence[StagedRow], findings: Findings) -> Import:
    """Keep the rows that wait for the click, sealed some hundred at a time, and count what they would do.

    All or nothing; one that is no longer being read is left as it is.
    """
    imported = _locked(import_key)
    if imported.state != ImportState.UPLOADED:
        return imported
    imported.state = rules.next_state(imported.state, ImportAction.RECORD_ROWS)
    _keep_findings(imported, findings, at)
    _copy_rows(import_key, rows)
    _count(imported, rows)
    imported.save()
    record(
        actor=None,
        action="import_read",
        subject=_subject(imported),
        at=at,
        detail={"rows": len(rows)},
        region_code=_region(imported),
    )
    return imported


@transaction.atomic
def commit_import(*, actor: User, at: datetime, uid: UUID) -> Import:
    """Have an import written into the registry in the background; asked again it stays the same run.

    A run that failed is asked anew.

    Raises:
        ImportNotFoundError: there is no such import in the person's scope.
        NotAllowedError: the person may not decide on it.
        WrongStateError: it is not read, or is over.
    """
    imported = find_locked(uid)
    permissions.check_act(actor, imported)
    if imported.state == ImportState.COMMITTED:
        return imported
    if imported.state == ImportState.COMMITTING:
        if imported.commit_run is None or imported.commit_run.state != RunState.FAILED:
            return imported
    else:
        imported.state = rules.next_state(imported.state, ImportAction.COMMIT)
    imported.commit_run = queue_run(actor=actor, at=at, kind=COMMIT_RUN, parameters={})
    imported.committed_by = actor
    imported.save()
    record(actor=actor, action="import_confirmed", subject=_subject(imported), at=at, region_code=_region(imported))
    return imported


@transaction.atomic
def record_committed(
    *, imported: Import, at: datetime, rows: Sequence[StagedRow], keys: Sequence[int], report: Findings
) -> Import:
    """Close an import whose rows the registry has taken in this very transaction, and wipe what was staged.

    Args:
        imported: the import, locked by ``lock_for_commit`` in this transaction.
        at: the instant.
        rows: what became of each row.
        keys: the people or organisations concerned.
        report: rows that were left out, by place, with why; nothing personal.
    """
    imported.parts.all().delete()
    _add_part(imported, "report", findings_to_bytes(report))
    with connection.cursor() as cursor:
        cursor.execute(_KEEP_OUTCOME, [imported.pk, ",".join(map(str, sorted(set(keys))))])
    imported.state = rules.next_state(imported.state, ImportAction.RECORD_COMMITTED)
    imported.ended_at = at
    _count(imported, rows)
    imported.save()
    detail = {name: getattr(imported, name) for name in _COUNTED.values()}
    record(
        actor=imported.committed_by,
        action="import_committed",
        subject=_subject(imported),
        at=at,
        detail=detail,
        region_code=_region(imported),
    )
    return imported


@transaction.atomic
def discard_import(*, actor: User, at: datetime, uid: UUID) -> Import:
    """Give an import up and wipe what was uploaded.

    Raises:
        ImportNotFoundError: there is no such import in the person's scope.
        NotAllowedError: the person may not decide on it.
        WrongStateError: it is being committed, or is over.
    """
    imported = find_locked(uid)
    permissions.check_act(actor, imported)
    _wipe(imported, ImportAction.DISCARD, at)
    record(actor=actor, action="import_discarded", subject=_subject(imported), at=at, region_code=_region(imported))
    return imported


@transaction.atomic
def wipe_expired_imports(*, at: datetime) -> int:
    """Wipe uploads that nobody confirmed for thirty days; return how many there were. For the machine, once a day."""
    old = Import.objects.select_for_update(of=("self",), skip_locked=True).filter(
        state__in=[ImportState.UPLOADED, ImportState.FAULTY, ImportState.READY], uploaded_at__lt=at - rules.KEPT_FOR
    )
    count = 0
    for imported in old:
        _wipe(imported, ImportAction.EXPIRE, at)
        record(actor=None, action="import_expired", subject=_subject(imported), at=at, region_code=_region(imported))
        count += 1
    return count


@transaction.atomic
def note_marked_copy(*, actor: User, at: datetime, uid: UUID) -> None:
    """Write down that somebody takes the uploaded form with its faults marked.

    Raises:
        ImportNotFoundError: there is no such import in the person's scope.
        NotAllowedError: the person may not decide on it.
    """
    imported = find_locked(uid)
    permissions.check_act(actor, imported)
    record(actor=actor, action="import_downloaded", subject=_subject(imported), at=at, region_code=_region(imported))


def find_locked(uid: UUID) -> Import:
    """Return an import of the scope, locked for the transaction.

    Raises:
        ImportNotFoundError: there is none.
    """
    imported = Import.objects.select_for_update(of=("self",)).filter(uid=uid).first()
    if imported is None:
        raise ImportNotFoundError(str(uid))
    return imported


def lock_for_commit(run_key: int) -> Import | None:
    """Return the import of a commit run, locked for the transaction; None if it is committed already."""
    imported = Import.objects.select_for_update(of=("self",)).get(commit_run=run_key)
    return imported if imported.state == ImportState.COMMITTING else None


def _standing(same: dict[str, object], actor: User, at: datetime) -> Import | None:
    """Return the import that the file already is; one whose reading failed is read again."""
    earlier = Import.objects.select_for_update(of=("self",)).filter(**same, state__in=sorted(STANDING)).first()
    if earlier is not None and earlier.state == ImportState.UPLOADED and earlier.run.state == RunState.FAILED:
        earlier.run = queue_run(actor=actor, at=at, kind=READ_RUN, parameters={})
        earlier.save(update_fields=["run"])
    return earlier


def _create(same: dict[str, object], actor: User, at: datetime, filename: str, content: bytes) -> Import:
    imported = Import.objects.create(
        **same,
        filename=filename[-FILENAME_LENGTH_MAX:],
        size_bytes=len(content),
        uploaded_at=at,
        uploaded_by=actor,
        run=queue_run(actor=actor, at=at, kind=READ_RUN, parameters={}),
    )
    _add_part(imported, "file", content)
    detail = {"form": imported.form, "sha256": imported.sha256}
    record(
        actor=actor,
        action="import_uploaded",
        subject=_subject(imported),
        at=at,
        detail=detail,
        region_code=_region(imported),
    )
    return imported


def _keep_findings(imported: Import, findings: Findings, at: datetime) -> None:
    _add_part(imported, "findings", findings_to_bytes(findings))
    imported.read_at = at
    imported.problem_count, imported.warning_count = len(findings.problems), len(findings.warnings)


def _add_part(imported: Import, kind: PartKind, content: bytes) -> None:
    ImportPart.objects.create(import_of=imported, kind=kind, content=seal_part(content, imported.pk, kind))


def _copy_rows(import_key: int, rows: Sequence[StagedRow]) -> None:
    def parts() -> Iterator[tuple[object, ...]]:
        for ordinal, start in enumerate(range(0, len(rows), ROWS_A_PART)):
            some = rows[start : start + ROWS_A_PART]
            sealed = seal_part(rows_to_bytes(some), import_key, "rows", ordinal)
            yield import_key, "rows", ordinal, "".join(row.verdict for row in some), sealed

    copy_into("imports_importpart", ("import_id", "kind", "ordinal", "verdicts", "content"), parts())


def _count(imported: Import, rows: Sequence[StagedRow]) -> None:
    counts = Counter(row.verdict for row in rows)
    imported.row_count = len(rows)
    for verdict, name in _COUNTED.items():
        setattr(imported, name, counts[verdict.value])


def _wipe(imported: Import, action: ImportAction, at: datetime) -> None:
    state = rules.next_state(imported.state, action)
    imported.parts.all().delete()
    imported.state, imported.ended_at = state, at
    imported.save()


def _locked(import_key: int) -> Import:
    return Import.objects.select_for_update(of=("self",)).get(pk=import_key)


def _subject(imported: Import) -> Subject:
    return Subject("import", str(imported.uid))


def _region(imported: Import) -> str:
    return imported.township_code or imported.county_code
