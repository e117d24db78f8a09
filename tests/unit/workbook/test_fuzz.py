"""Whatever bytes come in, a book or a list of problems comes out."""

import zipfile
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories.workbooks import AS_OF, good_rows, write_csv, write_parquet, write_xlsx
from jineng.kernel.problems import UnusableError
from jineng.workbook.reading import Book, read_book

FUZZ = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
PARTS = [
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "_rels/.rels",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
    "xl/worksheets/sheet3.xml",
]

_edits = st.lists(
    st.tuples(st.floats(0, 1, exclude_max=True), st.binary(max_size=4), st.integers(0, 6)), min_size=1, max_size=6
)


def _edited(data, edits):
    """Replace, insert or delete a few bytes at places given as shares of the length."""
    for share, new, removed in edits:
        at = int(share * len(data))
        data = data[:at] + new + data[at + removed :]
    return data


def _reads_or_refuses(path):
    try:
        assert isinstance(read_book(path, as_of=AS_OF), Book)
    except UnusableError as error:
        if not error.problems:
            raise


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    return write_xlsx(tmp_path_factory.mktemp("good") / "b.xlsx", good_rows()).read_bytes()


@FUZZ
@given(edits=_edits, cut=st.none() | st.floats(0, 1))
def test_changed_packages(tmp_path, good, edits, cut):
    data = _edited(good, edits)
    (tmp_path / "b.xlsx").write_bytes(data if cut is None else data[: int(cut * len(data))])

    _reads_or_refuses(tmp_path / "b.xlsx")


@FUZZ
@given(part=st.sampled_from(PARTS), edits=_edits)
def test_changed_parts_in_whole_packages(tmp_path, good, part, edits):
    with zipfile.ZipFile(BytesIO(good)) as archive, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as changed:
        for info in archive.infolist():
            data = archive.read(info)
            changed.writestr(info.filename, _edited(data, edits) if info.filename == part else data)

    _reads_or_refuses(tmp_path / "b.xlsx")


@FUZZ
@given(edits=_edits)
def test_changed_csv(tmp_path, edits):
    path = write_csv(tmp_path / "b", good_rows())
    file = path / "考勤.csv"
    file.write_bytes(_edited(file.read_bytes(), edits))

    _reads_or_refuses(path)


@FUZZ
@given(edits=_edits)
def test_changed_parquet(tmp_path, edits):
    path = write_parquet(tmp_path / "b", good_rows())
    file = path / "attendance.parquet"
    file.write_bytes(_edited(file.read_bytes(), edits))

    _reads_or_refuses(path)
