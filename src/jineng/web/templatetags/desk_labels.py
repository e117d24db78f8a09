"""Filters: the codes of the desk as people read them, in the page's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django import template
from django.utils.translation import gettext_lazy

from jineng.web.templatetags.display import language

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.functional import _StrPromise

register = template.Library()

_DRAFT_TONES: Final = {
    "DRAFT": "info",
    "SENT": "waiting",
    "RETURNED": "bad",
    "APPROVED": "good",
    "WITHDRAWN": "neutral",
}
_AMOUNTS: Final = {
    "due": gettext_lazy("应补金额"),
    "paid": gettext_lazy("已拨金额"),
    "payable_now": gettext_lazy("本次应拨"),
    "recover": gettext_lazy("应追回"),
    "later": gettext_lazy("后续金额"),
}


@register.filter
def draft_tone(state: str) -> str:
    """Return the tone of a badge for a draft's state."""
    return _DRAFT_TONES[state]


@register.filter
def amount_name(code: str) -> _StrPromise:
    """Name a total of a settlement."""
    return _AMOUNTS[code]


@register.filter
def listed(names: Iterable[str]) -> str:
    """Write names one after the other, parted as the language does."""
    return (", " if language() == "en" else "、").join(names)
