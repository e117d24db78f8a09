"""The auditor's log, its export, and the published roots."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction

from factories.people import staff
from jineng.platform.audit.models import AuditEvent
from jineng.platform.audit.operations import Subject, record, seal_events
from jineng.platform.audit.verification import read_published, verify
from jineng.platform.identity.roles import Role
from jineng.web.audit.forms import ACCOUNTS_OFFERED

if TYPE_CHECKING:
    from django.test import Client

    from jineng.platform.identity.models import User

pytestmark = pytest.mark.django_db


def tell(actor: User, action: str, *, at: datetime = datetime(2022, 3, 1, 2, tzinfo=UTC), key: str = "1") -> None:
    with transaction.atomic():
        record(actor=actor, action=action, subject=Subject("person", key), at=at, reason="核对")


@pytest.fixture
def auditor(db: None, client: Client) -> User:
    user = staff(Role.AUDITOR, "141127", name="lan-auditor")
    client.force_login(user)
    return user


@pytest.fixture
def lan(db: None) -> User:
    return staff(Role.OFFICER, "141127", name="lan-officer")


def rows_of(response: Any) -> list[str]:
    return [row["event"].action for row in response.context["rows"] if row["event"].subject_kind == "person"]


def test_log_shows_the_region_and_notes_the_look(auditor: User, lan: User, client: Client) -> None:
    tell(lan, "at_home")
    tell(staff(Role.OFFICER, "140404", name="neighbour"), "elsewhere")

    assert rows_of(client.get("/audit/")) == ["at_home"]

    look = AuditEvent.objects.get(action="audit_viewed")
    assert (look.actor_key, look.region_code) == (auditor.pk, "141127")


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({"first": "2022-03-02"}, ["late"]),
        ({"last": "2022-03-01"}, ["early"]),
        ({"first": "2022-03-01", "last": "2022-03-02"}, ["late", "early"]),
        ({"kind": "person", "key": "2"}, ["late"]),
        ({"kind": "user"}, []),
        ({"first": "no day"}, ["late", "early"]),
    ],
)
@pytest.mark.usefixtures("auditor")
def test_log_is_narrowed(lan: User, client: Client, asked: dict[str, str], shown: list[str]) -> None:
    tell(lan, "early", at=datetime(2022, 3, 1, 15, 59, tzinfo=UTC))  # a minute before midnight in China
    tell(lan, "late", at=datetime(2022, 3, 1, 16, tzinfo=UTC), key="2")

    assert rows_of(client.get("/audit/", asked)) == shown


@pytest.mark.usefixtures("auditor")
def test_log_is_narrowed_to_an_account(lan: User, client: Client) -> None:
    tell(lan, "hers")
    tell(staff(Role.REVIEWER, "141127", name="lan-reviewer"), "his")

    assert rows_of(client.get("/audit/", {"account": lan.pk})) == ["hers"]


@pytest.mark.usefixtures("auditor")
def test_log_leads_to_accounts_that_its_form_does_not_offer(lan: User, client: Client) -> None:
    for number in range(ACCOUNTS_OFFERED):
        staff(Role.REVIEWER, "141127", name=f"a{number}")
    tell(lan, "hers")
    page = client.get("/audit/")

    offered = {key for key, _ in page.context["form"].fields["account"].choices}
    assert lan.pk not in offered
    assert f'href="?account={lan.pk}"' in page.content.decode()
    assert rows_of(client.get("/audit/", {"account": lan.pk})) == ["hers"]


@pytest.mark.usefixtures("auditor")
def test_older_pages_follow_one_another_without_gaps(lan: User, client: Client) -> None:
    for number in range(120):
        tell(lan, f"n{number}")

    seen: list[str] = []
    address = {"kind": "person"}
    while True:
        page = client.get("/audit/", address)
        seen += rows_of(page)
        if page.context["older"] is None:
            break
        address["before"] = str(page.context["older"])

    assert seen == [f"n{number}" for number in reversed(range(120))]


def test_export_is_a_table_without_formulas_and_is_noted(auditor: User, lan: User, client: Client) -> None:
    tell(lan, "=cmd()")

    response = client.post("/audit/export/", {"kind": "person"})
    text = b"".join(response.streaming_content).decode("utf-8-sig")

    heading, *lines = csv.reader(text.splitlines())
    assert len(lines) == 1
    assert "'=cmd()" in lines[0]
    assert len(heading) == len(lines[0])
    assert AuditEvent.objects.get(action="audit_exported").detail == {"kind": "person"}
    assert client.get("/audit/export/").status_code == 405


@pytest.mark.parametrize("role", [Role.OFFICER, Role.LEADER, Role.ADMINISTRATOR])
def test_log_is_for_auditors(client: Client, role: Role) -> None:
    client.force_login(staff(role, "141127"))

    assert client.get("/audit/").status_code == 403


def test_roots_are_public_and_verify(client: Client, lan: User) -> None:
    assert client.get("/audit/roots/").status_code == 200
    tell(lan, "sealed")
    seal_events()

    assert client.get("/audit/roots/").context["roots"][0].number == 1
    published = read_published(b"".join(client.get("/audit/roots/file/").streaming_content).decode())

    assert verify(published).faults == ()
    assert list(published.values()) == [1]
