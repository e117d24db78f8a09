"""The payout accounts that wait for a second person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jineng.domain.permitted import require
from jineng.domain.registry.models import PayoutAccount
from jineng.domain.registry.states import AccountState
from jineng.web.answers import actor_of
from jineng.web.people.opened import found

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_PER_PAGE: Final = 30


@require_safe
@never_cache
@found
def show_accounts(request: HttpRequest) -> HttpResponse:
    """Show the accounts of the region that wait, those first for which the person has given their word."""
    actor = actor_of(request)
    require(actor, "accounts.confirm")
    waiting = PayoutAccount.objects.filter(state=AccountState.PROPOSED).defer("number")
    rows = waiting.select_related("person", "proposed_by").order_by("channel_at", "pk")
    page = Paginator(rows, _PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "people/accounts_waiting.html", {"page": page, "own_key": actor.pk})
