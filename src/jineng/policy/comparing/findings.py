"""Findings (比对结论): one for each thing that a rule asks, with three possible answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from jineng.kernel.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

Outcome = Literal["fits", "unknown", "does_not_fit"]
"""符合 · 不能确定 · 不符合"""

OUTCOME_NAMES: Final[dict[Outcome, Text]] = {
    "fits": Text("符合", "fits"),
    "unknown": Text("不能确定", "not known"),
    "does_not_fit": Text("不符合", "does not fit"),
}
_WORST_FIRST: Final[tuple[Outcome, ...]] = ("does_not_fit", "unknown")

Truth = bool | None
"""True, False, or None where it hangs on what is not known."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one thing that a rule asks comes to; ``missing`` names the facts without which it is not known."""

    check: str
    rule: str
    clauses: tuple[str, ...]
    outcome: Outcome
    reason: Text
    missing: tuple[str, ...] = ()


def outcome_of(truth: Truth) -> Outcome:
    """Return the answer for a truth value."""
    if truth is None:
        return "unknown"
    return "fits" if truth else "does_not_fit"


def overall(outcomes: Iterable[Outcome]) -> Outcome:
    """Return the worst of several answers; what is asked nothing of fits.

    >>> overall(["fits", "unknown"]), overall(["unknown", "does_not_fit"]), overall([])
    ('unknown', 'does_not_fit', 'fits')
    """
    found = set(outcomes)
    return next((outcome for outcome in _WORST_FIRST if outcome in found), "fits")


def every(truths: Iterable[Truth]) -> Truth:
    """Return whether all hold: one that does not decides, whatever is not known.

    >>> every([True, None]), every([None, False]), every([])
    (None, False, True)
    """
    found = set(truths)
    if False in found:
        return False
    return None if None in found else True


def some(truths: Iterable[Truth]) -> Truth:
    """Return whether one holds: one that does decides.

    >>> some([False, None]), some([None, True]), some([])
    (None, True, False)
    """
    found = set(truths)
    if True in found:
        return True
    return None if None in found else False


def negated(truth: Truth) -> Truth:
    """Return the opposite; what is not known stays so."""
    return None if truth is None else not truth
