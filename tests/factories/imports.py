"""Imports on their way, done by the real journeys without a worker."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from jineng.domain.imports.models import Import
from jineng.domain.imports.operations import commit_import as confirm
from jineng.domain.imports.operations import upload_form
from jineng.journeys.import_form import commit_import, read_import
from jineng.platform.progress.operations import begin_run, succeed_run

if TYPE_CHECKING:
    from jineng.platform.identity.models import User

AT = datetime(2022, 3, 1, 2, tzinfo=UTC)


def uploaded(actor: User, content: bytes, form: str = "roster", **more: Any) -> Import:
    """Upload a form."""
    filename = more.pop("filename", "花名册.xlsx")
    return upload_form(actor=actor, at=AT, form=form, filename=filename, content=content, **more).imported


def read_now(imported: Import) -> Import:
    """Read the form as the worker does."""
    return _run(imported, imported.run_id, read_import)


def committed(actor: User, imported: Import) -> Import:
    """Confirm an import and have it committed as the worker does."""
    confirmed = confirm(actor=actor, at=AT, uid=imported.uid)
    return _run(confirmed, confirmed.commit_run_id, commit_import)


def _run(imported: Import, run_key: int | None, journey: Any) -> Import:
    begun = begin_run(run_key=run_key or 0, at=AT)
    assert begun is not None
    result = journey(begun, lambda *_: None)
    succeed_run(run_key=begun.pk, at=AT, result=result)
    return Import.objects.get(pk=imported.pk)
