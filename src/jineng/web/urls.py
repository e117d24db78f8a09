"""Addresses of all pages. Every name needs a row in ``access``."""

from __future__ import annotations

from django.urls import path
from django.views.i18n import set_language

from jineng.web.bureau.desk import download_template, hand_in_book, show_settlements
from jineng.web.bureau.downloads import download
from jineng.web.bureau.settlement import reveal_line, search_person, show_line, show_settlement, show_tab
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
    path("sign-in/", SignIn.as_view(), name="sign_in"),
    path("sign-out/", sign_out, name="sign_out"),
    path("language/", set_language, name="set_language"),
    path("health/", show_health, name="health"),
]
