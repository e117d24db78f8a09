"""How far every township is, and setting quotas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from jineng.domain.permitted import may
from jineng.domain.tasks.errors import ListNotFoundError, ListRefusedError
from jineng.domain.tasks.operations import set_quota
from jineng.domain.tasks.queries import count_lists, list_lists, list_progress, list_years, plans_of, titles_of
from jineng.kernel.region_codes import county_of, is_wide
from jineng.platform.regions.queries import quota_townships
from jineng.web.answers import actor_of, found_unless
from jineng.web.selections.forms import QuotaForm
from jineng.web.templatetags.display import language

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PER_PAGE: Final = 50

found = found_unless(ListNotFoundError)


@require_safe
@never_cache
@found
def show_selections(request: HttpRequest) -> HttpResponse:
    """Show a year's lists, and how far every township is."""
    actor = actor_of(request)
    years = list_years(actor)
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and int(asked) in years else next(iter(years), None)
    values: dict[str, Any] = {"years": years, "year": year, "may_set": may(actor, "selections.quota")}
    if year is not None:
        paginator: Paginator[int] = Paginator(range(count_lists(actor, year)), PER_PAGE)
        page = paginator.get_page(request.GET.get("page"))
        lists = list_lists(actor, year, offset=(page.number - 1) * PER_PAGE, limit=PER_PAGE)
        titles = titles_of(lists)
        progress = list_progress(actor, year)
        values |= {
            "lists": [(each, titles[each.pk]) for each in lists],
            "page": page,
            "progress": progress,
            "is_by_county": is_wide(actor.region_code),
            "sums": {
                "quota": sum(row.quota for row in progress),
                "listed": sum(row.listed_count for row in progress),
                "sent": sum(row.sent_count for row in progress),
            },
        }
    return render(request, "selections/selections.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@found
def edit_quota(request: HttpRequest) -> HttpResponse:
    """Give a township its quota, or change it."""
    actor = actor_of(request)
    county = county_of(actor.region_code)
    said = language()
    form = QuotaForm(
        request.POST or None,
        townships=[(region.code, region.name) for region in quota_townships(county, timezone.localdate())],
        plans=[(plan.id, plan.title.in_(said)) for plan in plans_of(county)],
        initial={
            name: request.GET.get(name)
            for name in ("township_code", "year", "policy_id", "group")
            if name in request.GET
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            chosen = set_quota(actor=actor, at=timezone.now(), **form.cleaned_data)
        except ListRefusedError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.text.in_(said))
        else:
            messages.info(request, gettext("指标已下达。"))
            return redirect("selection", chosen.uid)
    return render(request, "selections/quota.html", {"form": form}, status=422 if form.errors else 200)
