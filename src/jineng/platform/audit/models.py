"""The audit record."""

from __future__ import annotations

import pgtrigger
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class AuditEvent(models.Model):
    """One thing that somebody did; ``actor_key`` is None for the machine's own administrator and for jobs."""

    at = models.DateTimeField()
    actor_key = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=60, blank=True)
    action = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=60)
    subject_key = models.CharField(max_length=100)
    detail = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        """Append-only by triggers; read by subject or by time."""

        indexes = [
            models.Index(fields=["subject_kind", "subject_key", "id"], name="audit_event_subject"),
            models.Index(fields=["at"], name="audit_event_at"),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="never_truncated",
                level=pgtrigger.Statement,
                when=pgtrigger.Before,
                operation=pgtrigger.Truncate,
                func="RAISE EXCEPTION 'audit events are never truncated';",
            ),
        ]

    def __str__(self) -> str:
        """Return action and subject."""
        return f"{self.action} {self.subject_kind}:{self.subject_key}"
