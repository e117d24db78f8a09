"""Failed attempts to sign in, counted so that nobody can guess faster by guessing at many places at once."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jineng.platform.identity.rules import FAILURES_MAX_OF_ADDRESS
from jineng.platform.postgres.visibility import Open


class TallyKind(models.TextChoices):
    """What is counted."""

    ACCOUNT = "account"
    SECOND_STEP = "second_step"
    ADDRESS = "address"


class SignInTally(models.Model):
    """Attempts of one account, second step or network address since ``since_at``.

    What is counted is kept as a blind index only: people type passwords and identity numbers into the wrong field.
    """

    visibility = Open(reason="counted before anybody is known")
    unaudited = "refusals and locks are recorded as events; the count itself says nothing more"

    kind = models.CharField(max_length=12, choices=TallyKind.choices)
    key_index = models.CharField(max_length=64)
    attempts = models.PositiveSmallIntegerField()
    since_at = models.DateTimeField()
    locked_until = models.DateTimeField(null=True)

    class Meta:
        """One count for each."""

        constraints = [
            models.UniqueConstraint(fields=["kind", "key_index"], name="identity_tally_one"),
            models.CheckConstraint(condition=Q(kind__in=TallyKind.values), name="identity_tally_kind"),
            models.CheckConstraint(
                condition=Q(attempts__gte=1, attempts__lte=FAILURES_MAX_OF_ADDRESS), name="identity_tally_bounded"
            ),
        ]
        indexes = [models.Index(fields=["since_at"], name="identity_tally_since")]

    def __str__(self) -> str:
        """Return kind and count."""
        return f"{self.kind}: {self.attempts}"
