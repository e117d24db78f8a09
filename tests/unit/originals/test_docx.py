"""Word files made for the tests, read as their text is shown."""

from collections.abc import Callable
from xml.sax.saxutils import escape

import pytest

from jineng.originals.clauses import split_clauses
from jineng.originals.docx_numbering import say_number
from jineng.originals.reading import read_original

Pack = Callable[..., bytes]
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def numbered(text: str, level: int, num: int = 1) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def level(index: int, form: str, text: str, extra: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{extra}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


LEVELS = (
    level(0, "chineseCountingThousand", "%1、", '<w:suff w:val="nothing"/>')
    + level(1, "chineseCounting", "（%2）", '<w:suff w:val="nothing"/>')
    + level(2, "decimal", "%3.")
    + level(3, "decimalEnclosedCircle", "%4", '<w:suff w:val="space"/>')
)
NUMBERING = (
    f'<w:abstractNum w:abstractNumId="7">{LEVELS}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="7"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
)


def lines(content: bytes) -> list[str]:
    original = read_original(content, "方案.docx")
    assert original.form == "docx"
    return list(original.paragraphs)


def test_numbers_that_word_makes_are_in_the_text(docx: Pack) -> None:
    body = "".join(
        [
            *(p("某县方案"), numbered("对象", 0), numbered("标准", 0), numbered("每天150元", 1), numbered("初级", 2)),
            *(numbered("证书", 3), numbered("照片", 3), numbered("中级", 2), numbered("拨付", 1), numbered("一级", 2)),
            *(numbered("附则", 0, 3), numbered("另起", 0, 2), numbered("再一", 0, 2)),
        ]
    )
    read = lines(docx(body, NUMBERING))

    assert read == [
        *(
            "某县方案",
            "一、对象",
            "二、标准",
            "（一）每天150元",
            "1. 初级",
            "① 证书",
            "② 照片",
            "2. 中级",
            "（二）拨付",
        ),
        *("1. 一级", "三、附则", "一、另起", "二、再一"),
    ]
    assert [clause.number for clause in split_clauses(read)][4:7] == ["二(一)1", "二(一)1①", "二(一)1②"]


def test_numbers_come_from_styles_and_what_they_are_based_on(docx: Pack) -> None:
    styles = (
        '<w:style w:styleId="a"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="b"><w:name w:val="own"/><w:basedOn w:val="a"/></w:style>'
        '<w:style w:styleId="c"><w:name w:val="heading 2"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>'
        "</w:pPr></w:style>"
        '<w:style w:styleId="t"><w:name w:val="TOC 1"/></w:style>'
    )
    of = "<w:pStyle w:val='{}'/>".format
    body = (
        p("对象 1", of("t"))
        + p("对象", of("a"))
        + p("标准", of("b"))
        + p("每天", of("c"))
        + p("不编号", of("c") + '<w:numPr><w:numId w:val="0"/></w:numPr>')
        + p("每月", of("c"))
    )

    assert lines(docx(body, NUMBERING, styles)) == ["一、对象", "二、标准", "（一）每天", "不编号", "（二）每月"]


def test_upper_levels_inside_a_number_and_bullets(docx: Pack) -> None:
    numbering = (
        f'<w:abstractNum w:abstractNumId="1">{level(0, "chineseCounting", "第%1条", start=3)}'
        f"{level(1, 'decimal', '%1.%2', '<w:isLgl/>')}{level(2, 'bullet', '&#xF0B7;')}</w:abstractNum>"
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    body = numbered("目的", 0) + numbered("一", 1) + numbered("二", 1) + numbered("点", 2) + numbered("无", 5)

    assert lines(docx(body, numbering)) == ["第三条 目的", "3.1 一", "3.2 二", "点", "无"]


@pytest.mark.parametrize(
    ("form", "written"),
    [
        *(("decimal", "11"), ("chineseCounting", "十一"), ("japaneseCounting", "十一"), ("ideographDigital", "一一")),
        *(("decimalEnclosedCircleChinese", "⑪"), ("decimalEnclosedParen", "⑾"), ("decimalFullWidth", "１１")),
        *(
            ("decimalZero", "11"),
            ("upperLetter", "K"),
            ("lowerLetter", "k"),
            ("lowerRoman", "xi"),
            ("upperRoman", "XI"),
        ),
        *(("chineseLegalSimplified", "拾壹"), ("ideographTraditional", "甲"), ("ideographEnclosedCircle", "11")),
        *(("decimalEnclosedFullstop", "⒒"), ("somethingElse", "11")),
    ],
)
def test_formats_of_numbers(form: str, written: str) -> None:
    assert say_number(11, form) == written


def test_tables_are_rows_and_frames_are_text(docx: Pack) -> None:
    def table(*rows: list[str]) -> str:
        cells = ("".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in rows)
        return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"

    inner = table([p("甲"), p("乙")])
    body = (
        table([p("等级"), p("元")], [p("初级") + p("（五级）"), p("400")], [p(""), p("")])
        + table([p("框内第一段") + p("框内第二段")])
        + table([p("外") + inner, p("右")])
    )

    assert lines(docx(body)) == ["等级 | 元", "初级 （五级） | 400", "框内第一段", "框内第二段", "外 甲 | 乙 | 右"]


def test_text_is_what_is_shown(docx: Pack) -> None:
    run = "<w:r>{}</w:r>".format
    text = "<w:t>{}</w:t>".format
    pieces = [
        run(text("每天")),
        f"<w:del>{run('<w:delText>100</w:delText>' + text('100'))}</w:del><w:ins>{run(text('150'))}</w:ins>",
        run("<w:rPr><w:vanish/></w:rPr>" + text("隐藏")),
        run('<w:rPr><w:vanish w:val="0"/></w:rPr>' + text("元")),
        run("<w:instrText>PAGE</w:instrText><w:tab/>" + text("整") + "<w:noBreakHyphen/>"),
        run("<w:br/>" + text("下一段") + '<w:br w:type="page"/>'),
        f"<mc:AlternateContent xmlns:mc='{COMPATIBILITY}'>",
        f"<mc:Choice>{run(text('图'))}</mc:Choice><mc:Fallback>{run(text('图'))}</mc:Fallback></mc:AlternateContent>",
        f"<w:smartTag>{run(text('尾'))}</w:smartTag>",
    ]
    tabs = "<w:pPr><w:tabs><w:tab w:val='left'/></w:tabs><w:rPr><w:vanish/></w:rPr></w:pPr>"

    assert lines(docx(f"<w:p>{tabs}{''.join(pieces)}</w:p>")) == ["每天150元 整-", "下一段图尾"]


def test_strict_form_is_read(docx: Pack) -> None:
    space = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    raw = f'<w:document xmlns:w="{space}"><w:body>{p("某县方案")}</w:body></w:document>'

    assert lines(docx("", raw=raw)) == ["某县方案"]
