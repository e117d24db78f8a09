"""The parts of a draft as the desk edits them, one at a time: found, replaced, added and taken out of its tables. Pure."""

from __future__ import annotations

from copy import deepcopy
from itertools import zip_longest
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext_lazy

from jineng.domain.drafts.contents import Contents
from jineng.kernel.text import Text

Table = dict[str, Any]

HEAD: Final = "document"
EXAMPLE: Final = "example"
SECTIONS: Final = {
    HEAD: gettext_lazy("基本信息"),
    "clause": gettext_lazy("条款"),
    "rule": gettext_lazy("规则"),
    "reading": gettext_lazy("解读"),
    "fact": gettext_lazy("自定事实"),
    "fill": gettext_lazy("授权确定"),
    EXAMPLE: gettext_lazy("算例"),
}
"""Every part of a document that has a form, and what a list of them is called."""

_TICKED: Final = frozenset({"cite", "readings", "targets", "kind", "items", "keys", "reasons"})
"""Lists that are ticked in a form, so that their order is the form's and says nothing."""


class Entry(NamedTuple):
    """One clause, rule, reading … of a draft. ``key`` finds it again: its id, or its place if that names no other."""

    key: str
    table: Table
    place: int


def list_entries(contents: Contents, section: str) -> list[Entry]:
    """Return the entries of a section in their order; what is no table, as only an imported file could hold, is left out."""
    tables = _tables(contents, section)
    ids = [table.get("id") if isinstance(table, dict) else None for table in tables]
    return [
        Entry(str(name) if isinstance(name, str) and name and ids.count(name) == 1 else f"@{place}", table, place)
        for place, (name, table) in enumerate(zip(ids, tables, strict=True), start=1)
        if isinstance(table, dict)
    ]


def find_entry(contents: Contents, section: str, key: str) -> Entry | None:
    """Return one entry, or None if it is not there; the head is the one entry of its section."""
    if section == HEAD:
        head = contents.content.get(HEAD)
        return Entry(HEAD, head if isinstance(head, dict) else {}, 1)
    return next((entry for entry in list_entries(contents, section) if entry.key == key), None)


def with_entry(contents: Contents, section: str, key: str | None, table: Table) -> Contents:
    """Return the contents with an entry put in the place of ``key``, or added at the end where that is None or gone."""
    changed = Contents(deepcopy(contents.content), deepcopy(contents.examples))
    if section == HEAD:
        head = _in_order(changed.content.get(HEAD), table)
        return Contents(
            {HEAD: head, **{name: part for name, part in changed.content.items() if name != HEAD}}, changed.examples
        )
    found = find_entry(contents, section, key) if key else None
    tables = list(_tables(changed, section))
    if found:
        tables[found.place - 1] = _in_order(found.table, table)
    else:
        tables.append(table)
    return _put(changed, section, tables)


def without_entry(contents: Contents, section: str, key: str) -> Contents:
    """Return the contents without an entry."""
    found = find_entry(contents, section, key)
    changed = Contents(deepcopy(contents.content), deepcopy(contents.examples))
    if not found or section == HEAD:
        return changed
    tables = list(_tables(changed, section))
    del tables[found.place - 1]
    return _put(changed, section, tables)


def with_moved_entry(contents: Contents, section: str, key: str, steps: int) -> Contents:
    """Return the contents with an entry moved down by so many places, up where negative; at either end it stays."""
    found = find_entry(contents, section, key)
    changed = Contents(deepcopy(contents.content), deepcopy(contents.examples))
    if not found or section == HEAD:
        return changed
    tables = list(_tables(changed, section))
    moving = tables.pop(found.place - 1)
    tables.insert(max(0, found.place - 1 + steps), moving)
    return _put(changed, section, tables)


def new_id(contents: Contents, section: str, stem: str) -> str:
    """Return an id that no entry of the section has: for clauses C1, C2 …, else the stem, or the stem and a number."""
    taken = {entry.table.get("id") for entry in list_entries(contents, section)}
    numbers = range(1, len(taken) + 2)
    offered = (
        [f"C{number}" for number in numbers]
        if section == "clause"
        else [stem, *(f"{stem}_{number + 1}" for number in numbers)]
    )
    return next(name for name in offered if name not in taken)


def text_of(value: Any) -> Text:
    """Return what a two-language value says, however much of it there is."""
    if isinstance(value, dict):
        zh, en = str(value.get("zh") or ""), str(value.get("en") or "")
        return Text(zh or en, en or zh)
    said = "" if value is None else str(value)
    return Text(said, said)


def records_of(contents: Contents) -> str:
    """Return what the draft is settled from: workbook unless its head says claims."""
    head = contents.content.get(HEAD)
    return "claims" if isinstance(head, dict) and head.get("records") == "claims" else "workbook"


def strings(value: Any) -> list[str]:
    """Return the texts of a list."""
    return [part for part in value if isinstance(part, str)] if isinstance(value, list) else []


def _in_order(before: Any, after: Any, name: str = "") -> Any:
    """Return a value in the order in which it stood before – keys, and what boxes were ticked – so that only changes are changes."""
    if isinstance(before, dict) and isinstance(after, dict):
        keys = [*(key for key in before if key in after), *(key for key in after if key not in before)]
        return {key: _in_order(before.get(key), after[key], key) for key in keys}
    if isinstance(before, list) and isinstance(after, list):
        if name in _TICKED and set(strings(before)) == set(strings(after)):
            return before
        return [_in_order(old, new) for old, new in zip_longest(before[: len(after)], after)]
    return after


def _tables(contents: Contents, section: str) -> list[Any]:
    found = contents.examples if section == EXAMPLE else contents.content.get(section, [])
    return found if isinstance(found, list) else []


def _put(contents: Contents, section: str, tables: list[Any]) -> Contents:
    if section == EXAMPLE:
        return Contents(contents.content, tables)
    content = {name: part for name, part in contents.content.items() if name != section or tables}
    return Contents({**content, **({section: tables} if tables else {})}, contents.examples)
