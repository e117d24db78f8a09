"""Where an account is signed in (登录设备)."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q

from jineng.platform.postgres.visibility import Open


class SessionEnd(models.TextChoices):
    """Why a session ended."""

    SIGNED_OUT = "signed_out"
    ENDED_BY_SELF = "ended_by_self"
    ENDED_BY_ADMINISTRATOR = "ended_by_administrator"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 -- no password
    ROLE_CHANGED = "role_changed"
    ACCOUNT_CLOSED = "account_closed"


class AccountSession(models.Model):
    """One browser that is signed in with an account."""

    visibility = Open(reason="looked up before anybody is known")
    unaudited = "beginning and end are recorded as events; between them only the time of last use changes"

    user = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    session_key = models.CharField(max_length=40, unique=True)
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    address = models.GenericIPAddressField(null=True)
    device = models.CharField(max_length=60, blank=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=24, choices=SessionEnd.choices, blank=True)

    class Meta:
        """None for a closed account; what ended stays ended."""

        indexes = [models.Index(fields=["user", "-seen_at"], name="identity_session_of_user")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, end_reason="")
                | Q(ended_at__gte=F("opened_at"), end_reason__in=SessionEnd.values),
                name="identity_session_end",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="ended_stays", operation=pgtrigger.Update, condition=pgtrigger.Q(old__ended_at__isnull=False)
            ),
            pgtrigger.Trigger(
                name="only_of_open_accounts",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF NOT EXISTS (SELECT FROM identity_user WHERE id = NEW.user_id AND is_active FOR SHARE)
                    THEN RAISE EXCEPTION 'a closed account has no sessions';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        """Say whose it is; never the key."""
        return f"session of {self.user_id}"
