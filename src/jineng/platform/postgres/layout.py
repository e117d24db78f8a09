"""Where the bundled server keeps its data and its socket. Pure look-ups: nothing is created here."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from jineng.platform.postgres.accounts import Account, can_reach, server_account

DATABASE: Final = "jineng"
ROLE: Final = "jineng"
"""The role that owns the tables: may create databases (tests need it), is no superuser."""

SUPERUSER: Final = "postgres"
PORT: Final = 5432
"""Only a part of the socket's name: the server listens on no network port."""

_LONGEST_SOCKET: Final = 107
"""Bytes that a Unix socket's path may have (sun_path less its final zero)."""

_REACHABLE_BY_ALL: Final = Path("/var/lib/jineng")


@dataclass(frozen=True, slots=True)
class Layout:
    """The places of one bundled server and the account that owns them."""

    state: Path
    home: Path
    socket: Path
    account: Account

    @property
    def data(self) -> Path:
        """The data directory of PostgreSQL."""
        return self.home / "data"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.home / "server.log"

    @property
    def lock(self) -> Path:
        """Held while the server is started or stopped."""
        return self.state / "postgres.lock"

    def url(self, role: str = ROLE) -> str:
        """Return how to reach the database as a role, as ``psql`` takes it."""
        return f"postgresql://{role}@/{DATABASE}?host={self.socket}"


def layout_for(state: Path) -> Layout:
    """Return where the server of the project with this state folder lives.

    Data stands in the state folder unless the server's account cannot reach it (root's private checkout): then under
    /var/lib/jineng. The socket stands beside the data unless its path would be too long: then in a private folder of
    the system's temporary one.
    """
    account = server_account()
    state = state.resolve()
    tag = hashlib.sha256(str(state).encode()).hexdigest()[:16]
    home = state / "postgres"
    if not can_reach(account, home):
        home = _REACHABLE_BY_ALL / tag
    socket = home / "socket"
    if len(os.fsencode(socket / f".s.PGSQL.{PORT}.lock")) > _LONGEST_SOCKET:
        socket = Path(tempfile.gettempdir()) / f"jineng-{account.uid}-{tag}"
    return Layout(state=state, home=home, socket=socket, account=account)
