"""What an institution trains with: venues with rooms and seats, teachers with qualifications."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from jineng.domain.registry.models.organisations import Organisation
from jineng.domain.registry.organisation_rules import ADDRESS_LENGTH_MAX, NAME_LENGTH_MAX
from jineng.domain.registry.organisation_words import ROOM_LABELS, RoomKind
from jineng.platform.postgres.visibility import Through


class Venue(models.Model):
    """A place where an organisation trains (培训场地); ``region_code`` has six, nine or twelve digits."""

    visibility = Through("organisation_id", "registry.Organisation")

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="venues")
    name = models.CharField(max_length=NAME_LENGTH_MAX)
    address = models.CharField(max_length=ADDRESS_LENGTH_MAX)
    region_code = models.CharField(max_length=12)
    latitude = models.DecimalField(max_digits=8, decimal_places=6, null=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    closed_on = models.DateField(null=True)

    class Meta:
        """One open venue of a name; a position has both numbers."""

        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(address=""), name="registry_venue_filled"),
            models.CheckConstraint(
                condition=Q(region_code__regex=r"^(\d{6}|\d{9}|\d{12})$"), name="registry_venue_region"
            ),
            models.UniqueConstraint(
                fields=["organisation", "name"], condition=Q(closed_on__isnull=True), name="registry_venue_name_once"
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False)
                & Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="registry_venue_position",
            ),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Room(models.Model):
    """A room of a venue (教室) with its seats (座位数)."""

    visibility = Through("venue_id", "registry.Venue")

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="rooms")
    name = models.CharField(max_length=NAME_LENGTH_MAX)
    kind = models.CharField(max_length=10, choices=[(kind.value, ROOM_LABELS[kind].zh) for kind in RoomKind])
    seats = models.PositiveIntegerField()
    closed_on = models.DateField(null=True)

    class Meta:
        """One open room of a name in a venue."""

        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="registry_room_named"),
            models.CheckConstraint(condition=Q(kind__in=list(RoomKind)), name="registry_room_kind_known"),
            models.CheckConstraint(condition=Q(seats__gte=1, seats__lte=5000), name="registry_room_seats"),
            models.UniqueConstraint(
                fields=["venue", "name"], condition=Q(closed_on__isnull=True), name="registry_room_name_once"
            ),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        """Return name and seats."""
        return f"{self.name} ({self.seats})"


class Teacher(models.Model):
    """Somebody who teaches for an organisation (教师), linked to the person where the registry holds them."""

    visibility = Through("organisation_id", "registry.Organisation")

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="teachers")
    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="taught_for", null=True)
    name = models.CharField(max_length=NAME_LENGTH_MAX)
    title = models.CharField(max_length=NAME_LENGTH_MAX, blank=True)
    is_full_time = models.BooleanField(default=True)
    engaged_on = models.DateField()
    left_on = models.DateField(null=True)

    class Meta:
        """A person teaches once at a time for an organisation."""

        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="registry_teacher_named"),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("engaged_on")), name="registry_teacher_period"
            ),
            models.UniqueConstraint(
                fields=["organisation", "person"],
                condition=Q(left_on__isnull=True, person__isnull=False),
                name="registry_teacher_once",
            ),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        """Return the number only: names stay out of messages."""
        return f"teacher {self.pk} of organisation {self.organisation_id}"


class Qualification(models.Model):
    """What a teacher may teach (任教资格): an occupation, its level by GB/T skill levels 5 (lowest) to 1, and till when.

    ``valid_to`` is the last day; null where the certificate does not expire. ``level`` 0 is a title without a level.
    """

    visibility = Through("teacher_id", "registry.Teacher")

    teacher = models.ForeignKey(Teacher, models.PROTECT, related_name="qualifications")
    occupation = models.CharField(max_length=NAME_LENGTH_MAX)
    level = models.PositiveSmallIntegerField()
    certificate_no = models.CharField(max_length=40)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    withdrawn_on = models.DateField(null=True)

    class Meta:
        """A certificate once a teacher; it ends after it begins."""

        ordering: ClassVar = ["occupation", "level", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(occupation="") & ~Q(certificate_no=""), name="registry_qualification_filled"
            ),
            models.CheckConstraint(condition=Q(level__lte=5), name="registry_qualification_level"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="registry_qualification_period",
            ),
            models.UniqueConstraint(
                fields=["teacher", "certificate_no"],
                condition=Q(withdrawn_on__isnull=True),
                name="registry_qualification_once",
            ),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        """Return occupation and level."""
        return f"{self.occupation} {self.level}"
