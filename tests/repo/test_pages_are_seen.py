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
    "single_sign_on": "only leads to the identity service",
    "single_sign_on_unlink": "only ends a link and leads back to the account",
    "session_end": "only ends a session and leads back to the account",
    "sessions_end": "only ends sessions and leads back to the account",
    "deputy_begin": "only begins acting for somebody and leads to the desk",
    "deputy_stop": "only stops acting for somebody and leads back to the account",
    "deputy_end": "only ends a stand-in and leads back to the account",
    "account_password": "the page of a temporary password, reached by opening an account in test_account",
    "account_unlock": "only unlocks and leads back to the account",
    "account_second_step": "only unbinds an authenticator and leads back to the account",
    "account_sessions": "only ends sessions and leads back to the account",
    "account_role": "only changes a role and leads back to the account",
    "account_close": "only closes and leads back to the account",
    "person_reveal": "the person's page with numbers in full, reached by pressing a button in test_people",
    "person_declare": "only notes a signed paper and leads back",
    "person_affiliation_end": "only ends an affiliation and leads back",
    "person_ask": "a form on the person's page",
    "me_withdraw": "only withdraws and leads back",
    "me_assistance": "only takes an answer and leads back",
    "audit_export": "a file",
    "audit_roots_file": "a file",
    "second_step_set_up": "led to by signing in without an authenticator, and looked over in test_account",
    "organisation_search": "only takes what is typed and shows the list",
    "organisation_decide": "only decides a request and leads back",
    "leading_group_decide": "only decides a task and leads back",
    "import_form": "a file",
    "import_marked": "a file",
    "import_confirm": "only takes the word to write and leads back to the import",
    "import_give_up": "only gives an import up and leads to the imports",
    "selection_add": "only adds people to a list and leads back to it",
    "selection_withdraw": "only takes somebody off a list and leads back to it",
    "selection_send": "only sends a list and leads back to it",
    "eligibility_decide": "only takes a decision and leads back to the answers",
    "eligibility_confirm": "only takes the second person's word and leads back",
    "eligibility_list_retire": "only retires a list and leads to the lists",
    "eligibility_download": "a file",
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
