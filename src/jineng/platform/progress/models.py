"""A run of long work."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from jineng.platform.postgres.visibility import Open
from jineng.platform.progress.states import FINAL, RunState


class JobRun(models.Model):
    """One run: its kind and parameters, its stage with ``done`` of ``total`` steps, and how it ended.

    ``total`` is 0 while nobody knows how much there is to do. The error is said in both languages, for people. ``scope`` is that of whoever asked, at that moment:
    the run sees what they saw, also if it was asked for as somebody's deputy.
    """

    visibility = Open(
        reason="workers take runs of everybody; nothing personal is in them, and pages show only one's own"
    )
    unaudited = "a run's state is technical; that it was asked for and how it ended are events"

    kind = models.CharField(max_length=60)
    parameters = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.QUEUED)
    stage = models.CharField(max_length=60, blank=True)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    attempts = models.IntegerField(default=0)
    result = models.JSONField(default=dict)
    error_zh = models.TextField(blank=True)
    error_en = models.TextField(blank=True)
    scope = models.JSONField(default=dict)
    asked_by_key = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """A run has ended exactly when it has the instant of it; an error belongs to a failed one."""

        constraints = [
            models.CheckConstraint(condition=Q(state__in=RunState.values), name="progress_run_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=FINAL, ended_at__isnull=False) | (~Q(state__in=FINAL) & Q(ended_at__isnull=True)),
                name="progress_run_end_with_state",
            ),
            models.CheckConstraint(
                condition=Q(state=RunState.FAILED) ^ Q(error_zh="", error_en=""), name="progress_run_error_when_failed"
            ),
            models.CheckConstraint(
                condition=Q(done__gte=0, total__gte=0) & (Q(total=0) | Q(done__lte=F("total"))),
                name="progress_run_done_within_total",
            ),
        ]

    def __str__(self) -> str:
        """Return kind and number."""
        return f"{self.kind} #{self.pk}"

    @property
    def is_over(self) -> bool:
        """Whether the run has ended, well or not."""
        return self.state in FINAL
