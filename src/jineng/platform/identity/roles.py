"""The roles (岗位) that an account may have."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy


class Role(models.TextChoices):
    """What an account is for; an account has exactly one role, so that nobody checks their own work."""

    OFFICER = "officer", gettext_lazy("经办")
    REVIEWER = "reviewer", gettext_lazy("复核")
    AUDITOR = "auditor", gettext_lazy("稽核")
