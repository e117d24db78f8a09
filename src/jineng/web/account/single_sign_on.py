"""Signing in with, and linking an account to, the government's identity service."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jineng.platform.identity.errors import RuleError
from jineng.platform.identity.models import User
from jineng.platform.identity.operations.links import link_account, unlink_account
from jineng.platform.identity.queries import find_linked
from jineng.platform.single_sign_on.errors import ProviderUnreachableError, SignOnError
from jineng.platform.single_sign_on.flow import Begun, Identified, address_to_go, begin, finish
from jineng.platform.single_sign_on.provider import configured_provider
from jineng.web.account.entering import keep_next, pass_first_step
from jineng.web.account.visiting import own_account
from jineng.web.templatetags.display import language

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from jineng.platform.single_sign_on.provider import Provider

_log = logging.getLogger(__name__)
_BEGUN: Final = "single_sign_on"


@never_cache
@require_safe
def go_to_sign_on(request: HttpRequest) -> HttpResponse:
    """Send the browser to the identity service: to sign in, or for who is signed in, to link their account."""
    provider = _provider()
    keep_next(request)
    begun = begin()
    try:
        address = address_to_go(provider, begun, _way_back(request))
    except SignOnError as fault:
        return _refused(request, fault)
    request.session[_BEGUN] = [*begun]
    return redirect(address)


@never_cache
@require_safe
def come_back(request: HttpRequest) -> HttpResponse:
    """Take what the browser brought back, once, and let in whose account is linked with it."""
    provider = _provider()
    kept = request.session.pop(_BEGUN, None)
    code, state = request.GET.get("code"), request.GET.get("state", "")
    if kept is None or not code:
        return _refused(request, SignOnError("nothing was begun, or it was broken off at the identity service"))
    try:
        identified = finish(provider, Begun(*kept), state=state, code=code, redirect_uri=_way_back(request))
    except SignOnError as fault:
        return _refused(request, fault)
    return _link(request, identified) if isinstance(request.user, User) else _let_in(request, identified)


@require_POST
def unlink(request: HttpRequest) -> HttpResponse:
    """End the link of one's own account."""
    if unlink_account(actor=own_account(request), at=timezone.now()):
        messages.success(request, gettext("已解除与统一身份认证的绑定。"))
    return redirect("account")


def _let_in(request: HttpRequest, identified: Identified) -> HttpResponse:
    user = find_linked(identified.issuer, identified.subject)
    if user is None:
        return render(request, "account/not_linked.html", status=403)
    return pass_first_step(request, user, how="single_sign_on")


def _link(request: HttpRequest, identified: Identified) -> HttpResponse:
    try:
        link_account(
            actor=own_account(request), at=timezone.now(), issuer=identified.issuer, subject=identified.subject
        )
    except RuleError as refusal:
        messages.error(request, refusal.text.in_(language()))
    else:
        messages.success(request, gettext("已绑定统一身份认证，下次可以用它登录。"))
    return redirect("account")


def _refused(request: HttpRequest, fault: SignOnError) -> HttpResponse:
    _log.warning("single sign-on: %s", fault)
    is_away = isinstance(fault, ProviderUnreachableError)
    # Never 500 or more: Django would not keep the session then, and what was begun could be used again.
    return render(request, "account/sign_on_refused.html", {"is_away": is_away}, status=403)


def _way_back(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("single_sign_on_back"))


def _provider() -> Provider:
    provider = configured_provider()
    if provider is None:
        raise Http404
    return provider
