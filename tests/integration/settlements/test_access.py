"""Who may see and do what at the desk."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories import desk
from factories.desk import TABS, sign_in, text_of
from jineng.domain.settlements.models import Settlement
from jineng.platform.audit.models import AuditEvent

if TYPE_CHECKING:
    from django.test import Client

    from jineng.platform.identity.models import User


@pytest.mark.parametrize("tab", [*TABS, "lines/99999/", "no-such-tab/"])
def test_other_county_finds_nothing(client: Client, settled: int, tab: str) -> None:
    sign_in(client, "desk-neighbour")

    assert client.get(f"/settlements/{settled}/{tab}").status_code == 404


@pytest.mark.parametrize("action", ["search/", "lines/1/person/", "download/"])
def test_other_county_does_nothing(client: Client, settled: int, action: str) -> None:
    sign_in(client, "desk-neighbour")

    assert client.post(f"/settlements/{settled}/{action}", {"file": "data", "person_id": "1"}).status_code == 404
    assert not AuditEvent.objects.filter(action__in=["person_revealed", "settlement_downloaded"]).exists()


def test_other_county_lists_only_its_own(client: Client, settled: int) -> None:
    sign_in(client, "desk-neighbour")

    assert "还没有结算" in text_of(client.get("/settlements/"))


@pytest.mark.parametrize(
    "address", ["/settlements/", "/settlements/new/", "/settlements/{}/", "/settlements/{}/classes/"]
)
def test_strangers_are_asked_to_sign_in(client: Client, settled: int, address: str) -> None:
    response = client.get(address.format(settled))

    assert response.status_code == 302
    assert response.url.startswith("/sign-in/")


@pytest.mark.parametrize("username", ["desk-auditor", "desk-reviewer"])
def test_those_who_check_read_all_and_upload_nothing(client: Client, settled: int, username: str) -> None:
    sign_in(client, username)

    assert client.get(f"/settlements/{settled}/").status_code == 200
    assert "/settlements/new/" not in client.get("/settlements/").content.decode()
    assert client.get("/settlements/new/").status_code == 403
    book = SimpleUploadedFile("台账.xlsx", desk.book_bytes())
    before = Settlement.objects.count()
    data = {"policy": "lanxian-2022", "as_of": "2022-12-31", "book": book}
    assert client.post("/settlements/new/", data).status_code == 403
    assert Settlement.objects.count() == before


def test_no_get_writes(desk_client: Client, keys: dict[str, int]) -> None:
    addresses = ["/settlements/", "/settlements/new/", "/settlements/templates/lanxian-2022/"]
    addresses += [f"/settlements/{keys['settled']}/{tab}" for tab in (*TABS, "?open=1&status=payable")]
    addresses += [f"/settlements/{keys[name]}/" for name in ("waiting", "unusable")]

    with CaptureQueriesContext(
        connection,
    ) as queries:
        for address in addresses:
            assert desk_client.get(address).status_code == 200

    assert [
        query["sql"] for query in queries if not re.match(r"\s*(SELECT|WITH RECURSIVE|SAVEPOINT|RELEASE)", query["sql"])
    ] == []


def test_list_asks_as_much_for_many_as_for_one(desk_client: Client, clerk: User, keys: dict[str, int]) -> None:
    with CaptureQueriesContext(connection) as few:
        desk_client.get("/settlements/")
    for _ in range(5):
        desk.uploaded(clerk)
    with CaptureQueriesContext(connection) as many:
        desk_client.get("/settlements/")

    assert len(many) == len(few)
