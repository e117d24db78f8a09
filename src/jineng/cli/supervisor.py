"""Keep child processes and the bundled database alive until told to stop, then stop them all cleanly."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from jineng.platform.postgres import server
from jineng.platform.postgres.errors import ServerError
from jineng.platform.processes import end_with_parent

if TYPE_CHECKING:
    from types import FrameType

    from jineng.platform.postgres.layout import Layout

_log = logging.getLogger(__name__)

_LOOK_SECONDS: Final = 0.2
_STOP_SECONDS: Final = 10
_LONGEST_PAUSE_SECONDS: Final = 10.0
_SETTLED_SECONDS: Final = 20
"""A child that lived so long starts again at once when it dies; one that dies young waits longer each time."""


@dataclass(slots=True)
class Child:
    """A process to keep alive."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    started_at: float = field(default=0.0, init=False)
    pause_seconds: float = field(default=0.0, init=False)

    def start(self) -> None:
        """Start it in a group of its own, so that what it leaves behind can be ended with it."""
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 -- our own commands, no shell
            self.command,
            start_new_session=True,
            preexec_fn=_end_with_parent,  # noqa: PLW1509 -- single-threaded here
        )

    def keep_alive(self) -> None:
        """Start it again if it died and its pause is over."""
        if self.process is None:
            if time.monotonic() >= self.started_at + self.pause_seconds:
                self.start()
            return
        if self.process.poll() is None:
            return
        _log.warning("%s ended with %s and is started again", self.name, self.process.returncode)
        self.kill_group()
        lived_seconds = time.monotonic() - self.started_at
        young = lived_seconds < _SETTLED_SECONDS
        self.pause_seconds = min(max(self.pause_seconds * 2, 0.5), _LONGEST_PAUSE_SECONDS) if young else 0.0
        self.started_at = time.monotonic()
        self.process = None

    def ask_to_stop(self) -> None:
        """Send SIGTERM."""
        if self.process is not None:
            self.process.terminate()

    def await_stop(self, until: float) -> None:
        """Wait for it to end; after ``until`` end it hard."""
        if self.process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(max(until - time.monotonic(), 0.1))
        self.kill_group()
        self.process.wait()

    def kill_group(self) -> None:
        """End what is left of its group."""
        if self.process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)


@dataclass(slots=True)
class Supervisor:
    """Children and, if bundled, their database, which is stopped at the end unless somebody else uses it."""

    children: list[Child]
    database: Layout | None
    _asked_to_stop: bool = field(default=False, init=False)

    def run(self) -> None:
        """Keep all alive until SIGTERM or SIGINT."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)
        try:
            while not self._asked_to_stop:
                self._keep_database()
                for child in self.children:
                    child.keep_alive()
                time.sleep(_LOOK_SECONDS)
        finally:
            self._stop()

    def _ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self._asked_to_stop = True

    def _keep_database(self) -> None:
        if self.database is None or server.running_pid(self.database) is not None:
            return
        try:
            if server.start(self.database):
                _log.warning("the database had ended and was started again")
        except ServerError:
            _log.exception("the database ended and did not start again; trying on")

    def _stop(self) -> None:
        until = time.monotonic() + _STOP_SECONDS
        for child in self.children:
            child.ask_to_stop()
        for child in self.children:
            child.await_stop(until)
        if self.database is not None and server.is_serving(self.database) and not server.is_used(self.database):
            server.stop(self.database)


def _end_with_parent() -> None:
    """Have the child end when the supervisor is killed, so that no orphan keeps the port."""
    end_with_parent(signal.SIGTERM)
