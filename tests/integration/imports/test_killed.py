"""A commit whose connection is killed while it writes leaves nothing, and the next worker finishes it."""

from __future__ import annotations

import threading
import time

import psycopg
import pytest
from django.db import DatabaseError, connection

from factories.imports import AT, committed, read_now, uploaded
from factories.registry_forms import filled, people
from factories.scope import in_thread
from jineng.domain.imports.models import Import
from jineng.domain.imports.operations import commit_import as confirm
from jineng.domain.imports.states import ImportState
from jineng.domain.registry.models import Person
from jineng.journeys.import_form import commit_import
from jineng.platform.postgres.layout import SUPERUSER
from jineng.platform.progress.operations import begin_run

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

LONGEST_SECONDS = 60


def kill_whoever_writes(until: threading.Event) -> bool:
    """Kill the backend that writes people, as soon as there is one."""
    told = connection.settings_dict
    with psycopg.connect(host=told["HOST"], user=SUPERUSER, dbname=told["NAME"], autocommit=True) as owner:
        sql = (
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
            " AND state = 'active' AND query ILIKE %s AND pid <> pg_backend_pid()"
        )
        while not until.is_set():
            if owner.execute(sql, ["%INSERT INTO registry_person%"]).fetchone():
                return True
            time.sleep(0.002)
    return False


def test_a_killed_commit_leaves_nothing_and_is_finished_by_the_next(clerk) -> None:
    imported = read_now(uploaded(clerk, filled("roster", people(3000))))
    confirmed = confirm(actor=clerk, at=AT, uid=imported.uid)
    over, faults = threading.Event(), []

    @in_thread
    def work() -> None:
        try:
            commit_import(begin_run(run_key=confirmed.commit_run_id, at=AT), lambda *_: None)
        except DatabaseError as fault:
            faults.append(fault)
        finally:
            over.set()

    worker = threading.Thread(target=work)
    worker.start()
    assert kill_whoever_writes(over), "the commit was over before it could be killed"
    worker.join(LONGEST_SECONDS)

    assert len(faults) == 1
    assert not Person.objects.exists()
    assert Import.objects.get(pk=imported.pk).state == ImportState.COMMITTING

    done = committed(clerk, imported)
    assert (done.state, done.created_count, Person.objects.count()) == (ImportState.COMMITTED, 3000, 3000)
