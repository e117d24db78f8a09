"""Addresses of the settlement pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.urls import path
from django.utils.translation import gettext_lazy

from jineng.platform.identity.roles import Role
from jineng.web.access_rules import Access, Entry
from jineng.web.bureau.desk import download_template, hand_in_book, show_settlements
from jineng.web.bureau.downloads import download
from jineng.web.bureau.settlement import reveal_line, search_person, show_line, show_settlement, show_tab

if TYPE_CHECKING:
    from collections.abc import Mapping

_OFFICER: Final = Access(roles=frozenset({Role.OFFICER}))
_READERS: Final = Access(roles=frozenset({Role.OFFICER, Role.REVIEWER, Role.LEADER, Role.FINANCE, Role.AUDITOR}))
_TABS: Final = ("classes", "institutions", "set-aside", "receipt")

PATHS: Final = (
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
        for tab in _TABS
    ),
)

ACCESS: Final[Mapping[str, Access]] = {
    "settlements": _READERS,
    "settlement_upload": _OFFICER,
    "settlement_template": _READERS,
    "settlement": _READERS,
    "settlement_search": _READERS,
    "settlement_download": _READERS,
    "settlement_line": _READERS,
    "settlement_person": _READERS,
    **{f"settlement_{tab.replace('-', '_')}": _READERS for tab in _TABS},
}

NAVIGATION: Final = (Entry("settlements", gettext_lazy("补贴结算")),)
