"""Requests to change facts of law: asked by the organisation, decided by another person of the bureau."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jineng.domain.permitted import may, require
from jineng.domain.registry.operations import facts_requests
from jineng.domain.registry.organisation_errors import OrganisationError, OrganisationNotFoundError
from jineng.domain.registry.organisation_rules import FACT_LABELS, FACT_NAMES, LEGAL_FIELDS, SEALED_FIELDS
from jineng.domain.registry.organisation_words import REQUEST_LABELS, RequestState
from jineng.domain.registry.queries.organisations import find_organisation, find_request, list_requests
from jineng.web.answers import actor_of
from jineng.web.organisations.asking import ask, found
from jineng.web.organisations.forms import proposal_form
from jineng.web.templatetags.display import language

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

_ASKED = tuple(name for name in FACT_NAMES if name in LEGAL_FIELDS)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@found
def propose(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Ask to change facts of law."""
    actor = actor_of(request)
    organisation = find_organisation(actor, uid)
    require(actor, "organisations.propose", region_code=organisation.county_code, organisation_key=organisation.pk)
    initial = {name: getattr(organisation, name) for name in _ASKED if name not in SEALED_FIELDS}
    form = proposal_form(_ASKED)(request.POST or None, initial=initial)

    def act(data: dict[str, Any]) -> str:
        facts_requests.propose_facts(actor=actor, at=timezone.now(), uid=uid, facts=data)
        messages.success(request, gettext("已提交。由人社局另一名人员确认后生效。"))
        return reverse("organisation", args=[uid])

    return ask(
        request,
        form,
        act,
        title=gettext_lazy("申请变更"),
        lead=gettext_lazy("名称、代码、法定代表人和银行账户的变更，须由人社局另一名人员对照原件确认。"),
        back=reverse("organisation", args=[uid]),
        label=gettext_lazy("提交申请"),
    )


@require_safe
@never_cache
@found
def show_requests(request: HttpRequest) -> HttpResponse:
    """Show the requests that wait."""
    actor = actor_of(request)
    rows = [
        {"request": row, "fields": [FACT_LABELS[name] for name in row.fields], "is_own": row.proposed_by_id == actor.pk}
        for row in list_requests(actor)
    ]
    return render(request, "organisations/requests.html", {"rows": rows})


@require_safe
@never_cache
@found
def show_request(request: HttpRequest, key: int) -> HttpResponse:
    """Show what a request asks for beside what is registered; that somebody looked is recorded."""
    return _page(request, key)


@require_POST
@never_cache
@found
def decide(request: HttpRequest, key: int) -> HttpResponse:
    """Confirm, refuse or take back a request."""
    actor, at, decision = actor_of(request), timezone.now(), request.POST.get("decision")
    try:
        if decision == "confirm":
            facts_requests.confirm_facts(actor=actor, at=at, request_key=key)
            messages.success(request, gettext("已确认，登记信息已变更。"))
        elif decision == "refuse":
            facts_requests.refuse_facts(actor=actor, at=at, request_key=key, why=request.POST.get("why", ""))
            messages.success(request, gettext("已退回，并附上理由。"))
        elif decision == "withdraw":
            facts_requests.withdraw_facts(actor=actor, at=at, request_key=key)
            messages.success(request, gettext("已撤回。"))
        else:
            raise Http404
    except OrganisationNotFoundError:
        raise
    except OrganisationError as refusal:
        return _page(request, key, refusal.text.in_(language()))
    return redirect("organisation", find_request(actor, key).organisation.uid)


def _page(request: HttpRequest, key: int, refusal: str = "") -> HttpResponse:
    actor = actor_of(request)
    asked = find_request(actor, key)
    proposal = facts_requests.open_proposal(actor=actor, at=timezone.now(), request_key=key)
    organisation = asked.organisation
    changes = [
        {
            "label": FACT_LABELS[name],
            "before": getattr(organisation, f"{name}_mask" if name in SEALED_FIELDS else name),
            "after": value,
        }
        for name, value in proposal.items()
    ]
    is_open, is_own = asked.state == RequestState.PROPOSED, asked.proposed_by_id == actor.pk
    values = {
        "asked": asked,
        "label": REQUEST_LABELS[RequestState(asked.state)],
        "organisation": organisation,
        "changes": changes,
        "can_decide": is_open
        and not is_own
        and may(actor, "organisations.confirm", region_code=organisation.county_code),
        "can_withdraw": is_open and is_own,
        "refusal": refusal,
    }
    return render(request, "organisations/request.html", values, status=422 if refusal else 200)
