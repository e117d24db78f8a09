"""Reads the original (原文) of a plan: a .docx, a .pdf with text, a text file, or pasted text."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from jineng.originals.docx import docx_paragraphs
from jineng.originals.limits import LIMITS
from jineng.originals.pdf import pdf_paragraphs
from jineng.originals.plain import decode, paragraphs_of
from jineng.originals.refusals import encrypted, not_supported, refuse, too_large

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jineng.kernel.problems import UnusableError
    from jineng.originals.limits import Limits

Form = Literal["docx", "pdf", "txt", "pasted"]

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PDF_WITHIN_BYTES: Final = 1024
"""How far into a file the %PDF- header may stand (ISO 32000-1, annex H)."""
_IMAGES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM")
_TEXT_ENDINGS: Final = frozenset({"", "txt", "text", "md"})
_CONTENTS_LINE: Final = re.compile(r"(?:[.…·]\s?){4,}\s*\d{1,3}$")
_CONTENTS_TAIL: Final = 40
"""How much of a line's end tells that it is a line of a table of contents (目标…… 3)."""


@dataclass(frozen=True, slots=True)
class Original:
    """The text of a plan as it was handed in."""

    paragraphs: tuple[str, ...]
    """In reading order, none empty, white space reduced to single spaces; a table's row is "a | b"."""
    sha256: str
    """Hash (hex) of the file's bytes; for pasted text of its UTF-8."""
    form: Form
    pages_without_text: tuple[int, ...] = ()
    """Pages of a .pdf, from 1, that show pictures and no text: what they say is not in ``paragraphs``."""


def read_original(content: bytes, name: str, limits: Limits = LIMITS) -> Original:
    """Return the text of an uploaded file; its bytes tell what it is, the name only helps with text files.

    Raises:
        UnusableError: with one of the codes ``empty``, ``not_supported``, ``old_word``, ``encrypted``, ``damaged``,
            ``too_large``, ``no_text_layer``, ``unreadable_text`` or ``wrong_encoding``.
    """
    if not content:
        raise _empty()
    if len(content) > limits.file_bytes:
        size, most = -(-len(content) // 2**20), limits.file_bytes // 2**20
        raise too_large(f"文件有 {size} MB，最多 {most} MB", f"the file has {size} MB, at most {most} MB are read")
    sha256 = hashlib.sha256(content).hexdigest()
    if b"%PDF-" in content[:_PDF_WITHIN_BYTES]:
        lines, silent_pages = pdf_paragraphs(content, limits)
        return Original(_checked(lines, limits), sha256, "pdf", silent_pages)
    if content.startswith(b"PK"):
        return Original(_checked(docx_paragraphs(content, limits), limits), sha256, "docx")
    _refuse_other_files(content, name)
    return Original(_checked(paragraphs_of(decode(content)), limits), sha256, "txt")


def from_pasted(text: str, limits: Limits = LIMITS) -> Original:
    """Return pasted text as an original.

    Raises:
        UnusableError: ``empty`` or ``too_large``.
    """
    if len(text) > limits.characters:
        raise _too_long(len(text), limits)
    content = text.encode("utf-8", errors="replace")
    return Original(_checked(paragraphs_of(text), limits), hashlib.sha256(content).hexdigest(), "pasted")


def _checked(lines: Sequence[str], limits: Limits) -> tuple[str, ...]:
    count = sum(map(len, lines))
    if count > limits.characters:
        raise _too_long(count, limits)
    kept = tuple(line for line in lines if not _CONTENTS_LINE.search(line[-_CONTENTS_TAIL:]))
    if not kept:
        raise _empty()
    return kept


def _refuse_other_files(content: bytes, name: str) -> None:
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise encrypted()
        raise refuse(
            "old_word",
            "这是旧版 Word（.doc）或 WPS 文件，无法读取；请在 Word 或 WPS 中另存为 .docx 再上传",
            "this is an old Word (.doc) or WPS file, which is not read; save it as .docx in Word or WPS",
        )
    if content.startswith(_IMAGES):
        raise not_supported("图片", "a picture")
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending in {"docx", "pdf"}:
        raise refuse(
            "damaged",
            f"文件名为 .{ending}，内容却不是；文件可能已损坏，请打开后另存再上传，或直接粘贴文字",
            f"the file is called .{ending} but is none; it may be damaged: open it, save it anew, or paste the text",
        )
    if ending not in _TEXT_ENDINGS:
        raise not_supported(f" .{ending} 文件", f"a .{ending} file")


def _empty() -> UnusableError:
    return refuse(
        "empty",
        "文件里没有文字；请核对所选文件，或直接粘贴文字",
        "there is no text in it; check that it is the right file, or paste the text",
    )


def _too_long(count: int, limits: Limits) -> UnusableError:
    return too_large(
        f"正文有 {count:,} 个字符，最多 {limits.characters:,} 个",
        f"the text has {count:,} characters, at most {limits.characters:,} are read",
    )
