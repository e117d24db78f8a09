"""Addresses that everybody may open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.urls import path
from django.utils.translation import gettext_lazy

from jineng.web.access_rules import PUBLIC, Access, Entry
from jineng.web.public.views import show_calculator, show_plan, show_plans

if TYPE_CHECKING:
    from collections.abc import Mapping

PATHS: Final = (
    path("plans/", show_plans, name="plans"),
    path("plans/<slug:policy_id>/", show_plan, name="plan"),
    path("plans/<slug:policy_id>/calculator/", show_calculator, name="calculator"),
)

ACCESS: Final[Mapping[str, Access]] = {"plans": PUBLIC, "plan": PUBLIC, "calculator": PUBLIC}

NAVIGATION: Final = (Entry("plans", gettext_lazy("政策方案")),)
