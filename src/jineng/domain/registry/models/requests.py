"""What people ask about what is held about them (更正、删除), and records that were one person (合并)."""

from __future__ import annotations

from typing import Final

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from jineng.domain.registry.models.people import Person, kept
from jineng.domain.registry.reasons import MERGE_REASONS
from jineng.domain.registry.states import RequestState
from jineng.platform.encryption.fields import SealedTextField
from jineng.platform.postgres.visibility import Through

REQUEST_KINDS: Final = ("correction", "erasure")
"""更正 · 删除 (个人信息保护法 第46、47条)"""


class PersonRequest(models.Model):
    """A request about a person's record: by themself, or by an organisation whose roster says otherwise."""

    visibility = Through("person_id", "registry.Person")

    person = models.ForeignKey(Person, models.PROTECT, related_name="requests")
    kind = models.CharField(max_length=10)
    fields = ArrayField(models.CharField(max_length=30), default=list)
    """What should be corrected: names of ``rules.CORRECTABLE``."""
    said = SealedTextField(context="registry.request.said")
    proposed = SealedTextField(context="registry.request.proposed", null=True)
    """The values asked for, as JSON by field; they are personal data like any other."""
    source = models.CharField(max_length=60, blank=True)
    asked_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, default=RequestState.OPEN)
    decided_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=1000, blank=True)

    class Meta:
        """Answered by another, in words; one open request of a kind and source a person."""

        ordering = ["-asked_at", "-id"]
        indexes = [
            models.Index(fields=["asked_at", "id"], name="registry_request_open", condition=Q(state=RequestState.OPEN))
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "asked_by"],
                condition=Q(state=RequestState.OPEN),
                name="registry_request_open_once",
            ),
            models.CheckConstraint(condition=Q(kind__in=REQUEST_KINDS), name="registry_request_kind"),
            models.CheckConstraint(condition=Q(state__in=list(RequestState)), name="registry_request_state_known"),
            models.CheckConstraint(
                condition=Q(state=RequestState.OPEN, decided_at__isnull=True, decided_by__isnull=True, answer="")
                | ~Q(state=RequestState.OPEN)
                & Q(decided_at__gte=F("asked_at"), decided_by__isnull=False)
                & ~Q(answer=""),
                name="registry_request_answer_whole",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="registry_request_answered_by_another",
            ),
        ]
        triggers = [
            kept(),
            pgtrigger.ReadOnly(
                name="what_was_asked_stays", fields=["kind", "fields", "source", "asked_by", "asked_at"]
            ),
            pgtrigger.Protect(
                name="answered_stays",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__state=RequestState.OPEN.value)
                & (
                    pgtrigger.Q(old__state__df=pgtrigger.F("new__state"))
                    | pgtrigger.Q(old__answer__df=pgtrigger.F("new__answer"))
                    | pgtrigger.Q(old__decided_by__df=pgtrigger.F("new__decided_by"))
                ),
            ),
        ]

    def __str__(self) -> str:
        """Return the number."""
        return f"request {self.pk}"


class PersonMerge(models.Model):
    """That two records were one person: which was kept, why, who found it, and how many references moved."""

    visibility = Through("kept_id", "registry.Person")
    append_only = True

    kept = models.ForeignKey(Person, models.PROTECT, related_name="merges")
    merged = models.OneToOneField(Person, models.PROTECT, related_name="merged_by_row")
    reason = models.CharField(max_length=30)
    evidence = models.CharField(max_length=500)
    moved = models.JSONField(default=dict)
    merged_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    merged_at = models.DateTimeField()

    class Meta:
        """Once, not into itself, for a reason and on evidence; written together with the state of the merged record."""

        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(kept=F("merged")), name="registry_merge_two_records"),
            models.CheckConstraint(condition=Q(reason__in=list(MERGE_REASONS)), name="registry_merge_reason_known"),
            models.CheckConstraint(condition=~Q(evidence=""), name="registry_merge_evidence_given"),
        ]
        triggers = [
            pgtrigger.Protect(name="fixed", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="with_the_state",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                timing=pgtrigger.Deferred,
                func="""
                    IF NOT EXISTS (SELECT FROM registry_person
                                   WHERE id = NEW.merged_id AND state = 'MERGED' AND merged_into_id = NEW.kept_id)
                    THEN RAISE EXCEPTION 'a merge and the state of the merged record are written together';
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        """Return the number."""
        return f"merge {self.pk}"
