"""The real site with its real worker, killed in the middle: the work is taken up again and comes out byte for byte the same."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import psycopg
import pytest

from jineng.platform.postgres.layout import layout_for
from jineng.workbook.synthetic import county_year, write_book

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
PASSWORD = "a-long-enough-one"
LONGEST_SECONDS = 90


class Site:
    """A served site of its own: database, files, web processes, worker."""

    def __init__(self, state: Path) -> None:
        self.state = state
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self.environment = {
            **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
            "JINENG_STATE": str(state),
            "JINENG_DEBUG": "1",
            "DJANGO_SETTINGS_MODULE": "jineng.config.settings",
        }
        self.log = (state / "serve.log").open("ab")
        self.server: subprocess.Popen[bytes] | None = None

    def command(self, *arguments: str) -> None:
        subprocess.run(self._jineng(*arguments), env=self.environment, check=True, capture_output=True, cwd=ROOT)

    def start(self) -> None:
        self.server = subprocess.Popen(
            self._jineng("serve", "--port", str(self.port), "--workers", "1"),
            env=self.environment,
            cwd=ROOT,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )
        wait_for(self._answers)

    def stop(self) -> None:
        if self.server is not None and self.server.poll() is None:
            self.server.terminate()
            self.server.wait(30)

    def ask(self, sql: str, *values: object) -> Any:
        with psycopg.connect(host=str(layout_for(self.state).socket), user="jineng", dbname="jineng") as connection:
            return connection.execute(sql, values).fetchone()

    def open(self, address: str, body: bytes | None = None, kind: str = "") -> tuple[str, str]:
        headers = {"Content-Type": kind} if kind else {}
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{address}", body, headers)
        with self.opener.open(request, timeout=30) as response:
            return response.url, response.read().decode()

    def sign_in(self, username: str) -> None:
        token = token_of(self.open("/sign-in/")[1])
        fields = {"username": username, "password": PASSWORD, "csrfmiddlewaretoken": token}
        url, _ = self.open("/sign-in/", urllib.parse.urlencode(fields).encode())
        assert not url.endswith("/sign-in/")

    def upload(self, book: bytes) -> int:
        token = token_of(self.open("/settlements/new/")[1])
        boundary = uuid4().hex
        fields = {"csrfmiddlewaretoken": token, "policy": "lanxian-2022", "as_of": "2022-12-31"}
        parts = [
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields.items()
        ]
        file_head = f'--{boundary}\r\nContent-Disposition: form-data; name="book"; filename="year.xlsx"\r\n\r\n'
        body = "".join(parts).encode() + file_head.encode() + book + f"\r\n--{boundary}--\r\n".encode()
        url, _ = self.open("/settlements/new/", body, f"multipart/form-data; boundary={boundary}")
        match = re.search(r"/settlements/(\d+)/$", url)
        assert match, url
        return int(match[1])

    def worker_pid(self) -> int:
        """Return the worker that this site's supervisor started."""
        assert self.server is not None
        children = Path(f"/proc/{self.server.pid}/task/{self.server.pid}/children").read_text().split()
        return next(int(pid) for pid in children if b"jineng.jobs" in Path(f"/proc/{pid}/cmdline").read_bytes())

    def web_pid(self) -> int:
        """Return the web server that this site's supervisor started."""
        assert self.server is not None
        children = Path(f"/proc/{self.server.pid}/task/{self.server.pid}/children").read_text().split()
        return next(int(pid) for pid in children if b"granian" in Path(f"/proc/{pid}/cmdline").read_bytes())

    def stage(self, settlement: int) -> tuple[str, str]:
        sql = "SELECT r.state, r.stage FROM progress_jobrun r JOIN settlements_settlement s ON s.run_id = r.id WHERE s.id = %s"
        state, stage = self.ask(sql, settlement)
        return state, stage

    def outcome(self, settlement: int) -> tuple[str, int, int, int]:
        """Return state, stored result, lines kept and how often the run was begun, when it is over."""
        wait_for(lambda: self.stage(settlement)[0] in {"SUCCEEDED", "FAILED"})
        return self.ask(
            "SELECT s.state, s.result_id, (SELECT count(*) FROM settlements_settlementline WHERE settlement_id = s.id), r.attempts"
            " FROM settlements_settlement s JOIN progress_jobrun r ON r.id = s.run_id WHERE s.id = %s",
            settlement,
        )

    def _answers(self) -> bool:
        try:
            return self.open("/health/")[1] == "ok\n"
        except OSError:
            return False

    def _jineng(self, *arguments: str) -> list[str]:
        return [str(Path(sys.executable).parent / "jineng"), *arguments]


def wait_for(happened: Any, pause_seconds: float = 0.2) -> None:
    until = time.monotonic() + LONGEST_SECONDS
    while not happened():
        assert time.monotonic() < until, "waited too long"
        time.sleep(pause_seconds)


def token_of(page: str) -> str:
    match = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert match
    return match[1]


@contextmanager
def served(state: Path) -> Iterator[Site]:
    site = Site(state)
    try:
        site.command("migrate")
        account = ("--name", "兰小雨", "--role", "officer", "--region", "141127", "--password", PASSWORD)
        site.command("user", "add", "officer", *account)
        site.start()
        site.sign_in("officer")
        yield site
    finally:
        site.stop()
        subprocess.run(site._jineng("db", "stop"), env=site.environment, check=False, capture_output=True, cwd=ROOT)
        site.log.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("book") / "year.xlsx"
    write_book(county_year("lanxian-2022", seed=2022, trainees=6000), path)
    return path.read_bytes()


@pytest.fixture(scope="module")
def undisturbed(site: Site, book: bytes) -> tuple[int, int]:
    """Stored result and number of lines of a run that nobody disturbs."""
    state, result, lines, attempts = site.outcome(site.upload(book))
    assert (state, attempts) == ("SETTLED", 1)
    return result, lines


@pytest.mark.parametrize("stage", ["check", "judge", "explain", "save"])
def test_killed_worker_is_replaced_and_result_is_the_same(
    site: Site, book: bytes, undisturbed: tuple[int, int], stage: str
) -> None:
    pid = site.worker_pid()
    settlement = site.upload(book)
    wait_for(lambda: site.stage(settlement) == ("RUNNING", stage) or site.stage(settlement)[0] == "SUCCEEDED", 0.005)
    os.kill(pid, signal.SIGKILL)

    state, result, lines, attempts = site.outcome(settlement)

    assert (state, result, lines) == ("SETTLED", *undisturbed)
    assert attempts == 2, f"the run was over before it could be killed while it was in {stage}"
    assert 'id="lines"' in site.open(f"/settlements/{settlement}/")[1]
    assert not any((site.state / "files/lent").iterdir())


def test_killed_web_server_comes_back_and_the_work_goes_on(
    site: Site, book: bytes, undisturbed: tuple[int, int]
) -> None:
    settlement = site.upload(book)
    os.kill(site.web_pid(), signal.SIGKILL)

    state, result, lines, attempts = site.outcome(settlement)

    assert (state, result, lines, attempts) == ("SETTLED", *undisturbed, 1)
    wait_for(site._answers)
    assert 'id="lines"' in site.open(f"/settlements/{settlement}/")[1]


def test_everything_killed_and_started_again_finishes_the_work(
    site: Site, book: bytes, undisturbed: tuple[int, int]
) -> None:
    assert site.server is not None
    worker, web = site.worker_pid(), site.web_pid()
    settlement = site.upload(book)
    wait_for(lambda: site.stage(settlement)[0] == "RUNNING", 0.005)
    for leader in (site.server.pid, worker, web):
        os.killpg(leader, signal.SIGKILL)
    site.server.wait()
    site.start()

    state, result, lines, attempts = site.outcome(settlement)

    assert (state, result, lines) == ("SETTLED", *undisturbed)
    assert attempts == 2
