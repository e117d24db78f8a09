"""Addresses of all pages. Every name needs a row in ``access``."""

from __future__ import annotations

from django.urls import path
from django.views.i18n import set_language

from jineng.web.bureau.desk import download_template, hand_in_book, show_settlements
from jineng.web.bureau.downloads import download
from jineng.web.bureau.settlement import reveal_line, search_person, show_line, show_settlement, show_tab
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
from jineng.web.public.views import show_calculator, show_plan, show_plans
from jineng.web.sign_in import SignIn, sign_out
from jineng.web.start import show_health, show_start

urlpatterns = [
    path("", show_start, name="start"),
    path("plans/", show_plans, name="plans"),
    path("plans/<slug:policy_id>/", show_plan, name="plan"),
    path("plans/<slug:policy_id>/calculator/", show_calculator, name="calculator"),
    path("settlements/", show_settlements, name="settlements"),
    path("settlements/new/", hand_in_book, name="settlement_upload"),
    path("settlements/templates/<slug:policy_id>/", download_template, name="settlement_template"),
    path("settlements/<int:key>/", show_settlement, name="settlement"),
    path("settlements/<int:key>/search/", search_person, name="settlement_search"),
    path("settlements/<int:key>/download/", download, name="settlement_download"),
    path("settlements/<int:key>/lines/<int:ordinal>/", show_line, name="settlement_line"),
    path("settlements/<int:key>/lines/<int:ordinal>/person/", reveal_line, name="settlement_person"),
    *(
        path(f"settlements/<int:key>/{tab}/", show_tab, {"tab": tab}, name=f"settlement_{tab.replace('-', '_')}")
        for tab in ("classes", "institutions", "set-aside", "receipt")
    ),
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
    path("sign-in/", SignIn.as_view(), name="sign_in"),
    path("sign-out/", sign_out, name="sign_out"),
    path("language/", set_language, name="set_language"),
    path("health/", show_health, name="health"),
]
