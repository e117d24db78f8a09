"""Rules moved up and down: their order is that in which one joins the others (叠加、取高)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from jineng.domain.drafts.errors import DraftError, DraftNotFoundError
from jineng.domain.drafts.operations import save_revision
from jineng.domain.drafts.queries import get_contents
from jineng.web.answers import actor_of
from jineng.web.desk.entries import find_entry, with_moved_entry
from jineng.web.desk.opened import found, whole
from jineng.web.templatetags.display import language

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

RULE: Final = "rule"
_STEPS: Final = {"up": -1, "down": 1}


@require_POST
@found
def move_rule(request: HttpRequest, draft_id: UUID, key: str) -> HttpResponse:
    """Move a rule one place up or down in the revision that the person saw, and lead back to it."""
    steps, based_on = _STEPS.get(request.POST.get("to", "")), whole(request.POST.get("based_on"))
    if steps is None or based_on is None:
        raise Http404
    actor = actor_of(request)
    _, contents = get_contents(actor, draft_id, based_on)
    if find_entry(contents, RULE, key) is None:
        raise Http404
    moved = with_moved_entry(contents, RULE, key, steps)
    try:
        saved = save_revision(actor=actor, at=timezone.now(), draft_id=draft_id, based_on=based_on, contents=moved)
    except DraftNotFoundError:
        raise
    except DraftError as refusal:
        messages.error(request, refusal.text.in_(language()))
    else:
        messages.success(request, gettext("已调整次序，存为第 %(number)s 稿。") % {"number": saved.number})
    return redirect(f"{reverse('draft', args=[draft_id])}?part={RULE}#entry-{key}")
