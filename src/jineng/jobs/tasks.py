"""The tasks of the queue: do a run by its kind, and what is done every minute."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from django.db import OperationalError
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from jineng.domain.imports.operations import wipe_expired_imports
from jineng.jobs.handlers import HANDLERS
from jineng.jobs.reporting import Reporter
from jineng.kernel.problems import UnusableError
from jineng.kernel.text import Text
from jineng.platform.audit.operations import seal_events
from jineng.platform.identity.models import User
from jineng.platform.progress.alone import RunTakenError, alone_with
from jineng.platform.progress.operations import TASK, begin_run, fail_run, succeed_run
from jineng.platform.scope import Scope, acting, acting_as_machine

if TYPE_CHECKING:
    from jineng.platform.progress.models import JobRun

_log = logging.getLogger(__name__)
_SECONDS_TO_RETRY: Final = 5
_LISTED_PROBLEMS: Final = 20
_UNEXPECTED: Final = Text(
    "出现意外错误，已记入系统日志；请联系系统管理员", "an unexpected fault, written to the log; ask the administrator"
)


@app.task(name=TASK, retry=RetryStrategy(wait=_SECONDS_TO_RETRY, retry_exceptions=[RunTakenError, OperationalError]))
def run(run_key: int) -> None:
    """Do the run with this number unless it has ended; faults end it, they do not end the worker.

    Raises:
        RunTakenError: another process works on it; it is looked at again later.
        OperationalError: the database went away; the run starts over when it is back.
    """
    with acting_as_machine(), alone_with(run_key):
        begun = begin_run(run_key=run_key, at=timezone.now())
        if begun is not None:
            _do(begun)


@app.periodic(cron="* * * * *")
@app.task(name="jineng.seal", queueing_lock="jineng.seal", pass_context=False)
def seal(timestamp: int) -> None:  # noqa: ARG001 -- the queue says for which minute it is
    """Seal the audit events of the last minute."""
    with acting_as_machine():
        seal_events()


@app.periodic(cron="17 3 * * *")
@app.task(name="jineng.wipe_imports", queueing_lock="jineng.wipe_imports", pass_context=False)
def wipe_imports(timestamp: int) -> None:  # noqa: ARG001 -- as above
    """Wipe uploads that nobody confirmed for thirty days."""
    with acting_as_machine():
        wipe_expired_imports(at=timezone.now())


def _do(begun: JobRun) -> None:
    try:
        asker = None if begun.asked_by_key is None else User.objects.get(pk=begun.asked_by_key)
        with acting(asker, Scope.from_json(begun.scope)):
            result = HANDLERS[begun.kind](begun, Reporter(begun.pk))
    except OperationalError:
        raise
    except UnusableError as fault:
        fail_run(run_key=begun.pk, at=timezone.now(), error=_say(fault))
    except Exception:  # noqa: BLE001 -- whatever it is, the run ends and says so
        # Nothing of the exception is told to people or kept in the row: it may quote personal data.
        _log.exception("run %s (%s) failed", begun.pk, begun.kind)
        fail_run(run_key=begun.pk, at=timezone.now(), error=_UNEXPECTED)
    else:
        succeed_run(run_key=begun.pk, at=timezone.now(), result=result)


def _say(fault: UnusableError) -> Text:
    listed = fault.problems[:_LISTED_PROBLEMS]
    left = len(fault.problems) - len(listed)
    zh = [problem.say("zh") for problem in listed] + ([f"另有 {left} 处"] if left else [])
    en = [problem.say("en") for problem in listed] + ([f"and {left} more"] if left else [])
    return Text("\n".join(zh), "\n".join(en))
