"""Filling classes with people: cohorts with exact numbers for edge cases, and ordinary ones as chance has it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from jineng.workbook.synthetic.year import DAY_MILLI

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from jineng.workbook.synthetic.people import Person
    from jineng.workbook.synthetic.year import TrainingClass, Year

_LARGEST_MEAN_SIZE: Final = 36
_LARGEST_SHIFT: Final = 12
_EMPLOYED_AFTER_DAYS: Final = 20
_TENTH_DAY: Final = 10


class Outcome(NamedTuple):
    """How an ordinary class turns out: of 100 trainees, so many pass; of 100 of these, so many find work."""

    certified: int
    employed: int


class Graduate(NamedTuple):
    """One person of an ordinary class: the hours attended and the day of the certificate, None without one."""

    person: Person
    hours_milli: int
    issued_on: date | None


def exact_cohort(year: Year, klass: TrainingClass, size: int, *, certified: int, employed: int) -> list[Person]:
    """Enrol ``size`` people who attend every day; the first ``certified`` pass, the first ``employed`` find work."""
    people = [year.enrol(klass) for _ in range(size)]
    for place, person in enumerate(people):
        year.attend(klass, person)
        if place < certified:
            year.graduate(klass, person, klass.end_on + timedelta(days=7))
        if place < employed:
            year.employ(klass, person, klass.end_on + timedelta(days=_EMPLOYED_AFTER_DAYS))
    return people


def ladder_fen(days: int) -> int:
    """Return 150 yuan for each of the first 10 days and 100 for each further day, in fen, without any cap."""
    return min(days, _TENTH_DAY) * 15_000 + max(days - _TENTH_DAY, 0) * 10_000


def class_sizes(rng: Random, enrolments: int) -> list[int]:
    """Cut ``enrolments`` into classes of at most 48, or one smaller class."""
    if enrolments == 0:
        return []
    count = -(-enrolments // _LARGEST_MEAN_SIZE)
    sizes = [enrolments // count + (place < enrolments % count) for place in range(count)]
    for place in range(0, count - 1, 2):
        shift = rng.randrange(min(_LARGEST_SHIFT, sizes[place + 1] - 1) + 1)
        sizes[place] += shift
        sizes[place + 1] -= shift
    return sizes


def end_dates(rng: Random, count: int, year: int, month_weights: dict[int, int]) -> list[date]:
    """Return ``count`` days of ``year`` in order, none a Sunday, as many a month as its weight says."""
    months = rng.choices(list(month_weights), weights=list(month_weights.values()), k=count)
    drawn = (date(year, month, 2) + timedelta(days=rng.randrange(27)) for month in months)
    return sorted(day - timedelta(days=1) if day.isoweekday() == 7 else day for day in drawn)


class Regulars:
    """Whom ordinary classes enrol: new people, and now and then somebody whose earlier class has ended."""

    def __init__(self, year: Year, *, returning_percent: int) -> None:
        """Start without anybody; of 100 enrolments, about ``returning_percent`` are of people who came before."""
        self._year = year
        self._returning_percent = returning_percent
        self._former: list[tuple[date, Person]] = []

    def fill(
        self, klass: TrainingClass, size: int, outcome: Outcome, *, last_exam_on: date | None = None
    ) -> list[Graduate]:
        """Enrol ``size`` people and record their attendance, certificates and the work they find.

        The exam's certificates are issued on one day, a few by a later resit; before ``last_exam_on`` (the policy
        year's edge) most examiners hurry so as not to miss it.
        """
        rng = self._year.rng
        issued_on = klass.end_on + timedelta(days=rng.randrange(3, 13))
        if last_exam_on and klass.end_on < last_exam_on < issued_on and rng.randrange(100) < 70:
            issued_on = last_exam_on
        graduates = [self._train(klass, person, outcome, issued_on) for person in self._enrol(klass, size)]
        self._former.extend((klass.end_on, graduate.person) for graduate in graduates)
        return graduates

    def _enrol(self, klass: TrainingClass, size: int) -> Iterator[Person]:
        here: set[str] = set()
        for _ in range(size):
            person = self._returning(klass.meets_on[0], here)
            enrolled = self._year.enrol(klass, person)
            here.add(enrolled.person_id)
            yield enrolled

    def _returning(self, start_on: date, here: set[str]) -> Person | None:
        rng = self._year.rng
        if not self._former or rng.randrange(100) >= self._returning_percent:
            return None
        ended_on, person = rng.choice(self._former)
        return person if ended_on < start_on and person.person_id not in here else None

    def _train(self, klass: TrainingClass, person: Person, outcome: Outcome, issued_on: date) -> Graduate:
        year, rng = self._year, self._year.rng
        if rng.randrange(100) < 2:  # gives up after the first days
            first_days = klass.meets_on[: rng.randrange(3)]
            year.attend(klass, person, first_days)
            return Graduate(person, len(first_days) * DAY_MILLI, None)
        hours_milli = self._attend(klass, person)
        if rng.randrange(100) >= outcome.certified:
            return Graduate(person, hours_milli, None)
        mine_on = issued_on + timedelta(days=21) if rng.randrange(100) < 3 else issued_on
        year.graduate(klass, person, mine_on, rng.choice(klass.course.awards))
        if rng.randrange(100) < outcome.employed:
            year.employ(klass, person, mine_on + timedelta(days=rng.randrange(35)))
        return Graduate(person, hours_milli, mine_on)

    def _attend(self, klass: TrainingClass, person: Person) -> int:
        rng = self._year.rng
        draws = [rng.randrange(100) for _ in klass.meets_on]
        whole = [day for day, draw in zip(klass.meets_on, draws, strict=True) if draw >= 5]
        half = [day for day, draw in zip(klass.meets_on, draws, strict=True) if draw in {3, 4}]
        self._year.attend(klass, person, whole)
        self._year.attend(klass, person, half, DAY_MILLI // 2)
        return len(whole) * DAY_MILLI + len(half) * (DAY_MILLI // 2)
