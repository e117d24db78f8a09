"""What officers take along: the result, the printable forms, the book with its problems marked. All of it is audited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from jineng.domain.settlements.queries import get_settlement
from jineng.journeys.settlement_files import FILES, make_file
from jineng.kernel.problems import UnusableError
from jineng.web.answers import actor_of, as_download
from jineng.web.bureau.settlement import found
from jineng.web.templatetags.display import language

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_POST
@never_cache
@found
def download(request: HttpRequest, key: int) -> HttpResponse:
    """Hand out a file of a settlement; a POST, since it leaves an audit event."""
    what = request.POST.get("file", "")
    get_settlement(actor_of(request), key)
    if what not in FILES:
        return redirect("settlement", key)
    try:
        file = make_file(
            actor=actor_of(request),
            at=timezone.now(),
            settlement_key=key,
            what=what,
            payee=request.POST.get("payee", "").replace("\x00", ""),
            language=language(),
        )
    except UnusableError as fault:
        messages.error(request, " ".join(problem.say(language()) for problem in fault.problems))
        return redirect("settlement", key)
    return as_download(file.content, file.name, file.content_type)
