"""What is known of a stored file."""

from __future__ import annotations

import pgtrigger
from django.db import models

from jineng.platform.postgres.visibility import Open


class StoredFile(models.Model):
    """One content in the store; names of files belong to what refers to them."""

    visibility = Open(reason="hashes and sizes; who may have a content is said by the row that refers to it")
    append_only = True
    unaudited = "a row says nothing but that a content is kept; what is done with it is logged where it is referred to"

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
