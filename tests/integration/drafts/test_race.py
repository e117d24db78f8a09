"""Two connections at one draft at the same time."""

from __future__ import annotations

from datetime import UTC, datetime
from threading import Barrier, Event, Thread
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from factories.scope import in_thread
from jineng.domain.drafts import operations
from jineng.domain.drafts.contents import Contents, digest_of
from jineng.domain.drafts.errors import SavedMeanwhileError, WrongStateError
from jineng.domain.drafts.models import Draft, DraftReview, DraftRevision
from jineng.platform.audit.models import AuditEvent

if TYPE_CHECKING:
    from jineng.platform.identity.models import User

pytestmark = pytest.mark.django_db(transaction=True)

AT = datetime(2023, 1, 9, 2, tzinfo=UTC)


def together(*works: Any) -> list[Exception | None]:
    """Do the works in threads, each with a connection of its own, and return what each was refused with."""
    start = Barrier(len(works))
    faults: list[Exception | None] = [None] * len(works)

    def do(number: int, work: Any) -> None:
        start.wait(timeout=60)
        try:
            work()
        except Exception as fault:  # noqa: BLE001 -- looked at below
            faults[number] = fault

    threads = [Thread(target=in_thread(do), args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert not any(thread.is_alive() for thread in threads)
    return faults


def waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


def until_the_other_waits() -> None:
    """Let the other connection run into the lock that this one holds."""
    pause = Event()
    for _ in range(600):
        if waits_for_a_lock():
            return
        pause.wait(0.05)
    raise AssertionError("the other connection never came to the lock")


def test_of_two_editors_one_is_told(draft: Draft, writer: User, second: User, retitled: Any) -> None:
    def save(actor: User) -> Any:
        return lambda: operations.save_revision(
            actor=actor, at=AT, draft_id=draft.public_id, based_on=1, contents=retitled(actor.display_name)
        )

    faults = together(save(writer), save(second))

    (refusal,) = [fault for fault in faults if fault]
    assert isinstance(refusal, SavedMeanwhileError)
    winner, loser = (second, writer) if faults[0] else (writer, second)
    assert refusal.newest.name == winner.display_name
    assert refusal.text.zh.startswith(loser.display_name)
    assert list(DraftRevision.objects.values_list("number", "saved_by")) == [(1, writer.pk), (2, winner.pk)]
    assert AuditEvent.objects.filter(action="draft_saved").count() == 1


def test_of_two_writers_past_the_operations_one_is_refused(draft: Draft, writer: User, second: User) -> None:
    text = Contents().text()

    def add(by: User) -> Any:
        def write() -> None:
            with transaction.atomic():
                DraftRevision.objects.create(
                    draft=draft, number=2, text=text, sha256=digest_of(text), saved_by=by, saved_at=AT
                )

        return write

    faults = together(add(writer), add(second))

    (refusal,) = [fault for fault in faults if fault]
    assert isinstance(refusal, DatabaseError)
    assert DraftRevision.objects.count() == 2


def test_nothing_is_saved_while_it_is_approved(sent: Draft, writer: User, second: User) -> None:
    """The approval waits with its lock until the writer, past the operations, has come to it."""
    text = Contents().text()
    held = Event()

    def approve() -> None:
        with transaction.atomic():
            operations.approve(actor=second, at=AT, draft_id=sent.public_id, number=1)
            held.set()
            until_the_other_waits()

    def add() -> None:
        held.wait(timeout=60)
        DraftRevision.objects.create(
            draft=sent, number=2, text=text, sha256=digest_of(text), saved_by=writer, saved_at=AT
        )

    faults = together(approve, add)

    assert faults[0] is None
    assert isinstance(faults[1], DatabaseError)
    assert "takes no more revisions" in str(faults[1])
    assert DraftRevision.objects.count() == 1
    assert Draft.objects.get(pk=sent.pk).state == "APPROVED"


def test_nobody_edits_and_approves_at_once(draft: Draft, writer: User, second: User, retitled: Any) -> None:
    """The second officer's save is not seen yet when their approval begins; it waits, and then sees it."""
    held = Event()

    def save_and_send() -> None:
        with transaction.atomic():
            operations.save_revision(
                actor=second, at=AT, draft_id=draft.public_id, based_on=1, contents=retitled("第二人的")
            )
            operations.send(actor=writer, at=AT, draft_id=draft.public_id, number=2)
            held.set()
            until_the_other_waits()

    def approve() -> None:
        held.wait(timeout=60)
        revision = draft.revisions.get(number=1)
        with transaction.atomic():
            DraftReview.objects.create(
                revision=revision, outcome="APPROVED", sha256=revision.sha256, reviewed_by=second, reviewed_at=AT
            )
            Draft.objects.filter(pk=draft.pk).update(state="APPROVED", ended_at=AT)

    faults = together(save_and_send, approve)

    assert faults[0] is None
    assert isinstance(faults[1], DatabaseError)
    assert "only the newest revision" in str(faults[1])
    assert Draft.objects.get(pk=draft.pk).state == "SENT"


def test_of_approval_and_return_at_once_one_counts(sent: Draft, second: User, reviewer: User) -> None:
    key = sent.public_id

    faults = together(
        lambda: operations.approve(actor=second, at=AT, draft_id=key, number=1),
        lambda: operations.return_with_reasons(actor=reviewer, at=AT, draft_id=key, number=1, reasons="请再核对"),
    )

    (refusal,) = [fault for fault in faults if fault]
    assert isinstance(refusal, WrongStateError)
    assert DraftReview.objects.count() == 1
    assert Draft.objects.get(pk=sent.pk).state == ("APPROVED" if faults[0] is None else "RETURNED")
