"""Where a problem's place stands in the text of a TOML document, for editors."""

from __future__ import annotations

import re
from typing import Final

_TABLE: Final = re.compile(r"(?P<table>\w+)(?P<index>\[\d+\])? ?(?P<rest>.*)")
_HEADER: Final = re.compile(r"\s*\[\[?\s*(?P<table>\w+)(?P<inner>[\w.\"-]*)\s*\]")
_ID: Final = re.compile(r"\s*id\s*=\s*[\"'](?P<id>[^\"']*)[\"']")


def line_of(text: str, place: str) -> int | None:
    r"""Return the line (from 1) on which a place such as "rule daily.tiers[2].price" stands, or None where it cannot be told.

    A field that has a line of its own is found there; anything else is found on the line of its entry's id, or on its heading.

    >>> line_of('[[rule]]\nid = "daily"\nprice = "5"', "rule daily.price")
    3
    >>> line_of('[[rule]]\nid = "daily"', "rule daily.tiers[1]")
    2
    """
    lines = text.splitlines()
    found = _TABLE.fullmatch(place)
    if found is None:
        return None
    table, rest = found["table"], found["rest"]
    entries = _entries(lines, table)
    if found["index"]:
        entries = entries[int(found["index"][1:-1]) - 1 :][:1]
    elif not rest.startswith(".") and rest:
        named = [(key, span) for span in entries if (key := _id_of(lines, span)) and _begins(rest, key)]
        longest = max((key for key, _span in named), key=len, default="")
        entries, rest = [span for key, span in named if key == longest], rest[len(longest) :]
    for start, end in entries[:1]:
        field = re.match(r"\.(\w+)", rest)
        own = _line_with(lines, start, end, field[1]) if field else None
        return own or _line_with(lines, start, end, "id") or start
    return None


def _begins(rest: str, key: str) -> bool:
    return rest == key or rest.startswith((f"{key}.", f"{key}["))


def _id_of(lines: list[str], span: tuple[int, int]) -> str:
    return next((found["id"] for line in lines[span[0] : span[1]] if (found := _ID.match(line))), "")


def _entries(lines: list[str], table: str) -> list[tuple[int, int]]:
    """Return the first and last lines (from 1) of every entry of a table; inner tables belong to their entry."""
    starts, ends = [], []
    inside = False
    for number, line in enumerate(lines, 1):
        header = _HEADER.match(line)
        if header is None or (inside and header["table"] == table and header["inner"]):
            continue
        if inside:
            ends.append(number - 1)
        inside = header["table"] == table and not header["inner"]
        if inside:
            starts.append(number)
    return list(zip(starts, [*ends, len(lines)], strict=False))


def _line_with(lines: list[str], start: int, end: int, key: str) -> int | None:
    """Return the line between two on which a field is written, or the heading of its own inner table."""
    written = re.compile(rf"\s*{re.escape(key)}\s*=|\s*\[\[?\s*\w+\.{re.escape(key)}\b")
    return next((number for number in range(start, end + 1) if written.match(lines[number - 1])), None)
