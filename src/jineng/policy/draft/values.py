"""A document's tables as JSON and back: JSON has no dates, so days are written "2022-11-30" where the models want a day.

Whatever else JSON has not is an object with one key: ``{"$date": "2022-11-30"}`` for a day that stands where none is wanted,
``$datetime``, ``$time``, ``$float`` (inf, nan), ``$text`` for a text that would be read as a day, ``$table`` for a table that looks like one of these.
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, Final

from jineng.policy.vocabulary import FACTS
from jineng.policy.writing import is_date, shape_at, shape_of, shapes_in

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jineng.policy.writing import Shape

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_MARKS: Final[dict[str, Callable[[str], Any]]] = {
    "$date": date.fromisoformat,
    "$datetime": datetime.fromisoformat,
    "$time": time.fromisoformat,
    "$float": float,
    "$text": str,
}
_TABLE: Final = "$table"
_FACTS: Final = "facts"
"""The key of a table of facts in a worked example: what is a day in it the vocabulary says, and the document's own facts."""


def to_toml_values(content: Mapping[str, Any], declaring: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return JSON content as TOML tables: days as dates, fields that are null left out.

    Args:
        content: a document's tables, or ``{"example": […]}``.
        declaring: the document whose ``[[fact]]`` tables say which of its own facts are days; default ``content``.
    """
    days = _day_facts(content if declaring is None else declaring)
    return {key: _read(content[key], shape, days) for key, shape in shapes_in(shape_of(content), content).items()}


def from_toml_values(tables: Mapping[str, Any], declaring: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return TOML tables as JSON content; ``to_toml_values`` gives equal tables back, with the same ``declaring``."""
    days = _day_facts(tables if declaring is None else declaring)
    return {key: _write(tables[key], shape, days) for key, shape in shapes_in(shape_of(tables), tables).items()}


def _day_facts(document: Mapping[str, Any]) -> frozenset[str]:
    declared = document.get("fact")
    own = [each for each in declared if isinstance(each, dict)] if isinstance(declared, list) else []
    return frozenset(
        [name for name, fact in FACTS.items() if fact.type == "date"]
        + [str(each.get("id")) for each in own if each.get("type") == "date"]
    )


def _shapes(table: Mapping[str, Any], shape: Shape, days: frozenset[str], *, facts: bool) -> dict[str, Shape]:
    if facts:
        return {key: date if key in days else None for key in table}
    return shapes_in(shape, table)


def _read(value: Any, shape: Shape, days: frozenset[str], *, facts: bool = False) -> Any:
    match value:
        case str() if is_date(shape):
            return _as_day(value)
        case list():
            return [_read(part, shape_at(shape, index), days) for index, part in enumerate(value)]
        case dict():
            if len(value) == 1:
                ((mark, inner),) = value.items()
                if mark in _MARKS and isinstance(inner, str):
                    return _marked(mark, inner, value)
                if mark == _TABLE and isinstance(inner, dict):
                    value = inner
            shapes = _shapes(value, shape, days, facts=facts)
            return {
                key: _read(value[key], inner, days, facts=key == _FACTS)
                for key, inner in shapes.items()
                if value[key] is not None
            }
    return value


def _as_day(text: str) -> date | str:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else text
    except ValueError:
        return text


def _marked(mark: str, text: str, found: dict[str, Any]) -> Any:
    """Return what a marked object stands for; one that nobody wrote this way stays what it is."""
    try:
        return _MARKS[mark](text)
    except ValueError:
        return found


def _write(value: Any, shape: Shape, days: frozenset[str], *, facts: bool = False) -> Any:
    match value:
        case list():
            return [_write(part, shape_at(shape, index), days) for index, part in enumerate(value)]
        case dict():
            shapes = _shapes(value, shape, days, facts=facts)
            written = {key: _write(value[key], inner, days, facts=key == _FACTS) for key, inner in shapes.items()}
            return {_TABLE: written} if len(value) == 1 and {*_MARKS, _TABLE} & value.keys() else written
    return _written(value, shape)


def _written(value: Any, shape: Shape) -> Any:
    """Return a single value as JSON has it, marked where it has not."""
    mark = None
    match value:
        case str() if is_date(shape) and not isinstance(_as_day(value), str):
            mark, written = "$text", value
        case float() if not math.isfinite(value):
            mark, written = "$float", repr(value)
        case datetime():
            mark, written = "$datetime", value.isoformat()
        case date():
            mark, written = None if is_date(shape) else "$date", value.isoformat()
        case time():
            mark, written = "$time", value.isoformat()
        case _:
            written = value
    return written if mark is None else {mark: written}
