"""Addresses of all pages, as the routes declare them."""

from __future__ import annotations

from jineng.web.routes import PATHS

urlpatterns = list(PATHS)
