"""Opens .docx packages that anybody may have made: only the parts the text needs are inflated, within limits.

A part is parsed as UTF-8 without document type (ISO/IEC 29500-2, 9.1.4 forbids one), so that no entity is expanded.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from jineng.originals.refusals import damaged, encrypted, failing_as, not_supported, too_large

if TYPE_CHECKING:
    from jineng.kernel.problems import UnusableError
    from jineng.originals.limits import Limits

WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT: Final = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_OTHER_ARCHIVES: Final = (
    ("xl/", " Excel 工作簿", "an Excel workbook"),
    ("ppt/", " PowerPoint 演示文稿", "a PowerPoint presentation"),
    ("OFD.xml", " OFD 文件", "an OFD file"),
    ("META-INF/manifest.xml", " OpenDocument 或其他压缩文档", "an OpenDocument file or another archive"),
)


class DocxPackage:
    """An opened .docx: its main part and what that refers to."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        """Check the container and find the main part.

        Raises:
            UnusableError: another kind of archive, encrypted, damaged, or beyond ``limits``.
        """
        self._limits = limits
        with failing_as(damaged):
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            self._entries = {info.filename.lower(): info for info in self._zip.infolist()}
        if len(self._entries) > limits.entries:
            raise damaged()
        if any(info.flag_bits & 1 for info in self._entries.values()):
            raise encrypted()
        with failing_as(damaged):
            self._main = self._related("", "officeDocument")
        if self._main is None or not self._main.startswith("word/"):
            raise self._not_word()

    def document(self) -> str:
        """Return the XML of the main part."""
        return self._inflate(self._main or "", self._limits.part_bytes)

    def part(self, kind: str) -> ET.Element | None:
        """Return the root of the part of a kind (``numbering``, ``styles``) that the document refers to."""
        name = self._related(self._main or "", kind)
        if name is None:
            return None
        with failing_as(damaged):
            return ET.fromstring(self._inflate(name, self._limits.side_part_bytes))  # noqa: S314  # no document type, no entities

    def _related(self, source: str, kind: str) -> str | None:
        folder, name = posixpath.split(source)
        links = posixpath.join(folder, "_rels", f"{name}.rels")
        if links.lower() not in self._entries:
            return None
        for element in ET.fromstring(self._inflate(links, self._limits.side_part_bytes)):  # noqa: S314  # no document type, no entities
            target = posixpath.normpath(posixpath.join("/", folder, element.get("Target", ""))).lstrip("/")
            if element.get("Type", "").endswith(f"/{kind}") and target.lower() in self._entries:
                return target
        return None

    def _inflate(self, part: str, most: int) -> str:
        """Return a part as text, with the names of the strict form (ISO/IEC 29500-1) as those of the usual one."""
        with failing_as(damaged), self._zip.open(self._entries[part.lower()]) as stream:
            data = stream.read(most + 1)
        if len(data) > most:
            raise too_large(
                f"文件解压后，{part} 超过 {most // 2**20} MB",
                f"the part {part} inflates to more than {most // 2**20} MB",
            )
        with failing_as(damaged):
            text = data.decode("utf-8-sig")
        if "<!DOCTYPE" in text or "<!ENTITY" in text:
            raise damaged()
        return text.replace(_STRICT[1:-1], WORD[1:-1])

    def _not_word(self) -> UnusableError:
        for prefix, zh, en in _OTHER_ARCHIVES:
            if any(name.startswith(prefix.lower()) for name in self._entries):
                return not_supported(zh, en)
        return not_supported("其他压缩包", "another archive")
