"""The leading group: who has which task, done or late; reporting and accepting (G9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jineng.domain.permitted import may
from jineng.domain.registry.operations import leading_group
from jineng.domain.registry.organisation_errors import (
    FieldRefusedError,
    OrganisationError,
    OrganisationNotFoundError,
)
from jineng.domain.registry.queries.leading_group import check_task, view_groups
from jineng.domain.registry.queries.organisations import find_by_code
from jineng.kernel.text import Text
from jineng.platform.regions.queries import region_names
from jineng.web.answers import actor_of
from jineng.web.organisations.asking import ask, found
from jineng.web.organisations.forms import GroupForm, MemberForm, ReportForm, TaskForm
from jineng.web.templatetags.display import language

if TYPE_CHECKING:
    from collections.abc import Callable

    from django import forms
    from django.http import HttpRequest, HttpResponse

    from jineng.platform.identity.models import User

_METHODS = ["GET", "HEAD", "POST"]
_COUNTY_DIGITS: Final = 6


@require_safe
@never_cache
@found
def show_group(request: HttpRequest) -> HttpResponse:
    """Show the leading group of the person's county, or those of the counties of their city."""
    actor = actor_of(request)
    groups = view_groups(actor, timezone.localdate())
    values = {
        "groups": groups,
        "places": region_names({group.county_code for group in groups}, is_full=False),
        "may_form": not groups
        and len(actor.region_code) == _COUNTY_DIGITS
        and may(actor, "leading_group.edit", region_code=actor.region_code),
    }
    return render(request, "organisations/leading_group.html", values)


@require_http_methods(_METHODS)
@never_cache
@found
def add_to_group(request: HttpRequest, part: str) -> HttpResponse:
    """Set up the group, or add a unit or a task; ``of`` in the address is the group's or the unit's number."""
    actor = actor_of(request)
    if part not in _FORMS:
        raise Http404
    title, form, add = _FORMS[part]
    of = request.GET.get("of", "0")
    if not (of.isascii() and of.isdigit() and len(of) < 19):
        raise Http404

    def act(data: dict[str, Any]) -> str:
        add(actor, int(of), data)
        messages.success(request, gettext("已保存。"))
        return reverse("leading_group")

    return ask(
        request,
        form(request.POST or None),
        act,
        title=title,
        back=reverse("leading_group"),
        label=gettext_lazy("保存"),
    )


@require_http_methods(_METHODS)
@never_cache
@found
def report(request: HttpRequest, key: int) -> HttpResponse:
    """Report what a unit did for a task."""
    actor = actor_of(request)
    check_task(actor, key)

    def act(data: dict[str, Any]) -> str:
        leading_group.report_task(actor=actor, at=timezone.now(), task_key=key, report=data["report"])
        messages.success(request, gettext("已上报。由领导小组办公室核实后算完成。"))
        return reverse("leading_group")

    return ask(
        request,
        ReportForm(request.POST or None),
        act,
        title=gettext_lazy("上报任务完成情况"),
        back=reverse("leading_group"),
        label=gettext_lazy("上报"),
    )


@require_POST
@found
def decide_task(request: HttpRequest, key: int) -> HttpResponse:
    """Accept a reported task, or drop a task."""
    actor, at = actor_of(request), timezone.now()
    try:
        if request.POST.get("decision") == "accept":
            leading_group.accept_task(actor=actor, at=at, task_key=key)
        elif request.POST.get("decision") == "drop":
            leading_group.drop_task(actor=actor, at=at, task_key=key)
        else:
            raise Http404
    except OrganisationNotFoundError:
        raise
    except OrganisationError as refusal:
        messages.error(request, refusal.text.in_(language()))
    else:
        messages.success(request, gettext("已保存。"))
    return redirect("leading_group")


def _form_group(actor: User, _of: int, data: dict[str, Any]) -> None:
    leading_group.form_group(actor=actor, at=timezone.now(), county_code=actor.region_code, **data)


def _add_member(actor: User, of: int, data: dict[str, Any]) -> None:
    code, organisation = data.pop("credit_code"), None
    if code:
        organisation = find_by_code(actor, code)
        if organisation is None:
            raise FieldRefusedError(
                "credit_code", Text("没有登记这个代码的单位", "no organisation is registered under this code")
            )
    leading_group.add_member(
        actor=actor,
        at=timezone.now(),
        group_key=of,
        organisation_uid=organisation.uid if organisation else None,
        **data,
    )


def _set_task(actor: User, of: int, data: dict[str, Any]) -> None:
    leading_group.set_task(actor=actor, at=timezone.now(), member_key=of, **data)


_FORMS: Final[dict[str, tuple[Any, type[forms.Form], Callable[[User, int, dict[str, Any]], None]]]] = {
    "group": (gettext_lazy("成立领导小组"), GroupForm, _form_group),
    "member": (gettext_lazy("添加成员单位"), MemberForm, _add_member),
    "task": (gettext_lazy("下达任务"), TaskForm, _set_task),
}
