"""Figures found in clauses; every text is made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jineng.originals.figures import different_figures, figures_in
from jineng.originals.numerals import parse_chinese, say_chinese
from jineng.policy.measures import parse_figure


def found(text: str, year: int | None = 2031) -> list[str]:
    return [str(at.figure) for at in figures_in(text, year)]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("每人每天补贴150元", ["150 yuan"]),
        ("每人每天补贴１５０．５元", ["150.50 yuan"]),
        ("最高 1,200 元", ["1200 yuan"]),
        ("最高1，200元", ["1200 yuan"]),
        ("1.5万元以内", ["15000 yuan"]),
        ("1万2千元", ["12000 yuan"]),
        ("1万2500元", ["12500 yuan"]),
        ("￥500.00", ["500 yuan"]),
        ("￥500元", ["500 yuan"]),
        ("3千元", ["3000 yuan"]),
        ("五百元", ["500 yuan"]),
        ("两万五千元", ["25000 yuan"]),
        ("150元/人·天", ["150 yuan"]),
        ("分别为400、600和800元", ["400 yuan", "600 yuan", "800 yuan"]),
        ("500元至1000元", ["500 yuan", "1000 yuan"]),
        ("不低于80%", ["80 %"]),
        ("不低于８０％", ["80 %"]),
        ("百分之八十", ["80 %"]),
        ("百分之三点五", ["3.5 %"]),
        ("60%-70.5%", ["60 %", "70.5 %"]),
        ("前10天", ["10 days"]),
        ("3—7天", ["3 days", "7 days"]),
        ("3至5个工作日", ["3 days", "5 days"]),
        ("三十日内", ["30 days"]),
        ("80个课时", ["80 hours"]),
        ("120学时", ["120 hours"]),
        ("3个月内", ["3 months"]),
        ("三个月内", ["3 months"]),
        ("半年内就业", ["6 months"]),
        ("一年半", ["18 months"]),
        ("连续两年", ["2 years"]),
        ("1年内", ["1 years"]),
        ("年满16周岁", ["16 years"]),
        ("控制在50人以内", ["50 people"]),
        ("至少3个人", ["3 people"]),
        ("培训2.5万人次", ["25000 people"]),
        ("两名教师", ["2 people"]),
        ("不少于 20 个", ["20 items"]),
        ("3-5个工种", ["3 items", "5 items"]),
        ("2031年11月30日前", ["2031-11-30 date"]),
        ("二〇三一年十一月三十日前", ["2031-11-30 date"]),
        ("11月30日前", ["2031-11-30 date"]),
        ("次年3月底前", ["2032-03-31 date"]),
        ("2030年2月底", ["2030-02-28 date"]),
        ("6月份完成", ["2031-06-30 date"]),
        ("年底前", ["2031-12-31 date"]),
        ("自2031年1月起", ["2031-01-01 date"]),
        ("截至2031年12月", ["2031-12-31 date"]),
        ("3月1日至12月20日", ["2031-03-01 date", "2031-12-20 date"]),
        ("2031-11-30", ["2031-11-30 date"]),
    ],
)
def test_number_with_unit(text: str, figures: list[str]) -> None:
    assert found(text) == figures


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2031年任务",
            "2031—2032年规划",
            "第二年",
            "第3天",
            "三年级学生",
            "几百元",
            "某技能办发〔2031〕30号",
            "1月32日",
        ),
        *("每年一次", "半天", "120小时", "“十四五”规划", "多元化", "百年大计", "每人每天", "上半年", "1个百分点"),
        *("99999999万元", "2000%", "12.345%", "3.5天", "1.5人"),
    ],
)
def test_what_is_no_figure(text: str) -> None:
    assert found(text) == []


def test_dates_without_year_need_one() -> None:
    assert found("11月30日前、9月底前", None) == []
    assert found("2031年9月底前", None) == ["2031-09-30 date"]


def test_each_figure_once_and_where_it_stands() -> None:
    text = "初级工４００元，中级工600 元，初次取证400元"

    assert [str(figure) for figure in different_figures(text)] == ["400 yuan", "600 yuan"]
    assert [text[at.start : at.end] for at in figures_in(text)] == ["４００元", "600 元", "400元"]


@given(
    st.text("0123456789０１,，.．十百千万两三点半年月日底天元人个课时%％至-—、第 前内起", max_size=30),
    st.sampled_from([None, 2031]),
)
def test_every_figure_can_be_written_in_a_policy_document(text: str, year: int | None) -> None:
    ends = 0
    for at in figures_in(text, year):
        assert parse_figure(str(at.figure)) == at.figure
        assert ends <= at.start < at.end <= len(text)
        ends = at.end


@given(st.integers(1, 9999))
def test_chinese_numerals_are_read_as_written(number: int) -> None:
    assert parse_chinese(say_chinese(number)) == number
    assert parse_chinese("".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))) == number


@given(st.integers(1, 9999), st.sampled_from(["元", "天", "个月", "人", "课时"]))
def test_chinese_and_arabic_figures_are_the_same(number: int, unit: str) -> None:
    assert found(f"共{say_chinese(number)}{unit}") == found(f"共{number}{unit}")
