"""Scopes are entered, left, lost with nothing, and never left behind."""

from __future__ import annotations

from datetime import UTC, datetime
from threading import Thread
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, connection, transaction
from django.http import StreamingHttpResponse

from factories.people import staff
from factories.scope import in_thread
from jineng.platform.audit.models import AuditEvent
from jineng.platform.audit.operations import Subject, record
from jineng.platform.identity.roles import Role
from jineng.platform.regions.operations import load_regions
from jineng.platform.scope import EVERYTHING, NOTHING, Scope, ScopeKind, acting, because, scope_of
from jineng.web.middleware import ScopeMiddleware


def standing() -> tuple[str, str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('role'), current_setting('jineng.county', true), "
            "current_setting('jineng.actor_key', true)"
        )
        return cursor.fetchone()


COUNTY = Scope(ScopeKind.COUNTY, county_code="141127", codes=("141127",))


@pytest.mark.django_db
def test_leaving_restores_what_was_before(officer: Any) -> None:
    before = standing()

    with acting(officer, COUNTY):
        assert standing() == ("jineng_county", "141127", str(officer.pk))
        with acting(None, NOTHING):
            assert standing() == ("none", "", "")
        assert standing()[0] == "jineng_county"

    assert standing() == before


@pytest.mark.django_db
def test_fault_inside_leaves_no_scope_behind(officer: Any) -> None:
    before = standing()

    with pytest.raises(DatabaseError), transaction.atomic(), acting(officer, COUNTY), connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")

    assert standing() == before


@pytest.mark.django_db(transaction=True)
def test_rollback_leaves_no_scope_behind(officer: Any) -> None:
    before = standing()

    with acting(officer, COUNTY), pytest.raises(DatabaseError):  # noqa: SIM117 -- the scope stands outside the transaction
        with transaction.atomic(), acting(None, EVERYTHING), connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")

    assert standing() == before


@pytest.mark.django_db(transaction=True)
def test_new_connection_stands_as_the_lost_one(officer: Any) -> None:
    with acting(officer, COUNTY):
        connection.close()

        assert standing() == ("jineng_county", "141127", str(officer.pk))


@pytest.mark.django_db(transaction=True)
def test_thread_begins_with_nothing() -> None:
    found: list[str] = []

    def look() -> None:
        found.append(standing()[0])
        connection.close()

    for work in (look, in_thread(look)):
        thread = Thread(target=work)
        thread.start()
        thread.join()

    assert found == ["none", "jineng_all"]


@pytest.mark.django_db
def test_page_is_asked_for_as_whoever_is_signed_in(officer: Any, rf: Any) -> None:
    seen = []

    def page(_request: Any) -> StreamingHttpResponse:
        seen.append(standing())
        return StreamingHttpResponse(part for part in [str(standing()).encode()])

    before = standing()
    for user, expected in (
        (officer, ("jineng_county", "141127", str(officer.pk))),
        (AnonymousUser(), ("none", "", "")),
    ):
        request = rf.get("/")
        request.user = user
        streamed = b"".join(ScopeMiddleware(page)(request))
        assert (seen.pop(), streamed) == (expected, str(expected).encode())
        assert standing() == before


@pytest.mark.django_db
def test_because_gives_its_reason_to_what_is_inside(officer: Any) -> None:
    def tell(action: str) -> None:
        record(actor=officer, action=action, subject=Subject("test", "1"), at=officer.created_at)

    with transaction.atomic():
        with because("群众来电核实"):
            tell("inside")
        tell("after")
        with pytest.raises(ValueError, match="stop"), because("未完成"):
            raise ValueError("stop")
        tell("after the fault")

    reasons = dict(AuditEvent.objects.filter(subject_kind="test").values_list("action", "reason"))
    assert reasons == {"inside": "群众来电核实", "after": "", "after the fault": ""}


@pytest.mark.django_db(transaction=True)
def test_because_needs_a_transaction() -> None:
    with pytest.raises(RuntimeError, match="outside a transaction"), because("x"):
        pass


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "region_code", "expected"),
    [
        (Role.OFFICER, "141127", Scope(ScopeKind.COUNTY, county_code="141127", codes=("141127", "142329"))),
        (Role.OFFICER, "142329", Scope(ScopeKind.COUNTY, county_code="141127", codes=("141127", "142329"))),
        (Role.LEADER, "140000", EVERYTHING),
    ],
)
def test_scope_of_staff(settings: Any, role: Role, region_code: str, expected: Scope) -> None:
    settings.INSTALLATION_REGION = "140000"
    load_regions(actor=None, at=datetime(2022, 1, 1, tzinfo=UTC))

    found = scope_of(staff(role, region_code))

    assert found == expected
    assert Scope.from_json(found.as_json()) == found
