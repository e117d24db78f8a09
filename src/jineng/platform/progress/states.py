"""The states of a run of long work."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy


class RunState(models.TextChoices):
    """Queued, then running, then one of the two ends."""

    QUEUED = "QUEUED", gettext_lazy("等待中")
    RUNNING = "RUNNING", gettext_lazy("进行中")
    SUCCEEDED = "SUCCEEDED", gettext_lazy("已完成")
    FAILED = "FAILED", gettext_lazy("未完成")


FINAL = frozenset({RunState.SUCCEEDED, RunState.FAILED})
