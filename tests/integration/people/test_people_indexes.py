"""Lists of people and searches come from the index that is meant for them, in every scope, once there are many people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pgtrigger
import pytest
from django.db import connection

from factories import organisations
from factories.identities import identity_number, phone
from factories.people import AT, DONGCUN, LAN, people, staff
from jineng.domain.registry.models import Person
from jineng.domain.registry.people_queries import PeopleFilter, count_people, list_people
from jineng.platform.identity.roles import Role
from jineng.platform.postgres.owner import as_owner
from jineng.platform.regions.operations import load_regions
from jineng.platform.scope import acting, scope_of

if TYPE_CHECKING:
    from jineng.platform.identity.models import User

pytestmark = pytest.mark.django_db(transaction=True)

COPIES = 20_000

SCOPES = {
    # Role of the database → account, and the index from which it reads the first page.
    "county": (Role.OFFICER, LAN, "registry_person_county"),
    "township": (Role.TOWNSHIP_CLERK, DONGCUN, "registry_person_township"),
    "region": (Role.OFFICER, "141100", "registry_person_name"),
    "organisation": (Role.INSTITUTION_MANAGER, LAN, "registry_person_organisations"),
}
SEARCHES = {
    "by name": (PeopleFilter(typed="李"), "registry_person_county"),
    "by pinyin": (PeopleFilter(typed="lixiu"), "registry_person_name"),
    "by document": (PeopleFilter(typed=identity_number(3)), "registry_person_one_a_document"),
    "by phone": (PeopleFilter(typed=phone(3)), "registry_person_phone"),
    "by township": (PeopleFilter(township=DONGCUN), "registry_person_township"),
}

_COPIED = {
    "uid": "gen_random_uuid()",
    "id_index": "encode(sha256(('d' || n)::bytea), 'hex')",
    "phone_index": "encode(sha256(('p' || n)::bytea), 'hex')",
    "name_key": "chr(97 + mod(n, 26)) || 'ang ' || n",
    "county_code": "(141120 + mod(n, 13))::text",
    "township_code": "141120 + mod(n, 13) || to_char(100 + mod(n, 12), 'FM000')",
    "organisation_keys": "ARRAY[mod(n, 500)]",
}
"""What differs between the copies of a person."""


@pytest.fixture
def school() -> Any:
    """Return an institution in a province of twenty thousand people, about whom the database has its statistics."""
    load_regions(actor=None, at=AT)
    officer = staff()
    people(officer, 5)
    school = organisations.registered(officer)
    columns = [column.column for column in Person._meta.concrete_fields if column.column != "id"]
    values = ", ".join(_COPIED.get(column, column) for column in columns)
    with as_owner(), connection.cursor() as cursor:
        with pgtrigger.ignore():
            cursor.execute(
                f"INSERT INTO registry_person ({', '.join(columns)}) SELECT {values} FROM "
                f"(SELECT * FROM registry_person ORDER BY id LIMIT 1) one, generate_series(1, {COPIES}) n"
            )
        cursor.execute("VACUUM ANALYZE registry_person")
    return school


def test_each_scope_and_each_search_has_its_index(school: Any) -> None:
    used = {}
    for kind, (role, region_code, index) in SCOPES.items():
        key = school.pk if kind == "organisation" else None
        looker = staff(role, region_code, name=f"看{kind}", organisation_key=key)
        used[kind] = (index, plan_of(looker, PeopleFilter()))
    auditor = staff(Role.AUDITOR)
    for kind, (chosen, index) in SEARCHES.items():
        used[kind] = (index, plan_of(auditor, chosen))

    assert {kind: plan for kind, (index, plan) in used.items() if index not in plan or "Seq Scan" in plan} == {}


def plan_of(looker: User, chosen: PeopleFilter) -> str:
    """Return how the database reads the people of a page and counts the list, in the scope of the account."""
    asked: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with acting(looker, scope_of(looker)), connection.cursor() as cursor:
        with connection.execute_wrapper(note):
            list_people(looker, chosen)
            count_people(looker, chosen)
        lines = []
        for sql, params in asked:
            if 'FROM "registry_person"' in sql:
                cursor.execute(f"EXPLAIN {sql}", params)
                lines += [line for (line,) in cursor.fetchall()]
    return "\n".join(lines)
