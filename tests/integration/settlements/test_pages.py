"""The pages of a settlement in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from factories.desk import LANGUAGES, TABS, text_of
from jineng.domain.settlements.models import Settlement

if TYPE_CHECKING:
    from django.test import Client


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("tab", [*TABS, "?open=1"])
def test_settled_pages_open_in_both_languages(desk_client: Client, settled: int, tab: str, language: str) -> None:
    desk_client.cookies["django_language"] = language

    response = desk_client.get(f"/settlements/{settled}/{tab}")

    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_waiting_page_asks_again_until_there_is_a_result(
    desk_client: Client, keys: dict[str, int], language: str
) -> None:
    desk_client.cookies["django_language"] = language

    waiting = desk_client.get(f"/settlements/{keys['waiting']}/").content.decode()
    settled = desk_client.get(f"/settlements/{keys['settled']}/").content.decode()

    assert 'hx-trigger="every 1s"' in waiting
    assert "<progress" in waiting
    assert 'http-equiv="refresh"' in waiting
    assert "every 1s" not in settled


@pytest.mark.parametrize("language", LANGUAGES)
def test_problems_are_told_with_place_and_mend(desk_client: Client, keys: dict[str, int], language: str) -> None:
    desk_client.cookies["django_language"] = language

    page = text_of(desk_client.get(f"/settlements/{keys['unusable']}/"))
    only = text_of(desk_client.get(f"/settlements/{keys['unusable']}/?sheet=班级"))

    expected = {"zh-hans": "校验码不符（GB 11643）", "en": "the check digit does not fit (GB 11643)"}
    assert expected[language] in page
    assert expected[language] not in only
    assert "2022-06-31" in only


def test_list_shows_state_and_money(desk_client: Client, settled: int) -> None:
    page = text_of(desk_client.get("/settlements/"))

    money = Settlement.objects.get(pk=settled).payable_now_fen // 100
    assert f"{money:,}" in page
    for word in ("已结算", "需改正", "结算中", "3 个问题"):
        assert word in page


def test_set_aside_records_are_listed_as_the_spreadsheet_numbers_them(desk_client: Client, settled: int) -> None:
    page = text_of(desk_client.get(f"/settlements/{settled}/set-aside/"))

    for problem in Settlement.objects.get(pk=settled).set_aside:
        assert f"{problem['row']:,}" in page
