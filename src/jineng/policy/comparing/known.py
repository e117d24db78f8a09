"""What is known of a person and of the training that is asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

Value = str | int | date
"""A fact in the form of ``vocabulary``: a word, a number in its integer form (hours in thousandths, money in fen, flags 1 or 0), a day."""

LEFT_SCHOOL: Final = "left_school_on"
"""The day on which a graduate left school (离校日期): no fact of claim lines, but asked by ``left_school_within``."""


class Span(NamedTuple):
    """Days from one to another, both included; an open end is None."""

    from_on: date | None = None
    to_on: date | None = None

    def covers(self, day: date) -> bool:
        """Say whether the day lies in it."""
        return (self.from_on is None or self.from_on <= day) and (self.to_on is None or day <= self.to_on)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known: the day that is asked about, the person's groups, and facts by the names of the vocabulary.

    A group that is not there is not known; one without days is known not to be theirs. A fact that is not there is not
    known; one that is None is known to be missing (no certificate, no contract).
    """

    day: date
    groups: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    values: Mapping[str, Value | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Enjoyed:
    """A benefit had before (已享受): of which item, on which day, how much (fen, None unknown), under which keys.

    ``keys`` are those of ``limit``: a key that is not there is not known, one that is None is known to be missing.
    """

    item: str
    on: date
    amount_fen: int | None = None
    keys: Mapping[str, str | None] = field(default_factory=dict)
