"""Holds (冻结): set from above, checked below. While one stands, nothing new is granted or paid to its subject."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from jineng.domain.registry.models.organisations import Organisation
from jineng.domain.registry.organisation_rules import NOTE_LENGTH_MAX
from jineng.domain.registry.organisation_words import HOLD_LABELS, HoldReason
from jineng.platform.postgres.visibility import ByCounty


class Hold(models.Model):
    """A hold on one organisation or one person, from a day on; ``to_on`` is the last day, null until it is lifted."""

    visibility = ByCounty(county="county_code", organisation="organisation_id = {organisation}", person="person_id")

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="holds", null=True)
    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="holds", null=True)
    county_code = models.CharField(max_length=6)
    reason = models.CharField(max_length=30, choices=[(reason.value, HOLD_LABELS[reason].zh) for reason in HoldReason])
    note = models.CharField(max_length=NOTE_LENGTH_MAX, blank=True)
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    set_from = models.CharField(max_length=12)
    set_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    lifted_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+", null=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_why = models.CharField(max_length=NOTE_LENGTH_MAX, blank=True)

    class Meta:
        """Of exactly one subject; lifted once, with a reason; never otherwise changed."""

        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "from_on"], name="registry_hold_by_organisation"),
            models.Index(fields=["person", "from_on"], name="registry_hold_by_person"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, person__isnull=True)
                | Q(organisation__isnull=True, person__isnull=False),
                name="registry_hold_one_subject",
            ),
            models.CheckConstraint(condition=Q(reason__in=list(HoldReason)), name="registry_hold_reason_known"),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="registry_hold_period"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True, lifted_why="")
                | Q(lifted_at__isnull=False, lifted_by__isnull=False, to_on__isnull=False) & ~Q(lifted_why=""),
                name="registry_hold_lifted_by_somebody",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="setting_stays",
                fields=[
                    "organisation",
                    "person",
                    "county_code",
                    "reason",
                    "note",
                    "from_on",
                    "set_from",
                    "set_by",
                    "set_at",
                ],
            ),
            pgtrigger.Protect(
                name="lifted_stays", operation=pgtrigger.Update, condition=pgtrigger.Q(old__lifted_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        """Return the reason and the first day."""
        return f"{self.reason} from {self.from_on}"
