from __future__ import annotations

import io
from datetime import date

from python_calamine import CalamineWorkbook

from factories.registry_forms import filled, people, person
from jineng.workbook.registry_forms.forms import ROSTER
from jineng.workbook.registry_forms.marked import write_marked
from jineng.workbook.registry_forms.reading import read_form

TODAY = date(2022, 6, 1)
TITLE = "岚县2022年花名册"


def rows_of(content: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def marked(content: bytes) -> bytes:
    return write_marked(content, ROSTER, read_form(content, ROSTER, today=TODAY).problems)


def test_rows_keep_their_places_and_cells_and_gain_a_column() -> None:
    content = filled("roster", [person(1), person(2, phone="123", remark="=1+1", 序号=2.5)], above=[TITLE])
    before, after = rows_of(content), rows_of(marked(content))

    assert [row[: len(before[0])] for row in after[1:]] == before[1:]
    assert after[0][0] == TITLE
    assert after[1][len(before[0])] == "问题"
    assert after[2][len(before[0])] == ""
    assert "联系电话：" in str(after[3][len(before[0])])


def test_a_mended_copy_is_read_like_the_first() -> None:
    faulty = marked(filled("roster", [person(1), person(2, phone="123")]))
    problems = read_form(faulty, ROSTER, today=TODAY).problems
    mended = faulty_cell_replaced(faulty, "123", "19900000002")

    assert [problem.place.row for problem in problems] == [3]
    assert read_form(mended, ROSTER, today=TODAY).problems == []
    assert [name for name in rows_of(marked(faulty))[0] if name == "问题"] == ["问题"]


def faulty_cell_replaced(content: bytes, old: str, new: str) -> bytes:
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            text = source.read(name).decode()
            target.writestr(name, text.replace(f"<t>{old}</t>", f"<t>{new}</t>"))
    return out.getvalue()


def test_every_fault_stands_in_its_row() -> None:
    content = filled("roster", people(40, phone="123", education="仙"))
    after = rows_of(marked(content))

    assert all("联系电话" in str(row[-1]) and "文化程度" in str(row[-1]) for row in after[1:])
