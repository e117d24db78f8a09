"""Which account a person of the government's sign-on service (统一身份认证) is."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from jineng.platform.postgres.visibility import Open


class SingleSignOnLink(models.Model):
    """An account and the subject (``sub``) by which one issuer knows its person. Accounts are never made from it."""

    visibility = Open(reason="looked up before anybody is known")

    user = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    issuer = models.CharField(max_length=255)
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """One live account for a subject, one live subject for an account."""

        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "subject"], condition=Q(ended_at__isnull=True), name="identity_link_one_account"
            ),
            models.UniqueConstraint(
                fields=["issuer", "user"], condition=Q(ended_at__isnull=True), name="identity_link_one_subject"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="ended_stays", operation=pgtrigger.Update, condition=pgtrigger.Q(old__ended_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        """Say whose it is."""
        return f"link of {self.user_id}"
