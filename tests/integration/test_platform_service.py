"""`jineng serve`: the site, its worker and its database come up, come back when killed, and go down together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow


@pytest.fixture
def service(state: Path) -> Iterator[tuple[subprocess.Popen[bytes], str, dict[str, str]]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "JINENG_STATE": str(state), "JINENG_DEBUG": "1"}
    environment["DJANGO_SETTINGS_MODULE"] = "jineng.config.settings"
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "jineng.cli.main"]
    subprocess.run([*command, "migrate"], env=environment, check=True, capture_output=True)
    subprocess.run([*command, "db", "stop"], env=environment, check=True, capture_output=True)
    process = subprocess.Popen([*command, "serve", "--port", str(port), "--workers", "1"], env=environment)
    yield process, f"http://127.0.0.1:{port}/", environment
    process.terminate()
    process.wait(timeout=30)
    subprocess.run([*command, "db", "stop"], env=environment, check=True, capture_output=True)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}health/", timeout=2) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def _await(condition: object, seconds: float = 30) -> None:
    give_up_at = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < give_up_at, "waited in vain"
        time.sleep(0.1)


def _children(pid: int) -> dict[str, int]:
    """Return the children of a process by what they are."""
    found = {}
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        command = Path(f"/proc/{child}/cmdline").read_bytes().decode().replace("\0", " ")
        found["web" if "granian" in command else "worker"] = int(child)
    return found


def _database_pid(environment: dict[str, str]) -> int:
    said = subprocess.run(
        [sys.executable, "-m", "jineng.cli.main", "db", "status"], env=environment, capture_output=True, text=True
    ).stdout
    return int(said.split("pid ")[1].split(",")[0])


@pytest.mark.parametrize("killed", ["web", "worker"])
def test_killed_child_comes_back(service: tuple[subprocess.Popen[bytes], str, dict[str, str]], killed: str) -> None:
    process, url, _ = service
    _await(lambda: _answers(url))
    first = _children(process.pid)

    os.kill(first[killed], signal.SIGKILL)

    _await(lambda: _children(process.pid).get(killed, first[killed]) != first[killed])
    _await(lambda: _answers(url))


def test_killed_database_comes_back(service: tuple[subprocess.Popen[bytes], str, dict[str, str]]) -> None:
    _, url, environment = service
    _await(lambda: _answers(url))

    os.kill(_database_pid(environment), signal.SIGKILL)

    _await(lambda: not _answers(url), 5)
    _await(lambda: _answers(url))


def test_killed_supervisor_leaves_no_orphans(service: tuple[subprocess.Popen[bytes], str, dict[str, str]]) -> None:
    process, url, _ = service
    _await(lambda: _answers(url))
    children = _children(process.pid)

    process.kill()
    process.wait()

    _await(lambda: not any(_is_alive(pid) for pid in children.values()))
    _await(lambda: not _answers(url))


def test_port_is_free_when_server_and_supervisor_are_killed_together(
    service: tuple[subprocess.Popen[bytes], str, dict[str, str]],
) -> None:
    process, url, _ = service
    _await(lambda: _answers(url))
    web = _children(process.pid)["web"]

    process.kill()
    os.kill(web, signal.SIGKILL)
    process.wait()

    _await(lambda: not _answers(url))


def test_stop_ends_everything(service: tuple[subprocess.Popen[bytes], str, dict[str, str]]) -> None:
    process, url, environment = service
    _await(lambda: _answers(url))
    children = _children(process.pid)

    process.terminate()

    assert process.wait(timeout=20) == 0
    assert not any(_is_alive(pid) for pid in children.values())
    status = subprocess.run([sys.executable, "-m", "jineng.cli.main", "db", "status"], env=environment, check=False)
    assert status.returncode == 1


def _is_alive(pid: int) -> bool:
    """Say whether a process runs; one that ended and was not yet reaped does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
