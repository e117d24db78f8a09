"""What the public pages show of plans that are settled from claim lines: their examples, and their calculator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils import timezone

from jineng.domain.plans.claim_estimates import NOTHING, estimate_claim, read_claim
from jineng.domain.plans.claim_examples import list_claim_examples, typed_of
from jineng.domain.plans.outline import Link
from jineng.kernel.text import Text
from jineng.policy.words import ITEMS
from jineng.web.public.rows import STATUSES, calculator_url

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import QueryDict
    from django.utils.functional import _StrPromise

    from jineng.domain.plans.claim_estimates import ClaimEstimate, ToldFact
    from jineng.domain.plans.claim_examples import WorkedClaim
    from jineng.policy.plan import ClaimsPlan

FEW: Final = 4
"""Up to as many choices stand beside each other; more are a list to pick from."""

_FORMS: Final = {"date": "date", "money": "decimal", "hours": "decimal"}


@dataclass(frozen=True, slots=True)
class FactField:
    """A fact's question as its form shows it: how it is entered, whether it was told not to be there, or is a word of no list."""

    told: ToldFact
    form: str
    is_absent: bool
    is_other: bool


@dataclass(frozen=True, slots=True)
class ClaimExampleRow:
    """A worked example: what it comes to now, and its way into the calculator where one line's facts tell it all."""

    id: str
    title: Text
    as_of: date
    worked: WorkedClaim
    status: _StrPromise
    tone: str
    calculator_url: str


@dataclass(frozen=True, slots=True)
class ClaimExampleGroup:
    """The examples of one rule."""

    rule: Link
    examples: tuple[ClaimExampleRow, ...]


def claim_example_groups(plan: ClaimsPlan) -> list[ClaimExampleGroup]:
    """Return a plan's worked examples by the rule that they show, in the order of the rules."""
    titles = {rule.id: rule.title for rule in plan.document.rule}
    grouped: dict[str, list[ClaimExampleRow]] = {rule_id: [] for rule_id in titles}
    address = reverse("calculator", args=[plan.id])
    for example, worked in list_claim_examples(plan):
        status, tone = STATUSES[worked.status]
        typed = typed_of(plan, example)
        url = calculator_url(address, example.item, {"as_of": str(example.as_of), **typed}) if typed is not None else ""
        row = ClaimExampleRow(example.id, example.title, example.as_of, worked, status, tone, url)
        grouped[example.rule].append(row)
    return [ClaimExampleGroup(Link(rule, titles[rule]), tuple(rows)) for rule, rows in grouped.items() if rows]


def claims_calculator_values(
    plan: ClaimsPlan, asked: QueryDict, address: str, plan_url: str, more: Mapping[str, str] | None
) -> dict[str, object]:
    """Return what a calculator's page shows of the facts that an address tells; see ``views.calculator_values``."""
    chosen = str(asked.get("item", ""))
    item = chosen if chosen in plan.items else plan.items[0]
    told = read_claim(plan, item, _typed(asked))
    as_of, day_fault = _day(str(asked.get("as_of", "")).strip())
    faulty = [fact for fact in told if fact.fault]
    result = None if faulty or as_of is None else estimate_claim(plan, item, told, as_of)
    kept = dict(more or {})
    return {
        "calculator": "public/parts/claims_calculator.html",
        "calculator_url": address,
        "plan_url": plan_url,
        "blank_url": calculator_url(address, item, kept),
        "kept": kept,
        "item": item,
        "item_title": ITEMS[item],
        "items": [(name, ITEMS[name], calculator_url(address, name, kept)) for name in plan.items],
        "item_is_unknown": bool(chosen) and chosen not in plan.items,
        "as_of": as_of,
        "as_of_typed": str(as_of or asked.get("as_of", "")),
        "day_fault": day_fault,
        "fields": [_field(fact) for fact in told],
        "fault_slots": ",".join(["#fault-as_of", *(f"#fault-{fact.question.fact}" for fact in told)]),
        "faulty": faulty,
        "result": result,
        "status": _status(result),
    }


def _typed(asked: QueryDict) -> dict[str, str]:
    """Return the facts as typed; those ticked as absent are not there, whatever else was typed."""
    return {name: str(value) for name, value in asked.items()} | dict.fromkeys(asked.getlist("absent"), NOTHING)


def _day(typed: str) -> tuple[date | None, Text | None]:
    """Return the day as at which to judge, today if none is typed; or what is wrong with it."""
    if not typed:
        return timezone.localdate(), None
    try:
        return date.fromisoformat(typed), None
    except ValueError:
        return None, Text(
            f"应为日期，例如 2022-11-30；收到 {typed}", f"expected a day such as 2022-11-30, found {typed}"
        )


def _field(told: ToldFact) -> FactField:
    question = told.question
    form = _FORMS.get(question.type, "whole")
    if question.choices:
        form = "pick" if len(question.choices) > FEW else "choice"
    elif question.type == "word":
        form = "word"
    listed = any(told.typed == value for value, _label in question.choices)
    return FactField(told, form, told.typed == NOTHING, told.typed not in {"", NOTHING} and not listed)


def _status(result: ClaimEstimate | None) -> tuple[_StrPromise, str] | None:
    return STATUSES[result.settled.status] if result else None
