"""The only door for writing drafts. Each operation is one transaction with its audit event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from jineng.domain.drafts import permissions, rules
from jineng.domain.drafts.contents import contents_of, digest_of, plain
from jineng.domain.drafts.errors import DraftNotFoundError, SaveMark
from jineng.domain.drafts.models import Draft, DraftOriginal, DraftReview, DraftRevision
from jineng.domain.drafts.queries import find_superior
from jineng.domain.drafts.states import DraftAction, ReviewOutcome
from jineng.platform.audit.operations import Subject, record
from jineng.platform.files.operations import store_content

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from jineng.domain.drafts.contents import Contents
    from jineng.platform.identity.models import User


@transaction.atomic
def start_draft(*, actor: User, at: datetime, title: str, contents: Contents, base_policy_id: str = "") -> Draft:
    """Begin a draft for the person's region; its contents become revision 1.

    Args:
        actor: an officer of the region.
        at: the instant.
        title: what the bureau calls the draft.
        contents: empty for a blank draft, else what ``contents_of_toml`` or ``queries.find_base`` returns.
        base_policy_id: the document that the contents were taken from, if any.

    Raises:
        NotAllowedError: the person is no officer.
        FieldRefusedError: title or contents cannot be kept.
    """
    permissions.check_edit(actor, actor.region_code)
    draft = Draft.objects.create(
        region_code=actor.region_code,
        title=rules.check_line("title", title, rules.TITLE_LENGTH_MAX, is_needed=True),
        base_policy_id=rules.check_line("base_policy_id", base_policy_id, rules.POLICY_ID_LENGTH_MAX, is_needed=False),
        made_by=actor,
        made_at=at,
    )
    revision = _append(draft, 1, contents.text(), actor, at)
    _note("draft_started", draft, actor, at, base=draft.base_policy_id, sha256=revision.sha256)
    return draft


@transaction.atomic
def save_revision(*, actor: User, at: datetime, draft_id: UUID, based_on: int, contents: Contents) -> DraftRevision:
    """Keep what somebody made of revision ``based_on``; equal to the newest revision, that is returned and nothing written.

    Raises:
        DraftNotFoundError: there is no such draft or revision in the person's region.
        NotAllowedError: the person is no officer of the region.
        WrongStateError: the draft is sent, approved or withdrawn.
        SavedMeanwhileError: somebody else saved since.
        FieldRefusedError: the contents cannot be kept.
    """
    draft = _locked(actor, draft_id)
    permissions.check_edit(actor, draft.region_code)
    state = rules.next_state(draft.state, DraftAction.EDIT)
    text = contents.text()
    newest = _newest(draft)
    if newest.sha256 == digest_of(text):
        return newest
    rules.check_newest(actor.display_name, _mark(_revision(draft, based_on)), _mark(newest))
    revision = _append(draft, newest.number + 1, text, actor, at)
    draft.state = state
    draft.save(update_fields=["state"])
    _note("draft_saved", draft, actor, at, number=revision.number, sha256=revision.sha256)
    return revision


@transaction.atomic
def attach_original(
    *,
    actor: User,
    at: datetime,
    draft_id: UUID,
    filename: str,
    form: str,
    content: bytes,
    paragraphs: Sequence[str],
    clauses: Sequence[Mapping[str, Any]],
) -> DraftOriginal:
    """Keep the original of a draft, encrypted, and what was read from it; the newest original of a draft counts.

    Args:
        actor: an officer of the region.
        at: the instant.
        draft_id: the draft's public id.
        filename: what the file is called.
        form: ``docx``, ``pdf``, ``txt`` or ``pasted``.
        content: the file's bytes; of pasted text its UTF-8.
        paragraphs: what was read from it, in order.
        clauses: the clauses that it was split into, in order, as JSON can write them.

    Raises:
        DraftNotFoundError: there is no such draft in the person's region.
        NotAllowedError: the person is no officer of the region.
        WrongStateError: the draft is sent, approved or withdrawn.
        FieldRefusedError: the file or what was read from it cannot be kept.
    """
    draft = _locked(actor, draft_id)
    permissions.check_edit(actor, draft.region_code)
    draft.state = rules.next_state(draft.state, DraftAction.EDIT)
    rules.check_original(form, len(content))
    original = DraftOriginal.objects.create(
        draft=draft,
        file=store_content(content=content, at=at),
        filename=rules.check_line("filename", filename, len(filename), is_needed=True)[-rules.FILENAME_LENGTH_MAX :],
        form=form,
        paragraphs=plain(list(paragraphs), "paragraphs"),
        clauses=plain([dict(clause) for clause in clauses], "clauses"),
        attached_by=actor,
        attached_at=at,
    )
    draft.save(update_fields=["state"])
    _note("draft_original_attached", draft, actor, at, sha256=original.file.sha256)
    return original


@transaction.atomic
def send(*, actor: User, at: datetime, draft_id: UUID, number: int) -> Draft:
    """Hand the newest revision, which must be ``number``, to a second officer.

    Raises:
        DraftNotFoundError: there is no such draft or revision in the person's region.
        NotAllowedError: the person is no officer of the region.
        WrongStateError: the draft is not being written.
        SavedMeanwhileError: somebody saved a newer revision than the person saw.
    """
    draft = _locked(actor, draft_id)
    permissions.check_edit(actor, draft.region_code)
    draft.state = rules.next_state(draft.state, DraftAction.SEND)
    revision = _checked_newest(draft, number, actor)
    draft.sent_by, draft.sent_at = actor, at
    draft.save(update_fields=["state", "sent_by", "sent_at"])
    _note("draft_sent", draft, actor, at, number=number, sha256=revision.sha256)
    return draft


@transaction.atomic
def return_with_reasons(*, actor: User, at: datetime, draft_id: UUID, number: int, reasons: str) -> DraftReview:
    """Give a sent draft back to be written further. Its makers may too, to take it back themselves.

    Raises:
        DraftNotFoundError: there is no such draft or revision in the person's region.
        NotAllowedError: the person is neither officer nor reviewer of the region.
        WrongStateError: the draft is not sent.
        FieldRefusedError: no reasons are given, or too long ones.
    """
    draft = _locked(actor, draft_id)
    permissions.check_review(actor, draft.region_code)
    state = rules.next_state(draft.state, DraftAction.RETURN)
    note = rules.check_line("reasons", reasons, rules.NOTE_LENGTH_MAX, is_needed=True)
    review = _review(draft, number, ReviewOutcome.RETURNED, note, actor, at)
    draft.state = state
    draft.save(update_fields=["state"])
    _note("draft_returned", draft, actor, at, number=number, sha256=review.sha256)
    return review


@transaction.atomic
def approve(*, actor: User, at: datetime, draft_id: UUID, number: int, note: str = "") -> DraftReview:
    """Approve revision ``number`` as it stands, for good, after its checks and worked examples passed once more.

    Raises:
        DraftNotFoundError: there is no such draft or revision in the person's region.
        NotAllowedError: the person is neither officer nor reviewer of the region.
        OwnDraftError: the person made or edited the draft.
        WrongStateError: the draft is not sent.
        SavedMeanwhileError: it is not the newest revision.
        NotReadyError: the revision has faults, or its examples fail.
    """
    draft = _locked(actor, draft_id)
    permissions.check_review(actor, draft.region_code)
    rules.check_second_person(actor.pk, actor.display_name, _maker_keys(draft))
    state = rules.next_state(draft.state, DraftAction.APPROVE)
    revision = _checked_newest(draft, number, actor)
    contents = contents_of(revision.text)
    rules.check_ready(number, contents, draft.region_code, find_superior(contents))
    said = rules.check_line("note", note, rules.NOTE_LENGTH_MAX, is_needed=False)
    review = _review(draft, number, ReviewOutcome.APPROVED, said, actor, at)
    draft.state, draft.ended_at = state, at
    draft.save(update_fields=["state", "ended_at"])
    _note("draft_approved", draft, actor, at, number=number, sha256=review.sha256)
    return review


@transaction.atomic
def withdraw(*, actor: User, at: datetime, draft_id: UUID) -> Draft:
    """Give a draft up; what was written stays to be read.

    Raises:
        DraftNotFoundError: there is no such draft in the person's region.
        NotAllowedError: the person is no officer of the region.
        WrongStateError: the draft is approved or withdrawn already.
    """
    draft = _locked(actor, draft_id)
    permissions.check_edit(actor, draft.region_code)
    draft.state = rules.next_state(draft.state, DraftAction.WITHDRAW)
    draft.ended_at = at
    draft.save(update_fields=["state", "ended_at"])
    _note("draft_withdrawn", draft, actor, at)
    return draft


def _locked(actor: User, draft_id: UUID) -> Draft:
    draft = Draft.objects.select_for_update(of=("self",)).filter(public_id=draft_id).first()
    if draft is None or not permissions.can_read(actor, draft.region_code):
        raise DraftNotFoundError(str(draft_id))
    return draft


def _append(draft: Draft, number: int, text: str, actor: User, at: datetime) -> DraftRevision:
    return DraftRevision.objects.create(
        draft=draft, number=number, text=text, sha256=digest_of(text), saved_by=actor, saved_at=at
    )


def _review(draft: Draft, number: int, outcome: ReviewOutcome, note: str, actor: User, at: datetime) -> DraftReview:
    revision = _checked_newest(draft, number, actor)
    return DraftReview.objects.create(
        revision=revision, outcome=outcome, sha256=revision.sha256, note=note, reviewed_by=actor, reviewed_at=at
    )


def _newest(draft: Draft) -> DraftRevision:
    return draft.revisions.select_related("saved_by").order_by("-number")[0]


def _checked_newest(draft: Draft, number: int, actor: User) -> DraftRevision:
    newest = _newest(draft)
    rules.check_newest(actor.display_name, _mark(_revision(draft, number)), _mark(newest))
    return newest


def _revision(draft: Draft, number: int) -> DraftRevision:
    revision = draft.revisions.select_related("saved_by").filter(number=number).first()
    if revision is None:
        raise DraftNotFoundError(f"{draft.public_id}/{number}")
    return revision


def _mark(revision: DraftRevision) -> SaveMark:
    saved_at = timezone.localtime(revision.saved_at)
    return SaveMark(revision.number, revision.saved_by.display_name, f"{saved_at:%Y-%m-%d %H:%M}")


def _maker_keys(draft: Draft) -> set[int]:
    return {
        draft.made_by_id,
        *draft.revisions.values_list("saved_by", flat=True),
        *draft.originals.values_list("attached_by", flat=True),
    }


def _note(action: str, draft: Draft, actor: User, at: datetime, **detail: object) -> None:
    record(actor=actor, action=action, subject=Subject("draft", str(draft.public_id)), at=at, detail=detail)
