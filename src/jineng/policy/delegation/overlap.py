"""Whether one line could meet two conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from jineng.policy.kinds.terms import Condition


def can_both_hold(one: Condition, other: Condition) -> bool:
    """Tell whether a claim line could meet both conditions; only what words, lists and bounds rule out is ruled out."""
    lists = {one.in_list, other.in_list} & {one.not_in_list, other.not_in_list} - {None}
    if lists:
        return False
    words, bounds = (_words(one), _words(other)), (_bounds(one), _bounds(other))
    for fact in words[0].keys() & words[1].keys():
        (yes, no), (also, nor) = words[0][fact], words[1][fact]
        left = yes & also if yes and also else yes or also
        if (yes or also) and not left - no - nor:
            return False
    for fact in bounds[0].keys() & bounds[1].keys():
        (low, high), (low_too, high_too) = bounds[0][fact], bounds[1][fact]
        if max(low, low_too) > min(high, high_too):
            return False
    return True


def _words(condition: Condition) -> dict[str, tuple[set[str], set[str]]]:
    """Return the words that each fact may be (none: any), and those that it may not be."""
    found: dict[str, tuple[set[str], set[str]]] = {}
    asked = [("kind", condition.kind, ()), *((fact, words, ()) for fact, words in condition.is_.items())]
    for fact, may, may_not in (*asked, *((test.fact, test.is_, test.is_not) for test in condition.tests)):
        yes, no = found.get(fact, (set(), set()))
        found[fact] = ((yes & set(may) or {""}) if yes and may else yes | set(may)), no | set(may_not)
    return found


def _bounds(condition: Condition) -> dict[str, tuple[tuple[float, int], tuple[float, int]]]:
    """Return the least and most of each fact; the second number moves a bound that is not itself included."""
    found: dict[str, tuple[tuple[float, int], tuple[float, int]]] = {}
    for test in condition.tests:
        if test.fall_from is not None:
            continue
        low, high = found.get(test.fact, ((float("-inf"), 0), (float("inf"), 0)))
        lows = [(test.at_least, 0), (test.over, 1), (_ordinal(test.since), 0)]
        highs = [(test.at_most, 0), (test.below, -1), (_ordinal(test.until), 0)]
        low = max([low, *((int(bound), side) for bound, side in lows if bound is not None)])
        high = min([high, *((int(bound), side) for bound, side in highs if bound is not None)])
        found[test.fact] = low, high
    return found


def _ordinal(day: date | None) -> int | None:
    return None if day is None else day.toordinal()
