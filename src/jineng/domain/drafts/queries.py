"""Reads of drafts, scoped to the region of whoever asks. Rows for pages are frozen: a template cannot query."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from django.db.models import OuterRef, Subquery

from jineng.domain.drafts import permissions
from jineng.domain.drafts.contents import contents_of, contents_of_toml
from jineng.domain.drafts.errors import DraftNotFoundError
from jineng.domain.drafts.models import Draft, DraftOriginal, DraftReview, DraftRevision
from jineng.domain.drafts.states import EDITABLE, LABELS, DraftState, ReviewOutcome
from jineng.kernel.problems import UnusableError
from jineng.platform.files.queries import read_content
from jineng.policy.document import Document
from jineng.policy.loader import DOCUMENT_NAME, EXAMPLES_NAME, list_documents
from jineng.policy.parsing import parse_document, validate

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from jineng.domain.drafts.contents import Contents
    from jineng.kernel.text import Text
    from jineng.platform.identity.models import User


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft as a list shows it; ``number``, ``saved_by`` and ``saved_at`` are those of its newest revision."""

    id: UUID
    title: str
    region_code: str
    base_policy_id: str
    state: str
    label: Text
    made_by: str
    made_at: datetime
    number: int
    saved_by: str
    saved_at: datetime
    sent_by: str
    sent_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """One saved text of a draft, without the text."""

    number: int
    sha256: str
    saved_by: str
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """What somebody said of a revision; ``note`` holds the reasons of a return."""

    number: int
    outcome: str
    sha256: str
    note: str
    reviewed_by: str
    reviewed_at: datetime


@dataclass(frozen=True, slots=True)
class OriginalRow:
    """An attached original and what was read from it."""

    key: int
    filename: str
    form: str
    sha256: str
    size_bytes: int
    attached_by: str
    attached_at: datetime
    paragraphs: tuple[str, ...]
    clauses: tuple[dict[str, Any], ...]

    @classmethod
    def of(cls, original: DraftOriginal) -> Self:
        """Return the row of a record."""
        return cls(
            key=original.pk,
            filename=original.filename,
            form=original.form,
            sha256=original.file.sha256,
            size_bytes=original.file.size_bytes,
            attached_by=original.attached_by.display_name,
            attached_at=original.attached_at,
            paragraphs=tuple(original.paragraphs),
            clauses=tuple(original.clauses),
        )


@dataclass(frozen=True, slots=True)
class DraftView:
    """One draft with everything but its texts: newest revision and review last, ``original`` the one that counts.

    ``editors`` are the people who made it, each once; ``can_edit`` and ``can_approve`` are for the person who asks, now.
    """

    row: DraftRow
    revisions: tuple[RevisionRow, ...]
    reviews: tuple[ReviewRow, ...]
    original: OriginalRow | None
    editors: tuple[str, ...]
    can_edit: bool
    can_return: bool
    can_approve: bool


@dataclass(frozen=True, slots=True)
class ApprovedDocument:
    """A document that a second officer approved: exactly the text of ``sha256``. Whether it is in force is not said here."""

    draft_id: UUID
    policy_id: str
    region_code: str
    title: str
    contents: Contents
    sha256: str
    approved_by: str
    approved_at: datetime


def list_drafts(actor: User, *, offset: int, limit: int) -> list[DraftRow]:
    """Return the drafts of the person's region, the newest first."""
    return [_row(draft) for draft in _readable(actor).order_by("-id")[offset : offset + limit]]


def count_drafts(actor: User) -> int:
    """Return how many drafts the person's region has."""
    return _readable(actor).count()


def get_draft(actor: User, draft_id: UUID) -> DraftView:
    """Return one draft with its revisions, reviews and original.

    Raises:
        DraftNotFoundError: there is no such draft in the person's region.
    """
    draft = _readable_draft(actor, draft_id)
    revisions = list(draft.revisions.defer("text").select_related("saved_by"))
    reviews = DraftReview.objects.filter(revision__draft=draft).select_related("revision", "reviewed_by")
    originals = list(draft.originals.select_related("attached_by").defer("paragraphs", "clauses"))
    original = draft.originals.select_related("attached_by", "file").last()
    makers = [draft.made_by, *(one.saved_by for one in revisions), *(one.attached_by for one in originals)]
    makers_by_key = {maker.pk: maker.display_name for maker in makers}
    is_sent = draft.state == DraftState.SENT
    can_review = is_sent and permissions.can_review(actor, draft.region_code)
    return DraftView(
        row=_row(draft),
        revisions=tuple(_revision_row(revision) for revision in revisions),
        reviews=tuple(_review_row(review) for review in reviews.defer("revision__text")),
        original=OriginalRow.of(original) if original else None,
        editors=tuple(makers_by_key.values()),
        can_edit=draft.state in EDITABLE and permissions.can_edit(actor, draft.region_code),
        can_return=can_review,
        can_approve=can_review and actor.pk not in makers_by_key,
    )


def get_contents(actor: User, draft_id: UUID, number: int | None = None) -> tuple[RevisionRow, Contents]:
    """Return a revision, the newest if no number is given, and its tables.

    Raises:
        DraftNotFoundError: there is no such draft or revision in the person's region.
    """
    revisions = _readable_draft(actor, draft_id).revisions.select_related("saved_by").order_by("-number")
    revision = (revisions if number is None else revisions.filter(number=number)).first()
    if revision is None:
        raise DraftNotFoundError(f"{draft_id}/{number}")
    return _revision_row(revision), contents_of(revision.text)


def read_original_content(actor: User, draft_id: UUID) -> bytes:
    """Return the newest original of a draft as it came.

    Raises:
        DraftNotFoundError: there is no such draft in the person's region, or it has no original.
    """
    original = _readable_draft(actor, draft_id).originals.select_related("file").last()
    if original is None:
        raise DraftNotFoundError(f"{draft_id}/original")
    return read_content(original.file)


def approved_documents(*, region_code: str | None = None) -> list[ApprovedDocument]:
    """Return the approved documents of one region or of all, the newest approval first; for the catalogue, so unscoped."""
    reviews = _approvals()
    if region_code is not None:
        reviews = reviews.filter(revision__draft__region_code=region_code)
    return [_approved(review) for review in reviews]


def find_base(actor: User, policy_id: str) -> Contents | None:
    """Return a document to begin a draft from: the newest approved one of the person's region, else a shipped one, or None."""
    for approved in approved_documents(region_code=actor.region_code):
        if approved.policy_id == policy_id:
            return approved.contents
    path = list_documents().get(policy_id)
    if path is None:
        return None
    examples = path.with_name(EXAMPLES_NAME)
    return contents_of_toml(path.read_bytes(), examples.read_bytes() if examples.is_file() else None)


def find_superior(contents: Contents) -> Document | None:
    """Return the text of the superior (上位依据) that a draft is judged beside, or None: the first of its head's that is here.

    It is the newest approved document of that id of the province or city above the draft's region, else the shipped one. The
    fills of it are in it still: whether the draft decides once more what it decided is for the checks to say.
    """
    head = contents.content.get("document")
    head = head if isinstance(head, dict) else {}
    named = head.get("superior")
    tables = [table for table in named if isinstance(table, dict)] if isinstance(named, list) else []
    for policy_id in [table["id"] for table in tables if isinstance(table.get("id"), str)]:
        if policy_id == head.get("id"):
            continue
        found = _approved_above(policy_id, str(head.get("region_code"))) or _shipped(policy_id)
        if found is not None:
            return found
    return None


def _approved_above(policy_id: str, region_code: str) -> Document | None:
    """Return an approved document of the province (code XX0000) or city (XXYY00) that a region lies in."""
    above = {f"{region_code[:4]}00", f"{region_code[:2]}0000"} - {region_code}
    for approved in _approvals().filter(revision__draft__region_code__in=above):
        contents = contents_of(approved.revision.text)
        if contents.content["document"]["id"] == policy_id:
            with suppress(UnusableError):
                return validate(Document, contents.content, DOCUMENT_NAME)
    return None


def _shipped(policy_id: str) -> Document | None:
    path = list_documents().get(policy_id)
    if path is not None:
        with suppress(UnusableError):
            return _parsed(path.read_bytes())
    return None


@cache
def _parsed(content: bytes) -> Document:
    return parse_document(content, DOCUMENT_NAME)


def _approvals() -> QuerySet[DraftReview]:
    reviews = DraftReview.objects.filter(outcome=ReviewOutcome.APPROVED).order_by("-reviewed_at", "-id")
    return reviews.select_related("revision__draft", "reviewed_by")


def _readable(actor: User) -> QuerySet[Draft]:
    if not permissions.can_read(actor, actor.region_code):
        return Draft.objects.none()
    return (
        Draft.objects.filter(region_code=actor.region_code).select_related("made_by", "sent_by").annotate(**_newest())
    )


def _newest() -> dict[str, Subquery]:
    newest = DraftRevision.objects.filter(draft=OuterRef("pk")).order_by("-number")
    return {
        "newest_number": Subquery(newest.values("number")[:1]),
        "newest_by": Subquery(newest.values("saved_by__display_name")[:1]),
        "newest_at": Subquery(newest.values("saved_at")[:1]),
    }


def _readable_draft(actor: User, draft_id: UUID) -> Any:
    draft = _readable(actor).filter(public_id=draft_id).first()
    if draft is None:
        raise DraftNotFoundError(str(draft_id))
    return draft


def _row(draft: Any) -> DraftRow:
    return DraftRow(
        id=draft.public_id,
        title=draft.title,
        region_code=draft.region_code,
        base_policy_id=draft.base_policy_id,
        state=draft.state,
        label=LABELS[DraftState(draft.state)],
        made_by=draft.made_by.display_name,
        made_at=draft.made_at,
        number=draft.newest_number,
        saved_by=draft.newest_by,
        saved_at=draft.newest_at,
        sent_by=draft.sent_by.display_name if draft.sent_by else "",
        sent_at=draft.sent_at,
        ended_at=draft.ended_at,
    )


def _revision_row(revision: DraftRevision) -> RevisionRow:
    return RevisionRow(revision.number, revision.sha256, revision.saved_by.display_name, revision.saved_at)


def _review_row(review: DraftReview) -> ReviewRow:
    return ReviewRow(
        review.revision.number,
        review.outcome,
        review.sha256,
        review.note,
        review.reviewed_by.display_name,
        review.reviewed_at,
    )


def _approved(review: DraftReview) -> ApprovedDocument:
    draft, contents = review.revision.draft, contents_of(review.revision.text)
    return ApprovedDocument(
        draft_id=draft.public_id,
        policy_id=contents.content["document"]["id"],
        region_code=draft.region_code,
        title=draft.title,
        contents=contents,
        sha256=review.sha256,
        approved_by=review.reviewed_by.display_name,
        approved_at=review.reviewed_at,
    )
