"""What changed between two revisions, value by value. Pure; the differences in an officer's words are ``policy.diff``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jineng.domain.drafts.contents import Contents

ChangeKind = Literal["added", "removed", "changed", "moved"]


@dataclass(frozen=True, slots=True)
class ValueChange:
    """One difference at ``path``, such as ``rule training_rate.amount``; None where there was or is nothing.

    For ``moved`` the two values are the ids of a list in the old and the new order.
    """

    path: str
    kind: ChangeKind
    before: Any
    after: Any


def compare(before: Contents, after: Contents) -> list[ValueChange]:
    """Return every difference, in the order of the new revision, removals of a table after its other changes.

    Lists of tables with an ``id`` are matched by it, others by place.
    """
    return [*_values("", before.content, after.content), *_values("example", before.examples, after.examples)]


def _values(path: str, before: Any, after: Any) -> Iterator[ValueChange]:
    if isinstance(before, dict) and isinstance(after, dict):
        yield from _tables(path, ".", before, after)
    elif isinstance(before, list) and isinstance(after, list):
        yield from _lists(path, before, after)
    elif type(before) is not type(after) or before != after:
        yield ValueChange(path, "changed", before, after)


def _tables(path: str, joint: str, before: dict[Any, Any], after: dict[Any, Any]) -> Iterator[ValueChange]:
    for key, value in after.items():
        where = f"{path}{joint}{key}" if path else str(key)
        if key in before:
            yield from _values(where, before[key], value)
        else:
            yield ValueChange(where, "added", None, value)
    for key, value in before.items():
        if key not in after:
            yield ValueChange(f"{path}{joint}{key}" if path else str(key), "removed", value, None)


def _lists(path: str, before: list[Any], after: list[Any]) -> Iterator[ValueChange]:
    old, new = _by_id(before), _by_id(after)
    if old is None or new is None:
        if any(isinstance(entry, dict | list) for entry in before + after):
            yield from _tables(path, "", _by_place(before), _by_place(after))
        else:
            yield from _plain_lists(path, before, after)
        return
    yield from _tables(path, " ", old, new)
    kept_before, kept_after = [key for key in old if key in new], [key for key in new if key in old]
    if kept_before != kept_after:
        yield ValueChange(path, "moved", kept_before, kept_after)


def _plain_lists(path: str, before: list[Any], after: list[Any]) -> Iterator[ValueChange]:
    """Tell a list of plain values as one: its entries have no names to tell them by."""
    if [(type(entry), entry) for entry in before] != [(type(entry), entry) for entry in after]:
        yield ValueChange(path, "changed", before, after)


def _by_id(entries: list[Any]) -> dict[Any, Any] | None:
    """Return the entries by their id, or None if one has none or two have the same."""
    ids = [entry.get("id") if isinstance(entry, dict) else None for entry in entries]
    if not all(isinstance(key, str) for key in ids) or len(set(ids)) < len(ids):
        return None
    return dict(zip(ids, entries, strict=True))


def _by_place(entries: list[Any]) -> dict[Any, Any]:
    return {f"[{number}]": entry for number, entry in enumerate(entries, start=1)}
