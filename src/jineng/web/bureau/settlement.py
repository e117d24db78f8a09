"""One settlement: how it comes along, what is wrong with the book, or what it comes to."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jineng.domain.plans.queries import list_plans
from jineng.domain.settlements.errors import SettlementNotFoundError, WrongStateError
from jineng.domain.settlements.explanation import explain_line
from jineng.domain.settlements.line_queries import (
    LineFilter,
    index_of_typed_person,
    list_choices,
    list_classes,
    list_institutions,
    list_lines,
    list_payees,
    sum_lines,
)
from jineng.domain.settlements.operations import reveal_person
from jineng.domain.settlements.queries import get_settlement, list_problems
from jineng.domain.settlements.states import SettlementState
from jineng.web.answers import actor_of, found_unless

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

    from jineng.domain.settlements.queries import SettlementRow
    from jineng.platform.identity.models import User

PER_PAGE: Final = 50
_TYPED_MAX: Final = 300
_INDEX: Final = re.compile(r"[0-9a-f.]{1,1000}")


found = found_unless(SettlementNotFoundError, WrongStateError)


@require_safe
@never_cache
@found
def show_settlement(request: HttpRequest, key: int) -> HttpResponse:
    """Show how far the settling is, the problems of the book, or the lines of the result."""
    actor = actor_of(request)
    settlement = get_settlement(actor, key)
    if settlement.state == SettlementState.UNUSABLE:
        return _show_problems(request, actor, settlement)
    if settlement.state == SettlementState.SETTLED:
        return _show_lines(request, actor, settlement)
    return render(request, "bureau/waiting.html", _about(settlement))


@require_safe
@never_cache
@found
def show_tab(request: HttpRequest, key: int, tab: str) -> HttpResponse:
    """Show classes, institutions, what was set aside, or the receipt of a settled book."""
    actor = actor_of(request)
    settlement = get_settlement(actor, key)
    if settlement.totals is None:
        return redirect("settlement", key)
    values = _about(settlement) | {"tab": tab}
    if tab == "classes":
        values["classes"] = list_classes(actor, key)
    elif tab == "institutions":
        values |= {"institutions": list_institutions(actor, key), "payees": list_payees(actor, key)}
    return render(request, f"bureau/{tab.replace('-', '_')}.html", values)


@require_safe
@never_cache
@found
def show_line(request: HttpRequest, key: int, ordinal: int) -> HttpResponse:
    """Show one line with its explanation."""
    return _line_page(request, key, ordinal)


@require_POST
@never_cache
@found
def reveal_line(request: HttpRequest, key: int, ordinal: int) -> HttpResponse:
    """Show one line with the person in full; it is written down who looked."""
    person = reveal_person(actor=actor_of(request), at=timezone.now(), settlement_key=key, ordinal=ordinal)
    return _line_page(request, key, ordinal, person=person)


@require_POST
@found
def search_person(request: HttpRequest, key: int) -> HttpResponse:
    """Turn an identity number into its blind index and go there: the number itself never stands in an address."""
    get_settlement(actor_of(request), key)
    typed = _clean(request.POST.get("person_id", "")).strip()
    url = reverse("settlement", args=[key])
    return redirect(f"{url}?{urlencode({'person': index_of_typed_person(typed)})}#lines" if typed else url)


def _line_page(request: HttpRequest, key: int, ordinal: int, **more: object) -> HttpResponse:
    actor = actor_of(request)
    values = _about(get_settlement(actor, key)) | {"explanation": explain_line(actor, key, ordinal), **more}
    return render(request, "bureau/line.html", values)


def _show_problems(request: HttpRequest, actor: User, settlement: SettlementRow) -> HttpResponse:
    problems = list_problems(actor, settlement.key)
    sheet = _clean(request.GET.get("sheet", ""))
    chosen = [problem for problem in problems if not sheet or problem.sheet == sheet]
    page = Paginator(chosen, PER_PAGE).get_page(request.GET.get("page"))
    values = {"problems": problems, "sheets": sorted(Counter(row.sheet for row in problems).items()), "sheet": sheet}
    return render(request, "bureau/problems.html", _about(settlement) | values | {"page": page})


def _show_lines(request: HttpRequest, actor: User, settlement: SettlementRow) -> HttpResponse:
    chosen = _filter_of(request.GET)
    sums = sum_lines(actor, settlement.key, chosen)
    paginator: Paginator[int] = Paginator(range(sums.line_count), PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    opened = request.GET.get("open", "")
    values = {
        "tab": "people",
        "chosen": chosen,
        "sums": sums,
        "page": page,
        "lines": list_lines(actor, settlement.key, chosen, offset=(page.number - 1) * PER_PAGE, limit=PER_PAGE),
        "choices": list_choices(actor, settlement.key),
        "explanation": _opened(actor, settlement.key, opened),
        "is_narrowed": chosen != LineFilter(),
    }
    return render(request, "bureau/lines.html", _about(settlement) | values)


def _opened(actor: User, key: int, ordinal: str) -> object:
    if not re.fullmatch(r"[1-9]\d{0,8}", ordinal, re.ASCII):
        return None
    try:
        return explain_line(actor, key, int(ordinal))
    except SettlementNotFoundError:
        return None


def _filter_of(query: QueryDict) -> LineFilter:
    """Return the filter that an address asks for; what makes no sense does not narrow."""
    person = query.get("person", "")
    return LineFilter(
        **{name: _clean(query.get(name, "")) for name in ("item", "status", "reason", "class_id", "payee")},
        person=person if _INDEX.fullmatch(person) else "",
    )


def _clean(typed: str) -> str:
    return typed.replace("\x00", "")[:_TYPED_MAX]


def _about(settlement: SettlementRow) -> dict[str, Any]:
    plan = next((plan for plan in list_plans() if plan.id == settlement.policy_id), None)
    return {"settlement": settlement, "plan": plan}
