"""Lan County (岚县) 2022: the edge cases of its plan first, under fixed class numbers, then an ordinary year."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from jineng.workbook.synthetic.cohorts import Outcome, Regulars, class_sizes, end_dates, exact_cohort, ladder_fen
from jineng.workbook.synthetic.courses import (
    CARE_WORKER,
    DOUGH_MODELLING,
    E_COMMERCE,
    HOUSEKEEPER,
    POTATO_BANQUET,
    START_UP,
    Award,
    courses,
)
from jineng.workbook.synthetic.year import DAY_MILLI, TrainingClass, Year

if TYPE_CHECKING:
    from jineng.workbook.synthetic.cohorts import Graduate
    from jineng.workbook.synthetic.organisations import Organisation

YEAR_EDGE: Final = date(2022, 11, 30)
"""Training and evaluation after this day count to the next year (岚技能办发〔2022〕2号 五(二))."""

CLASS_PREFIX: Final = "LX"
"""Begins class and order numbers."""

PREFIXES: Final = ("142329", "141127", date(2004, 1, 1))
"""The county's code until 2003, its code since, and from which birth date on the new one is usual."""

GROUPS: Final = (
    "脱贫劳动力",
    "农村转移就业劳动者",
    "监测户劳动力",
    "易地移民搬迁劳动力",
    "灵活就业人员",
    "城镇登记失业人员",
    "企业职工",
    "高校毕业生",
    "退役军人",
)

_MONTHS: Final = {3: 2, 4: 3, 5: 4, 6: 7, 7: 15, 8: 18, 9: 22, 10: 15, 11: 12, 12: 2}
_KINDS: Final = {
    "order": 24,
    "project": 18,
    "universal": 34,
    "outbound": 7,
    "enterprise_self": 8,
    "enterprise_commissioned": 6,
    "entrepreneurship": 3,
}
_PAID_EARLIER: Final = (("5", 40_000), ("special_ability", 20_000), ("4", 60_000), ("5", 40_000))
_REACHES_RATE: Final = 88


def edge_cases(year: Year) -> None:
    """Write the edge cases; the order of the calls fixes the class numbers."""
    _orders_around_the_rate(year)
    _orders_of_two_classes(year)
    _edge_of_the_year(year)
    _hours(year)
    _certificates(year)
    _payments(year)
    _longest_and_unpaid_kinds(year)
    _roster_faults(year)
    _enterprise_kinds(year)


def ordinary_year(year: Year, enrolments: int) -> None:
    """Add ordinary classes with ``enrolments`` roster entries: 15 % trained by June, 70 % by September, most pay."""
    rng = year.rng
    regulars = Regulars(year, returning_percent=6)
    sizes = class_sizes(rng, enrolments)
    coming = list(zip(sizes, end_dates(rng, len(sizes), 2022, _MONTHS), strict=True))
    while coming:
        kind = rng.choices(list(_KINDS), weights=list(_KINDS.values()))[0]
        length = rng.randrange(1, 4) if kind == "order" else 1
        batch, coming = coming[:length], coming[length:]
        order_id = year.order() if kind == "order" else None
        course = rng.choice(courses("lanxian-2022")[kind])
        outcome = _outcome(year, kind)
        institution = _trainer(year, kind)
        for size, end_on in batch:
            klass = year.open(kind, course, institution, end_on=end_on, days=rng.choice(course.days), order_id=order_id)
            graduates = regulars.fill(klass, size, outcome, last_exam_on=YEAR_EDGE)
            _note_earlier_certificates(year, graduates)
            if outcome.employed >= _REACHES_RATE:
                _pay_in_stages(year, klass, graduates)


def _pay_in_stages(year: Year, klass: TrainingClass, graduates: list[Graduate]) -> None:
    """Pay a third of the project classes that ended before September at the ladder: they may be settled in stages."""
    if klass.kind != "project" or klass.end_on >= date(2022, 9, 1) or year.rng.randrange(3):
        return
    for graduate in graduates:
        days = graduate.hours_milli // DAY_MILLI
        if graduate.issued_on and days:
            year.pay_training(klass, graduate.person, klass.end_on + timedelta(days=50), ladder_fen(days))


def _note_earlier_certificates(year: Year, graduates: list[Graduate]) -> None:
    """Note for some graduates that a certificate subsidy was paid for them the year before, often of the same level."""
    for graduate in graduates:
        if graduate.issued_on and year.rng.randrange(100) < 4:
            level_key, amount_fen = year.rng.choice(_PAID_EARLIER)
            year.pay_certificate(graduate.person, level_key, date(2021, 12, year.rng.randrange(6, 25)), amount_fen)


def _outcome(year: Year, kind: str) -> Outcome:
    rng = year.rng
    certified = rng.randrange(90, 100)
    if kind in {"order", "project"}:
        return Outcome(certified, rng.randrange(88, 99) if rng.randrange(100) < 82 else rng.randrange(50, 75))
    if kind.startswith("enterprise"):
        return Outcome(certified, 0)
    return Outcome(certified, rng.randrange(25, 60))


def _trainer(year: Year, kind: str) -> Organisation:
    """Enterprises train their own staff; everybody else is trained by an institution."""
    if kind == "enterprise_self":
        return year.rng.choice(year.organisations.enterprises[:5])
    return year.rng.choice(year.organisations.institutions)


def _open(year: Year, kind: str, end_on: date, days: int, order_id: str | None = None) -> TrainingClass:
    course = {
        "order": CARE_WORKER,
        "project": POTATO_BANQUET,
        "universal": DOUGH_MODELLING,
        "outbound": courses("lanxian-2022")["outbound"][0],
        "entrepreneurship": START_UP,
    }[kind]
    institution = year.rng.choice(year.organisations.institutions)
    return year.open(kind, course, institution, end_on=end_on, days=days, order_id=order_id)


def _orders_around_the_rate(year: Year) -> None:
    """001: 12 of 15 certified employed, exactly 80 %; 002: 11 of 15, one short; 003: 13 of 15, one more than needed."""
    for employed in (12, 11, 13):
        klass = _open(year, "order", date(2022, 8, 20), 15, year.order())
        exact_cohort(year, klass, 17, certified=15, employed=employed)


def _orders_of_two_classes(year: Year) -> None:
    """Write orders that span two classes.

    004 + 005: 6 of 10 and 10 of 10, together exactly 80 %.
    006 + 007: 3 people in both classes (8 + 8 roster entries of 13 people), 6 + 7 of 8 + 8 employed, 81 %.
    008 + 009: the second class ends in January 2023, so the first still waits at the year's end.
    """
    spanning = year.order()
    for end_on, employed in ((date(2022, 7, 9), 6), (date(2022, 8, 6), 10)):
        exact_cohort(year, _open(year, "order", end_on, 10, spanning), 10, certified=10, employed=employed)

    shared = year.order()
    first = _open(year, "order", date(2022, 7, 30), 10, shared)
    people = exact_cohort(year, first, 8, certified=8, employed=6)
    second = year.open(
        "order", HOUSEKEEPER, year.organisations.institutions[2], end_on=date(2022, 9, 3), days=12, order_id=shared
    )
    exact_cohort(year, second, 5, certified=5, employed=4)
    for person in people[:3]:
        year.enrol(second, person)
        year.attend(second, person)
        year.graduate(second, person, date(2022, 9, 10), Award("skill_level", 4))
        year.employ(second, person, date(2022, 9, 20))

    unfinished = year.order()
    for end_on in (date(2022, 11, 12), date(2023, 1, 13)):
        exact_cohort(year, _open(year, "order", end_on, 10, unfinished), 8, certified=8, employed=8)


def _edge_of_the_year(year: Year) -> None:
    """010 ends on 30 November, 011 on 1 December; of 012, half the certificates are issued on either day."""
    for end_on in (YEAR_EDGE, YEAR_EDGE + timedelta(days=1)):
        exact_cohort(year, _open(year, "project", end_on, 10), 8, certified=6, employed=6)
    klass = _open(year, "universal", date(2022, 11, 24), 5)
    for place in range(10):
        person = year.enrol(klass)
        year.attend(klass, person)
        year.graduate(klass, person, YEAR_EDGE + timedelta(days=place % 2))


def _hours(year: Year) -> None:
    """013, a universal class of 5 days, everybody certified: one person for each way that hours can add up.

    Hours in order: 7.999, exactly 8, 15.999, 5 + 4 on one day (8 count) and nothing else, 4 + 4 on one day, none at
    all, 4.5 on each of the 5 days (2 days), and a sixth day that the plan of the class does not have.
    """
    klass = _open(year, "universal", date(2022, 9, 24), 5)
    days = klass.meets_on
    extra_day = klass.end_on + timedelta(days=2)
    for rows in (
        [(days[0], 7_999)],
        [(days[0], DAY_MILLI)],
        [(days[0], DAY_MILLI), (days[1], 7_999)],
        [(days[0], 5_000), (days[0], 4_000)],
        [(days[0], 4_000), (days[0], 4_000)],
        [],
        [(day, 4_500) for day in days],
        [(day, DAY_MILLI) for day in (*days, extra_day)],
    ):
        person = year.enrol(klass)
        for day, hours_milli in rows:
            year.attend(klass, person, [day], hours_milli)
        year.graduate(klass, person, date(2022, 10, 8))


def _certificates(year: Year) -> None:
    """014, an order class where everybody finds work: one person for each way that certificates can fall out.

    In order: none; two of different levels; the same level twice on one day (the number decides); the same level twice
    on different days; level 5 paid last year; special ability paid last year; level 2; a training certificate; a
    qualification and a skill level certificate of one level; one earned outside any class before.
    """
    klass = _open(year, "order", date(2022, 6, 25), 10, year.order())
    july = date(2022, 7, 5)
    junior, special = Award("skill_level", 5), Award("special_ability")
    cases: tuple[tuple[tuple[Award, date], ...], ...] = (
        (),
        ((junior, july), (Award("skill_level", 4), july)),
        ((junior, july), (junior, july)),
        ((junior, date(2022, 8, 2)), (junior, july)),
        ((junior, july),),
        ((special, july),),
        ((Award("skill_level", 2), july),),
        ((Award("training"), july),),
        ((Award("qualification", 5), july), (junior, july)),
        ((junior, july),),
    )
    people = []
    for awards in cases:
        person = year.enrol(klass)
        people.append(person)
        year.attend(klass, person)
        for award, issued_on in awards:
            year.graduate(klass, person, issued_on, award)
        if awards:
            year.employ(klass, person, date(2022, 7, 18))
    year.pay_certificate(people[4], "5", date(2021, 12, 10), 40_000)
    year.pay_certificate(people[5], "special_ability", date(2021, 12, 10), 20_000)
    year.certify(people[9], junior, date(2022, 3, 15), evaluator=1)


def _payments(year: Year) -> None:
    """015, a universal class of 5 days (750 yuan each): nothing, all, a part, too much paid, and a payment taken back.

    The first person's certificate subsidy was also paid, by its number, and the second's was overpaid.
    """
    klass = _open(year, "universal", date(2022, 7, 23), 5)
    people = [year.enrol(klass) for _ in range(5)]
    numbers = []
    for person in people:
        year.attend(klass, person)
        numbers.append(year.graduate(klass, person, date(2022, 8, 1)))
    for person, amounts_fen in zip(people, ((), (75_000,), (30_050,), (100_000,), (75_000, -75_000)), strict=True):
        for place, amount_fen in enumerate(amounts_fen):
            year.pay_training(klass, person, date(2022, 9, 15 + place), amount_fen)
    year.pay_certificate(people[0], "special_ability", date(2022, 9, 15), 20_000, numbers[0])
    year.pay_certificate(people[1], "special_ability", date(2022, 9, 15), 40_000, numbers[1])


def _longest_and_unpaid_kinds(year: Year) -> None:
    """016: an order of 36 days (its cap is met on day 35); 017: 7 universal days (cap 1,000); 018: start-up training.

    In 019, a project class, nobody passed, so nobody counts in its employment rate.
    """
    exact_cohort(year, _open(year, "order", date(2022, 10, 22), 36, year.order()), 6, certified=6, employed=6)
    week = year.open("universal", E_COMMERCE, year.organisations.institutions[3], end_on=date(2022, 8, 27), days=7)
    exact_cohort(year, week, 6, certified=6, employed=3)
    exact_cohort(year, _open(year, "entrepreneurship", date(2022, 9, 17), 10), 8, certified=8, employed=2)
    exact_cohort(year, _open(year, "project", date(2022, 10, 15), 8), 5, certified=0, employed=0)


def _roster_faults(year: Year) -> None:
    """020, an outbound class: one roster line twice; attendance and a certificate of somebody not on the roster."""
    klass = _open(year, "outbound", date(2022, 6, 11), 3)
    people = exact_cohort(year, klass, 8, certified=7, employed=7)
    year.enrol_again(klass, people[2])
    stranger = year.people.new()
    year.attend(klass, stranger)
    year.graduate(klass, stranger, date(2022, 6, 18))


def _enterprise_kinds(year: Year) -> None:
    """021: an enterprise trains its own staff, everybody a technician; 022: an institution trains them for it."""
    own = courses("lanxian-2022")["enterprise_self"][0]
    klass = year.open("enterprise_self", own, year.organisations.enterprises[0], end_on=date(2022, 10, 29), days=7)
    for _ in range(6):
        person = year.enrol(klass)
        year.attend(klass, person)
        year.graduate(klass, person, date(2022, 11, 8), Award("skill_level", 2))
    commissioned, institution = (
        courses("lanxian-2022")["enterprise_commissioned"][0],
        year.organisations.institutions[1],
    )
    klass = year.open("enterprise_commissioned", commissioned, institution, end_on=date(2022, 9, 10), days=5)
    exact_cohort(year, klass, 6, certified=6, employed=0)
