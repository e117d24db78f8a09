"""Addresses of the comparison pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.urls import path
from django.utils.translation import gettext_lazy

from jineng.domain.permitted import ALLOWED
from jineng.web.access_rules import Access, Entry
from jineng.web.eligibility.batches import ask_for_batch, show_batches
from jineng.web.eligibility.lists import retire_list, show_list, show_lists, upload_list
from jineng.web.eligibility.results import confirm_decision, decide_check, download_results, show_batch, show_person

if TYPE_CHECKING:
    from collections.abc import Mapping

_READERS: Final = Access(roles=ALLOWED["eligibility.read"])
_LIST_READERS: Final = Access(roles=ALLOWED["comparison.read"])
_DECIDERS: Final = Access(roles=ALLOWED["eligibility.decide"])

PATHS: Final = (
    path("eligibility/", show_batches, name="eligibility"),
    path("eligibility/new/", ask_for_batch, name="eligibility_new"),
    path("eligibility/lists/", show_lists, name="eligibility_lists"),
    path("eligibility/lists/new/", upload_list, name="eligibility_list_new"),
    path("eligibility/lists/<uuid:uid>/", show_list, name="eligibility_list"),
    path("eligibility/lists/<uuid:uid>/retire/", retire_list, name="eligibility_list_retire"),
    path("eligibility/<uuid:uid>/", show_batch, name="eligibility_batch"),
    path("eligibility/<uuid:uid>/people/<int:entry>/", show_person, name="eligibility_person"),
    path("eligibility/<uuid:uid>/decide/", decide_check, name="eligibility_decide"),
    path("eligibility/<uuid:uid>/confirm/", confirm_decision, name="eligibility_confirm"),
    path("eligibility/<uuid:uid>/download/", download_results, name="eligibility_download"),
)

ACCESS: Final[Mapping[str, Access]] = {
    "eligibility": _READERS,
    "eligibility_new": Access(roles=ALLOWED["eligibility.judge"]),
    "eligibility_lists": _LIST_READERS,
    "eligibility_list_new": Access(roles=ALLOWED["comparison.upload"]),
    "eligibility_list": _LIST_READERS,
    "eligibility_list_retire": Access(roles=ALLOWED["comparison.retire"]),
    "eligibility_batch": _READERS,
    "eligibility_person": _READERS,
    "eligibility_decide": _DECIDERS,
    "eligibility_confirm": _DECIDERS,
    "eligibility_download": _READERS,
}

NAVIGATION: Final = (Entry("eligibility", gettext_lazy("资格比对")),)
