"""The list of comparisons, and asking for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from jineng.domain.eligibility.errors import EligibilityError
from jineng.domain.eligibility.operations.batches import ask_batch
from jineng.domain.eligibility.permissions import may_judge
from jineng.domain.eligibility.queries.batches import count_batches, count_standings, list_batches
from jineng.domain.eligibility.states import BATCH_LABELS, BatchState
from jineng.domain.permitted import may
from jineng.domain.plans.queries import list_plans
from jineng.domain.tasks.queries import plans_of
from jineng.journeys.batch_sources import choose_source, offered_sources
from jineng.kernel.region_codes import county_of
from jineng.platform.regions.queries import present_code
from jineng.web.answers import actor_of
from jineng.web.eligibility.answers import found
from jineng.web.eligibility.forms import BatchForm
from jineng.web.templatetags.display import language

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from jineng.domain.eligibility.models import Batch
    from jineng.platform.identity.models import User

PER_PAGE: Final = 20


@require_safe
@never_cache
@found
def show_batches(request: HttpRequest) -> HttpResponse:
    """Show the comparisons of the person's scope."""
    actor = actor_of(request)
    paginator: Paginator[int] = Paginator(range(count_batches(actor)), PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    rows = list_batches(actor, offset=(page.number - 1) * PER_PAGE, limit=PER_PAGE)
    counts = count_standings(rows)
    values = {
        "page": page,
        "rows": [(row, counts[row.pk], BATCH_LABELS[BatchState(row.state)]) for row in rows],
        "titles": {plan.id: plan.title for plan in list_plans()},
        "may_judge": may_judge(actor),
        "may_see_lists": may(actor, "comparison.read"),
    }
    return render(request, "eligibility/batches.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@found
def ask_for_batch(request: HttpRequest) -> HttpResponse:
    """Ask for a comparison and show how it comes along."""
    actor = actor_of(request)
    sources = offered_sources(actor)
    asked = request.POST.get("source") or request.GET.get("source", "")
    if asked.startswith("person:") and (chosen := choose_source(actor, asked)) is not None:
        sources = [chosen.source, *sources]
    plans = plans_of(county_of(present_code(actor.region_code)))
    form = BatchForm(request.POST or None, sources=sources, plans=plans, initial={"source": asked})
    if request.method == "POST" and form.is_valid() and (batch := _asked(actor, form)) is not None:
        return redirect("eligibility_batch", batch.uid)
    values = {"form": form, "sources": sources, "plans": plans}
    return render(request, "eligibility/ask.html", values, status=422 if form.errors else 200)


def _asked(actor: User, form: BatchForm) -> Batch | None:
    """Ask for the comparison; where it is refused say so in the form."""
    said = form.cleaned_data
    chosen = choose_source(actor, said["source"])
    if chosen is None:
        form.add_error("source", form.fields["source"].error_messages["invalid_choice"])
        return None
    try:
        return ask_batch(
            actor=actor,
            at=timezone.now(),
            policy_id=said["policy"],
            kind=said["kind"],
            day=said["day"],
            level=said["level"],
            occupation=said["occupation"],
            person_keys=chosen.person_keys,
            source=chosen.source.kind,
            source_uid=chosen.source.uid,
            title=chosen.source.title,
        )
    except EligibilityError as refusal:
        form.add_error(refusal.field or None, refusal.text.in_(language()))
    return None
