"""The inbox of requests about records, and merging two records of one person."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jineng.domain.permitted import may, require
from jineng.domain.registry.models import PersonRequest
from jineng.domain.registry.operations import requests
from jineng.domain.registry.operations.merging import merge_people
from jineng.domain.registry.operations.people import seen_person
from jineng.domain.registry.people_errors import PersonNotFoundError
from jineng.domain.registry.people_queries import PeopleFilter, list_people
from jineng.domain.registry.people_retention import hindrances
from jineng.domain.registry.states import RequestState
from jineng.web.answers import actor_of
from jineng.web.people.forms import AnswerForm, AskForm, MergeForm, labelled
from jineng.web.people.opened import found, said_in

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

_PER_PAGE = 30


@require_safe
@never_cache
@found
def show_requests(request: HttpRequest) -> HttpResponse:
    """Show the open requests of the region, the oldest first."""
    require(actor_of(request), "people.correct")
    found_ones = PersonRequest.objects.filter(state=RequestState.OPEN).order_by("asked_at", "pk")
    page = Paginator(found_ones.select_related("person", "asked_by"), _PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "people/requests.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@found
def decide(request: HttpRequest, key: int) -> HttpResponse:
    """Show a request with what is held and what is asked, and take the answer."""
    actor, now = actor_of(request), timezone.now()
    require(actor, "people.correct")
    asked = PersonRequest.objects.select_related("person", "asked_by").filter(pk=key).first()
    if asked is None or asked.state != RequestState.OPEN:
        raise PersonNotFoundError
    form = AnswerForm(request.POST or None)
    proposed: dict[str, Any] = json.loads(asked.proposed.open()) if asked.proposed else {}
    if request.method == "POST" and form.is_valid():
        answer, action = form.cleaned_data["answer"], request.POST.get("action")
        with said_in(form):
            if action == "refuse":
                requests.refuse_request(actor=actor, at=now, request_key=key, answer=answer)
            elif asked.kind == "erasure":
                requests.accept_erasure(actor=actor, at=now, request_key=key, answer=answer)
            else:
                requests.accept_correction(actor=actor, at=now, request_key=key, answer=answer, told=proposed)
            messages.success(request, gettext("已答复。"))
            return redirect("person_requests")
    values = {
        "asked": asked,
        "said": asked.said.open(),
        "proposed": list(zip(labelled(proposed), map(_shown, proposed.values()), strict=True)),
        "hindrances": hindrances(asked.person) if asked.kind == "erasure" else [],
        "may_erase": may(actor, "people.erase"),
        "form": form,
    }
    return render(request, "people/request.html", values, status=422 if form.errors else 200)


@require_POST
@never_cache
@found
def ask(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Ask that a record be corrected, by staff who may not correct it themselves."""
    person = seen_person(uid)
    form = AskForm(request.POST)
    if form.is_valid():
        with said_in(form):
            requests.ask_correction(actor=actor_of(request), at=timezone.now(), uid=uid, said=form.cleaned_data["said"])
            messages.success(request, gettext("申请已提交，由人社局核对后答复。"))
            return redirect("person", uid)
    values = {"form": form, "person": person, "title": gettext("申请更正"), "lead": "", "button": gettext("提交申请")}
    return render(request, "people/form.html", values, status=422)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@found
def merge(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Merge another record of the same person into this one: first show both, then ask once more."""
    actor, person = actor_of(request), seen_person(uid)
    require(actor, "people.merge")
    form = MergeForm(request.POST or None)
    other = None
    if request.method == "POST" and form.is_valid():
        rows = list_people(actor, PeopleFilter(typed=form.cleaned_data["other"]), limit=2).rows
        other = rows[0] if len(rows) == 1 and rows[0].uid != uid else None
        if other is None:
            form.add_error("other", gettext("没有找到另一条记录，请核对证件号码。"))
        elif request.POST.get("action") == "merge":
            told = {name: form.cleaned_data[name] for name in ("reason", "evidence")}
            with said_in(form):
                merge_people(actor=actor, at=timezone.now(), kept=uid, merged=other.uid, **told)
                messages.success(request, gettext("已合并。"))
                return redirect("person", uid)
    values = {"form": form, "person": person, "other": other}
    return render(request, "people/merge.html", values, status=422 if form.errors else 200)


def _shown(value: Any) -> str:
    return "、".join(value) if isinstance(value, list) else str(value)
