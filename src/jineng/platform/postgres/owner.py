"""Work as the owner of the tables: migrations and protection, nothing else."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, cast

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, connections

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jineng.platform.postgres.engine.base import DatabaseWrapper

_CREDENTIALS: Final = ("USER", "PASSWORD", "HOST", "PORT", "OPTIONS")


@contextmanager
def as_owner() -> Iterator[None]:
    """Have this thread's connection sign in as the owner in the block; row-level security does not hold the owner.

    The database stays the one that is set, so that a test's own database is meant in a test.

    Raises:
        ImproperlyConfigured: the settings do not say how the owner signs in.
        RuntimeError: a transaction is open, which would be lost with its connection.
    """
    owner: dict[str, Any] | None = settings.DATABASE_OWNER
    if owner is None:
        raise ImproperlyConfigured(
            "DATABASE_OWNER_URL: expected how the owner of the tables signs in, found nothing; it is needed beside "
            "DATABASE_URL for this command only"
        )
    wrapper = cast("DatabaseWrapper", connections[DEFAULT_DB_ALIAS])
    if wrapper.in_atomic_block:
        raise RuntimeError("a transaction is open; changing who signs in would lose it")
    mine, standing = wrapper.settings_dict, wrapper.standing
    wrapper.close()
    # A dictionary of its own: the other one is shared with the connections of all threads.
    wrapper.settings_dict = {**mine, **{name: owner[name] for name in _CREDENTIALS}}
    wrapper.standing = {}
    try:
        yield
    finally:
        wrapper.close()
        wrapper.settings_dict, wrapper.standing = mine, standing
