"""A county's year of claim lines, drawn at random: both executions agree on every line, and the totals are the lines' sums."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest

from jineng.journeys.settle_claims_book import settle_claims_book
from jineng.kernel.money import parse_yuan
from jineng.policy.claims.line import ClaimLine, Enjoyed
from jineng.workbook.claims.reading import read_claims_book
from jineng.workbook.claims.sheets import claims_sheets
from jineng.workbook.claims.template import invented
from unit.workbook.claims.books import examples_of, plan_of, rows_of, told, write_folder

AS_OF = date(2023, 12, 31)


def drawn(place: str, count: int, seed: int) -> tuple[list[ClaimLine], list[Enjoyed]]:
    """Return lines and history that mix what the worked examples of a place tell, of about three lines a person."""
    draw, plan = random.Random(seed), plan_of(place)
    sheets = claims_sheets(plan)
    seen: dict[str, list] = {fact: [None] for fact in plan.program.facts}
    had: list[Enjoyed] = []
    for example in examples_of(place):
        lines, history = told(place, example)
        had += history
        for line in lines[:3]:
            for fact, values in seen.items():
                values.append(line.facts.get(fact))
    groups = [fact for fact in sheets.per if fact != "person_id"]

    def facts() -> dict:
        told_of = {fact: draw.choice(values) for fact, values in seen.items()}
        theirs = {fact: told_of.get(fact) or f"G{draw.randrange(40)}" for fact in groups}
        return {**told_of, **theirs, "person_id": f"P{draw.randrange(count // 3)}"}

    lines = []
    for row in range(2, count + 2):
        unknown = (draw.choice([f for f in seen if f not in sheets.per]),) if draw.random() < 0.005 else ()
        own = {fact: None if fact in unknown else value for fact, value in facts().items()}
        paid_fen = draw.choice([0, 0, 0, 50_000])
        lines.append(ClaimLine(row, draw.choice(plan.items), own, AS_OF, paid_fen, unknown))
    history = [replace(draw.choice(had), facts=facts()) for _ in range(count // 10)] if had else []
    return invented(lines, history)


def settle_drawn(tmp_path, place: str, count: int, seed: int) -> dict:
    lines, history = drawn(place, count, seed)
    folder = write_folder(tmp_path / "book", rows_of(place, lines, history, "en"), "parquet")
    book = read_claims_book(folder, plan_of(place), as_of=AS_OF)
    assert book.lines.height + len(book.set_aside) == count
    return settle_claims_book(plan_of(place), book)


def check_sums(result: dict) -> None:
    lines, totals = result["lines"], result["totals"]
    for key in ("due", "paid", "payable_now", "recover"):
        assert sum(parse_yuan(line[key]) for line in lines) == parse_yuan(totals[key])
    assert sum(line["status"] == "refused" for line in lines) == totals["refused_lines"]
    assert {line["status"] for line in lines} >= {"payable", "refused"}
    assert all(line["basis"] or line["reasons"] for line in lines)


@pytest.mark.parametrize("place", ["wujin-2023", "ningbo-2018", "nanping-2023"])
def test_some_hundred_lines(tmp_path, place):
    check_sums(settle_drawn(tmp_path, place, 600, seed=3))


@pytest.mark.slow
@pytest.mark.parametrize("place", ["wujin-2023", "ningbo-2018", "shanxi-2018", "wenzhou-2020", "jining-2020"])
def test_twenty_thousand_lines(tmp_path, place):
    check_sums(settle_drawn(tmp_path, place, 20_000, seed=11))
