"""What is known and agreed about a person: target groups, declarations, and entry by others on their behalf."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q

from jineng.domain.registry.declarations import DECLARATIONS, WAYS
from jineng.domain.registry.models.people import Person, kept
from jineng.domain.registry.reasons import ASSIST_REASONS, EVIDENCE
from jineng.domain.registry.states import AssistState, Channel
from jineng.kernel.target_groups import TARGET_GROUPS
from jineng.platform.postgres.visibility import Open, Through

NOTE_LENGTH_MAX = 500


class TargetGroupTag(models.Model):
    """That a person is of a target group (人员类别) from a day until a day, on what evidence, and who says so."""

    visibility = Through("person_id", "registry.Person")

    person = models.ForeignKey(Person, models.PROTECT, related_name="tags")
    group = models.CharField(max_length=30)
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    evidence = models.CharField(max_length=20)
    evidence_note = models.CharField(max_length=NOTE_LENGTH_MAX, blank=True)
    source = models.CharField(max_length=200, blank=True)
    recorded_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+", db_index=False)
    recorded_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+", null=True, db_index=False)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=NOTE_LENGTH_MAX, blank=True)

    class Meta:
        """One open tag of a group a person; a wrong tag is withdrawn with a reason, not deleted."""

        ordering = ["-from_on", "group", "id"]
        indexes = [models.Index(fields=["group", "person"], name="registry_tag_group")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "group"],
                condition=Q(to_on__isnull=True, withdrawn_at__isnull=True),
                name="registry_tag_open_once",
            ),
            models.CheckConstraint(condition=Q(group__in=list(TARGET_GROUPS)), name="registry_tag_group_known"),
            models.CheckConstraint(condition=Q(evidence__in=list(EVIDENCE)), name="registry_tag_evidence_known"),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="registry_tag_days"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_reason="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_reason=""),
                name="registry_tag_withdrawal_whole",
            ),
        ]
        triggers = [
            kept(),
            pgtrigger.ReadOnly(
                name="what_was_said_stays",
                fields=["group", "from_on", "evidence", "evidence_note", "source", "recorded_by", "recorded_at"],
            ),
            pgtrigger.Protect(
                name="withdrawn_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__withdrawn_at__isnull=False)
                & pgtrigger.Q(old__person_id=pgtrigger.F("new__person_id")),
            ),
        ]

    def __str__(self) -> str:
        """Return the group's code."""
        return f"tag {self.group} ({self.pk})"


class DeclarationText(models.Model):
    """A text that people agreed to, word for word, under its hash: so that it can be shown when the code has moved on."""

    visibility = Open(reason="published texts without any person")
    unaudited = "append-only and without any person"
    append_only = True

    sha256 = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=20)
    version = models.CharField(max_length=20)
    text = models.TextField()

    class Meta:
        """The hash is the text's."""

        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="registry_declaration_version_once"),
            models.CheckConstraint(condition=Q(kind__in=list(DECLARATIONS)), name="registry_declaration_kind"),
        ]
        triggers = [
            pgtrigger.Protect(name="fixed", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="hash_is_its_own",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF NEW.sha256 <> encode(sha256(convert_to(NEW.text, 'UTF8')), 'hex')
                    THEN RAISE EXCEPTION 'the hash of a declaration is not that of its text';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        """Return kind and version."""
        return f"{self.kind} {self.version}"


class GivenDeclaration(models.Model):
    """That a person agreed to a text (同意) or promised by it (承诺): which words, when, how, before whom."""

    visibility = Through("person_id", "registry.Person")

    person = models.ForeignKey(Person, models.PROTECT, related_name="declarations")
    text = models.ForeignKey(DeclarationText, models.PROTECT, related_name="+")
    way = models.CharField(max_length=20)
    given_at = models.DateTimeField()
    noted_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    paper = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+", null=True)

    class Meta:
        """Withdrawn, not deleted; each text stands once at a time."""

        ordering = ["-given_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "text"], condition=Q(withdrawn_at__isnull=True), name="registry_declaration_once"
            ),
            models.CheckConstraint(condition=Q(way__in=list(WAYS)), name="registry_declaration_way"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__gte=F("given_at"), withdrawn_by__isnull=False),
                name="registry_declaration_withdrawal_whole",
            ),
        ]
        triggers = [
            kept(),
            pgtrigger.ReadOnly(name="what_was_given_stays", fields=["text", "way", "given_at", "noted_by", "paper"]),
        ]

    def __str__(self) -> str:
        """Return the number."""
        return f"declaration {self.pk}"


class AssistedEntry(models.Model):
    """That somebody entered or did something for a person who could not (兜底服务, L三(八)): who, why, and the person's word."""

    visibility = Through("person_id", "registry.Person")

    person = models.ForeignKey(Person, models.PROTECT, related_name="assisted_entries")
    what = models.CharField(max_length=30)
    reason = models.CharField(max_length=30)
    note = models.CharField(max_length=NOTE_LENGTH_MAX, blank=True)
    helper = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    helped_at = models.DateTimeField()
    state = models.CharField(max_length=10, default=AssistState.OPEN)
    channel = models.CharField(max_length=20, blank=True)
    witness = models.ForeignKey("identity.User", models.PROTECT, related_name="+", null=True)
    paper = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        """The person's word comes by another channel than the helper: a code to their phone, or a paper that another saw."""

        ordering = ["-helped_at", "-id"]
        indexes = [models.Index(fields=["person"], name="registry_assist_open", condition=Q(state=AssistState.OPEN))]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(AssistState)), name="registry_assist_state_known"),
            models.CheckConstraint(condition=Q(reason__in=list(ASSIST_REASONS)), name="registry_assist_reason_known"),
            models.CheckConstraint(
                condition=Q(state=AssistState.OPEN, answered_at__isnull=True, channel="", witness__isnull=True)
                | ~Q(state=AssistState.OPEN)
                & Q(answered_at__gte=F("helped_at"))
                & (
                    Q(channel=Channel.PHONE_CODE, witness__isnull=True)
                    | Q(channel=Channel.PAPER, witness__isnull=False)
                ),
                name="registry_assist_answer_whole",
            ),
            models.CheckConstraint(
                condition=Q(witness__isnull=True) | ~Q(witness=F("helper")), name="registry_assist_witness_is_another"
            ),
        ]
        triggers = [
            kept(),
            pgtrigger.ReadOnly(name="what_was_done_stays", fields=["what", "reason", "note", "helper", "helped_at"]),
            pgtrigger.Protect(
                name="answered_stays",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__state=AssistState.OPEN.value)
                & pgtrigger.Q(old__person_id=pgtrigger.F("new__person_id")),
            ),
        ]

    def __str__(self) -> str:
        """Return the number."""
        return f"assisted entry {self.pk}"
