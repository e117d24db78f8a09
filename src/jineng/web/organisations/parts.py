"""Adding and ending what belongs to an organisation: contacts, venues, rooms, teachers, qualifications, holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jineng.domain.permitted import require
from jineng.domain.registry.operations import equipment, holds, organisations
from jineng.domain.registry.organisation_errors import FieldRefusedError
from jineng.domain.registry.queries.organisations import find_organisation
from jineng.platform.regions.queries import children
from jineng.web.answers import actor_of
from jineng.web.organisations.asking import ask, found
from jineng.web.organisations.forms import (
    ContactForm,
    DayForm,
    HoldForm,
    QualificationForm,
    RoomForm,
    TeacherForm,
    VenueForm,
    WhyForm,
)
from jineng.web.templatetags.display import language

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse
    from django.utils.functional import _StrPromise

_METHODS = ["GET", "HEAD", "POST"]


@dataclass(frozen=True, slots=True)
class Adding:
    """How something is added: its form, what does it, and the keyword of what it is added to (``of`` in the address)."""

    title: _StrPromise
    form: type[forms.Form]
    add: Callable[..., object]
    below: str = "uid"
    action: str = "organisations.equip"


@dataclass(frozen=True, slots=True)
class Ending:
    """How something ends: its form, what does it, and the keywords of its number and of the answer."""

    title: _StrPromise
    form: type[forms.Form] | None
    end: Callable[..., object]
    key: str
    answer: str = ""
    action: str = "organisations.equip"


ADDING: Final = {
    "contact": Adding(gettext_lazy("添加联系人"), ContactForm, organisations.add_contact),
    "venue": Adding(gettext_lazy("添加场地"), VenueForm, equipment.add_venue),
    "room": Adding(gettext_lazy("添加教室"), RoomForm, equipment.add_room, below="venue_key"),
    "teacher": Adding(gettext_lazy("添加教师"), TeacherForm, equipment.engage_teacher),
    "qualification": Adding(
        gettext_lazy("添加任教资格"), QualificationForm, equipment.add_qualification, below="teacher_key"
    ),
    "hold": Adding(gettext_lazy("冻结单位"), HoldForm, holds.hold_organisation, action="holds.set"),
}

ENDING: Final = {
    "contact": Ending(gettext_lazy("移除联系人"), None, organisations.remove_contact, "contact_key"),
    "venue": Ending(gettext_lazy("停用场地"), DayForm, equipment.close_venue, "venue_key", "closed_on"),
    "room": Ending(gettext_lazy("停用教室"), DayForm, equipment.close_room, "room_key", "closed_on"),
    "teacher": Ending(gettext_lazy("教师离任"), DayForm, equipment.end_teacher, "teacher_key", "left_on"),
    "qualification": Ending(gettext_lazy("撤销任教资格"), None, equipment.withdraw_qualification, "qualification_key"),
    "hold": Ending(gettext_lazy("解除冻结"), WhyForm, holds.lift_hold, "hold_key", "why", action="holds.set"),
}


@require_http_methods(_METHODS)
@never_cache
@found
def add_part(request: HttpRequest, uid: UUID, part: str) -> HttpResponse:
    """Ask for a contact, venue, room, teacher, qualification or hold, and add it."""
    actor = actor_of(request)
    adding = ADDING.get(part)
    if adding is None:
        raise Http404
    organisation = find_organisation(actor, uid)
    require(actor, adding.action, region_code=organisation.county_code, organisation_key=organisation.pk)
    form = adding.form(request.POST or None)
    if isinstance(form, VenueForm):
        form.offer("region_code", children(organisation.county_code, timezone.localdate()))
    below: UUID | int = uid if adding.below == "uid" else _number(request.GET.get("of", ""))

    def act(data: dict[str, Any]) -> str:
        adding.add(actor=actor, at=timezone.now(), **{adding.below: below}, **data)
        messages.success(request, gettext("已保存。"))
        return reverse("organisation", args=[uid])

    return ask(
        request,
        form,
        act,
        title=adding.title,
        lead=organisation.name,
        back=reverse("organisation", args=[uid]),
        label=gettext_lazy("保存"),
    )


@require_http_methods(_METHODS)
@never_cache
@found
def end_part(request: HttpRequest, uid: UUID, part: str, key: int) -> HttpResponse:
    """Ask once more, and when or why; then end it. What ended stays on record."""
    actor = actor_of(request)
    ending = ENDING.get(part)
    if ending is None:
        raise Http404
    organisation = find_organisation(actor, uid)
    require(actor, ending.action, region_code=organisation.county_code, organisation_key=organisation.pk)
    form = (ending.form or forms.Form)(request.POST if request.method == "POST" else None)

    def act(data: dict[str, Any]) -> str:
        answer = {ending.answer: next(iter(data.values()))} if ending.answer else {}
        of = {"uid": uid} if part == "contact" else {}
        ending.end(actor=actor, at=timezone.now(), **{ending.key: key}, **answer, **of)
        messages.success(request, gettext("已保存。"))
        return reverse("organisation", args=[uid])

    return ask(
        request,
        form,
        act,
        title=ending.title,
        lead=gettext_lazy("记录会保留备查。"),
        back=reverse("organisation", args=[uid]),
        label=ending.title,
    )


@require_http_methods(_METHODS)
@never_cache
@found
def reveal(request: HttpRequest, uid: UUID, key: int) -> HttpResponse:
    """Ask why, then show a contact's telephone number once; it is written down who looked."""
    actor = actor_of(request)
    organisation = find_organisation(actor, uid)
    require(actor, "organisations.reveal", region_code=organisation.county_code, organisation_key=organisation.pk)
    form, phone = WhyForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            phone = organisations.reveal_contact(
                actor=actor, at=timezone.now(), uid=uid, contact_key=key, why=form.cleaned_data["why"]
            )
        except FieldRefusedError as refusal:
            form.add_error("why", refusal.text.in_(language()))
    values = {"form": form, "organisation": organisation, "phone": phone}
    return render(request, "organisations/reveal.html", values, status=422 if form.errors else 200)


def _number(typed: str) -> int:
    if not (typed.isascii() and typed.isdigit() and len(typed) < 19):
        raise Http404
    return int(typed)
