"""Arranging who stands in, and acting as a stand-in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from jineng.platform.identity import queries
from jineng.platform.identity.errors import IdentityError
from jineng.platform.identity.operations.stand_ins import end_deputy, give_deputy, note_acting
from jineng.web.account.entering import landing_for
from jineng.web.account.forms import DeputyForm
from jineng.web.account.middleware import ACTING
from jineng.web.account.visiting import own_account
from jineng.web.templatetags.display import language

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from jineng.platform.identity.models import User


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def arrange(request: HttpRequest) -> HttpResponse:
    """Arrange who stands in for oneself."""
    return arrange_for(request, own_account(request), back="account")


def arrange_for(request: HttpRequest, absent: User, *, back: str) -> HttpResponse:
    """Arrange who stands in for somebody; ``back`` is the address or name of the page to return to."""
    offered = queries.replacements_for(absent)
    form = DeputyForm(request.POST or None, offered=offered)
    if form.is_valid():
        starts_at, ends_at = form.period()
        stand_in = next(user for user in offered if user.pk == form.cleaned_data["stand_in"])
        try:
            give_deputy(
                actor=own_account(request),
                at=timezone.now(),
                absent=absent,
                stand_in=stand_in,
                starts_at=starts_at,
                ends_at=ends_at,
                reason=form.cleaned_data["reason"],
            )
        except IdentityError as refusal:
            form.add_error(None, refusal.text.in_(language()))
        else:
            messages.success(request, gettext("代理已安排。"))
            return redirect(back)
    values = {"form": form, "absent": absent, "has_offered": bool(offered), "back": back}
    return render(request, "account/deputy.html", values)


@require_POST
def end(request: HttpRequest, key: int) -> HttpResponse:
    """End a stand-in early."""
    account = own_account(request)
    try:
        ended = end_deputy(actor=account, at=timezone.now(), key=key)
    except IdentityError as refusal:
        messages.error(request, refusal.text.in_(language()))
        return redirect("account")
    messages.success(request, gettext("代理已结束。"))
    if account.pk in (ended.absent_id, ended.stand_in_id):
        return redirect("account")
    return redirect("account_detail", ended.absent_id)


@require_POST
def begin_acting(request: HttpRequest, key: int) -> HttpResponse:
    """Act with the absent person's role from now on, in this session."""
    account, now = own_account(request), timezone.now()
    deputy = queries.acting_deputy(key, account, now)
    if deputy is None:
        raise Http404
    request.session[ACTING] = deputy.pk
    note_acting(actor=account, at=now, deputy=deputy, begins=True)
    messages.success(request, gettext("您现在代%(name)s办理。") % {"name": deputy.absent.display_name})
    return redirect(landing_for(deputy.absent))


@require_POST
def stop_acting(request: HttpRequest) -> HttpResponse:
    """Act with one's own role again."""
    account, now = own_account(request), timezone.now()
    deputy = queries.acting_deputy(request.session.pop(ACTING, None), account, now)
    if deputy is not None:
        note_acting(actor=account, at=now, deputy=deputy, begins=False)
    return redirect("account")
