"""The calculator on a draft: cases tried before anybody approves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jineng.web.desk.checking import check_contents
from jineng.web.desk.opened import found, open_draft, whole
from jineng.web.public.views import calculator_values

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


@require_safe
@never_cache
@found
def show_draft_calculator(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Ask for a situation and show what it would come to under a revision of the draft."""
    opened = open_draft(request, draft_id, whole(request.GET.get("number")))
    plan = check_contents(opened.contents).plan
    values = {"draft": opened.view, "revision": opened.revision, "plan": plan}
    if plan is None:
        return render(request, "desk/no_calculator.html", values)
    address = reverse("draft_calculator", args=[draft_id])
    plan_url = reverse("draft_review", args=[draft_id])
    more = {"number": str(opened.revision.number)}
    return render(
        request, "desk/calculator.html", values | calculator_values(plan, request.GET, address, plan_url, more)
    )
