"""Takes a book's bytes off the disk: one .xlsx file, or a folder with one .csv or .parquet per sheet."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jineng.kernel.problems import Place
from jineng.kernel.text import Text
from jineng.workbook.findings import refuse

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from jineng.kernel.problems import UnusableError
    from jineng.workbook.findings import Findings
    from jineng.workbook.layout import Sheet

_TABLE_SUFFIXES: Final = frozenset({".csv", ".parquet"})


@dataclass(frozen=True, slots=True)
class TableFile:
    """One file of a folder: the sheet it holds, its name without and its name with the suffix, and its bytes."""

    spec: Sheet
    name: str
    file_name: str
    data: bytes


def read_file(path: Path, limit_bytes: int) -> bytes:
    """Return the bytes of a regular file that is no link.

    Raises:
        UnusableError: there is none, it is something else, it cannot be read, or it is larger than ``limit_bytes``.
    """
    try:
        # Opened first and asked afterwards, so that nothing can be put in its place in between; a pipe does not block.
        handle = os.open(
            path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        )
    except (OSError, ValueError) as error:
        raise _unreadable(path) from error
    with os.fdopen(handle, "rb") as stream:
        facts = os.fstat(stream.fileno())
        if not stat.S_ISREG(facts.st_mode):
            raise _special(path)
        if facts.st_size > limit_bytes:
            size, most = facts.st_size // 2**20, limit_bytes // 2**20
            raise refuse(
                "too_large",
                Place(),
                f"{path.name} 有 {size} MB，最多 {most} MB；请按月或按机构拆成几个工作簿",
                f"{path.name} has {size} MB, at most {most} MB are read; split it by month or institution",
            )
        return stream.read(limit_bytes + 1)


def sheets_by_name(sheets: Iterable[Sheet]) -> dict[str, Sheet]:
    """Return sheets by either of their names."""
    return {name: sheet for sheet in sheets for name in sheet.name}


def table_files(folder: Path, limit_bytes: int, findings: Findings, sheets: Sequence[Sheet]) -> list[TableFile]:
    """Return the files of a folder that are named like one of ``sheets``, in the order of their names; others are left alone.

    Raises:
        UnusableError: the folder cannot be read or has no such file, or one of them cannot be read.
    """
    try:
        names = sorted(entry.name for entry in os.scandir(folder))
    except OSError as error:
        raise _unreadable(folder) from error
    by_name = sheets_by_name(sheets)
    found: dict[str, str] = {}
    files = []
    for file_name in names:
        name = Path(file_name).stem.strip()
        spec = by_name.get(name)
        if spec is None or Path(file_name).suffix.lower() not in _TABLE_SUFFIXES:
            continue
        if spec.key in found:
            add_duplicate_sheet(findings, spec, file_name, found[spec.key])
            continue
        found[spec.key] = file_name
        files.append(TableFile(spec, name, file_name, read_file(folder / file_name, limit_bytes)))
    if not files:
        raise no_sheets("文件夹里没有", "the folder has no file named like a sheet", sheets)
    return files


def hash_files(files: list[TableFile]) -> str:
    """Return one SHA-256 (hex) over names and contents, each led by its length, in the order of names."""
    digest = hashlib.sha256()
    for file in files:
        for part in (file.file_name.encode(), file.data):
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
    return digest.hexdigest()


def add_duplicate_sheet(findings: Findings, spec: Sheet, name: str, first: str) -> None:
    """Report that two sheets or files stand for the same table."""
    findings.add(
        "duplicate_sheet",
        Place(name),
        Text(
            f"“{first}”和“{name}”都是“{spec.zh}”表；请合成一个，或删去其中一个",
            f"{first} and {name} both are the sheet {spec.key}; merge them or delete one",
        ),
    )


def no_sheets(zh: str, en: str, sheets: Sequence[Sheet]) -> UnusableError:
    """Return the error for a book in which none of ``sheets`` is found."""
    return refuse(
        "no_sheets",
        Place(),
        f"{zh}任何一个应有的表；表名应为{'、'.join(sheet.zh for sheet in sheets)}（或英文名），可从模板开始",
        f"{en}; expected {', '.join(sheet.key for sheet in sheets)} (or their Chinese names). Start from the template",
    )


def _unreadable(path: Path) -> UnusableError:
    if path.is_symlink():
        return _special(path)
    if not path.exists():
        return refuse(
            "not_found", Place(), f"找不到 {path.name}；请检查路径", f"{path.name} is not there; check the path"
        )
    return refuse(
        "not_readable",
        Place(),
        f"{path.name} 打不开；请检查权限，并关闭正在使用它的程序",
        f"{path.name} cannot be opened; check its permissions and close programs that use it",
    )


def _special(path: Path) -> UnusableError:
    return refuse(
        "not_a_file",
        Place(),
        f"{path.name} 不是普通文件（是链接、管道或设备）；请给出文件本身",
        f"{path.name} is no ordinary file (a link, pipe or device); name the file itself",
    )
