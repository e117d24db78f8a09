"""Reads of runs of long work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jineng.platform.progress.models import JobRun

if TYPE_CHECKING:
    from jineng.platform.identity.models import User


def find_run(*, actor: User, run_key: int) -> JobRun | None:
    """Return a run that the person asked for, or None: nobody sees another's."""
    return JobRun.objects.filter(pk=run_key, asked_by_key=actor.pk).first()
