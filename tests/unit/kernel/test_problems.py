import pytest

from jineng.kernel.problems import Place, Problem, UnusableError
from jineng.kernel.text import Text

BAD_DATE = Text("不是日期", "no date")


@pytest.mark.parametrize(
    ("place", "zh", "en"),
    [
        (Place("考勤", 12, "日期"), "考勤 第 12 行 “日期”列", "考勤, row 12, column 日期"),
        (Place("考勤", 12), "考勤 第 12 行", "考勤, row 12"),
        (Place("考勤"), "考勤", "考勤"),
        (Place(), "", ""),
    ],
)
def test_a_place_says_only_what_applies(place, zh, en):
    assert (place.say("zh"), place.say("en")) == (zh, en)


def test_a_problem_is_place_and_fault_in_one_line():
    problem = Problem("not_a_date", Place("考勤", 12, "日期"), BAD_DATE)
    assert problem.say("zh") == "考勤 第 12 行 “日期”列: 不是日期"
    assert problem.say("en") == "考勤, row 12, column 日期: no date"
    assert Problem("not_a_date", Place(), BAD_DATE).say("en") == "no date"


def test_an_unusable_input_lists_every_problem_in_the_order_of_places():
    rows = [Problem("not_a_date", Place("a", row), BAD_DATE) for row in (10, 9, 2)]
    error = UnusableError(rows)
    assert [problem.place.row for problem in error.problems] == [2, 9, 10]
    assert str(error).splitlines() == ["a, row 2: no date", "a, row 9: no date", "a, row 10: no date"]


def test_chinese_is_the_language_of_record():
    assert str(BAD_DATE) == "不是日期"
    assert (BAD_DATE.in_("zh"), BAD_DATE.in_("en")) == ("不是日期", "no date")
