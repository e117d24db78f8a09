"""Checks of conditions: such as nobody can meet, and bounds that cross."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from jineng.policy.checks.faults import fault
from jineng.policy.checks.tables import allowed_words
from jineng.policy.kinds import ClassStandard, Eligibility, OutcomeGate
from jineng.policy.kinds.budget import FundPart
from jineng.policy.kinds.terms import AgeLimit, Bound, Condition, OpenPercent, OpenYuan, Test
from jineng.policy.measures import Measure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from pydantic import BaseModel

    from jineng.policy.checks.faults import Fault
    from jineng.policy.checks.survey import Part, Survey


class _Range(NamedTuple):
    """The numbers between two bounds, in half units so that "over" and "below" are bounds too; ends None where open."""

    least: int | None
    most: int | None

    def meets(self, other: _Range) -> _Range:
        """Return what lies in both."""
        leasts = [end for end in (self.least, other.least) if end is not None]
        mosts = [end for end in (self.most, other.most) if end is not None]
        return _Range(max(leasts, default=None), min(mosts, default=None))

    @property
    def empty(self) -> bool:
        """Tell whether no number lies in it."""
        return self.least is not None and self.most is not None and self.least > self.most


def condition_faults(survey: Survey) -> Iterator[Fault]:
    """Yield conditions and bounds that nothing can meet."""
    for part, when in survey.parts_of(Condition):
        if when.tests:
            yield from _never(part.where(), when.tests)
        yield from _never_words(part, when)
    for rule in survey.document.rule:
        if isinstance(rule, Eligibility | OutcomeGate):
            yield from _never(f"rule {rule.id}.tests", rule.tests)
        if isinstance(rule, Eligibility):
            for index, test in enumerate(rule.any_tests, 1):
                yield from _never(f"rule {rule.id}.any_tests[{index}]", (test,))
    for part in survey.parts:
        for low_field, high_field in _PAIRED_BOUNDS.get(type(part.node), ()):
            least, most = getattr(part.node, low_field), getattr(part.node, high_field)
            if least is not None and most is not None and least > most:
                yield fault(
                    "bounds_order",
                    part.where(low_field),
                    f"{low_field} {_written(least)} 高于 {high_field} {_written(most)}，没有能满足的数；请改其中一个",
                    f"{low_field} {_written(least)} is above {high_field} {_written(most)}, which no number meets: change one of them",
                )


def _written(number: int) -> str:
    return number.written() if isinstance(number, Measure) else str(number)


_PAIRED_BOUNDS: Final[dict[type[BaseModel], tuple[tuple[str, str], ...]]] = {
    **dict.fromkeys((OpenYuan, OpenPercent, Bound), (("min", "max"),)),
    AgeLimit: (("min", "max"), ("min", "max_female")),
    FundPart: (("min_share", "max_share"),),
    ClassStandard: (("size_min", "size_max"), ("days_min", "days_max"), ("hours_min", "hours_max")),
}


def _never(where: str, tests: Iterable[Test]) -> Iterator[Fault]:
    tests = tuple(tests)
    for fact in dict.fromkeys(test.fact for test in tests):
        same = [test for test in tests if test.fact == fact]
        if not _possible(same):
            yield fault(
                "unreachable",
                where,
                f"对“{fact}”的要求互相矛盾，没有能满足的值；请改其中一个",
                f"what is asked of {fact!r} contradicts itself, no value can meet it: change one of the bounds",
            )


def _possible(tests: list[Test]) -> bool:
    """Tell whether all of the tests of one fact can hold at once."""
    words = [set(test.is_) for test in tests if test.is_]
    left = set.intersection(*words) if words else None
    if left is not None and not left - {word for test in tests for word in test.is_not}:
        return False
    number = day = _Range(None, None)
    falls: dict[str, _Range] = {}
    for test in tests:
        if test.fall_from is not None:
            falls[test.fall_from] = falls.get(test.fall_from, number).meets(_range(test))
            if falls[test.fall_from].empty:
                return False
        else:
            number = number.meets(_range(test))
        day = day.meets(_Range(_ordinal(test.since), _ordinal(test.until)))
    return not number.empty and not day.empty


def _ordinal(day: date | None) -> int | None:
    return None if day is None else day.toordinal()


def _range(test: Test) -> _Range:
    least = [2 * int(test.at_least)] if test.at_least is not None else []
    least += [2 * int(test.over) + 1] if test.over is not None else []
    most = [2 * int(test.at_most)] if test.at_most is not None else []
    most += [2 * int(test.below) - 1] if test.below is not None else []
    return _Range(max(least, default=None), min(most, default=None))


def _never_words(part: Part, when: Condition) -> Iterator[Fault]:
    if when.in_list is not None and when.in_list == when.not_in_list:
        yield fault(
            "unreachable",
            part.where(),
            f"不可能既在又不在目录“{when.in_list}”中；请删去 in_list 或 not_in_list",
            f"nothing is both on and not on the list {when.in_list!r}: remove in_list or not_in_list",
        )
    for fact in dict.fromkeys(["kind", *when.is_]):
        allowed = allowed_words(when, fact)
        if allowed is not None and not allowed and _possible([test for test in when.tests if test.fact == fact]):
            yield fault(
                "unreachable",
                part.where(),
                f"对“{fact}”的要求互相矛盾，没有能满足的值；请改其中一个",
                f"what is asked of {fact!r} contradicts itself, no value can meet it: change one of them",
            )
