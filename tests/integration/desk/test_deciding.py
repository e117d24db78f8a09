"""A draft goes to a second officer, is approved exactly as it stands or returned; files go out and come in."""

from __future__ import annotations

import json
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from factories import desk
from factories.drafts import AT, newest, toml_of
from jineng.domain.drafts import operations
from jineng.domain.drafts.contents import Contents, contents_of_toml
from jineng.domain.drafts.models import Draft
from jineng.domain.drafts.queries import approved_documents, get_draft
from jineng.jobs.tasks import run as run_task
from jineng.journeys.draft_files import toml_files
from jineng.platform.progress.models import JobRun

if TYPE_CHECKING:
    from django.test import Client

    from jineng.platform.identity.models import User


def send(client: Client, draft: Draft) -> None:
    assert client.post(f"/drafts/{draft.public_id}/send/", {"number": 1}).status_code == 302
    draft.refresh_from_db()
    assert draft.state == "SENT"


def test_second_officer_approves_exactly_what_was_shown(at_desk: Client, draft: Draft, second: User) -> None:
    send(at_desk, draft)
    at_desk.force_login(second)
    page = at_desk.get(f"/drafts/{draft.public_id}/review/")
    assert page.context["short_hash"] in page.content.decode()
    assert page.context["differences"].said == ()

    at_desk.post(f"/drafts/{draft.public_id}/review/", {"decision": "approve", "number": 1, "note": "核对无误"})

    (approved,) = approved_documents(region_code="141127")
    assert approved.approved_by == "梁复明"
    assert approved.sha256.startswith(page.context["short_hash"])


def test_writer_sees_why_they_cannot_approve(at_desk: Client, draft: Draft) -> None:
    send(at_desk, draft)

    page = at_desk.get(f"/drafts/{draft.public_id}/review/").content.decode()
    refused = at_desk.post(f"/drafts/{draft.public_id}/review/", {"decision": "approve", "number": 1})

    assert "你不能通过这份草稿" in page
    assert "通过这一稿" not in page
    assert refused.status_code == 422
    assert "不能自己通过" in refused.content.decode()
    draft.refresh_from_db()
    assert draft.state == "SENT"


def test_returned_with_reasons_which_the_writer_reads(
    at_desk: Client, draft: Draft, reviewer: User, writer: User
) -> None:
    send(at_desk, draft)
    at_desk.force_login(reviewer)
    empty = at_desk.post(f"/drafts/{draft.public_id}/review/", {"decision": "return", "number": 1, "reasons": " "})
    assert empty.status_code == 422
    at_desk.post(f"/drafts/{draft.public_id}/review/", {"decision": "return", "number": 1, "reasons": "封顶请再核对"})

    at_desk.force_login(writer)
    assert "封顶请再核对" in at_desk.get(f"/drafts/{draft.public_id}/").content.decode()


def test_differences_are_told_in_words(at_desk: Client, draft: Draft, shipped: Contents) -> None:
    content = newest(draft)
    next(r for r in content["rule"] if r["id"] == "universal")["caps"] = ["1200"]
    operations.save_revision(
        actor=draft.made_by, at=AT, draft_id=draft.public_id, based_on=1, contents=Contents(content, shipped.examples)
    )

    for address in ("compare/", "compare/?with=1"):
        said = at_desk.get(f"/drafts/{draft.public_id}/{address}").context["differences"].said
        assert len(said) == 1
        assert "1,200" in said[0].zh


def test_exported_files_are_the_draft_and_come_in_again(at_desk: Client, draft: Draft, shipped: Contents) -> None:
    files = toml_of(at_desk.get(f"/drafts/{draft.public_id}/export/"))
    assert files == {"policy.toml": shipped.content, "examples.toml": {"example": shipped.examples}}

    written = toml_files(shipped)
    uploads = {name: BytesIO(written[f"{name}.toml"]) for name in ("policy", "examples")}
    for name, file in uploads.items():
        file.name = f"{name}.toml"
    response = at_desk.post(
        "/drafts/import/", {"title": "导入的", "document": uploads["policy"], "examples": uploads["examples"]}
    )

    assert response.status_code == 302
    imported = Draft.objects.get(title="导入的")
    assert newest(imported) == contents_of_toml(written["policy.toml"], None).content


def test_file_that_is_no_toml_is_refused_with_its_place(at_desk: Client) -> None:
    file = BytesIO(b"[document\n")
    file.name = "policy.toml"

    response = at_desk.post("/drafts/import/", {"title": "坏的", "document": file})

    assert response.status_code == 422
    assert "policy.toml" in response.content.decode()


@pytest.mark.parametrize("content", [b"%PDF-1.7 broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old"])
def test_original_that_cannot_be_read_is_refused_in_words(at_desk: Client, draft: Draft, content: bytes) -> None:
    file = BytesIO(content)
    file.name = "方案.doc"

    response = at_desk.post(f"/drafts/{draft.public_id}/original/", {"file": file})

    assert response.status_code == 422
    assert response.context["faults"]
    assert get_draft(draft.made_by, draft.public_id).original is None


def test_original_is_split_and_handed_out_as_it_came(at_desk: Client, draft: Draft) -> None:
    file = BytesIO("关于方案的通知\n一、对象。农村劳动力。\n二、标准。每人每天150元，最多15天。\n".encode())
    file.name = "方案.txt"

    response = at_desk.post(f"/drafts/{draft.public_id}/original/", {"file": file})

    assert response.status_code == 302
    page = at_desk.get(f"/drafts/{draft.public_id}/?q=150元")
    assert [clause.number for clause in page.context["original"]] == ["二"]
    assert at_desk.get(f"/drafts/{draft.public_id}/original/file/").content == file.getvalue()


def test_blank_and_based_drafts_begin(at_desk: Client, shipped: Contents) -> None:
    at_desk.post("/drafts/new/", {"title": "空白", "base": ""})
    at_desk.post("/drafts/new/", {"title": "照去年", "base": "lanxian-2022"})

    assert newest(Draft.objects.get(title="空白"))["document"]["region_code"] == "141127"
    assert newest(Draft.objects.get(title="照去年")) == shipped.content


def test_withdrawn_after_one_more_question(at_desk: Client, draft: Draft) -> None:
    assert at_desk.get(f"/drafts/{draft.public_id}/withdraw/").status_code == 200
    at_desk.post(f"/drafts/{draft.public_id}/withdraw/")
    draft.refresh_from_db()

    assert draft.state == "WITHDRAWN"
    assert at_desk.get(f"/drafts/{draft.public_id}/edit/document/document/").status_code == 403


def test_trial_lays_last_years_money_beside_the_drafts(at_desk: Client, draft: Draft, writer: User) -> None:
    settlement = desk.judged(writer)
    content = newest(draft)
    next(r for r in content["rule"] if r["id"] == "universal")["caps"] = ["900"]
    next(c for c in content["clause"] if c["id"] == "L3.7b")["figures"][2] = "900 yuan"
    examples = [{"id": "one", "title": {"zh": "普惠 3 天", "en": "3 days"}, "rule": "universal",
                 "situation": {"item": "training", "kind": "universal", "days": 3, "certified": True},
                 "expect": {"status": "payable", "due": "450"}}]  # fmt: skip
    operations.save_revision(
        actor=writer, at=AT, draft_id=draft.public_id, based_on=1, contents=Contents(content, examples)
    )

    asked = at_desk.post(f"/drafts/{draft.public_id}/trial/", {"settlement": settlement.pk})
    assert at_desk.get(asked.url).context["is_waiting"]
    run_task(JobRun.objects.order_by("-id")[0].pk)

    page = at_desk.get(asked.url)
    (due,) = [row for row in page.context["sums"] if row[0] == "due"]
    assert due[1] == settlement.due_fen
    assert due[3] < 0
    assert all(line["before_fen"] - line["after_fen"] == 10_000 for line in page.context["most"])
    assert page.context["lines"]["changed"] * 10_000 == -due[3]
    assert not any(len(word) == 18 and word[6:14].isdigit() for word in json.dumps(page.context["most"]).split('"'))


def test_trial_of_a_faulty_draft_says_what_to_mend(at_desk: Client, draft: Draft, writer: User) -> None:
    settlement = desk.judged(writer)
    operations.save_revision(
        actor=writer, at=AT, draft_id=draft.public_id, based_on=1, contents=Contents({"document": {}})
    )

    response = at_desk.post(f"/drafts/{draft.public_id}/trial/", {"settlement": settlement.pk})

    assert response.status_code == 422
    assert response.context["faults"]
