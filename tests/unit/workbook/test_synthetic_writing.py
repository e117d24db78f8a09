"""Synthetic tables written out are what officers exchange, exact to the fen and the thousandth of an hour."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from python_calamine import CalamineWorkbook

from jineng.kernel.hours import parse_hours
from jineng.kernel.money import parse_yuan
from jineng.workbook.reading import read_book
from jineng.workbook.sheets import SHEETS
from jineng.workbook.synthetic import YEAR_END, county_year, write_book, write_folder


@pytest.fixture(scope="module")
def lan():
    return county_year("lanxian-2022", seed=7, trainees=600)


@pytest.fixture(scope="module")
def changzhi():
    return county_year("changzhixian-2018", seed=7, trainees=600)


def test_chinese_workbook(changzhi, tmp_path):
    write_book(changzhi, tmp_path / "book.xlsx")
    book = CalamineWorkbook.from_path(tmp_path / "book.xlsx")
    assert book.sheet_names == ["班级", "学员", "考勤", "证书", "就业", "新招用", "已享受"]
    classes = book.get_sheet_by_name("班级").to_python()
    assert classes[0] == [
        "班级编号",
        "培训类别",
        "订单编号",
        "培训机构",
        "职业工种",
        "开班日期",
        "结束日期",
        "计划课时",
    ]
    institution = changzhi["classes"]["institution"][0]
    assert classes[1] == [
        "CZ2018-001",
        "项目制",
        "",
        institution,
        "电子商务师",
        date(2018, 7, 4),
        date(2018, 7, 14),
        80.0,
    ]
    hours = [row[3] for row in book.get_sheet_by_name("考勤").to_python()[1:]]
    assert [round(value * 1000) for value in hours] == changzhi["attendance"]["hours_milli"].to_list()
    levels = {row[3] for row in book.get_sheet_by_name("证书").to_python()[1:]}
    assert {"初级工", ""} <= levels <= {"初级工", "中级工", "高级工", ""}


def test_identity_numbers_are_text_cells(lan, tmp_path):
    write_book(lan, tmp_path / "book.xlsx", language="en")
    rows = CalamineWorkbook.from_path(tmp_path / "book.xlsx").get_sheet_by_name("trainees").to_python()
    assert rows[0] == ["class_id", "person_id", "name", "groups"]
    assert [row[1] for row in rows[1:]] == lan["trainees"]["person_id"].to_list()


def test_csv_folder_is_exact_and_has_a_bom(lan, tmp_path):
    write_folder(lan, tmp_path, "csv")
    assert {path.name for path in tmp_path.iterdir()} == {f"{sheet.zh}.csv" for sheet in SHEETS}
    assert (tmp_path / "考勤.csv").read_bytes().startswith("\ufeff班级编号,身份证号,日期,课时\n".encode())
    amounts = pl.read_csv(tmp_path / "已享受.csv", infer_schema=False)["金额"]
    assert [parse_yuan(amount) for amount in amounts] == lan["history"]["amount_fen"].to_list()
    hours = pl.read_csv(tmp_path / "考勤.csv", infer_schema=False)["课时"]
    assert [parse_hours(value) for value in hours] == lan["attendance"]["hours_milli"].to_list()


def test_parquet_folder_keeps_dates_and_exact_decimals(lan, tmp_path):
    write_folder(lan, tmp_path, "parquet", language="en")
    attendance = pl.read_parquet(tmp_path / "attendance.parquet")
    assert attendance.columns == ["class_id", "person_id", "date", "hours"]
    assert attendance["date"].equals(lan["attendance"]["date"])
    assert (attendance["hours"] * 1000).cast(pl.Int64).to_list() == lan["attendance"]["hours_milli"].to_list()
    assert set(pl.read_parquet(tmp_path / "history.parquet")["item"]) == {"training", "certificate"}


def test_a_table_left_out_is_a_sheet_left_out(lan, tmp_path):
    write_book({key: lan[key] for key in ("classes", "trainees")}, tmp_path / "book.xlsx", language="en")
    assert CalamineWorkbook.from_path(tmp_path / "book.xlsx").sheet_names == ["classes", "trainees"]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("form", ["xlsx", "csv", "parquet"])
@pytest.mark.parametrize("county", ["lanxian-2022", "changzhixian-2018"])
def test_what_is_written_is_read_back_equal(lan, changzhi, tmp_path, county, form, language):
    tables = lan if county == "lanxian-2022" else changzhi
    out = tmp_path / f"book.{form}"
    if form == "xlsx":
        write_book(tables, out, language=language)
    else:
        write_folder(tables, out, form, language=language)
    read = read_book(out, as_of=YEAR_END[county])
    for key, table in tables.items():
        assert_frame_equal(read.tables[key], table)
