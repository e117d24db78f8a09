"""What stands in the header, for the person who looks: a few groups, and the pages of the one that is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext_lazy

from jineng.web.routes import ACCESS, NAVIGATION

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.functional import _StrPromise

    from jineng.web.access_rules import Entry


class Group(NamedTuple):
    """Entries that stand under one word in the header, by the names of their addresses."""

    label: _StrPromise
    url_names: tuple[str, ...]


GROUPS: Final = (
    Group(gettext_lazy("人员"), ("people", "imports", "selections", "eligibility")),
    Group(gettext_lazy("单位"), ("organisations", "leading_group")),
    Group(gettext_lazy("政策"), ("plans", "drafts")),
)
"""Entries that are in no group stand alone; so does the only entry of a group that somebody may open."""


def navigation(request: HttpRequest) -> dict[str, object]:
    """Give templates the groups of entries that this person may open, and the one that the present page belongs to.

    ``navigation`` is a list of groups with address, label, whether it is the present one, and its entries;
    ``navigation_group`` is the present group if it has several entries, else None.
    """
    allowed = {
        entry.url_name: _shown(request, entry) for entry in NAVIGATION if ACCESS[entry.url_name].allows(request.user)
    }
    groups: list[dict[str, Any]] = []
    while allowed:
        url_name = next(iter(allowed))
        group = next((each for each in GROUPS if url_name in each.url_names), None)
        names = group.url_names if group else (url_name,)
        entries = [allowed.pop(name) for name in names if name in allowed]
        is_alone = group is None or len(entries) == 1
        label = entries[0]["label"] if group is None or is_alone else group.label
        is_current = any(entry["is_current"] for entry in entries)
        groups.append({"url": entries[0]["url"], "label": label, "is_current": is_current, "entries": entries})
    present = next((each for each in groups if each["is_current"] and len(each["entries"]) > 1), None)
    return {"navigation": groups, "navigation_group": present}


def _shown(request: HttpRequest, entry: Entry) -> dict[str, Any]:
    url = reverse(entry.url_name)
    is_current = request.path == url or (url != "/" and request.path.startswith(url))
    return {"url": url, "label": entry.label, "is_current": is_current}
