"""What stands in the header, for the person who looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy

from jineng.web.access import ACCESS

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: the name of its address and its label. Addresses that begin with it belong to it."""

    url_name: str
    label: _StrPromise


NAVIGATION: Final = (
    Entry("start", gettext_lazy("首页")),
    Entry("plans", gettext_lazy("政策方案")),
    Entry("settlements", gettext_lazy("补贴结算")),
    Entry("drafts", gettext_lazy("方案编制")),
)


def navigation(request: HttpRequest) -> dict[str, object]:
    """Give templates the entries that this person may open, and which of them is the present one."""
    entries = [
        {"url": reverse(entry.url_name), "label": entry.label, "is_current": _is_current(request, entry)}
        for entry in NAVIGATION
        if ACCESS[entry.url_name].allows(request.user)
    ]
    return {"navigation": entries}


def _is_current(request: HttpRequest, entry: Entry) -> bool:
    url = reverse(entry.url_name)
    return request.path == url or (url != "/" and request.path.startswith(url))
