"""Filters: answers of comparisons and states of lists as badges read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django import template

from jineng.domain.eligibility.states import SET_LABELS, SetState
from jineng.policy.comparing.findings import OUTCOME_NAMES
from jineng.web.templatetags.display import language

if TYPE_CHECKING:
    from collections.abc import Mapping

register = template.Library()

_TONES: Final[Mapping[str, str]] = {
    "fits": "good",
    "unknown": "waiting",
    "does_not_fit": "bad",
    "READING": "waiting",
    "FAULTY": "bad",
    "LIVE": "good",
    "RETIRED": "neutral",
    "QUEUED": "waiting",
    "JUDGED": "info",
}


@register.filter
def outcome_name(outcome: str) -> str:
    """Say an answer; nothing for one that is not there yet."""
    name = next((name for code, name in OUTCOME_NAMES.items() if code == outcome), None)
    return "–" if name is None else name.in_(language()).capitalize()


@register.filter
def comparison_tone(state: str) -> str:
    """Return the tone of an answer's or a list's badge."""
    return _TONES.get(state, "neutral")


@register.filter
def list_state_name(state: str) -> str:
    """Say where a list stands."""
    return SET_LABELS[SetState(state)].in_(language()).capitalize()
