"""All addresses, who may open them and what stands in the header: the routes of each audience, put together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from django.urls import path
from django.utils.translation import gettext_lazy
from django.views.i18n import set_language

from jineng.web.access_rules import PUBLIC, Access, Entry
from jineng.web.account import routes as account
from jineng.web.audit import routes as audit
from jineng.web.bureau import routes as bureau
from jineng.web.desk import routes as desk
from jineng.web.eligibility import routes as eligibility
from jineng.web.imports import routes as imports
from jineng.web.learner import routes as learner
from jineng.web.organisations import routes as organisations
from jineng.web.people import routes as people
from jineng.web.public import routes as public
from jineng.web.selections import routes as selections
from jineng.web.start import show_health, show_start

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.urls import URLPattern


class Routes(Protocol):
    """What each audience's ``routes`` module declares; an address without a row of access is closed to all."""

    @property
    def PATHS(self) -> Sequence[URLPattern]:  # noqa: N802 -- a constant of the module
        """The addresses and their views."""

    @property
    def ACCESS(self) -> Mapping[str, Access]:  # noqa: N802
        """Who may open them, by name of the address."""

    @property
    def NAVIGATION(self) -> Sequence[Entry]:  # noqa: N802
        """What stands in the header."""


AUDIENCES: Final[tuple[Routes, ...]] = (
    public,
    bureau,
    desk,
    people,
    learner,
    organisations,
    account,
    audit,
    imports,
    selections,
    eligibility,
)
"""In the order of the header."""

PATHS: Final = (
    path("", show_start, name="start"),
    path("language/", set_language, name="set_language"),
    path("health/", show_health, name="health"),
    *(pattern for audience in AUDIENCES for pattern in audience.PATHS),
)

ACCESS: Final[Mapping[str, Access]] = {
    "start": PUBLIC,
    "set_language": PUBLIC,
    "health": PUBLIC,
    **{name: access for audience in AUDIENCES for name, access in audience.ACCESS.items()},
}

NAVIGATION: Final = (
    Entry("start", gettext_lazy("首页")),
    *(entry for audience in AUDIENCES for entry in audience.NAVIGATION),
)
