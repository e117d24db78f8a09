"""Each kind of account sees exactly its rows, whatever the query forgets; nobody sees none."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError, ProgrammingError

from jineng.domain.drafts.models import Draft
from jineng.domain.registry.models import Contact, Organisation, Person
from jineng.platform.identity.models import User
from jineng.platform.scope import NOTHING, acting, acting_as_machine, scope_of

SEEN = {
    "county": {0, 1},
    "former county": {2},
    "city": {0, 1},
    "province": {0, 1, 2},
    "township": {0},
    "organisation": {1},
    "person": {0},
}
DRAFTS = {
    "county": {"141127", "142329"},
    "former county": {"140404", "140421"},
    "city": {"141127", "142329"},
    "province": {"141127", "142329", "140404", "140421"},
    "township": set(),
    "organisation": set(),
    "person": set(),
}


@pytest.mark.parametrize("kind", SEEN)
def test_reads_show_exactly_the_scope(world: Any, kind: str) -> None:
    account = world.accounts[kind]
    seen = {world.people[number].pk for number in SEEN[kind]}

    with acting(account, scope_of(account)):
        assert set(Person.objects.values_list("pk", flat=True)) == seen
        assert Person.objects.count() == len(seen)
        assert set(Draft.objects.values_list("region_code", flat=True)) == DRAFTS[kind]
        for person in world.people:
            assert Person.objects.filter(pk=person.pk).exists() == (person.pk in seen)


@pytest.mark.parametrize("kind", SEEN)
def test_changes_reach_no_further_than_reads(world: Any, kind: str) -> None:
    account = world.accounts[kind]

    with acting(account, scope_of(account)):
        changed = Person.objects.update(employment_status="farming")

    assert changed == len(SEEN[kind])


@pytest.mark.parametrize("kind", [kind for kind in SEEN if kind != "province"])
def test_no_row_goes_out_of_the_scope(world: Any, kind: str) -> None:
    account = world.accounts[kind]
    target = world.people[next(iter(SEEN[kind]))]
    elsewhere = "140404" if target.county_code == "141127" else "141127"

    refusal = pytest.raises(DatabaseError, match="row-level security")
    with acting(account, scope_of(account)), refusal, transaction.atomic():
        Draft.objects.create(region_code="330100", title="x", made_by=account, made_at=account.created_at)

    if kind in ("county", "former county", "township"):
        refusal = pytest.raises(DatabaseError, match="row-level security")
        with acting(account, scope_of(account)), refusal, transaction.atomic():
            Person.objects.filter(pk=target.pk).update(county_code=elsewhere, township_code="")


def test_nobody_sees_a_scoped_row(world: Any) -> None:
    with acting(None, NOTHING):
        assert (Person.objects.count(), Organisation.objects.count(), Draft.objects.count()) == (0, 0, 0)
        assert User.objects.count() >= len(world.accounts)

        refusal = pytest.raises(DatabaseError, match="row-level security")
        account = world.accounts["county"]
        with refusal, transaction.atomic():
            Draft.objects.create(region_code="141127", title="x", made_by=account, made_at=account.created_at)


def test_parts_are_seen_with_what_they_are_part_of(world: Any) -> None:
    for kind, count in (("county", 1), ("organisation", 1), ("former county", 0), ("person", 0)):
        account = world.accounts[kind]
        with acting(account, scope_of(account)):
            assert Contact.objects.count() == count, kind


@pytest.mark.parametrize(
    "statement",
    [
        "SET ROLE jineng",
        "SET ROLE postgres",
        "SET SESSION AUTHORIZATION jineng",
        "SET session_replication_role = replica",
        "ALTER TABLE audit_auditevent DISABLE TRIGGER ALL",
        "ALTER TABLE registry_person DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE registry_person ADD COLUMN extra text",
        "DROP POLICY county ON registry_person",
        "CREATE TABLE mine (id int)",
        "CREATE OR REPLACE FUNCTION jineng_seal(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'",
        "UPDATE audit_auditevent SET action = 'other'",
        "DELETE FROM audit_auditevent",
        "TRUNCATE audit_auditevent",
        "INSERT INTO audit_auditevent (at, action) VALUES (now(), 'forged')",
        "UPDATE audit_auditseal SET root = previous_root",
        "DELETE FROM audit_auditunsealed",
        "TRUNCATE registry_person CASCADE",
        "UPDATE drafts_draftrevision SET text = '{}'",
        "DELETE FROM settlements_settlementline",
        "SET pgtrigger.ignore = '{all}'; DELETE FROM drafts_draftrevision",
        "UPDATE django_migrations SET name = 'x'",
    ],
)
def test_application_owns_nothing_and_rewrites_nothing(db: None, statement: str) -> None:
    refusal = pytest.raises(ProgrammingError, match=r"permission denied|must be owner|must be able to SET ROLE")
    with acting_as_machine(), refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_setting_of_another_scope_changes_nothing(world: Any) -> None:
    """A learner's session that sets the county of everybody stays a learner's."""
    learner = world.accounts["person"]

    with acting(learner, scope_of(learner)), connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('jineng.county', '140404', false), set_config('jineng.codes', '140404', false)"
        )

        assert [person.pk for person in Person.objects.all()] == [world.people[0].pk]
        assert Draft.objects.count() == 0
