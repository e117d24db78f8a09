"""Every reason not to use a book, with the place a clerk looks it up."""

import os
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import polars as pl
import pytest

from factories.workbooks import AS_OF, edit_part, good_rows, write_csv, write_parquet, write_xlsx
from jineng.kernel.problems import UnusableError
from jineng.workbook.findings import LISTED_PER_SHEET
from jineng.workbook.limits import Limits
from jineng.workbook.reading import read_book
from jineng.workbook.sheets import NEEDED

MOMENT = datetime(2022, 6, 1, 8, 30)  # noqa: DTZ001  # spreadsheets know no time zones


def refused(path, **options):
    """Return the problems of a book as (code, sheet, row, column)."""
    with pytest.raises(UnusableError) as caught:
        read_book(path, as_of=AS_OF, **options)
    for problem in caught.value.problems:
        assert problem.text.zh
        assert problem.text.en
    return [(p.code, p.place.sheet, p.place.row, p.place.column) for p in caught.value.problems]


def said(path):
    with pytest.raises(UnusableError) as caught:
        read_book(path, as_of=AS_OF)
    return caught.value.problems[0].text


CELLS = [
    ("trainees", "person_id", "110105194912310021", "bad_identity", "身份证号"),
    ("trainees", "person_id", "11010519491231002", "bad_identity", "身份证号"),
    ("trainees", "person_id", "110105202302300022", "bad_identity", "身份证号"),
    ("trainees", "person_id", "11010520300101000X", "bad_identity", "身份证号"),
    ("trainees", "person_id", "１１０１０５１９４９１２３１００２X", "bad_identity", "身份证号"),
    ("trainees", "person_id", 110105194912310020, "id_as_number", "身份证号"),
    ("trainees", "person_id", "1.10105E+17", "id_as_number", "身份证号"),
    ("trainees", "person_id", 7, "id_as_number", "身份证号"),
    ("trainees", "person_id", None, "missing_value", "身份证号"),
    ("trainees", "name", None, "missing_value", "姓名"),
    ("trainees", "name", True, "bad_text", "姓名"),
    ("trainees", "name", "王\x01兰", "bad_text", "姓名"),
    ("trainees", "groups", date(2022, 6, 1), "bad_text", "人员类别"),
    ("trainees", "groups", 1.5, "bad_text", "人员类别"),
    ("trainees", "class_id", "2022-009", "unknown_class", "班级编号"),
    ("classes", "institution", "52141127MJ10000010", "bad_credit_code", "培训机构"),
    ("classes", "institution", "示例培训学校", "bad_credit_code", "培训机构"),
    ("classes", "kind", "订单", "not_in_list", "培训类别"),
    ("classes", "kind", "Order", "not_in_list", "培训类别"),
    ("classes", "order_id", None, "missing_order", "订单编号"),
    ("classes", "end_on", date(2022, 5, 31), "end_before_start", "结束日期"),
    ("classes", "planned_hours", -8, "negative", "计划课时"),
    ("classes", "planned_hours", "八十", "bad_number", "计划课时"),
    ("attendance", "hours", -0.5, "negative", "课时"),
    ("attendance", "hours", "-1", "negative", "课时"),
    ("attendance", "hours", 7.2999, "bad_number", "课时"),
    ("attendance", "hours", "8小时", "bad_number", "课时"),
    ("attendance", "hours", "1,000", "bad_number", "课时"),
    ("attendance", "hours", "８", "bad_number", "课时"),
    ("attendance", "hours", 1e300, "bad_number", "课时"),
    ("attendance", "hours", True, "bad_number", "课时"),
    ("attendance", "hours", date(2022, 6, 1), "bad_number", "课时"),
    ("attendance", "hours", None, "missing_value", "课时"),
    ("attendance", "date", "2022/6/25", "bad_date", "日期"),
    ("attendance", "date", "2022-02-30", "bad_date", "日期"),
    ("attendance", "date", "2022-6-1", "bad_date", "日期"),
    ("attendance", "date", "0022-06-01", "bad_date", "日期"),
    ("attendance", "date", 44737, "bad_date", "日期"),
    ("attendance", "date", 20220625, "bad_date", "日期"),
    ("attendance", "date", MOMENT, "bad_date", "日期"),
    ("attendance", "date", time(8, 30), "bad_date", "日期"),
    ("certificates", "level", None, "missing_level", "等级"),
    ("certificates", "level", 6, "not_in_list", "等级"),
    ("certificates", "level", "五级", "not_in_list", "等级"),
    ("certificates", "number", "S000014110020225000002", "duplicate_key", "证书编号"),
    ("certificates", "number", 1234567890123456, "id_as_number", "证书编号"),
    ("certificates", "class_id", "x", "unknown_class", "班级编号"),
    ("employment", "contract_months", 12.5, "bad_number", "合同月数"),
    ("employment", "contract_months", -1, "negative", "合同月数"),
    ("employment", "evidence", "合同", "not_in_list", "证明类型"),
    ("history", "class_id", "2021-001", "unknown_class", "班级编号"),
    ("history", "level", None, "missing_level", "等级"),
    ("history", "amount", 0.001, "bad_number", "金额"),
    ("history", "amount", 1e12, "bad_number", "金额"),
    ("hires", "size", "小", "not_in_list", "规模"),
]  # fmt: skip


@pytest.mark.parametrize(("sheet", "column", "value", "code", "heading"), CELLS)
def test_a_faulty_cell(tmp_path, sheet, column, value, code, heading):
    rows = good_rows()
    rows[sheet][0][column] = value
    names = {
        "classes": "班级",
        "trainees": "学员",
        "attendance": "考勤",
        "certificates": "证书",
        "employment": "就业",
        "hires": "新招用",
        "history": "已享受",
    }
    row = 3 if code == "duplicate_key" else 2

    assert refused(write_xlsx(tmp_path / "b.xlsx", rows)) == [(code, names[sheet], row, heading)]


@pytest.mark.parametrize(
    ("sheet", "column", "value", "code"),
    [
        ("trainees", "person_id", 110105194912310020, "bad_identity"),
        ("trainees", "person_id", "1.10105E+17", "id_as_number"),
        ("attendance", "date", "44737", "bad_date"),
        ("attendance", "date", "20220625", "bad_date"),
        ("attendance", "hours", "-0.001", "negative"),
        ("attendance", "hours", "7.2999", "bad_number"),
        ("history", "amount", "1e3", "bad_number"),
        ("history", "amount", "NaN", "bad_number"),
    ],
)
def test_a_faulty_cell_of_a_csv(tmp_path, sheet, column, value, code):
    rows = good_rows()
    rows[sheet][0][column] = value

    assert [problem[::2] for problem in refused(write_csv(tmp_path / "b", rows, "en"))] == [(code, 2)]


def test_a_class_used_twice_names_the_first(tmp_path):
    rows = good_rows()
    rows["classes"][1]["class_id"] = "2022-001"
    path = write_xlsx(tmp_path / "b.xlsx", {"classes": rows["classes"], "trainees": []})

    assert refused(path) == [("duplicate_key", "班级", 3, "班级编号")]
    assert "第 2 行" in said(path).zh


def test_a_faulty_class_id_is_not_reported_again_by_its_references(tmp_path):
    rows = good_rows()
    rows["classes"][0]["class_id"] = None

    assert refused(write_xlsx(tmp_path / "b.xlsx", rows)) == [("missing_value", "班级", 2, "班级编号")]


@pytest.mark.parametrize(
    ("found", "meant"),
    [
        ("2022/6/25", "2022-06-25"),
        ("2022年6月25日", "2022-06-25"),
        (20220625, "2022-06-25"),
        (44737, "2022-06-25"),
        ("25.6.", "2022-06-25 的形式"),
    ],
)
def test_a_date_in_another_form_is_told_its_iso_form(tmp_path, found, meant):
    rows = good_rows()
    rows["attendance"][0]["date"] = found

    assert (
        f"请写 {meant}" in said(write_xlsx(tmp_path / "b.xlsx", rows)).zh
        or f"请写成 {meant}" in said(tmp_path / "b.xlsx").zh
    )


def test_history_is_told_to_leave_an_earlier_class_empty(tmp_path):
    rows = good_rows()
    rows["history"][0]["class_id"] = "2021-001"

    assert "leave class_id empty" in said(write_xlsx(tmp_path / "b.xlsx", rows)).en


def test_an_identity_number_in_the_wrong_column_is_masked(tmp_path):
    rows = good_rows()
    rows["attendance"][0]["hours"] = "11010519491231002X"

    text = said(write_xlsx(tmp_path / "b.xlsx", rows))

    assert "110105********002X" in text.zh
    assert "19491231" not in text.zh + text.en


def test_everything_is_reported_at_once_in_the_order_of_places(tmp_path):
    rows = good_rows()
    rows["attendance"][2]["hours"] = "x"
    rows["attendance"][1] |= {"hours": "x", "date": "x"}
    rows["certificates"][3]["level"] = None
    del rows["employment"][0]["evidence"]

    assert refused(write_xlsx(tmp_path / "b.xlsx", rows, "en")) == [
        ("bad_date", "attendance", 3, "date"),
        ("bad_number", "attendance", 3, "hours"),
        ("bad_number", "attendance", 4, "hours"),
        ("missing_level", "certificates", 5, "level"),
        ("missing_value", "employment", 2, "evidence"),
    ]


def test_faults_of_one_row_are_each_in_their_own_words(tmp_path):
    rows = good_rows()
    order = next(row for row in rows["classes"] if row["kind"] == "order")
    order |= {"order_id": None, "end_on": date(2020, 1, 1)}

    with pytest.raises(UnusableError) as raised:
        read_book(write_xlsx(tmp_path / "b.xlsx", rows), as_of=date(2022, 12, 31))

    said = {problem.code: problem.text.zh for problem in raised.value.problems}
    assert said["missing_order"].startswith("订单式培训必须填订单编号")
    assert said["end_before_start"].startswith("结束日期早于开班日期")


def test_long_lists_are_cut_and_counted(tmp_path):
    rows = good_rows()
    rows["attendance"] = [{**rows["attendance"][0], "hours": "x", "date": "x"} for _ in range(1500)]

    problems = refused(write_csv(tmp_path / "b", rows))

    assert len(problems) == LISTED_PER_SHEET + 1
    assert problems[-1] == ("more_problems", "考勤", 502, "")
    with pytest.raises(UnusableError) as caught:
        read_book(tmp_path / "b", as_of=AS_OF)
    assert "2000" in caught.value.problems[-1].text.en


def test_needed_sheets_and_columns(tmp_path):
    rows = good_rows()
    path = write_csv(tmp_path / "b", {"classes": rows["classes"]}, "en")
    assert refused(path, needed=NEEDED | {"hires"}) == [
        ("missing_sheet", "学员", 0, ""),
        ("missing_sheet", "新招用", 0, ""),
    ]

    text = (path / "classes.csv").read_text().replace("planned_hours", "hours")
    (path / "classes.csv").write_text(text)
    (path / "trainees.csv").write_text("")
    (path / "hires.csv").write_text("\n1,2,3\n")
    assert refused(path) == [
        ("missing_column", "classes", 1, "计划课时"),
        ("no_heading", "hires", 1, ""),
        ("no_heading", "trainees", 0, ""),
    ]


def test_headings_must_be_in_the_first_row_and_there_once(tmp_path):
    rows = good_rows()
    path = write_xlsx(
        tmp_path / "b.xlsx",
        rows,
        prepare=lambda _, pages: pages["trainees"].write_row(0, 0, ["花名册", "一", "二", "三"]),
    )
    assert refused(path) == [("no_heading", "学员", 1, "")]

    rows["trainees"][0]["name"] = "x"
    path = write_xlsx(tmp_path / "c.xlsx", rows, prepare=lambda _, pages: pages["trainees"].write(0, 5, "name"))
    assert refused(path) == [("duplicate_column", "学员", 1, "name")]


def test_two_sheets_or_files_for_one_table(tmp_path):
    path = write_xlsx(tmp_path / "b.xlsx", good_rows(), prepare=lambda book, _: book.add_worksheet("classes"))
    assert refused(path) == [("duplicate_sheet", "classes", 0, "")]

    folder = write_csv(tmp_path / "b", good_rows())
    write_parquet(folder, {"classes": good_rows()["classes"]})
    assert refused(folder) == [("duplicate_sheet", "班级.csv", 0, "")]


def test_formulas_errors_merged_and_hidden_parts(tmp_path):
    def prepare(book, pages):
        pages["attendance"].write_formula(4, 3, "=4+4", None, 8)
        pages["attendance"].write_formula(6, 3, "=4+4", None, 8)
        pages["trainees"].merge_range(1, 0, 2, 0, "2022-001")
        pages["certificates"].set_row(3, None, None, {"hidden": True})
        pages["employment"].set_column(4, 4, None, None, {"hidden": True})
        pages["hires"].hide()
        pages["history"].write_formula(1, 4, "=1/0", None, "#DIV/0!")

    problems = refused(write_xlsx(tmp_path / "b.xlsx", good_rows(), prepare=prepare))

    assert sorted(problems) == [
        ("error_value", "已享受", 2, "职业工种"),
        ("formula", "已享受", 2, "职业工种"),
        ("formula", "考勤", 5, "课时"),
        ("hidden_column", "就业", 1, "证明类型"),
        ("hidden_row", "证书", 4, ""),
        ("hidden_sheet", "新招用", 0, ""),
        ("merged_cells", "学员", 2, "班级编号"),
    ]
    with pytest.raises(UnusableError) as caught:
        read_book(tmp_path / "b.xlsx", as_of=AS_OF)
    formula = next(p for p in caught.value.problems if p.place.sheet == "考勤")
    assert "D5, D7" in formula.text.en


def test_formulas_with_a_namespace_prefix_are_found(tmp_path):
    path = write_xlsx(tmp_path / "b.xlsx", good_rows())

    def add(xml):
        marker = xml.index(b'<c r="D2"')
        value = xml.index(b"<v>", marker)
        prefix = b'<x:f xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">4+4</x:f>'
        return xml[:value] + prefix + xml[value:]

    edit_part(path, "xl/worksheets/sheet3.xml", add)

    assert refused(path) == [("formula", "考勤", 2, "课时")]


OTHER_FILES = [
    (b"", "not_a_workbook"),
    ("班级编号,身份证号\n".encode(), "not_a_workbook"),
    (b"%PDF-1.7\n", "not_a_workbook"),
    (b"\x89PNG\r\n\x1a\n", "not_a_workbook"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "not_a_workbook"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    (b"PK\x03\x04 and then nothing", "damaged"),
]


@pytest.mark.parametrize(("data", "code"), OTHER_FILES)
def test_files_that_are_no_workbook(tmp_path, data, code):
    (tmp_path / "b.xlsx").write_bytes(data)

    assert refused(tmp_path / "b.xlsx") == [(code, "", 0, "")]


def test_archives_that_are_no_workbook(tmp_path):
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w") as archive:
        archive.writestr("a.txt", "x")
    assert refused(tmp_path / "b.xlsx") == [("not_a_workbook", "", 0, "")]

    path = write_xlsx(tmp_path / "c.xlsx", good_rows())
    edit_part(
        path,
        "xl/workbook.xml",
        lambda xml: xml.replace(b"<workbook ", b"<document ").replace(b"</workbook>", b"</document>"),
    )
    assert refused(path) == [("not_a_workbook", "", 0, "")]


def test_a_truncated_workbook(tmp_path):
    path = write_xlsx(tmp_path / "b.xlsx", good_rows())
    path.write_bytes(path.read_bytes()[:-100])

    assert refused(path) == [("damaged", "", 0, "")]


def test_a_workbook_without_known_sheets_and_a_folder_without(tmp_path):
    edit_part(
        path := write_xlsx(tmp_path / "b.xlsx", {"classes": []}),
        "xl/workbook.xml",
        lambda xml: xml.replace("班级".encode(), b"Sheet1"),
    )
    assert refused(path) == [("no_sheets", "", 0, "")]

    (tmp_path / "folder").mkdir()
    assert refused(tmp_path / "folder") == [("no_sheets", "", 0, "")]


def test_limits_are_checked_before_anything_is_unpacked(tmp_path):
    path = write_xlsx(tmp_path / "b.xlsx", good_rows())
    size = path.stat().st_size

    assert refused(path, limits=Limits(file_bytes=size - 1)) == [("too_large", "", 0, "")]
    assert refused(path, limits=Limits(inflated_bytes=size)) == [("too_large", "", 0, "")]
    assert refused(path, limits=Limits(rows=40)) == [("too_many_rows", "考勤", 0, "")]
    assert refused(path, limits=Limits(cells=160)) == [("too_many_cells", "考勤", 0, "")]
    assert refused(write_csv(tmp_path / "c", good_rows()), limits=Limits(rows=40)) == [("too_many_rows", "考勤", 0, "")]
    assert refused(write_parquet(tmp_path / "p", good_rows()), limits=Limits(parquet_rows=39))[0][0] == "too_many_rows"


def test_too_many_columns(tmp_path):
    rows = good_rows()
    rows["trainees"][0] |= {f"x{n}": n for n in range(300)}

    for path in (write_xlsx(tmp_path / "b.xlsx", rows), write_csv(tmp_path / "b", rows)):
        assert refused(path) == [("too_many_columns", "学员", 1, "")]


def test_a_zip_bomb(tmp_path):
    path = write_xlsx(tmp_path / "b.xlsx", good_rows())

    edit_part(path, "xl/worksheets/sheet3.xml", lambda xml: xml + b" " * (5 * 2**20))

    assert refused(path) == [("zip_bomb", "", 0, "")]


@pytest.mark.parametrize("reference", ["XFD1048576", "D1048576", "A9999999", "ZZZ2"])
def test_a_cell_far_outside_does_not_fill_the_memory(tmp_path, reference):
    path = write_xlsx(tmp_path / "b.xlsx", good_rows())
    row = reference.strip("ADFXZ")
    cell = f'<row r="{row}"><c r="{reference}"><v>1</v></c></row></sheetData>'.encode()

    edit_part(path, "xl/worksheets/sheet6.xml", lambda xml: xml.replace(b"</sheetData>", cell))

    if reference == "D1048576":
        assert refused(path, limits=Limits(cells=10**6)) == [("too_many_cells", "新招用", 0, "")]
    elif reference == "ZZZ2":
        assert read_book(path, as_of=AS_OF).row_counts["hires"] == 1
    else:
        assert refused(path)[0][0] in {"too_many_cells", "too_many_rows"}


def test_a_cell_without_reference_far_outside(tmp_path):
    path = write_xlsx(tmp_path / "b.xlsx", good_rows())
    cells = b'<row r="1040000">' + b"<c/>" * 3000 + b"<c><v>1</v></c></row></sheetData>"

    edit_part(path, "xl/worksheets/sheet6.xml", lambda xml: xml.replace(b"</sheetData>", cells))

    assert refused(path) == [("too_many_cells", "新招用", 0, "")]


def test_entities_are_never_expanded(tmp_path):
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet'
    for part in ("xl/worksheets/sheet3.xml", "xl/workbook.xml"):
        path = write_xlsx(tmp_path / "b.xlsx", good_rows())
        edit_part(path, part, lambda xml: xml.replace(b"<work", bomb[:-9] + b"<work", 1))
        assert refused(path) == [("damaged", "", 0, "")]


def test_encodings_and_shapes_of_csv(tmp_path):
    path = write_csv(tmp_path / "b", good_rows(), encoding="gb18030")
    assert refused(path)[0] == ("wrong_encoding", "学员", 1, "")
    assert "GBK" in said(path).zh

    path = write_csv(tmp_path / "c", good_rows(), encoding="utf-16")
    assert {problem[0] for problem in refused(path)} == {"wrong_encoding"}

    path = write_csv(tmp_path / "d", good_rows())
    trainees = path / "学员.csv"
    lines = trainees.read_text().splitlines()
    trainees.write_text("\n".join([*lines[:2], lines[2] + ",x", lines[3].rpartition(",")[0], *lines[4:]]))
    assert refused(path) == [("ragged_row", "学员", 3, ""), ("ragged_row", "学员", 4, "")]

    trainees.write_text("\n".join([lines[0], lines[1].replace("王", "王\0")]))
    assert refused(path) == [("nul_byte", "学员", 2, "")]

    trainees.write_text("\n".join([lines[0], lines[1].replace("王", '"王')]))
    assert refused(path) == [("bad_csv", "学员", 2, "")]


def test_parquet_that_is_none_or_has_odd_types(tmp_path):
    path = write_parquet(tmp_path / "b", good_rows())
    (path / "history.parquet").write_bytes(b"PAR1 nonsense PAR1")
    assert refused(path) == [("damaged", "history", 0, "")]

    (path / "history.parquet").unlink()
    frame = pl.read_parquet(path / "hires.parquet").with_columns(
        person_id=pl.lit(110105194912310020),
        contract_start=pl.lit(MOMENT),
        contract_months=pl.lit([12.0]),
    )
    frame.write_parquet(path / "hires.parquet")
    assert refused(path) == [
        ("bad_number", "hires", 2, "contract_months"),
        ("bad_date", "hires", 2, "contract_start"),
        ("id_as_number", "hires", 2, "person_id"),
    ]


def test_paths_that_are_no_plain_file(tmp_path):
    assert refused(tmp_path / "none.xlsx") == [("not_found", "", 0, "")]

    path = write_xlsx(tmp_path / "b.xlsx", good_rows())
    (tmp_path / "link.xlsx").symlink_to(path)
    assert refused(tmp_path / "link.xlsx") == [("not_a_file", "", 0, "")]

    os.mkfifo(tmp_path / "pipe.xlsx")
    assert refused(tmp_path / "pipe.xlsx") == [("not_a_file", "", 0, "")]
    assert refused(Path("/dev/zero")) == [("not_a_file", "", 0, "")]

    folder = write_csv(tmp_path / "folder", good_rows())
    (folder / "班级.csv").rename(tmp_path / "elsewhere.csv")
    (folder / "班级.csv").symlink_to(tmp_path / "elsewhere.csv")
    assert refused(folder) == [("not_a_file", "", 0, "")]


def test_days_beyond_the_calendar(tmp_path):
    path = write_parquet(tmp_path / "b", good_rows())
    frame = pl.read_parquet(path / "hires.parquet").with_columns(contract_start=pl.lit(10**7).cast(pl.Date))
    frame.write_parquet(path / "hires.parquet")

    assert refused(path) == [("bad_date", "hires", 2, "contract_start")]
