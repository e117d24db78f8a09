"""What was saved of a draft before, going back to it, and files to take along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jineng.domain.drafts.errors import DraftError
from jineng.domain.drafts.operations import save_revision
from jineng.domain.drafts.queries import get_contents, read_original_content
from jineng.journeys.draft_files import zip_of
from jineng.web.answers import actor_of, as_download
from jineng.web.desk.opened import found, open_draft, whole
from jineng.web.templatetags.display import language

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


@require_safe
@never_cache
@found
def show_revisions(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Show every revision of a draft, the newest first."""
    opened = open_draft(request, draft_id)
    values = {"draft": opened.view, "revisions": opened.view.revisions[::-1]}
    return render(request, "desk/revisions.html", values)


@require_POST
@found
def go_back(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Save an earlier revision anew, as the newest; what was saved since stays where it is."""
    number, based_on = whole(request.POST.get("number")), whole(request.POST.get("based_on"))
    if number is None or based_on is None:
        raise Http404
    actor = actor_of(request)
    _, contents = get_contents(actor, draft_id, number)
    try:
        saved = save_revision(actor=actor, at=timezone.now(), draft_id=draft_id, based_on=based_on, contents=contents)
    except DraftError as refusal:
        messages.error(request, refusal.text.in_(language()))
        return redirect("draft_revisions", draft_id)
    said = gettext("已回到第 %(old)s 稿的内容，存为第 %(new)s 稿。") % {"old": number, "new": saved.number}
    messages.success(request, said)
    return redirect("draft", draft_id)


@require_safe
@never_cache
@found
def export(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Hand out a revision as TOML files."""
    opened = open_draft(request, draft_id, whole(request.GET.get("number")))
    name = f"{opened.view.row.title}-{gettext('第 %(number)s 稿') % {'number': opened.revision.number}}.zip"
    return as_download(zip_of(opened.contents), name, "application/zip")


@require_safe
@never_cache
@found
def download_original(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Hand out the original as it came."""
    opened = open_draft(request, draft_id)
    content = read_original_content(opened.actor, draft_id)
    original = opened.view.original
    return as_download(content, original.filename if original else "", "application/octet-stream")
