"""Addresses of the audit record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.urls import path
from django.utils.translation import gettext_lazy

from jineng.platform.identity.roles import Role
from jineng.web.access_rules import PUBLIC, Access, Entry
from jineng.web.audit.views import download_roots, export_log, show_log, show_roots

if TYPE_CHECKING:
    from collections.abc import Mapping

_AUDITOR: Final = Access(roles=frozenset({Role.AUDITOR}))

PATHS: Final = (
    path("audit/", show_log, name="audit"),
    path("audit/export/", export_log, name="audit_export"),
    path("audit/roots/", show_roots, name="audit_roots"),
    path("audit/roots/file/", download_roots, name="audit_roots_file"),
)

ACCESS: Final[Mapping[str, Access]] = {
    "audit": _AUDITOR,
    "audit_export": _AUDITOR,
    "audit_roots": PUBLIC,
    "audit_roots_file": PUBLIC,
}

NAVIGATION: Final = (Entry("audit", gettext_lazy("操作日志")),)
