"""Every address, walked by everybody: who is not signed in, who has the wrong role, who is from elsewhere, who only reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from factories import world as worlds
from factories.world import MARK, World
from jineng.platform.identity.roles import Role
from jineng.platform.scope import acting_as_machine
from jineng.web.routes import ACCESS

if TYPE_CHECKING:
    from collections.abc import Iterator

_NO_SUCH = 999_999_999

ARGUMENTS: dict[str, dict[str, str]] = {
    # What stands in an address of a thing: argument → the name under which the world keeps it.
    **{name: {"policy_id": "policy_id"} for name in ("plan", "calculator", "settlement_template")},
    **{name: {"key": "settlement"} for name in ACCESS if name.startswith("settlement_") and name not in {"settlement_upload", "settlement_template"}},
    "settlement": {"key": "settlement"},
    **{name: {"draft_id": "draft"} for name in ACCESS if name.startswith("draft_") and name not in {"draft_new", "draft_import"}},
    "draft": {"draft_id": "draft"},
    **{name: {"key": "account"} for name in ACCESS if name.startswith("account_") and name != "account_new"},
    **{name: {"uid": "person"} for name in ACCESS if name.startswith("person_") and name not in {"person_new", "person_requests"}},
    "person": {"uid": "person"},
    "person_request": {"key": "person_request"},
    "person_group_end": {"uid": "person", "key": "tag"},
    "person_affiliation_end": {"uid": "person", "key": "affiliation"},
    "person_assistance": {"uid": "helped", "key": "assistance"},
    "person_account": {"uid": "person", "key": "payout"},
    "me_assistance": {"key": "assistance"},
    "me_account": {"key": "payout"},
    **{
        name: {"uid": "organisation"}
        for name in ACCESS
        if name.startswith("organisation_")
        and name not in {"organisation_search", "organisation_new", "organisation_requests"}
    },
    "organisation": {"uid": "organisation"},
    "organisation_request": {"key": "organisation_request"},
    "organisation_decide": {"key": "organisation_request"},
    "organisation_contact": {"uid": "organisation", "key": "contact"},
    "organisation_end": {"uid": "organisation", "key": "contact"},
    "leading_group_report": {"key": "task"},
    "leading_group_decide": {"key": "task"},
    **{name: {"uid": "import"} for name in ACCESS if name.startswith("import_") and name not in {"import_new", "import_form"}},
    "import": {"uid": "import"},
    **{name: {"uid": "selection"} for name in ACCESS if name.startswith("selection_") and name != "selection_quota"},
    "selection": {"uid": "selection"},
    "selection_withdraw": {"uid": "selection", "entry": "selection_entry"},
    **{f"eligibility_{name}": {"uid": "batch"} for name in ("batch", "decide", "confirm", "download")},
    "eligibility_person": {"uid": "batch", "entry": "compared_person"},
    **{name: {"uid": "comparison_set"} for name in ("eligibility_list", "eligibility_list_retire")},
}  # fmt: skip
GIVEN: dict[str, dict[str, Any]] = {
    **{name: {"ordinal": 1} for name in ("settlement_line", "settlement_person")},
    "draft_add": {"section": "clause"},
    "draft_entry": {"section": "clause", "key": "L2"},
    "draft_rule_move": {"key": "training"},
    "draft_trial_result": {"run_key": _NO_SUCH},
    "organisation_add": {"part": "contact"},
    "organisation_end": {"part": "contact"},
    "leading_group_add": {"part": "member"},
    "import_form": {"form": "roster"},
    "me_declare": {"kind": "consent"},
    "me_withdraw": {"key": _NO_SUCH},
    **{name: {"key": _NO_SUCH} for name in ("session_end", "deputy_end", "deputy_begin")},
}
OPEN_EVERYWHERE = frozenset({"settlement_template"})
"""Addresses that name nothing of a region: a plan's blank workbook."""

OWN = frozenset({"me", "me_ask", "me_erase", "me_declare", "me_account_new", "import_form", "organisation_propose"})
"""Addresses that always lead to what is one's own, or to a blank form."""

READS_BY_POST = frozenset(
    {
        "people", "settlement_search", "settlement_person", "settlement_download", "organisation_search", "person_reveal",
        "draft_calculator", "eligibility_download", "audit_export", "sign_out", "sessions_end", "session_end",
    }
)  # fmt: skip
"""Addresses at which an auditor's POST finds, shows or takes along, or concerns the auditor's own sessions."""


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    from django.db import transaction
    from django.test import override_settings

    folder = tmp_path_factory.mktemp("world")
    with django_db_blocker.unblock(), override_settings(FILES_DIR=folder), transaction.atomic(), acting_as_machine():
        built = worlds.built()
        built.names["files"] = folder
        yield built
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _its_files(world: World, db: None, settings: Any) -> None:
    settings.FILES_DIR = world.names["files"]


def address(world: World, name: str) -> str:
    arguments = {argument: world.names[kept] for argument, kept in ARGUMENTS.get(name, {}).items()}
    return reverse(name, kwargs=arguments | GIVEN.get(name, {}))


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def said(response: Any) -> str:
    """What a page or a list to take along says; workbooks are not looked into."""
    if not response.headers.get("Content-Type", "").startswith("text/"):
        return ""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return str(content.decode())


def names_a_thing(name: str) -> bool:
    return name in ARGUMENTS and name not in OWN | OPEN_EVERYWHERE


def changed_rows(actor: Any) -> list[str]:
    """Tables in which something was changed by this person, as the database itself noted it."""
    with acting_as_machine(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT subject_kind FROM audit_auditevent WHERE actor_key = %s AND action LIKE %s ORDER BY 1",
            [actor.pk, r"row\_%"],
        )
        return [table for (table,) in cursor.fetchall()]


@pytest.mark.parametrize("name", sorted(ACCESS))
def test_strangers_are_sent_to_sign_in(world: World, name: str) -> None:
    client = Client()
    response = client.get(address(world, name))

    is_sent = response.status_code == 302 and response.url.startswith("/sign-in/?next=")
    if ACCESS[name].is_public:
        assert not is_sent
        assert response.status_code in {200, 302, 404, 405}
    else:
        assert is_sent
        posted = client.post(address(world, name))
        assert posted.status_code == 302
        assert posted.url.startswith("/sign-in/")


@pytest.mark.parametrize("role", sorted(map(str, Role)))
def test_a_role_opens_its_own_addresses_and_no_other(world: World, role: str) -> None:
    client = signed_in(world.here[role])
    faults = []
    for name, access in ACCESS.items():
        if access.is_public or name == "sign_out":
            continue
        response = client.get(address(world, name))
        if role in access.roles:
            # What does not suit the thing's state, or what only takes forms, may say so; nothing breaks.
            fits = response.status_code in {200, 302, 404, 405} or (response.status_code == 403 and names_a_thing(name))
        else:
            fits = response.status_code == 403 and client.post(address(world, name)).status_code == 403
        if not fits:
            faults.append((name, response.status_code))

    assert faults == []


@pytest.mark.parametrize("role", sorted(map(str, Role)))
def test_who_is_from_elsewhere_finds_nothing_of_it(world: World, role: str) -> None:
    client = signed_in(world.elsewhere[role])
    faults = []
    for name, access in ACCESS.items():
        if access.is_public or role not in access.roles or name == "sign_out":
            continue
        for method in (client.get, client.post):
            response = method(address(world, name))
            if names_a_thing(name) and response.status_code not in {403, 404, 405}:
                faults.append((name, method.__name__, response.status_code))
            if MARK in said(response):
                faults.append((name, method.__name__, "shows it"))
            if response.status_code >= 500:
                faults.append((name, method.__name__, response.status_code))

    assert faults == []


def test_the_next_township_finds_none_of_the_people(world: World) -> None:
    client = signed_in(world.neighbour)
    faults = []
    for name in (
        "people",
        "selections",
        "imports",
        "eligibility",
        "person",
        "import",
        "selection",
        "eligibility_batch",
    ):
        response = client.get(address(world, name))
        if f"李{MARK}" in said(response) or (names_a_thing(name) and response.status_code != 404):
            faults.append((name, response.status_code))

    assert faults == []


def test_an_auditor_reads_everything_and_changes_nothing(world: World) -> None:
    auditor = world.here["auditor"]
    client = signed_in(auditor)
    before = changed_rows(auditor)
    faults = []
    for name, access in ACCESS.items():
        if access.is_public or name in READS_BY_POST or Role.AUDITOR not in access.roles:
            continue
        response = client.post(address(world, name))
        if response.status_code not in {302, 403, 404, 405, 422, 200}:
            faults.append((name, response.status_code))

    assert faults == []
    own = {"identity_sessionrecord", "identity_authenticator"}
    assert set(changed_rows(auditor)) - set(before) <= own


@pytest.mark.parametrize("role", ["officer", "township_clerk", "institution_manager"])
def test_lists_show_what_is_ones_own(world: World, role: str) -> None:
    client = signed_in(world.here[role])
    shown = {
        name: MARK in client.get(reverse(name)).content.decode()
        for name in ("people", "organisations", "selections", "imports", "leading_group", "settlements", "drafts")
        if role in ACCESS[name].roles
    }

    assert shown["people"]
    if role == "officer":
        assert all(shown.values()), shown


def test_things_that_are_not_there_are_not_found(world: World) -> None:
    client = signed_in(world.here["officer"])
    nowhere = {"uid": uuid4(), "key": _NO_SUCH, "draft_id": uuid4(), "policy_id": "no-such-plan", "entry": _NO_SUCH}
    faults = []
    for name, access in ACCESS.items():
        if not names_a_thing(name) or (not access.is_public and Role.OFFICER not in access.roles):
            continue
        arguments = {argument: nowhere[argument] for argument in ARGUMENTS[name]} | GIVEN.get(name, {})
        response = client.get(reverse(name, kwargs=arguments))
        if response.status_code not in {404, 405}:
            faults.append((name, response.status_code))

    assert faults == []
