"""Filters of the account pages."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django import template

from jineng.web.templatetags.display import day

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

register = template.Library()


@register.filter
def last_day(ends_at: datetime) -> str:
    """Write the last day of a period that lasts until before this instant."""
    return day(ends_at - timedelta(seconds=1))


@register.filter
def named(names: Mapping[str, str], code: str) -> str:
    """Return the name of a code, or the code."""
    return names.get(code, code)
