"""Which reason codes and which sides of which thresholds a book hits, counted so that a run can prove that it hit them all."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from engine.books import FULL_DAY_MILLI
from engine.reference import Settlement, months_later, uncapped_fen

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from fractions import Fraction

    from engine.plan_numbers import Numbers
    from engine.reference import Book, Row

SIDES = (-1, 0, 1)
LAN_REASONS = {
    "no_certificate",
    "employment_below_threshold",
    "level_already_subsidised",
    "no_rate_in_policy",
    "counts_to_next_year",
    "class_not_finished",
    "order_not_finished",
    "no_credited_days",
    "not_on_roster",
    "duplicate_person",
}
CHANGZHI_REASONS = {
    "no_certificate",
    "class_too_large",
    "attendance_below_threshold",
    "employment_below_threshold",
    "pass_rate_below_threshold",
    "class_not_finished",
    "employment_too_late",
    "contract_too_short",
    "enterprise_too_large",
    "no_credited_days",
    "not_on_roster",
    "duplicate_person",
}
BOTH = {
    "class end against as-of day",
    "credited hours against whole days",
    "hours of one day against 8",
    "credited hours against planned",
    "days against tier",
    "training paid against due",
    "employment against as-of day",
    "history against as-of day",
}
LAN_SIDES = BOTH | {
    "class end against year's edge",
    "certificate against year's edge",
    "employment rate of a project",
    "employment rate of an order of several classes",
    "days against ladder cap",
    "certificate paid against due",
}
CHANGZHI_SIDES = BOTH | {
    "roster against class size",
    "attendance against threshold",
    "days against most days",
    "employment against certificate",
    "employment against deadline",
    "as-of day against deadline",
    "contract months against least",
    "hire's certificate against contract start",
    "hire's certificate against one year",
    "institution's pass rate",
    "institution's employment rate",
    "hire paid against due",
}
KINDS_OF_LINE = {
    *(f"kind {kind}" for kind in ("order", "project", "universal", "outbound")),
    *(f"kind {kind}" for kind in ("enterprise_self", "enterprise_commissioned", "entrepreneurship")),
    *(f"status {status}" for status in ("payable", "pending", "refused")),
    *(
        f"certificate {key}"
        for key in (
            "special_ability",
            "special_operation",
            "special_equipment",
            "training",
            *(f"{type_} {level}" for type_ in ("skill_level", "qualification") for level in range(1, 6)),
        )
    ),
    "same person in two classes",
    "paid without right",
}
LAN_MORE = {
    "same day, same level",
    "order open though the class ended",
    "below universal cap",
    "above universal cap",
    "history by number",
    "history without number",
}
CHANGZHI_MORE = {
    "deadline at a month's end",
    "two certificates in a class",
    "hire's certificate paid, none gained",
    "waits for the rest only",
} | {f"size {size}" for size in ("micro", "small", "medium", "large")}


def wanted(numbers: Numbers) -> set[str]:
    """Everything that a run must hit for a plan."""
    lan = numbers.certificates
    reasons, sides, more = (
        (LAN_REASONS, LAN_SIDES, LAN_MORE) if lan else (CHANGZHI_REASONS, CHANGZHI_SIDES, CHANGZHI_MORE)
    )
    return (
        {f"reason {code}" for code in reasons}
        | {f"{name} {side:+d}" for name in sides for side in SIDES}
        | KINDS_OF_LINE
        | more
    )


def count(numbers: Numbers, book: Book, as_of: date, result: Row, counter: Counter[str]) -> None:
    """Add what a book and its settlement hit."""
    work = Settlement(numbers, book, as_of)
    for name, distance in _distances(work, book, result):
        if distance in SIDES:
            counter[f"{name} {distance:+d}"] += 1
    counter.update(_plain(work, result))
    counter.update(f"reason {code}" for code in _reasons(result))


def _reasons(result: Row) -> Iterator[str]:
    for row in [*result["lines"], *result["institutions"]]:
        yield from row["reasons"]
    for _sheet, _row, code in result["problems"]:
        yield code


def _days(one: date, other: date) -> int:
    return (one - other).days


def _distances(work: Settlement, book: Book, result: Row) -> Iterator[tuple[str, int]]:
    yield from _class_distances(work)
    yield from _hour_distances(work)
    yield from _line_distances(work, result)
    yield from _hire_distances(work)
    for row in book["employment"]:
        yield "employment against as-of day", _days(row["started_on"], work.as_of)
    for row in book["history"]:
        yield "history against as-of day", _days(row["paid_on"], work.as_of)


def _class_distances(work: Settlement) -> Iterator[tuple[str, int]]:
    numbers = work.numbers
    for class_id, row in work.classes.items():
        roster = len(work.roster[class_id])
        yield "class end against as-of day", _days(row["end_on"], work.as_of)
        if numbers.training_year_ends_on:
            yield "class end against year's edge", _days(row["end_on"], numbers.training_year_ends_on)
        if numbers.class_size:
            yield "roster against class size", roster - numbers.class_size
        if numbers.class_attendance and roster:
            line = numbers.class_attendance * roster * row["planned_milli"]
            attended = sum(work.hours[class_id, person_id] for person_id in work.roster[class_id])
            yield "attendance against threshold", attended - _least(line)
        if numbers.rate_needed and row["kind"] in numbers.ladder_kinds and work.class_gate(class_id) is None:
            order = work.order_of(class_id)
            _, certified, employed = work.counts(order)
            name = "an order of several classes" if len(order) > 1 else "a project"
            if certified and (len(order) > 1 or row["kind"] == "project"):
                yield f"employment rate of {name}", employed - _least(numbers.rate_needed * certified)
    for institution in {row["institution"] for row in work.classes.values()}:
        ended = [key for key, row in work.classes.items() if row["institution"] == institution and work.ended(key)]
        roster, certified, employed = work.counts(ended)
        if numbers.pass_needed and numbers.employed_needed:
            yield "institution's pass rate", certified - _least(numbers.pass_needed * roster)
            yield "institution's employment rate", employed - _least(numbers.employed_needed * certified)


def _least(line: Fraction) -> int:
    return -(-line.numerator // line.denominator)


def _hour_distances(work: Settlement) -> Iterator[tuple[str, int]]:
    daily: Counter[tuple[str, str, date]] = Counter()
    for row in work.book["attendance"]:
        daily[row["class_id"], row["person_id"], row["date"]] += row["hours_milli"]
    for milli in daily.values():
        yield "hours of one day against 8", milli - FULL_DAY_MILLI
    for (class_id, _person), milli in work.hours.items():
        over = milli % FULL_DAY_MILLI
        yield "credited hours against whole days", over - FULL_DAY_MILLI if over > 4000 else over
        yield "credited hours against planned", milli - work.classes[class_id]["planned_milli"]


def _line_distances(work: Settlement, result: Row) -> Iterator[tuple[str, int]]:
    numbers = work.numbers
    until = numbers.employed_within_months
    for line in result["lines"]:
        key = (line["class_id"], line["person_id"])
        judged = line["status"] != "refused" and not {"class_not_finished", "order_not_finished"} & set(line["reasons"])
        if line["item"] == "training" and judged:
            credited = min(work.hours[key], work.classes[key[0]]["planned_milli"]) // FULL_DAY_MILLI
            yield "days against tier", credited - 10
            yield "days against most days", credited - (numbers.rates["ladder"].days_cap or 0)
            if line["standard"] == "ladder" and numbers.rates["ladder"].cap_fen:
                yield "days against ladder cap", credited - 35
            if until:
                issued_on = min(row["issued_on"] for row in work.certificates[key])
                deadline = months_later(issued_on, until)
                yield "as-of day against deadline", _days(work.as_of, deadline)
                for job in work.jobs[key]:
                    yield "employment against certificate", _days(job, issued_on)
                    yield "employment against deadline", _days(job, deadline)
        if line["item"] == "certificate" and numbers.certificate_year_ends_on:
            row = next(row for row in work.paying_certificates if row["number"] == line["certificate"])
            yield "certificate against year's edge", _days(row["issued_on"], numbers.certificate_year_ends_on)
        if judged and line["paid"]:
            yield f"{line['item']} paid against due", line["paid"] - line["due"]


def _hire_distances(work: Settlement) -> Iterator[tuple[str, int]]:
    for row in work.book["hires"]:
        yield "contract months against least", row["contract_months"] - work.numbers.hire_months
        for certificate in work.book["certificates"]:
            if certificate["person_id"] == row["person_id"] and certificate["type"] in work.numbers.hire_types:
                year = months_later(row["contract_start"], 12)
                yield (
                    "hire's certificate against contract start",
                    _days(certificate["issued_on"], row["contract_start"]),
                )
                yield "hire's certificate against one year", _days(certificate["issued_on"], year)


def _plain(work: Settlement, result: Row) -> Iterator[str]:
    yield from _of_records(work)
    for line in result["lines"]:
        yield f"status {line['status']}"
        if line["status"] == "refused" and line["paid"]:
            yield "paid without right"
        if line["item"] == "hire_certificate" and line["reasons"] == ["no_certificate"]:
            yield "hire's certificate paid, none gained"
        if line["item"] == "training":
            yield from _of_training(work, line)


def _of_records(work: Settlement) -> Iterator[str]:
    entries = Counter(person for roster in work.roster.values() for person in roster)
    if max(entries.values(), default=0) > 1:
        yield "same person in two classes"
    for row in work.book["certificates"]:
        yield f"certificate {row['type']}" + (f" {row['level']}" if row["level"] else "")
    for row in work.book["hires"]:
        yield f"size {row['size']}"
    for row in work.book["history"]:
        yield "history by number" if row["number"] else "history without number"
    same_day = Counter(
        (row["person_id"], row["type"], row["level"], row["issued_on"]) for row in work.paying_certificates
    )
    if max(same_day.values(), default=0) > 1:
        yield "same day, same level"
    if max((len(rows) for rows in work.certificates.values()), default=0) > 1:
        yield "two certificates in a class"


def _of_training(work: Settlement, line: Row) -> Iterator[str]:
    row = work.classes[line["class_id"]]
    yield f"kind {row['kind']}"
    if "order_not_finished" in line["reasons"] and work.ended(line["class_id"]):
        yield "order open though the class ended"
    if line["standard"] == "universal":
        table = work.numbers.rates["universal"]
        yield f"{'below' if uncapped_fen(line['days'], table) < (table.cap_fen or 0) else 'above'} universal cap"
    if line["later"]:
        _, until = line["later"][0]
        issued_on = min(row["issued_on"] for row in work.certificates[line["class_id"], line["person_id"]])
        if issued_on.day > until.day:
            yield "deadline at a month's end"
        if line["status"] == "pending":
            yield "waits for the rest only"


COUNTS: dict[str, Counter[str]] = {}
"""What this run hit, by plan, for the summary at its end."""
