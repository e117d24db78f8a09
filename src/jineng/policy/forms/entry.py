"""From what a rule's form posts to the rule as TOML would hold it, and back, without loss.

Names are flat: ``price``; ``payee-0-to`` for a field of a row; ``title-zh`` and ``title-en``; ``when-is-level`` for the words of
a fact; ``cells-0-key`` (one value for each axis) and ``cells-0-value``; ``at_least`` and ``at_least-unit`` for a quantity;
``price-as`` = ``open`` with ``price-by``, ``price-min``, ``price-max`` for an amount that the text leaves to somebody else.
Lists of words, clauses and rules post their name several times, or once with a line for each. What is left blank is not
written. ``as`` = ``long`` keeps a row from being shortened to a bare word ("800" for ``{ amount = "800" }``). A name with no
value at all is an empty list or table.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from jineng.policy.forms import typed
from jineng.policy.forms.fields import NO, PER_UNIT, YES, Field, RuleForm
from jineng.policy.forms.posted import SEPARATOR, Node, grow
from jineng.policy.kinds.rate import UNIT_MEASURES
from jineng.policy.kinds.terms import CELL_SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from jineng.kernel.text import Text

AS: Final = "as"
OPEN: Final = "open"
LONG: Final = "long"
"""Which form a value takes where there are two: left open, or written at length."""

_SEVERAL: Final = frozenset({"choices", "rules", "clauses", "readings"})
_PARTS: Final = frozenset({"group", "condition"})


class _Reader(NamedTuple):
    """How the numbers of a form are read: ``per_unit`` is the unit that the rule chose for what it counts."""

    per_unit: Text


def to_dict(form: RuleForm, posted: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Return the rule that a form posted, as ``tomllib`` would: strings, whole numbers, booleans, dates, lists and tables.

    Args:
        form: the form that was filled in.
        posted: names with their values; names that are no field's are passed over.
    """
    root = grow(posted)
    unit = UNIT_MEASURES.get(root.at("unit").text or "day")
    reader = _Reader(typed.UNIT_LABELS[unit.unit] if form.kind == "rate" and unit is not None else PER_UNIT)
    return {"kind": form.kind, **_read_fields(reader, form.fields, root)}


def _read_fields(reader: _Reader, fields: tuple[Field, ...], node: Node) -> dict[str, Any]:
    read = {field.name: _read(reader, field, node.at(field.name)) for field in fields}
    return {name: value for name, value in read.items() if value is not None}


def _read(reader: _Reader, field: Field, node: Node) -> Any:
    """Return the value of one field, or None if nothing was filled in."""
    if field.control in _READ:
        return _READ[field.control](reader, field, node)
    if field.rows and _is_open(field, node):
        return _read_fields(reader, field.rows, node) or None
    return _read_one(reader, field, node.text) if node.text else None


def _is_open(field: Field, node: Node) -> bool:
    """Tell whether an amount was left to somebody else: as was chosen, or by what was filled in."""
    chosen = node.at(AS).text
    return chosen == OPEN or (not chosen and not node.text and any(node.at(row.name).text for row in field.rows))


def _read_one(reader: _Reader, field: Field, text: str) -> Any:
    match field.control:
        case "yuan":
            return typed.yuan(text)
        case "percent":
            return typed.percent(text)
        case "whole":
            return typed.whole(text, reader.per_unit if field.unit == PER_UNIT else field.unit)
        case "date":
            return typed.day(text)
        case "yes_no":
            return typed.yes_no(text)
    return text.replace("\r\n", "\n")


def _read_part(reader: _Reader, field: Field, node: Node) -> Any:
    return _read_fields(reader, field.rows, node) or _as_typed(node, {})


def _read_bilingual(_reader: _Reader, _field: Field, node: Node) -> Any:
    said = {language: node.at(language).text for language in ("zh", "en") if node.at(language).text}
    return said or node.text or None


def _read_quantity(_reader: _Reader, _field: Field, node: Node) -> str | None:
    return typed.quantity(node.text, node.at("unit").text) if node.text else None


def _read_several(_reader: _Reader, _field: Field, node: Node) -> list[str] | None:
    return _read_words(node)


def _read_words_of_facts(_reader: _Reader, _field: Field, node: Node) -> Any:
    words = {fact: _read_words(below) for fact, below in node.below.items()}
    return {fact: said for fact, said in words.items() if said is not None} or _as_typed(node, {})


def _as_typed(node: Node, empty: Any) -> Any:
    """Return what stands where parts were expected: an empty one, a text that nothing can be made of, or nothing."""
    return (node.text or empty) if node.values is not None and (node.text or not node.values) else None


def _read_words(node: Node) -> list[str] | None:
    if node.values is None:
        return None
    words = [word.strip() for value in node.values for word in value.splitlines()]
    words = [word for word in words if word]
    return words if words or not node.values else None


def _read_rows(reader: _Reader, field: Field, node: Node) -> Any:
    rows: list[Any] = []
    for below in node.rows():
        row = _read_fields(reader, field.rows, below)
        if not row and not below.text:
            rows += [] if below.values != [] else [{}]
            continue
        short = set(row) == {field.bare} and isinstance(row[field.bare], str) and below.at(AS).text != LONG
        rows.append(row[field.bare] if short and not field.bare_whole else row or below.text)
    if field.bare_whole and len(rows) == 1 and list(rows[0]) == [field.bare] and node.at(AS).text != LONG:
        return rows[0][field.bare]
    return rows or _as_typed(node, [])


def _read_list(reader: _Reader, field: Field, node: Node) -> Any:
    entry = field.rows[0]
    if entry.control == "text":
        return _read_words(node)
    entries = [value for below in node.rows() if (value := _read(reader, entry, below)) is not None]
    return entries or _as_typed(node, [])


def _read_cells(reader: _Reader, field: Field, node: Node) -> Any:
    cells = {}
    for below in node.rows():
        key = CELL_SEPARATOR.join(word.strip() for word in below.at("key").values or ())
        read = _read(reader, field.rows[0], below.at("value"))
        if key and read is not None:
            cells[key] = read
    return cells or _as_typed(node, {})


_READ: Final[dict[str, Callable[[_Reader, Field, Node], Any]]] = {
    **dict.fromkeys(_SEVERAL, _read_several),
    **dict.fromkeys(_PARTS, _read_part),
    "rows": _read_rows,
    "list": _read_list,
    "table": _read_cells,
    "words": _read_words_of_facts,
    "bilingual": _read_bilingual,
    "quantity": _read_quantity,
}
"""How each control is read that has more than one posted name or value."""


def to_values(form: RuleForm, rule: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return what the form would have posted for a rule, to fill it in again.

    Args:
        form: the form of the rule's kind.
        rule: as ``to_dict`` returns it; half-filled rules and values of a wrong type are shown as they are;
            what is no field of the kind has no place in a form and is left out.
    """
    values: dict[str, list[str]] = {}
    _write_fields(form.fields, rule, "", values)
    return values


def _write_fields(
    fields: tuple[Field, ...], rule: Mapping[str, Any], prefix: str, values: dict[str, list[str]]
) -> None:
    for field in fields:
        if rule.get(field.name) is not None:
            _write(field, rule[field.name], f"{prefix}{field.name}", values)


def _write(field: Field, value: Any, name: str, values: dict[str, list[str]]) -> None:
    below = f"{name}{SEPARATOR}"
    if isinstance(value, list | tuple | dict) and not value:
        values[name] = []
    elif field.control in _SEVERAL or (field.control == "list" and field.rows[0].control == "text"):
        values[name] = [_text(word) for word in (value if isinstance(value, list | tuple) else [value])]
    elif field.control == "rows":
        _write_rows(field, value, name, values)
    elif field.control == "list" and isinstance(value, list | tuple):
        for number, entry in enumerate(value):
            _write(field.rows[0], entry, f"{below}{number}", values)
    elif isinstance(value, dict):
        _write_parts(field, value, name, values)
    elif field.control == "quantity":
        count, unit = typed.parts_of_quantity(_text(value))
        values[name] = [count]
        if unit:
            values[f"{below}unit"] = [unit]
    else:
        values[name] = [_text(value)]


def _write_parts(field: Field, value: Mapping[str, Any], name: str, values: dict[str, list[str]]) -> None:
    """Write a table: cells, words of facts, a text in both languages, an amount left open, or a part with its fields."""
    below = f"{name}{SEPARATOR}"
    if field.control == "table":
        for number, (key, cell) in enumerate(value.items()):
            values[f"{below}{number}{SEPARATOR}key"] = key.split(CELL_SEPARATOR)
            _write(field.rows[0], cell, f"{below}{number}{SEPARATOR}value", values)
    elif field.control == "words":
        for fact, words in value.items():
            values[f"{below}{fact}"] = [_text(word) for word in (words if isinstance(words, list | tuple) else [words])]
    elif field.control == "bilingual":
        values.update({f"{below}{language}": [_text(said)] for language, said in value.items() if said})
    else:
        if field.control not in _PARTS:
            values[f"{below}{AS}"] = [OPEN]
        _write_fields(field.rows, value, below, values)


def _write_rows(field: Field, value: Any, name: str, values: dict[str, list[str]]) -> None:
    below = f"{name}{SEPARATOR}"
    rows = list(value) if isinstance(value, list | tuple) else [value]
    for number, row in enumerate(rows):
        at = f"{below}{number}"
        if isinstance(row, dict):
            _write_fields(field.rows, row, f"{at}{SEPARATOR}", values)
            if not row:
                values[at] = []
            if not field.bare_whole and set(row) == {field.bare}:
                values[f"{at}{SEPARATOR}{AS}"] = [LONG]
        else:
            values[f"{at}{SEPARATOR}{field.bare}" if field.bare else at] = [_text(row)]
    if field.bare_whole and isinstance(value, list | tuple):
        values[f"{below}{AS}"] = [LONG]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return YES if value else NO
    return value.isoformat() if isinstance(value, date) else str(value)
