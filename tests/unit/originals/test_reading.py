"""Text files, pasted text, and everything that is refused."""

import hashlib
import io
import zipfile
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jineng.kernel.problems import UnusableError
from jineng.originals.limits import Limits
from jineng.originals.plain import paragraphs_of
from jineng.originals.reading import from_pasted, read_original

PLAN = "某县方案\r\n\r\n　　一、对象\r\n\u200b本县\xa0劳动者。\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_files(encoding: str) -> None:
    content = PLAN.encode(encoding) if encoding != "gb18030" else PLAN.replace("\u200b", "").encode("gb18030")
    original = read_original(content, "方案.txt")

    assert original.paragraphs == ("某县方案", "一、对象", "本县 劳动者。")
    assert original.form == "txt"
    assert original.sha256 == hashlib.sha256(content).hexdigest()


def test_pasted_text_with_tabs() -> None:
    original = from_pasted("一、\t对象\n\t缩进的一段\n等级\t元\n初级\t400\n目标.......... 3\n空\t\t格")

    assert original.paragraphs == ("一、 对象", "缩进的一段", "等级 | 元", "初级 | 400", "空 |  | 格")
    assert original.form == "pasted"


def archive(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, text in parts.items():
            made.writestr(name.replace("__", "/"), text)
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64)


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.docx", "empty"),
        (b" \r\n\t", "a.txt", "empty"),
        (OLE, "a.doc", "old_word"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx", "encrypted"),
        (b"\x89PNG\r\n", "a.png", "not_supported"),
        (b"{\\rtf1 plan}", "a.txt", "not_supported"),
        (b"<html><body>plan</body></html>", "a.txt", "not_supported"),
        (b"a,b", "a.csv", "not_supported"),
        (archive(xl__workbook="x"), "a.xlsx", "not_supported"),
        (archive(other="x"), "a.docx", "not_supported"),
        (b"PK\x03\x04 cut", "a.docx", "damaged"),
        (b"plain text", "a.docx", "damaged"),
        ("職業技能培訓實施方案補貼標準".encode("big5"), "a.txt", "wrong_encoding"),
        ("培训".encode("utf-16-le") + b"\0a", "a.txt", "wrong_encoding"),
        (b"\xff\xff\xff", "a.txt", "wrong_encoding"),
    ],
)
def test_refusals(content: bytes, name: str, code: str) -> None:
    with pytest.raises(UnusableError) as raised:
        read_original(content, name)
    (problem,) = raised.value.problems

    assert problem.code == code
    assert problem.text.zh
    assert problem.text.en


def test_limits() -> None:
    for read in (
        lambda: read_original(b"x" * 100, "a.txt", Limits(file_bytes=99)),
        lambda: read_original(b"x" * 100, "a.txt", Limits(characters=99)),
        lambda: from_pasted("x" * 100, Limits(characters=99)),
    ):
        with pytest.raises(UnusableError) as raised:
            read()
        assert raised.value.problems[0].code == "too_large"


def test_word_files_that_attack(docx: Callable[..., bytes]) -> None:
    bomb = docx(f"<w:p><w:r><w:t>{'一' * 10**6}</w:t></w:r></w:p>")
    entities = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa">]><d>&a;</d>'

    for content, limits, code in (
        (bomb, Limits(part_bytes=10**6), "too_large"),
        (docx("", raw=entities), Limits(), "damaged"),
        (docx("", raw=entities).replace(b"word/document.xml", b"word/documenx.xml", 1), Limits(), "damaged"),
        (docx("<w:p>"), Limits(), "damaged"),
        (docx("<w:p/>"), Limits(), "empty"),
        (docx("<w:p/>"), Limits(entries=2), "damaged"),
        (_with_encrypted_flag(docx("<w:p/>")), Limits(), "encrypted"),
    ):
        with pytest.raises(UnusableError) as raised:
            read_original(content, "a.docx", limits)
        assert raised.value.problems[0].code == code


def _with_encrypted_flag(content: bytes) -> bytes:
    """Set the encryption bit of every entry in the archive's directory."""
    data = bytearray(content)
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)


def test_deeply_nested_word_file_is_read(docx: Callable[..., bytes]) -> None:
    depth = 20_000
    body = f"{'<w:sdt>' * depth}<w:p><w:r><w:t>一、对象</w:t></w:r></w:p>{'</w:sdt>' * depth}"

    assert read_original(docx(body), "a.docx").paragraphs == ("一、对象",)


@given(st.text(max_size=200))
def test_no_word_of_pasted_text_is_lost(text: str) -> None:
    for line in paragraphs_of(text):
        assert line == line.strip()
        assert line
    letters = [character for character in "".join(paragraphs_of(text)) if character.isalnum()]
    assert letters == [character for character in text if character.isalnum()]


@given(st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_broken_files_are_read_or_refused(
    docx: Callable[..., bytes], pdf: Callable[[str], bytes], data: st.DataObject
) -> None:
    content = bytearray(
        data.draw(st.sampled_from([docx("<w:p><w:r><w:t>一、对象</w:t></w:r></w:p>"), pdf("一、对象")]))
    )
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=8)):
        content[place] = data.draw(st.integers(0, 255))
    with suppress(UnusableError):
        assert read_original(bytes(content), "a").paragraphs
