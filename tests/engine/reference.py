"""An independent settlement in plain Python, written from the public contract alone: the oracle of the engine tests.

It shares no code with ``jineng.policy``. Rows are dicts in the canonical columns, numbers stand in ``Numbers``; a line
carries money in fen, status, reasons and rates as exact fractions, but no texts.
"""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.plan_numbers import Numbers, RateNumbers

Row = dict[str, Any]
Book = dict[str, list[Row]]


def months_later(day: date, months: int) -> date:
    """The same calendar day months later; a day the month lacks becomes its last."""
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def level_key(type_: str, level: int | None) -> str:
    """A level, or the type itself where the type has none."""
    return str(level) if type_ in {"skill_level", "qualification"} else type_


def known(book: Book, as_of: date) -> Book:
    """The book without facts dated after the day."""
    dated = {
        "attendance": "date",
        "certificates": "issued_on",
        "employment": "started_on",
        "hires": "contract_start",
        "history": "paid_on",
    }
    return {
        name: [row for row in rows if name not in dated or row[dated[name]] <= as_of] for name, rows in book.items()
    }


def uncapped_fen(days: int, table: RateNumbers) -> int:
    """Every day has the price of the tier it falls in."""
    total, last = 0, 0
    for upto, price in table.tiers:
        end = days if upto is None else min(days, upto)
        total += max(end - last, 0) * price
        last = max(last, end)
    return total


def counted_days(days: int, table: RateNumbers | None) -> int:
    return days if table is None or table.days_cap is None else min(days, table.days_cap)


def amount_fen(days: int, table: RateNumbers) -> int:
    amount = uncapped_fen(days, table)
    return amount if table.cap_fen is None else min(amount, table.cap_fen)


def rate(part: int, whole: int) -> Fraction:
    """A rate over nothing is 0."""
    return Fraction(part, whole) if whole else Fraction(0)


def levels_taken(history: list[Row]) -> dict[str, str | None]:
    """The number that took each level, the first paid first; what was paid and taken back takes none."""
    sums: dict[tuple[str, str], int] = defaultdict(int)
    first_on: dict[tuple[str, str], date] = {}
    for row in history:
        key = row["level_key"], row["number"] or ""
        sums[key] += row["amount_fen"]
        first_on[key] = min(first_on.get(key, row["paid_on"]), row["paid_on"])
    taken: dict[str, str | None] = {}
    for level, number in sorted(sums, key=lambda key: (first_on[key], key[1])):
        if sums[level, number] > 0:
            taken.setdefault(level, number or None)
    return taken


@dataclass
class Settlement:
    """The book indexed once, and what is settled from it."""

    numbers: Numbers
    book: Book
    as_of: date
    problems: list[tuple[str, int, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.book = known(self.book, self.as_of)
        self.classes = {row["class_id"]: row for row in self.book["classes"]}
        self.roster: dict[str, list[str]] = defaultdict(list)
        for row in sorted(self.book["trainees"], key=lambda row: row["row"]):
            if row["person_id"] in self.roster[row["class_id"]]:
                self.problems.append(("trainees", row["row"], "duplicate_person"))
            else:
                self.roster[row["class_id"]].append(row["person_id"])
        self.hours: dict[tuple[str, str], int] = defaultdict(int)
        self.certificates: dict[tuple[str, str], list[Row]] = defaultdict(list)
        self._index_attendance()
        self._index_certificates()
        self.jobs: dict[tuple[str, str], list[date]] = defaultdict(list)
        for row in self.book["employment"]:
            self.jobs[row["class_id"], row["person_id"]].append(row["started_on"])

    def _on_roster(self, sheet: str, row: Row) -> bool:
        if row["person_id"] in self.roster[row["class_id"]]:
            return True
        self.problems.append((sheet, row["row"], "not_on_roster"))
        return False

    def _index_attendance(self) -> None:
        daily: dict[tuple[str, str, date], int] = defaultdict(int)
        for row in self.book["attendance"]:
            if self._on_roster("attendance", row):
                daily[row["class_id"], row["person_id"], row["date"]] += row["hours_milli"]
        for (class_id, person_id, _), milli in daily.items():
            self.hours[class_id, person_id] += min(milli, self.numbers.day_milli)

    def _index_certificates(self) -> None:
        self.paying_certificates = []
        for row in self.book["certificates"]:
            if row["class_id"] is not None:
                if not self._on_roster("certificates", row):
                    continue
                self.certificates[row["class_id"], row["person_id"]].append(row)
            self.paying_certificates.append(row)

    # What is true of a class

    def ended(self, class_id: str) -> bool:
        return bool(self.classes[class_id]["end_on"] <= self.as_of)

    def order_of(self, class_id: str) -> list[str]:
        row = self.classes[class_id]
        if row["kind"] != "order" or not self.numbers.order_waits:
            return [class_id]
        return [
            other
            for other, each in self.classes.items()
            if each["kind"] == "order" and each["order_id"] == row["order_id"]
        ]

    def counts(self, class_ids: list[str]) -> tuple[int, int, int]:
        """Roster entries, certified ones, and the certified who are employed."""
        entries = [(class_id, person_id) for class_id in class_ids for person_id in self.roster[class_id]]
        certified = [entry for entry in entries if self.certificates.get(entry)]
        return len(entries), len(certified), sum(1 for entry in certified if self.jobs.get(entry))

    def attendance_rate(self, class_id: str) -> Fraction:
        attended = sum(self.hours[class_id, person_id] for person_id in self.roster[class_id])
        return rate(attended, len(self.roster[class_id]) * self.classes[class_id]["planned_milli"])

    def own_standard(self, kind: str) -> str:
        """The standard that the plan gives to a kind of class."""
        if kind in self.numbers.universal_kinds:
            return "universal"
        return "ladder" if kind in self.numbers.ladder_kinds else "none"

    def standard(self, class_id: str) -> tuple[str, bool]:
        """The standard of a class, and whether it fell from the ladder for want of employment."""
        numbers = self.numbers
        own = self.own_standard(self.classes[class_id]["kind"])
        if own != "ladder":
            return own, False
        if numbers.rate_needed is None:
            return "ladder", False
        _, certified, employed = self.counts(self.order_of(class_id))
        met = certified > 0 and Fraction(employed, certified) >= numbers.rate_needed
        return ("ladder", False) if met else ("universal", True)

    # Lines

    def paid(self, item: str, **key: str | None) -> int:
        return sum(
            row["amount_fen"]
            for row in self.book["history"]
            if row["item"] == item and all(row[name] == value for name, value in key.items())
        )

    def class_gate(self, class_id: str) -> str | None:
        """The first judgement that stops every line of a class."""
        numbers, row = self.numbers, self.classes[class_id]
        if numbers.training_year_ends_on is not None and row["end_on"] > numbers.training_year_ends_on:
            return "counts_to_next_year"
        if numbers.order_waits and row["kind"] == "order":
            if not all(self.ended(other) for other in self.order_of(class_id)):
                return "order_not_finished"
        elif not self.ended(class_id):
            return "class_not_finished"
        if numbers.class_size is not None and len(self.roster[class_id]) > numbers.class_size:
            return "class_too_large"
        attended = self.attendance_rate(class_id)
        if numbers.class_attendance is not None and attended < numbers.class_attendance:
            return "attendance_below_threshold"
        return None

    def training_gate(self, class_id: str, person_id: str, days: int) -> str | None:
        """The first judgement that stops a training line."""
        gate = self.class_gate(class_id)
        if gate is not None:
            return gate
        if not self.certificates.get((class_id, person_id)):
            return "no_certificate"
        if days == 0:
            return "no_credited_days"
        return "no_rate_in_policy" if self.standard(class_id)[0] == "none" else None

    def training(self, class_id: str, person_id: str) -> Row:
        numbers, row = self.numbers, self.classes[class_id]
        whole_days = min(self.hours[class_id, person_id], row["planned_milli"]) // numbers.day_milli
        days = counted_days(whole_days, numbers.rates.get(self.own_standard(row["kind"])))
        line = {
            "class_id": class_id,
            "person_id": person_id,
            "item": "training",
            "certificate": None,
            "payee_kind": "enterprise" if row["kind"] in numbers.enterprise_paid_kinds else "institution",
            "payee": row["institution"],
            "standard": "none",
            "days": days,
        }
        paid = self.paid("training", class_id=class_id, person_id=person_id)
        gate = self.training_gate(class_id, person_id, days)
        if gate in {"class_not_finished", "order_not_finished"}:
            return line | waiting(gate, paid)
        if gate is not None:
            return line | refused(gate, paid)
        standard, fallen = self.standard(class_id)
        table = numbers.rates[standard]
        line["days"] = counted_days(whole_days, table)
        amount = amount_fen(line["days"], table)
        reasons = ["employment_below_threshold"] if fallen else []
        line["standard"] = standard
        if numbers.now_share is None or numbers.employed_within_months is None:
            return line | payable(amount, 0, None, paid, reasons)
        return line | self.released(class_id, person_id, amount, paid, reasons)

    def released(self, class_id: str, person_id: str, amount: int, paid: int, reasons: list[str]) -> Row:
        """A part now, the rest once employed within the months."""
        share, months = self.numbers.now_share, self.numbers.employed_within_months
        assert share is not None
        assert months is not None
        issued_on = min(row["issued_on"] for row in self.certificates[class_id, person_id])
        until = months_later(issued_on, months)
        first = round_half_up(amount * share)
        if any(issued_on <= day <= until for day in self.jobs[class_id, person_id]):
            return payable(amount, 0, None, paid, reasons)
        if self.as_of <= until:
            return payable(first, amount - first, until, paid, reasons)
        return payable(first, 0, None, paid, [*reasons, "employment_too_late"])

    def certificate_lines(self) -> list[Row]:
        """Once a person a level, over history and this book."""
        history, year_ends_on = self._certificate_history(), self.numbers.certificate_year_ends_on
        ordered = sorted(self.paying_certificates, key=lambda row: (row["person_id"], row["issued_on"], row["number"]))
        lines = []
        for person_id, rows in groupby(ordered, key=lambda row: row["person_id"]):
            own = [row for row in history if row["person_id"] == person_id]
            taken = levels_taken(own)
            for row in rows:
                key = level_key(row["type"], row["level"])
                line = {
                    "class_id": row["class_id"],
                    "person_id": person_id,
                    "item": "certificate",
                    "certificate": row["number"],
                    "payee_kind": "evaluator",
                    "payee": row["issuer"],
                    "standard": "none",
                    "days": 0,
                }
                paid = sum(each["amount_fen"] for each in own if each["number"] == row["number"])
                if year_ends_on is not None and row["issued_on"] > year_ends_on:
                    lines.append(line | refused("counts_to_next_year", paid))
                elif key not in self.numbers.certificates:
                    lines.append(line | refused("no_rate_in_policy", paid))
                elif key in taken and taken[key] != row["number"]:
                    lines.append(line | refused("level_already_subsidised", paid))
                else:
                    taken[key] = row["number"]
                    lines.append(line | payable(self.numbers.certificates[key], 0, None, paid, []))
        return lines

    def _certificate_history(self) -> list[Row]:
        """History of certificates; a level left out is that of the book's certificate with this number."""
        own = {
            (row["person_id"], row["number"]): level_key(row["type"], row["level"]) for row in self.paying_certificates
        }
        return [
            row | {"level_key": row["level_key"] or own.get((row["person_id"], row["number"]))}
            for row in self.book["history"]
            if row["item"] == "certificate"
        ]

    def hire_fault(self, row: Row) -> str | None:
        if row["size"] not in self.numbers.hire_sizes:
            return "enterprise_too_large"
        return "contract_too_short" if row["contract_months"] < self.numbers.hire_months else None

    def _hire_order(self, row: Row) -> tuple[Any, ...]:
        return self.hire_fault(row) is not None, row["contract_start"], row["enterprise"], row["row"]

    def hires(self) -> list[Row]:
        """One hire a person: one that the plan pays first, then the earliest contract; the others are set aside."""
        kept: dict[str, Row] = {}
        for row in sorted(self.book["hires"], key=self._hire_order):
            if kept.setdefault(row["person_id"], row) is not row:
                self.problems.append(("hires", row["row"], "duplicate_person"))
        return list(kept.values())

    def hire_lines(self, row: Row) -> list[Row]:
        numbers = self.numbers
        start_on = row["contract_start"]
        until = months_later(start_on, numbers.hire_certificate_months)
        certified = any(
            each["person_id"] == row["person_id"]
            and each["type"] in numbers.hire_types
            and start_on <= each["issued_on"] <= until
            for each in self.book["certificates"]
        )
        fault = self.hire_fault(row)
        lines = []
        for item, amount, reason in (
            ("hire", numbers.hire_fen, fault),
            ("hire_certificate", numbers.hire_certificate_fen, fault or (None if certified else "no_certificate")),
        ):
            paid = self.paid(item, person_id=row["person_id"])
            if item == "hire_certificate" and not certified and not paid:
                continue  # nobody gained one and nobody was paid for one
            line = {
                "class_id": None,
                "person_id": row["person_id"],
                "item": item,
                "certificate": None,
                "payee_kind": "enterprise",
                "payee": row["enterprise"],
                "standard": "none",
                "days": 0,
            }
            lines.append(line | (refused(reason, paid) if reason else payable(amount, 0, None, paid, [])))
        return lines

    def class_rows(self) -> list[Row]:
        rows = []
        for class_id in self.classes:
            trainees, certified, employed = self.counts([class_id])
            _, unit_certified, unit_employed = self.counts(self.order_of(class_id))
            standard, fallen = self.standard(class_id)
            gate = self.class_gate(class_id) or ("no_rate_in_policy" if standard == "none" else None)
            rows.append(
                {
                    "class_id": class_id,
                    "trainees": trainees,
                    "attendance_rate": self.attendance_rate(class_id),
                    "certified": certified,
                    "pass_rate": rate(certified, trainees),
                    "employed": employed,
                    "employment_rate": rate(unit_employed, unit_certified),
                    "standard": "none" if gate else standard,
                    "reasons": [gate] if gate else ["employment_below_threshold"] if fallen else [],
                }
            )
        return rows

    def institution_rows(self) -> list[Row]:
        rows = []
        for institution in sorted({row["institution"] for row in self.classes.values()}):
            ended = [
                class_id
                for class_id, row in self.classes.items()
                if row["institution"] == institution and self.ended(class_id)
            ]
            trained, certified, employed = self.counts(ended)
            pass_needed, employed_needed = self.numbers.pass_needed, self.numbers.employed_needed
            reasons = []
            if pass_needed is not None and trained and Fraction(certified, trained) < pass_needed:
                reasons.append("pass_rate_below_threshold")
            if employed_needed is not None and certified and Fraction(employed, certified) < employed_needed:
                reasons.append("employment_below_threshold")
            rows.append(
                {
                    "institution": institution,
                    "trained": trained,
                    "pass_rate": rate(certified, trained),
                    "employment_rate": rate(employed, certified),
                    "eligible_next_year": not reasons,
                    "reasons": reasons,
                }
            )
        return rows


def round_half_up(amount: Fraction) -> int:
    return int(amount + Fraction(1, 2))


def waiting(reason: str, paid: int) -> Row:
    """Nothing is decided yet: what was paid stands, the range says what may come."""
    return {
        "status": "pending",
        "reasons": [reason],
        "due": paid,
        "paid": paid,
        "payable_now": 0,
        "recover": 0,
        "later": [],
    }


def refused(reason: str, paid: int) -> Row:
    return {
        "status": "refused",
        "reasons": [reason],
        "due": 0,
        "paid": paid,
        "payable_now": 0,
        "recover": max(paid, 0),
        "later": [],
    }


def payable(now: int, later: int, until: date | None, paid: int, reasons: list[str]) -> Row:
    """Net what was paid, first against what is due now, then against what may come later."""
    due = now + later
    payable_now = max(now - paid, 0)
    left = due - max(paid, now)
    return {
        "status": "pending" if left > 0 and payable_now == 0 else "payable",
        "reasons": reasons,
        "due": due,
        "paid": paid,
        "payable_now": payable_now,
        "recover": max(paid - due, 0),
        "later": [(left, until)] if left > 0 else [],
    }


def settle(numbers: Numbers, book: Book, as_of: date) -> Row:
    """Settle a book: lines keyed as the contract says, class rows, institution rows, totals, problems."""
    work = Settlement(numbers, book, as_of)
    lines = [work.training(class_id, person_id) for class_id in work.classes for person_id in work.roster[class_id]]
    if numbers.certificates:
        lines += work.certificate_lines()
    if numbers.hire_fen is not None:
        for row in work.hires():
            lines += work.hire_lines(row)
    return {
        "lines": lines,
        "classes": work.class_rows(),
        "institutions": work.institution_rows(),
        "totals": {
            "due": sum(line["due"] for line in lines),
            "paid": sum(line["paid"] for line in lines),
            "payable_now": sum(line["payable_now"] for line in lines),
            "recover": sum(line["recover"] for line in lines),
            "later": sum(amount for line in lines for amount, _ in line["later"]),
            "refused_lines": sum(1 for line in lines if line["status"] == "refused"),
        },
        "problems": sorted(work.problems),
    }
