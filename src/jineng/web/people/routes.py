"""Addresses of the pages about people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.urls import path
from django.utils.translation import gettext_lazy

from jineng.domain.permitted import ALLOWED
from jineng.web.access_rules import Access, Entry
from jineng.web.people import accounts, requests, standing
from jineng.web.people.lists import register, show_people
from jineng.web.people.person import add_one_guardian, edit, reveal, show_person
from jineng.web.people.waiting_accounts import show_accounts

if TYPE_CHECKING:
    from collections.abc import Mapping

_READ: Final = Access(roles=ALLOWED["people.read"])
_REGISTER: Final = Access(roles=ALLOWED["people.register"])
_ANSWER: Final = Access(roles=ALLOWED["people.correct"])

PATHS: Final = (
    path("people/", show_people, name="people"),
    path("people/new/", register, name="person_new"),
    path("people/accounts/", show_accounts, name="payout_accounts"),
    path("people/requests/", requests.show_requests, name="person_requests"),
    path("people/requests/<int:key>/", requests.decide, name="person_request"),
    path("people/<uuid:uid>/", show_person, name="person"),
    path("people/<uuid:uid>/edit/", edit, name="person_edit"),
    path("people/<uuid:uid>/reveal/", reveal, name="person_reveal"),
    path("people/<uuid:uid>/guardian/", add_one_guardian, name="person_guardian"),
    path("people/<uuid:uid>/groups/", standing.add_tag, name="person_group"),
    path("people/<uuid:uid>/groups/<int:key>/end/", standing.end_one_tag, name="person_group_end"),
    path("people/<uuid:uid>/declare/", standing.declare, name="person_declare"),
    path("people/<uuid:uid>/organisations/", standing.add_affiliation, name="person_affiliation"),
    path("people/<uuid:uid>/organisations/<int:key>/end/", standing.end_one_affiliation, name="person_affiliation_end"),
    path("people/<uuid:uid>/assistance/<int:key>/", standing.confirm_assistance, name="person_assistance"),
    path("people/<uuid:uid>/accounts/", accounts.propose, name="person_account_new"),
    path("people/<uuid:uid>/accounts/<int:key>/", accounts.confirm, name="person_account"),
    path("people/<uuid:uid>/ask/", requests.ask, name="person_ask"),
    path("people/<uuid:uid>/merge/", requests.merge, name="person_merge"),
)

ACCESS: Final[Mapping[str, Access]] = {
    "people": _READ,
    "person_new": _REGISTER,
    "payout_accounts": Access(roles=ALLOWED["accounts.confirm"]),
    "person_requests": _ANSWER,
    "person_request": _ANSWER,
    "person": _READ,
    "person_edit": Access(roles=ALLOWED["people.change"]),
    "person_reveal": Access(roles=ALLOWED["people.reveal"]),
    "person_guardian": _REGISTER,
    "person_group": Access(roles=ALLOWED["people.tag"]),
    "person_group_end": Access(roles=ALLOWED["people.tag"]),
    "person_declare": _REGISTER,
    "person_affiliation": Access(roles=ALLOWED["people.change"]),
    "person_affiliation_end": Access(roles=ALLOWED["people.change"]),
    "person_assistance": Access(roles=ALLOWED["people.assist"]),
    "person_account_new": Access(roles=ALLOWED["accounts.propose"]),
    "person_account": Access(roles=ALLOWED["accounts.propose"] | ALLOWED["accounts.confirm"]),
    "person_ask": _REGISTER,
    "person_merge": Access(roles=ALLOWED["people.merge"]),
}

NAVIGATION: Final = (Entry("people", gettext_lazy("人员")),)
