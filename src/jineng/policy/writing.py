"""A document as TOML text: a table for each clause, reading and rule, a line for each field, always in the same order.

A document made at the desk and one written by hand are the same file once written here: the order of the fields is the
models', not the writer's. Keys that are data, such as a table's cells, stay in the order in which they were given.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Final, Union, get_args, get_origin

from pydantic import BaseModel

from jineng.policy.claims.examples import ClaimsExample
from jineng.policy.document import Document
from jineng.policy.examples import Example
from jineng.policy.kinds.base import RuleBase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Shape = Any
"""A type as the models write it, or None where they say nothing of a value."""

_EXAMPLES: Final[Shape] = dict[str, tuple[Example | ClaimsExample, ...]]
"""The shape of a file of worked examples, for either kind of records."""

LINE_LENGTH: Final = 140
"""A list that is longer is written one entry a line, a table that is longer under a heading of its own."""

_HEADED: Final = frozenset({("document", "superior")})
"""Lists of tables below the top that get a heading for each entry, as those at the top do."""

_RULE_FIRST: Final = ("id", "kind", "subject", "title", "cite", "readings")
_RULE_LAST: Final = ("stack", "caps", "pass_to", "note")

_BARE_KEY: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
"""Keys that need no quotes; figures do without them in TOML too, but read better in them."""

_ESCAPES: Final = {
    ord(char): text
    for char, text in (
        *((chr(code), f"\\u{code:04X}") for code in (*range(0x20), 0x7F)),
        ("\b", "\\b"),
        ("\t", "\\t"),
        ("\n", "\\n"),
        ("\f", "\\f"),
        ("\r", "\\r"),
        ('"', '\\"'),
        ("\\", "\\\\"),
    )
}


def write_toml(content: Mapping[str, Any]) -> str:
    """Return tables as TOML text; reading it gives equal tables, and writing those the same text.

    Args:
        content: what ``tomllib`` reads from a document or from a file of worked examples, or any other TOML tables.

    Raises:
        TypeError: a value is none that TOML has, such as None; the message says where it stands.
    """
    blocks = [*_table((), content, shape_of(content))]
    return "\n\n".join(blocks) + "\n" if blocks else ""


def shape_of(content: Mapping[str, Any]) -> Shape:
    """Return the shape of a file's tables: those of worked examples if there are only such, else those of a document."""
    return _EXAMPLES if set(content) == {"example"} else Document


def shapes_in(shape: Shape, table: Mapping[str, Any]) -> dict[str, Shape]:
    """Return the shape of every value of a table, by key in the order in which they are written.

    Fields come in their model's order, a rule's name and clauses first; then whatever the model does not know.
    """
    fields = _fields_for(shape, table)
    if fields is None:
        entry = next((get_args(each)[1] for each in _alternatives(shape) if get_origin(each) is dict), None)
        keys: Sequence[str] = ("zh", "en") if set(table) == {"zh", "en"} else tuple(table)
        return dict.fromkeys(keys, entry)
    known = {key: fields[key] for key in fields if key in table}
    return known | {key: None for key in table if key not in known}


def shape_at(shape: Shape, index: int) -> Shape:
    """Return the shape of a list's entry."""
    for each in _alternatives(shape):
        if get_origin(each) is tuple:
            entries = get_args(each)
            return entries[0] if entries[-1] is Ellipsis else entries[min(index, len(entries) - 1)]
    return None


def is_date(shape: Shape) -> bool:
    """Tell whether a day is written there."""
    return date in _alternatives(shape)


def _alternatives(shape: Shape) -> Iterator[Any]:
    origin: object = get_origin(shape)
    if origin is Annotated:
        yield from _alternatives(get_args(shape)[0])
    elif origin in (Union, UnionType):
        for part in get_args(shape):
            yield from _alternatives(part)
    elif shape is not None:
        yield shape


def _fields_for(shape: Shape, table: Mapping[str, Any]) -> dict[str, Shape] | None:
    """Return the fields of the model that a table is of: the one of its kind and subject that has most of its keys."""
    models = [each for each in _alternatives(shape) if isinstance(each, type) and issubclass(each, BaseModel)]
    for tag in ("kind", "subject", "item"):
        tagged = [model for model in models if _takes(model, tag, table.get(tag))]
        models = tagged or models
    if not models:
        return None
    return max((_fields(model) for model in models), key=lambda fields: len(fields.keys() & table.keys()))


def _takes(model: type[BaseModel], tag: str, value: object) -> bool:
    field = model.model_fields.get(tag)
    return field is not None and value in get_args(field.annotation)


@cache
def _fields(model: type[BaseModel]) -> dict[str, Shape]:
    fields = {field.alias or name: field.annotation for name, field in model.model_fields.items()}
    if not issubclass(model, RuleBase):
        return fields
    first = [name for name in _RULE_FIRST if name in fields]
    last = [name for name in _RULE_LAST if name in fields]
    order = [*first, *(name for name in fields if name not in {*first, *last}), *last]
    return {name: fields[name] for name in order}


def _table(path: tuple[str, ...], table: Mapping[str, Any], shape: Shape, *, entry: bool = False) -> Iterator[str]:
    """Yield the table's own lines as one block, then the blocks of the tables that have headings of their own."""
    shapes = shapes_in(shape, table)
    lines = [_heading(path, entry=entry)] if path else []
    headed = []
    for key, inner in shapes.items():
        if _has_heading((*path, key), table[key], inner):
            headed.append(key)
        else:
            lines.append(_line(key, table[key], inner, (*path, key)))
    if lines:
        yield "\n".join(lines)
    for key in headed:
        value = table[key]
        if isinstance(value, dict):
            yield from _table((*path, key), value, shapes[key])
        else:
            for index, part in enumerate(value):
                yield from _table((*path, key), part, shape_at(shapes[key], index), entry=True)


def _heading(path: tuple[str, ...], *, entry: bool) -> str:
    name = ".".join(_key(part) for part in path)
    return f"[[{name}]]" if entry else f"[{name}]"


def _has_heading(path: tuple[str, ...], value: Any, shape: Shape) -> bool:
    if isinstance(value, dict):
        if len(path) == 1:
            return True
        return set(value) != {"zh", "en"} and len(f"{_key(path[-1])} = {_value(value, shape, path)}") > LINE_LENGTH
    tables = isinstance(value, list) and bool(value) and all(isinstance(part, dict) for part in value)
    return tables and (len(path) == 1 or path in _HEADED)


def _line(key: str, value: Any, shape: Shape, path: tuple[str, ...]) -> str:
    line = f"{_key(key)} = {_value(value, shape, path)}"
    if not isinstance(value, list) or len(line) <= LINE_LENGTH:
        return line
    entries = [f"    {_value(part, shape_at(shape, index), path)}," for index, part in enumerate(value)]
    return "\n".join([f"{_key(key)} = [", *entries, "]"])


def _key(key: str) -> str:
    return key if _BARE_KEY.fullmatch(key) else _text(key)


def _text(value: str) -> str:
    return f'"{value.translate(_ESCAPES)}"'


def _value(value: Any, shape: Shape, path: tuple[str, ...]) -> str:
    """Write a value on one line."""
    match value:
        case str():
            return _text(value)
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case datetime() | date() | time():
            return value.isoformat()
        case list():
            return f"[{', '.join(_value(part, shape_at(shape, index), path) for index, part in enumerate(value))}]"
        case dict():
            shapes = shapes_in(shape, value)
            parts = [f"{_key(key)} = {_value(value[key], inner, (*path, key))}" for key, inner in shapes.items()]
            return f"{{ {', '.join(parts)} }}" if parts else "{}"
    raise TypeError(
        f"TOML has no {type(value).__name__}, found at {'.'.join(path)}: leave the key out, or write a value"
    )
