"""One person's page (一人一档), numbers in full on request, and changing what is held."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jineng.domain.eligibility.queries.batches import list_for_person
from jineng.domain.eligibility.queries.benefits import list_benefits
from jineng.domain.eligibility.states import BENEFIT_LABELS, BenefitState
from jineng.domain.permitted import may, require
from jineng.domain.registry.operations.people import (
    GuardianTold,
    add_guardian,
    change_person,
    note_view,
    reveal_person,
    seen_person,
)
from jineng.domain.registry.person_view import view_person
from jineng.web.answers import actor_of
from jineng.web.people.forms import AskForm, EditForm, GuardianForm, RevealForm
from jineng.web.people.lists import townships_of
from jineng.web.people.opened import found, said_in

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from jineng.domain.registry.models import Person
    from jineng.platform.identity.models import User

_ACTIONS = {
    "may_change": "people.change",
    "may_tag": "people.tag",
    "may_reveal": "people.reveal",
    "may_assist": "people.assist",
    "may_merge": "people.merge",
    "may_propose": "accounts.propose",
    "may_confirm": "accounts.confirm",
    "may_register": "people.register",
    "may_compare": "eligibility.judge",
}
_HELD = ("name", "township_code", "ethnic_group", "education", "household_kind", "employment_status")


@require_safe
@never_cache
@found
def show_person(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show everything held about a person, masked; that it was opened is written down."""
    actor = actor_of(request)
    view = view_person(actor, uid)
    if view.uid != uid:
        return redirect("person", view.uid)
    note_view(actor=actor, at=timezone.now(), person_key=view.key, region_code=view.county_code)
    return render(request, "people/person.html", about(actor, uid) | {"reveal_form": RevealForm()})


@require_POST
@never_cache
@found
def reveal(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show numbers and address in full, for a reason that is kept and that the person sees."""
    actor = actor_of(request)
    form = RevealForm(request.POST)
    revealed = None
    if form.is_valid():
        with said_in(form):
            revealed = reveal_person(actor=actor, at=timezone.now(), uid=uid, **form.cleaned_data)
    values = about(actor, uid) | {"reveal_form": form, "revealed": revealed}
    return render(request, "people/person.html", values, status=422 if form.errors else 200)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@found
def edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Change what is held."""
    actor = actor_of(request)
    person = seen_person(uid)
    require(actor, "people.change")
    form = EditForm(request.POST or None, townships=townships_of(actor), initial=_initial(person))
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        version = told.pop("version")
        told = {name: value for name, value in told.items() if value or name not in ("phone", "address")}
        with said_in(form):
            change_person(actor=actor, at=timezone.now(), uid=uid, version=version, told=told)
            messages.success(request, gettext("已保存。"))
            return redirect("person", uid)
    values = {"form": form, "person": person}
    return render(request, "people/edit.html", values, status=422 if form.errors else 200)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@found
def add_one_guardian(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Add who answers for a minor."""
    actor = actor_of(request)
    person = seen_person(uid)
    form = GuardianForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with said_in(form):
            told = {name.removeprefix("guardian_"): value for name, value in form.cleaned_data.items()}
            add_guardian(actor=actor, at=timezone.now(), uid=uid, guardian=GuardianTold(**told))
            messages.success(request, gettext("已登记监护人。"))
            return redirect("person", uid)
    values = {
        "form": form,
        "person": person,
        "title": gettext("登记监护人"),
        "lead": "",
        "button": gettext("登记监护人"),
    }
    return render(request, "people/form.html", values, status=422 if form.errors else 200)


def about(actor: User, uid: UUID) -> dict[str, Any]:
    """Return what the person's page is drawn from."""
    allowed = {name: may(actor, action) for name, action in _ACTIONS.items()}
    view = view_person(actor, uid)
    compared = list_for_person(actor, view.key) if may(actor, "eligibility.read") else []
    benefits = [(each, BENEFIT_LABELS[BenefitState(each.state)]) for each in list_benefits(actor, view.key)]
    return {
        "view": view,
        "actor": actor,
        "ask_form": AskForm(),
        "comparisons": compared,
        "benefits": benefits,
        **allowed,
    }


def _initial(person: Person) -> dict[str, Any]:
    return {"version": person.version, **{name: getattr(person, name) for name in _HELD}}
