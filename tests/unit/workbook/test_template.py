"""The template can be read as delivered and guides the hand that fills it in."""

import zipfile

import pytest
from python_calamine import CalamineWorkbook

from factories.workbooks import AS_OF
from jineng.kernel.text import Text
from jineng.workbook.reading import read_book
from jineng.workbook.sheets import BY_KEY, SHEETS
from jineng.workbook.template import write_template

KEYS = [sheet.key for sheet in SHEETS]
TITLE = Text("岚县 2022", "Lan County 2022")


def _write(out, language="zh", sheets=KEYS, kinds=("order", "project", "universal")):
    write_template(out, plan_title=TITLE, sheets=sheets, kinds=kinds, year=2022, language=language)
    return out


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_template_as_delivered_is_a_good_book(tmp_path, language):
    book = read_book(_write(tmp_path / "t.xlsx", language), as_of=AS_OF, needed=frozenset(KEYS))

    assert book.names == {sheet.key: sheet.name.in_(language) for sheet in SHEETS}
    assert book.tables["classes"]["kind"].to_list() == ["order", "project"]
    assert all(book.row_counts.values())
    roster = set(book.tables["trainees"].select("class_id", "person_id").iter_rows())
    for key in ("attendance", "certificates", "employment"):
        assert set(book.tables[key].select("class_id", "person_id").iter_rows()) == roster


def test_only_the_sheets_of_the_plan_and_its_kinds(tmp_path):
    path = _write(tmp_path / "t.xlsx", sheets=["classes", "trainees"], kinds=["universal"])

    with CalamineWorkbook.from_path(path) as book:
        assert book.sheet_names == ["说明", "班级", "学员"]
    assert read_book(path, as_of=AS_OF).tables["classes"]["kind"].to_list() == ["universal", "universal"]
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet2.xml").decode()
    assert '"普惠制"' in sheet
    assert "订单式" not in sheet


def test_drop_downs_text_columns_and_notes(tmp_path):
    with zipfile.ZipFile(_write(tmp_path / "t.xlsx")) as archive:
        certificates = archive.read("xl/worksheets/sheet5.xml").decode()
        comments = archive.read("xl/comments4.xml").decode()
        styles = archive.read("xl/styles.xml").decode()
    assert 'sqref="C2:C5001"' in certificates
    assert "专项职业能力证书,职业资格证书" in certificates
    assert 'numFmtId="49"' in styles
    for column in BY_KEY["certificates"].columns:
        assert column.note.zh in comments


def test_instructions_name_every_column_and_value(tmp_path):
    with CalamineWorkbook.from_path(_write(tmp_path / "t.xlsx")) as book:
        rows = book.get_sheet_by_name("说明").to_python()
    listed = {(row[0], row[1]): row[4] for row in rows if row[1]}
    for sheet in SHEETS:
        for column in sheet.columns:
            assert listed[sheet.zh, column.zh] == "、".join(choice.label.zh for choice in column.choices)


def test_the_first_row_of_a_sheet_says_what_the_sheet_is_for_in_english_too(tmp_path):
    with CalamineWorkbook.from_path(_write(tmp_path / "t.xlsx", "en")) as book:
        rows = book.get_sheet_by_name("instructions").to_python()
    sheet = BY_KEY["classes"]
    notes = {(row[0], row[1]): row[3] for row in rows if row[1]}
    assert notes["classes", sheet.columns[0].key] == f"{sheet.note.en}. {sheet.columns[0].note.en}"
    assert notes["classes", sheet.columns[1].key] == sheet.columns[1].note.en


def test_the_same_template_is_the_same_bytes(tmp_path):
    assert _write(tmp_path / "a.xlsx").read_bytes() == _write(tmp_path / "b.xlsx").read_bytes()
