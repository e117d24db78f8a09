"""One comparison: how it comes along, everybody's answers, one person's, decisions, and the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jineng.domain.eligibility.errors import EligibilityError
from jineng.domain.eligibility.operations.batches import confirm, decide
from jineng.domain.eligibility.permissions import may_decide
from jineng.domain.eligibility.queries.batches import (
    Narrowed,
    count_entries,
    count_standings,
    get_batch,
    get_entry,
    list_entries,
    list_findings,
    list_unconfirmed,
)
from jineng.domain.eligibility.queries.benefits import list_benefits
from jineng.domain.eligibility.states import BENEFIT_LABELS, BatchState, BenefitState
from jineng.domain.imports.queries import view_run
from jineng.domain.plans.queries import list_plans
from jineng.journeys.eligibility_files import XLSX, result_workbook
from jineng.policy.comparing.findings import OUTCOME_NAMES
from jineng.policy.kinds.base import KIND_NAMES
from jineng.policy.kinds.terms import say_word
from jineng.web.answers import actor_of, as_download
from jineng.web.eligibility.answers import found
from jineng.web.eligibility.forms import DecisionForm
from jineng.web.eligibility.stages import stage_of
from jineng.web.templatetags.display import language

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from jineng.domain.eligibility.models import Batch

PER_PAGE: Final = 50


@require_safe
@never_cache
@found
def show_batch(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show a comparison as far as it is."""
    return _batch_page(request, uid)


@require_safe
@never_cache
@found
def show_person(request: HttpRequest, uid: UUID, entry: int) -> HttpResponse:
    """Show every answer for one person, with what may be decided."""
    return _person_page(request, uid, entry)


@require_POST
@never_cache
@found
def decide_check(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Decide a check for one person, or for everybody of whom it is not known."""
    get_batch(actor_of(request), uid)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("没有认定：提交的内容不完整；请重新填写。"))
        return redirect("eligibility_batch", uid)
    said = form.cleaned_data
    try:
        decision = decide(
            actor=actor_of(request),
            at=timezone.now(),
            batch_uid=uid,
            check_code=said["check"],
            was=said["was"],
            becomes=said["becomes"],
            reason=said["reason"],
            entry_key=said["entry"],
        )
    except EligibilityError as refusal:
        more = {"refusal": refusal.text, "refused_check": said["check"]}
        if said["entry"] is not None:
            return _person_page(request, uid, said["entry"], status=422, **more)
        return _batch_page(request, uid, status=422, **more)
    done = gettext("已认定。") if decision.is_in_force else gettext("已提交，等另一人复核后生效。")
    messages.success(request, done)
    if said["entry"] is None:
        return redirect("eligibility_batch", uid)
    return redirect("eligibility_person", uid, said["entry"])


@require_POST
@never_cache
@found
def confirm_decision(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Give the second person's word to a refusal set aside."""
    written = request.POST.get("decision", "")
    key = int(written) if written.isascii() and written.isdigit() and len(written) < 19 else 0
    try:
        confirm(actor=actor_of(request), at=timezone.now(), batch_uid=uid, decision_key=key)
    except EligibilityError as refusal:
        return _batch_page(request, uid, status=422, refusal=refusal.text)
    messages.success(request, gettext("已复核，认定生效。"))
    return redirect("eligibility_batch", uid)


@require_POST
@never_cache
@found
def download_results(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Hand out the answers as a workbook; a POST, since it leaves an audit event."""
    file = result_workbook(actor=actor_of(request), at=timezone.now(), uid=uid, language=language())
    return as_download(file.content, file.name, XLSX)


def _batch_page(request: HttpRequest, uid: UUID, *, status: int = 200, **more: object) -> HttpResponse:
    actor = actor_of(request)
    batch = get_batch(actor, uid)
    values = _about(batch) | {"may_decide": may_decide(actor), **more}
    if batch.state == BatchState.QUEUED:
        run = view_run(batch.run)
        values |= {"run": run, "stage": stage_of(run), "is_waiting": run.error is None}
        return render(request, "eligibility/waiting.html", values)
    findings = list_findings(batch)
    chosen = _narrowed(request, {row.finding.pk for row in findings})
    page = Paginator(range(count_entries(batch, chosen)), PER_PAGE).get_page(request.GET.get("page"))
    counts = count_standings([batch])[batch.pk]
    values |= {
        "findings": findings,
        "chosen": chosen,
        "page": page,
        "entries": list_entries(batch, chosen, offset=(page.number - 1) * PER_PAGE, limit=PER_PAGE),
        "counts": [(outcome, OUTCOME_NAMES[outcome], counts[outcome]) for outcome in OUTCOME_NAMES],
        "unconfirmed": list_unconfirmed(batch),
        "actor_key": actor.pk,
    }
    return render(request, "eligibility/batch.html", values, status=status)


def _person_page(request: HttpRequest, uid: UUID, entry: int, *, status: int = 200, **more: object) -> HttpResponse:
    actor = actor_of(request)
    batch = get_batch(actor, uid)
    row = get_entry(batch, entry)
    benefits = [(each, BENEFIT_LABELS[BenefitState(each.state)]) for each in list_benefits(actor, row.entry.person_id)]
    values = _about(batch) | {
        "row": row,
        "benefits": benefits,
        "may_decide": may_decide(actor),
        "actor_key": actor.pk,
        **more,
    }
    return render(request, "eligibility/person.html", values, status=status)


def _about(batch: Batch) -> dict[str, Any]:
    plan = next((plan for plan in list_plans() if plan.id == batch.policy_id), None)
    return {
        "batch": batch,
        "plan": plan,
        "kind": next(name for kind, name in KIND_NAMES.items() if kind == batch.kind),
        "level": say_word(batch.level) if batch.level else None,
    }


def _narrowed(request: HttpRequest, findings: set[int]) -> Narrowed:
    standing = request.GET.get("standing", "")
    written = request.GET.get("finding", "")
    finding = int(written) if written.isascii() and written.isdigit() else None
    return Narrowed(
        standing if standing in OUTCOME_NAMES else "",
        finding if finding in findings else None,
    )
