"""A draft tried on the records of a past settlement: asked for, waited for, and laid beside what was paid then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from jineng.domain.settlements.errors import SettlementNotFoundError, WrongStateError
from jineng.domain.settlements.queries import list_settlements
from jineng.domain.settlements.states import SettlementState
from jineng.journeys.draft_trial import AMOUNTS, RUN_KIND, queue_trial
from jineng.kernel.problems import UnusableError
from jineng.kernel.text import Text
from jineng.platform.progress.queries import find_run
from jineng.platform.progress.states import RunState
from jineng.web.desk.opened import found, open_draft, whole

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from jineng.platform.progress.models import JobRun

OFFERED: Final = 50
"""How many past settlements are offered to try on, the newest first."""


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@found
def choose_records(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Choose a past settlement, and ask for its records to be settled under the draft."""
    opened = open_draft(request, draft_id)
    past = [
        row for row in list_settlements(opened.actor, offset=0, limit=OFFERED) if row.state == SettlementState.SETTLED
    ]
    faults: list[Text] = []
    if request.method == "POST":
        chosen = whole(request.POST.get("settlement")) or 0
        try:
            run = queue_trial(
                actor=opened.actor,
                at=timezone.now(),
                draft_id=draft_id,
                number=opened.revision.number,
                settlement_key=chosen,
            )
        except (SettlementNotFoundError, WrongStateError):
            faults = [Text("请从列表中选择一次结算", "choose a settlement of the list")]
        except UnusableError as fault:
            faults = [problem.text for problem in fault.problems]
        else:
            return redirect("draft_trial_result", draft_id, run.pk)
    values = {"draft": opened.view, "revision": opened.revision, "past": past, "faults": faults}
    return render(request, "desk/trial.html", values, status=422 if faults else 200)


@require_safe
@never_cache
@found
def show_trial(request: HttpRequest, draft_id: UUID, run_key: int) -> HttpResponse:
    """Show how far a trial is, or what it came to."""
    opened = open_draft(request, draft_id)
    run = find_run(actor=opened.actor, run_key=run_key)
    if run is None or run.kind != RUN_KIND or run.parameters.get("draft") != str(draft_id):
        raise Http404
    values = {
        "draft": opened.view,
        "number": run.parameters["number"],
        "settlement_key": run.parameters["settlement"],
        "run": run,
        "is_waiting": not run.is_over,
        "is_queued": run.state == RunState.QUEUED,
        "error": Text(run.error_zh, run.error_en) if run.state == RunState.FAILED else None,
        "sums": _sums(run),
        "lines": run.result.get("lines"),
        "most": run.result.get("most", []),
    }
    return render(request, "desk/trial_result.html", values)


def _sums(run: JobRun) -> list[tuple[str, int, int, int]]:
    """Return the totals before and after, in fen, with their differences."""
    if run.state != RunState.SUCCEEDED:
        return []
    before, after = run.result["before"], run.result["after"]
    return [(name, before[name], after[name], after[name] - before[name]) for name in AMOUNTS]
