"""The flat names that a browser posts, grown into the tree that a form reads: "tiers-0-price" is below "tiers" below "0"."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

SEPARATOR: Final = "-"
"""Between the parts of a posted name; no field or fact has it in its own."""
_MOST_PARTS: Final = 16
_MOST_DIGITS: Final = 9


@dataclass
class Node:
    """One place of the form: the values posted under its name (None: the name was not posted), and what stands below it."""

    values: list[str] | None = None
    below: dict[str, Node] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Return the value of a single field, without space around it; of several the last, as a ticked box follows its default."""
        return self.values[-1].strip() if self.values else ""

    def at(self, name: str) -> Node:
        """Return what stands below, empty if there is nothing."""
        return self.below.get(name, _NOTHING)

    def rows(self) -> Iterator[Node]:
        """Yield the rows below in the order of their numbers; numbers that are missing were removed."""
        numbers = [part for part in self.below if part.isascii() and part.isdecimal() and len(part) <= _MOST_DIGITS]
        for number in sorted(numbers, key=lambda part: (int(part), part)):
            yield self.below[number]


_NOTHING: Final = Node()


def grow(posted: Mapping[str, Sequence[str]]) -> Node:
    """Return the tree of what was posted; names that are deeper than any form are left out."""
    root = Node()
    for name, values in posted.items():
        parts = name.split(SEPARATOR)
        if len(parts) > _MOST_PARTS:
            continue
        node = root
        for part in parts:
            node = node.below.setdefault(part, Node())
        node.values = list(values)
    return root
