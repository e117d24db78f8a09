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


class OfClass(dict[type, bool]):
    """A question about values that their class answers, so that it is asked once a class: most values are words and numbers."""

    def __init__(self, answer: Callable[[type], bool]) -> None:
        """Begin with no answers."""
        super().__init__()
        self._answer = answer

    def __missing__(self, kind: type) -> bool:
        self[kind] = answer = self._answer(kind)
        return answer


HOLDS_PARTS: Final = OfClass(lambda kind: issubclass(kind, BaseModel | tuple | dict) and not issubclass(kind, Text))
"""Whether a value has parts."""


_NOTHING: Final[tuple[()]] = ()
"""What most lists of a document are; the same object wherever there is nothing in them."""


def parts_in(value: Any, path: str, wanted: OfClass) -> list[tuple[str, Any]]:
    """Return the parts of a model, table or list that are wanted, each with its place as it is written."""
    if isinstance(value, tuple):
        return [(f"{path}[{index}]", part) for index, part in enumerate(value, 1) if wanted[type(part)]]
    if isinstance(value, dict):
        return [(f"{path}.{key}", part) for key, part in value.items() if wanted[type(part)]]
    model: type[BaseModel] = type(value)
    names, before = written_names(model), f"{path}." if path else ""
    return [
        (before + names[name], part)
        for name, part in value.__dict__.items()
        if wanted[type(part)] and part is not _NOTHING
    ]
