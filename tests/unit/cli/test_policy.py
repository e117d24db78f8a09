"""``jineng policy`` and ``jineng template``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from jineng.cli.main import app
from jineng.policy.loader import list_documents, policies_folder

if TYPE_CHECKING:
    from pathlib import Path

LAN = policies_folder() / "141127" / "lanxian-2022" / "policy.toml"


def run(*arguments: object) -> Any:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def changed(tmp_path: Path, *replacements: tuple[str, str]) -> Path:
    text = LAN.read_text(encoding="utf-8")
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "changed.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_list_names_every_plan() -> None:
    done = run("policy", "list")

    assert done.exit_code == 0
    assert [line.split("\t")[0] for line in done.stdout.splitlines()] == list(list_documents())


def test_show_reads_clauses_rules_and_readings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JINENG_LANGUAGE", "en")

    done = run("policy", "show", "lanxian-2022")

    assert "150 yuan a day for days 1 to 10" in done.stdout
    assert "What is one day?" in done.stdout


def test_show_of_an_unknown_plan_ends_with_two() -> None:
    done = run("policy", "show", "nowhere-1999")

    assert done.exit_code == 2
    assert "[unknown_policy]" in done.stderr


def test_check_passes_a_good_document() -> None:
    done = run("policy", "check", LAN)

    assert done.exit_code == 0, done.output


def test_check_lists_faults_for_people_and_for_editors(tmp_path: Path) -> None:
    path = changed(tmp_path, ('price = "150" }', 'price = "160" }'))

    for_people = run("policy", "check", path)
    for_editors = run("policy", "check", path, "--json")

    assert for_people.exit_code == for_editors.exit_code == 2
    assert "160 元" in for_people.stderr
    rows = json.loads(for_editors.stdout)
    assert [row["code"] for row in rows] == ["figure_unused"] + ["number_not_in_clause"] * 2
    for row in rows:
        assert set(row) == {"code", "file", "place", "line", "zh", "en"}
        assert row["file"] == str(path)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [lines[row["line"] - 1].split(" = ")[0] for row in rows] == ["id", "tiers", "tiers"]
    assert rows[1]["place"] == "rule ladder.tiers[1].price"


def test_check_for_editors_finds_no_fault_and_no_line_of_what_is_not_there(tmp_path: Path) -> None:
    good = run("policy", "check", LAN, "--json")
    broken = changed(tmp_path, ("[document]\n", "[document\n"))
    syntax = run("policy", "check", broken, "--json")
    missing = run("policy", "check", tmp_path / "nowhere.toml", "--json")

    assert (good.exit_code, json.loads(good.stdout)) == (0, [])
    assert (syntax.exit_code, missing.exit_code) == (2, 2)
    (at,) = json.loads(syntax.stdout)
    assert broken.read_text(encoding="utf-8").splitlines()[at["line"] - 1] == "[document"
    (row,) = json.loads(missing.stdout)
    assert (row["code"], "line" in row) == ("unreadable", False)


def test_check_finds_a_period_that_overlaps_a_shipped_plan(tmp_path: Path) -> None:
    path = changed(tmp_path, ("valid_to = 2022-12-31", "valid_to = 2023-12-31"))

    done = run("policy", "check", path)

    assert done.exit_code == 2
    assert "[period_overlap]" in done.stderr


def test_diff_speaks_of_what_changed(tmp_path: Path) -> None:
    path = changed(
        tmp_path,
        ('"4000 yuan"', '"5000 yuan"'),
        ('caps = ["4000"]', 'caps = ["5000"]'),
        ("每人最高 4000 元；订单式一单一结算", "每人最高 5000 元；订单式一单一结算"),
        ('doc_no = "岚技能办发〔2022〕2号"', 'doc_no = "岚技能办发〔2022〕9号"'),
    )

    done = run("policy", "diff", "lanxian-2022", path)

    assert done.exit_code == 0
    said = done.stdout.splitlines()
    assert "发文字号：原“岚技能办发〔2022〕2号”，改为“岚技能办发〔2022〕9号”" in said
    assert "规则“订单式、项目制阶梯补贴”（三(七)）：原“最高 4,000 元”，改为“最高 5,000 元”" in said
    assert "条款 三(七)的数字：原“4000 元”，改为“5000 元”" in said
    assert len(said) == 4


def test_diff_of_a_plan_with_itself_is_empty() -> None:
    assert run("policy", "diff", "lanxian-2022", "lanxian-2022").stdout.strip() == "两份方案没有不同"


@pytest.mark.parametrize("policy", ["lanxian-2022", "changzhixian-2018"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_template_settles_as_delivered(
    tmp_path: Path, policy: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JINENG_LANGUAGE", language)
    out = tmp_path / "template.xlsx"

    made = run("template", "--policy", policy, out)
    settled = run("settle", out, "--policy", policy, "--as-of", f"{policy[-4:]}-12-31", "--json", tmp_path / "r.json")

    assert made.exit_code == settled.exit_code == 0, settled.output
    result = json.loads((tmp_path / "r.json").read_bytes())
    assert {line["status"] for line in result["lines"]} == {"payable"}
    assert result["problems"] == []
