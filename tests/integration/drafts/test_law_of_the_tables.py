"""What the database refuses when somebody passes the operations by."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from jineng.domain.drafts import operations
from jineng.domain.drafts.contents import digest_of
from jineng.domain.drafts.models import Draft, DraftOriginal, DraftReview, DraftRevision
from jineng.platform.files.operations import store_content

if TYPE_CHECKING:
    from jineng.platform.identity.models import User

AT = datetime(2023, 1, 9, 2, tzinfo=UTC)
TEXT = '{"content":{},"examples":[]}'


def refused(match: str, act: Any) -> None:
    with pytest.raises(DatabaseError, match=match), transaction.atomic():
        act()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def add(draft: Draft, number: int, by: User, *, text: str = TEXT, sha256: str | None = None) -> DraftRevision:
    return DraftRevision.objects.create(
        draft=draft, number=number, text=text, sha256=sha256 or digest_of(text), saved_by=by, saved_at=AT
    )


def review(draft: Draft, by: User, *, number: int = 1, outcome: str = "APPROVED", **changes: Any) -> DraftReview:
    revision = draft.revisions.get(number=number)
    given = {"sha256": revision.sha256, "note": "同意"} | changes
    return DraftReview.objects.create(revision=revision, outcome=outcome, reviewed_by=by, reviewed_at=AT, **given)


def close(draft: Draft, state: str = "APPROVED") -> int:
    return Draft.objects.filter(pk=draft.pk).update(state=state, ended_at=AT)


@pytest.fixture
def approved(sent: Draft, second: User) -> Draft:
    operations.approve(actor=second, at=AT, draft_id=sent.public_id, number=1)
    return Draft.objects.get(pk=sent.pk)


@pytest.mark.parametrize("number", [1, 3, 0])
def test_revisions_are_numbered_without_a_gap(draft: Draft, writer: User, number: int) -> None:
    refused("numbered without a gap", lambda: add(draft, number, writer))


def test_hash_is_the_texts(draft: Draft, writer: User) -> None:
    refused("not that of its text", lambda: add(draft, 2, writer, sha256=digest_of("other")))


@pytest.mark.parametrize("state", ["SENT", "APPROVED", "WITHDRAWN"])
def test_what_is_not_being_written_takes_nothing(sent: Draft, writer: User, second: User, state: str) -> None:
    if state == "APPROVED":
        operations.approve(actor=second, at=AT, draft_id=sent.public_id, number=1)
    elif state == "WITHDRAWN":
        operations.withdraw(actor=writer, at=AT, draft_id=sent.public_id)
    file = store_content(content=b"a text", at=AT)

    refused("takes no more", lambda: add(sent, 2, writer))
    refused(
        "takes no more",
        lambda: DraftOriginal.objects.create(
            draft=sent, file=file, filename="a.txt", form="txt", attached_by=writer, attached_at=AT
        ),
    )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE drafts_draftrevision SET text = '{}'",
        "DELETE FROM drafts_draftrevision",
        "TRUNCATE drafts_draftrevision CASCADE",
        "UPDATE drafts_draftreview SET note = ''",
        "DELETE FROM drafts_draftreview",
        "TRUNCATE drafts_draftreview",
        "UPDATE drafts_draftoriginal SET paragraphs = '[]'",
        "DELETE FROM drafts_draftoriginal",
        "TRUNCATE drafts_draftoriginal",
        "DELETE FROM drafts_draft",
        "UPDATE drafts_draft SET title = 'other'",
        "UPDATE drafts_draft SET state = 'DRAFT', ended_at = NULL",
    ],
)
def test_approved_draft_never_changes(draft: Draft, writer: User, second: User, statement: str) -> None:
    operations.attach_original(
        actor=writer,
        at=AT,
        draft_id=draft.public_id,
        filename="a.txt",
        form="txt",
        content=b"a text",
        paragraphs=["a text"],
        clauses=[],
    )
    operations.send(actor=writer, at=AT, draft_id=draft.public_id, number=1)
    operations.approve(actor=second, at=AT, draft_id=draft.public_id, number=1)

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # TRUNCATE waits for no deferred trigger
        refused("permission denied|Cannot (update|delete)|never truncated", lambda: cursor.execute(statement))


@pytest.mark.parametrize("column", ["made_by_id", "region_code", "public_id", "base_policy_id", "made_at"])
def test_origin_of_a_draft_stays(draft: Draft, second: User, column: str) -> None:
    other = {
        "made_by_id": second.pk,
        "region_code": "140421",
        "public_id": "00000000-0000-4000-8000-000000000000",
        "base_policy_id": "changzhixian-2018",
        "made_at": datetime(2020, 1, 1, tzinfo=UTC),
    }

    refused("Cannot update", lambda: Draft.objects.filter(pk=draft.pk).update(**{column: other[column]}))


def test_draft_begins_as_draft(writer: User) -> None:
    refused(
        "Cannot insert",
        lambda: Draft.objects.create(
            region_code="141127", title="方案", made_by=writer, made_at=AT, state="APPROVED", ended_at=AT
        ),
    )


def test_maker_approves_nothing(sent: Draft, writer: User) -> None:
    refused("nobody approves a draft that they made or edited", lambda: review(sent, writer))


def test_editor_approves_nothing(draft: Draft, writer: User, second: User) -> None:
    add(draft, 2, second)
    operations.send(actor=writer, at=AT, draft_id=draft.public_id, number=2)

    refused("nobody approves a draft that they made or edited", lambda: review(draft, second, number=2))


def test_review_is_of_the_newest_revision(draft: Draft, writer: User, second: User) -> None:
    add(draft, 2, writer)
    operations.send(actor=writer, at=AT, draft_id=draft.public_id, number=2)

    refused("only the newest revision", lambda: review(draft, second, number=1))


def test_review_is_of_the_hash(sent: Draft, second: User) -> None:
    refused("exactly the text", lambda: review(sent, second, sha256=digest_of("other")))


def test_review_is_of_a_sent_draft(draft: Draft, second: User) -> None:
    refused("only a draft that is sent", lambda: review(draft, second))


def test_draft_is_approved_once(approved: Draft, second: User) -> None:
    refused("only a draft that is sent", lambda: review(approved, second))


def test_return_has_reasons(sent: Draft, second: User) -> None:
    refused("drafts_review_return_has_reasons", lambda: review(sent, second, outcome="RETURNED", note=""))


def test_approval_closes_its_draft(sent: Draft, second: User) -> None:
    refused("written together", lambda: review(sent, second))


def test_draft_is_not_approved_without_a_review(sent: Draft) -> None:
    refused("approved by a review of its newest revision", lambda: close(sent))


def test_draft_is_not_approved_by_a_review_of_an_older_revision(sent: Draft, writer: User, second: User) -> None:
    def swap() -> None:
        review(sent, second)
        Draft.objects.filter(pk=sent.pk).update(state="RETURNED")
        add(sent, 2, writer)
        Draft.objects.filter(pk=sent.pk).update(state="SENT")
        close(sent)

    refused("approved by a review of its newest revision", swap)


def test_states_follow_the_table(draft: Draft) -> None:
    refused("Invalid transition", lambda: Draft.objects.filter(pk=draft.pk).update(state="RETURNED"))
    refused("drafts_sent_by_somebody", lambda: Draft.objects.filter(pk=draft.pk).update(state="SENT"))
    refused("drafts_end_with_state", lambda: Draft.objects.filter(pk=draft.pk).update(state="WITHDRAWN"))
    refused("drafts_title_given", lambda: Draft.objects.filter(pk=draft.pk).update(title=""))
