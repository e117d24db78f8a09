"""From a batch that waits to its answers (资格比对), in the background.

May be killed at any point and called again: answers are written at the end and all at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from jineng.domain.eligibility.answers import answers_for
from jineng.domain.eligibility.operations.batches import Judged, record_judged
from jineng.domain.eligibility.queries.batches import get_batch_of_run
from jineng.domain.eligibility.queries.facts import facts_of
from jineng.domain.eligibility.states import BatchState
from jineng.domain.plans.queries import get_any_plan
from jineng.policy.comparing.people import is_key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jineng.platform.progress.models import JobRun

_STEP = 500


def judge_batch(run: JobRun, report: Callable[[str, int, int], None]) -> Mapping[str, object]:
    """Compare everybody in the batch that the run was queued for, and keep the answers.

    Returns:
        Number and state of the batch.

    Raises:
        PlanNotFoundError: the plan is no longer there or has faults.
    """
    batch = get_batch_of_run(run.pk)
    if batch.state == BatchState.QUEUED:
        plan = get_any_plan(batch.policy_id)
        report("read", 0, batch.person_count)
        lists, people = facts_of(batch)
        today = timezone.localdate()
        judged = []
        for done, person in enumerate(people, 1):
            answers = answers_for(plan.document, person.known, person.enjoyed, lists, person.hits, today)
            judged.append(Judged(person.entry, answers, is_key(plan.document, person.known)))
            if done % _STEP == 0:
                report("judge", done, len(people))
        batch = record_judged(
            batch_key=batch.pk,
            at=timezone.now(),
            plan=plan,
            judged=judged,
            progress=lambda done, total: report("save", done, total),
        )
    return {"batch": batch.pk, "state": str(batch.state)}
