"""``jineng settle`` as an officer runs it: files in, files out, exit status, nothing half-written."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from typer.testing import CliRunner

from jineng.cli.main import app, main
from jineng.workbook.synthetic import county_year, write_book, write_folder

if TYPE_CHECKING:
    from pathlib import Path

LAN = ["--policy", "lanxian-2022", "--as-of", "2022-12-31"]


def run(*arguments: object) -> Any:
    return CliRunner().invoke(app, ["settle", *map(str, arguments)])


@pytest.fixture(scope="module")
def tables() -> dict[str, pl.DataFrame]:
    return county_year("lanxian-2022", seed=7, trainees=300)


@pytest.fixture(scope="module")
def book(tables: dict[str, pl.DataFrame], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("book") / "台账.xlsx"
    write_book(tables, path)
    return path


def test_settles_to_both_files(book: Path, tmp_path: Path) -> None:
    out, data = tmp_path / "结果.xlsx", tmp_path / "result.json"

    done = run(book, *LAN, "--out", out, "--json", data)

    assert done.exit_code == 0, done.output
    assert out.read_bytes().startswith(b"PK")
    result = json.loads(data.read_bytes())
    assert list(result) == ["receipt", "lines", "classes", "institutions", "totals", "problems"]
    assert result["receipt"]["as_of"] == "2022-12-31"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["result.json", "结果.xlsx"]


def test_replaying_a_receipt_gives_the_same_bytes(book: Path, tmp_path: Path) -> None:
    for name in ("first.json", "second.json"):
        assert run(book, *LAN, "--json", tmp_path / name).exit_code == 0

    assert (tmp_path / "first.json").read_bytes() == (tmp_path / "second.json").read_bytes()


@pytest.mark.parametrize(("kind", "language"), [("csv", "zh"), ("csv", "en"), ("parquet", "en")])
def test_folder_comes_to_the_same_money(
    tables: dict[str, pl.DataFrame], book: Path, tmp_path: Path, kind: Any, language: Any
) -> None:
    folder = tmp_path / "book"
    folder.mkdir()
    write_folder(tables, folder, kind, language=language)
    run(book, *LAN, "--json", tmp_path / "a.json")
    run(folder, *LAN, "--json", tmp_path / "b.json")

    first, second = (json.loads((tmp_path / name).read_bytes()) for name in ("a.json", "b.json"))

    assert first["lines"] == second["lines"]
    assert first["totals"] == second["totals"]


def test_settling_twice_never_pays_twice(tables: dict[str, pl.DataFrame], tmp_path: Path) -> None:
    write_book(tables, tmp_path / "first.xlsx")
    run(tmp_path / "first.xlsx", *LAN, "--json", tmp_path / "first.json")
    first = json.loads((tmp_path / "first.json").read_bytes())
    paid = [
        {
            "person_id": line["person_id"],
            "class_id": line["class_id"],
            "item": line["item"],
            "level_key": None,
            "occupation": None,
            "number": line["certificate"],
            "paid_on": date(2022, 12, 31),
            "amount_fen": int(line["payable_now"].replace(".", "")),
            "row": 0,
        }
        for line in first["lines"]
        if line["payable_now"] != "0.00"
    ]
    history = pl.concat([tables["history"], pl.DataFrame(paid, schema=tables["history"].schema)])
    write_book({**tables, "history": history}, tmp_path / "second.xlsx")

    run(tmp_path / "second.xlsx", *LAN, "--json", tmp_path / "second.json")

    second = json.loads((tmp_path / "second.json").read_bytes())
    assert first["totals"]["payable_now"] != "0.00"
    assert second["totals"]["payable_now"] == "0.00"
    assert second["totals"]["due"] == first["totals"]["due"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["missing.xlsx", *LAN], "not_found"),
        (["BOOK", "--policy", "nowhere-1999", "--as-of", "2022-12-31"], "unknown_policy"),
        (["BOOK", "--policy", "lanxian-2022", "--as-of", "2022/12/31"], "not_a_date"),
        (["BOOK", *LAN, "--json", "no/such/folder.json"], "unwritable"),
        (["BOOK", *LAN, "--out", "BOOK"], "unwritable"),
        (["BOOK", *LAN, "--out", "same", "--json", "same"], "unwritable"),
    ],
)
def test_unusable_input_ends_with_two(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: str
) -> None:
    monkeypatch.chdir(tmp_path)
    before = book.read_bytes()

    done = run(*(str(book) if argument == "BOOK" else argument for argument in arguments))

    assert done.exit_code == 2
    assert f"[{code}]" in done.stderr
    assert "Traceback" not in done.output
    assert list(tmp_path.iterdir()) == []
    assert book.read_bytes() == before


def test_faulty_book_names_every_place_and_writes_nothing(tables: dict[str, pl.DataFrame], tmp_path: Path) -> None:
    classes = tables["classes"].with_columns(
        pl.when(pl.col("kind") == "order").then(None).otherwise(pl.col("order_id")).alias("order_id")
    )
    write_book({**tables, "classes": classes}, tmp_path / "book.xlsx")
    orders = classes.filter(pl.col("kind") == "order").height

    done = run(tmp_path / "book.xlsx", *LAN, "--out", tmp_path / "out.xlsx", "--json", tmp_path / "out.json")

    assert done.exit_code == 2
    said = "订单式培训必须填订单编号；请补上，不是订单式的请改培训类别 [missing_order]"
    assert sum(line.endswith(said) for line in done.stderr.splitlines()) == orders > 0
    assert [path.name for path in tmp_path.iterdir()] == ["book.xlsx"]


def test_speaks_english_when_asked(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JINENG_LANGUAGE", "en")

    done = run(book, *LAN)

    assert "payable now" in done.stdout


def test_says_when_history_lies_after_the_day(tables: dict[str, pl.DataFrame], tmp_path: Path) -> None:
    history = tables["history"].with_columns(pl.lit(date(2023, 1, 5)).alias("paid_on"))
    write_book({**tables, "history": history}, tmp_path / "book.xlsx")

    done = run(tmp_path / "book.xlsx", *LAN)

    assert f"{history.height} 条拨付记录晚于结算日" in done.stderr


def test_unforeseen_fault_is_one_line_without_personal_data(
    book: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_arguments: object, **_named: object) -> None:
        raise KeyError("11010519491231002X")

    monkeypatch.setattr("jineng.policy.settlement.settle", fail)
    monkeypatch.setattr("sys.argv", ["jineng", "settle", str(book), *LAN])

    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == 1
    said = capsys.readouterr().err
    assert "KeyError" in said
    assert "11010519491231002X" not in said
    assert "Traceback" not in said
