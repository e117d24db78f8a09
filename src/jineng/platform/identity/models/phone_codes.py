"""Codes sent to a phone (短信验证码): who can read them holds the phone."""

from __future__ import annotations

from uuid import uuid4

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func, Q

from jineng.platform.encryption.fields import SealedTextField
from jineng.platform.identity.rules import CODE_TRIES
from jineng.platform.postgres.visibility import Open


class CodePurpose(models.TextChoices):
    """What a code is for; a code for one thing does nothing else."""

    SIGN_IN = "sign_in"
    CONFIRM_ACCOUNT = "confirm_account"
    CONFIRM_ASSISTANCE = "confirm_assistance"


class PhoneCode(models.Model):
    """A code asked for a phone. ``is_decoy``: the phone belongs to nobody, so nothing is sent and nothing fits.

    ``code`` is kept sealed only until it is sent; then its keyed hash remains.
    """

    visibility = Open(reason="asked for before anybody is signed in")
    unlogged_columns = ("phone", "phone_index", "address_index", "code", "code_hash")

    uid = models.UUIDField(unique=True, default=uuid4, editable=False)
    purpose = models.CharField(max_length=20, choices=CodePurpose.choices)
    phone = SealedTextField(context="identity.phone_code.phone")
    phone_index = models.CharField(max_length=64)
    address_index = models.CharField(max_length=64, blank=True)
    code = SealedTextField(context="identity.phone_code.code", null=True)
    code_hash = models.CharField(max_length=64)
    is_decoy = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    quiet_until = models.DateTimeField()
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    tries_left = models.SmallIntegerField(default=CODE_TRIES)
    used_at = models.DateTimeField(null=True)

    class Meta:
        """No two codes for a phone within the pause; tries run out; a code fits once."""

        indexes = [
            models.Index(fields=["phone_index", "asked_at"], name="identity_code_of_phone"),
            models.Index(fields=["address_index", "asked_at"], name="identity_code_of_address"),
            models.Index(fields=["asked_at"], name="identity_code_asked_at"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(purpose__in=CodePurpose.values), name="identity_code_purpose"),
            models.CheckConstraint(
                condition=Q(tries_left__gte=0, tries_left__lte=CODE_TRIES), name="identity_code_tries"
            ),
            models.CheckConstraint(
                condition=Q(quiet_until__gt=F("asked_at"), expires_at__gt=F("asked_at")), name="identity_code_periods"
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(is_decoy=False, used_at__lt=F("expires_at")),
                name="identity_code_used_in_time",
            ),
            ExclusionConstraint(
                name="identity_code_pause",
                index_type="GIST",
                expressions=[
                    (
                        Func(
                            Func(F("phone_index"), 0, function="hashtextextended"),
                            Func(F("phone_index"), 0, function="hashtextextended"),
                            models.Value("[]"),
                            function="int8range",
                        ),
                        "&&",
                    ),
                    (Func(F("asked_at"), F("quiet_until"), function="tstzrange"), "&&"),
                ],
            ),
        ]

    def __str__(self) -> str:
        """Return what it is for; never the phone or the code."""
        return f"{self.purpose} {self.uid}"
