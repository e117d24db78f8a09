"""From an uploaded form to rows that wait for the click, and from the click into the registry, in the background.

Either run may be killed at any point and called again: nothing is written before the end, and then all at once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NamedTuple

from django.db import transaction
from django.utils import timezone

from jineng.domain.imports.operations import lock_for_commit, record_committed, record_faults, record_rows
from jineng.domain.imports.parts import Findings
from jineng.domain.imports.queries import get_import_of_run, read_file, staged_rows
from jineng.domain.imports.states import ImportState, Verdict
from jineng.journeys import import_organisations, import_people, import_teachers
from jineng.kernel.collector import collector_held
from jineng.kernel.problems import Place, Problem, UnusableError
from jineng.workbook.registry_forms.forms import FORMS
from jineng.workbook.registry_forms.reading import read_form

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from jineng.domain.imports.models import Import
    from jineng.domain.imports.parts import StagedRow
    from jineng.platform.progress.models import JobRun
    from jineng.workbook.registry_forms.reading import ReadForm

Report = Callable[[str, int, int], None]
"""Is told the stage, the steps done and the steps in all."""

STAGES: Final = ("read", "check", "compare", "save", "register")
"""What runs go through: the first four when a form is read, the last when it is committed."""


class Handler(NamedTuple):
    """What is done with the rows of a form.

    ``stage`` compares a form that has no faults with the registry and returns its rows and what is wrong with them there;
    ``commit`` has the registry take them and returns what became of each and whom it concerns. It reports from another
    thread only: what its own connection writes is seen by nobody before the end.
    """

    stage: Callable[[Import, ReadForm, date, Report], tuple[list[StagedRow], list[Problem]]]
    commit: Callable[[Import, Sequence[StagedRow], datetime, Report], tuple[list[StagedRow], list[int]]]


_PEOPLE: Final = Handler(import_people.stage, import_people.commit)
_ORGANISATIONS: Final = Handler(import_organisations.stage, import_organisations.commit)

HANDLERS: Final[Mapping[str, Handler]] = {
    "roster": _PEOPLE,
    "registration": _PEOPLE,
    "selection": _PEOPLE,
    "institutions": _ORGANISATIONS,
    "enterprises": _ORGANISATIONS,
    "teachers": Handler(import_teachers.stage, import_teachers.commit),
}
"""By the key of the form."""


def read_import(run: JobRun, report: Report) -> Mapping[str, object]:
    """Read the form that the run was queued for, and keep its faults or its rows.

    Returns:
        Number and state of the import.
    """
    imported = get_import_of_run(run.pk)
    if imported.state == ImportState.UPLOADED:
        with collector_held():
            imported = _read(imported, report)
    return {"import": str(imported.uid), "state": imported.state}


def commit_import(run: JobRun, report: Report) -> Mapping[str, object]:
    """Have the registry take the rows of the import that the run was queued for, in one transaction.

    Returns:
        Number of the import; empty where it was committed already.
    """
    report("register", 0, 0)
    with transaction.atomic(), collector_held():
        imported = lock_for_commit(run.pk)
        if imported is None:
            return {}
        rows = list(staged_rows(imported))
        at = timezone.now()
        became, keys = HANDLERS[imported.form].commit(imported, rows, at, report)
        record_committed(imported=imported, at=at, rows=became, keys=keys, report=Findings(_left_out(became)))
    return {"import": str(imported.uid)}


def _read(imported: Import, report: Report) -> Import:
    today = timezone.localdate()
    try:
        read = read_form(read_file(imported), FORMS[imported.form], today=today, progress=report)
    except UnusableError as fault:
        return record_faults(import_key=imported.pk, at=timezone.now(), findings=Findings(fault.problems))
    problems = list(read.problems)
    rows: list[StagedRow] = []
    if not problems:
        rows, problems = HANDLERS[imported.form].stage(imported, read, today, report)
    findings = Findings(problems, read.warnings, read.notes)
    if problems:
        return record_faults(import_key=imported.pk, at=timezone.now(), findings=findings)
    report("save", 0, 1)
    return record_rows(import_key=imported.pk, at=timezone.now(), rows=rows, findings=findings)


def _left_out(rows: Sequence[StagedRow]) -> list[Problem]:
    return [
        Problem("left_out", Place(row.sheet, row.row), row.reason)
        for row in rows
        if row.verdict == Verdict.REFUSE and row.reason is not None
    ]
