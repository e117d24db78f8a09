from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from factories.imports import AT, committed, read_now, uploaded
from factories.people import DONGCUN, LAN, PUMING, people, staff
from factories.registry_forms import filled
from factories.registry_forms import people as told
from jineng.domain.imports.queries import read_findings
from jineng.domain.permitted import NotAllowedError
from jineng.domain.registry.models import TargetGroupTag
from jineng.domain.tasks.errors import ListNotFoundError, ListRefusedError, QuotaExceededError
from jineng.domain.tasks.models import SelectionEntry, SelectionList
from jineng.domain.tasks.operations import enter_by_key, enter_people, send_people, set_quota, withdraw_person
from jineng.domain.tasks.queries import get_list, list_entries, list_progress
from jineng.kernel.target_groups import TARGET_GROUPS
from jineng.platform.identity.roles import Role
from jineng.platform.scope import acting, scope_of

pytestmark = pytest.mark.django_db

GROUP = "poverty_lifted"


def given(clerk, township=DONGCUN, quota=3, overrun="refuse", group=GROUP, year=2022):
    return set_quota(
        actor=clerk,
        at=AT,
        township_code=township,
        year=year,
        policy_id="lanxian-2022",
        group=group,
        quota=quota,
        overrun=overrun,
    )


def enter(clerk, chosen, keys):
    return enter_people(actor=clerk, at=AT, list_uid=chosen.uid, person_keys=keys)


def counts(chosen):
    chosen.refresh_from_db()
    return chosen.listed_count, chosen.sent_count


def test_people_are_listed_sent_and_withdrawn_and_the_database_counts(clerk) -> None:
    chosen = given(clerk)
    keys = people(clerk, 3)

    assert enter(clerk, chosen, keys).added == set(keys)
    assert counts(chosen) == (3, 0)
    assert send_people(actor=clerk, at=AT, list_uid=chosen.uid) == 3
    assert counts(chosen) == (3, 3)
    entry = SelectionEntry.objects.first()
    withdraw_person(actor=clerk, at=AT, list_uid=chosen.uid, entry_key=entry.pk, why="外出务工")
    assert counts(chosen) == (2, 2)
    assert enter(clerk, chosen, keys).already == set(keys) - {entry.person_id}
    assert counts(chosen) == (3, 2)


def test_a_strict_quota_is_not_overrun_and_a_lenient_one_is(clerk) -> None:
    keys = people(clerk, 4)
    strict, lenient = given(clerk), given(clerk, PUMING, overrun="warn")

    with pytest.raises(QuotaExceededError):
        enter(clerk, strict, keys)
    assert counts(strict) == (0, 0)
    enter(clerk, lenient, keys)
    assert counts(lenient) == (4, 0)


def test_nobody_stands_on_two_lists_of_a_plan_and_year(clerk) -> None:
    keys = people(clerk, 2)
    enter(clerk, given(clerk), keys)

    assert enter(clerk, given(clerk, PUMING), keys).elsewhere == set(keys)
    assert enter(clerk, given(clerk, year=2023), keys).added == set(keys)


def test_only_those_tagged_with_the_group_are_entered_one_by_one(clerk) -> None:
    chosen = given(clerk)
    (plain,) = people(clerk, 1)
    (tagged,) = people(clerk, 1, first=2, groups=(GROUP,))

    with pytest.raises(ListRefusedError):
        enter_by_key(actor=clerk, at=AT, list_uid=chosen.uid, person_key=plain)
    with pytest.raises(ListRefusedError):
        enter_by_key(actor=clerk, at=AT, list_uid=chosen.uid, person_key=None)
    assert enter_by_key(actor=clerk, at=AT, list_uid=chosen.uid, person_key=tagged).added == {tagged}


@pytest.mark.parametrize(
    "told_of_it",
    [
        {"township": "141127400"},
        {"township": "140404101"},
        {"quota": -1},
        {"overrun": "?"},
        {"group": "?"},
        {"year": 1900},
    ],
)
def test_a_list_that_cannot_be_is_refused(clerk, told_of_it) -> None:
    with pytest.raises((ListRefusedError, NotAllowedError)):
        given(clerk, **told_of_it)


def test_a_quota_is_not_cut_below_who_is_listed(clerk) -> None:
    chosen = given(clerk)
    enter(clerk, chosen, people(clerk, 2))

    with pytest.raises(ListRefusedError):
        given(clerk, quota=1)
    assert given(clerk, quota=2).pk == chosen.pk
    assert given(clerk, quota=1, overrun="warn").quota == 1


def test_a_township_fills_its_own_lists_and_sees_no_other(clerk, township) -> None:
    own, other = given(clerk), given(clerk, PUMING)
    keys = people(clerk, 1)
    with acting(township, scope_of(township)):
        assert [row.code for row in list_progress(township, 2022)] == [DONGCUN]
        enter(township, own, keys)
        with pytest.raises(ListNotFoundError):
            get_list(township, other.uid)
        with pytest.raises(ListNotFoundError):
            enter(township, other, keys)
        with pytest.raises(NotAllowedError):
            given(township)
    with pytest.raises(NotAllowedError):
        enter(staff(Role.AUDITOR, LAN), own, keys)


def test_progress_ranks_townships_by_share(clerk) -> None:
    first, second = given(clerk, quota=4), given(clerk, PUMING, quota=2)
    keys = people(clerk, 3)
    enter(clerk, first, keys[:2])
    enter(clerk, second, keys[2:])
    send_people(actor=clerk, at=AT, list_uid=first.uid)
    send_people(actor=clerk, at=AT, list_uid=second.uid)
    rows = list_progress(clerk, 2022)

    assert [(row.name, row.sent_count, row.percent, row.rank) for row in rows] == [
        ("东村镇", 2, 50, 1),
        ("普明镇", 1, 50, 1),
    ]


def test_a_city_sees_progress_by_county_and_the_lists_page_after_page(clerk, client) -> None:
    for number, group in enumerate(sorted(TARGET_GROUPS)):
        given(clerk, PUMING if number % 2 else DONGCUN, group=group)
        given(clerk, DONGCUN if number % 2 else PUMING, group=group)
        given(clerk, f"{LAN}101", group=group)
    city = staff(Role.LEADER, "141100", name="city")
    assert [(row.code, row.name, row.quota) for row in list_progress(city, 2022)] == [
        (LAN, "岚县", 9 * len(TARGET_GROUPS))
    ]

    client.force_login(city)
    seen = [len(client.get("/selections/", {"page": page}).context["lists"]) for page in (1, 2)]
    assert seen == [50, 3 * len(TARGET_GROUPS) - 50]


def test_a_page_of_a_list_is_one_query_however_long(clerk, django_assert_num_queries) -> None:
    chosen = given(clerk, quota=100)
    enter(clerk, chosen, people(clerk, 60))
    with django_assert_num_queries(1):
        entries = list_entries(clerk, chosen, state="", after=0, limit=50)
    assert len(entries) == 50
    assert len(list_entries(clerk, chosen, state="", after=entries[-1].pk, limit=50)) == 10


def test_a_township_imports_its_list(clerk, township) -> None:
    chosen = given(clerk)
    content = filled("selection", told(3))
    done = committed(township, read_now(uploaded(township, content, form="selection", selection=chosen)))

    assert done.created_count == 3
    assert counts(chosen) == (3, 0)
    assert TargetGroupTag.objects.filter(group=GROUP).count() == 3


def test_a_list_that_would_overrun_is_told_before_anything_is_written(clerk, township) -> None:
    chosen = given(clerk)
    imported = read_now(uploaded(township, filled("selection", told(4)), form="selection", selection=chosen))

    assert [problem.code for problem in read_findings(imported).problems] == ["quota_exceeded"]


class TestLaw:
    """What the database refuses, whoever asks it."""

    def refused(self, work) -> None:
        with pytest.raises(DatabaseError), transaction.atomic():
            work()

    def test_an_overrun_past_the_operation(self, clerk) -> None:
        chosen = given(clerk, quota=1)
        keys = people(clerk, 2)
        values = {"list": chosen, "year": 2022, "policy_id": "lanxian-2022", "listed_at": AT}
        self.refused(
            lambda: SelectionEntry.objects.bulk_create([SelectionEntry(person_id=key, **values) for key in keys])
        )

    def test_counts_and_origin_are_not_written_by_hand(self, clerk) -> None:
        chosen = given(clerk)
        self.refused(lambda: SelectionList.objects.filter(pk=chosen.pk).update(listed_count=1))
        self.refused(lambda: SelectionList.objects.filter(pk=chosen.pk).update(township_code=PUMING))
        self.refused(lambda: SelectionList.objects.filter(pk=chosen.pk).delete())

    def test_an_entry_of_another_year_or_a_second_place(self, clerk) -> None:
        chosen, other = given(clerk), given(clerk, PUMING)
        (key,) = people(clerk, 1)
        values = {"person_id": key, "policy_id": "lanxian-2022", "listed_at": AT}
        self.refused(lambda: SelectionEntry.objects.create(list=chosen, year=2023, **values))
        SelectionEntry.objects.create(list=chosen, year=2022, **values)
        self.refused(lambda: SelectionEntry.objects.create(list=other, year=2022, **values))
        self.refused(lambda: SelectionEntry.objects.update(state="WITHDRAWN"))
        self.refused(lambda: SelectionEntry.objects.all().delete())

    def test_a_list_for_a_statistical_unit(self, clerk) -> None:
        chosen = given(clerk)
        self.refused(
            lambda: SelectionList.objects.create(
                county_code=LAN,
                township_code="141127400",
                year=2022,
                policy_id="x",
                group=GROUP,
                quota=1,
                made_by=clerk,
                made_at=AT,
            )
        )
        assert chosen.pk
