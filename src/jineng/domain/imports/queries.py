"""Reads of imports, in the person's scope."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jineng.domain.imports.errors import ImportNotFoundError
from jineng.domain.imports.models import Import, ImportPart
from jineng.domain.imports.parts import Findings, findings_from_bytes, open_part, rows_from_bytes
from jineng.domain.permitted import require
from jineng.kernel.text import Text
from jineng.platform.progress.states import RunState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from django.db.models import QuerySet

    from jineng.domain.imports.parts import StagedRow
    from jineng.platform.identity.models import User
    from jineng.platform.progress.models import JobRun


@dataclass(frozen=True, slots=True)
class RunView:
    """How far a background run is."""

    stage: str
    done: int
    total: int
    is_queued: bool
    error: Text | None


def list_imports(actor: User, *, offset: int, limit: int) -> list[Import]:
    """Return imports of the person's scope, the newest first, in one query.

    Raises:
        NotAllowedError: the person's role sees no imports.
    """
    require(actor, "imports.read")
    found = Import.objects.select_related("uploaded_by", "organisation", "run", "commit_run").order_by("-pk")
    return list(found[offset : offset + limit])


def count_imports(actor: User) -> int:
    """Return how many imports there are in the person's scope.

    Raises:
        NotAllowedError: the person's role sees no imports.
    """
    require(actor, "imports.read")
    return Import.objects.count()


def get_import(actor: User, uid: UUID) -> Import:
    """Return an import of the person's scope.

    Raises:
        NotAllowedError: the person's role sees no imports.
        ImportNotFoundError: there is none, or it is out of scope.
    """
    require(actor, "imports.read")
    related = ("uploaded_by", "committed_by", "organisation", "selection", "run", "commit_run")
    imported = Import.objects.select_related(*related).filter(uid=uid).first()
    if imported is None:
        raise ImportNotFoundError(str(uid))
    return imported


def get_import_of_run(run_key: int) -> Import:
    """Return the import that a run is to read, for the run itself."""
    return Import.objects.select_related("selection", "organisation", "uploaded_by").get(run=run_key)


def view_run(run: JobRun) -> RunView:
    """Return how far a run is, for pages."""
    error = Text(run.error_zh, run.error_en) if run.state == RunState.FAILED else None
    return RunView(run.stage, run.done, run.total, run.state == RunState.QUEUED, error)


def read_file(imported: Import) -> bytes:
    """Return the uploaded file.

    Raises:
        ImportNotFoundError: it was wiped.
    """
    return _part(imported, "file")


def read_findings(imported: Import) -> Findings:
    """Return what was found in the form, or after the commit what was left out; empty while nothing is known."""
    for kind in ("report", "findings"):
        try:
            return findings_from_bytes(_part(imported, kind))
        except ImportNotFoundError:
            continue
    return Findings(())


def staged_rows(imported: Import) -> Iterator[StagedRow]:
    """Yield all rows that wait, in the order of the file, some hundred at a time in memory."""
    for ordinal, content in _row_parts(imported).values_list("ordinal", "content").iterator(chunk_size=20):
        yield from rows_from_bytes(open_part(content, imported.pk, "rows", ordinal))


def preview_rows(imported: Import, verdict: str, *, offset: int, limit: int) -> list[StagedRow]:
    """Return some of the rows of one verdict, or of all where ``verdict`` is empty; only parts that hold them are opened."""
    wanted: dict[int, list[int]] = {}
    passed = 0
    for ordinal, verdicts in _row_parts(imported).values_list("ordinal", "verdicts"):
        for index, letter in enumerate(verdicts):
            if verdict in ("", letter):
                if offset <= passed < offset + limit:
                    wanted.setdefault(ordinal, []).append(index)
                passed += 1
        if passed >= offset + limit:
            break
    rows: list[StagedRow] = []
    for ordinal, content in _row_parts(imported).filter(ordinal__in=wanted).values_list("ordinal", "content"):
        opened = rows_from_bytes(open_part(content, imported.pk, "rows", ordinal))
        rows.extend(opened[index] for index in wanted[ordinal])
    return rows


def _row_parts(imported: Import) -> QuerySet[ImportPart]:
    return ImportPart.objects.filter(import_of=imported, kind="rows").order_by("ordinal")


def _part(imported: Import, kind: str) -> bytes:
    content = ImportPart.objects.filter(import_of=imported, kind=kind).values_list("content", flat=True).first()
    if content is None:
        raise ImportNotFoundError(f"{imported.uid}: {kind}")
    return open_part(content, imported.pk, kind)
