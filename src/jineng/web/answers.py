"""What the pages of every audience share: who asks, a file to save, and what is not there or not for this person."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from jineng.domain.permitted import NotAllowedError
from jineng.platform.identity.models import User
from jineng.web.templatetags.display import language

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

P = ParamSpec("P")


def actor_of(request: HttpRequest) -> User:
    """Return who is signed in; ``access`` has seen to it that somebody is."""
    if not isinstance(request.user, User):
        raise TypeError(f"expected an account, found {type(request.user).__name__}")
    return request.user


def as_download(content: bytes, name: str, content_type: str) -> HttpResponse:
    """Return content as a file to save."""
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"  # noqa: FBT003
    return response


def found_unless(
    *missing: type[Exception],
) -> Callable[[Callable[P, HttpResponse]], Callable[P, HttpResponse]]:
    """Return a decorator of views: “no such page” for these errors, “not for you” for what the role does not cover.

    What is out of a person's scope is answered like what does not exist.
    """

    def found(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
        @wraps(view)
        def answer(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            try:
                return view(*args, **kwargs)
            except missing:
                raise Http404 from None
            except NotAllowedError as refusal:
                raise PermissionDenied(refusal.text.in_(language())) from None

        return answer

    return found
