"""The terms that rules leave open, found and replaced by their place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pydantic import BaseModel

from jineng.kernel.text import Text
from jineng.policy.kinds.amount_table import External
from jineng.policy.kinds.terms import OpenPercent, OpenYuan

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jineng.policy.document import Document
    from jineng.policy.kinds.terms import Level
    from jineng.policy.measures import Percent, Yuan

Fault = tuple[str, str, Text]
"""A fault as the checks report it: its code, where it stands, what is wrong and what to do."""

Open = OpenYuan | OpenPercent | External
"""What stands in a rule where somebody else decides."""

TABLE_TERM: Final = "cells"
"""The term of a whole table that stands in another text."""


class OpenTerm(NamedTuple):
    """A term that is left open: its rule and place there, who decides it, within which bounds (fen or ten-thousandths), what it is called."""

    rule: str
    term: str
    by: Level
    min: Yuan | Percent | None
    max: Yuan | Percent | None
    name: Text


def open_terms(document: Document) -> list[OpenTerm]:
    """Return every term that a document leaves open, in the order of its rules; fills are not looked at (see ``filled``)."""
    terms = []
    for rule in document.rule:
        for term, left in open_in(rule).items():
            if isinstance(left, External):
                terms.append(OpenTerm(rule.id, term, left.by, None, None, left.name))
            else:
                terms.append(OpenTerm(rule.id, term, left.by, left.min, left.max, rule.title))
    return terms


def open_in(value: object, path: str = "") -> dict[str, OpenYuan | OpenPercent | External]:
    """Return the open terms in a rule by their place, written as its fields are in TOML."""
    if isinstance(value, OpenYuan | OpenPercent):
        return {path: value}
    if isinstance(value, External):
        return {TABLE_TERM: value}
    found: dict[str, OpenYuan | OpenPercent | External] = {}
    for inner, part in _parts(value, path):
        found |= open_in(part, inner)
    return found


def _parts(value: object, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            key = field.alias or name
            yield (f"{path}.{key}" if path else key), getattr(value, name)
    elif isinstance(value, dict):
        for key, part in value.items():
            yield f"{path}.{key}", part
    elif isinstance(value, tuple) and not isinstance(value, Text):
        for index, part in enumerate(value, 1):
            yield f"{path}[{index}]", part


def with_given(value: Any, given: Mapping[str, Any], path: str = "") -> Any:
    """Return a rule with what was decided in place of its open terms."""
    if isinstance(value, OpenYuan | OpenPercent):
        return given.get(path, value)
    changed = {inner: new for inner, part in _parts(value, path) if (new := with_given(part, given, inner)) is not part}
    if not changed:
        return value
    if isinstance(value, BaseModel):
        keys = {
            (f"{path}.{field.alias or name}" if path else field.alias or name): name
            for name, field in type(value).model_fields.items()
        }
        return value.model_copy(update={keys[inner]: new for inner, new in changed.items()})
    if isinstance(value, dict):
        return {key: changed.get(f"{path}.{key}", part) for key, part in value.items()}
    return tuple(changed.get(f"{path}[{index}]", part) for index, part in enumerate(value, 1))
