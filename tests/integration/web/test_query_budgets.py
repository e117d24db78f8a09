"""Every list asks as many queries whether it shows three rows or sixty, and lists of people come from the index meant for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from factories import desk, eligibility, imports, organisations, registry_forms
from factories.identities import identity_number
from factories.people import AT, DONGCUN, LAN, people, rows, staff
from jineng.domain.drafts.contents import Contents
from jineng.domain.drafts.operations import start_draft
from jineng.domain.eligibility.models import ComparisonSet
from jineng.domain.registry.models import Person
from jineng.domain.registry.operations.facts_requests import propose_facts
from jineng.domain.registry.operations.leading_group import add_member, form_group, set_task
from jineng.domain.registry.operations.many_people import register_people
from jineng.domain.registry.operations.requests import ask_correction
from jineng.domain.tasks.operations import enter_people, set_quota
from jineng.kernel.target_groups import TARGET_GROUPS
from jineng.platform.identity.roles import Role
from jineng.platform.regions.operations import load_regions
from jineng.platform.scope import acting, acting_as_machine, scope_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from jineng.platform.identity.models import User

FEW, MANY = 3, 60
LISTS: dict[str, tuple[Role, str, dict[str, str] | None]] = {
    # What it shows → whose it is, its address or the name of one in the registry, and what is posted.
    "first page": (Role.OFFICER, "start", None),
    "first page of a township": (Role.TOWNSHIP_CLERK, "start", None),
    "people": (Role.OFFICER, "people", None),
    "people of a township": (Role.TOWNSHIP_CLERK, "people", None),
    "people of an institution": (Role.INSTITUTION_MANAGER, "people", None),
    "people of a group": (Role.OFFICER, "people", {"group": "veteran"}),
    "people by letters": (Role.OFFICER, "people", {"typed": "li"}),
    "people by name": (Role.OFFICER, "people", {"typed": "王"}),
    "requests about people": (Role.OFFICER, "person_requests", None),
    "organisations": (Role.OFFICER, "organisations", None),
    "organisations by name": (Role.OFFICER, "organisation_search", {"typed": "岚县"}),
    "requests of organisations": (Role.OFFICER, "organisation_requests", None),
    "leading group": (Role.OFFICER, "leading_group", None),
    "settlements": (Role.OFFICER, "settlements", None),
    "drafts": (Role.OFFICER, "drafts", None),
    "imports": (Role.OFFICER, "imports", None),
    "an import": (Role.OFFICER, "import", None),
    "lists of townships": (Role.OFFICER, "selections", None),
    "a list of a township": (Role.OFFICER, "selection", None),
    "comparisons": (Role.OFFICER, "eligibility", None),
    "a comparison": (Role.OFFICER, "eligibility_batch", None),
    "asking for a comparison": (Role.OFFICER, "eligibility_new", None),
    "lists of departments": (Role.OFFICER, "eligibility_lists", None),
    "accounts": (Role.ADMINISTRATOR, "accounts", None),
    "accounts by name": (Role.ADMINISTRATOR, "accounts", {"sought": "staff"}),
    "log": (Role.AUDITOR, "audit", None),
    "roots": (Role.AUDITOR, "audit_roots", None),
}


@dataclass
class County:
    """A county that grows: who is there, and what its things are called in addresses."""

    users: dict[str, User]
    group_key: int
    school_key: int
    size: int = 0
    uids: dict[str, Any] = field(default_factory=dict)


def begun() -> County:
    load_regions(actor=None, at=AT)
    officer = staff(Role.OFFICER)
    school = organisations.registered(officer, 1)
    users = {
        str(Role.OFFICER): officer,
        str(Role.TOWNSHIP_CLERK): staff(Role.TOWNSHIP_CLERK, DONGCUN),
        str(Role.INSTITUTION_MANAGER): staff(Role.INSTITUTION_MANAGER, organisation_key=school.pk),
        str(Role.ADMINISTRATOR): staff(Role.ADMINISTRATOR),
        str(Role.AUDITOR): staff(Role.AUDITOR),
    }
    group = form_group(actor=officer, at=AT, county_code=LAN, name="领导小组", formed_on=AT.date())
    return County(users, group.pk, school.pk)


def grow(county: County, size: int) -> None:
    """Bring every list to so many rows, by the real operations."""
    officer = county.users[Role.OFFICER]
    new = range(county.size + 1, size + 1)
    keys = people(officer, len(new), first=new.start, groups=("veteran",))
    manager = county.users[Role.INSTITUTION_MANAGER]
    with acting(manager, scope_of(manager)):
        told = rows(len(new), new.start)
        register_people(
            actor=manager, at=AT, rows=told, source_key=str(size), overwrite=False, organisation_key=county.school_key
        )
    for uid in Person.objects.filter(pk__in=keys).values_list("uid", flat=True):
        ask_correction(actor=officer, at=AT, uid=uid, said="写错了", proposed={"education": "61"})
    for n in new:
        add_one_of_each(county, officer, n)
    county.size = size
    add_things_of_all(county, officer, size)


def add_one_of_each(county: County, officer: User, n: int) -> None:
    school = organisations.registered(officer, n + 1)
    propose_facts(actor=officer, at=AT, uid=school.uid, facts={"name": f"岚县第{n}技工学校"})
    member = add_member(actor=officer, at=AT, group_key=county.group_key, unit_name=f"第{n}局", duty="member")
    set_task(actor=officer, at=AT, member_key=member.pk, title=f"任务{n}", due_on=AT.date())
    desk.uploaded(officer, content=desk.faulty_bytes() + bytes(n))
    start_draft(actor=officer, at=AT, title=f"方案{n}", contents=Contents(), base_policy_id="")
    imports.uploaded(officer, registry_forms.filled("roster", registry_forms.people(1, 1000 + n)))
    eligibility.upload(officer, "deceased", [["某人", identity_number(2000 + n), "", ""]])
    person_key = Person.objects.order_by("pk").values_list("pk", flat=True)[n - 1]
    eligibility.compare(officer, [person_key])
    staff(Role.REVIEWER, name=f"staff{n}")
    set_list(officer, n)


def set_list(officer: User, n: int) -> Any:
    groups = sorted(TARGET_GROUPS)
    return set_quota(
        actor=officer,
        at=AT,
        township_code=DONGCUN,
        year=2022 - n // len(groups),
        policy_id="lanxian-2022",
        group=groups[n % len(groups)],
        quota=100,
        overrun="warn",
    )


def add_things_of_all(county: County, officer: User, size: int) -> None:
    keys = list(Person.objects.order_by("pk").values_list("pk", flat=True)[:size])
    listed = set_list(officer, sorted(TARGET_GROUPS).index("veteran"))
    enter_people(actor=officer, at=AT, list_uid=listed.uid, person_keys=keys)
    content = registry_forms.filled("roster", registry_forms.people(size, 3000))
    county.uids = {
        "selection": listed.uid,
        "eligibility_batch": eligibility.compare(officer, keys).uid,
        "import": imports.read_now(imports.uploaded(officer, content)).uid,
    }


def opened(county: County, what: str) -> int:
    """Return how many queries the page asks for the second time."""
    role, name, posted = LISTS[what]
    client = Client()
    client.force_login(county.users[role])
    address = reverse(name, kwargs={"uid": county.uids[name]} if name in county.uids else {})
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            response = client.get(address) if posted is None else client.post(address, posted)
        assert response.status_code == 200, what
    return len(asked)


@pytest.fixture(scope="module")
def counts(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, tuple[int, int]]]:
    folder: Path = tmp_path_factory.mktemp("county")
    with django_db_blocker.unblock(), override_settings(FILES_DIR=folder), transaction.atomic(), acting_as_machine():
        county = begun()
        grow(county, FEW)
        few = {what: opened(county, what) for what in LISTS}
        grow(county, MANY)
        many = {what: opened(county, what) for what in LISTS}
        assert ComparisonSet.objects.count() == MANY
        yield {what: (few[what], many[what]) for what in LISTS}
        transaction.set_rollback(True)


@pytest.mark.parametrize("what", LISTS)
def test_a_list_asks_as_many_queries_at_any_length(counts: dict[str, tuple[int, int]], what: str) -> None:
    few, many = counts[what]

    assert few == many
