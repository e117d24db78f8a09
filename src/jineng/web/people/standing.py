"""Target groups, declarations, affiliations, assisted entry and requests: what staff add to a person's record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from jineng.domain.registry.models import AssistedEntry, Organisation, TargetGroupTag
from jineng.domain.registry.operations import assisted
from jineng.domain.registry.operations.people import seen_person
from jineng.domain.registry.operations.standing import (
    affiliate,
    end_affiliation,
    end_tag,
    give_declaration,
    tag_person,
)
from jineng.domain.registry.people_errors import PersonNotFoundError, StepRefusedError
from jineng.domain.registry.states import AffiliationKind
from jineng.kernel.target_groups import TARGET_GROUPS
from jineng.web.answers import actor_of
from jineng.web.people.forms import AffiliationForm, CodeForm, EndTagForm, TagForm
from jineng.web.people.opened import found, said_in
from jineng.web.templatetags.display import language

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpRequest, HttpResponse

    from jineng.domain.registry.models import Person


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@found
def add_tag(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Note that the person is of a target group."""
    person = seen_person(uid)
    form = TagForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with said_in(form):
            tag_person(actor=actor_of(request), at=timezone.now(), uid=uid, **form.cleaned_data)
            messages.success(request, gettext("已登记人员类别。"))
            return redirect("person", uid)
    return _form(request, person, form, gettext("登记人员类别"))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@found
def end_one_tag(request: HttpRequest, uid: UUID, key: int) -> HttpResponse:
    """End a tag, or withdraw a wrong one."""
    person = seen_person(uid)
    tag = TargetGroupTag.objects.filter(pk=key, person=person, withdrawn_at__isnull=True).first()
    if tag is None:
        raise PersonNotFoundError
    form = EndTagForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with said_in(form):
            end_tag(actor=actor_of(request), at=timezone.now(), uid=uid, tag_key=key, **form.cleaned_data)
            messages.success(request, gettext("已保存。"))
            return redirect("person", uid)
    return _form(request, person, form, gettext("结束人员类别"), TARGET_GROUPS[tag.group].title.in_(language()))


@require_POST
@found
def declare(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Note that the person signed a declaration on paper."""
    kind = request.POST.get("kind", "")
    try:
        give_declaration(actor=actor_of(request), at=timezone.now(), uid=uid, kind=kind, way="paper")
    except StepRefusedError:
        return HttpResponseBadRequest()
    messages.success(request, gettext("已登记纸质签字。"))
    return redirect("person", uid)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@found
def add_affiliation(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Note what the person is to an organisation."""
    person = seen_person(uid)
    offered = Organisation.objects.filter(closed_on__isnull=True).order_by("name_key", "pk")[:500]
    pairs = [(str(organisation.uid), organisation.name) for organisation in offered]
    form = AffiliationForm(request.POST or None, organisations=pairs)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        with said_in(form):
            affiliate(
                actor=actor_of(request),
                at=timezone.now(),
                uid=uid,
                organisation_uid=UUID(told["organisation"]),
                kind=AffiliationKind(told["kind"]),
                from_on=told["from_on"],
            )
            messages.success(request, gettext("已登记。"))
            return redirect("person", uid)
    return _form(request, person, form, gettext("登记所属单位"))


@require_POST
@found
def end_one_affiliation(request: HttpRequest, uid: UUID, key: int) -> HttpResponse:
    """End an affiliation today."""
    now = timezone.now()
    end_affiliation(actor=actor_of(request), at=now, uid=uid, affiliation_key=key, to_on=timezone.localdate(now))
    messages.success(request, gettext("已结束。"))
    return redirect("person", uid)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@found
def confirm_assistance(request: HttpRequest, uid: UUID, key: int) -> HttpResponse:
    """Take the person's own word on what was entered for them: a code to their phone, or a paper that a colleague saw."""
    actor, person, now = actor_of(request), seen_person(uid), timezone.now()
    entry = AssistedEntry.objects.select_related("helper").filter(pk=key, person=person).first()
    if entry is None:
        raise PersonNotFoundError
    slot = f"assistance-{key}"
    action = request.POST.get("action", "")
    form = CodeForm(request.POST if action == "code" else None)
    form.is_valid()
    with said_in(form):
        if action == "send":
            request.session[slot] = str(assisted.ask_assistance_code(actor=actor, at=now, uid=uid, entry_key=key))
            messages.success(request, gettext("验证码已发到本人手机。"))
            return redirect("person_assistance", uid, key)
        if action == "paper":
            assisted.confirm_by_paper(actor=actor, at=now, uid=uid, entry_key=key)
            return _confirmed(request, uid)
        if action == "code" and form.is_valid() and slot in request.session:
            told = {"code_uid": UUID(request.session[slot]), "code": form.cleaned_data["code"]}
            if assisted.confirm_by_code(actor=actor, at=now, uid=uid, entry_key=key, **told):
                del request.session[slot]
                return _confirmed(request, uid)
            form.add_error("code", gettext("验证码不对或已失效，请核对后重试。"))
    values: dict[str, Any] = {"person": person, "entry": entry, "form": form, "is_sent": slot in request.session}
    return render(request, "people/assistance.html", values, status=422 if form.errors and action else 200)


def _confirmed(request: HttpRequest, uid: UUID) -> HttpResponse:
    messages.success(request, gettext("本人已确认。"))
    return redirect("person", uid)


def _form(request: HttpRequest, person: Person, form: forms.Form, title: str, lead: str = "") -> HttpResponse:
    values = {"form": form, "person": person, "title": title, "lead": lead, "button": gettext("保存")}
    return render(request, "people/form.html", values, status=422 if form.errors else 200)
