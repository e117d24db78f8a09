"""The list of people, the search, and registering one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from jineng.domain.permitted import may, require
from jineng.domain.registry.operations.people import GuardianTold, Help, register_person
from jineng.domain.registry.people_errors import AlreadyRegisteredError
from jineng.domain.registry.people_facts import PersonRow, canonical, warnings_of
from jineng.domain.registry.people_queries import COUNTED_UP_TO, PeopleFilter, count_people, list_people
from jineng.kernel.target_groups import TARGET_GROUPS
from jineng.platform.identity.roles import Role
from jineng.platform.regions.queries import children, region_names
from jineng.web.answers import actor_of
from jineng.web.people.forms import RegisterForm, choices
from jineng.web.people.opened import found, said_in
from jineng.web.templatetags.display import language

if TYPE_CHECKING:
    from typing import Any

    from django.http import HttpRequest, HttpResponse, QueryDict

    from jineng.platform.identity.models import User

_TYPED_MAX: Final = 100
_WHOLE: Final = 100
_GUARDIAN: Final = ("guardian_name", "guardian_relation", "guardian_id_number", "guardian_phone")


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@found
def show_people(request: HttpRequest) -> HttpResponse:
    """Show people by pinyin; what is searched for is posted, so that no name or number stands in an address."""
    actor = actor_of(request)
    asked = request.POST if request.method == "POST" else request.GET
    chosen = _chosen(asked, typed=request.POST.get("typed", ""))
    page = list_people(actor, chosen, after=_key(asked.get("after", "")))
    count = count_people(actor, chosen)
    values = {
        "page": page,
        "chosen": chosen,
        "after": asked.get("after", ""),
        "count": min(count, COUNTED_UP_TO),
        "is_more": count > COUNTED_UP_TO,
        "townships": townships_of(actor),
        "groups": choices({code: group.title for code, group in TARGET_GROUPS.items()}),
        "may_register": may(actor, "people.register"),
        "may_answer": may(actor, "people.correct"),
    }
    return render(request, "people/list.html", values)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@found
def register(request: HttpRequest) -> HttpResponse:
    """Register one person; if it is done for somebody who cannot, that is noted and their word awaited."""
    actor = actor_of(request)
    require(actor, "people.register")
    form = RegisterForm(request.POST or None, townships=townships_of(actor), initial=_initial(actor))
    existing: UUID | None = None
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        row = canonical(_row(told))
        with said_in(form):
            try:
                person = register_person(
                    actor=actor, at=timezone.now(), row=row, guardian=_guardian(told), help_given=_help(told)
                )
            except AlreadyRegisteredError as refusal:
                existing = refusal.uid
                raise
            for warning in warnings_of(row):
                messages.warning(request, warning.text.in_(language()))
            messages.success(request, gettext("已登记。"))
            return redirect("person", person.uid)
    values = {
        "form": form,
        "existing": existing,
        "guardian_is_open": any(form.data.get(name) for name in _GUARDIAN) or "guardian" in str(form.errors),
        "help_is_open": bool(form.data.get("is_helped")) or "help_reason" in form.errors,
    }
    return render(request, "people/new.html", values, status=422 if form.errors else 200)


def townships_of(actor: User) -> list[tuple[str, str]]:
    """Return the townships that the account may choose: those of its county, or its own."""
    if actor.role == Role.TOWNSHIP_CLERK:
        return list(region_names([actor.region_code], is_full=False).items())
    return [(region.code, region.name) for region in children(actor.region_code[:6], timezone.localdate())]


def _chosen(asked: QueryDict, *, typed: str) -> PeopleFilter:
    township, group = asked.get("township", ""), asked.get("group", "")
    return PeopleFilter(
        township=township if township.isdigit() and len(township) <= _WHOLE else "",
        group=group if group in TARGET_GROUPS else "",
        typed=typed.replace("\x00", "")[:_TYPED_MAX],
    )


def _key(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def _initial(actor: User) -> dict[str, str]:
    return {"id_kind": "resident_id", "township_code": actor.region_code if actor.role == Role.TOWNSHIP_CLERK else ""}


def _row(told: dict[str, Any]) -> PersonRow:
    plain = {name: told[name] for name in PersonRow._fields if name in told and name != "groups"}
    return PersonRow(**plain, groups=tuple(told["groups"]))


def _guardian(told: dict[str, Any]) -> GuardianTold | None:
    values = [told[name] for name in _GUARDIAN]
    return GuardianTold(*values) if any(values) else None


def _help(told: dict[str, Any]) -> Help | None:
    return Help(told["help_reason"], told["help_note"]) if told["is_helped"] else None
