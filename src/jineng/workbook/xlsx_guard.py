"""Opens .xlsx packages that anybody may have made: bounds first, and only what was vetted is passed on.

The reader never sees the uploaded package. The parts it needs are inflated here within limits and packed anew, so what
was checked and what is read are the same bytes, whatever the original's directory says (ISO/IEC 29500-2).
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from jineng.kernel.problems import Place, UnusableError
from jineng.workbook.findings import failing_as, refuse
from jineng.workbook.limits import LIMITS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jineng.workbook.limits import Limits


_MAX_ENTRIES: Final = 10_000
_MAX_DIRECTORY_BYTES: Final = 4 * 2**20
_RATIO_FROM_BYTES: Final = 2**20
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_FILES: Final = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
)
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass(frozen=True, slots=True)
class SheetPart:
    """One sheet of a package: name as the file has it, whether people see it, name and size of its part."""

    name: str
    visible: bool
    part: str
    size_bytes: int


class Package:
    """An opened .xlsx package: its sheets, and parts inflated within limits."""

    def __init__(self, data: bytes, limits: Limits = LIMITS) -> None:
        """Check the container and find the sheets; nothing but the package's directories is inflated.

        Raises:
            UnusableError: no workbook, encrypted, damaged, or beyond ``limits``.
        """
        _refuse_other_files(data)
        with failing_as(damaged):
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._entries = _entries(self._zip, limits)
            self._find_sheets()

    def _find_sheets(self) -> None:
        main = self._related("", "officeDocument")
        if not main:
            raise _no_workbook("不含工作表的压缩包", "an archive without sheets")
        root = _parse(self.inflate(main[0][1], _MAX_DIRECTORY_BYTES))
        if _local(root.tag) != "workbook":
            raise _no_workbook("其他办公文档", "another kind of office document")
        parts = dict(self._related(main[0][1], "worksheet"))
        self._shared = [part for _, part in self._related(main[0][1], "sharedStrings")]
        self._styles = [part for _, part in self._related(main[0][1], "styles")]
        self.from_1904 = any(
            _local(element.tag) == "workbookPr" and element.get("date1904") in {"1", "true"} for element in root
        )
        sheets = (element for group in root if _local(group.tag) == "sheets" for element in group)
        self.sheets: list[SheetPart] = []
        for element in sheets:
            link = next((value for key, value in element.attrib.items() if key.endswith("}id")), "")
            if part := parts.get(link):
                size_bytes = self._entries[part.lower()].file_size
                visible = element.get("state", "visible") == "visible"
                self.sheets.append(SheetPart(element.get("name", ""), visible, part, size_bytes))

    def _related(self, source: str, kind: str) -> list[tuple[str, str]]:
        """Return id and target of the relationships of ``source`` that are of ``kind`` and exist in the package."""
        folder, name = posixpath.split(source)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        if rels.lower() not in self._entries:
            return []
        found = []
        for element in _parse(self.inflate(rels, _MAX_DIRECTORY_BYTES)):
            target = element.get("Target", "").replace("\\", "/")
            part = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            if element.get("Type", "").endswith(f"/{kind}") and part.lower() in self._entries:
                found.append((element.get("Id", ""), part))
        return found

    def inflate(self, part: str, limit_bytes: int | None = None) -> bytes:
        """Return the bytes of a part: at most as many as the directory declares, and checked against its checksum.

        Raises:
            UnusableError: the part is damaged or larger than ``limit_bytes``.
        """
        entry = self._entries[part.lower()]
        if limit_bytes is not None and entry.file_size > limit_bytes:
            raise refuse("too_large", Place(), f"文件内的 {part} 过大", f"the part {part} of the file is too large")
        with failing_as(damaged), self._zip.open(entry) as stream:
            data = stream.read(entry.file_size)
        if len(data) != entry.file_size or b"\0" in data:
            raise damaged()
        return data

    def repack(self, sheets: Sequence[bytes]) -> bytes:
        """Return a plain package of the given sheet parts with this book's texts and styles, sheets named 1, 2, …"""
        links = [
            f"<Relationship Id='s{n}' Type='{_OFFICE}/worksheet' Target='worksheets/{n}.xml'/>"
            for n in _numbers(sheets)
        ]
        names = [f"<sheet name='{n}' sheetId='{n}' r:id='s{n}'/>" for n in _numbers(sheets)]
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
            for kind, parts in (("sharedStrings", self._shared[:1]), ("styles", self._styles[:1])):
                for part in parts:
                    archive.writestr(f"xl/{kind}.xml", self.inflate(part))
                    links.append(f"<Relationship Id='{kind}' Type='{_OFFICE}/{kind}' Target='{kind}.xml'/>")
            for number, sheet in zip(_numbers(sheets), sheets, strict=True):
                archive.writestr(f"xl/worksheets/{number}.xml", sheet)
            archive.writestr("xl/_rels/workbook.xml.rels", _relationships(links))
            archive.writestr(
                "xl/workbook.xml",
                f"<workbook xmlns='{_MAIN}' xmlns:r='{_OFFICE}'><workbookPr date1904='{int(self.from_1904)}'/>"
                f"<sheets>{''.join(names)}</sheets></workbook>",
            )
            archive.writestr(
                "_rels/.rels",
                _relationships([f"<Relationship Id='w' Type='{_OFFICE}/officeDocument' Target='xl/workbook.xml'/>"]),
            )
            archive.writestr("[Content_Types].xml", "<Types/>")
        return out.getvalue()


def _numbers(sheets: Sequence[bytes]) -> range:
    return range(1, len(sheets) + 1)


def _relationships(links: Sequence[str]) -> str:
    return f"<Relationships xmlns='{_RELATIONSHIPS}'>{''.join(links)}</Relationships>"


def _entries(archive: zipfile.ZipFile, limits: Limits) -> dict[str, zipfile.ZipInfo]:
    """Return the directory of the archive by lower-case name, once it is within limits."""
    infos = archive.infolist()
    entries = {info.filename.lower(): info for info in infos}
    if len(entries) != len(infos) or len(infos) > _MAX_ENTRIES:
        raise damaged()
    if any(info.flag_bits & 1 for info in infos):
        raise _encrypted()
    if any(info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for info in infos):
        raise damaged()
    total = sum(info.file_size for info in infos)
    if total > limits.inflated_bytes:
        size, most = total // 2**20, limits.inflated_bytes // 2**20
        raise refuse(
            "too_large",
            Place(),
            f"工作簿解压后有 {size} MB，最多 {most} MB；请按月或按机构拆成几个工作簿",
            f"the workbook inflates to {size} MB, at most {most} MB are read; split it by month or institution",
        )
    for info in infos:
        if info.file_size > _RATIO_FROM_BYTES and info.file_size > limits.ratio * info.compress_size:
            raise refuse(
                "zip_bomb",
                Place(),
                f"文件内的 {info.filename} 压缩率异常，不予打开；请用 Excel 或 WPS 另存后再试",
                f"the part {info.filename} is compressed beyond all reason; it is not opened. Save the book anew in Excel or WPS",
            )
    return entries


def _refuse_other_files(data: bytes) -> None:
    if data.startswith(_OLE):
        raise (
            _encrypted()
            if "EncryptedPackage".encode("utf-16-le") in data
            else _no_workbook("旧版 .xls 或其他旧式文档", "an old .xls or another old document")
        )
    if data.startswith(b"PK"):
        return
    for magic, name in _OTHER_FILES:
        if data.startswith(magic):
            raise _no_workbook(f"{name} 文件", f"a {name} file")
    if not data:
        raise _no_workbook("空文件", "an empty file")
    raise _no_workbook("文本或其他文件", "text or another kind of file")


def _no_workbook(zh: str, en: str) -> UnusableError:
    return refuse(
        "not_a_workbook",
        Place(),
        f"应为 .xlsx 工作簿，实为{zh}；请在 Excel 或 WPS 中另存为“Excel 工作簿（.xlsx）”",
        f"expected an .xlsx workbook, found {en}; save it as an Excel workbook (.xlsx) in Excel or WPS",
    )


def _encrypted() -> UnusableError:
    return refuse(
        "encrypted",
        Place(),
        "工作簿设有打开密码，无法读取；请在 Excel 或 WPS 中去掉密码后另存",
        "the workbook is protected by a password and cannot be read; remove the password in Excel or WPS and save it",
    )


def damaged() -> UnusableError:
    """Return the error for a workbook whose bytes make no sense."""
    return refuse(
        "damaged",
        Place(),
        "工作簿已损坏或不完整；请用 Excel 或 WPS 打开、另存后再试，或请对方重新发送",
        "the workbook is damaged or incomplete; open it in Excel or WPS and save it anew, or have it sent again",
    )


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _parse(data: bytes) -> ET.Element:
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise damaged()
    return ET.fromstring(data.decode("utf-8-sig"))  # noqa: S314  # no document type, no entities
