"""The records of a county year while they are made: one method a thing that happens in real life."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

import polars as pl

from jineng.workbook.sheets import SHEETS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from random import Random

    from jineng.workbook.synthetic.courses import Award, Course
    from jineng.workbook.synthetic.organisations import Organisation, Organisations
    from jineng.workbook.synthetic.people import People, Person

DAY_MILLI: Final = 8000
"""Thousandths of a class hour in a full day of 8 class hours (课时)."""

_SUNDAY: Final = 6


class TrainingClass(NamedTuple):
    """One class as opened: who teaches what, and the days it meets."""

    class_id: str
    kind: str
    course: Course
    institution: Organisation
    meets_on: tuple[date, ...]

    @property
    def end_on(self) -> date:
        """The last day of the class (结束日期)."""
        return self.meets_on[-1]


def meeting_days(end_on: date, count: int) -> tuple[date, ...]:
    """Return the last ``count`` meeting days up to ``end_on``: every day but Sundays, and ``end_on`` always."""
    found = [end_on]
    day = end_on
    while len(found) < count:
        day -= timedelta(days=1)
        if day.weekday() != _SUNDAY:
            found.append(day)
    return tuple(reversed(found))


class Year:
    """One county year under way. Every method writes one row, or the rows that belong together."""

    def __init__(self, rng: Random, people: People, organisations: Organisations, *, prefix: str, year: int) -> None:
        """Start with empty tables; ``prefix`` (two letters) and ``year`` begin class numbers and order numbers."""
        self.rng: Final = rng
        self.people: Final = people
        self.organisations: Final = organisations
        self.year: Final = year
        self.enrolled = 0
        self._prefix = prefix
        self._orders = 0
        self._certificates = 0
        self._columns: dict[str, tuple[list[object], ...]] = {
            sheet.key: tuple([] for _ in sheet.columns) for sheet in SHEETS
        }

    def order(self) -> str:
        """Return the number of a new order (订单)."""
        self._orders += 1
        return f"{self._prefix}DD{self.year}-{self._orders:03d}"

    def open(
        self,
        kind: str,
        course: Course,
        institution: Organisation,
        *,
        end_on: date,
        days: int,
        order_id: str | None = None,
    ) -> TrainingClass:
        """Open the next class: ``days`` meeting days of 8 hours, the last on ``end_on``."""
        class_id = f"{self._prefix}{self.year}-{len(self._columns['classes'][0]) + 1:03d}"
        meets_on = meeting_days(end_on, days)
        self._write(
            "classes",
            class_id,
            kind,
            order_id,
            institution.code,
            course.occupation,
            meets_on[0],
            end_on,
            days * DAY_MILLI,
        )
        return TrainingClass(class_id, kind, course, institution, meets_on)

    def enrol(self, klass: TrainingClass, person: Person | None = None) -> Person:
        """Put a person, or somebody new, on the roster."""
        person = person or self.people.new()
        self._write("trainees", klass.class_id, *person)
        self.enrolled += 1
        return person

    def enrol_again(self, klass: TrainingClass, person: Person) -> None:
        """Write a person's roster line a second time by mistake; it is no further enrolment."""
        self._write("trainees", klass.class_id, *person)

    def attend(
        self, klass: TrainingClass, person: Person, days: Iterable[date] | None = None, hours_milli: int = DAY_MILLI
    ) -> None:
        """Record attendance on ``days`` (default: every meeting day), ``hours_milli`` each."""
        present = tuple(klass.meets_on if days is None else days)
        class_ids, person_ids, dates, hours = self._columns["attendance"]
        class_ids.extend([klass.class_id] * len(present))
        person_ids.extend([person.person_id] * len(present))
        dates.extend(present)
        hours.extend([hours_milli] * len(present))

    def certify(
        self, person: Person, award: Award, issued_on: date, *, klass: TrainingClass | None = None, evaluator: int
    ) -> str:
        """Record a certificate and return its number; ``evaluator`` is a place in the county's list of evaluators."""
        self._certificates += 1
        number = certificate_number(award, issued_on.year, self._certificates)
        issuer = self.organisations.evaluators[evaluator].name
        class_id = klass.class_id if klass else None
        self._write("certificates", class_id, person.person_id, award.type, award.level, number, issued_on, issuer)
        return number

    def graduate(self, klass: TrainingClass, person: Person, issued_on: date, award: Award | None = None) -> str:
        """Record the certificate that a class leads to, by default the commonest of its course."""
        chosen = award or klass.course.awards[0]
        return self.certify(person, chosen, issued_on, klass=klass, evaluator=klass.course.evaluator)

    def employ(self, klass: TrainingClass, person: Person, started_on: date) -> None:
        """Record work found after a class, with some employer and some evidence."""
        evidence, months = self.rng.choice(_EVIDENCE)
        employer = None if evidence == "licence" else self.rng.choice(self.organisations.enterprises).name
        self._write("employment", klass.class_id, person.person_id, employer, started_on, evidence, months)

    def hire(self, enterprise: Organisation, person: Person, contract_start: date, contract_months: int) -> None:
        """Record an enterprise's new worker (新招用)."""
        self._write("hires", enterprise.name, enterprise.size, person.person_id, contract_start, contract_months)

    def pay_training(self, klass: TrainingClass, person: Person, paid_on: date, amount_fen: int) -> None:
        """Record training subsidy (培训补贴) already paid for a person of a class."""
        occupation = klass.course.occupation
        self._write(
            "history", person.person_id, klass.class_id, "training", None, occupation, None, paid_on, amount_fen
        )

    def pay_certificate(
        self, person: Person, level_key: str, paid_on: date, amount_fen: int, number: str | None = None
    ) -> None:
        """Record a certificate subsidy (取证补贴) already paid; without ``number`` it was one of an earlier year."""
        self._write("history", person.person_id, None, "certificate", level_key, None, number, paid_on, amount_fen)

    def pay_hire(self, person: Person, paid_on: date, amount_fen: int) -> None:
        """Record a hiring subsidy (招用补贴) already paid."""
        self._write("history", person.person_id, None, "hire", None, None, None, paid_on, amount_fen)

    def tables(self) -> dict[str, pl.DataFrame]:
        """Return what was recorded as the canonical tables, rows numbered as the spreadsheet will number them."""
        return {sheet.key: _frame(sheet.schema(), self._columns[sheet.key]) for sheet in SHEETS}

    def _write(self, sheet: str, *cells: object) -> None:
        for column, cell in zip(self._columns[sheet], cells, strict=True):
            column.append(cell)


_EVIDENCE: Final = (
    ("contract", 12),
    ("contract", 12),
    ("contract", 24),
    ("contract", 6),
    ("agreement", None),
    ("agreement", None),
    ("insurance", None),
    ("proof", None),
    ("licence", None),
)


def certificate_number(award: Award, year: int, serial: int) -> str:
    """Return a certificate number in the form of its type: 22 characters for skill levels, 16 for qualifications."""
    match award.type:
        case "skill_level":
            return f"S000014110015{year % 100:02d}{award.level}{serial:06d}"
        case "qualification":
            bodies, within = divmod(serial, 100_000)
            return f"{year % 100:02d}14110{bodies + 1:03d}{award.level}{within:05d}"
        case "special_operation":
            return f"T1411{year}{serial:09d}"
        case "special_equipment":
            return f"TS14{year}{serial:08d}"
        case "special_ability":
            return f"ZX14{year}{serial:08d}"
        case _:
            return f"PX14{year}{serial:08d}"


def _frame(schema: dict[str, type[pl.DataType]], columns: Sequence[list[object]]) -> pl.DataFrame:
    names = [name for name in schema if name != "row"]
    height = len(columns[0])
    filled = dict(zip(names, columns, strict=True)) | {"row": range(2, height + 2)}
    return pl.DataFrame(filled, schema=schema)
