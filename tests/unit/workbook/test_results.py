"""The result workbook, read back by another library and by its XML."""

import hashlib
import re
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import polars as pl
import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from factories.settlements import ENTERPRISE, EVALUATOR, PLAN, RECEIPT, SCHOOL, person, varied
from jineng.workbook.result_tables import Table, certificates_of, class_facts_of, names_of
from jineng.workbook.results import _add_table, receipt_hash, result_workbook, write_result
from jineng.workbook.table_sheet import MAX_TEXT, Styles, TableColumn

EMPTY = ""


@pytest.fixture(scope="module")
def book() -> bytes:
    result, names, classes = varied()
    return result_workbook(result, names=names, classes=classes, plan=PLAN)


def sheet(book: bytes, name: str) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(BytesIO(book)).get_sheet_by_name(name).to_python()


def records(book: bytes, name: str) -> list[dict[object, object]]:
    heading, *rows = sheet(book, name)
    return [dict(zip(heading, row, strict=True)) for row in rows]


def part(book: bytes, name: str) -> str:
    return ZipFile(BytesIO(book)).read(name).decode()


def test_the_sheets_are_those_of_the_contract(book):
    names = CalamineWorkbook.from_filelike(BytesIO(book)).sheet_names
    assert names == ["汇总", "人员明细", "班级", "机构", "问题", "依据"]


def test_a_payable_line_says_money_as_numbers_and_codes_beside_their_names(book):
    assert records(book, "人员明细")[1] == {
        "序号": 2,
        "班级编号": "LX-1",
        "身份证号": person(2),
        "姓名": "李建国",
        "补贴项目": "培训补贴",
        "证书编号": EMPTY,
        "收款方类别": "培训机构",
        "收款方": SCHOOL,
        "状态": "可拨付",
        "补贴标准": "阶梯标准",
        "培训天数": 10,
        "应补金额": 1234.56,
        "已拨金额": 1000.0,
        "本次应拨": 234.56,
        "应追回": 0.0,
        "后续金额": 0.0,
        "后续条件": EMPTY,
        "待定下限": EMPTY,
        "待定上限": EMPTY,
        "原因": EMPTY,
        "原因代码": EMPTY,
        "项目代码": "training",
        "状态代码": "payable",
        "标准代码": "ladder",
        "收款方类别代码": "institution",
    }


def test_a_refused_line_says_its_reasons_with_their_codes(book):
    refused = records(book, "人员明细")[2]
    assert refused["状态"] == "不予补贴"
    assert refused["原因"] == "没有该班取得的证书；新方案的原因"
    assert refused["原因代码"] == "no_certificate；brand_new_code"


def test_what_may_still_come_is_an_amount_and_a_condition_or_a_range(book):
    later, pending = records(book, "人员明细")[3:5]
    assert (later["后续金额"], later["后续条件"]) == (300.0, "300.00 元：取证后三个月内就业（至 2023-01-15）")
    assert (pending["待定下限"], pending["待定上限"], pending["培训天数"]) == (0.0, 4000.0, EMPTY)


def test_lines_without_class_or_certificate_leave_the_cell_empty(book):
    certificate, hire = records(book, "人员明细")[5:7]
    assert (certificate["证书编号"], certificate["收款方"]) == ("S000014110015225000123", EVALUATOR)
    assert (hire["班级编号"], hire["补贴项目"], hire["收款方"], hire["应追回"]) == (
        EMPTY,
        "招用补贴",
        ENTERPRISE,
        200.0,
    )


def test_classes_show_facts_rates_and_sums(book):
    first, second = sheet(book, "班级")[1:]
    assert first == [
        *("LX-1", SCHOOL, "养老护理员", "订单式", date(2022, 7, 2), date(2022, 7, 16), 80.0),
        *(40.0, 0.9512, 36.0, 0.9, 30.0, 0.8333, "阶梯标准", 3134.56, 2134.56, EMPTY, EMPTY, "ladder"),
    ]
    assert (second[2], second[6], second[12]) == (EMPTY, 7.5, EMPTY)
    assert second[14:17] == [1500.0, 1200.0, "没有该班取得的证书"]


def test_institutions_and_problems(book):
    assert sheet(book, "机构")[1] == [
        SCHOOL,
        80,
        0.79,
        0.8333,
        "否",
        "还差 1 人",
        "pass_rate_below_threshold",
    ]
    assert sheet(book, "问题")[1] == ["考勤", 7, "不在该班花名册中，未计入", "not_on_roster"]


def test_grounds_have_one_row_a_line_and_step(book):
    rows = sheet(book, "依据")
    assert len(rows) == 1 + 6 * 2
    assert rows[2] == [1, "LX-1", person(1), "王小兰", "培训补贴", EMPTY, 2, "三（七）", "+ 10 天 × 150 元 = 1,500 元"]


def test_the_summary_has_totals_groups_receipt_and_readings(book):
    rows = [[cell for cell in row if cell != EMPTY] for row in sheet(book, "汇总")]
    assert [4934.56, 1500.0, 3334.56, 200.0, 300.0, 1.0] in rows
    assert ["培训补贴", "可拨付", 3.0, 4234.56, 1000.0, 2934.56, 0.0, 300.0] in rows
    assert ["企业", ENTERPRISE, 1.0, 300.0, 500.0, 0.0, 200.0, 0.0] in rows
    assert ["没有本班证书", "no_certificate", 1.0] in rows
    assert ["brand_new_code", "brand_new_code", 1.0] in rows
    assert ["凭据号", receipt_hash(RECEIPT)] in rows
    assert ["输入数据 SHA-256", RECEIPT["input_sha256"]] in rows
    assert ["一天按多少课时计", "8 课时为一天", "三（七）", "示例县人社局"] in rows


def test_the_receipt_hash_is_that_of_canonical_json():
    receipt = {"policy": "示例", "as_of": "2022-12-31"}
    assert receipt_hash(receipt) == hashlib.sha256('{"as_of":"2022-12-31","policy":"示例"}'.encode()).hexdigest()


def test_no_text_is_a_formula_and_what_looks_like_one_is_marked_as_text(book):
    sheets = [name for name in ZipFile(BytesIO(book)).namelist() if "/worksheets/" in name]
    assert len(sheets) == 6
    assert not any("<f>" in part(book, name) for name in sheets)
    cell = re.search(r'<c r="D4" s="(\d+)" t="s">', part(book, "xl/worksheets/sheet2.xml"))
    assert records(book, "人员明细")[2]["姓名"] == "=1+1"
    formats = re.findall(r"<xf .*?/?>(?:<alignment.*?</xf>)?", part(book, "xl/styles.xml").split("<cellXfs")[1])
    assert 'quotePrefix="1"' in formats[int(cell[1])]


def test_identifiers_are_text_cells(book):
    assert re.search(r'<c r="C2" s="\d+" t="s">', part(book, "xl/worksheets/sheet2.xml"))


def test_money_is_written_to_the_last_fen():
    result, names, classes = varied()
    result["lines"][0]["due"] = "12345678901.23"
    book = result_workbook(result, names=names, classes=classes, plan=PLAN)
    assert "<v>12345678901.23</v>" in part(book, "xl/worksheets/sheet2.xml")
    assert 'formatCode="#,##0.00"' in part(book, "xl/styles.xml") or 'numFmtId="4"' in part(book, "xl/styles.xml")


def test_money_that_is_none_is_refused():
    result, names, classes = varied()
    result["lines"][0]["due"] = "1500</v>"
    with pytest.raises(ValueError, match="expected yuan"):
        result_workbook(result, names=names, classes=classes, plan=PLAN)


def test_long_sheets_filter_freeze_and_print_on_a4_landscape(book):
    xml = part(book, "xl/worksheets/sheet2.xml")
    assert '<dimension ref="A1:Y8"/>' in xml
    assert '<autoFilter ref="A1:Y8"/>' in xml
    assert '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' in xml
    assert re.search(r'<pageSetup paperSize="9"[^>]*fitToHeight="0"[^>]*orientation="landscape"', xml)
    assert "第 &amp;P 页 共 &amp;N 页" in xml
    names = part(book, "xl/workbook.xml")
    assert len(re.findall(r'name="_xlnm.Print_Titles"[^>]*>[^<]*\$1:\$1<', names)) == 5


def test_the_same_result_gives_the_same_bytes(book):
    result, names, classes = varied()
    assert result_workbook(result, names=names, classes=classes, plan=PLAN) == book


def test_an_empty_result_is_a_workbook_with_headings():
    result, _, _ = varied()
    empty = result | {"lines": [], "classes": [], "institutions": [], "problems": []}
    book = result_workbook(empty, names={}, classes={}, plan=PLAN)
    assert [len(sheet(book, name)) for name in ("人员明细", "班级", "机构", "问题", "依据")] == [1] * 5


def test_a_table_longer_than_a_worksheet_goes_on_in_the_next():
    file = BytesIO()
    book = Workbook(file, {"in_memory": True})
    table = Table("依据", [TableColumn("序号", "whole", 8)], [[1], [2], [3]])
    _add_table(book, table, Styles(book), PLAN, rows_each=2)
    book.close()
    assert sheet(file.getvalue(), "依据") == [["序号"], [1], [2]]
    assert sheet(file.getvalue(), "依据 2") == [["序号"], [3]]


def test_a_text_that_no_cell_can_hold_is_cut_with_a_mark():
    result, names, classes = varied()
    result["lines"][0]["basis"][0]["text"] = "长" * 40_000
    text = sheet(result_workbook(result, names=names, classes=classes, plan=PLAN), "依据")[1][-1]
    assert len(text) == MAX_TEXT
    assert text.endswith("…（内容过长，已截断）")


def test_markup_comes_back_as_it_was():
    result, names, classes = varied()
    names[person(1)] = "a<b>&\"c'"
    book = result_workbook(result, names=names, classes=classes, plan=PLAN)
    assert records(book, "人员明细")[0]["姓名"] == "a<b>&\"c'"


def test_the_file_appears_whole_or_not_at_all(tmp_path: Path, book):
    result, names, classes = varied()
    out = tmp_path / "result.xlsx"
    write_result(out, result, names=names, classes=classes, plan=PLAN)
    assert out.read_bytes() == book
    del result["lines"][0]["due"]
    with pytest.raises(KeyError):
        write_result(out, result, names=names, classes=classes, plan=PLAN)
    assert [path.name for path in tmp_path.iterdir()] == ["result.xlsx"]
    assert out.read_bytes() == book


def test_a_file_that_cannot_take_its_place_leaves_nothing_behind(tmp_path: Path):
    result, names, classes = varied()
    (tmp_path / "result.xlsx").mkdir()
    with pytest.raises(OSError, match=r"result\.xlsx"):
        write_result(tmp_path / "result.xlsx", result, names=names, classes=classes, plan=PLAN)
    assert [path.name for path in tmp_path.iterdir()] == ["result.xlsx"]


def test_names_and_class_facts_come_from_the_canonical_tables():
    trainees = pl.DataFrame({"class_id": ["A", "B"], "person_id": ["p", "p"], "name": ["王小兰", "王晓兰"]})
    assert names_of(trainees) == {"p": "王小兰"}
    classes = pl.DataFrame(
        {
            "class_id": ["A"],
            "institution": [SCHOOL],
            "occupation": [None],
            "kind": ["order"],
            "start_on": [date(2022, 7, 1)],
            "end_on": [date(2022, 7, 9)],
            "planned_milli": [80_000],
            "row": [2],
        }
    )
    assert class_facts_of(classes) == {
        "A": {
            "institution": SCHOOL,
            "occupation": None,
            "kind": "order",
            "start_on": date(2022, 7, 1),
            "end_on": date(2022, 7, 9),
            "planned_milli": 80_000,
        }
    }


def test_a_training_line_is_shown_with_the_earliest_certificate_of_its_class():
    certificates = pl.DataFrame(
        {
            "class_id": ["A", "A", "B"],
            "person_id": ["p", "p", "p"],
            "number": ["LATE", "EARLY", "OTHER"],
            "issued_on": [date(2022, 8, 2), date(2022, 8, 1), date(2022, 1, 1)],
        }
    )
    assert certificates_of(certificates) == {("A", "p"): "EARLY", ("B", "p"): "OTHER"}
