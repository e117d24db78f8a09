"""Originals split into clauses; every text is made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jineng.originals.clauses import split_clauses
from jineng.originals.doubts import doubts_about

PLAN = """某县2031年培训方案
各乡镇：
一、培训对象
本县劳动者。
二、补贴办法
（一）标准。每人每天补贴150元。
１．初级工。
(1)证书。
①纸质证书。
②电子证书。
(2)照片。
2、中级工。
(二)拨付
三、附则
本方案由县人社局解释。""".splitlines()


def numbers(*paragraphs: str) -> list[str]:
    return [clause.number for clause in split_clauses(paragraphs)]


def test_numbers_are_composed_as_policies_cite_them() -> None:
    assert numbers(*PLAN) == [
        *("", "一", "二", "二(一)", "二(一)1", "二(一)1(1)", "二(一)1(1)①", "二(一)1(1)②", "二(一)1(2)", "二(一)2"),
        *("二(二)", "三"),
    ]


def test_clause_holds_its_own_paragraphs_heading_level_and_parent() -> None:
    clauses = split_clauses(PLAN)
    by_number = {clause.number: clause for clause in clauses}

    assert by_number[""].text == "某县2031年培训方案\n各乡镇："
    assert by_number["一"].text == "培训对象\n本县劳动者。"
    assert by_number["一"].heading == "培训对象"
    assert by_number["二(一)"].heading == "标准"
    assert by_number["二(一)1"].heading == ""
    assert [clauses[clause.parent].number for clause in clauses if clause.parent is not None] == [
        *("二", "二(一)", "二(一)1", "二(一)1(1)", "二(一)1(1)", "二(一)1", "二(一)", "二"),
    ]
    assert by_number["二(一)1(1)①"].level == 5
    assert doubts_about(clauses) == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "一、二班学员可以合班。",
        "三、四级工按此办理。",
        "2、3级证书均可。",
        "2031年全县培训一批。",
        "1.5倍以内的可以调整。",
        "(一)至(三)项由县局办理。",
        "（2031）5号文件同时废止。",
        "第三条规定的对象除外。",
        "第二条第一款的对象除外。",
        "附件所列职业优先。",
        "全年任务：1.培训；2.评价。",
        "第一节课点名。",
    ],
)
def test_text_that_looks_like_a_number_is_not_split(sentence: str) -> None:
    assert numbers("一、总则", sentence) == ["一"]


@pytest.mark.parametrize(
    ("paragraph", "number"),
    [
        ("二十一、其他", "二十一"),
        ("（十二）其他", "(十二)"),
        ("㈢其他", "(三)"),
        ("⒋其他", "4"),
        ("⑸其他", "(5)"),
        ("6)其他", "6)"),
        ("  一、其他", "一"),
        ("1.2031年完成任务", "1"),
        ("1、2031年完成任务", "1"),
        ("一、一般规定", "一"),
        ("二、三年目标", "二"),
        ("第十二条 本办法自发布之日起施行。", "第十二条"),
        ("第3条其他", "第三条"),
        ("第二章 补贴", "第二章"),
        ("第一部分 总体要求", "第一部分"),
        ("附件2", "附件2"),
        ("附件 1：任务表", "附件1"),
        ("附表一 任务", "附表1"),
        ("附：任务表", "附件"),
    ],
)
def test_forms_of_numbers(paragraph: str, number: str) -> None:
    assert numbers(paragraph) == [number]


def test_articles_are_cited_without_their_chapter() -> None:
    clauses = split_clauses(
        ["第一章 总则", "第一条 目的。", "第二章 补贴", "第一节 标准", "第二条 标准。", "（一）每天。"]
    )

    assert [clause.number for clause in clauses] == [
        *("第一章", "第一条", "第二章", "第二章第一节", "第二条", "第二条(一)"),
    ]
    assert [clause.level for clause in clauses] == [1, 2, 1, 2, 3, 4]
    assert doubts_about(clauses) == ()


def test_appendixes_begin_anew() -> None:
    plan = ["一、总则", "(一)对象", "附件：1.任务表", "2.申请表", "附件1", "一、任务", "附件2", "第一条 申请"]

    assert numbers(*plan) == ["一", "一(一)", "附件", "附件1", "附件1 一", "附件2", "附件2 第一条"]


def test_table_is_a_clause_and_the_text_after_it_goes_on() -> None:
    clauses = split_clauses(["一、标准", "如下：", "等级 | 元", "初级 | 400", "按此执行。", "(一)其他"])

    assert [(clause.number, clause.text, clause.parent) for clause in clauses] == [
        ("一", "标准\n如下：\n按此执行。", None),
        ("一表1", "等级 | 元\n初级 | 400", 0),
        ("一(一)", "其他", 0),
    ]


def test_closing_lines_are_no_part_of_the_last_clause() -> None:
    clauses = split_clauses(
        ["一、总则", "按此执行。", "某县人社局", "2031年6月5日", "（此件公开发布）", "抄送：县财政局"]
    )

    assert [clause.number for clause in clauses] == ["一", "落款"]
    assert clauses[1].text == "某县人社局\n2031年6月5日\n（此件公开发布）\n抄送：县财政局"


@pytest.mark.parametrize(
    ("plan", "found"),
    [
        (["一、甲", "一、乙", "二、丙"], [(1, "repeated")]),
        (["一、甲", "三、乙"], [(1, "out_of_order")]),
        (["一、甲", "(二)乙", "(三)丙"], [(1, "out_of_order")]),
        (["第一条 甲", "第三条 乙"], [(1, "out_of_order")]),
        (["一、甲", "(一)乙。(二)丙。"], [(1, "number_inside")]),
        (["一、甲", "丙。(一)乙。"], [(0, "number_inside")]),
        (["没有编号。"], [(0, "no_numbers")]),
        (["(一)甲", "一、乙", "(一)丙", "二、丁"], []),
    ],
)
def test_doubts(plan: list[str], found: list[tuple[int, str]]) -> None:
    doubts = doubts_about(split_clauses(plan))

    assert [(doubt.clause, doubt.code) for doubt in doubts] == found
    assert all(doubt.text.zh and doubt.text.en for doubt in doubts)


MARKS = [
    "一、",
    "二、",
    "（一）",
    "(二) ",
    "1.",
    "２．",
    "3、",
    "(1)",
    "①",
    "第一章 ",
    "第三条 ",
    "附件1：",
    "附件：",
    "",
]
PARAGRAPHS = st.lists(
    st.builds(str.__add__, st.sampled_from(MARKS), st.text("培训一二、.。1(（) ①第条章附件年|：", max_size=12)),
    max_size=12,
)


@given(PARAGRAPHS)
def test_nothing_is_lost(paragraphs: list[str]) -> None:
    clauses = split_clauses(paragraphs)
    written = [line for clause in clauses for line in (clause.mark + clause.text).split("\n")]

    assert sorted(written) == sorted(paragraphs)
    if not any(" | " in paragraph for paragraph in paragraphs):
        assert written == paragraphs


@given(PARAGRAPHS)
def test_every_clause_stands_in_one_before_it(paragraphs: list[str]) -> None:
    clauses = split_clauses(paragraphs)

    for index, clause in enumerate(clauses):
        assert clause.text.startswith(clause.heading) or clause.text.lstrip().startswith(clause.heading)
        if clause.parent is not None:
            assert clause.parent < index
            assert clause.level == clauses[clause.parent].level + 1
    doubts_about(clauses)
