"""From an uploaded list of another department to its blind indexes (比对名单), in the background.

May be killed at any point and called again: rows are written at the end and all at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from jineng.domain.eligibility.operations.comparison_sets import record_problems, record_rows
from jineng.domain.eligibility.queries.comparison_sets import get_set_of_run, read_upload
from jineng.domain.eligibility.states import SetState
from jineng.domain.registry.people_indexes import document_index
from jineng.kernel.problems import UnusableError
from jineng.workbook.comparison_form import read_list

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jineng.domain.eligibility.models import ComparisonSet
    from jineng.platform.progress.models import JobRun

_RESIDENT = "resident_id"
_STEP = 10_000


def read_comparison_set(run: JobRun, report: Callable[[str, int, int], None]) -> Mapping[str, object]:
    """Read the list that the run was queued for and put it in use, or keep what is wrong with it.

    Returns:
        Number and state of the list.
    """
    found = get_set_of_run(run.pk)
    if found.state == SetState.READING:
        found = _read(found, report)
    return {"set": found.pk, "state": str(found.state)}


def _read(found: ComparisonSet, report: Callable[[str, int, int], None]) -> ComparisonSet:
    try:
        read = read_list(read_upload(found), today=timezone.localdate(), progress=report)
    except UnusableError as fault:
        return record_problems(set_key=found.pk, at=timezone.now(), problems=fault.problems)
    if read.problems:
        return record_problems(set_key=found.pk, at=timezone.now(), problems=read.problems)
    rows = []
    for done, (number, from_on, to_on) in enumerate(read.rows, 1):
        rows.append((document_index(_RESIDENT, number), from_on, to_on))
        if done % _STEP == 0:
            report("index", done, len(read.rows))
    return record_rows(
        set_key=found.pk,
        at=timezone.now(),
        rows=rows,
        twice_count=read.twice_count,
        progress=lambda done, total: report("save", done, total),
    )
