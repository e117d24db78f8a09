"""Who somebody is on every page: whether their session still stands, for whom they act, what they must do first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError
from django.shortcuts import redirect
from django.utils import timezone

from jineng.platform.identity.models import User
from jineng.platform.identity.operations.sessions import note_seen
from jineng.platform.identity.queries import acting_deputy, effective_account, find_session
from jineng.platform.identity.roles import Role
from jineng.platform.identity.rules import SEEN_AGAIN_AFTER

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse, HttpResponseBase

ACTING: Final = "acting"
"""Where the session keeps the number of the stand-in that somebody acts under."""

SECOND_STEP: Final = "second_step"
"""Set in a session whose person gave a code."""

_ALWAYS_OPEN: Final = frozenset({"sign_out", "set_language", "health"})


class AccountMiddleware:
    """Put the effective account in ``request.user``, and the account itself in ``request.own_account``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep what comes after."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Settle who it is, then go on."""
        request.own_account = None  # type: ignore[attr-defined]
        request.acting_for = None  # type: ignore[attr-defined]
        try:
            _settle(request)
        except DatabaseError:
            # The page itself says what is wrong, /health/ included; without the database nobody is signed in.
            request.user = AnonymousUser()
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Callable[..., HttpResponseBase], _values: Any, _keywords: Any
    ) -> HttpResponseBase | None:
        """Send to what must be done before anything else: a password of one's own, a second step."""
        account: User | None = getattr(request, "own_account", None)
        if account is None:
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        first = _to_do_first(request, account)
        return redirect(first) if first and name != first and name not in _ALWAYS_OPEN else None


def needs_second_step(account: User) -> bool:
    """Say whether everybody with this role gives a code: who signs in with a password, where the site requires it."""
    return settings.TOTP == "required" and account.role != Role.LEARNER


def _to_do_first(request: HttpRequest, account: User) -> str | None:
    if account.must_change_password:
        return "password_change"
    if needs_second_step(account) and not request.session.get(SECOND_STEP):
        return "second_step_set_up"
    return None


def _settle(request: HttpRequest) -> None:
    if not isinstance(request.user, User):  # the lazy object passes for what it wraps
        return
    account = request.user
    now = timezone.now()
    session = find_session(request.session.session_key or "")
    if session is None or session.ended_at is not None or session.user_id != account.pk:
        logout(request)
        return
    if now - session.seen_at > SEEN_AGAIN_AFTER:
        note_seen(session=session, at=now)
    request.own_account = account  # type: ignore[attr-defined]
    if ACTING in request.session:
        deputy = acting_deputy(request.session[ACTING], account, now)
        if deputy is None:
            del request.session[ACTING]
        else:
            request.acting_for = deputy  # type: ignore[attr-defined]
            request.user = effective_account(account, deputy)
