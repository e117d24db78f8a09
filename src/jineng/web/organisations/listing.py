"""The list of organisations: narrowed by kind and township, page after page, searched by name or code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jineng.domain.permitted import may
from jineng.domain.registry.organisation_words import KIND_LABELS
from jineng.domain.registry.queries.organisations import OrganisationFilter, count_requests, list_organisations
from jineng.platform.regions.queries import children
from jineng.web.answers import actor_of
from jineng.web.organisations.asking import found
from jineng.web.organisations.forms import choices_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

_TYPED_MAX: Final = 100


@require_safe
@never_cache
@found
def show_organisations(request: HttpRequest) -> HttpResponse:
    """Show a page of the organisations in the person's scope."""
    return _page(request, _filter_of(request.GET), request.GET.get("after", ""))


@require_POST
@never_cache
@found
def search(request: HttpRequest) -> HttpResponse:
    """Show what was searched for: what people type stands in no address."""
    chosen = _filter_of(request.POST, typed=request.POST.get("typed", "").replace("\x00", "")[:_TYPED_MAX].strip())
    return _page(request, chosen, request.POST.get("after", "")) if chosen.typed else redirect("organisations")


def _page(request: HttpRequest, chosen: OrganisationFilter, after: str) -> HttpResponse:
    actor, today = actor_of(request), timezone.localdate()
    can_decide = may(actor, "organisations.confirm")
    values = {
        "page": list_organisations(actor, chosen, today, after=after),
        "chosen": chosen,
        "is_further": bool(after),
        "is_narrowed": chosen != OrganisationFilter(),
        "kinds": choices_of(KIND_LABELS),
        "townships": children(actor.region_code, today) if len(actor.region_code) == 6 else [],
        "may_register": may(actor, "organisations.register"),
        "can_decide": can_decide,
        "waiting_count": count_requests(actor) if can_decide else 0,
    }
    return render(request, "organisations/organisations.html", values)


def _filter_of(query: QueryDict, typed: str = "") -> OrganisationFilter:
    return OrganisationFilter(
        kind=query.get("kind", "")[:20],
        township_code=query.get("township", "")[:12],
        typed=typed,
        is_closed_shown=query.get("closed") == "1",
    )
