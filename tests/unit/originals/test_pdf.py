"""PDF files set for the tests, put together again as paragraphs."""

import io
from collections.abc import Callable

import pytest
import segno
from pypdf import PdfWriter

from jineng.kernel.problems import UnusableError
from jineng.originals.limits import Limits
from jineng.originals.pdf import pdf_paragraphs
from jineng.originals.reading import read_original

Set = Callable[[str], bytes]


def png() -> bytes:
    out = io.BytesIO()
    segno.make("plan").save(out, kind="png")
    return out.getvalue()


LONG = "为做好全县培训工作，每期培训安排若干名学员，各乡镇按要求组织报名并做好服务，" * 6 + "按期完成。"
PAGE = "#set page(width: 160mm, height: 120mm, {})\n#set text(size: 11pt)\n#set par(justify: true, {})\n"
PICTURE = f"#image(bytes(({','.join(map(str, png()))})))"


def set_plan(pdf: Set, page: str = "", par: str = "") -> tuple[str, ...]:
    source = PAGE.format(page, par) + "\n\n".join(
        ["#align(center)[某县方案]", *(f"{number}、要求\n\n{LONG}\n\n(一)对象。{LONG}" for number in "一二三四")]
    )
    original = read_original(pdf(source), "方案.pdf")
    assert original.form == "pdf"
    return original.paragraphs


@pytest.mark.parametrize("par", ["first-line-indent: (amount: 2em, all: true)", "spacing: 2em"])
def test_lines_are_joined_across_pages_without_numbers_and_running_heads(pdf: Set, par: str) -> None:
    paragraphs = set_plan(pdf, 'header: [某县人社局文件], numbering: "— 1 —"', par)

    expected = [line for number in "一二三四" for line in (f"{number}、要求", LONG, f"(一)对象。{LONG}")]
    assert list(paragraphs) == ["某县方案", *expected]


def test_head_of_two_pages_is_kept(pdf: Set) -> None:
    source = PAGE.format("header: [某县文件]", "") + "一、对象\n#pagebreak()\n二、标准"

    assert read_original(pdf(source), "a.pdf").paragraphs == ("某县文件", "一、对象", "某县文件", "二、标准")


def test_permissions_without_opening_password_are_no_hindrance(pdf: Set) -> None:
    assert read_original(locked(pdf("一、对象"), ""), "a.pdf").paragraphs == ("一、对象",)


def locked(content: bytes, password: str) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(content))
    writer.encrypt(password, "owner", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def code_of(content: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(UnusableError) as raised:
        read_original(content, "方案.pdf", limits or Limits())
    (problem,) = raised.value.problems
    assert problem.text.zh
    assert problem.text.en
    return problem.code


def test_refusals(pdf: Set) -> None:
    plan = pdf("一、对象\n#pagebreak()\n二、标准")

    assert code_of(locked(plan, "secret")) == "encrypted"
    assert code_of(plan[: len(plan) // 2]) == "damaged"
    assert code_of(b"%PDF-1.7\n") == "damaged"
    assert code_of(plan, Limits(pages=1)) == "too_large"
    assert code_of(plan, Limits(characters=5)) == "too_large"
    assert code_of(pdf('#set page(numbering: "1")\n' + PICTURE)) == "no_text_layer"
    assert code_of(pdf("")) == "no_text_layer"


def test_text_without_meaning_is_refused(pdf: Set) -> None:
    assert code_of(pdf("\ue001\ue002\ue003\ue004" * 8)) == "unreadable_text"


def test_page_that_is_a_picture_is_told(pdf: Set) -> None:
    source = f"一、对象\n\n{LONG}\n#pagebreak()\n{PICTURE}\n#pagebreak()\n二、标准"
    _, silent = pdf_paragraphs(pdf(source), Limits())

    assert silent == (2,)
