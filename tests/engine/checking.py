"""Settling a book with the engine and holding the result against the reference."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from engine.books import polars_frames
from engine.reference import settle as settle_by_reference
from jineng.kernel.money import parse_yuan
from jineng.policy.settlement import settle

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from fractions import Fraction

    from engine.plan_numbers import Numbers
    from engine.reference import Book, Row
    from jineng.policy.plan import Plan

INPUT = "0" * 64
MONEY = ("due", "paid", "payable_now", "recover")


def settle_book(plan: Plan, book: Book, as_of: date) -> dict[str, Any]:
    """The engine's settlement of a book."""
    return settle(plan, polars_frames(book), as_of=as_of, input_sha256=INPUT)


def key_of(line: Row) -> tuple[str, ...]:
    return (line["item"], line["class_id"] or "", line["person_id"], line["certificate"] or "")


def by_key(lines: list[Row]) -> dict[tuple[str, ...], Row]:
    """Lines by what they are about; no two are about the same."""
    assert max(Counter(map(key_of, lines)).values(), default=1) == 1
    return {key_of(line): line for line in lines}


def plain(line: Row) -> Row:
    """A line of the contract in the reference's terms."""
    names = ("class_id", "person_id", "item", "certificate", "payee_kind", "payee", "status", "standard", "days")
    return {name: line[name] for name in names} | {
        **{name: parse_yuan(line[name]) for name in MONEY},
        "later": [(parse_yuan(part["amount"]), part["until"]) for part in line["later"]],
        "reasons": [reason["code"] for reason in line["reasons"]],
    }


def four_decimals(rate: Fraction) -> str:
    scaled = (2 * rate.numerator * 10_000 + rate.denominator) // (2 * rate.denominator)
    return f"{scaled // 10_000}.{scaled % 10_000:04d}"


def _expected_row(row: Row) -> Row:
    return {name: four_decimals(value) if name.endswith("_rate") else value for name, value in row.items()}


def _found_row(row: Row) -> Row:
    return row | {"reasons": [reason["code"] for reason in row["reasons"]]}


def differences(found: Mapping[Any, Row], expected: Mapping[Any, Row]) -> dict[Any, Any]:
    """What differs, as key → field → (found, expected); whole rows where one side has none."""
    return {
        key: {name: (row[name], expected[key][name]) for name in row if row[name] != expected[key][name]}
        if (row := found.get(key)) is not None and key in expected
        else (found.get(key), expected.get(key))
        for key in sorted({*found, *expected})
        if found.get(key) != expected.get(key)
    }


def assert_equal_to_reference(
    plan: Plan, numbers: Numbers, book: Book, as_of: date, *, ignore: tuple[str, ...] = ()
) -> Row:
    """Hold every line, class, institution, total and problem; return the reference's settlement."""
    expected, found = settle_by_reference(numbers, book, as_of), settle_book(plan, book, as_of)
    ignored = dict.fromkeys(ignore)
    expected_lines = {
        key: line | {"later": [(amount, str(until)) for amount, until in line["later"]]} | ignored
        for key, line in by_key(expected["lines"]).items()
    }
    found_lines = {key: plain(line) | ignored for key, line in by_key(found["lines"]).items()}
    assert differences(found_lines, expected_lines) == {}
    for table, key in (("classes", "class_id"), ("institutions", "institution")):
        expected_rows = {row[key]: _expected_row(row) for row in expected[table]}
        assert differences({row[key]: _found_row(row) for row in found[table]}, expected_rows) == {}
    totals = found["totals"]
    assert {
        name: value if name == "refused_lines" else parse_yuan(value) for name, value in totals.items()
    } == expected["totals"]
    assert sorted((row["sheet"], row["row"], row["code"]) for row in found["problems"]) == expected["problems"]
    return expected
