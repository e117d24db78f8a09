"""The form of a question: what is asked, how it is answered, and what counts while it is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from jineng.kernel.text import Text

UNKNOWN: Final = "unknown"
"""The answer of a choice that nobody knows yet; for a number it is the empty answer."""

Form = Literal["choice", "whole", "percent", "yuan"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers to choose from."""

    value: str
    label: Text


@dataclass(frozen=True, slots=True)
class Question:
    """A question: how it is answered, within which bounds, and what counts when it is not touched.

    ``least`` and ``most`` bound whole numbers. ``decides`` says that further questions depend on the answer; ``is_optional``
    that leaving it open is the usual case and no gap; ``is_tried`` that the engine
    cannot do without it: while it is open, each of its answers is tried.
    """

    name: str
    label: Text
    form: Form
    help: Text | None = None
    unit: Text | None = None
    choices: tuple[Choice, ...] = ()
    default: str = ""
    least: int = 0
    most: int = 0
    decides: bool = False
    is_optional: bool = False
    is_tried: bool = False

    @property
    def known_values(self) -> tuple[str, ...]:
        """Return the answers of a choice that say something."""
        return tuple(choice.value for choice in self.choices if choice.value != UNKNOWN)


def with_open(*pairs: tuple[str, Text]) -> tuple[Choice, ...]:
    """Return the choices of (value, label) pairs, and after them the one that leaves the question open."""
    return (*(Choice(value, label) for value, label in pairs), Choice(UNKNOWN, Text("还不清楚", "don't know yet")))


def yes_or_no(yes: Text, no: Text) -> tuple[Choice, ...]:
    """Return the choices yes, no and open, in the question's own words."""
    return with_open(("yes", yes), ("no", no))
