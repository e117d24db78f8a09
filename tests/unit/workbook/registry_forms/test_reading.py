from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest

from factories.identities import identity_number
from factories.registry_forms import filled, people, person
from jineng.kernel.problems import UnusableError
from jineng.workbook.limits import Limits
from jineng.workbook.registry_forms.forms import FORMS, ROSTER
from jineng.workbook.registry_forms.reading import read_form
from jineng.workbook.registry_forms.template import write_form

TODAY = date(2022, 6, 1)


def read(content: bytes, form: str = "roster"):
    return read_form(content, FORMS[form], today=TODAY)


def codes(content: bytes, form: str = "roster"):
    return [(problem.code, problem.place.row, problem.place.column) for problem in read(content, form).problems]


def test_a_plain_roster_is_read_as_text_and_codes() -> None:
    found = read(filled("roster", people(3)))

    assert (found.problems, found.notes) == ([], [])
    row = found.table.row(0, named=True)
    assert (row["sheet"], row["row"]) == ("学员花名册", 2)
    assert row["id_number"] == identity_number(1)
    assert (row["sex"], row["ethnic_group"], row["education"], row["household_kind"]) == ("2", "01", "71", "rural")
    assert row["groups"] == "rural_migrant"


def test_headings_of_counties_below_titles_are_found() -> None:
    headings = {
        "id_number": "公民身份\n号码*",
        "phone": "联系 方式",
        "groups": "人员类别（可多填）",
        "education": "文化程度",
    }
    content = filled(
        "roster", people(2), headings=headings, above=["岚县2022年职业技能培训学员花名册", "填报单位：岚县职校"]
    )

    assert read(content).problems == []
    assert read(content).table["row"].to_list() == [4, 5]


def test_a_heading_over_two_rows_is_put_together() -> None:
    def two_rows(book, page) -> None:
        for place, text in enumerate(["姓名", "身份证号"]):
            page.merge_range(0, place, 1, place, text)
        page.merge_range(0, 2, 0, 3, "联系信息")
        page.write_row(1, 2, ["联系电话", "家庭住址"])
        page.write_row(2, 0, ["王小明", identity_number(5), "19900000001", "东村镇一村"])

    content = filled("roster", [], prepare=two_rows)
    found = read(content)

    assert found.problems == []
    assert found.table.row(0, named=True)["phone"] == "19900000001"


def test_numbers_are_repaired_where_that_is_certain() -> None:
    number = identity_number(7)
    rows = [
        person(1, id_number=f"’{number} ", phone=19900000001),
        person(2, id_number=identity_number(2).lower(), phone="199-0000-0002", born_on=19700101),
        person(3, name="买买提•艾力", phone="+86 19900000003"),
        person(4, name="王  伟", id_number="".join(chr(ord(digit) + 0xFEE0) for digit in identity_number(4))),
    ]
    found = read(filled("roster", rows))

    assert found.problems == []
    assert found.table["id_number"].to_list() == [number, identity_number(2), identity_number(3), identity_number(4)]
    assert found.table["phone"].to_list()[:3] == ["19900000001", "19900000002", "19900000003"]
    assert found.table["name"].to_list()[2:] == ["买买提·艾力", "王伟"]


@pytest.mark.parametrize(
    ("told", "code", "column"),
    [
        ({"id_number": 141127199001011234.0}, "digits_lost", "身份证号"),
        ({"id_number": "1.41127E+17"}, "digits_lost", "身份证号"),
        ({"id_number": "14112719900101123"}, "bad_document", "身份证号"),
        ({"name": "王\ue001"}, "private_character", "姓名"),
        ({"name": "王伟2"}, "name_with_digits", "姓名"),
        ({"name": ""}, "missing", "姓名"),
        ({"id_number": None}, "missing", "身份证号"),
        ({"phone": "0358-6722001"}, "landline", "联系电话"),
        ({"phone": "13800138000、13900139000"}, "several_phones", "联系电话"),
        ({"phone": "1380013800"}, "bad_phone", "联系电话"),
        ({"education": "MBA"}, "unknown_value", "文化程度"),
        ({"groups": "农民工、神仙"}, "unknown_value", "人员类别"),
        ({"sex": "男"}, "sex_differs", "性别"),
        ({"born_on": "1999-09-09"}, "birth_differs", "出生日期"),
        ({"born_on": "1990.3"}, "bad_date", "出生日期"),
        ({"address": date(2022, 3, 5)}, "became_a_day", "家庭住址"),
        ({"account_number": "6222"}, "bad_account", "银行卡号"),
    ],
)
def test_a_fault_is_told_with_its_place(told, code, column) -> None:
    assert codes(filled("roster", [person(1), person(2, **told)])) == [(code, 3, column)]


def test_all_faults_of_all_rows_come_at_once_in_the_order_of_rows() -> None:
    rows = [person(n, phone="123", education="仙") for n in range(1, 301)]
    problems = read(filled("roster", rows)).problems

    assert len(problems) == 600
    assert [problem.place.row for problem in problems] == sorted(problem.place.row for problem in problems)


def test_a_person_twice_is_named_with_both_rows() -> None:
    problems = read(filled("roster", [person(1), person(2), person(1, name="别人")])).problems

    assert [(problem.code, problem.place.row) for problem in problems] == [("person_twice", 4)]
    assert "第 2 行" in problems[0].text.zh
    assert "row 2" in problems[0].text.en


def test_a_person_on_two_sheets_is_named_with_the_other_sheet() -> None:
    def second(book, page) -> None:
        other = book.add_worksheet("二班")
        other.write_row(0, 0, ["姓名", "身份证号"])
        other.write_row(1, 0, ["王小明", identity_number(1)])

    problems = read(filled("roster", [person(1)], sheet="一班", prepare=second)).problems

    assert [(problem.code, problem.place.sheet) for problem in problems] == [("person_twice", "二班")]
    assert "一班" in problems[0].text.zh


def test_foot_lines_and_prepared_rows_are_left_out_and_said() -> None:
    below = [["填表人：李四", "审核：王五"], ["", "", "女"]]
    found = read(filled("roster", people(2), below=below))

    assert found.problems == []
    assert found.table.height == 2
    assert "4–5" in found.notes[0].zh


def test_a_foot_line_in_a_column_that_is_full_is_left_out_too() -> None:
    rows = [{"name": "王小明", "id_number": identity_number(n)} for n in (1, 2)]
    found = read(filled("roster", rows, below=[["填表人：李四"]]))

    assert (found.problems, found.table.height) == ([], 2)


def test_a_row_without_number_among_others_is_a_fault_not_a_foot_line() -> None:
    assert codes(filled("roster", [person(1, name="", id_number=""), person(2)])) == [
        ("missing", 2, "姓名"),
        ("missing", 2, "身份证号"),
    ]


def test_empty_rows_between_are_passed_over_and_rows_keep_their_numbers() -> None:
    found = read(filled("roster", [person(1), {}, person(2), {}]))

    assert found.table["row"].to_list() == [2, 4]
    assert found.problems == []


def test_merged_townships_hold_for_every_row_and_merged_numbers_do_not() -> None:
    def merge(book, page) -> None:
        page.merge_range(1, 7, 2, 7, "普明镇")
        page.merge_range(1, 1, 2, 1, identity_number(1))

    found = read(filled("roster", people(2), prepare=merge))

    assert found.table["township"].to_list() == ["普明镇", "普明镇"]
    assert ("merged", 2) in [(problem.code, problem.place.row) for problem in found.problems]


def test_formulas_harm_only_where_nothing_can_be_checked() -> None:
    def calculate(book, page) -> None:
        page.write_formula(1, 2, '=IF(1,"女","男")', None, "女")
        page.write_formula(1, 5, "=A1", None, "19900000009")

    assert codes(filled("roster", [person(1)], prepare=calculate)) == [("formula", 2, "联系电话")]


def test_hidden_rows_are_told() -> None:
    assert codes(
        filled("roster", people(2), prepare=lambda _, page: page.set_row(2, None, None, {"hidden": True}))
    ) == [("hidden_row", 3, "")]


def test_residence_permits_are_known_by_their_number() -> None:
    permit = identity_number(3, prefix="810000")
    found = read(filled("roster", [person(1), person(2, id_number=permit)]))

    assert found.problems == []
    assert found.table["id_kind"].to_list() == ["resident_id", "hmt_residence"]


def test_phones_that_many_share_are_only_a_warning() -> None:
    found = read(filled("roster", people(5, phone="19900000001")))

    assert found.problems == []
    assert {warning.code for warning in found.warnings} == {"shared_phone"}


def test_a_column_twice_is_told() -> None:
    rows = [{**person(1), "电话号码": "19900000001"}]

    assert codes(filled("roster", rows)) == [("column_twice", 1, "电话号码")]


def test_a_required_column_that_is_missing_is_told_once() -> None:
    rows = [{"name": person(n)["name"], "id_number": identity_number(n)} for n in range(1, 5)]

    assert codes(filled("registration", rows), "registration") == [
        ("missing_column", 1, "联系电话"),
        ("missing_column", 1, "户口性质"),
        ("missing_column", 1, "家庭住址"),
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("form", FORMS)
def test_every_template_is_a_form_with_nothing_filled_in(form, language) -> None:
    found = read(write_form(FORMS[form], language), form)

    assert [problem.code for problem in found.problems] == ["no_rows"]
    assert found.notes == []


@pytest.mark.parametrize("form", FORMS)
def test_examples_of_templates_are_faultless(form) -> None:
    chosen = FORMS[form]
    row = {column.key: column.example for column in chosen.columns if column.example}

    assert codes(filled(form, [row]), form) == []


def test_the_same_template_has_the_same_bytes() -> None:
    assert write_form(ROSTER) == write_form(ROSTER)


def _refused(content: bytes) -> str:
    with pytest.raises(UnusableError) as fault:
        read(content)
    return fault.value.problems[0].code


def test_what_is_no_form_is_refused_with_what_was_found() -> None:
    with pytest.raises(UnusableError) as fault:
        read(filled("institutions", [{"name": "x", "credit_code": "y"}]))

    assert fault.value.problems[0].code == "no_heading"
    assert "统一社会信用代码" in fault.value.problems[0].text.zh


def test_foreign_and_damaged_files_are_refused() -> None:
    good = filled("roster", people(2))

    assert _refused(b"%PDF-1.7") == "not_a_workbook"
    assert _refused(b"") == "not_a_workbook"
    assert _refused(good[: len(good) // 2]) == "damaged"


def test_bombs_and_wide_sheets_are_refused_before_they_are_read() -> None:
    out = io.BytesIO(filled("roster", people(2)))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/bomb", bytes(20 * 2**20))
    assert _refused(out.getvalue()) == "zip_bomb"

    far = filled("roster", people(2), prepare=lambda _, page: page.write_string(900_000, 30, "x"))
    assert _refused(far) == "too_many_rows"


def test_size_limits_hold() -> None:
    content = filled("roster", people(20))
    for limits in (Limits(file_bytes=1000), Limits(rows=10), Limits(columns=3)):
        with pytest.raises(UnusableError):
            read_form(content, ROSTER, today=TODAY, limits=limits)
