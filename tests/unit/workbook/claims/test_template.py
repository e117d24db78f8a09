"""The book made from a plan guides the hand that fills it in, and can be read as delivered."""

from __future__ import annotations

import zipfile
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from jineng.workbook.claims.reading import read_claims_book
from jineng.workbook.claims.sheets import claims_sheets
from jineng.workbook.claims.template import claims_template
from unit.workbook.claims.books import PLACES, example_of, examples_of, plan_of, told


def write(tmp_path, place, language="zh"):
    lines, history = told(place, examples_of(place)[0])
    path = tmp_path / "template.xlsx"
    path.write_bytes(claims_template(plan_of(place), lines[:1], history, language))
    return path


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_template_as_delivered_is_a_good_book(tmp_path, place, language):
    plan = plan_of(place)

    book = read_claims_book(write(tmp_path, place, language), plan, as_of=date(2024, 1, 1))

    sheets = claims_sheets(plan)
    assert book.names == {sheet.key: sheet.name.in_(language) for sheet in sheets.both}
    assert book.lines.height == 1
    assert set(plan.program.facts) <= set(book.lines.columns)


@pytest.mark.parametrize("place", PLACES)
def test_instructions_name_every_column_and_value(tmp_path, place):
    sheets = claims_sheets(plan_of(place))
    with CalamineWorkbook.from_path(write(tmp_path, place)) as book:
        assert book.sheet_names == ["说明", "申领", "以往享受", "可选值"]
        rows = book.get_sheet_by_name("说明").to_python()
    listed = {(row[0], row[1]): row[4] for row in rows if row[1]}
    for sheet in sheets.both:
        headings = [column.zh for column in sheet.columns]
        assert len(set(headings)) == len(headings)
        for column in sheet.columns:
            for choice in column.choices:
                assert choice.label.zh in listed[sheet.zh, column.zh]


def test_drop_downs_show_the_plans_items_rules_and_words(tmp_path):
    path = write(tmp_path, "wujin-2023")
    with CalamineWorkbook.from_path(path) as book:
        lists = [
            set(filter(None, column)) for column in zip(*book.get_sheet_by_name("可选值").to_python(), strict=True)
        ]
    with zipfile.ZipFile(path) as archive:
        claims = archive.read("xl/worksheets/sheet2.xml").decode()
        comments = archive.read("xl/comments1.xml").decode()

    rules = {rule.title.zh for rule in plan_of("wujin-2023").document.rule if hasattr(rule, "stack")}
    assert {"培训补贴", "取证补贴"} in lists
    assert {"是", "否"} in lists
    assert rules in lists
    assert any({"I", "II", "III"} <= words for words in lists)
    assert "可选值" in claims
    assert 'type="date"' in claims
    assert "发生的留空" in comments


def test_words_that_a_plan_does_not_close_may_be_other_ones(tmp_path):
    """A trade outside the catalogue is asked for too; the plan then refuses it with its reason."""
    plan, (lines, _history) = (
        plan_of("wujin-2023"),
        told("wujin-2023", example_of("wujin-2023", "not_in_the_catalogue")),
    )
    path = tmp_path / "book.xlsx"
    path.write_bytes(claims_template(plan, lines))

    with zipfile.ZipFile(path) as archive:
        claims = archive.read("xl/worksheets/sheet2.xml").decode()
    assert 'errorStyle="warning"' in claims
    assert read_claims_book(path, plan, as_of=date(2024, 1, 1)).lines["occupation"].to_list() == ["barista"]
