"""Lists of other departments: which there are, uploading one, what is wrong with it, retiring it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jineng.domain.eligibility.comparison_kinds import COMPARISON_KINDS, EFFECT_LABELS
from jineng.domain.eligibility.errors import EligibilityError
from jineng.domain.eligibility.operations.comparison_sets import retire_set, upload_set
from jineng.domain.eligibility.permissions import may_retire, may_upload
from jineng.domain.eligibility.queries.comparison_sets import (
    effect_of,
    get_set,
    list_kinds,
    may_be_retired_by,
    read_problems,
)
from jineng.domain.eligibility.rules import FILE_BYTES_MAX
from jineng.domain.eligibility.states import SET_LABELS, SetState
from jineng.domain.imports.queries import view_run
from jineng.web.answers import actor_of
from jineng.web.eligibility.answers import found
from jineng.web.eligibility.forms import ListForm
from jineng.web.eligibility.stages import stage_of
from jineng.web.templatetags.display import file_size, language

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from jineng.domain.eligibility.models import ComparisonSet
    from jineng.platform.identity.models import User

PER_PAGE: Final = 50


@require_safe
@never_cache
@found
def show_lists(request: HttpRequest) -> HttpResponse:
    """Show every kind of list with what there is of it and until when it counts."""
    actor = actor_of(request)
    values = {"kinds": list_kinds(actor, timezone.localdate()), "may_upload": may_upload(actor)}
    return render(request, "eligibility/lists.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@found
def upload_list(request: HttpRequest) -> HttpResponse:
    """Take a list in and show how its reading comes along."""
    actor = actor_of(request)
    asked = request.GET.get("kind", "")
    initial = {"kind": asked} if asked in COMPARISON_KINDS else {}
    form = ListForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST":
        if getattr(request, "too_large", False):
            form.errors.pop("book", None)
            form.add_error("book", gettext("文件太大；请拆成几份分别上传。"))
        elif form.is_valid() and (uploaded := _uploaded(actor, form)) is not None:
            return redirect("eligibility_list", uploaded.uid)
    values = {
        "form": form,
        "book_error": " ".join(map(str, form.errors.get("book", []))),
        "size_help": gettext("Excel 工作簿（.xlsx），要有“身份证号”一列；不超过 %(size)s。")
        % {"size": file_size(FILE_BYTES_MAX)},
    }
    return render(request, "eligibility/list_upload.html", values, status=422 if form.errors else 200)


@require_safe
@never_cache
@found
def show_list(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show a list: how its reading comes along, what is wrong with it, or what it is."""
    return _list_page(request, uid)


@require_POST
@never_cache
@found
def retire_list(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take a list out of use."""
    try:
        retire_set(actor=actor_of(request), at=timezone.now(), uid=uid, reason=request.POST.get("reason", "")[:200])
    except EligibilityError as refusal:
        return _list_page(request, uid, refusal=refusal.text, status=422)
    messages.success(request, gettext("名单已停用，里面的索引已清除。"))
    return redirect("eligibility_lists")


def _list_page(request: HttpRequest, uid: UUID, *, status: int = 200, **more: object) -> HttpResponse:
    actor = actor_of(request)
    chosen = get_set(actor, uid)
    state = SetState(chosen.state)
    run = view_run(chosen.run) if state == SetState.READING else None
    values: dict[str, Any] = {
        "list": chosen,
        "kind": COMPARISON_KINDS[chosen.kind],
        "label": SET_LABELS[state],
        "effect": EFFECT_LABELS[effect_of(chosen)],
        "run": run,
        "stage": stage_of(run),
        "is_waiting": run is not None and run.error is None,
        "page": Paginator(read_problems(chosen), PER_PAGE).get_page(request.GET.get("page")),
        "may_retire": may_retire(actor) and may_be_retired_by(actor, chosen),
        **more,
    }
    return render(request, "eligibility/list.html", values, status=status)


def _uploaded(actor: User, form: ListForm) -> ComparisonSet | None:
    """Hand the list in; where it is refused say so in the form."""
    said = form.cleaned_data
    try:
        return upload_set(
            actor=actor,
            at=timezone.now(),
            kind=said["kind"],
            source=said["source"],
            data_on=said["data_on"],
            valid_until=said["valid_until"],
            effect=said["effect"] or COMPARISON_KINDS[said["kind"]].effect,
            effect_reason=said["effect_reason"],
            content=said["book"].read(),
        )
    except EligibilityError as refusal:
        form.add_error(refusal.field or None, refusal.text.in_(language()))
    return None
