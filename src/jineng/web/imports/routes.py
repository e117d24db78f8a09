"""Addresses of the import pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.urls import path
from django.utils.translation import gettext_lazy

from jineng.domain.imports.permissions import ACTIONS
from jineng.domain.permitted import ALLOWED
from jineng.web.access_rules import Access, Entry
from jineng.web.imports.one import confirm, download_marked, give_up, show_import
from jineng.web.imports.pages import download_form, hand_in_form, show_imports

if TYPE_CHECKING:
    from collections.abc import Mapping

_READERS: Final = Access(roles=ALLOWED["imports.read"])
_IMPORTERS: Final = Access(roles=frozenset().union(*(ALLOWED[action] for action in ACTIONS.values())))

PATHS: Final = (
    path("imports/", show_imports, name="imports"),
    path("imports/new/", hand_in_form, name="import_new"),
    path("imports/forms/<slug:form>/", download_form, name="import_form"),
    path("imports/<uuid:uid>/", show_import, name="import"),
    path("imports/<uuid:uid>/confirm/", confirm, name="import_confirm"),
    path("imports/<uuid:uid>/give-up/", give_up, name="import_give_up"),
    path("imports/<uuid:uid>/marked/", download_marked, name="import_marked"),
)

ACCESS: Final[Mapping[str, Access]] = {
    "imports": _READERS,
    "import_new": _IMPORTERS,
    "import_form": _READERS,
    "import": _READERS,
    "import_confirm": _IMPORTERS,
    "import_give_up": _IMPORTERS,
    "import_marked": _IMPORTERS,
}

NAVIGATION: Final = (Entry("imports", gettext_lazy("表册导入")),)
