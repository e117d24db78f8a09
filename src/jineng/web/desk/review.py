"""Sending a draft to a second officer, and what that officer sees and decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from jineng.domain.drafts import operations
from jineng.domain.drafts.errors import DraftError, DraftNotFoundError
from jineng.domain.plans.outline import list_readings
from jineng.web.answers import actor_of
from jineng.web.desk.checking import check_contents, problem_rows
from jineng.web.desk.differences import differences_from_base
from jineng.web.desk.example_rows import example_rows
from jineng.web.desk.opened import found, open_draft, whole
from jineng.web.public.rows import clause_parts
from jineng.web.templatetags.display import language

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from jineng.kernel.text import Text
    from jineng.web.desk.opened import Opened

SHORT: Final = 12
"""Characters of a hash that people compare."""


@require_POST
@found
def send(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Hand the newest revision to a second officer."""
    number = whole(request.POST.get("number"))
    if number is None:
        raise Http404
    try:
        operations.send(actor=actor_of(request), at=timezone.now(), draft_id=draft_id, number=number)
    except DraftNotFoundError:
        raise
    except DraftError as refusal:
        messages.error(request, refusal.text.in_(language()))
        return redirect("draft", draft_id)
    messages.success(request, gettext("已送复核。请本局另一名人员在“方案编制”中打开本草稿复核。"))
    return redirect("draft", draft_id)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@found
def review(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Show everything of what was sent, and take the decision: approve exactly this text, or return it with reasons."""
    opened = open_draft(request, draft_id)
    refusal: Text | None = None
    if request.method == "POST":
        try:
            return _decide(request, opened)
        except DraftNotFoundError:
            raise
        except DraftError as error:
            refusal = error.text
            opened = open_draft(request, draft_id)
    return render(request, "desk/review.html", _values(opened, refusal, request), status=422 if refusal else 200)


def _decide(request: HttpRequest, opened: Opened) -> HttpResponse:
    number, at = whole(request.POST.get("number")) or 0, timezone.now()
    if request.POST.get("decision") == "approve":
        operations.approve(
            actor=opened.actor, at=at, draft_id=opened.draft_id, number=number, note=request.POST.get("note", "")
        )
        messages.success(request, gettext("第 %(number)s 稿已通过。") % {"number": number})
        return redirect("draft", opened.draft_id)
    operations.return_with_reasons(
        actor=opened.actor,
        at=at,
        draft_id=opened.draft_id,
        number=number,
        reasons=request.POST.get("reasons", ""),
    )
    messages.success(request, gettext("已退回起草人，并附上理由。"))
    return redirect("draft", opened.draft_id)


def _values(opened: Opened, refusal: Text | None, request: HttpRequest) -> dict[str, Any]:
    report = check_contents(opened.contents)
    plan = report.plan
    return {
        "draft": opened.view,
        "revision": opened.revision,
        "short_hash": opened.revision.sha256[:SHORT],
        "refusal": refusal,
        "note": request.POST.get("note", ""),
        "reasons": request.POST.get("reasons", ""),
        "is_maker": opened.view.can_return and not opened.view.can_approve,
        "problems": problem_rows(opened.draft_id, opened.contents, report),
        "differences": differences_from_base(opened),
        "plan": plan,
        "clauses": clause_parts(plan) if plan else [],
        "readings": list_readings(plan.document) if plan else [],
        "examples": example_rows(opened.contents, report),
    }
