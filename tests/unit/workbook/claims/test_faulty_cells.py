"""Every fault of a book of claim lines is told with its place, both languages, and nothing is guessed."""

from __future__ import annotations

import random
from datetime import date, datetime

import pytest

from jineng.journeys.settle_claims_book import settle_claims_book
from jineng.kernel.problems import UnusableError
from jineng.workbook.claims.reading import read_claims_book
from jineng.workbook.limits import Limits
from unit.workbook.claims.books import example_of, plan_of, rows_of, told, write_folder, write_xlsx

AS_OF = date(2023, 12, 31)
WUJIN, NANPING, JINING, WENZHOU = "wujin-2023", "nanping-2023", "jining-2020", "wenzhou-2020"
EXAMPLES = {
    WUJIN: "second_of_the_year",
    NANPING: "same_level_again",
    JINING: "small_at_a_standstill",
    WENZHOU: "no_voucher",
}


def good(place: str):
    """Rows of a good book: headings of the sheets 申领 and 以往享受."""
    return rows_of(place, *told(place, example_of(place, EXAMPLES[place])))


def problems_of(path, place, **options):
    """Return the problems of a book as (code, sheet, row, column); none where it can be used."""
    try:
        read_claims_book(path, plan_of(place), as_of=AS_OF, **options)
    except UnusableError as fault:
        problems = fault.problems
    else:
        return []
    assert all(problem.text.zh != problem.text.en for problem in problems)
    return [(p.code, p.place.sheet, p.place.row, p.place.column) for p in problems]


def refused(path, place, **options):
    """Return the problems of a book that has some."""
    found = problems_of(path, place, **options)
    assert found
    return found


CELLS = [
    (WUJIN, "申领", "身份证件号码", "110105194912310021", "bad_identity"),
    (WUJIN, "申领", "身份证件号码", 110105194912310020, "id_as_number"),
    (WUJIN, "申领", "身份证件号码", None, "missing_value"),
    (WUJIN, "申领", "身份证件号码", "未知", "bad_identity"),
    (WUJIN, "申领", "补贴项目", None, "missing_value"),
    (WUJIN, "申领", "补贴项目", "招用补贴", "not_in_list"),
    (WUJIN, "申领", "补贴项目", "未知", "not_in_list"),
    (WUJIN, "申领", "已拨金额", "1,300", "bad_number"),
    (WUJIN, "申领", "已拨金额", "未知", "bad_number"),
    (WUJIN, "申领", "已拨金额", -1, "negative"),
    (WUJIN, "申领", "已拨金额", 1_000_000_001, "too_large"),
    (WUJIN, "申领", "技能等级", "6", "not_in_list"),
    (WUJIN, "申领", "技能等级", "四级", "not_in_list"),
    (WUJIN, "申领", "是否参保", "大概", "not_in_list"),
    (WUJIN, "申领", "职业工种", 1.5, "bad_text"),
    (WUJIN, "申领", "职业工种", True, "bad_text"),
    (WUJIN, "申领", "发证日期", "2023/1/10", "bad_date"),
    (WUJIN, "申领", "发证日期", "2023-02-29", "bad_date"),
    (WUJIN, "申领", "发证日期", 20230110, "bad_date"),
    (WUJIN, "申领", "申领日期", datetime(2023, 1, 10, 8, 30), "bad_date"),  # noqa: DTZ001  # spreadsheets know no zones
    (WUJIN, "以往享受", "享受的补贴", "其他", "not_in_list"),
    (WUJIN, "以往享受", "享受的补贴", None, "missing_value"),
    (WUJIN, "以往享受", "享受日期", "去年", "bad_date"),
    (WUJIN, "以往享受", "享受金额", -300, "negative"),
    (WUJIN, "以往享受", "享受金额", None, "missing_value"),
    (WUJIN, "以往享受", "收款方", "邻居", "not_in_list"),
    (WUJIN, "以往享受", "身份证件号码", "11010519491231002", "bad_identity"),
    (WUJIN, "以往享受", "身份证件号码", None, "missing_value"),
    (NANPING, "申领", "年数", 1.5, "bad_number"),
    (NANPING, "申领", "年数", "两", "bad_number"),
    (NANPING, "申领", "年数", -1, "bad_number"),
    (NANPING, "申领", "年数", 101, "bad_number"),
    (NANPING, "申领", "年数", "2.0000", "bad_number"),
    (NANPING, "申领", "年数", date(2022, 1, 1), "bad_number"),
    (NANPING, "以往享受", "技能等级", "未知", "not_in_list"),
    (JINING, "申领", "企业", None, "missing_value"),
    (JINING, "申领", "企业", "未知", "unknown_not_allowed"),
    (WENZHOU, "申领", "实际出勤课时", 10_001, "too_large"),
    (WENZHOU, "申领", "实际出勤课时", -1, "negative"),
    (WENZHOU, "申领", "实际费用", -0.01, "negative"),
    (JINING, "申领", "人数", 1_000_001, "bad_number"),
    (JINING, "申领", "营业收入", "12.345", "bad_number"),
]


@pytest.mark.parametrize(("place", "sheet", "column", "value", "code"), CELLS)
def test_cell_is_told_with_its_place(tmp_path, place, sheet, column, value, code):
    rows = good(place)
    rows[sheet][0][column] = value

    assert refused(write_xlsx(tmp_path / "book.xlsx", rows), place) == [(code, sheet, 2, column)]


@pytest.mark.parametrize("place", EXAMPLES)
def test_the_book_is_good_but_for_that(tmp_path, place):
    book = read_claims_book(write_xlsx(tmp_path / "book.xlsx", good(place)), plan_of(place), as_of=AS_OF)

    assert book.lines.height == 1
    assert book.unknown == {}


def test_every_faulty_cell_of_a_page_is_told_at_once(tmp_path):
    rows = good(WUJIN)
    faults = [(column, value, code) for place, sheet, column, value, code in CELLS if (place, sheet) == (WUJIN, "申领")]
    rows["申领"] = [{**rows["申领"][0], column: value} for column, value, _code in faults]

    told_of = refused(write_xlsx(tmp_path / "book.xlsx", rows), WUJIN)

    assert told_of == [(code, "申领", row, column) for row, (column, _value, code) in enumerate(faults, start=2)]


def test_messages_say_what_was_expected_and_found(tmp_path):
    rows = good(NANPING)
    rows["申领"][0]["年数"] = "一年半"

    with pytest.raises(UnusableError) as caught:
        read_claims_book(write_xlsx(tmp_path / "book.xlsx", rows), plan_of(NANPING), as_of=AS_OF)

    assert caught.value.problems[0].say("zh") == ("申领 第 2 行 “年数”列: 应为 0 到 100 的整数；实为“一年半”，请改正")


def test_what_was_looked_for_is_told_where_no_sheet_is_there(tmp_path):
    with pytest.raises(UnusableError) as caught:
        read_claims_book(write_xlsx(tmp_path / "book.xlsx", {"别的": [{"姓名": "甲"}]}), plan_of(WUJIN), as_of=AS_OF)

    assert "表名应为申领、以往享受（" in caught.value.problems[0].text.zh
    assert "expected claims, history (" in caught.value.problems[0].text.en


@pytest.mark.parametrize("written", ["12000", "12000.0", "12000.000", 12000, 12000.0])
def test_counts_beyond_ten_thousand_are_read(tmp_path, written):
    rows = good(JINING)
    rows["申领"][0]["人数"] = written

    book = read_claims_book(write_xlsx(tmp_path / "book.xlsx", rows), plan_of(JINING), as_of=AS_OF)

    assert book.lines["heads"].to_list() == [12_000]


@pytest.mark.parametrize(
    ("word", "fact", "column"), [("未知", "employed_on", "就业日期"), ("Unknown", "insured", "是否参保")]
)
def test_an_unknown_fact_is_kept_apart_from_a_missing_one(tmp_path, word, fact, column):
    rows = good(WUJIN)
    rows["申领"][0][column] = word

    book = read_claims_book(write_xlsx(tmp_path / "book.xlsx", rows), plan_of(WUJIN), as_of=AS_OF)

    assert book.unknown == {2: (fact,)}
    assert book.claim_lines()[0].unknown == (fact,)
    assert book.known_lines.height == 0


def test_a_row_of_nothing_but_unknown_facts_is_no_empty_row(tmp_path):
    rows = good(WUJIN)
    rows["申领"].append({"就业日期": "未知"})

    assert refused(write_xlsx(tmp_path / "book.xlsx", rows), WUJIN) == [("missing_value", "申领", 3, "补贴项目")]


def test_a_row_of_nothing_but_a_faulty_count_is_no_empty_row(tmp_path):
    rows = good(NANPING)
    rows["申领"].append({"年数": "两"})

    told_of = refused(write_xlsx(tmp_path / "book.xlsx", rows), NANPING)

    assert ("bad_number", "申领", 3, "年数") in told_of
    assert ("missing_value", "申领", 3, "补贴项目") in told_of


def test_the_same_payment_asked_for_twice_counts_once(tmp_path):
    rows = good(WUJIN)
    line = rows["申领"][0]
    rows["申领"] = [line, {**line, "申领日期": date(2023, 2, 9)}, dict(line)]

    book = read_claims_book(write_xlsx(tmp_path / "book.xlsx", rows), plan_of(WUJIN), as_of=AS_OF)

    assert book.lines["row"].to_list() == [2, 3]
    assert [(p.code, p.place.row) for p in book.set_aside] == [("duplicate_line", 4)]


def test_what_is_wrong_with_sheets_and_columns(tmp_path):
    rows = good(WUJIN)
    history = {"以往享受": rows["以往享受"]}
    without = {**rows, "申领": [{key: value for key, value in rows["申领"][0].items() if key != "补贴项目"}]}
    twice = {**rows, "claims": rows["申领"]}

    assert refused(write_xlsx(tmp_path / "a.xlsx", history), WUJIN) == [("missing_sheet", "申领", 0, "")]
    assert refused(write_xlsx(tmp_path / "b.xlsx", without), WUJIN) == [("missing_column", "申领", 1, "补贴项目")]
    assert refused(write_xlsx(tmp_path / "c.xlsx", twice), WUJIN) == [("duplicate_sheet", "claims", 0, "")]
    assert refused(write_xlsx(tmp_path / "d.xlsx", {"别的": rows["申领"]}), WUJIN) == [("no_sheets", "", 0, "")]
    assert refused(tmp_path / "none.xlsx", WUJIN) == [("not_found", "", 0, "")]


@pytest.mark.parametrize(
    ("sheet", "column"), [("申领", "就业日期"), ("申领", "身份证件号码"), ("以往享受", "身份证件号码")]
)
def test_a_column_that_the_plan_asks_for_is_never_taken_for_empty(tmp_path, sheet, column):
    rows = good(WUJIN)
    del rows[sheet][0][column]

    assert refused(write_xlsx(tmp_path / "book.xlsx", rows), WUJIN) == [("missing_column", sheet, 1, column)]


def test_the_guards_of_the_officers_workbook_stand_here_too(tmp_path):
    rows = good(WUJIN)
    folder = write_folder(tmp_path / "book", rows, "csv")
    (folder / "申领.csv").write_bytes("补贴项目\n取证补贴\n".encode("gb18030"))
    (tmp_path / "text.xlsx").write_bytes(b"no workbook")
    many = {**rows, "申领": rows["申领"] * 3}

    assert ("wrong_encoding", "申领", 1, "") in refused(folder, WUJIN)
    assert refused(tmp_path / "text.xlsx", WUJIN) == [("not_a_workbook", "", 0, "")]
    assert refused(write_xlsx(tmp_path / "c.xlsx", many), WUJIN, limits=Limits(rows=3)) == [
        ("too_many_rows", "申领", 0, "")
    ]
    empty = tmp_path / "empty"
    empty.mkdir()
    assert refused(empty, WUJIN) == [("no_sheets", "", 0, "")]


NASTY = (
    "", " ", "未知", "Unknown", "是", "no", "0", "-0", "1e5", "9" * 30, "2023-13-01", "=1+1", "P1", "\u200b", "…", "１２",
    0, -1, 0.1, 1e300, 10**15, 20230110, True, False, date(1900, 1, 1), date(9999, 12, 31), None,
)  # fmt: skip


@pytest.mark.parametrize("seed", range(40))
def test_no_cell_makes_reading_or_settling_fail_otherwise_than_with_places(tmp_path, seed):
    draw = random.Random(seed)
    place = draw.choice(list(EXAMPLES))
    rows = good(place)
    for _ in range(draw.randint(1, 4)):
        sheet = draw.choice([sheet for sheet in rows if rows[sheet]])
        column = draw.choice(list(rows[sheet][0]))
        rows[sheet][0][column] = draw.choice(NASTY)
    path = write_xlsx(tmp_path / "book.xlsx", rows)

    places = [(sheet, row) for _code, sheet, row, _column in problems_of(path, place)]

    if places:
        assert set(places) <= {(sheet, 2) for sheet in rows}
    else:
        book = read_claims_book(path, plan_of(place), as_of=AS_OF)
        assert len(settle_claims_book(plan_of(place), book)["lines"]) == 1
