"""A marked copy shows where the faults are, and once mended is a good book."""

from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from factories.workbooks import AS_OF, good_rows, write_csv, write_xlsx
from jineng.kernel.problems import UnusableError
from jineng.workbook.marked import write_marked
from jineng.workbook.reading import read_book


def _problems(path):
    with pytest.raises(UnusableError) as caught:
        read_book(path, as_of=AS_OF)
    return caught.value.problems


def _sheets(path):
    with CalamineWorkbook.from_path(path) as book:
        return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_problems_stand_beside_their_rows_and_on_the_first_sheet(tmp_path):
    rows = good_rows()
    rows["trainees"][1] |= {"name": None, "备注": "=1+1", "person_id": 110105194912310020}
    rows["attendance"][0]["date"] = "2022/6/1"
    path = write_xlsx(tmp_path / "b.xlsx", rows)
    problems = _problems(path)

    write_marked(path, problems, tmp_path / "m.xlsx")

    sheets = _sheets(tmp_path / "m.xlsx")
    assert list(sheets) == ["问题", "班级", "学员", "考勤", "证书", "就业", "新招用", "已享受"]
    assert [row[:3] for row in sheets["问题"][1:]] == [
        ["学员", 3.0, "姓名"],
        ["学员", 3.0, "身份证号"],
        ["考勤", 2.0, "日期"],
    ]
    assert sheets["学员"][0] == ["班级编号", "身份证号", "姓名", "人员类别", "备注", "问题"]
    faulty = sheets["学员"][2]
    assert faulty[:5] == ["2022-001", 1.1010519491231e17, "", "脱贫劳动力", "=1+1"]
    assert faulty[5].splitlines()[0].startswith("姓名：此格必填")
    assert "身份证号：" in faulty[5]
    assert sheets["考勤"][1][2] == "2022/6/1"
    assert sheets["考勤"][2][2] == date(2022, 6, 2)


def test_a_mended_copy_is_a_good_book_and_can_be_marked_again(tmp_path):
    rows = good_rows()
    rows["trainees"][0]["name"] = None
    path = write_csv(tmp_path / "b", rows)

    write_marked(path, _problems(path), tmp_path / "m.xlsx", language="en")
    again = _problems(tmp_path / "m.xlsx")
    write_marked(tmp_path / "m.xlsx", again, tmp_path / "n.xlsx")

    assert [problem.code for problem in again] == ["missing_value"]
    assert _sheets(tmp_path / "m.xlsx")["学员"][0][-1] == "problems"
    assert _sheets(tmp_path / "n.xlsx")["学员"][0] == ["班级编号", "身份证号", "姓名", "人员类别", "问题"]


def test_a_file_that_cannot_be_opened_has_only_the_list(tmp_path):
    (tmp_path / "b.xlsx").write_bytes(b"%PDF-1.7")

    write_marked(tmp_path / "b.xlsx", _problems(tmp_path / "b.xlsx"), tmp_path / "m.xlsx", language="en")

    sheets = _sheets(tmp_path / "m.xlsx")
    assert list(sheets) == ["problems"]
    assert "a PDF file" in sheets["problems"][1][3]
