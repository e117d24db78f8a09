"""Lists of people: by pinyin, page after page, within each account's scope, in as many queries however many there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from factories.identities import identity_number, phone
from factories.people import AT, DONGCUN, LAN, PUMING, SHANGDANG, names, people, person, row, staff
from jineng.domain.permitted import NotAllowedError
from jineng.domain.registry.models import Person
from jineng.domain.registry.operations.many_people import register_people
from jineng.domain.registry.people_comparison import Verdict
from jineng.domain.registry.people_queries import PeopleFilter, count_people, list_people
from jineng.domain.registry.person_view import view_person
from jineng.platform.identity.roles import Role
from jineng.platform.regions.operations import load_regions
from jineng.platform.scope import acting, scope_of

if TYPE_CHECKING:
    from typing import Any

    from django.test import Client

    from jineng.platform.identity.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> User:
    load_regions(actor=None, at=AT)
    return staff(Role.OFFICER)


def test_pages_follow_one_another_by_pinyin(clerk: User) -> None:
    people(clerk, 25)
    found: list[str] = []
    page = list_people(clerk, PeopleFilter(), limit=10)
    while True:
        found += [str(each.uid) for each in page.rows]
        if page.next_after is None:
            break
        page = list_people(clerk, PeopleFilter(), after=page.next_after, limit=10)

    by_key = Person.objects.order_by("name_key", "pk").values_list("uid", flat=True)
    assert found == [str(uid) for uid in by_key]
    assert count_people(clerk, PeopleFilter()) == 25


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("单", ["单小明"]),
        ("shan", ["单小明"]),
        ("shanxiao", ["单小明"]),
        ("Shan Xiao M", ["单小明"]),
        ("sxm", ["单小明"]),
        ("阿卜杜", ["阿卜杜·买买提"]),
        ("abudu", ["阿卜杜·买买提"]),
        (identity_number(3), ["王伟"]),
        (phone(3), ["王伟"]),
        ("wang", ["汪伟", "王伟"]),
        ("王", ["王伟"]),
        ("zhao", []),
        ("%", []),
    ],
)
def test_people_are_found_by_name_pinyin_number_and_phone(clerk: User, typed: str, expected: list[str]) -> None:
    for n, name in enumerate(("单小明", "阿卜杜·买买提", "王伟", "汪伟"), start=1):
        person(clerk, n, name=name)

    assert sorted(names(list_people(clerk, PeopleFilter(typed=typed)).rows)) == sorted(expected)
    assert count_people(clerk, PeopleFilter(typed=typed)) == len(expected)


def test_filters_narrow_by_township_and_present_group(clerk: User) -> None:
    people(clerk, 2, groups=("veteran",))
    people(clerk, 3, first=10, township_code=PUMING)

    assert count_people(clerk, PeopleFilter(township=PUMING)) == 3
    assert count_people(clerk, PeopleFilter(group="veteran")) == 2
    assert list_people(clerk, PeopleFilter(group="veteran")).rows[0].groups[0].zh == "退役军人"


@pytest.mark.parametrize("count", [3, 300])
def test_a_page_takes_as_many_queries_whatever_the_number(
    clerk: User, count: int, django_assert_num_queries: Any
) -> None:
    people(clerk, count, groups=("veteran", "disabled"))
    first = Person.objects.order_by("name_key", "pk").values_list("uid", flat=True)[0]

    with django_assert_num_queries(3):
        list_people(clerk, PeopleFilter())
    with django_assert_num_queries(4):
        assert list_people(clerk, PeopleFilter(group="veteran"), after=first).rows


@pytest.mark.parametrize(
    ("role", "region_code", "expected"),
    [
        (Role.OFFICER, LAN, {1, 2}),
        (Role.AUDITOR, LAN, {1, 2}),
        (Role.TOWNSHIP_CLERK, DONGCUN, {1}),
        (Role.TOWNSHIP_CLERK, PUMING, {2}),
        (Role.OFFICER, SHANGDANG, {3}),
        (Role.OFFICER, "141100", {1, 2}),
        (Role.OFFICER, "140000", {1, 2, 3}),
    ],
)
def test_each_account_lists_the_people_of_its_scope(
    clerk: User, role: Role, region_code: str, expected: set[int]
) -> None:
    keys = people(clerk, 1) + people(clerk, 1, first=2, township_code=PUMING)
    keys += people(staff(Role.OFFICER, SHANGDANG, name="上党"), 1, first=3, township_code="140404101")
    looker = staff(role, region_code, name="看的人")

    with acting(looker, scope_of(looker)):
        page = list_people(looker, PeopleFilter())
        count = count_people(looker, PeopleFilter())
        found = list_people(looker, PeopleFilter(typed=identity_number(3))).rows

    by_uid = {each.uid: n for n, each in zip((1, 2, 3), [Person.objects.get(pk=key) for key in keys], strict=True)}
    assert {by_uid[each.uid] for each in page.rows} == expected
    assert count == len(expected)
    assert bool(found) == (3 in expected)


def test_an_administrator_sees_no_people(clerk: User) -> None:
    looker = staff(Role.LEADER, name="leader")
    list_people(looker, PeopleFilter())
    looker.role = Role.ADMINISTRATOR

    with pytest.raises(NotAllowedError):
        list_people(looker, PeopleFilter())


def test_an_institution_sees_whom_it_enrolled_and_enrols_whom_the_county_has(clerk: User) -> None:
    from factories.organisations import registered

    school = registered(clerk)
    manager = staff(Role.INSTITUTION_MANAGER, LAN, organisation_key=school.pk)
    known = people(clerk, 2)

    with acting(manager, scope_of(manager)):
        assert list_people(manager, PeopleFilter()).rows == ()
        told = [row(1, education="21"), row(2, name="别人"), row(3)]
        done = register_people(
            actor=manager, at=AT, rows=told, source_key="1", overwrite=False, organisation_key=school.pk
        )
        seen = {each.uid for each in list_people(manager, PeopleFilter()).rows}

    assert done.verdicts == (Verdict.SAME, Verdict.REFUSED, Verdict.CREATED)
    assert seen == set(Person.objects.filter(pk__in=[known[0], done.person_keys[2]]).values_list("uid", flat=True))
    assert Person.objects.get(pk=known[0]).education == "71"


def test_no_name_or_number_stands_in_an_address(client: Client, clerk: User) -> None:
    people(clerk, 60)
    client.force_login(clerk)
    told = client.post("/people/", {"typed": "li", "township": "", "group": ""})

    assert told.status_code == 200
    assert "?" not in told.request["PATH_INFO"]
    links = {part.split('"')[0] for part in told.content.decode().split('href="')[1:]}
    assert not any("typed" in link or link == "li" for link in links)


def test_opening_a_page_is_written_down_and_takes_as_many_queries(
    client: Client, clerk: User, django_assert_max_num_queries: Any
) -> None:
    made = person(clerk, 1)
    client.force_login(clerk)

    with django_assert_max_num_queries(45):
        assert client.get(f"/people/{made.uid}/").status_code == 200
    assert [look.action for look in view_person(clerk, made.uid).looks] == ["person_viewed"]
