"""Random small books that keep to the edges: what is drawn are distances from a threshold, and rows are made to fit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from hypothesis import strategies as st

from engine.books import FULL_DAY_MILLI, Maker
from engine.reference import Settlement, months_later, settle

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.plan_numbers import Numbers
    from engine.reference import Book

KINDS = (
    "order",
    "project",
    "universal",
    "outbound",
    "enterprise_self",
    "enterprise_commissioned",
    "entrepreneurship",
)
TYPES = ("special_ability", "qualification", "skill_level", "training", "special_operation", "special_equipment")
AROUND = st.sampled_from([0, -1, 1])
LAN_DAYS = (date(2022, 8, 15), date(2022, 11, 29), date(2022, 11, 30), date(2022, 12, 1), date(2022, 12, 31))
CHANGZHI_DAYS = (date(2018, 8, 31), date(2019, 2, 28), date(2018, 6, 30), date(2020, 2, 29), date(2018, 10, 15))


class When(NamedTuple):
    """A day told by its distance from a named one."""

    anchor: str
    days: int


@dataclass(frozen=True)
class CertificateSpec:
    type: str
    level: int
    issued: When
    twin: bool = False


@dataclass(frozen=True)
class PersonSpec:
    who: int
    days: int
    milli: int
    split: bool
    certificate: CertificateSpec | None
    job: When | None
    stranger: bool
    paid: int | None  # fen around what is due; None: nothing


@dataclass(frozen=True)
class ClassSpec:
    kind: str
    order: int
    end: When
    planned_milli: int
    people: list[PersonSpec]
    crowd: int | None  # fill the roster up to so many
    tune: tuple[str, int] | None  # bring a rate to so many heads from its threshold
    attendance: int | None  # thousandth hours from the threshold
    institution: int


@dataclass(frozen=True)
class HireSpec:
    who: int
    start: When
    size: str
    months: int
    certificate: CertificateSpec | None
    paid: int | None


@dataclass(frozen=True)
class HistorySpec:
    who: int
    item: str
    level_key: str | None
    certificate: int | None  # the book's certificate whose number stands in the row, counted round
    paid: When
    amount_fen: int


@dataclass(frozen=True)
class BookSpec:
    as_of: date
    classes: list[ClassSpec]
    loose: list[tuple[int, CertificateSpec]]
    hires: list[HireSpec]
    history: list[HistorySpec]


# Strategies ---------------------------------------------------------------------------------------

_whens = st.one_of(
    st.builds(When, st.sampled_from(["as_of", "edge", "end", "deadline"]), AROUND),
    st.builds(When, st.just("as_of"), st.sampled_from([-200, -40, 30])),
)
_certificates = st.builds(
    CertificateSpec,
    type=st.sampled_from(TYPES),
    level=st.sampled_from([5, 4, 3, 2, 1]),
    issued=_whens,
    twin=st.sampled_from([False, False, False, True]),
)
_people = st.builds(
    PersonSpec,
    who=st.integers(0, 9),
    days=st.sampled_from([10, 0, 1, 6, 7, 9, 11, 14, 15, 16, 34, 35, 36]),
    milli=st.sampled_from([0, 0, -1, 1]),
    split=st.booleans(),
    certificate=st.one_of(_certificates, _certificates, st.none()),
    job=st.one_of(
        st.none(),
        st.builds(When, st.sampled_from(["issued", "until", "as_of"]), AROUND),
        st.builds(When, st.just("issued"), st.just(20)),
    ),
    stranger=st.sampled_from([False] * 7 + [True]),
    paid=st.sampled_from([None, None, None, -1, 0, 1, -30_000, 20_000]),
)
_classes = st.builds(
    ClassSpec,
    kind=st.sampled_from(["order", "order", "order", "project", *KINDS[2:]]),
    order=st.integers(0, 1),
    end=st.one_of(
        st.builds(When, st.just("as_of"), st.sampled_from([-30, -100])),
        st.builds(When, st.sampled_from(["as_of", "edge"]), AROUND),
    ),
    planned_milli=st.sampled_from([10, 1, 2, 5, 15, 16, 36, 40]).map(lambda days: days * FULL_DAY_MILLI)
    | st.sampled_from([7_999, 20_000, 87_999]),
    people=st.lists(_people, min_size=1, max_size=4),
    crowd=st.sampled_from([None] * 27 + [49, 50, 51]),
    tune=st.one_of(st.none(), st.tuples(st.sampled_from(["rate", "pass", "employed"]), AROUND)),
    attendance=st.one_of(st.none(), AROUND, st.just(500)),
    institution=st.integers(0, 1),
)
_hires = st.builds(
    HireSpec,
    who=st.integers(0, 9),
    start=st.builds(When, st.just("as_of"), st.sampled_from([-366, -365, -364, -500, -549, -30, -1, 0, 1])),
    size=st.sampled_from(["small", "micro", "small", "medium", "large"]),
    months=st.sampled_from([6, 12, 5, 7]),
    certificate=st.one_of(
        st.none(),
        st.builds(
            CertificateSpec,
            type=st.sampled_from(["skill_level", "qualification", "training", "special_ability"]),
            level=st.sampled_from([5, 4, 2]),
            issued=st.builds(When, st.sampled_from(["start", "year"]), AROUND),
        ),
    ),
    paid=st.sampled_from([None, None, -1, 0, 1]),
)
_history = st.builds(
    HistorySpec,
    who=st.integers(0, 9),
    item=st.sampled_from(["certificate", "certificate", "certificate", "hire", "training"]),
    level_key=st.sampled_from(["5", "4", "3", "special_ability", "special_operation", "special_equipment", None]),
    certificate=st.none() | st.integers(0, 20),
    paid=st.builds(When, st.just("as_of"), st.sampled_from([-300, -1, 0, 1])),
    amount_fen=st.sampled_from([40_000, 39_999, 40_001, 60_000, 80_000, 20_000, 1, 0]),
)


def book_specs(days: tuple[date, ...], *, classes: int = 4, hires: int = 2) -> st.SearchStrategy[BookSpec]:
    """Specifications of books as at one of these days."""
    return st.builds(
        BookSpec,
        as_of=st.sampled_from(days),
        classes=st.lists(_classes, min_size=min(2, classes), max_size=classes),
        loose=st.lists(st.tuples(st.integers(0, 9), _certificates), max_size=2),
        hires=st.lists(_hires, max_size=hires),
        history=st.lists(_history, max_size=2),
    )


# Rows ---------------------------------------------------------------------------------------------


class _Assembly:
    """Turns a specification into rows under a plan's numbers."""

    def __init__(self, numbers: Numbers, spec: BookSpec) -> None:
        self.numbers, self.spec, self.make = numbers, spec, Maker()
        self.months = numbers.employed_within_months or 3
        self.known_days: dict[str, date] = {"as_of": spec.as_of, "edge": numbers.training_year_ends_on or spec.as_of}
        self.fillers = 0

    def day(self, when: When, **days: date) -> date:
        known = self.known_days | days
        return known.get(when.anchor, known["as_of"]) + timedelta(days=when.days)

    def book(self) -> Book:
        for index, each in enumerate(self.spec.classes):
            self.add_class(f"班{index}", each)
        for who, certificate in self.spec.loose:
            self.certify(None, person(who), certificate, {})
        for index, each in enumerate(self.spec.hires):
            self.add_hire(index, each)
        self.add_history()
        return self.make.book

    def add_class(self, class_id: str, spec: ClassSpec) -> None:
        end = self.day(spec.end)
        self.make.open_class(
            class_id,
            spec.kind,
            end,
            spec.planned_milli,
            order_id=f"单{spec.order}" if spec.kind == "order" else None,
            institution=("学校一", "学校二")[spec.institution],
        )
        for each in spec.people:
            self.add_person(class_id, end, each)
        if spec.tune is not None:
            self.tune(class_id, end, *spec.tune)
        roster = self.settlement().roster[class_id]
        while spec.crowd is not None and len(roster) < spec.crowd:
            roster.append(self.add_filler(class_id, end, certified=True, employed=False))
        if spec.attendance is not None and roster and spec.planned_milli > 0:
            self.attend_exactly(class_id, end, roster, spec)

    def add_person(self, class_id: str, end: date, spec: PersonSpec) -> None:
        who, make = person(spec.who), self.make
        if not spec.stranger:
            make.enrol(class_id, who)
        until = min(end, self.spec.as_of) if spec.split else end
        make.attend(class_id, who, until, max(spec.days * FULL_DAY_MILLI + spec.milli, 0))
        if spec.split:  # a second row of one day, and hours over a full day
            make.add("attendance", class_id=class_id, person_id=who, date=until, hours_milli=1)
        days = {"end": end}
        if spec.certificate is not None:
            days["issued"] = self.certify(class_id, who, spec.certificate, days)
            days["until"] = months_later(days["issued"], self.months)
        if spec.job is not None:
            make.employ(class_id, who, self.day(spec.job, **days))

    def certify(self, class_id: str | None, who: str, spec: CertificateSpec, days: dict[str, date]) -> date:
        issued_on = self.day(spec.issued, **days)
        if spec.issued.anchor == "deadline":
            issued_on = issue_for_deadline(issued_on, self.months)
        self.make.certify(class_id, who, issued_on, spec.type, spec.level)
        if spec.twin:
            self.make.certify(class_id, who, issued_on, spec.type, spec.level)
        return issued_on

    def settlement(self) -> Settlement:
        return Settlement(self.numbers, self.make.book, self.spec.as_of)

    def add_filler(self, class_id: str, end: date, *, certified: bool, employed: bool) -> str:
        self.fillers += 1
        who = f"补{self.fillers:03d}"
        self.make.enrol(class_id, who)
        self.make.attend(class_id, who, min(end, self.spec.as_of), FULL_DAY_MILLI)
        if certified:
            self.make.certify(class_id, who, min(end, self.spec.as_of), "training")
        if employed:
            self.make.employ(class_id, who, self.spec.as_of)
        return who

    def tune(self, class_id: str, end: date, measure: str, distance: int) -> None:
        """Add heads until the rate's numerator is ``distance`` from the least that reaches the line."""
        numbers = self.numbers
        line = {"rate": numbers.rate_needed, "pass": numbers.pass_needed, "employed": numbers.employed_needed}[measure]
        if line is None:
            return
        for _step in range(40):
            work = self.settlement()
            classes = work.order_of(class_id)
            if measure != "rate":
                classes = [
                    other
                    for other, row in work.classes.items()
                    if row["institution"] == work.classes[class_id]["institution"] and work.ended(other)
                ]
            roster, certified, employed = work.counts(classes)
            top, bottom = (certified, roster) if measure == "pass" else (employed, certified)
            missing = -(-line.numerator * bottom // line.denominator) + distance - top
            if missing == 0:
                return
            up = missing > 0
            self.add_filler(class_id, end, certified=up or measure != "pass", employed=up)

    def attend_exactly(self, class_id: str, end: date, roster: list[str], spec: ClassSpec) -> None:
        """Write the class's attendance anew so that its sum lies so far from the threshold."""
        line = self.numbers.class_attendance
        whole = len(roster) * spec.planned_milli
        total = whole if line is None else -(-line.numerator * whole // line.denominator)
        total += spec.attendance or 0
        book = self.make.book
        book["attendance"] = [row for row in book["attendance"] if row["class_id"] != class_id]
        share, more = divmod(max(total, 0), len(roster))
        for index, who in enumerate(roster):
            self.make.attend(class_id, who, min(end, self.spec.as_of), share + (more if index == 0 else 0))
        for number, row in enumerate(book["attendance"], 2):
            row["row"] = number

    def add_hire(self, index: int, spec: HireSpec) -> None:
        start = self.day(spec.start)
        who = person(spec.who)
        self.make.hire(who, start, spec.size, spec.months, enterprise=f"企业{index}")
        if spec.certificate is not None:
            self.certify(None, who, spec.certificate, {"start": start, "year": months_later(start, 12)})
        if spec.paid is not None:
            self.make.pay(who, "hire", self.spec.as_of, 30_000 + spec.paid)

    def add_history(self) -> None:
        book = self.make.book
        due = {
            (line["class_id"], line["person_id"]): line["due"]
            for line in settle(self.numbers, book, self.spec.as_of)["lines"]
            if line["item"] == "training"
        }
        for index, each in enumerate(self.spec.classes):
            for someone in each.people:
                if someone.paid is not None:
                    amount = max(due.get((f"班{index}", person(someone.who)), 0) + someone.paid, 0)
                    self.make.pay(person(someone.who), "training", self.spec.as_of, amount, class_id=f"班{index}")
        certificates = book["certificates"]
        for row in self.spec.history:
            named = certificates[row.certificate % len(certificates)] if certificates and row.certificate else None
            self.make.pay(
                named["person_id"] if named else person(row.who),
                row.item,
                self.day(row.paid),
                row.amount_fen,
                number=named["number"] if named and row.item == "certificate" else None,
                level_key=row.level_key if row.item == "certificate" else None,
            )


def person(who: int) -> str:
    return f"人{who}"


def issue_for_deadline(deadline: date, months: int) -> date:
    """A day of issue whose deadline is this day or, where there is none, just before it."""
    earliest = deadline - timedelta(days=31 * months + 3)
    return max(
        day
        for day in (earliest + timedelta(days=ahead) for ahead in range(40))
        if months_later(day, months) <= deadline
    )


def assemble(numbers: Numbers, spec: BookSpec) -> Book:
    """Write the book of a specification."""
    return _Assembly(numbers, spec).book()


def books_of(numbers: Numbers, days: tuple[date, ...]) -> Callable[..., st.SearchStrategy[tuple[Book, date]]]:
    """Books with the day as at which they are settled."""

    def strategy(**sizes: int) -> st.SearchStrategy[tuple[Book, date]]:
        return book_specs(days, **sizes).map(lambda spec: (assemble(numbers, spec), spec.as_of))

    return strategy
