"""A real browser on the real site: two widths, both languages, and a check that everybody can use the page.

``visit`` opens an address in one of the four combinations; ``require_accessible`` fails on a serious or critical
finding of axe. Set SCREENSHOTS to a folder to keep a picture of every page visited.
"""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page
    from pytest_django.live_server_helper import LiveServer

    from jineng.platform.identity.models import User

HERE = Path(__file__).parent
WIDTHS = {"desk": (1280, 900), "phone": (390, 844)}
LANGUAGES = ("zh-hans", "en")
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FAULTY = ("serious", "critical")


def _chromium() -> str | None:
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _BROWSERS)), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder, and leave them out where there is no browser."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")
            item.add_marker(pytest.mark.django_db(transaction=True))
            if _chromium() is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine; apt install chromium"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=_chromium(), args=arguments)
        yield browser
        browser.close()


@dataclass(frozen=True)
class Visitor:
    """Somebody at a screen of one width who reads one language."""

    page: Page
    site: str
    width: str
    language: str

    def open(self, address: str) -> Page:
        """Open an address of the site and keep a picture if they are wanted."""
        self.page.goto(f"{self.site}{address}")
        self.keep_picture(address)
        return self.page

    def keep_picture(self, name: str) -> None:
        """Keep a picture of the whole page, if SCREENSHOTS names a folder."""
        if folder := os.environ.get("SCREENSHOTS"):
            file_name = re.sub(r"\W+", "-", name).strip("-") or "start"
            self.page.screenshot(path=Path(folder) / f"{file_name}.{self.width}.{self.language}.png", full_page=True)

    def sign_in(self, user: User) -> None:
        """Be this person from now on."""
        from django.conf import settings
        from django.test import Client

        client = Client()
        client.force_login(user)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": self.site}])

    def require_accessible(self) -> None:
        """Fail on what keeps people out, on a page wider than the screen, and on what the browser refused to load."""
        findings = Axe().run(self.page).response["violations"]
        faults = [
            f"{finding['impact']}: {finding['id']}: {finding['help']}: {node['html']}"
            for finding in findings
            if finding["impact"] in _FAULTY
            for node in finding["nodes"]
        ]
        assert not faults, "\n".join(faults)
        wider_px = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wider_px <= 0, f"the page is {wider_px} px wider than the screen"


def _combinations() -> Iterator[Any]:
    """Every width and language. Two of the four show both of each; the other two run with the slow tests."""
    for width in WIDTHS:
        for language in LANGUAGES:
            marks = () if (width == "desk") == (language == "zh-hans") else pytest.mark.slow
            yield pytest.param((width, language), marks=marks, id=f"{width}-{language}")


@pytest.fixture(params=_combinations())
def visitor(request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer) -> Iterator[Visitor]:
    """A visitor for each width and language. What a page complains of in its console fails the test."""
    width, language = request.param
    across_px, down_px = WIDTHS[width]
    context = browser.new_context(viewport={"width": across_px, "height": down_px}, locale="en-US")
    context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
    page = context.new_page()
    page.set_default_timeout(10_000)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    yield Visitor(page, live_server.url, width, language)
    context.close()
    unexpected = [text for text in complaints if "the server responded with a status of 4" not in text]
    assert not unexpected, unexpected
