"""Two workers at the same run at the same time make one result."""

from __future__ import annotations

from threading import Barrier, Thread
from typing import Any

import pytest

from factories import desk
from factories.scope import in_thread
from jineng.domain.settlements.models import SettlementLine
from jineng.jobs import tasks
from jineng.journeys.settle_book import settle_book
from jineng.platform.audit.models import AuditEvent
from jineng.platform.progress.alone import RunTakenError
from jineng.platform.progress.models import JobRun

pytestmark = pytest.mark.django_db(transaction=True)


def _together(*works: Any) -> list[Exception | None]:
    start = Barrier(len(works))
    faults: list[Exception | None] = [None] * len(works)

    def do(number: int, work: Any) -> None:
        start.wait(timeout=60)
        try:
            work()
        except Exception as fault:  # noqa: BLE001 -- looked at below
            faults[number] = fault

    threads = [Thread(target=in_thread(do), args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert not any(thread.is_alive() for thread in threads)
    return faults


def test_second_worker_finds_the_run_taken(officer: Any) -> None:
    settlement = desk.uploaded(officer)

    faults = _together(*[lambda: tasks.run(settlement.run_id)] * 2)

    assert [type(fault) for fault in faults if fault] in ([], [RunTakenError])
    settlement.refresh_from_db()
    assert settlement.state == "SETTLED"
    assert SettlementLine.objects.filter(settlement=settlement).count() == settlement.line_count
    assert JobRun.objects.get(pk=settlement.run_id).attempts == 1


def test_two_results_at_once_are_one_even_without_the_lock_on_the_run(officer: Any) -> None:
    settlement = desk.uploaded(officer)
    run = JobRun.objects.get(pk=settlement.run_id)
    meeting = Barrier(2)

    def wait_for_the_other(stage: str, _done: int, _total: int) -> None:
        if stage == "save":
            meeting.wait(timeout=60)

    faults = _together(*[lambda: settle_book(run, wait_for_the_other)] * 2)

    assert faults == [None, None]
    settlement.refresh_from_db()
    assert settlement.state == "SETTLED"
    assert SettlementLine.objects.filter(settlement=settlement).count() == settlement.line_count
    assert AuditEvent.objects.filter(action="book_settled").count() == 1
