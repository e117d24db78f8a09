"""What the database knows of keys: by which index keys its blind indexes were made."""

from __future__ import annotations

import pgtrigger
from django.db import models

from jineng.platform.postgres.visibility import Open


class IndexKey(models.Model):
    """An index key that is laid over every blind index, in the order of ``place`` from 1; the key itself is not here."""

    visibility = Open(reason="says which keys fit this database, nothing of anybody")
    append_only = True

    place = models.IntegerField(unique=True)
    fingerprint = models.CharField(max_length=64, unique=True)
    since_at = models.DateTimeField()

    class Meta:
        """Keys follow one another and stay."""

        ordering = ["place"]
        constraints = [
            models.CheckConstraint(condition=models.Q(place__gte=1), name="encryption_index_key_place"),
            models.CheckConstraint(
                condition=models.Q(fingerprint__regex=r"^[0-9a-f]{64}$"), name="encryption_index_key_fingerprint"
            ),
        ]
        triggers = [pgtrigger.Protect(name="fixed", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        """Return the place and the beginning of the fingerprint."""
        return f"{self.place}: {self.fingerprint[:12]}"
