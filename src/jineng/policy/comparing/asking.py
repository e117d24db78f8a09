"""Asking what is known: tests, conditions, groups and ages in three values, as ``claims.conditions`` asks them in two."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from jineng.kernel.dates import add_months, age_on
from jineng.policy.comparing.findings import every, negated, some
from jineng.policy.comparing.known import LEFT_SCHOOL
from jineng.policy.kinds import NamedList
from jineng.policy.measures import BASIS
from jineng.policy.vocabulary import FACTS, HOURS_MILLI

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from jineng.policy.comparing.findings import Truth
    from jineng.policy.comparing.known import Known, Value
    from jineng.policy.document import Document
    from jineng.policy.kinds.terms import AgeLimit, Condition, Group, Test
    from jineng.policy.measures import Measure

GROUP: Final = "group"
_FEMALE: Final = "female"


class Asking:
    """Answers questions of one document about one person, and notes which facts would have been needed.

    ``missing`` holds the facts that were asked for and not known, in the order in which they were asked.
    """

    def __init__(self, document: Document, known: Known) -> None:
        """Begin with nothing asked."""
        self._document, self._known = document, known
        self._specs = {**FACTS, **{fact.id: fact.spec for fact in document.fact}}
        self.missing: list[str] = []

    @property
    def day(self) -> date:
        """The day that is asked about."""
        return self._known.day

    def knows(self, fact: str) -> bool:
        """Say whether a fact is known, or known to be missing; note it if not."""
        if fact in self._known.values:
            return True
        self.note(fact)
        return False

    def value(self, fact: str) -> Value | None:
        """Return a fact that is known; None where it is known to be missing."""
        return self._known.values[fact]

    def day_of(self, fact: str | None) -> date | None:
        """Return the day that a rule judges by; without a fact the plan's own, which before training is the day asked about.

        None: it is missing or not known, which ``knows`` tells apart.
        """
        if fact is None:
            return self.day
        known = self._known.values.get(fact)
        return known if isinstance(known, date) else None

    # ------------------------------------------------------------ groups

    def is_of(self, group: str, day: date | None) -> Truth:
        """Say whether the person is of a target group on a day; a day of None is not known."""
        spans = self._known.groups.get(group)
        if spans is None:
            self.note(f"{GROUP}:{group}")
            return None
        if not spans:
            return False
        return None if day is None else any(span.covers(day) for span in spans)

    def is_counted(self, group: Group, status_at: str | None) -> Truth:
        """Say whether the person is of a group of ``any_of``, in the days in which it counts."""
        day = self.day_of(status_at)
        if day is None and status_at is not None:
            if self.knows(status_at):
                return False
            return None if self.is_of(group.name, None) is not False else False
        if day is not None and ((group.from_ and day < group.from_) or (group.until and group.until < day)):
            return False
        return self.is_of(group.name, day)

    # ------------------------------------------------------------ ages

    def is_of_age(self, age: AgeLimit) -> Truth:
        """Count full years on the day: 29 February comes round on 1 March; without a day, or born after it, it does not fit."""
        knows = [self.knows(fact) for fact in (age.at, "born_on")]
        if any(known and self.value(fact) is None for known, fact in zip(knows, (age.at, "born_on"), strict=True)):
            return False
        if not all(knows):
            return None
        day, born = self.value(age.at), self.value("born_on")
        if not isinstance(day, date) or not isinstance(born, date) or day < born:
            return False
        years = age_on(born, day)
        return every([age.min is None or years >= age.min, self._young_enough(age, years)])

    def _young_enough(self, age: AgeLimit, years: int) -> Truth:
        otherwise = age.max is None or years <= age.max
        if age.max_female is None:
            return otherwise
        of_women = years <= age.max_female
        if of_women == otherwise:
            return of_women
        if not self.knows("sex"):
            return None
        return of_women if self.value("sex") == _FEMALE else otherwise

    # ------------------------------------------------------------ tests and conditions

    def holds(self, test: Test) -> Truth:
        """Say whether a test holds; on a fact known to be missing it does not."""
        if test.fact == GROUP:
            return self._is_word_of_groups(test)
        facts = [test.fact] if test.fall_from is None else [test.fact, test.fall_from]
        known = [fact for fact in facts if self.knows(fact)]
        if any(self.value(fact) is None for fact in known):
            return False
        if len(known) < len(facts):
            return None
        return all(self._answers(test))

    def _is_word_of_groups(self, test: Test) -> Truth:
        answers = []
        if test.is_:
            answers.append(some(self.is_of(group, self.day) for group in test.is_))
        if test.is_not:
            answers.append(negated(some(self.is_of(group, self.day) for group in test.is_not)))
        return every(answers)

    def _answers(self, test: Test) -> Iterator[bool]:
        value, kind = self.value(test.fact), self._specs[test.fact].type
        word = ("yes" if value else "no") if kind == "flag" else value
        if test.is_:
            yield word in test.is_
        if test.is_not:
            yield word not in test.is_not
        if isinstance(value, date):
            yield test.since is None or test.since <= value
            yield test.until is None or value <= test.until
        elif isinstance(value, int):
            per = HOURS_MILLI if kind == "hours" else 1
            if test.fall_from is None:
                yield from _bounds(test, value, lambda bound: int(bound) * per)
            else:
                base = self.value(test.fall_from)
                yield isinstance(base, int) and base > 0
                if isinstance(base, int) and base > 0:
                    yield from _bounds(test, (base - value) * BASIS, lambda bound: base * int(bound))

    def meets(self, condition: Condition) -> Truth:
        """Say whether everything that a condition asks holds."""
        answers: list[Truth] = []
        if condition.kind:
            answers.append(self.is_word("kind", condition.kind))
        answers += [self.is_word(fact, words) for fact, words in condition.is_.items()]
        if condition.in_list is not None:
            answers.append(self.is_on_list(condition.in_list))
        if condition.not_in_list is not None:
            answers.append(negated(self.is_on_list(condition.not_in_list)))
        answers += [self.holds(test) for test in condition.tests]
        return every(answers)

    def is_word(self, fact: str, words: Sequence[str]) -> Truth:
        """Say whether a fact is one of some words."""
        if fact == GROUP:
            return some(self.is_of(group, self.day) for group in words)
        if not self.knows(fact):
            return None
        value = self.value(fact)
        if value is not None and self._specs[fact].type == "flag":
            return ("yes" if value else "no") in words
        return value in words

    def is_on_list(self, list_id: str) -> Truth:
        """Say whether the fact that a list is of is on it, on the day by which the list is judged."""
        named = next(rule for rule in self._document.rule if rule.id == list_id)
        if not isinstance(named, NamedList):
            message = f"an unchecked document names the list {list_id!r}"
            raise TypeError(message)
        knows = [self.knows(fact) for fact in (named.member_at, named.of)]
        if any(
            known and self.value(fact) is None for known, fact in zip(knows, (named.member_at, named.of), strict=True)
        ):
            return False
        if not all(knows):
            return None
        day = self.value(named.member_at)
        begun = [version for version in named.versions if isinstance(day, date) and version.from_ <= day]
        if not begun:
            return False
        latest = max(begun, key=lambda version: version.from_)
        ended = isinstance(day, date) and latest.until is not None and latest.until < day
        return self.value(named.of) in latest.members and not (ended and named.until_published == "none")

    def has_months(self, fact: str, least: int) -> Truth:
        """Say whether a number of months is reached."""
        if not self.knows(fact):
            return None
        value = self.value(fact)
        return isinstance(value, int) and value >= least

    def lies_within(self, fact: str, months: int, of: str) -> Truth:
        """Say whether the day ``of`` lies from the day of ``fact`` to so many months later, both included."""
        knows = [self.knows(name) for name in (fact, of)]
        if any(known and self.value(name) is None for known, name in zip(knows, (fact, of), strict=True)):
            return False
        if not all(knows):
            return None
        first, day = self.value(fact), self.value(of)
        return isinstance(first, date) and isinstance(day, date) and first <= day <= add_months(first, months)

    def left_within(self, months: int) -> Truth:
        """Say whether the person left school at most so many months before the day; not yet having left does not fit."""
        if not self.knows(LEFT_SCHOOL):
            return None
        left = self.value(LEFT_SCHOOL)
        return isinstance(left, date) and left <= self.day <= add_months(left, months)

    def note(self, fact: str) -> None:
        """Note a fact that would be needed and is not known."""
        if fact not in self.missing:
            self.missing.append(fact)


def _bounds(test: Test, value: int, edge: Callable[[Measure], int]) -> Iterator[bool]:
    if test.at_least is not None:
        yield value >= edge(test.at_least)
    if test.over is not None:
        yield value > edge(test.over)
    if test.at_most is not None:
        yield value <= edge(test.at_most)
    if test.below is not None:
        yield value < edge(test.below)
