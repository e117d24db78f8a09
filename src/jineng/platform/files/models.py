"""What is known of a stored file."""

from __future__ import annotations

import pgtrigger
from django.db import models


class StoredFile(models.Model):
    """One content in the store; names of files belong to what refers to them."""

    sha256 = models.CharField(max_length=64, unique=True)
    size_bytes = models.BigIntegerField()
    stored_at = models.DateTimeField()

    class Meta:
        """A content never becomes another."""

        constraints = [
            models.CheckConstraint(condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="files_sha256_hex"),
            models.CheckConstraint(condition=models.Q(size_bytes__gte=0), name="files_size_not_negative"),
        ]
        triggers = [pgtrigger.ReadOnly(name="content_fixed")]

    def __str__(self) -> str:
        """Return the beginning of the hash, enough to tell files apart."""
        return self.sha256[:12]
