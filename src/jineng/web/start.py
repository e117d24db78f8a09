"""The first page, and whether the service is well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jineng.web.public.views import plan_cards

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_safe
def show_start(request: HttpRequest) -> HttpResponse:
    """Show what the site is for."""
    return render(request, "start.html", {"cards": plan_cards()})


@require_safe
@never_cache
def show_health(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Answer 200 when page and database work, else 503: for supervisors and load balancers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database unreachable\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")
