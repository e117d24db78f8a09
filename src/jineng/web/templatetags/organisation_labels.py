"""Filters: the codes of organisations and the leading group as people read them, in the page's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django import template
from django.utils import timezone
from django.utils.translation import gettext_lazy

from jineng.domain.registry.operations.equipment import LEVELS
from jineng.domain.registry.organisation_rules import FACT_LABELS
from jineng.domain.registry.organisation_words import ROOM_LABELS, RoomKind, TaskState
from jineng.web.templatetags.display import language

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

register = template.Library()

_TASK_TONES: Final = {
    TaskState.OPEN: "info",
    TaskState.REPORTED: "waiting",
    TaskState.DONE: "good",
    TaskState.DROPPED: "neutral",
}

_EVENTS: Final = {
    "organisation_registered": gettext_lazy("登记单位"),
    "organisation_changed": gettext_lazy("修改单位信息"),
    "organisation_closed": gettext_lazy("注销单位"),
    "organisation_merged": gettext_lazy("合并单位"),
    "contact_added": gettext_lazy("添加联系人"),
    "contact_removed": gettext_lazy("移除联系人"),
    "contact_revealed": gettext_lazy("查看联系电话"),
    "size_recorded": gettext_lazy("划分企业规模"),
    "facts_proposed": gettext_lazy("提交变更申请"),
    "facts_request_opened": gettext_lazy("查看变更申请"),
    "facts_confirmed": gettext_lazy("确认变更"),
    "facts_refused": gettext_lazy("退回变更申请"),
    "facts_withdrawn": gettext_lazy("撤回变更申请"),
    "venue_added": gettext_lazy("添加场地"),
    "venue_closed": gettext_lazy("停用场地"),
    "room_added": gettext_lazy("添加教室"),
    "room_closed": gettext_lazy("停用教室"),
    "teacher_engaged": gettext_lazy("添加教师"),
    "teacher_left": gettext_lazy("教师离任"),
    "qualification_added": gettext_lazy("添加任教资格"),
    "qualification_withdrawn": gettext_lazy("撤销任教资格"),
    "hold_set": gettext_lazy("冻结单位"),
    "hold_lifted": gettext_lazy("解除冻结"),
}


@register.filter
def event_name(action: str) -> str:
    """Return what people call an action of the log."""
    return str(_EVENTS.get(action, action))


@register.filter
def fact_names(names: Iterable[str]) -> str:
    """Return the names of facts, joined."""
    between = "、" if language() == "zh" else ", "
    return between.join(FACT_LABELS[name].in_(language()) if name in FACT_LABELS else name for name in names)


@register.filter
def room_kind(code: str) -> str:
    """Return what a room is for."""
    return ROOM_LABELS[RoomKind(code)].in_(language())


@register.filter
def skill_level(level: int) -> str:
    """Return the name of a skill level."""
    return LEVELS[level].in_(language())


@register.filter
def task_tone(state: str) -> str:
    """Return the tone of a badge for a task's state."""
    return _TASK_TONES[TaskState(state)]


@register.filter
def is_past(day: date) -> bool:
    """Say whether a day is over."""
    return day < timezone.localdate()


@register.filter
def place_of(names: Mapping[str, str], code: str) -> str:
    """Return the name of a region from names looked up before."""
    return names.get(code, code)
