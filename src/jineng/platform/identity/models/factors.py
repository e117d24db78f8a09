"""The second step of signing in: a code of an authenticator app (身份验证器), or a recovery code on paper."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from jineng.platform.encryption.fields import SealedTextField
from jineng.platform.postgres.visibility import Open


class Authenticator(models.Model):
    """The shared secret of an authenticator app (RFC 6238): 6 digits, steps of 30 s, SHA-1 as all apps do.

    ``last_step`` is the newest step whose code was taken: a code works once.
    """

    visibility = Open(reason="asked for before anybody is signed in")
    unlogged_columns = ("secret",)

    user = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    secret = SealedTextField(context="identity.authenticator.secret")
    begun_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    last_step = models.BigIntegerField(default=0)

    class Meta:
        """One live secret each; a code never works twice."""

        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(ended_at__isnull=True), name="identity_authenticator_one_live"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="ended_stays", operation=pgtrigger.Update, condition=pgtrigger.Q(old__ended_at__isnull=False)
            ),
            pgtrigger.Protect(
                name="steps_rise",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__last_step__lt=pgtrigger.F("old__last_step")),
            ),
        ]

    def __str__(self) -> str:
        """Say whose it is."""
        return f"authenticator of {self.user_id}"


class RecoveryCode(models.Model):
    """One of the codes that let somebody in once who lost their phone; only its keyed hash is kept."""

    visibility = Open(reason="asked for before anybody is signed in")
    unlogged_columns = ("code_hash",)

    authenticator = models.ForeignKey(Authenticator, models.PROTECT, related_name="recovery_codes")
    code_hash = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        """Each stands once; a used one stays used."""

        constraints = [
            models.UniqueConstraint(fields=["authenticator", "code_hash"], name="identity_recovery_code_once"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="used_stays", operation=pgtrigger.Update, condition=pgtrigger.Q(old__used_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        """Say whether it was used."""
        return "used" if self.used_at else "unused"
