"""All addresses: the pages by audience come from ``web``."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("", include("jineng.web.urls"))]

handler400 = "jineng.web.errors.bad_request"
handler403 = "jineng.web.errors.permission_denied"
handler404 = "jineng.web.errors.page_not_found"
handler500 = "jineng.web.errors.server_error"
