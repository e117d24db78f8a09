"""Whatever a worked example tells can be filled into the plan's own template, and settles to what the example promises."""

from __future__ import annotations

from typing import Any

import pytest

from jineng.journeys.settle_claims_book import check_agreement, settle_claims_book
from jineng.kernel.money import parse_yuan
from jineng.policy.claims.one import values
from jineng.policy.claims.settlement import settle_claims
from jineng.policy.errors import EnginesDisagreeError
from jineng.workbook.claims.reading import read_claims_book
from jineng.workbook.claims.template import claims_template
from unit.workbook.claims.books import PLACES, examples_of, plan_of, rows_of, told, write_folder

EVERY = [(place, example) for place in PLACES for example in examples_of(place)]
each_example = pytest.mark.parametrize(("place", "example"), EVERY, ids=[f"{p}-{e.id}" for p, e in EVERY])


def come_to(result: dict[str, Any]) -> dict[str, Any]:
    """Return what an example may promise: of all lines together, status and reasons of the first."""
    lines, totals = result["lines"], result["totals"]
    found = {key: parse_yuan(totals[key]) for key in ("due", "payable_now", "later", "recover")}
    ranges = [line["range"] for line in lines]
    for place, key in enumerate(("least", "most")):
        known = [None if each is None else each[place] for each in ranges]
        found[key] = None if None in known else sum(map(parse_yuan, known))
    reasons = tuple(reason["code"] for reason in lines[0]["reasons"])
    return {**found, "status": lines[0]["status"], "reasons": reasons}


@each_example
def test_the_filled_in_template_settles_to_what_the_example_promises(tmp_path, place, example):
    plan, (lines, history) = plan_of(place), told(place, example)
    path = tmp_path / "book.xlsx"
    path.write_bytes(claims_template(plan, lines, history))

    result = settle_claims_book(plan, read_claims_book(path, plan, as_of=example.as_of))

    promised = {key: value for key, value in example.expect.model_dump().items() if value is not None}
    found = come_to(result)
    assert {key: found[key] for key in promised} == promised
    assert [line["row"] for line in result["lines"]] == list(range(2, len(lines) + 2))
    assert result["problems"] == []


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("kind", "language"), [("csv", "zh"), ("csv", "en"), ("parquet", "en")])
def test_folders_in_either_language_settle_alike(tmp_path, place, kind, language):
    plan, example = plan_of(place), examples_of(place)[0]
    lines, history = told(place, example)
    folder = write_folder(tmp_path / "book", rows_of(place, lines, history, language), kind)
    (tmp_path / "book.xlsx").write_bytes(claims_template(plan, lines, history, language))

    book, other = (read_claims_book(path, plan, as_of=example.as_of) for path in (folder, tmp_path / "book.xlsx"))

    assert book.lines.equals(other.lines)
    assert book.history.equals(other.history)
    assert settle_claims_book(plan, book)["lines"] == settle_claims_book(plan, other)["lines"]


def test_the_same_book_gives_the_same_result():
    plan, example = plan_of("wujin-2023"), examples_of("wujin-2023")[0]
    lines, history = told("wujin-2023", example)

    assert claims_template(plan, lines, history) == claims_template(plan, lines, history)


def test_nothing_is_settled_where_the_two_executions_differ():
    plan, example = plan_of("wujin-2023"), examples_of("wujin-2023")[0]
    lines, history = told("wujin-2023", example)
    settled = settle_claims(plan, lines, history)
    right = {line.row: values(result) for line, result in zip(lines, settled, strict=True)}
    check_agreement(right, lines, settled)
    status, reasons, due_fen, *others = right[1]

    with pytest.raises(EnginesDisagreeError, match="row 1") as caught:
        check_agreement({1: (status, reasons, due_fen + 1, *others)}, lines, settled)

    assert lines[0].facts["person_id"] not in str(caught.value)
    with pytest.raises(EnginesDisagreeError):
        check_agreement({}, lines, settled)
