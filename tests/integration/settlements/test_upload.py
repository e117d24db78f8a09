"""Handing a book in, and the template to fill in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from factories import desk
from factories.desk import LANGUAGES, text_of
from jineng.domain.settlements.models import Settlement
from jineng.domain.settlements.rules import SIZE_LIMIT_BYTES
from jineng.workbook.reading import read_book

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client


def post_book(client: Client, **changed: Any) -> Any:
    data = {
        "policy": "lanxian-2022",
        "as_of": "2022-12-31",
        "book": SimpleUploadedFile("岚县2022台账.xlsx", desk.book_bytes()),
    } | changed
    return client.post("/settlements/new/", {name: value for name, value in data.items() if value is not None})


def test_upload_leads_to_its_settlement(desk_client: Client, keys: dict[str, int]) -> None:
    response = post_book(desk_client)

    settlement = Settlement.objects.order_by("-id")[0]
    assert response.url == f"/settlements/{settlement.pk}/"
    assert (settlement.filename, settlement.state, str(settlement.as_of)) == (
        "岚县2022台账.xlsx",
        "UPLOADED",
        "2022-12-31",
    )
    assert settlement.region_code == "141127"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("changed", "zh", "en"),
    [
        ({"book": None}, "请选择要上传的工作簿", "Choose the workbook to upload"),
        ({"book": SimpleUploadedFile("a.xls", b"x")}, "应为 .xlsx 工作簿", "expected an .xlsx workbook"),
        ({"book": SimpleUploadedFile("a.xlsx", b"")}, "文件是空的", "The file is empty"),
        ({"as_of": ""}, "请填写结算日", "Enter the day"),
        ({"as_of": "31.12.2022"}, "请填写日期，如 2022-12-31", "Enter a date such as 2022-12-31"),
        ({"as_of": "2999-01-01"}, "结算日不能晚于今天", "the day cannot be after today"),
        ({"as_of": "1999-01-01"}, "结算日不能早于方案施行日", "the day cannot be before the plan"),
        ({"policy": "changzhixian-2018"}, "本县没有这个方案", "Your county has no such plan"),
        ({"policy": "no-such-plan"}, "本县没有这个方案", "Your county has no such plan"),
    ],
)
def test_what_cannot_be_taken_is_told_beside_its_field(
    desk_client: Client, keys: dict[str, int], changed: dict[str, Any], zh: str, en: str, language: str
) -> None:
    desk_client.cookies["django_language"] = language
    before = Settlement.objects.count()
    if isinstance(book := changed.get("book"), SimpleUploadedFile):
        book.seek(0)

    response = post_book(desk_client, **changed)

    assert response.status_code == 422
    assert (zh if language == "zh-hans" else en) in text_of(response)
    assert Settlement.objects.count() == before


def test_file_above_the_limit_is_refused_in_words(desk_client: Client, keys: dict[str, int]) -> None:
    response = post_book(desk_client, book=SimpleUploadedFile("a.xlsx", bytes(SIZE_LIMIT_BYTES + 1)))

    assert response.status_code == 422
    assert "文件超过 64 MB" in text_of(response)
    assert 'value="2022-12-31"' in response.content.decode()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("policy", ["lanxian-2022", "changzhixian-2018"])
def test_template_can_be_read_as_it_is(desk_client: Client, keys: dict[str, int], tmp_path: Path, policy: str, language: str) -> None:  # fmt: skip
    from datetime import date

    response = desk_client.get(f"/settlements/templates/{policy}/?language={language}")

    path = tmp_path / "template.xlsx"
    path.write_bytes(response.content)
    assert read_book(path, as_of=date(2024, 1, 1)).tables["trainees"].height > 0
    assert desk_client.get("/settlements/templates/no-such/").status_code == 404
