"""Addresses of the learners' own pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.urls import path
from django.utils.translation import gettext_lazy

from jineng.platform.identity.roles import Role
from jineng.web.access_rules import Access, Entry
from jineng.web.learner import views

if TYPE_CHECKING:
    from collections.abc import Mapping

_LEARNER: Final = Access(roles=frozenset({Role.LEARNER}))

PATHS: Final = (
    path("me/", views.show_me, name="me"),
    path("me/ask/", views.ask, name="me_ask"),
    path("me/erase/", views.ask_to_erase, name="me_erase"),
    path("me/declarations/<slug:kind>/", views.declare, name="me_declare"),
    path("me/declarations/<int:key>/withdraw/", views.withdraw, name="me_withdraw"),
    path("me/assistance/<int:key>/", views.answer, name="me_assistance"),
    path("me/accounts/", views.propose_account, name="me_account_new"),
    path("me/accounts/<int:key>/", views.confirm_account, name="me_account"),
)

ACCESS: Final[Mapping[str, Access]] = dict.fromkeys(("me", "me_ask", "me_erase", "me_declare", "me_withdraw", "me_assistance", "me_account_new", "me_account"), _LEARNER)  # fmt: skip

NAVIGATION: Final = (Entry("me", gettext_lazy("我的")),)
