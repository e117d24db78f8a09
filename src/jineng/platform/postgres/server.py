"""Start, watch and stop the bundled server. Every function may be called at any time, also by several processes."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import psycopg
from psycopg import sql

from jineng.platform.postgres.binaries import find_binaries
from jineng.platform.postgres.errors import ServerError
from jineng.platform.postgres.layout import DATABASE, PORT, ROLE, SUPERUSER
from jineng.platform.postgres.roles import APPLICATION, roles_sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jineng.platform.postgres.binaries import Binaries
    from jineng.platform.postgres.layout import Layout

_START_SECONDS: Final = 60
_ORPHANS_SECONDS: Final = 20
"""How long processes of a killed server may hold its memory before starting again is given up."""

_SILENT: Final = """\
log_min_messages = log
log_min_error_statement = panic
log_error_verbosity = terse
log_statement = none
log_min_duration_statement = -1
log_duration = off
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
"""
"""Keep personal data out of the server's log: errors quote values, keys and whole rows, and the application is told of each
error anyway. The log keeps what the server says of itself."""


def start(layout: Layout) -> bool:
    """Start the server unless it runs; recover what a killed one left behind. Return whether this call started it.

    Raises:
        ServerError: it cannot be started; the message ends with the server's own last words.
    """
    with _locked(layout):
        if is_serving(layout):
            return False
        if running_pid(layout) is not None:
            _await_serving(layout)
            return False
        binaries = find_binaries(layout)
        _make_folders(layout)
        if not (layout.data / "PG_VERSION").exists():
            _initialise(layout, binaries)
        _write_settings(layout)
        _drop_stale_pid_file(layout)
        _launch(layout, binaries)
        _ensure_database(layout)
        return True


def stop(layout: Layout) -> bool:
    """Stop the server cleanly if it runs, ending open sessions. Return whether it ran."""
    if not layout.data.exists():
        return False
    with _locked(layout):
        _drop_stale_pid_file(layout)
        if running_pid(layout) is None:
            return False
        binaries = find_binaries(layout)
        done = _run(layout, binaries, "pg_ctl", "stop", "-D", str(layout.data), "-m", "fast", "-w", "-s")
        if done.returncode:
            raise ServerError(f"the server in {layout.data} did not stop: {done.stderr.strip()}")
        return True


def is_serving(layout: Layout) -> bool:
    """Say whether the server accepts a connection of this process right now."""
    try:
        _connect(layout, SUPERUSER).close()
    except psycopg.OperationalError:
        return False
    return True


def is_used(layout: Layout) -> bool:
    """Say whether anybody but this call has a connection to the server."""
    with _connect(layout, SUPERUSER) as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        ).fetchone()
        return row != (0,)


def running_pid(layout: Layout) -> int | None:
    """Return the process of the server, or None if there is none: a stale pid file counts as none."""
    try:
        pid = int((layout.data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return None
    except PermissionError:
        # It lives, as another user.
        pass
    return pid if _serves_data(pid, layout) else None


def _serves_data(pid: int, layout: Layout) -> bool:
    """Say whether the process is a server of this data: PostgreSQL's working folder is its data folder."""
    here = Path(f"/proc/{pid}/cwd")
    if not Path("/proc/self/cwd").exists():
        return True
    try:
        return here.resolve(strict=True) == layout.data.resolve()
    except OSError:
        return False


@contextmanager
def _locked(layout: Layout) -> Iterator[None]:
    """Let one process at a time start or stop the server; the lock falls with the process."""
    layout.state.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(layout.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except PermissionError:
        owner = layout.lock.stat().st_uid
        raise ServerError(
            f"{layout.state} belongs to user number {owner}; run as that user, or set JINENG_STATE to a folder of yours"
        ) from None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _make_folders(layout: Layout) -> None:
    layout.home.mkdir(parents=True, exist_ok=True)
    for folder in (layout.home, layout.socket):
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        if found.st_uid not in (layout.account.uid, os.geteuid()) or folder.is_symlink():
            raise ServerError(f"{folder} belongs to somebody else; remove it, or set TMPDIR to a folder of yours")
        if not layout.account.is_current:
            os.chown(folder, layout.account.uid, layout.account.gid)


def _initialise(layout: Layout, binaries: Binaries) -> None:
    """Make the data folder beside its place and move it there whole, so that a killed start leaves no half."""
    partial = layout.home / "data.partial"
    shutil.rmtree(partial, ignore_errors=True)
    locale = ["--locale-provider=builtin", "--locale=C.UTF-8"] if binaries.major >= 17 else ["--locale=C.UTF-8"]
    done = _run(layout, binaries, "initdb", "-D", str(partial), "-U", SUPERUSER, "-A", "peer", "-E", "UTF8", *locale)
    if done.returncode:
        raise ServerError(f"initdb failed in {partial}: {done.stderr.strip()}")
    with (partial / "postgresql.conf").open("a") as settings:
        settings.write("\ninclude 'jineng.conf'\n")
    partial.rename(layout.data)


def _write_settings(layout: Layout) -> None:
    """Write where to listen and who may come in: the account of this process and the server's own."""
    _write(
        layout,
        "jineng.conf",
        "listen_addresses = ''\n"
        f"port = {PORT}\n"
        f"unix_socket_directories = '{layout.socket}'\n"
        "unix_socket_permissions = 0700\n"
        "timezone = 'UTC'\n"
        "log_timezone = 'UTC'\n" + _SILENT,
    )
    _write(layout, "pg_hba.conf", "local all all peer map=jineng\n")
    accounts = sorted({layout.account.name, "root"} if os.geteuid() == 0 else {layout.account.name})
    lines = [f'jineng "{account}" {role}\n' for account in accounts for role in (ROLE, APPLICATION, SUPERUSER)]
    _write(layout, "pg_ident.conf", "".join(lines))


def _write(layout: Layout, name: str, text: str) -> None:
    path = layout.data / name
    path.write_text(text)
    os.chown(path, layout.account.uid, layout.account.gid)


def _drop_stale_pid_file(layout: Layout) -> None:
    """Remove the pid files of a killed server: its number may be another process's by now, or a dead one's not yet reaped."""
    if running_pid(layout) is None:
        (layout.data / "postmaster.pid").unlink(missing_ok=True)
        (layout.socket / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)


def _launch(layout: Layout, binaries: Binaries) -> None:
    give_up_at = time.monotonic() + _ORPHANS_SECONDS
    while True:
        done = _run(
            layout, binaries, "pg_ctl", "start", "-D", str(layout.data), "-l", str(layout.log),
            "-w", "-t", str(_START_SECONDS), "-s",
        )  # fmt: skip
        if done.returncode == 0:
            return
        words = _last_words(layout)
        if "shared memory block" not in words or time.monotonic() > give_up_at:
            raise ServerError(f"PostgreSQL did not start in {layout.data}: {done.stderr.strip()}\n{words}")
        _end_orphans(layout)
        time.sleep(0.2)


def _end_orphans(layout: Layout) -> None:
    """Ask the remaining processes of a killed server to go; they hold its memory, and a new one must not share it."""
    for folder in Path("/proc").glob("[0-9]*"):
        pid = int(folder.name)
        if pid != os.getpid() and _serves_data(pid, layout):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)


def _ensure_database(layout: Layout) -> None:
    with _connect(layout, SUPERUSER) as connection:
        connection.execute(roles_sql().encode())
        connection.execute(sql.SQL("ALTER ROLE {} CREATEDB").format(sql.Identifier(ROLE)))
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(ROLE))
            )


def _connect(layout: Layout, role: str) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(
        host=str(layout.socket), port=PORT, user=role, dbname="postgres", autocommit=True, connect_timeout=5
    )


def _await_serving(layout: Layout) -> None:
    """Wait for a server that runs but is still recovering."""
    give_up_at = time.monotonic() + _START_SECONDS
    while not is_serving(layout):
        if time.monotonic() > give_up_at:
            raise ServerError(f"the server in {layout.data} runs but takes no connection\n{_last_words(layout)}")
        time.sleep(0.1)


def _last_words(layout: Layout) -> str:
    try:
        return "\n".join(layout.log.read_text(errors="replace").splitlines()[-5:])
    except FileNotFoundError:
        return ""


def _run(layout: Layout, binaries: Binaries, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a program of PostgreSQL as the server's account, with nothing of this process's environment but the path."""
    with (layout.home / "programs.log").open("w+") as said:
        os.chown(layout.home / "programs.log", layout.account.uid, layout.account.gid)
        done = subprocess.run(  # noqa: S603 -- our own binaries and arguments, no shell
            [str(binaries.folder / program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            cwd=layout.home,
            env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"},
            umask=0o077,
            check=False,
            user=None if layout.account.is_current else layout.account.uid,
            group=None if layout.account.is_current else layout.account.gid,
            extra_groups=None if layout.account.is_current else [],
        )
        said.seek(0)
        return subprocess.CompletedProcess(done.args, done.returncode, "", said.read())
