"""The page of one organisation: facts, people, places, holds and history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jineng.domain.permitted import may
from jineng.domain.registry.queries.organisations import view_organisation
from jineng.web.answers import actor_of
from jineng.web.organisations.asking import found

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


@require_safe
@never_cache
@found
def show_organisation(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show one organisation with everything about it."""
    actor = actor_of(request)
    view = view_organisation(actor, uid, timezone.localdate())
    values = {
        "view": view,
        "organisation": view.organisation,
        "can_reveal": may(
            actor,
            "organisations.reveal",
            region_code=view.organisation.county_code,
            organisation_key=view.organisation.pk,
        ),
    }
    return render(request, "organisations/organisation.html", values)
