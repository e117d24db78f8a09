"""What a typed document is made of: models, tables and lists inside one another, each under the name that it is written with."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from pydantic import BaseModel

from jineng.kernel.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable


@cache
def written_names(model: type[BaseModel]) -> dict[str, str]:
    """Return the name that each field of a model is written with, in the order of the fields."""
    return {name: field.alias or name for name, field in model.model_fields.items()}


def _holds_parts(kind: type) -> bool:
    return issubclass(kind, BaseModel | tuple | dict) and not issubclass(kind, Text)


holds_parts: Final[Callable[[type], bool]] = cache(_holds_parts)
"""Tells whether values of a class have parts; asked by class, since most of a document are words and numbers that have none."""


def parts_in(value: Any, path: str, wanted: Callable[[type], bool]) -> list[tuple[str, Any]]:
    """Return the parts of a model, table or list whose class is wanted, each with its place as it is written."""
    if isinstance(value, tuple):
        return [(f"{path}[{index}]", part) for index, part in enumerate(value, 1) if wanted(type(part))]
    if isinstance(value, dict):
        return [(f"{path}.{key}", part) for key, part in value.items() if wanted(type(part))]
    model: type[BaseModel] = type(value)
    names, before = written_names(model), f"{path}." if path else ""
    return [(before + names[name], part) for name, part in value.__dict__.items() if wanted(type(part))]
