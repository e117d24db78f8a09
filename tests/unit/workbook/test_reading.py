"""Good books, in every form the contract allows, become the same canonical tables."""

import hashlib
from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from factories.workbooks import AS_OF, edit_part, good_rows, write_csv, write_parquet, write_xlsx
from jineng.workbook.reading import read_book
from jineng.workbook.sheets import SHEETS


def _assert_same(tables, others):
    assert tables.keys() == others.keys()
    for key, table in tables.items():
        assert_frame_equal(table, others[key])


def test_the_canonical_tables_of_a_good_book(tmp_path):
    book = read_book(write_xlsx(tmp_path / "b.xlsx", good_rows()), as_of=AS_OF)

    assert {key: dict(table.schema) for key, table in book.tables.items()} == {s.key: s.schema() for s in SHEETS}
    assert book.row_counts == {
        "classes": 2,
        "trainees": 4,
        "attendance": 40,
        "certificates": 4,
        "employment": 4,
        "hires": 1,
        "history": 1,
    }
    assert book.tables["classes"].row(0, named=True) == {
        "class_id": "2022-001", "kind": "order", "order_id": "DD2022-01", "institution": "52141127MJ1000001E",
        "occupation": "养老护理员", "start_on": date(2022, 6, 1), "end_on": date(2022, 6, 10), "planned_milli": 80000, "row": 2,
    }  # fmt: skip
    assert book.tables["certificates"]["level"].to_list() == [5, 5, 5, 5]
    assert book.tables["history"].row(0, named=True) == {
        "person_id": good_rows()["trainees"][0]["person_id"], "class_id": None, "item": "certificate",
        "level_key": "special_ability", "occupation": "面塑", "number": "Z00001411002021000001",
        "paid_on": date(2021, 11, 20), "amount_fen": 20000, "row": 2,
    }  # fmt: skip
    assert book.path_kind == "xlsx"
    assert book.names["classes"] == "班级"
    assert book.sha256 == hashlib.sha256((tmp_path / "b.xlsx").read_bytes()).hexdigest()


def test_every_form_gives_the_same_tables(tmp_path):
    expected = read_book(write_xlsx(tmp_path / "zh.xlsx", good_rows()), as_of=AS_OF).tables
    forms = [
        write_xlsx(tmp_path / "en.xlsx", good_rows(), "en"),
        write_csv(tmp_path / "zh", good_rows()),
        write_csv(tmp_path / "en", good_rows(), "en", encoding="utf-8-sig"),
        write_parquet(tmp_path / "parquet", good_rows()),
        write_parquet(tmp_path / "parquet_zh", good_rows(), "zh"),
    ]

    for form in forms:
        _assert_same(expected, read_book(form, as_of=AS_OF).tables)


def test_names_may_be_mixed_and_forms_too(tmp_path):
    rows = good_rows()
    expected = read_book(write_csv(tmp_path / "a", rows), as_of=AS_OF).tables
    folder = write_csv(tmp_path / "b", {"classes": rows["classes"], "trainees": rows["trainees"]})
    write_parquet(folder, {key: rows[key] for key in rows.keys() - {"classes", "trainees"}})
    text = (folder / "班级.csv").read_text().replace("培训类别", "kind").replace("订单式", "order")
    (folder / "班级.csv").write_text(text)

    _assert_same(expected, read_book(folder, as_of=AS_OF).tables)


def test_sheets_and_optional_columns_may_be_missing_extra_ones_are_ignored(tmp_path):
    rows = {key: good_rows()[key] for key in ("classes", "trainees")}
    rows["classes"] = [{**row, "备注": "=1+1"} for row in rows["classes"]]
    path = write_csv(tmp_path / "b", rows)
    text = (path / "学员.csv").read_text().replace("人员类别", "另一列")
    (path / "学员.csv").write_text(text)
    (path / "读我.txt").write_text("x")

    book = read_book(path, as_of=AS_OF)

    assert book.tables["trainees"]["groups"].null_count() == 4
    assert book.tables["hires"].schema == next(s for s in SHEETS if s.key == "hires").schema()
    assert book.row_counts["attendance"] == 0


def test_blank_rows_are_skipped_and_row_numbers_stay_true(tmp_path):
    rows = good_rows()
    rows["trainees"].insert(1, {})
    rows["trainees"].insert(1, {"class_id": "   "})

    for path in (write_xlsx(tmp_path / "b.xlsx", rows), write_csv(tmp_path / "b", rows)):
        assert read_book(path, as_of=AS_OF).tables["trainees"]["row"].to_list() == [2, 5, 6, 7]


def test_what_is_folded_and_trimmed(tmp_path):
    rows = good_rows()
    with_x = "11010519491231002x"
    rows["trainees"][0] |= {"person_id": f" {with_x}\u3000", "name": "\u00a0王小兰 "}
    rows["classes"][0]["institution"] = rows["classes"][0]["institution"].lower()
    for row in rows["classes"] + rows["trainees"] + rows["attendance"] + rows["certificates"] + rows["employment"]:
        row["class_id"] = {"2022-001": 1, "2022-002": 2}[row["class_id"]]

    tables = read_book(write_xlsx(tmp_path / "b.xlsx", rows), as_of=AS_OF).tables

    assert tables["trainees"].row(0)[:3] == ("1", "11010519491231002X", "王小兰")
    assert tables["classes"]["institution"][0] == "52141127MJ1000001E"
    assert tables["attendance"]["class_id"].unique(maintain_order=True).to_list() == ["1", "2"]


@pytest.mark.parametrize(
    ("written", "milli"),
    [(8, 8000), (7.5, 7500), (0, 0), ("7.25", 7250), (7.299999999999999, 7300), (0.1 + 0.2, 300), (0.001, 1)],
)
def test_hours_are_exact(tmp_path, written, milli):
    rows = good_rows()
    rows["attendance"][0]["hours"] = written

    tables = read_book(write_xlsx(tmp_path / "b.xlsx", rows), as_of=AS_OF).tables

    assert tables["attendance"]["hours_milli"][0] == milli


@pytest.mark.parametrize(
    ("written", "fen"), [(400, 40000), (-1050.5, -105050), ("0.07", 7), ("-0.05", -5), (99999999999.99, 9999999999999)]
)
def test_amounts_are_exact(tmp_path, written, fen):
    rows = good_rows()
    rows["history"][0]["amount"] = written

    for path in (write_xlsx(tmp_path / "b.xlsx", rows), write_csv(tmp_path / "b", rows)):
        assert read_book(path, as_of=AS_OF).tables["history"]["amount_fen"].to_list() == [fen]


def test_dates_as_cells_as_text_and_from_1904(tmp_path):
    rows = good_rows()
    rows["attendance"][0]["date"] = "2022-06-01"
    path = write_xlsx(tmp_path / "b.xlsx", rows)
    assert read_book(path, as_of=AS_OF).tables["attendance"]["date"][0] == date(2022, 6, 1)

    edit_part(path, "xl/workbook.xml", lambda xml: xml.replace(b"<workbookPr ", b'<workbookPr date1904="1" '))

    assert read_book(path, as_of=AS_OF).tables["attendance"]["date"][:2].to_list() == [
        date(2022, 6, 1),
        date(2026, 6, 3),
    ]


def test_native_types_of_parquet(tmp_path):
    rows = good_rows()
    folder = write_csv(tmp_path / "b", {key: rows[key] for key in ("classes", "trainees")})
    people = [row["person_id"] for row in rows["trainees"][:2]]
    pl.DataFrame(
        {
            "class_id": pl.Series(["2022-001"] * 2, dtype=pl.Categorical),
            "person_id": people,
            "date": pl.Series([date(2022, 6, 1), date(2022, 6, 2)]).cast(pl.Datetime("ns")),
            "hours": pl.Series([Decimal("7.5"), Decimal("8.0")], dtype=pl.Decimal(6, 1)),
        }
    ).write_parquet(folder / "attendance.parquet")

    table = read_book(folder, as_of=AS_OF).tables["attendance"]

    assert table["date"].to_list() == [date(2022, 6, 1), date(2022, 6, 2)]
    assert table["hours_milli"].to_list() == [7500, 8000]


def test_level_of_a_type_without_one_is_ignored_and_history_may_name_this_books_certificate(tmp_path):
    rows = good_rows()
    rows["certificates"][0] |= {"type": "training", "level": "无"}
    rows["history"].append({**rows["history"][0], "level": None, "number": rows["certificates"][1]["number"]})
    rows["history"].append({**rows["history"][0], "level": 4})

    tables = read_book(write_xlsx(tmp_path / "b.xlsx", rows), as_of=AS_OF).tables

    assert tables["certificates"]["level"].to_list() == [None, 5, 5, 5]
    assert tables["history"]["level_key"].to_list() == ["special_ability", None, "4"]


def test_roster_faults_of_the_engine_are_left_to_it(tmp_path):
    rows = good_rows()
    rows["trainees"].append(rows["trainees"][0])
    rows["attendance"].append({**rows["attendance"][0], "person_id": "11010519491231002X"})

    assert read_book(write_xlsx(tmp_path / "b.xlsx", rows), as_of=AS_OF).row_counts["trainees"] == 5


def test_formulas_and_hidden_parts_outside_the_table_do_no_harm(tmp_path):
    def prepare(book, pages):
        page = pages["attendance"]
        page.write_string(0, 6, "合计")
        page.write_formula(1, 6, "=SUM(D2:D11)", None, 80)
        page.set_column(8, 8, None, None, {"hidden": True})
        page.merge_range(1, 9, 2, 9, "x")
        page.write_formula(1, 30, "=1/0", None, "#DIV/0!")
        book.add_worksheet("名单").hide()

    book = read_book(write_xlsx(tmp_path / "b.xlsx", good_rows(), prepare=prepare), as_of=AS_OF)

    assert book.row_counts["attendance"] == 40


def test_progress_is_told_for_every_sheet(tmp_path):
    told = []
    path = write_xlsx(tmp_path / "b.xlsx", good_rows())

    read_book(path, as_of=AS_OF, progress=lambda *step: told.append(step))

    assert {key for key, _, _ in told} == {sheet.key for sheet in SHEETS}
    assert [(done, count) for _, done, count in told] == [(n, 7) for n in range(1, 8)]


def test_the_hash_of_a_folder_covers_names_and_bytes(tmp_path):
    paths = [write_csv(tmp_path / name, good_rows()) for name in "abc"]
    (paths[1] / "学员.csv").rename(paths[1] / "trainees.csv")
    (paths[2] / "学员.csv").write_bytes((paths[2] / "学员.csv").read_bytes() + b"\n")

    assert len({read_book(path, as_of=AS_OF).sha256 for path in paths}) == 3


_texts = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1, max_size=12)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    names=st.lists(_texts.filter(lambda text: not text[0].isdigit()), min_size=4, max_size=4),
    hours=st.lists(st.integers(0, 24_000), min_size=4, max_size=40),
    days=st.lists(st.dates(date(1900, 3, 1), date(2999, 12, 31)), min_size=4, max_size=40),
    fen=st.integers(-(10**13), 10**13),
)
def test_what_is_written_is_what_is_read(tmp_path, names, hours, days, fen):
    rows = good_rows()
    for row, name in zip(rows["trainees"], names, strict=True):
        row["name"] = name
    for row, milli, day in zip(rows["attendance"], hours, days, strict=False):
        row |= {"hours": milli / 1000, "date": day}
    rows["history"][0]["amount"] = fen / 100

    for path in (
        write_xlsx(tmp_path / "b.xlsx", rows),
        write_csv(tmp_path / "b", rows),
        write_parquet(tmp_path / "p", rows),
    ):
        tables = read_book(path, as_of=AS_OF).tables
        count = min(len(hours), len(days))
        assert tables["trainees"]["name"].to_list() == names
        assert tables["attendance"]["hours_milli"][:count].to_list() == hours[:count]
        assert tables["attendance"]["date"][:count].to_list() == days[:count]
        assert tables["history"]["amount_fen"].to_list() == [fen]
