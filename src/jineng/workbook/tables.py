"""Reads one .csv or .parquet file as a sheet of the contract."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

import polars as pl

from jineng.kernel.problems import Place
from jineng.kernel.text import Text
from jineng.workbook.cells import Cells, sort_rows, sort_series
from jineng.workbook.findings import Fault, failing_as, refuse
from jineng.workbook.raw import RawSheet
from jineng.workbook.xlsx_book import check_headings, too_many

if TYPE_CHECKING:
    from jineng.kernel.problems import UnusableError
    from jineng.workbook.files import TableFile
    from jineng.workbook.findings import Findings
    from jineng.workbook.limits import Limits

_UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")


def read_table(file: TableFile, limits: Limits, findings: Findings) -> RawSheet | None:
    """Return the sheet of one file, or None where what was found leaves nothing to judge.

    Raises:
        UnusableError: the file is damaged or too long.
    """
    if file.file_name.lower().endswith(".parquet"):
        with failing_as(lambda: _no_parquet(file.name)):
            return _read_parquet(file, limits)
    text = _decode(file, findings)
    return None if text is None else _read_csv(file, text, limits, findings)


def _decode(file: TableFile, findings: Findings) -> str | None:
    data, place = file.data, Place(file.name)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        findings.add(
            "wrong_encoding",
            Place(file.name, row),
            Text(
                f"文件不是 UTF-8 编码（{_guess(data)}）；请在 Excel 或 WPS 中另存为“CSV UTF-8（逗号分隔）”",
                f"the file is not encoded as UTF-8 ({_guess(data)}); save it as 'CSV UTF-8 (comma delimited)' in Excel or WPS",
            ),
        )
        return None
    if "\0" in text:
        row = text.count("\n", 0, text.index("\0")) + 1
        findings.add(
            "nul_byte",
            Place(file.name, row),
            Text(
                "文件含空字符（NUL），已损坏；请重新导出",
                "the file contains NUL characters and is damaged; export it again",
            ),
        )
        return None
    if not text.strip():
        findings.add(
            "no_heading",
            place,
            Text("文件是空的，首行应为列名", "the file is empty; its first row should name the columns"),
        )
        return None
    return text


def _guess(data: bytes) -> str:
    if data.startswith(_UTF16_MARKS):
        return "UTF-16"
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return "?"
    return "GBK / GB 18030"


def _read_csv(file: TableFile, text: str, limits: Limits, findings: Findings) -> RawSheet | None:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[list[str]] = []
    try:
        for row in reader:
            rows.append(row)
            if len(rows) > limits.rows:
                raise too_many(file.name, len(rows), limits.rows)
    except csv.Error as error:
        findings.add(
            "bad_csv",
            Place(file.name, len(rows) + 1),
            Text(
                f"此行起不是合规的 CSV（多为引号未成对：{error}）；请用 Excel 或 WPS 重新导出",
                f"from this row on this is no CSV (often an unpaired quote: {error}); export it again from Excel or WPS",
            ),
        )
        return None
    headings = [heading.strip() for heading in rows[0]]
    if not any(headings):
        return RawSheet(file.spec, file.name, [""], [Cells(0)], 0)
    check_headings(file.name, headings, limits)
    width, cells, ragged = len(headings), [], []
    for number, row in enumerate(rows[1:], start=2):
        if len(row) == width:
            cells.append(row)
        elif row:
            ragged.append((number, len(row)))
        else:
            cells.append([""] * width)
    findings.add_fault(
        file.name,
        Fault(
            "ragged_row",
            "",
            [number for number, _ in ragged],
            lambda n: Text(
                f"应有 {width} 格（同首行），实有 {ragged[n][1]} 格；含逗号的内容须加引号",
                f"expected {width} cells as in the heading, found {ragged[n][1]}; cells with a comma need quotes",
            ),
        ),
    )
    if ragged:
        return None
    return RawSheet(
        file.spec, file.name, headings, sort_rows(iter(cells), [bool(heading) for heading in headings]), len(cells)
    )


def _read_parquet(file: TableFile, limits: Limits) -> RawSheet:
    # The reader of polars, not Arrow's: on damaged bytes it panics at worst, where the other was seen to crash the process.
    rows = pl.scan_parquet(io.BytesIO(file.data)).select(pl.len()).collect().item()
    if rows > limits.parquet_rows:
        raise too_many(file.name, rows, limits.parquet_rows)
    frame = pl.read_parquet(io.BytesIO(file.data), use_pyarrow=False)
    headings = [name.strip() for name in frame.columns]
    check_headings(file.name, headings, limits)
    columns = [sort_series(series) for series in frame.get_columns()]
    return RawSheet(file.spec, file.name, headings, columns, frame.height)


def _no_parquet(name: str) -> UnusableError:
    return refuse(
        "damaged",
        Place(name),
        "Parquet 文件已损坏或不是 Parquet；请重新导出",
        "the file is damaged or no Parquet; export it again",
    )
