"""Scopes in tests. A test sees every row by itself; its threads have connections of their own and begin with none."""

from __future__ import annotations

from typing import TYPE_CHECKING, ParamSpec, TypeVar

from django.db import connection

from jineng.platform.scope import acting_as_machine

if TYPE_CHECKING:
    from collections.abc import Callable

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


def in_thread(work: Callable[_Arguments, _Result]) -> Callable[_Arguments, _Result]:
    """Return the work as a thread's target: it sees every row, and its connection is closed after it."""

    def do(*args: _Arguments.args, **kwargs: _Arguments.kwargs) -> _Result:
        try:
            with acting_as_machine():
                return work(*args, **kwargs)
        finally:
            connection.close()

    return do
