"""The strict harness: no network, no missing template variables, warnings are errors, one database per run."""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

pytest_plugins = ["harness_leaks"]

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser's driver runs an event loop in this thread

_LOOPBACK = ("127.", "::1", "localhost")


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Refuse connections that leave the machine."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not str(address[0]).startswith(_LOOPBACK):
            raise AssertionError(f"a test tried to reach {address[0]}; tests stay on this machine")
        real(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(_bundled_server: None) -> None:
    """Give this run a database of its own, so that several runs can share the server."""
    from django.conf import settings
    from django.db import connections

    name = f"test_jineng_{os.getpid()}"
    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = name
    connections["default"].settings_dict["TEST"]["NAME"] = name


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: Any, django_db_modify_db_settings: None
) -> Iterator[None]:
    """Have the owner make and protect the database; the tests then work as the application, which owns nothing."""
    from django.test.utils import teardown_databases

    from jineng.platform.postgres.owner import as_owner
    from jineng.platform.postgres.protection import protect

    with django_db_blocker.unblock(), as_owner():
        made = _made_database()
        protect()
    yield
    with django_db_blocker.unblock(), as_owner():
        teardown_databases(made, verbosity=0)


def _made_database() -> Any:
    """Make the tests' database: a copy of one that is migrated already, if there is one on the bundled server."""
    from django.conf import settings
    from django.db import connection
    from django.test.utils import setup_databases

    from factories.template_database import has_template, keep_template, template_name
    from jineng.platform.postgres.layout import layout_for

    if not settings.BUNDLED_DATABASE:
        return setup_databases(verbosity=0, interactive=False, serialized_aliases=set())
    layout = layout_for(settings.STATE_DIR)
    with (settings.STATE_DIR / "template.lock").open("w") as lock:
        # The processes of a run wait for the first, and copy what it migrated.
        fcntl.flock(lock, fcntl.LOCK_EX)
        is_copied = has_template(layout)
        connection.settings_dict["TEST"]["TEMPLATE"] = template_name() if is_copied else None
        made = setup_databases(verbosity=0, interactive=False, serialized_aliases=set())
        if not is_copied:
            connection.close()
            keep_template(layout, connection.settings_dict["NAME"])
    return made


@pytest.fixture(scope="session", autouse=True)
def _as_machine() -> Iterator[Any]:
    """Have tests see every row, unless they act as somebody; what they ask of the site is asked as whoever is signed in."""
    from django.db import connections

    from jineng.platform.scope import acting_as_machine

    with acting_as_machine():
        yield connections["default"]


@pytest.fixture
def alone_in_the_database(_as_machine: Any) -> None:
    """Leave this test the only connection: after a browser's driver began, the one from before it stays open beside."""
    from django.db import connections

    if _as_machine is not connections["default"]:
        _as_machine.close()


@pytest.fixture(autouse=True)
def _as_machine_beside_a_browser() -> Iterator[None]:
    """The same once more: while the browser's driver runs, Django gives this thread another connection."""
    from jineng.platform.scope import acting_as_machine

    with acting_as_machine():
        yield


@pytest.fixture(scope="session", autouse=True)
def _write_down_forced_sessions() -> Iterator[None]:
    """Have a session that ``force_login`` opens be written down, as signing in does: others are nobody's."""
    from django.contrib.auth.signals import user_logged_in
    from django.utils import timezone

    from jineng.platform.identity.operations.sessions import note_session

    def note(request: Any, user: Any, **_more: Any) -> None:
        if request.path:  # a page: it does so itself
            return
        if request.session.session_key is None:
            request.session.cycle_key()
        note_session(
            user=user, at=timezone.now(), session_key=request.session.session_key, address=None, device="Forced"
        )

    user_logged_in.connect(note)
    yield
    user_logged_in.disconnect(note)


@pytest.fixture(scope="session")
def _bundled_server() -> Iterator[None]:
    """Start the bundled server unless it runs or there is another; stop it if nobody else uses it by then."""
    from django.conf import settings

    if not settings.BUNDLED_DATABASE:
        yield
        return
    from jineng.platform.postgres import server
    from jineng.platform.postgres.layout import layout_for

    layout = layout_for(settings.STATE_DIR)
    started = server.start(layout)
    _drop_left_over_databases(layout.socket)
    yield
    if started and not server.is_used(layout) and "PYTEST_XDIST_WORKER" not in os.environ:
        server.stop(layout)


_RAN_BEFORE = pytest.StashKey[bool]()


def pytest_sessionstart(session: pytest.Session) -> None:
    """Note whether the bundled server runs already: processes that share the tests leave stopping it to the one that reports."""
    from django.conf import settings

    from jineng.platform.postgres import server
    from jineng.platform.postgres.layout import layout_for

    if settings.BUNDLED_DATABASE and getattr(session.config.option, "numprocesses", None):
        session.config.stash[_RAN_BEFORE] = server.running_pid(layout_for(settings.STATE_DIR)) is not None


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Stop the bundled server that the processes started, unless somebody else uses it by now."""
    if session.config.stash.get(_RAN_BEFORE, True):
        return
    from django.conf import settings

    from jineng.platform.postgres import server
    from jineng.platform.postgres.layout import layout_for

    layout = layout_for(settings.STATE_DIR)
    if server.running_pid(layout) is not None and not server.is_used(layout):
        server.stop(layout)


def _drop_left_over_databases(folder: Path) -> None:
    """Drop the test databases of runs that were killed."""
    with psycopg.connect(host=str(folder), user="jineng", dbname="jineng", autocommit=True) as connection:
        names = connection.execute(r"SELECT datname FROM pg_database WHERE datname LIKE 'test\_jineng\_%'").fetchall()
        for (name,) in names:
            if not Path("/proc", name.rpartition("_")[2]).exists():
                connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(scope="session", autouse=True)
def _flush_past_triggers() -> Iterator[None]:
    """Let the clean-up after a test, and nothing else, empty the append-only tables: as their owner."""
    import pgtrigger
    from django.test import TransactionTestCase

    from jineng.platform.postgres.owner import as_owner

    flush = TransactionTestCase._fixture_teardown

    def flush_all(self: TransactionTestCase) -> None:
        with as_owner(), pgtrigger.ignore():
            flush(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", flush_all)
        yield


@pytest.fixture(autouse=True)
def _files_that_go(settings: Any, tmp_path: Path) -> None:
    """Keep stored files in a folder of the test."""
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def state() -> Iterator[Path]:
    """A state folder of its own for a bundled server: short enough for a socket, open to the server's account."""
    folder = Path(tempfile.gettempdir(), f"jn{os.getpid()}")
    folder.mkdir(mode=0o755)
    yield folder
    from harness_leaks import note_logs

    note_logs(folder)
    shutil.rmtree(folder)


@pytest.fixture
def officer(db: None) -> Any:
    """A signed-in kind of person: an officer of Lan County."""
    from datetime import UTC, datetime

    from jineng.platform.identity.operations import open_account
    from jineng.platform.identity.roles import Role

    return open_account(
        actor=None,
        at=datetime(2022, 1, 4, 1, tzinfo=UTC),
        username="officer",
        password="a-long-enough-one",
        display_name="兰小雨",
        role=Role.OFFICER,
        region_code="141127",
    )


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say plainly which tests were left out for want of a browser."""
    left_out = sorted(
        report.nodeid for report in terminalreporter.stats.get("skipped", []) if "browser" in report.keywords
    )
    if left_out:
        terminalreporter.section("browser tests left out: no Chromium on this machine")
        for name in left_out:
            terminalreporter.line(name)
