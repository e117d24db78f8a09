"""The bundled server, for real: started, killed, recovered, shared, moved where it can be reached."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import psycopg
import pytest

from jineng.platform.postgres import server
from jineng.platform.postgres.accounts import can_reach, server_account
from jineng.platform.postgres.binaries import find_binaries
from jineng.platform.postgres.errors import ServerError
from jineng.platform.postgres.layout import layout_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from jineng.platform.postgres.layout import Layout


@pytest.fixture
def layout(state: Path) -> Iterator[Layout]:
    layout = layout_for(state)
    yield layout
    server.stop(layout)
    if not layout.home.is_relative_to(state):
        shutil.rmtree(layout.home)
    shutil.rmtree(layout.socket, ignore_errors=True)


def _query(layout: Layout, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(layout.url(), autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def test_start_and_stop_may_be_repeated(layout: Layout) -> None:
    assert not server.stop(layout)

    assert server.start(layout)
    assert not server.start(layout)
    assert _query(layout, "SELECT current_user::text, rolsuper FROM pg_roles WHERE rolname = current_user") == [
        ("jineng", False)
    ]

    assert server.stop(layout)
    assert not server.stop(layout)
    assert server.running_pid(layout) is None
    assert not server.is_serving(layout)


def test_socket_is_private_and_there_is_no_port(layout: Layout) -> None:
    server.start(layout)

    assert stat.S_IMODE(layout.socket.stat().st_mode) == 0o700
    assert _query(layout, "SHOW listen_addresses") == [("",)]


def test_killed_server_keeps_what_was_committed(layout: Layout) -> None:
    server.start(layout)
    _query(layout, "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
    pid = server.running_pid(layout)
    assert pid is not None

    os.kill(pid, signal.SIGKILL)

    assert server.start(layout)
    assert _query(layout, "SELECT count(*) FROM kept") == [(1000,)]
    assert server.running_pid(layout) != pid


def test_pid_file_that_names_another_process_is_stale(layout: Layout) -> None:
    server.start(layout)
    server.stop(layout)
    (layout.data / "postmaster.pid").write_text(f"{os.getpid()}\n{layout.data}\n")

    assert server.running_pid(layout) is None
    assert server.start(layout)


def test_half_made_data_is_made_anew(layout: Layout) -> None:
    layout.home.mkdir(parents=True)
    (layout.home / "data.partial").mkdir()
    (layout.home / "data.partial" / "PG_VERSION").write_text("18\n")

    assert server.start(layout)


def test_two_processes_at_once_start_one_server(layout: Layout) -> None:
    program = (
        "import sys; from pathlib import Path; from jineng.platform.postgres import server;"
        "from jineng.platform.postgres.layout import layout_for;"
        "print(server.start(layout_for(Path(sys.argv[1]))))"
    )
    processes = [
        subprocess.Popen([sys.executable, "-c", program, str(layout.state)], stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]

    said = sorted(process.communicate(timeout=60)[0].strip() for process in processes)

    assert said == ["False", "False", "True"]
    assert server.is_serving(layout)


def test_long_path_moves_the_socket(state: Path) -> None:
    deep = state / ("x" * 60) / ("y" * 60)
    deep.mkdir(parents=True)
    layout = layout_for(deep)
    assert not layout.socket.is_relative_to(state)

    try:
        server.start(layout)
        assert _query(layout, "SELECT 1") == [(1,)]
        assert stat.S_IMODE(layout.socket.stat().st_mode) == 0o700
    finally:
        server.stop(layout)
        shutil.rmtree(layout.socket)


def test_socket_folder_of_somebody_else_is_refused(state: Path) -> None:
    deep = state / ("x" * 60) / ("y" * 60)
    deep.mkdir(parents=True)
    layout = layout_for(deep)
    layout.socket.symlink_to(state)

    try:
        with pytest.raises(ServerError, match="belongs to somebody else"):
            server.start(layout)
    finally:
        layout.socket.unlink()


def test_data_of_another_version_says_what_to_do(layout: Layout) -> None:
    layout.data.mkdir(parents=True)
    (layout.data / "PG_VERSION").write_text("12\n")

    with pytest.raises(ServerError, match=r"made by PostgreSQL 12, found only version .* set PG_BIN"):
        server.start(layout)


def test_wrong_pg_bin_is_refused(layout: Layout, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PG_BIN", str(tmp_path))

    with pytest.raises(ServerError, match="PG_BIN="):
        find_binaries(layout)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's private folders are out of the server's reach")
def test_private_programs_are_copied(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jineng.platform.postgres.binaries.can_reach", lambda account, path: False)

    server.start(layout)

    command = (layout.data / "postmaster.opts").read_text()
    assert command.startswith(f"{layout.home}/programs-")
    assert _query(layout, "SELECT 1") == [(1,)]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's private folders are out of the server's reach")
def test_private_checkout_is_left_private(state: Path) -> None:
    state.chmod(0o700)
    layout = layout_for(state)
    assert not can_reach(server_account(), state)
    assert not layout.home.is_relative_to(state)

    try:
        server.start(layout)
        assert _query(layout, "SELECT 1") == [(1,)]
        assert stat.S_IMODE(state.stat().st_mode) == 0o700
    finally:
        server.stop(layout)
        shutil.rmtree(layout.home)


def test_server_outlives_the_process_that_started_it(layout: Layout) -> None:
    program = (
        "import sys, os; from pathlib import Path; from jineng.platform.postgres import server;"
        "from jineng.platform.postgres.layout import layout_for;"
        "server.start(layout_for(Path(sys.argv[1]))); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", program, str(layout.state)], check=False)
    time.sleep(0.2)

    assert server.is_serving(layout)
    assert not server.start(layout)
