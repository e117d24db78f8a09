"""No personal data in logs: what the whole run said is searched for the numbers of every person that it made up.

Searched are captured output and log entries of every test, addresses that were asked for and sent to, error pages, the
rows of the database after each test (job arguments and progress among them: numbers stand there only sealed), log files
that tests wrote, and the log of the bundled PostgreSQL server. Processes that share the tests leave notes in a folder;
the one that reports reads them all and fails the run. Numbers are noted by ``factories.identities``; so are those of the
synthetic years of the counties.
"""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

import jineng.workbook.synthetic.people as synthetic
from factories.identities import NOTED, noted

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable

    from django.http import HttpRequest, HttpResponse

_FOLDER: Final = "JINENG_TEST_LEAKS"
_RUN: Final = re.compile(r"[0-9]{11,}[Xx]?")
_LENGTHS: Final = (11, 18, 19)
_ERROR_PAGES: Final = frozenset({400, 403, 404, 405, 413, 500})
_DATABASE_FIXTURES: Final = frozenset({"db", "transactional_db", "live_server"})

_SAID: Final[set[tuple[str, str]]] = set()
"""Places and the long runs of digits that turned up there, in this process."""

_LOG_BEGINS = pytest.StashKey[int]()
_LEAKS = pytest.StashKey[list[str]]()


def note(place: str, text: str) -> None:
    """Keep what could be a person's number, to be looked up when all of them are known."""
    _SAID.update((place, run) for run in _RUN.findall(text))


def leaks_in(said: Iterable[tuple[str, str]], numbers: set[str]) -> list[str]:
    """Return the places where one of the numbers turned up, and what kind it is; never the number."""
    kinds = {11: "a phone", 18: "an identity number", 19: "an account"}
    return sorted(
        {
            f"{place}: {kinds[length]}"
            for place, run in said
            for length in _LENGTHS
            for begin in range(len(run) - length + 1)
            if run[begin : begin + length].upper() in numbers
        }
    )


class WatchRequests:
    """Middleware of the tests: notes addresses and error pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        note(f"address of {request.resolver_match or 'a page'}", request.get_full_path())
        note(f"redirection from {request.path}", response.get("Location", ""))
        if response.status_code in _ERROR_PAGES and not response.streaming:
            note(f"error page {response.status_code} of {request.path}", response.content.decode(errors="replace"))
        return response


# Hooks


def pytest_configure(config: pytest.Config) -> None:
    """Note the people of synthetic years too, and begin a folder for the notes of all processes of the run."""
    made = synthetic.identity_number
    synthetic.identity_number = lambda prefix, born_on, sequence: noted(made(prefix, born_on, sequence))
    if not _is_worker(config):
        os.environ[_FOLDER] = tempfile.mkdtemp(prefix="jineng-leaks-")
        log = _server_log()
        config.stash[_LOG_BEGINS] = log.stat().st_size if log and log.exists() else 0


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, Any, Any]:
    """Look through the database after the test's body, before its rows go."""
    try:
        return (yield)
    finally:
        if NOTED and _DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())):
            _note_rows(item.nodeid)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note what a test said."""
    for title, text in report.sections:
        note(f"{title} of {report.nodeid}", text)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Leave this process's notes; the process that reports reads those of all."""
    folder = Path(os.environ[_FOLDER])
    (folder / f"noted-{os.getpid()}").write_text("\n".join(sorted(NOTED)))
    _note_files(session.config)
    (folder / f"said-{os.getpid()}").write_text("\n".join("\t".join(pair) for pair in sorted(_SAID)))
    if _is_worker(session.config):
        return
    numbers = {line for path in folder.glob("noted-*") for line in path.read_text().split()}
    pairs = (line.rpartition("\t") for path in folder.glob("said-*") for line in path.read_text().splitlines())
    leaks = leaks_in([(place, run) for place, _tab, run in pairs], numbers)
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    session.config.stash[_LEAKS] = leaks
    if leaks and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Say where personal data turned up."""
    leaks = config.stash.get(_LEAKS, [])
    if leaks:
        terminalreporter.section(
            "FAILED: numbers of made-up people turned up where personal data must not be", red=True
        )
        for leak in leaks:
            terminalreporter.line(leak)


# What they are made of; note_logs is for fixtures too


def note_logs(folder: Path) -> None:
    """Note what stands in the log files under a folder, before it goes."""
    for path in folder.rglob("*.log"):
        note(f"log file {path.name}", path.read_text(errors="replace"))


def _is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


def _note_rows(place: str) -> None:
    """Note long numbers in any column of any table that this test's connection sees."""
    from django.db import DatabaseError, connection

    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT c.oid::regclass::text FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace "
                "AND has_table_privilege(c.oid, 'SELECT')"
            )
            tables = [name for (name,) in cursor.fetchall()]
            cursor.execute(
                " UNION ALL ".join(
                    f"(SELECT '{table}', found[1] FROM (SELECT * FROM {table} LIMIT 20000) AS t, "
                    "regexp_matches(row_to_json(t)::text, '[0-9]{11,}[Xx]?', 'g') AS found)"
                    for table in tables
                )
                or "SELECT WHERE false"
            )
            for table, run in cursor.fetchall():
                note(f"table {table} after {place}", run)
    except DatabaseError:
        return  # the test left its transaction broken; what it wrote is gone


def _note_files(config: pytest.Config) -> None:
    """Note what stands in log files that the tests wrote, and in the server's log since the run began."""
    factory = getattr(config, "_tmp_path_factory", None)
    if factory is not None:
        note_logs(factory.getbasetemp())
    log = _server_log()
    if not _is_worker(config) and log and log.exists():
        with log.open(errors="replace") as file:
            file.seek(min(config.stash[_LOG_BEGINS], log.stat().st_size))
            note("log of the PostgreSQL server", file.read())


def _server_log() -> Path | None:
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    try:
        if not settings.BUNDLED_DATABASE:
            return None
    except ImproperlyConfigured:  # no site in this run
        return None
    from jineng.platform.postgres.layout import layout_for

    return layout_for(settings.STATE_DIR).log
