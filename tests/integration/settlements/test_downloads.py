"""What officers take along, and that it is recorded."""

from __future__ import annotations

import json
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from python_calamine import CalamineWorkbook

from factories.desk import text_of
from jineng.domain.settlements.line_queries import open_lines
from jineng.domain.settlements.models import SettlementLine
from jineng.platform.audit.models import AuditEvent

if TYPE_CHECKING:
    from django.test import Client

    from jineng.platform.identity.models import User


def test_result_workbook_and_data_are_those_of_the_settlement(desk_client: Client, clerk: User, settled: int) -> None:
    workbook = desk_client.post(f"/settlements/{settled}/download/", {"file": "result"})
    data = desk_client.post(f"/settlements/{settled}/download/", {"file": "data"})

    rows = CalamineWorkbook.from_filelike(BytesIO(workbook.content)).get_sheet_by_name("人员明细").to_python()
    lines = open_lines(clerk, settled)
    assert len(rows) == len(lines) + 1
    assert rows[1][rows[0].index("姓名")] == lines[0].name
    assert json.loads(data.content)["lines"] == [kept.line for kept in lines]
    assert "attachment" in workbook.headers["Content-Disposition"]
    events = AuditEvent.objects.filter(action="settlement_downloaded").order_by("id")
    assert [event.detail for event in events] == [{"file": "result"}, {"file": "data"}]


@pytest.mark.parametrize("form", ["application", "roster"])
def test_forms_are_printed_for_a_payee_and_recorded(desk_client: Client, settled: int, form: str) -> None:
    payee = SettlementLine.objects.filter(settlement=settled, payable_now_fen__gt=0).order_by("ordinal")[0].payee

    response = desk_client.post(f"/settlements/{settled}/download/", {"file": form, "payee": payee})

    assert response.headers["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")
    assert AuditEvent.objects.get(action="settlement_downloaded").detail == {"file": form, "payee": payee}


def test_payee_without_money_gets_no_form(desk_client: Client, settled: int) -> None:
    response = desk_client.post(f"/settlements/{settled}/download/", {"file": "roster", "payee": "nobody"}, follow=True)

    assert "没有可申领的补贴" in text_of(response)
    assert not AuditEvent.objects.filter(action="settlement_downloaded").exists()


def test_marked_workbook_says_what_is_wrong(desk_client: Client, keys: dict[str, int]) -> None:
    response = desk_client.post(f"/settlements/{keys['unusable']}/download/", {"file": "marked"})

    book = CalamineWorkbook.from_filelike(BytesIO(response.content))
    assert "GB 11643" in str(book.get_sheet_by_name("学员").to_python())


@pytest.mark.parametrize(
    ("which", "file"), [("unusable", "result"), ("waiting", "data"), ("settled", "marked"), ("waiting", "roster")]
)
def test_file_that_the_state_does_not_have_is_not_found(
    desk_client: Client, keys: dict[str, int], which: str, file: str
) -> None:
    assert desk_client.post(f"/settlements/{keys[which]}/download/", {"file": file}).status_code == 404
    assert not AuditEvent.objects.filter(action="settlement_downloaded").exists()


def test_unknown_file_leads_back(desk_client: Client, settled: int) -> None:
    response = desk_client.post(f"/settlements/{settled}/download/", {"file": "../../etc/passwd"})

    assert (response.status_code, response.url) == (302, f"/settlements/{settled}/")


def test_tab_of_a_book_that_is_not_settled_leads_to_its_page(desk_client: Client, keys: dict[str, int]) -> None:
    for name in ("waiting", "unusable"):
        assert desk_client.get(f"/settlements/{keys[name]}/classes/").url == f"/settlements/{keys[name]}/"


@pytest.mark.parametrize("key", ["0", "99999999999999999999999999"])
def test_settlement_that_never_was_is_not_found(desk_client: Client, keys: dict[str, int], key: str) -> None:
    assert desk_client.get(f"/settlements/{key}/").status_code == 404
    assert desk_client.get(f"/settlements/{keys['settled']}/lines/{key}/").status_code == 404
