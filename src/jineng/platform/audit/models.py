"""The audit record, and the seals that show that nothing of it was changed."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from jineng.platform.postgres.visibility import ByRegion, Open

_HASH = r"^[0-9a-f]{64}$"


def _appended_only(what: str) -> list[pgtrigger.Trigger]:
    """Return triggers that hold also whoever has more privileges than the application."""
    return [
        pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        pgtrigger.Trigger(
            name="never_truncated",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            func=f"RAISE EXCEPTION '{what} are never truncated';",
        ),
    ]


class AuditEvent(models.Model):
    """One thing that somebody did, or one row that the database saw changed, or some hundred that came at once.

    ``actor_key`` is None for the machine's own administrator and for jobs. ``xid`` is the transaction: the changed rows
    of one deed have the same. Written through ``jineng_record`` and the triggers on audited tables only. An event of many
    rows (action ``rows_inserted``) names each in ``subject_keys``, and its detail has every row: ``columns`` and, in the
    order of the keys, ``after``.
    """

    visibility = ByRegion("region_code")
    read_only = True
    unaudited = "it is the record itself"

    at = models.DateTimeField()
    actor_key = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=60, blank=True)
    action = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=63)
    subject_key = models.CharField(max_length=100)
    subject_keys = ArrayField(models.BigIntegerField(), null=True)
    detail = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    reason = models.CharField(max_length=200, blank=True, default="")
    region_code = models.CharField(max_length=12, blank=True, default="")
    xid = models.BigIntegerField(default=0)

    class Meta:
        """Append-only; read by subject, by region, by account and by time."""

        indexes = [
            models.Index(fields=["subject_kind", "subject_key", "id"], name="audit_event_subject"),
            models.Index(fields=["at"], name="audit_event_at"),
            models.Index(fields=["region_code", "id"], name="audit_event_region"),
            models.Index(fields=["actor_key", "id"], name="audit_event_actor"),
            GinIndex(fields=["subject_keys"], name="audit_event_subjects", condition=Q(subject_keys__isnull=False)),
        ]
        triggers = _appended_only("audit events")

    def __str__(self) -> str:
        """Return action and subject."""
        return f"{self.action} {self.subject_kind}:{self.subject_key}"


class AuditUnsealed(models.Model):
    """The number of an event that no seal covers yet; put here by the database with the event."""

    visibility = Open(reason="numbers of events, nothing of what they say")
    read_only = True
    unaudited = "part of the record itself"

    event_id = models.BigIntegerField(primary_key=True)

    def __str__(self) -> str:
        """Return the number."""
        return str(self.event_id)


class AuditSeal(models.Model):
    """A batch of events under one hash, which also covers the seal before: a chain that cannot be changed in the middle.

    ``leaves`` are the SHA-256 of the events of ``event_ids``, 32 bytes each in that order; ``root`` and ``previous_root``
    are SHA-256 in hex, the latter zeros for the first seal. How they are computed stands in ``verification``.
    """

    visibility = Open(reason="hashes, published for everybody")
    read_only = True
    unaudited = "part of the record itself"

    number = models.BigIntegerField(primary_key=True)
    sealed_at = models.DateTimeField()
    event_ids = ArrayField(models.BigIntegerField())
    leaves = models.BinaryField()
    previous_root = models.CharField(max_length=64)
    root = models.CharField(max_length=64, unique=True)

    class Meta:
        """Append-only, numbered from 1, each with as many leaves as events, after exactly one other."""

        constraints = [
            models.CheckConstraint(condition=Q(number__gte=1), name="audit_seal_number"),
            models.CheckConstraint(
                condition=Q(root__regex=_HASH, previous_root__regex=_HASH), name="audit_seal_hashes_hex"
            ),
            models.UniqueConstraint(fields=["previous_root"], name="audit_seal_no_fork"),
        ]
        triggers = _appended_only("seals")

    def __str__(self) -> str:
        """Return number and the beginning of the root."""
        return f"seal {self.number} {self.root[:12]}"
