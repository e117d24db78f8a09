"""The result workbook says what the result says: totals, every line, its grounds."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from jineng.journeys.settle_claims_book import settle_claims_book
from jineng.workbook.claims.reading import read_claims_book
from jineng.workbook.claims.results import claims_result_workbook
from jineng.workbook.results import PlanFacts
from unit.workbook.claims.books import example_of, plan_of, rows_of, told, write_xlsx

PLACE = "wujin-2023"


def settled(tmp_path, name, change=lambda _rows: None):
    example, plan = example_of(PLACE, name), plan_of(PLACE)
    rows = rows_of(PLACE, *told(PLACE, example))
    change(rows["申领"])
    book = read_claims_book(write_xlsx(tmp_path / "book.xlsx", rows), plan, as_of=example.as_of)
    result = settle_claims_book(plan, book)
    content = claims_result_workbook(result, names=book.person_names(), plan=PlanFacts.of(plan.document))
    with CalamineWorkbook.from_filelike(BytesIO(content)) as opened:
        return result, {name: opened.get_sheet_by_name(name).to_python() for name in opened.sheet_names}, content


def by_heading(sheet):
    return [dict(zip(sheet[0], row, strict=True)) for row in sheet[1:]]


def test_every_line_with_name_money_and_reason(tmp_path):
    def change(rows):
        rows[0]["姓名"] = "=1+1"
        rows.append(dict(rows[0]))

    _result, pages, _content = settled(tmp_path, "first_half_only", change)

    assert list(pages) == ["汇总", "申领明细", "问题", "依据"]
    [line] = by_heading(pages["申领明细"])
    assert (line["行号"], line["姓名"], line["补贴项目"], line["状态"]) == (2, "=1+1", "取证补贴", "可拨付")
    assert (line["应补金额"], line["本次应拨"], line["后续金额"], line["应追回"]) == (700, 700, 0, 0)
    assert line["原因"] == "有的拨付节点逾期未达到"
    [problem] = by_heading(pages["问题"])
    assert (problem["工作表"], problem["行号"], problem["代码"]) == ("申领", 3, "duplicate_line")
    said = {row[0]: row[1] for row in pages["汇总"]}
    assert said["结算日"] == "2023-12-31"


def test_an_unknown_fact_shows_its_range_and_what_is_not_known(tmp_path):
    result, pages, _content = settled(tmp_path, "work_not_known")

    [line] = by_heading(pages["申领明细"])
    assert (line["状态"], line["待定下限"], line["待定上限"]) == ("待定", 650, 1300)
    assert result["lines"][0]["range"] == ["650.00", "1300.00"]
    assert result["totals"]["pending_lines"] == 1
    assert any("就业日期" in row["说明"] for row in by_heading(pages["依据"]))


def test_the_grounds_cite_the_plans_clauses(tmp_path):
    result, pages, _content = settled(tmp_path, "both_halves")

    grounds = [(row["条款"], row["说明"]) for row in by_heading(pages["依据"])]
    assert grounds == [(ground["clause"], ground["text"]) for ground in result["lines"][0]["basis"]]
    assert all(clause for clause, _text in grounds)


def test_every_page_prints_one_page_wide_with_the_plans_title(tmp_path):
    _result, pages, content = settled(tmp_path, "both_halves")

    with ZipFile(BytesIO(content)) as package:
        sheets = [package.read(f"xl/worksheets/sheet{n}.xml").decode() for n in range(1, len(pages) + 1)]
    assert all('paperSize="9" fitToHeight="0" orientation="landscape"' in sheet for sheet in sheets)
    assert all(plan_of(PLACE).document.head.title.zh in sheet for sheet in sheets)


def test_the_receipt_names_plan_day_and_bytes(tmp_path):
    result, _pages, _content = settled(tmp_path, "both_halves")

    receipt, plan = result["receipt"], plan_of(PLACE)
    assert (receipt["policy"], receipt["policy_sha256"], receipt["as_of"]) == (plan.id, plan.sha256, "2023-12-31")
    assert receipt["input_sha256"] == sha256((tmp_path / "book.xlsx").read_bytes()).hexdigest()


@pytest.mark.parametrize("name", ["both_halves", "third_class"])
def test_the_same_result_gives_the_same_bytes(tmp_path, name):
    assert settled(tmp_path, name)[2] == settled(tmp_path, name)[2]
