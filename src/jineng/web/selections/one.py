"""One township's list: who is on it, putting people on and taking them off, sending them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jineng.domain.permitted import may
from jineng.domain.plans.queries import list_plans
from jineng.domain.registry.people_comparison import known_by_index
from jineng.domain.registry.people_indexes import document_index
from jineng.domain.tasks.errors import ListRefusedError
from jineng.domain.tasks.operations import enter_by_key, send_people, withdraw_person
from jineng.domain.tasks.queries import get_list, list_entries, titles_of
from jineng.domain.tasks.states import LABELS, EntryState
from jineng.web.answers import actor_of
from jineng.web.selections.forms import AddForm, WithdrawForm
from jineng.web.selections.pages import found
from jineng.web.templatetags.display import language

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from jineng.domain.tasks.models import SelectionList
    from jineng.platform.identity.models import User

PER_PAGE: Final = 50
_TONES: Final = {EntryState.LISTED: "info", EntryState.SENT: "good", EntryState.WITHDRAWN: "neutral"}


@require_safe
@never_cache
@found
def show_selection(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show a list with its people."""
    actor = actor_of(request)
    return _page(request, actor, get_list(actor, uid))


@require_POST
@never_cache
@found
def add_person(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Put the registered person with a document's number on the list; the number stays out of addresses."""
    actor = actor_of(request)
    chosen = get_list(actor, uid)
    form = AddForm(request.POST)
    if form.is_valid():
        number = "".join(form.cleaned_data["number"].split()).upper()
        people = known_by_index([document_index("resident_id", number)])
        try:
            entered = enter_by_key(
                actor=actor,
                at=timezone.now(),
                list_uid=uid,
                person_key=next((person.id for person in people.values()), None),
            )
        except ListRefusedError as refusal:
            form.add_error("number", refusal.text.in_(language()))
        else:
            if entered.added:
                messages.info(request, gettext("已列入名单。"))
                return redirect("selection", uid)
            already = gettext("此人已在这份名单上。") if entered.already else gettext("此人已在其他选送名单上。")
            form.add_error("number", already)
    return _page(request, actor, chosen, form, status=422)


@require_POST
@found
def send(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Mark everybody who is listed as sent."""
    count = send_people(actor=actor_of(request), at=timezone.now(), list_uid=uid)
    messages.info(request, ngettext("已选送 %(count)d 人。", "已选送 %(count)d 人。", count) % {"count": count})
    return redirect("selection", uid)


@require_POST
@found
def withdraw(request: HttpRequest, uid: UUID, entry: int) -> HttpResponse:
    """Take somebody off the list, saying why."""
    actor = actor_of(request)
    get_list(actor, uid)
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("请写明撤回原因。"))
        return redirect("selection", uid)
    try:
        withdraw_person(actor=actor, at=timezone.now(), list_uid=uid, entry_key=entry, why=form.cleaned_data["why"])
    except ListRefusedError as refusal:
        messages.error(request, refusal.text.in_(language()))
    else:
        messages.info(request, gettext("已撤回。"))
    return redirect("selection", uid)


def _page(
    request: HttpRequest, actor: User, chosen: SelectionList, form: AddForm | None = None, status: int = 200
) -> HttpResponse:
    asked, after = request.GET.get("state", ""), request.GET.get("after", "")
    state = asked if asked in list(EntryState) else ""
    entries = list_entries(
        actor,
        chosen,
        state=state,
        after=int(after) if after.isascii() and after.isdigit() and len(after) < 19 else 0,
        limit=PER_PAGE + 1,
    )
    shown = entries[:PER_PAGE]
    values = {
        "list": chosen,
        "title": titles_of([chosen])[chosen.pk],
        "plan": next((plan for plan in list_plans() if plan.id == chosen.policy_id), None),
        "entries": [(entry, LABELS[EntryState(entry.state)], _TONES[EntryState(entry.state)]) for entry in shown],
        "next_after": shown[-1].pk if len(entries) > PER_PAGE else None,
        "is_first": not after,
        "state": state,
        "states": [(each.value, LABELS[each]) for each in EntryState],
        "form": form or AddForm(),
        "may_edit": may(actor, "selections.edit", region_code=chosen.township_code),
        "may_set": may(actor, "selections.quota", region_code=chosen.township_code),
        "waiting": chosen.listed_count - chosen.sent_count,
        "over": max(chosen.listed_count - chosen.quota, 0),
    }
    return render(request, "selections/selection.html", values, status=status)
