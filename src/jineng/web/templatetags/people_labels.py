"""Filters of the pages about people: codes as words, states as tones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import template
from django.utils.translation import gettext, gettext_lazy

from jineng.domain.registry.declarations import DECLARATIONS, WAYS
from jineng.domain.registry.organisation_words import HOLD_LABELS
from jineng.domain.registry.people_facts import FIELD_LABELS
from jineng.domain.registry.reasons import ASSIST_REASONS, EVIDENCE, MERGE_REASONS, RELATIONS
from jineng.domain.registry.states import (
    ACCOUNT_LABELS,
    AFFILIATION_LABELS,
    ASSIST_LABELS,
    CHANNEL_LABELS,
    REQUEST_LABELS,
    SOURCE_LABELS,
)
from jineng.kernel.target_groups import TARGET_GROUPS
from jineng.web.audit.words import ACTIONS
from jineng.web.templatetags.display import language

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jineng.kernel.text import Text

register = template.Library()

_LISTS: Final[dict[str, Mapping[Any, Text]]] = {
    "account": ACCOUNT_LABELS,
    "affiliation": AFFILIATION_LABELS,
    "assist": ASSIST_LABELS,
    "assist_reason": ASSIST_REASONS,
    "channel": CHANNEL_LABELS,
    "declaration": {kind: text.title for kind, text in DECLARATIONS.items()},
    "evidence": EVIDENCE,
    "field": FIELD_LABELS,
    "hold": HOLD_LABELS,
    "group": {code: group.title for code, group in TARGET_GROUPS.items()},
    "merge": MERGE_REASONS,
    "relation": RELATIONS,
    "request": REQUEST_LABELS,
    "source": SOURCE_LABELS,
    "way": WAYS,
    "action": ACTIONS,
}
_TONES: Final = {
    "PROPOSED": "waiting",
    "LIVE": "good",
    "REPLACED": "neutral",
    "REFUSED": "bad",
    "OPEN": "waiting",
    "CONFIRMED": "good",
    "DECLINED": "bad",
    "ACCEPTED": "good",
}
_REQUESTS: Final = {"correction": gettext_lazy("更正"), "erasure": gettext_lazy("删除")}
_ACCOUNT_KINDS: Final = {"bank_card": gettext_lazy("银行卡"), "social_security_card": gettext_lazy("社会保障卡")}


@register.filter
def word(code: str, names: str) -> str:
    """Write what a code of one of the lists means; a code without a word is written as it is."""
    text = _LISTS[names].get(code)
    return text.in_(language()) if text else code


@register.filter
def words(codes: Iterable[str], names: str) -> str:
    """Write what several codes mean."""
    return ("、" if language() == "zh" else ", ").join(word(code, names) for code in codes)


@register.filter
def state_tone(state: str) -> str:
    """Return the tone of a state's badge."""
    return _TONES.get(state, "neutral")


@register.filter
def request_kind(kind: str) -> str:
    """Write what is asked."""
    return str(_REQUESTS.get(kind, kind))


@register.filter
def account_kind(kind: str) -> str:
    """Write what kind of account it is."""
    return str(_ACCOUNT_KINDS.get(kind, kind))


@register.filter
def role_of(actor_key: int | None, actor_name: str) -> str:
    """Write who looked; what nobody signed for was done by the system."""
    return actor_name if actor_key else gettext("系统")
