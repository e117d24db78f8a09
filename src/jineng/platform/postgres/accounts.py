"""Which operating-system account runs the server, and what that account can reach."""

from __future__ import annotations

import os
import pwd
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from jineng.platform.postgres.errors import ServerError

if TYPE_CHECKING:
    from pathlib import Path

_UNPRIVILEGED: Final = ("postgres", "nobody")


@dataclass(frozen=True, slots=True)
class Account:
    """An operating-system account by name and numbers."""

    name: str
    uid: int
    gid: int

    @property
    def is_current(self) -> bool:
        """Whether this process already runs as the account."""
        return self.uid == os.geteuid()


def current_account() -> Account:
    """Return the account of this process.

    Raises:
        ServerError: the number of the account has no entry in the password file, which PostgreSQL needs.
    """
    try:
        entry = pwd.getpwuid(os.geteuid())
    except KeyError:
        raise ServerError(
            f"expected a named account, found user number {os.geteuid()} without an entry in /etc/passwd; "
            "run as a named user or set DATABASE_URL"
        ) from None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def server_account() -> Account:
    """Return the account that runs the server: this one, or an unprivileged one when this is root."""
    if os.geteuid() != 0:
        return current_account()
    for name in _UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    raise ServerError(
        f"PostgreSQL refuses to run as root, and none of the accounts {', '.join(_UNPRIVILEGED)} exists; "
        "create one, run as an ordinary user or set DATABASE_URL"
    )


def can_reach(account: Account, path: Path) -> bool:
    """Say whether the account may pass through every existing folder down to ``path`` by its mode bits."""
    if account.is_current:
        return True
    for folder in [path, *path.parents]:
        try:
            found = folder.stat()
        except FileNotFoundError:
            continue
        if not stat.S_ISDIR(found.st_mode):
            continue
        if found.st_uid == account.uid:
            allowed = found.st_mode & stat.S_IXUSR
        elif found.st_gid == account.gid:
            allowed = found.st_mode & stat.S_IXGRP
        else:
            allowed = found.st_mode & stat.S_IXOTH
        if not allowed:
            return False
    return True
