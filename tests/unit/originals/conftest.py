"""Originals made for the tests."""

import io
import zipfile
from collections.abc import Callable

import pytest
import typst

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"


def _part(root: str, body: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} xmlns:w="{_WORD}">{body}</w:{root}>'


@pytest.fixture
def docx() -> Callable[..., bytes]:
    """A function that packs the body of a document, its numbering and its styles (all WordprocessingML) as a .docx."""

    def pack(body: str, numbering: str = "", styles: str = "", raw: str | None = None) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")
            archive.writestr(
                "_rels/.rels",
                f'<Relationships xmlns="{_LINKS}"><Relationship Id="d" Type="{_OFFICE}/officeDocument"'
                ' Target="word/document.xml"/></Relationships>',
            )
            archive.writestr(
                "word/_rels/document.xml.rels",
                f'<Relationships xmlns="{_LINKS}"><Relationship Id="n" Type="{_OFFICE}/numbering"'
                f' Target="numbering.xml"/><Relationship Id="s" Type="{_OFFICE}/styles" Target="styles.xml"/>'
                "</Relationships>",
            )
            archive.writestr("word/document.xml", raw or _part("document", f"<w:body>{body}</w:body>"))
            archive.writestr("word/numbering.xml", _part("numbering", numbering))
            archive.writestr("word/styles.xml", _part("styles", styles))
        return out.getvalue()

    return pack


@pytest.fixture
def pdf() -> Callable[[str], bytes]:
    """A function that sets typst source as a .pdf."""
    return lambda source: typst.compile(source.encode(), format="pdf")
