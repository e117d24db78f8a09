"""Entering and leaving a scope, and giving the reason for what is done."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, Protocol, cast

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction

from jineng.platform.postgres.roles import ScopeRole
from jineng.platform.scope.scopes import EVERYTHING, NOTHING, Scope, ScopeKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jineng.platform.postgres.engine.base import DatabaseWrapper


class Acting(Protocol):
    """An account as far as the database is told of it."""

    pk: int
    display_name: str
    region_code: str


@contextmanager
def acting(actor: Acting | None, scope: Scope) -> Iterator[None]:
    """Do what is in the block as this account, seeing this scope; afterwards stand as before.

    The database writes the account beside every change. One round trip in, one out, none where nothing changes.
    It holds for this thread's connection, also if it is lost and made anew.
    """
    wrapper = _wrapper()
    before = wrapper.standing or _settings_of(None, NOTHING)
    wrapper.stand(_settings_of(actor, scope))
    try:
        yield
    finally:
        wrapper.stand(before)


@contextmanager
def acting_as_machine() -> Iterator[None]:
    """Do what is in the block as the machine itself, seeing everything: for commands and scheduled work."""
    with acting(None, EVERYTHING):
        yield


def act_as_machine_from_now() -> None:
    """Have this thread stand as the machine for the rest of the process: for a command that does one thing and ends."""
    _wrapper().stand(_settings_of(None, EVERYTHING))


@contextmanager
def because(reason: str) -> Iterator[None]:
    """Have the database write this reason beside every change in the block; use it inside a transaction.

    Raises:
        RuntimeError: there is no transaction open, in which the reason would stand.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(
            "a reason outside a transaction would be forgotten; open one around the change and its reason"
        )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('jineng.reason', true)")
        (before,) = cursor.fetchone()
        cursor.execute(_SET_REASON, [reason])
        yield
        cursor.execute(_SET_REASON, [before or ""])


_SET_REASON: Final = "SELECT set_config('jineng.reason', %s, true)"

_ROLES: Final[Mapping[ScopeKind, str]] = {
    kind: "none" if kind is ScopeKind.NOBODY else ScopeRole[kind.name].value for kind in ScopeKind
}


def _settings_of(actor: Acting | None, scope: Scope) -> dict[str, str]:
    return {
        "role": _ROLES[scope.kind],
        "jineng.county": scope.county_code,
        "jineng.township": scope.township_code,
        "jineng.region_from": scope.region_from,
        "jineng.region_to": scope.region_to,
        "jineng.organisation": _text(scope.organisation_key),
        "jineng.person": _text(scope.person_key),
        "jineng.codes": ",".join(scope.codes),
        "jineng.actor_key": _text(actor.pk if actor else None),
        "jineng.actor_name": actor.display_name if actor else "",
        "jineng.actor_region": actor.region_code if actor else "",
    }


def _text(key: int | None) -> str:
    return "" if key is None else str(key)


def _wrapper() -> DatabaseWrapper:
    """Return this thread's connection; ``connection`` only stands for it."""
    return cast("DatabaseWrapper", connections[DEFAULT_DB_ALIAS])
