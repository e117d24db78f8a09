"""At most one process works on a run: a lock that falls with its database connection, so also on kill -9."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMESPACE: Final = 0x4A4E
"""First half of the advisory locks' keys, so that runs do not meet other locks."""


class RunTakenError(RuntimeError):
    """Another process is working on the run."""


@contextmanager
def alone_with(run_key: int) -> Iterator[None]:
    """Hold the run while the block works.

    Raises:
        RunTakenError: another process holds it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_NAMESPACE, run_key % 2**31])
        (taken,) = cursor.fetchone()
    if not taken:
        raise RunTakenError(f"run {run_key} is being worked on by another process")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_NAMESPACE, run_key % 2**31])
