"""``jineng template`` and ``jineng settle`` for a plan that is settled from claim lines."""

from __future__ import annotations

import json
import shutil
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from jineng.cli.main import app
from unit.workbook.claims.books import WORKED, example_of, rows_of, told, write_xlsx

if TYPE_CHECKING:
    from pathlib import Path

PLACE = "wujin-2023"
POLICY = ["--policy", PLACE, "--as-of", "2023-12-31"]


def run(*arguments: object) -> Any:
    return CliRunner().invoke(app, [*map(str, arguments)])


@pytest.fixture(autouse=True)
def _policies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(WORKED, tmp_path / "policies" / "worked")
    monkeypatch.setenv("JINENG_POLICIES", str(tmp_path / "policies"))


def test_the_template_as_written_settles_to_its_example(tmp_path: Path) -> None:
    book, out, data = tmp_path / "申领.xlsx", tmp_path / "结果.xlsx", tmp_path / "result.json"

    written = run("template", book, "--policy", PLACE)
    done = run("settle", book, *POLICY, "--out", out, "--json", data)

    assert (written.exit_code, done.exit_code) == (0, 0), written.output + done.output
    assert "本次应拨 1,300.00 元" in done.stdout
    result = json.loads(data.read_bytes())
    assert list(result) == ["receipt", "lines", "totals", "problems"]
    assert list(result["lines"][0]) == [
        "row",
        "person_id",
        "item",
        "payee_kind",
        "payee",
        "status",
        "due",
        "paid",
        "payable_now",
        "later",
        "recover",
        "range",
        "basis",
        "reasons",
    ]
    assert result["totals"]["payable_now"] == "1300.00"
    assert out.read_bytes().startswith(b"PK")


def test_replaying_gives_the_same_bytes(tmp_path: Path) -> None:
    run("template", tmp_path / "book.xlsx", "--policy", PLACE)
    for name in ("first.json", "second.json"):
        assert run("settle", tmp_path / "book.xlsx", *POLICY, "--json", tmp_path / name).exit_code == 0

    assert (tmp_path / "first.json").read_bytes() == (tmp_path / "second.json").read_bytes()


def test_what_waits_is_told_with_its_last_day(tmp_path: Path) -> None:
    example = example_of(PLACE, "second_half_open")
    book = write_xlsx(tmp_path / "book.xlsx", rows_of(PLACE, *told(PLACE, example)))

    done = run("settle", book, "--policy", PLACE, "--as-of", example.as_of, "--json", tmp_path / "result.json")

    assert "后续金额 650.00 元" in done.stdout
    [line] = json.loads((tmp_path / "result.json").read_bytes())["lines"]
    assert line["later"] == [{"amount": "650.00", "until": "2023-07-10"}]


def test_settling_twice_never_pays_twice(tmp_path: Path) -> None:
    """What was paid is written beside the line the second time."""
    rows = rows_of(PLACE, *told(PLACE, example_of(PLACE, "both_halves")))
    rows["申领"][0]["已拨金额"] = 1300
    book = write_xlsx(tmp_path / "book.xlsx", rows)

    run("settle", book, *POLICY, "--json", tmp_path / "result.json")

    totals = json.loads((tmp_path / "result.json").read_bytes())["totals"]
    assert (totals["due"], totals["payable_now"], totals["recover"]) == ("1300.00", "0.00", "0.00")


def test_a_faulty_book_names_its_places_and_writes_nothing(tmp_path: Path) -> None:
    rows = rows_of(PLACE, *told(PLACE, example_of(PLACE, "both_halves")))
    rows["申领"][0] |= {"发证日期": "一月", "技能等级": "六级"}
    book = write_xlsx(tmp_path / "book.xlsx", rows)

    done = run("settle", book, *POLICY, "--out", tmp_path / "out.xlsx", "--json", tmp_path / "out.json")

    assert done.exit_code == 2
    assert "申领 第 2 行 “发证日期”列" in done.stderr
    assert "申领 第 2 行 “技能等级”列" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["book.xlsx", "policies"]


def test_a_book_of_the_other_kind_is_told_what_is_expected(tmp_path: Path) -> None:
    book = write_xlsx(tmp_path / "book.xlsx", {"班级": [{"班级编号": "1", "开班日期": date(2023, 1, 1)}]})

    done = run("settle", book, *POLICY)

    assert done.exit_code == 2
    assert "表名应为申领、以往享受" in done.stderr


def test_a_plan_without_examples_has_an_empty_template(tmp_path: Path) -> None:
    (tmp_path / "policies" / "worked" / PLACE / "examples.toml").unlink()

    assert run("template", tmp_path / "book.xlsx", "--policy", PLACE).exit_code == 0

    done = run("settle", tmp_path / "book.xlsx", *POLICY)
    assert done.exit_code == 0, done.output
    assert "共 0 条" in done.stdout


def test_show_lists_the_facts_that_lines_bring_along(monkeypatch: pytest.MonkeyPatch) -> None:
    done = run("policy", "show", PLACE)
    monkeypatch.setenv("JINENG_LANGUAGE", "en")
    english = run("policy", "show", PLACE)

    assert "就业日期：日期，如 2022-06-25" in done.stdout
    assert "employed_on: employed on" in english.stdout
