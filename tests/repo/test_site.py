"""Every address has its row in the table of access, every migration is written, every page is clean."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.urls import URLPattern, URLResolver, get_resolver

from jineng.web.routes import ACCESS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_INLINE = re.compile(r"\sstyle\s*=|<style|\son[a-z]+\s*=|javascript:|<script(?![^>]*\ssrc=)", re.IGNORECASE)


def _names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _names(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            yield f"{space}{entry.name}"


def test_every_address_has_a_row_of_access_and_every_row_an_address() -> None:
    assert sorted(_names(get_resolver())) == sorted(ACCESS)


@pytest.mark.django_db
def test_migrations_are_complete() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_deployment_settings_are_safe(tmp_path: Path) -> None:
    import os
    import subprocess
    import sys

    environment = {**os.environ, "JINENG_STATE": str(tmp_path), "JINENG_HOSTS": "jineng.example.gov.cn"}
    environment["DJANGO_SETTINGS_MODULE"] = "jineng.config.settings"
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
    done = subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "ERROR"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    warnings = set(re.findall(r"\(([a-z]+\.W\d+)\)", done.stderr))

    assert done.returncode == 0, done.stderr
    # Subdomains and the preload list are the county's to decide for its whole domain.
    assert warnings <= {"security.W005", "security.W021"}


def test_templates_have_nothing_inline(root: Path) -> None:
    found = [
        f"{path.relative_to(root)}: {match[0].strip()}"
        for path in sorted((root / "src").rglob("templates/**/*.html"))
        for match in _INLINE.finditer(path.read_text())
    ]

    assert found == []
