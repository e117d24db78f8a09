"""The public pages. They read only, and the address holds all that they show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from jineng.domain.plans.answers import read_answers
from jineng.domain.plans.estimates import estimate
from jineng.domain.plans.outline import list_facts, list_fills, list_readings
from jineng.domain.plans.queries import PlanNotFoundError, PlanRow, get_any_plan, list_decisions, list_plans
from jineng.domain.plans.questions import ITEM_TITLES, kinds_differ, list_items
from jineng.policy.plan import ClaimsPlan
from jineng.web.public.claims import claim_example_groups, claims_calculator_values
from jineng.web.public.rows import (
    LEVELS,
    STATUSES,
    PlanCard,
    alternative_rows,
    calculator_url,
    clause_parts,
    example_groups,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse, QueryDict

    from jineng.policy.plan import AnyPlan, Plan


def plan_cards() -> list[PlanCard]:
    """Return all plans with their state as at today."""
    today = timezone.localdate()
    return [PlanCard.on(today, row) for row in list_plans()]


@require_safe
def show_plans(request: HttpRequest) -> HttpResponse:
    """List the plans."""
    return render(request, "public/plans.html", {"cards": plan_cards(), "today": timezone.localdate()})


@require_safe
def show_plan(request: HttpRequest, policy_id: str) -> HttpResponse:
    """Show a plan: clauses with their rules, what it declares and what was decided, readings, worked examples."""
    plan = _plan_or_404(policy_id)
    return render(
        request,
        "public/plan.html",
        {
            **_head(plan),
            "level": LEVELS[plan.document.head.level],
            "clauses": clause_parts(plan),
            "facts": list_facts(plan.document),
            "fills": list_fills(plan.document, list_decisions(policy_id)),
            "readings": list_readings(plan.document),
            "groups": claim_example_groups(plan) if isinstance(plan, ClaimsPlan) else example_groups(plan),
        },
    )


@require_safe
def show_calculator(request: HttpRequest, policy_id: str) -> HttpResponse:
    """Ask for a situation and show what it comes to; the answers stand in the address, and nobody's name."""
    plan = _plan_or_404(policy_id)
    address, plan_url = reverse("calculator", args=[plan.id]), reverse("plan", args=[plan.id])
    values = calculator_values(plan, request.GET, address, plan_url)
    return render(request, "public/calculator.html", _head(plan) | values)


def calculator_values(
    plan: AnyPlan, asked: QueryDict, address: str, plan_url: str, more: Mapping[str, str] | None = None
) -> dict[str, object]:
    """Return what a calculator's page shows of the case that an address asks for, whatever records the plan is settled from.

    Args:
        plan: the compiled plan.
        asked: the item and the answers, as typed.
        address: where the calculator stands.
        plan_url: where its plan can be read.
        more: what else every address of this calculator holds.
    """
    if isinstance(plan, ClaimsPlan):
        return claims_calculator_values(plan, asked, address, plan_url, more)
    return _situation_values(plan, asked, address, plan_url, more)


def _situation_values(
    plan: Plan, asked: QueryDict, address: str, plan_url: str, more: Mapping[str, str] | None
) -> dict[str, object]:
    items = list_items(plan)
    chosen = str(asked.get("item", ""))
    item = chosen if chosen in items else items[0]
    answers = read_answers(plan, item, {name: str(value) for name, value in asked.items()})
    faulty = [answer for answer in answers if answer.fault]
    result = None if faulty else estimate(plan, item, answers)
    kept = dict(more or {})
    return {
        "calculator": "public/parts/calculator.html",
        "calculator_url": address,
        "plan_url": plan_url,
        "blank_url": calculator_url(address, item, kept),
        "kept": kept,
        "item": item,
        "item_title": ITEM_TITLES[item],
        "items": [(name, ITEM_TITLES[name], calculator_url(address, name, kept)) for name in items],
        "item_is_unknown": bool(chosen) and chosen not in items,
        "all_kinds_alike": item == "training" and not kinds_differ(plan),
        "answers": [answer for answer in answers if not (answer.is_open and answer.question.is_optional)],
        "deciding": [answer for answer in answers if answer.question.decides],
        "others": [answer for answer in answers if not answer.question.decides],
        "fault_slots": ",".join(f"#fault-{answer.question.name}" for answer in answers),
        "faulty": faulty,
        "result": result,
        "status": STATUSES[result.status] if result else None,
        "alternatives": alternative_rows(address, item, answers, result, kept) if result else [],
    }


def _plan_or_404(policy_id: str) -> AnyPlan:
    try:
        return get_any_plan(policy_id)
    except PlanNotFoundError as error:
        raise Http404(policy_id) from error


def _head(plan: AnyPlan) -> dict[str, object]:
    head = plan.document.head
    return {
        "plan": plan,
        "head": head,
        "card": PlanCard.on(timezone.localdate(), PlanRow.of(head)),
        "today": timezone.localdate(),
    }
