"""What happens around every page: who may open it, in which language, and what a browser may load."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import PermissionDenied
from django.http import StreamingHttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from jineng.platform.scope import NOTHING, acting, scope_of
from jineng.web.routes import ACCESS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager

    from django.http import HttpRequest, HttpResponse, HttpResponseBase


class ContentSecurityPolicyMiddleware:
    """Let browsers load and run only what this site serves; no inline scripts, no inline styles."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep what comes after."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the headers to the response."""
        response = self.get_response(request)
        response.headers["Content-Security-Policy"] = settings.CONTENT_SECURITY_POLICY
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        return response


class ChosenLanguageMiddleware:
    """Speak Chinese unless the person chose otherwise.

    What the browser prefers is not asked: the Chinese text is the one of record, and an officer's machine is often
    set up in English.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep what comes after."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate the chosen language for this request."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Cookie",))
        return response


class ScopeMiddleware:
    """Have the database show each request the rows of whoever is signed in, and none of the scoped ones to others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep what comes after."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in the scope; what is streamed is read in it too, after this has returned."""
        with _scope_of_request(request):
            response: HttpResponseBase = self.get_response(request)
        if isinstance(response, StreamingHttpResponse):
            response.streaming_content = _streamed(request, cast("Iterable[bytes]", response.streaming_content))
        return response


def _scope_of_request(request: HttpRequest) -> AbstractContextManager[None]:
    user = request.user
    return acting(user, scope_of(user)) if user.is_authenticated else acting(None, NOTHING)


def _streamed(request: HttpRequest, content: Iterable[bytes]) -> Iterator[bytes]:
    with _scope_of_request(request):
        yield from content


class AccessMiddleware(LoginRequiredMiddleware):
    """Keep the table of ``access``: sign-in first, then the role; no row, no entry."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        """Let pass, send to sign in, or refuse."""
        match = request.resolver_match
        access = ACCESS.get(match.view_name) if match else None
        if access is None:
            raise PermissionDenied
        if access.allows(request.user):
            return None
        if not request.user.is_authenticated:
            return super().process_view(request, view_func, view_args, view_kwargs)
        raise PermissionDenied
