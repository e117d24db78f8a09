"""The only door for writing runs of long work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import transaction
from procrastinate.contrib.django import app

from jineng.kernel.text import Text
from jineng.platform.audit.operations import Subject, record
from jineng.platform.progress.models import JobRun
from jineng.platform.progress.states import RunState
from jineng.platform.scope import EVERYTHING, scope_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from jineng.platform.identity.models import User

TASK: Final = "jineng.run"
"""The one queued task: it carries the number of a run and nothing else."""

MAX_ATTEMPTS: Final = 5
"""A run that was begun this often without ending takes its worker down with it, and is given up."""

_GIVEN_UP: Final = Text(
    f"处理进程 {MAX_ATTEMPTS} 次中途停止，已不再重试；请联系系统管理员",
    f"the worker stopped in the middle {MAX_ATTEMPTS} times and it will not be tried again; ask the administrator",
)


@transaction.atomic
def queue_run(*, actor: User | None, at: datetime, kind: str, parameters: Mapping[str, object]) -> JobRun:
    """Ask for a run; it begins after the caller's transaction is committed, and never if that is rolled back.

    It will see what ``actor`` sees now, and everything if that is None.
    """
    run = JobRun.objects.create(
        kind=kind,
        parameters=dict(parameters),
        scope=(scope_of(actor) if actor else EVERYTHING).as_json(),
        asked_by_key=actor.pk if actor else None,
        asked_at=at,
    )
    record(actor=actor, action="run_queued", subject=Subject("run", str(run.pk)), at=at, detail={"kind": kind})
    app.configure_task(TASK).defer(run_key=run.pk)
    return run


@transaction.atomic
def begin_run(*, run_key: int, at: datetime) -> JobRun | None:
    """Mark a run as running and return it; None if it has ended, or is given up now."""
    run = JobRun.objects.select_for_update(of=("self",)).get(pk=run_key)
    if run.is_over:
        return None
    if run.attempts >= MAX_ATTEMPTS:
        fail_run(run_key=run_key, at=at, error=_GIVEN_UP)
        return None
    run.state = RunState.RUNNING
    run.attempts += 1
    run.started_at = run.started_at or at
    run.stage, run.done, run.total = "", 0, 0
    run.save(update_fields=["state", "attempts", "started_at", "stage", "done", "total"])
    return run


def report_progress(*, run_key: int, stage: str, done: int, total: int) -> None:
    """Show how far a run is. Call it outside a transaction, or nobody sees it before the end."""
    JobRun.objects.filter(pk=run_key, state=RunState.RUNNING).update(stage=stage, done=min(done, total), total=total)


@transaction.atomic
def succeed_run(*, run_key: int, at: datetime, result: Mapping[str, object]) -> None:
    """End a run well, with what it brought."""
    JobRun.objects.filter(pk=run_key).update(state=RunState.SUCCEEDED, ended_at=at, result=dict(result))
    record(actor=None, action="run_succeeded", subject=Subject("run", str(run_key)), at=at)


@transaction.atomic
def fail_run(*, run_key: int, at: datetime, error: Text) -> None:
    """End a run badly, with what to tell the person who asked for it."""
    JobRun.objects.filter(pk=run_key).update(state=RunState.FAILED, ended_at=at, error_zh=error.zh, error_en=error.en)
    record(actor=None, action="run_failed", subject=Subject("run", str(run_key)), at=at)
