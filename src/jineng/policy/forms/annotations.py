"""Reading the types that a kind's model gives its fields: whether one may be missing, what a list holds, which forms it has."""

from __future__ import annotations

from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from jineng.policy.kinds.base import Strict
from jineng.policy.kinds.terms import CapTerm, OpenPercent, OpenYuan, Quantity


def plain(annotation: Any) -> Any:
    """Take away that a value may be missing, and what only validates it: ``X | None`` is X; a quantity or cap stays one."""
    if get_origin(annotation) in {Union, UnionType}:
        parts = [part for part in get_args(annotation) if part is not type(None)]
        if len(parts) == 1:
            return plain(parts[0])
    if get_origin(annotation) is Annotated and annotation not in (Quantity, CapTerm):
        return get_args(annotation)[0]
    return annotation


def origin(annotation: Any) -> Any:
    """Return the type behind an ``Annotated``."""
    return get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation


def open_type(kind: Any) -> type[Strict] | None:
    """Return the form that an amount or a percentage takes while it is left to somebody else, if it may be."""
    parts = {origin(part) for part in get_args(kind)}
    return next((opened for opened in (OpenYuan, OpenPercent) if opened in parts), None)


def entry_type(kind: Any) -> Any:
    """Return the type of a list's entries, or None if it is no list."""
    return get_args(kind)[0] if get_origin(kind) is tuple else None


def is_part(kind: Any) -> bool:
    """Tell whether it is a part with fields of its own."""
    return isinstance(kind, type) and issubclass(kind, Strict)
