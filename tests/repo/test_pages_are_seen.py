"""Every page is opened in a real browser, in both widths and languages, and looked over by axe."""

from __future__ import annotations

import ast
from itertools import chain, repeat
from pathlib import Path
from typing import TYPE_CHECKING

from django.urls import get_resolver, resolve
from django.urls.exceptions import Resolver404

if TYPE_CHECKING:
    from collections.abc import Iterator

BROWSER_TESTS = Path(__file__).parents[1] / "browser"
DRAFT = "00000000-0000-4000-8000-000000000000"

NO_PAGES = {
    "health": "a word for machines",
    "set_language": "only takes a choice and returns",
    "sign_out": "only ends the session and returns",
    "settlement_template": "a file",
    "settlement_download": "a file",
    "settlement_person": "the lines again with one name shown, reached by pressing a button in test_settlements",
    "settlement_search": "only takes a number and leads to the lines",
    "draft_original_file": "a file",
    "draft_export": "a file",
    "draft_back": "only saves an earlier revision anew and leads to the draft",
    "draft_rule_move": "only moves a rule and leads back to the rules",
    "draft_send": "only sends the draft and leads back to it",
}


def addresses() -> Iterator[str]:
    """Every address written in the browser tests; what a test fills in stands as 1, or the first of it as a draft's number."""
    for path in BROWSER_TESTS.glob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("/"):
                yield node.value
            elif isinstance(node, ast.JoinedStr):
                for first in ("1", DRAFT):
                    filled = chain((first,), repeat("1"))
                    text = "".join(
                        str(part.value) if isinstance(part, ast.Constant) else next(filled) for part in node.values
                    )
                    if text.startswith("/"):
                        yield text


def test_every_page_is_opened_in_the_browser() -> None:
    seen = set()
    for address in addresses():
        try:
            seen.add(resolve(address.split("?")[0]).url_name)
        except Resolver404:
            continue
    named = {name for name in get_resolver().reverse_dict if isinstance(name, str)}

    assert named - seen - NO_PAGES.keys() == set()
    assert NO_PAGES.keys() <= named
