"""Opening a session, once it is known who somebody is."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.contrib.auth import login
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from jineng.platform.identity.models import User
from jineng.platform.identity.operations.sessions import note_session
from jineng.platform.identity.operations.signing_in import note_sign_in
from jineng.platform.identity.queries import has_authenticator
from jineng.platform.identity.roles import Role
from jineng.platform.identity.rules import HALF_WAY_FOR
from jineng.web.account.middleware import SECOND_STEP
from jineng.web.account.visiting import address_of, device_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

_BACKEND: Final = "django.contrib.auth.backends.ModelBackend"
_HALF: Final = "half_way"
_NEXT: Final = "next"

LANDINGS: Final[Mapping[str, str]] = {Role.LEARNER: "me"}
"""The page where a role begins; others begin with what waits for them."""


def keep_next(request: HttpRequest) -> None:
    """Remember where somebody wanted to go, if that is on this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        request.session[_NEXT] = wanted


def forget_next(request: HttpRequest) -> None:
    """Begin anew: where somebody wanted to go the last time no longer counts."""
    request.session.pop(_NEXT, None)


def pass_first_step(request: HttpRequest, user: User, *, how: str) -> HttpResponse:
    """Ask for the second step of those who have one; let the others in."""
    if has_authenticator(user):
        request.session[_HALF] = {"user": user.pk, "how": how, "at": timezone.now().isoformat()}
        return redirect("sign_in_code")
    return enter(request, user, how=how)


def half_way(request: HttpRequest) -> tuple[User, str] | None:
    """Return who passed the first step a moment ago in this browser, and how; None otherwise."""
    kept = request.session.get(_HALF)
    if not kept or timezone.now() - datetime.fromisoformat(kept["at"]) > HALF_WAY_FOR:
        return None
    user = User.objects.filter(pk=kept["user"], is_active=True).first()
    return (user, kept["how"]) if user else None


def enter(request: HttpRequest, user: User, *, how: str, gave_code: bool = False) -> HttpResponse:
    """Open the session under a fresh key, write it down, and lead to where somebody wanted to go."""
    wanted = request.session.pop(_NEXT, None)
    request.session.pop(_HALF, None)
    open_session(request, user, gave_code=gave_code)
    note_sign_in(actor=user, at=timezone.now(), how=how)
    return redirect(wanted or reverse(landing_for(user)))


def open_session(request: HttpRequest, user: User, *, gave_code: bool) -> None:
    """Begin a session under a fresh key and write it down, so that it is listed and can be ended."""
    login(request, user, backend=_BACKEND)
    if request.session.session_key is None:  # what belonged to somebody else before was thrown away whole
        request.session.cycle_key()
    if gave_code:
        request.session[SECOND_STEP] = True
    note_session(
        user=user,
        at=timezone.now(),
        session_key=request.session.session_key or "",
        address=address_of(request),
        device=device_of(request),
    )


def landing_for(user: User) -> str:
    """Return the name of the page where somebody begins."""
    return LANDINGS.get(user.role, "start")
