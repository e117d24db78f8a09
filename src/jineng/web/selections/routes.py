"""Addresses of the pages of townships' lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.urls import path
from django.utils.translation import gettext_lazy

from jineng.domain.permitted import ALLOWED
from jineng.web.access_rules import Access, Entry
from jineng.web.selections.one import add_person, send, show_selection, withdraw
from jineng.web.selections.pages import edit_quota, show_selections

if TYPE_CHECKING:
    from collections.abc import Mapping

_READERS: Final = Access(roles=ALLOWED["selections.read"])
_EDITORS: Final = Access(roles=ALLOWED["selections.edit"])

PATHS: Final = (
    path("selections/", show_selections, name="selections"),
    path("selections/quota/", edit_quota, name="selection_quota"),
    path("selections/<uuid:uid>/", show_selection, name="selection"),
    path("selections/<uuid:uid>/add/", add_person, name="selection_add"),
    path("selections/<uuid:uid>/send/", send, name="selection_send"),
    path("selections/<uuid:uid>/<int:entry>/withdraw/", withdraw, name="selection_withdraw"),
)

ACCESS: Final[Mapping[str, Access]] = {
    "selections": _READERS,
    "selection_quota": Access(roles=ALLOWED["selections.quota"]),
    "selection": _READERS,
    "selection_add": _EDITORS,
    "selection_send": _EDITORS,
    "selection_withdraw": _EDITORS,
}

NAVIGATION: Final = (Entry("selections", gettext_lazy("分类选送")),)
