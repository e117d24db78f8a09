"""Changzhi County (长治县) 2018: the edge cases of its plan first, under fixed class numbers, then an ordinary year."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from jineng.kernel.dates import add_months
from jineng.workbook.synthetic.cohorts import Outcome, Regulars, class_sizes, end_dates, exact_cohort, ladder_fen
from jineng.workbook.synthetic.courses import E_COMMERCE, HOUSEKEEPER, WELDER, Award, courses
from jineng.workbook.synthetic.year import DAY_MILLI, TrainingClass, Year

if TYPE_CHECKING:
    from jineng.workbook.synthetic.cohorts import Graduate

CLASS_PREFIX: Final = "CZ"
"""Begins class and order numbers."""

PREFIXES: Final = ("140421", "140421", date(1983, 1, 1))
"""The county's only code since people have numbers; 140404 of the district it became is younger than these people."""

GROUPS: Final = (
    "农村劳动力",
    "农村进城务工人员",
    "企业职工",
    "城镇失业人员",
    "贫困家庭子女",
    "高校毕业生",
    "城镇未继续升学应届初高中毕业生",
    "复退军人",
)

_MONTHS: Final = {6: 12, 7: 15, 8: 18, 9: 18, 10: 17, 11: 14, 12: 6}
_KINDS: Final = {"order": 28, "project": 44, "enterprise_self": 14, "enterprise_commissioned": 14}
_MOST_PAID_DAYS: Final = 15
_JUNIOR: Final = Award("skill_level", 5)
_KEPT_FOR_GATE: Final = 2
"""The last institutions of the list teach only the classes around the institution gate."""


def edge_cases(year: Year) -> None:
    """Write the edge cases; the order of the calls fixes the class numbers."""
    _sizes(year)
    _attendance_gate(year)
    _three_months(year)
    _hours_and_certificates(year)
    _payments(year)
    _gates(year)
    _unfinished_and_faults(year)
    _hires(year)


def ordinary_year(year: Year, enrolments: int) -> None:
    """Add ordinary classes with ``enrolments`` roster entries, and new workers at the county's enterprises."""
    rng = year.rng
    regulars = Regulars(year, returning_percent=4)
    sizes = class_sizes(rng, enrolments)
    orders_open = 0
    order_id = ""
    for size, end_on in zip(sizes, end_dates(rng, len(sizes), 2018, _MONTHS), strict=True):
        kind = rng.choices(list(_KINDS), weights=list(_KINDS.values()))[0]
        if kind == "order" and orders_open == 0:
            order_id, orders_open = year.order(), rng.randrange(1, 3)
        orders_open -= kind == "order"
        course = rng.choice(courses("changzhixian-2018")[kind])
        institution = (
            rng.choice(year.organisations.enterprises[:4])
            if kind == "enterprise_self"
            else rng.choice(year.organisations.institutions[:-_KEPT_FOR_GATE])
        )
        klass = year.open(
            kind,
            course,
            institution,
            end_on=end_on,
            days=rng.choice(course.days),
            order_id=order_id if kind == "order" else None,
        )
        outcome = Outcome(rng.randrange(88, 100), rng.randrange(45, 90))
        _pay_first_share(year, klass, regulars.fill(klass, size, outcome))
    _ordinary_hires(year, enrolments // 25)


def _pay_first_share(year: Year, klass: TrainingClass, graduates: list[Graduate]) -> None:
    """Pay the 80 % that a certificate earns for a third of the classes that ended before September."""
    if klass.end_on >= date(2018, 9, 1) or year.rng.randrange(3):
        return
    paid_on = klass.end_on + timedelta(days=45)
    for graduate in graduates:
        days = graduate.hours_milli // DAY_MILLI
        if graduate.issued_on and graduate.issued_on <= paid_on and days:
            year.pay_training(klass, graduate.person, paid_on, ladder_fen(min(days, _MOST_PAID_DAYS)) * 80 // 100)


def _ordinary_hires(year: Year, count: int) -> None:
    rng = year.rng
    for _ in range(count):
        person = year.people.new()
        enterprise = rng.choice(year.organisations.enterprises)
        start_on = date(2018, 1, 8) + timedelta(days=rng.randrange(330))
        year.hire(enterprise, person, start_on, rng.choice((6, 12, 12, 12, 24, 36, 36, 3)))
        if rng.randrange(100) < 35:
            year.certify(person, _JUNIOR, start_on + timedelta(days=rng.randrange(40, 420)), evaluator=1)


def _open(year: Year, end_on: date, days: int = 10, *, institution: int | None = None) -> TrainingClass:
    institutions = year.organisations.institutions
    trainer = year.rng.choice(institutions[:-_KEPT_FOR_GATE]) if institution is None else institutions[institution]
    return year.open("project", E_COMMERCE, trainer, end_on=end_on, days=days)


def _sizes(year: Year) -> None:
    """001 has 50 people on the roster, 002 has 51."""
    for size in (50, 51):
        exact_cohort(year, _open(year, date(2018, 7, 14)), size, certified=size - 2, employed=30)


def _attendance_gate(year: Year) -> None:
    """003: 20 people miss 30 of 200 person-days, exactly 85 % attended; 004: a thousandth of an hour less."""
    for missing_milli in (0, 1):
        klass = _open(year, date(2018, 8, 4))
        for place in range(20):
            person = year.enrol(klass)
            missed = 1 + place % 2
            shortened = klass.meets_on[missed]
            year.attend(klass, person, klass.meets_on[missed + 1 :])
            year.attend(klass, person, [shortened], DAY_MILLI - (missing_milli if place == 0 else 0))
            year.graduate(klass, person, date(2018, 8, 15))
            year.employ(klass, person, date(2018, 9, 3))


def _three_months(year: Year) -> None:
    """005, 006, 007: certificates of 15 July, 31 August and 30 November 2018, and work found around the three months.

    The last days are 15 October, 30 November and 28 February 2019 (months that lack the day). In each class one person
    each: employed the day before the certificate, on its day, on the last day, the day after the last, and never.
    """
    for issued_on in (date(2018, 7, 15), date(2018, 8, 31), date(2018, 11, 30)):
        klass = _open(year, issued_on - timedelta(days=8))
        last_on = add_months(issued_on, 3)
        one = timedelta(days=1)
        for started_on in (issued_on - one, issued_on, last_on, last_on + one, None):
            person = year.enrol(klass)
            year.attend(klass, person)
            year.graduate(klass, person, issued_on)
            if started_on:
                year.employ(klass, person, started_on)


def _hours_and_certificates(year: Year) -> None:
    """008: hours and certificates, one person each; 009: a class of 16 days, of which 15 are paid.

    008 in order: 7.999 hours; exactly 8; 5 + 4 on one day and the other days whole; nothing attended; no certificate;
    two certificates, employed inside three months of the later but not of the earlier, which counts. 24 more attend
    everything, so that the class as a whole stays above 85 %.
    """
    klass = _open(year, date(2018, 9, 8))
    first, *others = klass.meets_on
    whole = [(day, DAY_MILLI) for day in klass.meets_on]
    exam_on, resit_on = date(2018, 9, 15), date(2018, 11, 2)
    cases: tuple[tuple[list[tuple[date, int]], tuple[date, ...]], ...] = (
        ([(first, 7_999)], (exam_on,)),
        ([(first, DAY_MILLI)], (exam_on,)),
        ([(first, 5_000), (first, 4_000), *((day, DAY_MILLI) for day in others)], (exam_on,)),
        ([], (exam_on,)),
        (whole, ()),
        (whole, (exam_on, resit_on)),
    )
    for rows, certificate_days in cases:
        person = year.enrol(klass)
        for day, hours_milli in rows:
            year.attend(klass, person, [day], hours_milli)
        for issued_on in certificate_days:
            year.graduate(klass, person, issued_on)
        if certificate_days:
            year.employ(klass, person, date(2018, 12, 20) if resit_on in certificate_days else date(2018, 10, 10))
    exact_cohort(year, klass, 24, certified=24, employed=20)
    exact_cohort(year, _open(year, date(2018, 8, 25), 16), 6, certified=6, employed=5)


def _payments(year: Year) -> None:
    """010, 10 days (1,500 yuan each): nothing paid, the first 80 %, a part of it, all, and too much."""
    klass = _open(year, date(2018, 6, 30))
    people = exact_cohort(year, klass, 10, certified=10, employed=8)
    for person, amount_fen in zip(people[1:], (120_000, 80_000, 150_000, 170_000), strict=False):
        year.pay_training(klass, person, date(2018, 9, 20), amount_fen)


def _gates(year: Year) -> None:
    """011: an institution with 15 of 20 certified, 75 %; 012: one with 5 of 20 employed, 25 %; neither teaches more."""
    pass_gate, employment_gate = (
        _open(year, date(2018, 7, 28), institution=-2),
        _open(year, date(2018, 7, 28), institution=-1),
    )
    exact_cohort(year, pass_gate, 20, certified=15, employed=12)
    exact_cohort(year, employment_gate, 20, certified=20, employed=5)


def _unfinished_and_faults(year: Year) -> None:
    """013 ends in January 2019; in 014 a roster line stands twice, and somebody not on the roster attended and passed.

    In 015 a person from 014 trains again, in another occupation.
    """
    exact_cohort(year, _open(year, date(2019, 1, 12)), 6, certified=0, employed=0)
    klass = _open(year, date(2018, 10, 13))
    people = exact_cohort(year, klass, 8, certified=8, employed=4)
    year.enrol_again(klass, people[1])
    stranger = year.people.new()
    year.attend(klass, stranger)
    year.graduate(klass, stranger, date(2018, 10, 20))
    again = year.open(
        "order",
        HOUSEKEEPER,
        year.organisations.institutions[0],
        end_on=date(2018, 11, 10),
        days=8,
        order_id=year.order(),
    )
    exact_cohort(year, again, 5, certified=5, employed=3)
    year.enrol(again, people[0])
    year.attend(again, people[0])
    year.graduate(again, people[0], date(2018, 11, 17))


def _hires(year: Year) -> None:
    """Write new workers, first rows of the sheet: sizes and months on both sides of the rule, then their certificates.

    Contracts of 6 months at a small firm and at a micro one; 5 months; a medium firm; a large firm; a large firm with 5
    months. Then workers whose certificate came one calendar year after the contract's start, a day later, the same two
    with the year ending in 2019, a day before the start, with a qualification, and with a special ability, which is no
    level. For the last two the 300 yuan were paid already, and 500 by mistake.
    """
    by_size = {size: next(firm for firm in year.organisations.enterprises if firm.size == size) for size in _SIZES}
    for size, months in (("small", 6), ("micro", 6), ("small", 5), ("medium", 12), ("large", 36), ("large", 5)):
        year.hire(by_size[size], year.people.new(), date(2018, 5, 21), months)

    old_start, new_start, one = date(2017, 11, 20), date(2018, 2, 28), timedelta(days=1)
    for start_on, award, issued_on in (
        (old_start, _JUNIOR, add_months(old_start, 12)),
        (old_start, _JUNIOR, add_months(old_start, 12) + one),
        (new_start, _JUNIOR, add_months(new_start, 12)),
        (new_start, _JUNIOR, add_months(new_start, 12) + one),
        (new_start, _JUNIOR, new_start - one),
        (new_start, WELDER.awards[0], date(2018, 9, 18)),
        (new_start, Award("special_ability"), date(2018, 9, 18)),
    ):
        person = year.people.new()
        year.hire(by_size["micro"], person, start_on, 12)
        year.certify(person, award, issued_on, evaluator=0)

    for amount_fen in (30_000, 50_000):
        person = year.people.new()
        year.hire(by_size["small"], person, date(2018, 4, 2), 24)
        year.pay_hire(person, date(2018, 11, 15), amount_fen)


_SIZES: Final = ("micro", "small", "medium", "large")
