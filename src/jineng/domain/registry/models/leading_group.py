"""The leading group (领导小组): its member units, and who has done what (G9, C五(一))."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from jineng.domain.registry.models.organisations import Organisation
from jineng.domain.registry.organisation_rules import NAME_LENGTH_MAX, NOTE_LENGTH_MAX
from jineng.domain.registry.organisation_words import DUTY_LABELS, TASK_LABELS, GroupDuty, TaskState
from jineng.platform.postgres.visibility import Open

_PUBLISHED = Open(reason="set up by a published document and reported on in public; nothing personal")


class LeadingGroup(models.Model):
    """A leading group of a county, set up by a document; ``dissolved_on`` ends it."""

    visibility = _PUBLISHED

    county_code = models.CharField(max_length=6)
    name = models.CharField(max_length=NAME_LENGTH_MAX)
    document_no = models.CharField(max_length=NAME_LENGTH_MAX, blank=True)
    formed_on = models.DateField()
    dissolved_on = models.DateField(null=True)

    class Meta:
        """One standing group a county and name."""

        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="registry_group_named"),
            models.CheckConstraint(condition=Q(county_code__regex=r"^\d{6}$"), name="registry_group_county"),
            models.UniqueConstraint(
                fields=["county_code"], condition=Q(dissolved_on__isnull=True), name="registry_group_one_standing"
            ),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class GroupMember(models.Model):
    """A unit in the group (成员单位) as the document names it; linked to the organisation once that is registered."""

    visibility = _PUBLISHED

    group = models.ForeignKey(LeadingGroup, models.PROTECT, related_name="members")
    unit_name = models.CharField(max_length=NAME_LENGTH_MAX)
    duty = models.CharField(max_length=12, choices=[(duty.value, DUTY_LABELS[duty].zh) for duty in GroupDuty])
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", null=True)
    left_on = models.DateField(null=True)

    class Meta:
        """A unit stands once in a group; one head."""

        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(unit_name=""), name="registry_member_named"),
            models.CheckConstraint(condition=Q(duty__in=list(GroupDuty)), name="registry_member_duty_known"),
            models.UniqueConstraint(
                fields=["group", "unit_name"], condition=Q(left_on__isnull=True), name="registry_member_once"
            ),
            models.UniqueConstraint(
                fields=["group"],
                condition=Q(duty=GroupDuty.HEAD, left_on__isnull=True),
                name="registry_member_one_head",
            ),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        """Return the unit's name."""
        return self.unit_name


class GroupTask(models.Model):
    """What a unit has to do by a day (任务); the unit reports it, the office of the group accepts."""

    visibility = _PUBLISHED

    member = models.ForeignKey(GroupMember, models.PROTECT, related_name="tasks")
    title = models.CharField(max_length=200)
    clause = models.CharField(max_length=60, blank=True)
    due_on = models.DateField()
    state = models.CharField(
        max_length=10,
        choices=[(state.value, TASK_LABELS[state].zh) for state in TaskState],
        default=TaskState.OPEN,
    )
    report = models.CharField(max_length=NOTE_LENGTH_MAX, blank=True)
    reported_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+", null=True)
    reported_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+", null=True)
    done_on = models.DateField(null=True)

    class Meta:
        """Reported with words by somebody; accepted by somebody else; what is done or dropped stays."""

        ordering: ClassVar = ["due_on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(title=""), name="registry_task_named"),
            models.CheckConstraint(condition=Q(state__in=list(TaskState)), name="registry_task_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=[TaskState.REPORTED, TaskState.DONE])
                | Q(reported_by__isnull=False, reported_at__isnull=False) & ~Q(report=""),
                name="registry_task_reported_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=TaskState.DONE)
                | Q(accepted_by__isnull=False, done_on__isnull=False) & ~Q(accepted_by=models.F("reported_by")),
                name="registry_task_accepted_by_another",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="ended_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state__in=[TaskState.DONE.value, TaskState.DROPPED.value]),
            ),
        ]

    def __str__(self) -> str:
        """Return the title."""
        return self.title
