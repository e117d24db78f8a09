"""Filters: the codes of a settlement as people read them, in the page's language. A code without a name is shown as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django import template
from django.template.defaultfilters import capfirst
from django.utils.translation import gettext, gettext_lazy

from jineng.web.templatetags.display import language
from jineng.workbook import result_labels as labels

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jineng.kernel.text import Text

register = template.Library()

_STAGES: Final = {
    "": gettext_lazy("等待处理"),
    "read": gettext_lazy("读取工作簿"),
    "check": gettext_lazy("逐表检查"),
    "judge": gettext_lazy("按方案计算"),
    "explain": gettext_lazy("逐人复核并写明依据"),
    "save": gettext_lazy("保存结果"),
}
_TONES: Final = {
    "payable": "good",
    "pending": "waiting",
    "refused": "bad",
    "UPLOADED": "waiting",
    "SETTLED": "good",
    "UNUSABLE": "bad",
}


def _say(names: Mapping[str, Text], code: str) -> str:
    name = names.get(code)
    return capfirst(name.in_(language())) if name else code


@register.filter
def item_name(code: str) -> str:
    """Name a subsidy item (补贴项目)."""
    return _say(labels.ITEM, code)


@register.filter
def status_name(code: str) -> str:
    """Name a line's status (状态)."""
    return _say(labels.STATUS, code)


@register.filter
def reason_name(code: str) -> str:
    """Name a reason (原因)."""
    return _say(labels.REASON, code)


@register.filter
def reason_text(reason: tuple[str, str]) -> str:
    """Say a reason of a class or institution; its figures are told in Chinese, the record's language."""
    code, text = reason
    return text if language() == "zh" else _say(labels.REASON, code)


@register.filter
def standard_name(code: str) -> str:
    """Name a standard (补贴标准); nothing where none applies."""
    return "" if code == "none" else _say(labels.STANDARD, code)


@register.filter
def payee_kind_name(code: str) -> str:
    """Name a kind of payee (收款方类别)."""
    return _say(labels.PAYEE_KIND, code)


@register.filter
def kind_name(code: str) -> str:
    """Name a kind of class (培训类别)."""
    return _say(labels.KIND, code)


@register.filter
def sheet_name(code: str) -> str:
    """Name a sheet (工作表)."""
    return _say(labels.SHEET, code)


@register.filter
def tone_of(code: str) -> str:
    """Return the tone of a badge for a status or state."""
    return _TONES.get(code, "neutral")


@register.filter
def stage_name(code: str) -> str:
    """Say a stage of the background work."""
    return str(_STAGES.get(code) or gettext("处理中"))
