"""What is said of a field is found by its place: the whole place first, then ever shorter ends of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from jineng.kernel.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

V = TypeVar("V")


class Label(NamedTuple):
    """How a field is called, what to write in it, and the unit of a number whose type does not tell."""

    label: Text
    help: Text
    unit: Text | None = None


def label(zh: str, en: str, help_zh: str, help_en: str) -> Label:
    """Return a label with its help in both languages."""
    return Label(Text(zh, en), Text(help_zh, help_en))


def ends_of(path: str) -> Iterator[str]:
    """Yield a field's place and its ends, the longest first.

    >>> list(ends_of("rate.tiers.price"))
    ['rate.tiers.price', 'tiers.price', 'price']
    """
    parts = path.split(".")
    for start in range(len(parts)):
        yield ".".join(parts[start:])


def found_for(said: Mapping[str, V], path: str, otherwise: V | None = None) -> V:
    """Return what is said of the longest end of a field's place.

    Raises:
        KeyError: nothing is said of it and there is no ``otherwise``.
    """
    for end in ends_of(path):
        if end in said:
            return said[end]
    if otherwise is None:
        raise KeyError(path)
    return otherwise
