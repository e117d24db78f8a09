"""Addresses of the desk on which plans are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.urls import path
from django.utils.translation import gettext_lazy

from jineng.platform.identity.roles import Role
from jineng.web.access_rules import Access, Entry
from jineng.web.desk.calculator import show_draft_calculator
from jineng.web.desk.differences import show_differences
from jineng.web.desk.draft_page import show_draft
from jineng.web.desk.drafts import begin, give_up, show_drafts, take_in
from jineng.web.desk.entry_form import add_entry, edit_entry
from jineng.web.desk.order import move_rule
from jineng.web.desk.originals import hand_in_original
from jineng.web.desk.review import review, send
from jineng.web.desk.revisions import download_original, export, go_back, show_revisions
from jineng.web.desk.trial import choose_records, show_trial

if TYPE_CHECKING:
    from collections.abc import Mapping

_OFFICER: Final = Access(roles=frozenset({Role.OFFICER}))
_REVIEWER: Final = Access(roles=frozenset({Role.OFFICER, Role.REVIEWER}))
_READERS: Final = Access(roles=frozenset({Role.OFFICER, Role.REVIEWER, Role.LEADER, Role.FINANCE, Role.AUDITOR}))

PATHS: Final = (
    path("drafts/", show_drafts, name="drafts"),
    path("drafts/new/", begin, name="draft_new"),
    path("drafts/import/", take_in, name="draft_import"),
    path("drafts/<uuid:draft_id>/", show_draft, name="draft"),
    path("drafts/<uuid:draft_id>/original/", hand_in_original, name="draft_original"),
    path("drafts/<uuid:draft_id>/original/file/", download_original, name="draft_original_file"),
    path("drafts/<uuid:draft_id>/add/<slug:section>/", add_entry, name="draft_add"),
    path("drafts/<uuid:draft_id>/edit/<slug:section>/<str:key>/", edit_entry, name="draft_entry"),
    path("drafts/<uuid:draft_id>/rules/<str:key>/move/", move_rule, name="draft_rule_move"),
    path("drafts/<uuid:draft_id>/revisions/", show_revisions, name="draft_revisions"),
    path("drafts/<uuid:draft_id>/revisions/back/", go_back, name="draft_back"),
    path("drafts/<uuid:draft_id>/export/", export, name="draft_export"),
    path("drafts/<uuid:draft_id>/compare/", show_differences, name="draft_compare"),
    path("drafts/<uuid:draft_id>/calculator/", show_draft_calculator, name="draft_calculator"),
    path("drafts/<uuid:draft_id>/trial/", choose_records, name="draft_trial"),
    path("drafts/<uuid:draft_id>/trial/<int:run_key>/", show_trial, name="draft_trial_result"),
    path("drafts/<uuid:draft_id>/send/", send, name="draft_send"),
    path("drafts/<uuid:draft_id>/review/", review, name="draft_review"),
    path("drafts/<uuid:draft_id>/withdraw/", give_up, name="draft_withdraw"),
)

ACCESS: Final[Mapping[str, Access]] = {
    "drafts": _READERS,
    "draft_new": _OFFICER,
    "draft_import": _OFFICER,
    "draft": _READERS,
    "draft_original": _OFFICER,
    "draft_original_file": _READERS,
    "draft_add": _OFFICER,
    "draft_entry": _OFFICER,
    "draft_rule_move": _OFFICER,
    "draft_revisions": _READERS,
    "draft_back": _OFFICER,
    "draft_export": _READERS,
    "draft_compare": _READERS,
    "draft_calculator": _READERS,
    "draft_trial": _REVIEWER,
    "draft_trial_result": _REVIEWER,
    "draft_send": _OFFICER,
    "draft_review": _REVIEWER,
    "draft_withdraw": _OFFICER,
}

NAVIGATION: Final = (Entry("drafts", gettext_lazy("方案编制")),)
