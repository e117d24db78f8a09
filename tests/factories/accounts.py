"""Accounts of every role, opened by the real operations."""

from __future__ import annotations

from datetime import UTC, datetime
from threading import Barrier, Thread
from typing import TYPE_CHECKING, Any

from django.db import connection

from jineng.platform.identity.operations import open_account, open_learner_account
from jineng.platform.identity.roles import OF_ORGANISATION, Role
from jineng.platform.scope import acting_as_machine

if TYPE_CHECKING:
    from collections.abc import Callable

    from jineng.platform.identity.models import User

AT = datetime(2024, 3, 1, 2, tzinfo=UTC)
LAN = "141127"
TOWNSHIP = "141127100"
PASSWORD = "a-long-enough-one"


def account(username: str, role: Role = Role.OFFICER, *, region_code: str = LAN, **given: Any) -> User:
    """Open an account; one of an organisation is of number 7, a township's clerk of Dongcun."""
    if role in OF_ORGANISATION:
        given.setdefault("organisation_key", 7)
    if role == Role.TOWNSHIP_CLERK and region_code == LAN:
        region_code = TOWNSHIP
    return open_account(
        **{
            "actor": None,
            "at": AT,
            "username": username,
            "password": PASSWORD,
            "display_name": f"甲{username[:6]}",
            "role": role,
            "region_code": region_code,
            **given,
        }
    )


def learner(phone: str, *, person_key: int = 70, name: str = "兰学技") -> User:
    """Open the account of a learner."""
    return open_learner_account(actor=None, at=AT, person_key=person_key, name=name, phone=phone, region_code=LAN)


def at_once(count: int, work: Callable[[int], Any]) -> list[Any]:
    """Do the work in so many threads at once, each with a connection of its own; return results or exceptions."""
    start = Barrier(count)
    results: list[Any] = [None] * count

    def do(number: int) -> None:
        try:
            with acting_as_machine():
                start.wait(timeout=60)
                results[number] = work(number)
        except Exception as fault:  # noqa: BLE001 -- looked at by the test
            results[number] = fault
        finally:
            connection.close()

    threads = [Thread(target=do, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert not any(thread.is_alive() for thread in threads)
    return results
