"""Every page of the desk opens for whoever may, in every state of a draft, and for nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from factories import desk
from factories.drafts import AT
from jineng.domain.drafts import operations
from jineng.domain.drafts.contents import Contents
from jineng.web.desk.entries import SECTIONS, list_entries

if TYPE_CHECKING:
    from django.test import Client

    from jineng.domain.drafts.models import Draft
    from jineng.platform.identity.models import User

PARTS = [*SECTIONS, "checks"]


@pytest.mark.parametrize("part", PARTS)
def test_part_of_a_draft_is_shown(at_desk: Client, with_original: Draft, part: str) -> None:
    response = at_desk.get(f"/drafts/{with_original.public_id}/?part={part}")

    assert response.status_code == 200


def test_every_entry_of_the_shipped_plan_opens_in_its_form_without_fault(
    at_desk: Client, with_original: Draft, shipped: Contents
) -> None:
    for section in ("document", "clause", "reading", "rule", "example"):
        keys = ["document"] if section == "document" else [entry.key for entry in list_entries(shipped, section)]
        for key in keys:
            response = at_desk.get(f"/drafts/{with_original.public_id}/edit/{section}/{key}/")
            assert response.status_code == 200, (section, key)
            assert not response.context["faults"], (section, key, response.context["faults"])


@pytest.mark.parametrize(
    "address",
    [
        "", "original/", "add/clause/", "add/rule/", "add/reading/", "add/example/", "add/fact/", "add/fill/",
        "add/rule/?original=3", "add/rule/?original=3&kind=rate", "add/clause/?original=3", "add/reading/?original=3",
        "add/rule/?clause=L3.7a&kind=gate&subject=institution", "revisions/", "compare/", "calculator/",
        "calculator/?item=certificate&level=5", "trial/", "review/", "withdraw/",
    ],
)  # fmt: skip
def test_page_opens(at_desk: Client, with_original: Draft, address: str) -> None:
    assert at_desk.get(f"/drafts/{with_original.public_id}/{address}").status_code == 200


@pytest.mark.parametrize("kind", ["rate", "amount_table", "fixed_amount", "share", "adjust", "index", "list", "eligibility",
                                  "limit", "class_standard", "release", "gate", "calendar", "target", "budget"])  # fmt: skip
def test_form_of_each_kind_opens_empty(at_desk: Client, draft: Draft, kind: str) -> None:
    assert at_desk.get(f"/drafts/{draft.public_id}/add/rule/?kind={kind}").status_code == 200


@pytest.mark.parametrize("language", desk.LANGUAGES)
def test_list_and_beginnings(at_desk: Client, draft: Draft, language: str) -> None:
    at_desk.cookies["django_language"] = language

    for address in ("/drafts/", "/drafts/new/", "/drafts/import/"):
        assert at_desk.get(address).status_code == 200


def test_blank_draft_has_no_part_that_breaks(at_desk: Client, writer: User) -> None:
    blank = operations.start_draft(actor=writer, at=AT, title="空白", contents=Contents())
    for part in PARTS:
        assert at_desk.get(f"/drafts/{blank.public_id}/?part={part}").status_code == 200
    for address in ("compare/", "calculator/", "review/", "edit/document/document/", "add/example/"):
        assert at_desk.get(f"/drafts/{blank.public_id}/{address}").status_code == 200


def test_neighbour_sees_nothing(client: Client, neighbour: User, draft: Draft) -> None:
    client.force_login(neighbour)

    assert client.get(f"/drafts/{draft.public_id}/").status_code == 404
    assert client.get(f"/drafts/{draft.public_id}/export/").status_code == 404
    assert "2023 年方案" not in client.get("/drafts/").content.decode()


def test_reviewer_reads_but_does_not_write(client: Client, reviewer: User, draft: Draft) -> None:
    client.force_login(reviewer)

    assert client.get(f"/drafts/{draft.public_id}/").status_code == 200
    assert client.get(f"/drafts/{draft.public_id}/edit/document/document/").status_code == 403
    assert client.post(f"/drafts/{draft.public_id}/send/", {"number": 1}).status_code == 403
