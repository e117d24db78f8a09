"""Addresses of the pages of organisations and the leading group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.urls import path
from django.utils.translation import gettext_lazy

from jineng.domain.permitted import ALLOWED
from jineng.web.access_rules import Access, Entry
from jineng.web.organisations.leading_group import add_to_group, decide_task, report, show_group
from jineng.web.organisations.listing import search, show_organisations
from jineng.web.organisations.parts import add_part, end_part, reveal
from jineng.web.organisations.registering import close, edit, register, state_size
from jineng.web.organisations.requests import decide, propose, show_request, show_requests
from jineng.web.organisations.story import show_organisation

if TYPE_CHECKING:
    from collections.abc import Mapping


def _who(*actions: str) -> Access:
    return Access(roles=frozenset().union(*(ALLOWED[action] for action in actions)))


_READ: Final = _who("organisations.read")

PATHS: Final = (
    path("organisations/", show_organisations, name="organisations"),
    path("organisations/search/", search, name="organisation_search"),
    path("organisations/new/", register, name="organisation_new"),
    path("organisations/requests/", show_requests, name="organisation_requests"),
    path("organisations/requests/<int:key>/", show_request, name="organisation_request"),
    path("organisations/requests/<int:key>/decide/", decide, name="organisation_decide"),
    path("organisations/<uuid:uid>/", show_organisation, name="organisation"),
    path("organisations/<uuid:uid>/edit/", edit, name="organisation_edit"),
    path("organisations/<uuid:uid>/propose/", propose, name="organisation_propose"),
    path("organisations/<uuid:uid>/close/", close, name="organisation_close"),
    path("organisations/<uuid:uid>/size/", state_size, name="organisation_size"),
    path("organisations/<uuid:uid>/add/<slug:part>/", add_part, name="organisation_add"),
    path("organisations/<uuid:uid>/end/<slug:part>/<int:key>/", end_part, name="organisation_end"),
    path("organisations/<uuid:uid>/contacts/<int:key>/", reveal, name="organisation_contact"),
    path("leading-group/", show_group, name="leading_group"),
    path("leading-group/add/<slug:part>/", add_to_group, name="leading_group_add"),
    path("leading-group/tasks/<int:key>/report/", report, name="leading_group_report"),
    path("leading-group/tasks/<int:key>/decide/", decide_task, name="leading_group_decide"),
)

ACCESS: Final[Mapping[str, Access]] = {
    "organisations": _READ,
    "organisation_search": _READ,
    "organisation_new": _who("organisations.register"),
    "organisation_requests": _who("organisations.confirm"),
    "organisation_request": _who("organisations.confirm", "organisations.propose"),
    "organisation_decide": _who("organisations.confirm", "organisations.propose"),
    "organisation": _READ,
    "organisation_edit": _who("organisations.change"),
    "organisation_propose": _who("organisations.propose"),
    "organisation_close": _who("organisations.change"),
    "organisation_size": _who("organisations.change"),
    "organisation_add": _who("organisations.equip", "holds.set"),
    "organisation_end": _who("organisations.equip", "holds.set"),
    "organisation_contact": _who("organisations.reveal"),
    "leading_group": _who("leading_group.read"),
    "leading_group_add": _who("leading_group.edit"),
    "leading_group_report": _who("leading_group.report"),
    "leading_group_decide": _who("leading_group.edit"),
}

NAVIGATION: Final = (
    Entry("organisations", gettext_lazy("单位")),
    Entry("leading_group", gettext_lazy("领导小组")),
)
