"""From a place as people read it ("rule day_rate.tiers[2].price") to the path of the field in a draft."""

from __future__ import annotations

import re
from typing import Any, Final

Path = tuple[str | int, ...]
"""Where a value stands: keys, and places in lists from 0; ("rule", 2, "tiers", 1, "price")."""

_NUMBER: Final = re.compile(r"\[(\d+)\]")
_NAME: Final = re.compile(r"[. ]?([^.\[ ]+|.)", re.DOTALL)
_AFTER: Final = ("", ".", "[", " ")
"""What stands after a key or an id that is written out to its end."""


def path_in(tables: Any, field: str, *, last: bool = False) -> Path:
    """Return the path that a problem's place names in these tables.

    Keys and ids may hold any character, so they are looked up where they are there; what is not there yet is taken as written. Of
    several entries of one id the first is meant, or the ``last``.
    """
    path: list[str | int] = []
    node, rest = tables, field
    while rest:
        step, rest = _step(node, rest, last=last)
        path.append(step)
        node = _inside(node, step)
    return tuple(path)


def _step(node: Any, rest: str, *, last: bool) -> tuple[str | int, str]:
    number = _NUMBER.match(rest)
    if number and not isinstance(node, dict):
        return int(number[1]) - 1, rest[number.end() :]
    if isinstance(node, list) and rest.startswith(" "):
        entries = [(entry["id"], index) for index, entry in enumerate(node) if _has_id(entry)]
        named = [(len(name), index if last else -index) for name, index in entries if _begins(rest[1:], name)]
        if named:
            length, index = max(named)
            return abs(index), rest[1 + length :]
    if isinstance(node, dict):
        keys = {alias: key for key in node if isinstance(key, str) for alias in (key, f"{key}_")}
        at = rest.removeprefix(".")
        found = max((alias for alias in keys if alias and _begins(at, alias)), key=len, default=None)
        if found is not None:
            return keys[found], at[len(found) :]
    name = _NAME.match(rest)
    return (name[1], rest[name.end() :]) if name else (rest, "")


def _begins(text: str, name: str) -> bool:
    return text.startswith(name) and text[len(name) : len(name) + 1] in _AFTER


def _has_id(entry: Any) -> bool:
    return isinstance(entry, dict) and isinstance(entry.get("id"), str)


def _inside(node: Any, step: str | int) -> Any:
    if isinstance(node, list) and isinstance(step, int) and 0 <= step < len(node):
        return node[step]
    return node.get(step) if isinstance(node, dict) else None
