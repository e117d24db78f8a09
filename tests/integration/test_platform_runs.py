"""Long work: queued with its transaction, done once, recovered when its worker is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from jineng.jobs.handlers import HANDLERS
from jineng.jobs.tasks import run as run_task
from jineng.kernel.problems import Place, Problem, UnusableError
from jineng.kernel.text import Text
from jineng.platform.progress.alone import RunTakenError, alone_with
from jineng.platform.progress.models import JobRun
from jineng.platform.progress.operations import MAX_ATTEMPTS, queue_run
from jineng.platform.progress.queries import find_run
from jineng.platform.progress.states import RunState

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from jineng.jobs.reporting import Reporter
    from jineng.platform.identity.models import User

AT = datetime(2022, 6, 25, 8, tzinfo=UTC)


def _add(run: JobRun, report: Reporter) -> Mapping[str, object]:
    numbers = run.parameters["numbers"]
    for done, _ in enumerate(numbers, start=1):
        report("adding", done, len(numbers))
    return {"sum": sum(numbers)}


def _find_fault(run: JobRun, report: Reporter) -> Mapping[str, object]:
    raise UnusableError([Problem("date", Place("班级", 3, "开班日期"), Text("不是日期", "is no date"))])


def _break(run: JobRun, report: Reporter) -> Mapping[str, object]:
    raise ZeroDivisionError("somebody's number 11010519491231002X")


@pytest.fixture(autouse=True)
def _handlers(monkeypatch: pytest.MonkeyPatch) -> None:
    for kind, handler in {"add": _add, "find_fault": _find_fault, "break": _break}.items():
        monkeypatch.setitem(HANDLERS, kind, handler)


def _queue(kind: str, actor: User | None = None, **parameters: object) -> JobRun:
    return queue_run(actor=actor, at=AT, kind=kind, parameters=parameters)


@pytest.mark.django_db
def test_run_reports_and_succeeds() -> None:
    run = _queue("add", numbers=[1, 2, 3])

    run_task(run_key=run.pk)

    run.refresh_from_db()
    assert (run.state, run.stage, run.done, run.total) == (RunState.SUCCEEDED, "adding", 3, 3)
    assert run.result == {"sum": 6}


@pytest.mark.django_db
def test_finished_run_is_not_done_again() -> None:
    run = _queue("add", numbers=[1])
    run_task(run_key=run.pk)

    run_task(run_key=run.pk)

    run.refresh_from_db()
    assert run.attempts == 1


@pytest.mark.django_db
def test_unusable_input_is_told_to_the_person() -> None:
    run = _queue("find_fault")

    run_task(run_key=run.pk)

    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert run.error_zh == "班级 第 3 行 “开班日期”列: 不是日期"
    assert run.error_en == "班级, row 3, column 开班日期: is no date"


@pytest.mark.django_db
def test_unexpected_fault_tells_nothing_of_its_inside() -> None:
    run = _queue("break")

    run_task(run_key=run.pk)

    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert "意外错误" in run.error_zh
    assert "110105" not in run.error_zh + run.error_en


@pytest.mark.django_db
def test_run_that_keeps_killing_its_worker_is_given_up() -> None:
    run = _queue("add", numbers=[1])
    JobRun.objects.filter(pk=run.pk).update(attempts=MAX_ATTEMPTS, state=RunState.RUNNING)

    run_task(run_key=run.pk)

    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert "5 times" in run.error_en


@pytest.mark.django_db
def test_nobody_sees_anothers_run(officer: User) -> None:
    run = _queue("add", officer, numbers=[1])
    other = _queue("add", None, numbers=[1])

    assert find_run(actor=officer, run_key=run.pk) == run
    assert find_run(actor=officer, run_key=other.pk) is None


@pytest.mark.django_db(transaction=True)
def test_rolled_back_run_is_never_queued() -> None:
    queued_before = ProcrastinateJob.objects.count()  # the queue's tables are not emptied between tests

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        _queue("add", numbers=[1])
        raise ZeroDivisionError

    assert not JobRun.objects.exists()
    assert ProcrastinateJob.objects.count() == queued_before


@pytest.mark.django_db(transaction=True)
def test_run_is_held_by_one_process() -> None:
    import psycopg

    parameters = connection.get_connection_params()
    with psycopg.connect(**{key: parameters[key] for key in ("dbname", "user", "host")}) as other:
        other.execute("SELECT pg_advisory_lock(%s, %s)", [0x4A4E, 7])
        with pytest.raises(RunTakenError), alone_with(7):
            pass
        other.execute("SELECT pg_advisory_unlock(%s, %s)", [0x4A4E, 7])
    with alone_with(7):
        pass


_WORKER = """
    import os, sys, time
    import django
    django.setup()
    from django.conf import settings
    from jineng.jobs.handlers import HANDLERS
    from jineng.jobs import worker

    def slow(run, report):
        for done in range(1, 31):
            report("slow", done, 30)
            time.sleep(0.1)
        return {"attempt_result": "same"}

    HANDLERS["slow"] = slow
    worker._HEARTBEAT_SECONDS, worker._DEAD_AFTER_SECONDS, worker._REAP_SECONDS = 0.5, 2, 0.5
    worker.work(concurrency=1)
"""


@pytest.mark.django_db(transaction=True)
def test_run_of_a_killed_worker_is_taken_again(tmp_path: Path) -> None:
    program = tmp_path / "worker.py"
    program.write_text(textwrap.dedent(_WORKER))
    run = _queue("slow")
    first = _start_worker(program)
    _wait_for(run, lambda run: run.done > 3)

    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    second = _start_worker(program)

    try:
        _wait_for(run, lambda run: run.is_over)
    finally:
        second.terminate()
        second.wait(timeout=20)
    assert (run.state, run.attempts, run.result) == (RunState.SUCCEEDED, 2, {"attempt_result": "same"})
    assert second.returncode == 0


def _start_worker(program: Path) -> subprocess.Popen[bytes]:
    settings = connection.settings_dict
    url = f"postgresql://{settings['USER']}@/{settings['NAME']}?host={settings['HOST']}"
    site = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "jineng.config.settings"}
    return subprocess.Popen([sys.executable, str(program)], env={**os.environ, **site})


def _wait_for(run: JobRun, reached: object) -> None:
    give_up_at = time.monotonic() + 60
    while time.monotonic() < give_up_at:
        run.refresh_from_db()
        if reached(run):  # type: ignore[operator]
            return
        time.sleep(0.1)
    raise AssertionError(f"the run is still {run.state}, {run.done} of {run.total}")
