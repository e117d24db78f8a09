"""A draft from its start to its approval, by the operations that pages and commands call."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from jineng.domain.drafts import operations, queries
from jineng.domain.drafts.contents import Contents
from jineng.domain.drafts.errors import (
    DraftError,
    DraftNotFoundError,
    FieldRefusedError,
    NotAllowedError,
    NotReadyError,
    OwnDraftError,
    SavedMeanwhileError,
    WrongStateError,
)
from jineng.domain.drafts.models import Draft, DraftReview, DraftRevision
from jineng.platform.audit.models import AuditEvent

if TYPE_CHECKING:
    from jineng.platform.identity.models import User

AT = datetime(2023, 1, 9, 2, tzinfo=UTC)


def events(draft: Draft) -> list[str]:
    return [event.action for event in AuditEvent.objects.filter(subject_key=str(draft.public_id)).order_by("id")]


def test_draft_goes_to_a_second_officer_and_becomes_a_document(
    draft: Draft, writer: User, second: User, retitled: Any
) -> None:
    key = draft.public_id
    saved = operations.save_revision(actor=writer, at=AT, draft_id=key, based_on=1, contents=retitled("新标题"))
    operations.send(actor=writer, at=AT, draft_id=key, number=2)
    operations.return_with_reasons(actor=second, at=AT, draft_id=key, number=2, reasons="标题应写全称")
    operations.save_revision(actor=writer, at=AT, draft_id=key, based_on=2, contents=retitled("新标题全称"))
    operations.send(actor=writer, at=AT, draft_id=key, number=3)
    approval = operations.approve(actor=second, at=AT + timedelta(days=1), draft_id=key, number=3, note="同意")

    view = queries.get_draft(writer, key)
    assert view.row.state == "APPROVED"
    assert view.row.ended_at == approval.reviewed_at
    assert [(review.number, review.outcome, review.note) for review in view.reviews] == [
        (2, "RETURNED", "标题应写全称"),
        (3, "APPROVED", "同意"),
    ]
    assert [revision.number for revision in view.revisions] == [1, 2, 3]
    assert view.editors == ("兰起草",)
    (document,) = queries.approved_documents()
    assert document.sha256 == approval.sha256 == view.revisions[-1].sha256 != saved.sha256
    assert document.contents == retitled("新标题全称")
    assert (document.policy_id, document.region_code, document.approved_by) == ("lanxian-2022", "141127", "梁复明")
    assert events(draft) == [
        "draft_started",
        "draft_saved",
        "draft_sent",
        "draft_returned",
        "draft_saved",
        "draft_sent",
        "draft_approved",
    ]


def test_contents_come_back_as_they_were_saved(draft: Draft, writer: User, shipped: Contents) -> None:
    row, contents = queries.get_contents(writer, draft.public_id)

    assert contents == shipped
    assert contents.content["document"]["issued_on"] == date(2022, 6, 25)
    assert list(contents.content["document"]) == list(shipped.content["document"])
    assert (row.number, row.saved_by) == (1, "兰起草")


def test_blank_draft(writer: User) -> None:
    draft = operations.start_draft(actor=writer, at=AT, title=" 新方案 ", contents=Contents())

    assert queries.get_contents(writer, draft.public_id)[1] == Contents({}, [])
    assert queries.get_draft(writer, draft.public_id).row.title == "新方案"


def test_save_over_somebody_elses_tells_of_both(draft: Draft, writer: User, second: User, retitled: Any) -> None:
    key = draft.public_id
    later = AT + timedelta(minutes=5)
    operations.save_revision(actor=second, at=later, draft_id=key, based_on=1, contents=retitled("第二人的"))

    with pytest.raises(SavedMeanwhileError) as refusal:
        operations.save_revision(actor=writer, at=later, draft_id=key, based_on=1, contents=retitled("第一人的"))

    assert refusal.value.worked_from == (1, "兰起草", "2023-01-09 10:00")
    assert refusal.value.newest == (2, "梁复明", "2023-01-09 10:05")
    assert "兰起草依据的是第 1 稿" in refusal.value.text.zh
    assert "梁复明 saved revision 2 at 2023-01-09 10:05" in refusal.value.text.en
    assert DraftRevision.objects.count() == 2


def test_saving_what_is_saved_already_writes_nothing(
    draft: Draft, writer: User, second: User, shipped: Contents
) -> None:
    same = operations.save_revision(actor=second, at=AT, draft_id=draft.public_id, based_on=1, contents=shipped)

    assert (same.number, same.saved_by) == (1, writer)
    assert events(draft) == ["draft_started"]


def test_newest_revision_is_what_is_sent_and_reviewed(draft: Draft, writer: User, second: User, retitled: Any) -> None:
    key = draft.public_id
    operations.save_revision(actor=second, at=AT, draft_id=key, based_on=1, contents=retitled("第二人的"))
    with pytest.raises(SavedMeanwhileError):
        operations.send(actor=writer, at=AT, draft_id=key, number=1)
    operations.send(actor=writer, at=AT, draft_id=key, number=2)
    with pytest.raises(SavedMeanwhileError):
        operations.return_with_reasons(actor=second, at=AT, draft_id=key, number=1, reasons="看错了")
    with pytest.raises(DraftNotFoundError):
        operations.return_with_reasons(actor=second, at=AT, draft_id=key, number=9, reasons="看错了")

    assert Draft.objects.get(pk=draft.pk).state == "SENT"


def test_nobody_approves_what_they_made_or_edited(draft: Draft, writer: User, second: User, retitled: Any) -> None:
    key = draft.public_id
    operations.save_revision(actor=second, at=AT, draft_id=key, based_on=1, contents=retitled("第二人的"))
    operations.send(actor=second, at=AT, draft_id=key, number=2)

    for maker in (writer, second):
        assert not queries.get_draft(maker, key).can_approve
        with pytest.raises(OwnDraftError, match=maker.display_name):
            operations.approve(actor=maker, at=AT, draft_id=key, number=2)


def test_whoever_attached_the_original_made_it_too(draft: Draft, writer: User, second: User) -> None:
    attached(draft, second)
    operations.send(actor=writer, at=AT, draft_id=draft.public_id, number=1)

    with pytest.raises(OwnDraftError):
        operations.approve(actor=second, at=AT, draft_id=draft.public_id, number=1)


def test_reviewer_approves(sent: Draft, reviewer: User) -> None:
    assert queries.get_draft(reviewer, sent.public_id).can_approve

    operations.approve(actor=reviewer, at=AT, draft_id=sent.public_id, number=1)

    assert Draft.objects.get(pk=sent.pk).state == "APPROVED"


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (lambda contents: contents.content["document"].pop("doc_no"), "missing_field"),
        (lambda contents: contents.content["document"].update(region_code="140421"), "region_differs"),
        (lambda contents: contents.examples[0]["expect"].update(due="0.01"), "example_failed"),
        (lambda contents: contents.examples.clear(), "list_empty"),
        (lambda contents: contents.content.clear(), "missing_field"),
    ],
)
def test_what_has_problems_is_not_approved(
    writer: User, second: User, shipped: Contents, fault: Any, code: str
) -> None:
    fault(shipped)
    draft = operations.start_draft(actor=writer, at=AT, title="2023 年方案", contents=shipped)
    operations.send(actor=writer, at=AT, draft_id=draft.public_id, number=1)

    with pytest.raises(NotReadyError) as refusal:
        operations.approve(actor=second, at=AT, draft_id=draft.public_id, number=1)

    assert code in {problem.code for problem in refusal.value.problems}
    assert refusal.value.problems[0].say("zh") in refusal.value.text.zh
    assert Draft.objects.get(pk=draft.pk).state == "SENT"
    assert not DraftReview.objects.exists()


def test_withdrawn_draft_is_read_and_nothing_else(sent: Draft, writer: User, second: User, retitled: Any) -> None:
    key = sent.public_id
    operations.withdraw(actor=writer, at=AT, draft_id=key)

    assert queries.get_draft(writer, key).row.label.zh == "已撤销"
    for act in (
        lambda: operations.save_revision(actor=writer, at=AT, draft_id=key, based_on=1, contents=retitled("再改")),
        lambda: operations.send(actor=writer, at=AT, draft_id=key, number=1),
        lambda: operations.approve(actor=second, at=AT, draft_id=key, number=1),
        lambda: operations.return_with_reasons(actor=second, at=AT, draft_id=key, number=1, reasons="不妥"),
        lambda: operations.withdraw(actor=writer, at=AT, draft_id=key),
        lambda: attached(sent, writer),
    ):
        with pytest.raises(WrongStateError, match="the draft is withdrawn"):
            act()


def test_original_is_kept_beside_the_draft(draft: Draft, writer: User) -> None:
    attached(draft, writer, content=b"an older one")
    attached(draft, writer)

    original = queries.get_draft(writer, draft.public_id).original
    assert original is not None
    assert (original.filename, original.form, original.size_bytes) == ("方案.txt", "txt", 15)
    assert original.paragraphs == ("一、总则", "补贴")
    assert original.clauses == ({"number": "一", "text": "补贴"},)
    assert queries.read_original_content(writer, draft.public_id) == "补贴标准。".encode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"content": b""}, "original"),
        ({"content": bytes(20 * 2**20 + 1)}, "original"),
        ({"form": "doc"}, "form"),
        ({"filename": "  "}, "filename"),
        ({"paragraphs": ["\0"]}, "paragraphs[1]"),
        ({"clauses": [{"number": None}]}, "clauses[1].number"),
    ],
)
def test_original_that_cannot_be_kept(draft: Draft, writer: User, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(FieldRefusedError) as refusal:
        attached(draft, writer, **changes)

    assert refusal.value.field == field
    assert queries.get_draft(writer, draft.public_id).original is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "长" * 201}, "title"),
        ({"title": "a\0b"}, "title"),
        ({"contents": Contents({"rule": [{"amount": float("nan")}]})}, "content.rule[1].amount"),
        ({"base_policy_id": "x" * 81}, "base_policy_id"),
    ],
)
def test_draft_that_cannot_be_kept(writer: User, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(FieldRefusedError) as refusal:
        operations.start_draft(actor=writer, at=AT, **({"title": "方案", "contents": Contents()} | changes))

    assert refusal.value.field == field
    assert not Draft.objects.exists()


def test_return_needs_reasons(sent: Draft, second: User) -> None:
    with pytest.raises(FieldRefusedError) as refusal:
        operations.return_with_reasons(actor=second, at=AT, draft_id=sent.public_id, number=1, reasons="\n")

    assert refusal.value.field == "reasons"


def test_others_of_the_bureau_read_and_do_not_write(draft: Draft, reviewer: User, auditor: User, retitled: Any) -> None:
    key = draft.public_id
    for person in (reviewer, auditor):
        assert queries.get_draft(person, key).row.title == "2023 年方案"
        assert not queries.get_draft(person, key).can_edit
        for act in (
            lambda person=person: operations.start_draft(actor=person, at=AT, title="方案", contents=Contents()),
            lambda person=person: operations.save_revision(
                actor=person, at=AT, draft_id=key, based_on=1, contents=retitled("改")
            ),
            lambda person=person: operations.send(actor=person, at=AT, draft_id=key, number=1),
            lambda person=person: operations.withdraw(actor=person, at=AT, draft_id=key),
            lambda person=person: attached(draft, person),
        ):
            with pytest.raises(NotAllowedError):
                act()
    with pytest.raises(NotAllowedError):
        operations.approve(actor=auditor, at=AT, draft_id=key, number=1)
    assert events(draft) == ["draft_started"]


def test_neighbours_find_nothing(sent: Draft, neighbour: User) -> None:
    key = sent.public_id

    assert queries.list_drafts(neighbour, offset=0, limit=10) == []
    assert queries.count_drafts(neighbour) == 0
    for act in (
        lambda: queries.get_draft(neighbour, key),
        lambda: queries.get_contents(neighbour, key),
        lambda: queries.read_original_content(neighbour, key),
        lambda: operations.withdraw(actor=neighbour, at=AT, draft_id=key),
        lambda: operations.approve(actor=neighbour, at=AT, draft_id=key, number=1),
    ):
        with pytest.raises(DraftNotFoundError, match=str(key)):
            act()


def test_unknown_draft(writer: User) -> None:
    with pytest.raises(DraftError, match="there is no draft"):
        operations.withdraw(actor=writer, at=AT, draft_id=uuid4())


def attached(draft: Draft, actor: User, **changes: Any) -> Any:
    asked = {
        "filename": "方案.txt",
        "form": "txt",
        "content": "补贴标准。".encode(),
        "paragraphs": ["一、总则", "补贴"],
        "clauses": [{"number": "一", "text": "补贴"}],
    }
    return operations.attach_original(actor=actor, at=AT, draft_id=draft.public_id, **(asked | changes))
