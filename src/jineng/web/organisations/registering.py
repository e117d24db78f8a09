"""Registering an organisation, changing, closing or merging it, and stating its size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jineng.domain.permitted import require
from jineng.domain.registry.operations import organisations
from jineng.domain.registry.organisation_errors import FieldRefusedError
from jineng.domain.registry.organisation_rules import BANK_FIELDS, FACT_NAMES, OrganisationFacts
from jineng.domain.registry.queries.organisations import find_by_code, find_organisation
from jineng.kernel.text import Text
from jineng.platform.regions.queries import children
from jineng.web.answers import actor_of
from jineng.web.organisations.asking import ask, found
from jineng.web.organisations.forms import CloseForm, FactsForm, SizeForm

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

_METHODS = ["GET", "HEAD", "POST"]
_FEN_PER_WAN_YUAN = 1_000_000


@require_http_methods(_METHODS)
@never_cache
@found
def register(request: HttpRequest) -> HttpResponse:
    """Register an organisation of the officer's county; one that is known is brought up to date."""
    actor = actor_of(request)
    require(actor, "organisations.register")
    form = FactsForm(request.POST or None, townships=children(actor.region_code, timezone.localdate()))

    def act(data: dict[str, Any]) -> str:
        facts = OrganisationFacts(
            county_code=actor.region_code, **{name: data[name] for name in FACT_NAMES if name in data}
        )
        done = organisations.register_organisation(
            actor=actor,
            at=timezone.now(),
            facts=facts,
            contact_name=data["contact_name"],
            contact_phone=data["contact_phone"],
        )
        said = {
            "created": gettext("已登记。"),
            "changed": gettext("该单位已登记过，信息已更新。"),
            "same": gettext("该单位已登记过，没有变化。"),
        }
        messages.success(request, said[done.outcome])
        return reverse("organisation", args=[done.organisation.uid])

    return ask(
        request,
        form,
        act,
        title=gettext_lazy("登记单位"),
        lead=gettext_lazy("同一个统一社会信用代码只登记一次；已登记过的会更新。"),
        back=reverse("organisations"),
        label=gettext_lazy("登记"),
    )


@require_http_methods(_METHODS)
@never_cache
@found
def edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Change what is registered of an organisation; the bank account goes by a request."""
    actor = actor_of(request)
    organisation = find_organisation(actor, uid)
    require(actor, "organisations.change", region_code=organisation.county_code)
    shown = [name for name in FACT_NAMES if name not in BANK_FIELDS | {"kind", "county_code", "representative_id"}]
    form = FactsForm(
        request.POST or None,
        townships=children(organisation.county_code, timezone.localdate()),
        drop=["kind", "bank_name", "bank_account", "contact_name", "contact_phone"],
        initial={name: getattr(organisation, name) for name in shown},
    )

    def act(data: dict[str, Any]) -> str:
        facts = OrganisationFacts(
            kind=organisation.kind,
            county_code=organisation.county_code,
            parent_uid=organisation.parent.uid if organisation.parent else None,
            **data,
        )
        organisations.change_organisation(actor=actor, at=timezone.now(), uid=uid, facts=facts)
        messages.success(request, gettext("已保存。"))
        return reverse("organisation", args=[uid])

    return ask(
        request,
        form,
        act,
        title=gettext_lazy("修改单位信息"),
        lead=gettext_lazy("银行账户的变更请用“申请变更”，由第二人确认。"),
        back=reverse("organisation", args=[uid]),
        label=gettext_lazy("保存"),
    )


@require_http_methods(_METHODS)
@never_cache
@found
def close(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Close an organisation for good, or merge it into another."""
    actor = actor_of(request)
    organisation = find_organisation(actor, uid)
    require(actor, "organisations.change", region_code=organisation.county_code)

    def act(data: dict[str, Any]) -> str:
        at = timezone.now()
        if not data["into_code"]:
            organisations.close_organisation(actor=actor, at=at, uid=uid, closed_on=data["closed_on"], why=data["why"])
        else:
            successor = find_by_code(actor, data["into_code"])
            if successor is None:
                raise FieldRefusedError(
                    "into_code", Text("没有登记这个代码的单位", "no organisation is registered under this code")
                )
            organisations.merge_organisation(
                actor=actor, at=at, uid=uid, into=successor.uid, merged_on=data["closed_on"], why=data["why"]
            )
        messages.success(request, gettext("已注销，记录保留备查。"))
        return reverse("organisation", args=[uid])

    return ask(
        request,
        CloseForm(request.POST or None),
        act,
        title=gettext("注销或合并：%(name)s") % {"name": organisation.name},
        lead=gettext_lazy("注销后不能恢复；历史记录都保留。"),
        back=reverse("organisation", args=[uid]),
        label=gettext_lazy("注销"),
    )


@require_http_methods(_METHODS)
@never_cache
@found
def state_size(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take what an enterprise states and compute its size class."""
    actor = actor_of(request)
    organisation = find_organisation(actor, uid)
    require(actor, "organisations.change", region_code=organisation.county_code)

    def act(data: dict[str, Any]) -> str:
        organisations.record_size(
            actor=actor,
            at=timezone.now(),
            uid=uid,
            as_of=data["as_of"],
            industry=data["industry"],
            staff_count=data["staff_count"],
            revenue_fen=int(data["revenue_wan"] * _FEN_PER_WAN_YUAN),
            assets_fen=int(data["assets_wan"] * _FEN_PER_WAN_YUAN),
        )
        messages.success(request, gettext("已按标准划分规模。"))
        return reverse("organisation", args=[uid])

    return ask(
        request,
        SizeForm(request.POST or None),
        act,
        title=gettext("划分企业规模：%(name)s") % {"name": organisation.name},
        lead=gettext_lazy("按《中小企业划型标准规定》（工信部联企业〔2011〕300号）自动划分。"),
        back=reverse("organisation", args=[uid]),
        label=gettext_lazy("划分"),
    )
