"""Drafts, what was saved of them, their originals and reviews. The rules that keep two people apart stand in triggers."""

from __future__ import annotations

from uuid import uuid4

import pgtrigger
from django.db import models
from django.db.models import Q

from jineng.domain.drafts.rules import (
    FILENAME_LENGTH_MAX,
    NOTE_LENGTH_MAX,
    ORIGINAL_FORMS,
    POLICY_ID_LENGTH_MAX,
    TITLE_LENGTH_MAX,
)
from jineng.domain.drafts.states import EDITABLE, FINAL, LABELS, TRANSITIONS, DraftState, ReviewOutcome
from jineng.platform.postgres.visibility import ByRegion, Through

_SENT = (DraftState.SENT, DraftState.RETURNED, DraftState.APPROVED)
_EDITABLE_SQL = ", ".join(f"'{state}'" for state in sorted(EDITABLE))


def _appended_only() -> list[pgtrigger.Trigger]:
    return [
        pgtrigger.Protect(name="fixed", operation=pgtrigger.Update | pgtrigger.Delete),
        pgtrigger.Trigger(
            name="never_truncated",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            func="RAISE EXCEPTION 'the records of drafts are never truncated';",
        ),
    ]


def _only_while_written(*, also: str = "") -> pgtrigger.Trigger:
    """Return the trigger that takes a row only while its draft is written; it locks the draft, as ``operations`` do."""
    return pgtrigger.Trigger(
        name="only_while_written",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=[("standing", "TEXT")],
        func=f"""
            SELECT state INTO standing FROM drafts_draft WHERE id = NEW.draft_id FOR UPDATE;
            IF standing IS NULL OR standing NOT IN ({_EDITABLE_SQL})
            THEN RAISE EXCEPTION 'a draft that is sent, approved or withdrawn takes no more revisions or originals';
            END IF;
            {also}
            RETURN NEW;
        """,  # noqa: S608 -- put together from this module's own words
    )


class Draft(models.Model):
    """A plan in the making (方案草稿), of one region; its texts are its revisions.

    Approved ones are plans in force, which everybody reads.
    """

    visibility = ByRegion(public=f"state = '{DraftState.APPROVED}'")

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    region_code = models.CharField(max_length=12)
    title = models.CharField(max_length=TITLE_LENGTH_MAX)
    base_policy_id = models.CharField(max_length=POLICY_ID_LENGTH_MAX, blank=True)
    made_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    state = models.CharField(
        max_length=10,
        choices=[(state.value, LABELS[state].zh) for state in DraftState],
        default=DraftState.DRAFT,
    )
    sent_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+", null=True)
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """State and fields say the same; what is final stays."""

        indexes = [models.Index(fields=["region_code", "-id"], name="drafts_by_region")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(DraftState)), name="drafts_state_known"),
            models.CheckConstraint(condition=~Q(title=""), name="drafts_title_given"),
            models.CheckConstraint(
                condition=~Q(state__in=_SENT) | Q(sent_by__isnull=False, sent_at__isnull=False),
                name="drafts_sent_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(FINAL), ended_at__isnull=False)
                | ~Q(state__in=sorted(FINAL)) & Q(ended_at__isnull=True),
                name="drafts_end_with_state",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="begins_as_draft",
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__state__in=sorted(set(DraftState) - {DraftState.DRAFT})),
            ),
            pgtrigger.ReadOnly(
                name="origin_stays", fields=["public_id", "region_code", "base_policy_id", "made_by", "made_at"]
            ),
            pgtrigger.Protect(
                name="final_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state__in=sorted(FINAL)),
            ),
            pgtrigger.FSM(
                name="transitions",
                field="state",
                transitions=[(str(before), str(after)) for (before, _action), after in TRANSITIONS.items()],
            ),
            pgtrigger.Trigger(
                name="approved_by_review",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__state=DraftState.APPROVED.value),
                func="""
                    IF NOT EXISTS (
                        SELECT FROM drafts_draftreview r JOIN drafts_draftrevision v ON v.id = r.revision_id
                        WHERE v.draft_id = NEW.id AND r.outcome = 'APPROVED' AND v.number = (
                            SELECT max(number) FROM drafts_draftrevision WHERE draft_id = NEW.id
                        )
                    )
                    THEN RAISE EXCEPTION 'a draft is approved by a review of its newest revision';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        """Return title and public number."""
        return f"{self.title} ({self.public_id})"


class DraftRevision(models.Model):
    """A draft as it was once saved (稿), whole: ``text`` is what ``contents`` writes, ``sha256`` its hash."""

    visibility = Through("draft_id", "drafts.Draft")
    append_only = True
    unlogged_columns = ("text",)

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    saved_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        """Numbered from 1 without a gap; the hash is the text's."""

        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "number"], name="drafts_revision_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="drafts_revision_number"),
        ]
        triggers = [
            *_appended_only(),
            _only_while_written(
                also="""
                    IF NEW.number <> 1 + (
                        SELECT coalesce(max(number), 0) FROM drafts_draftrevision WHERE draft_id = NEW.draft_id
                    )
                    THEN RAISE EXCEPTION 'revisions of a draft are numbered without a gap';
                    END IF;
                    IF NEW.sha256 <> encode(sha256(convert_to(NEW.text, 'UTF8')), 'hex')
                    THEN RAISE EXCEPTION 'the hash of a revision is not that of its text';
                    END IF;
                """
            ),
        ]

    def __str__(self) -> str:
        """Return the number and the draft's."""
        return f"revision {self.number} of draft {self.draft_id}"


class DraftOriginal(models.Model):
    """The text that a draft puts into rules (原件): the file as it came, and what was read from it. The newest counts."""

    visibility = Through("draft_id", "drafts.Draft")
    append_only = True

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="originals")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    filename = models.CharField(max_length=FILENAME_LENGTH_MAX)
    form = models.CharField(max_length=10)
    paragraphs = models.JSONField(default=list)
    clauses = models.JSONField(default=list)
    attached_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    attached_at = models.DateTimeField()

    class Meta:
        """In the order in which they came."""

        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(form__in=ORIGINAL_FORMS), name="drafts_original_form")]
        triggers = [*_appended_only(), _only_while_written()]

    def __str__(self) -> str:
        """Return the number of the draft; what the file is called is the bureau's."""
        return f"original {self.pk} of draft {self.draft_id}"


class DraftReview(models.Model):
    """What somebody said of a revision (复核意见): returned, with the reasons, or approved, exactly as hashed."""

    visibility = Through("revision_id", "drafts.DraftRevision")
    append_only = True

    revision = models.ForeignKey(DraftRevision, models.PROTECT, related_name="reviews")
    outcome = models.CharField(max_length=10)
    sha256 = models.CharField(max_length=64)
    note = models.CharField(max_length=NOTE_LENGTH_MAX, blank=True)
    reviewed_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField()

    class Meta:
        """Of the newest revision of a sent draft; an approval by none of its makers, and with the draft's own state."""

        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=list(ReviewOutcome)), name="drafts_review_outcome_known"),
            models.CheckConstraint(
                condition=~Q(outcome=ReviewOutcome.RETURNED, note=""), name="drafts_review_return_has_reasons"
            ),
            models.UniqueConstraint(
                fields=["revision"], condition=Q(outcome=ReviewOutcome.APPROVED), name="drafts_review_approves_once"
            ),
        ]
        triggers = [
            *_appended_only(),
            pgtrigger.Trigger(
                name="of_what_was_sent",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("reviewed", "RECORD")],
                func="""
                    SELECT d.id, d.state, d.made_by_id, v.number, v.sha256 INTO reviewed
                    FROM drafts_draft d JOIN drafts_draftrevision v ON v.draft_id = d.id
                    WHERE v.id = NEW.revision_id FOR UPDATE OF d;
                    IF reviewed.state <> 'SENT'
                    THEN RAISE EXCEPTION 'only a draft that is sent is reviewed';
                    END IF;
                    IF reviewed.number <> (SELECT max(number) FROM drafts_draftrevision WHERE draft_id = reviewed.id)
                    THEN RAISE EXCEPTION 'only the newest revision of a draft is reviewed';
                    END IF;
                    IF reviewed.sha256 <> NEW.sha256
                    THEN RAISE EXCEPTION 'a review is of exactly the text of its revision';
                    END IF;
                    IF NEW.outcome = 'APPROVED' AND (
                        reviewed.made_by_id = NEW.reviewed_by_id
                        OR EXISTS (SELECT FROM drafts_draftrevision
                                   WHERE draft_id = reviewed.id AND saved_by_id = NEW.reviewed_by_id)
                        OR EXISTS (SELECT FROM drafts_draftoriginal
                                   WHERE draft_id = reviewed.id AND attached_by_id = NEW.reviewed_by_id)
                    )
                    THEN RAISE EXCEPTION 'nobody approves a draft that they made or edited';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="approval_ends_the_draft",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                timing=pgtrigger.Deferred,
                condition=pgtrigger.Q(new__outcome=ReviewOutcome.APPROVED.value),
                func="""
                    IF NOT EXISTS (
                        SELECT FROM drafts_draft d JOIN drafts_draftrevision v ON v.draft_id = d.id
                        WHERE v.id = NEW.revision_id AND d.state = 'APPROVED'
                    )
                    THEN RAISE EXCEPTION 'an approval and the state of its draft are written together';
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        """Return the outcome and the revision's number."""
        return f"{self.outcome} of revision {self.revision_id}"
