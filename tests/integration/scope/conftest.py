"""People, organisations and drafts of two counties, and an account of every kind of scope."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from factories import organisations
from factories.people import DONGCUN, LAN, PUMING, SHANGDANG, person, staff
from jineng.domain.drafts.models import Draft
from jineng.domain.registry.models import Person
from jineng.domain.registry.operations.organisations import register_organisation
from jineng.platform.identity.models import User
from jineng.platform.identity.roles import Role
from jineng.platform.regions.operations import load_regions

AT = datetime(2022, 3, 1, 2, tzinfo=UTC)


@pytest.fixture
def world(db: None) -> Any:
    """Lan: people 1 (Dongcun) and 2 (Puming); Shangdang: person 3 and a draft under the county's code of before 2018."""
    load_regions(actor=None, at=AT)
    lan, shangdang = staff(Role.OFFICER, LAN), staff(Role.OFFICER, SHANGDANG)
    people = [
        person(lan, 1, township_code=DONGCUN),
        person(lan, 2, township_code=PUMING),
        person(shangdang, 3, township_code="140404100"),
    ]
    made = register_organisation(
        actor=lan, at=AT, facts=organisations.facts(1), contact_name="联系人", contact_phone="13800000001"
    ).organisation
    Person.objects.filter(pk=people[1].pk).update(organisation_keys=[made.pk])
    for region_code, author in (("141127", lan), ("142329", lan), ("140421", shangdang), ("140404", shangdang)):
        Draft.objects.create(region_code=region_code, title=region_code, made_by=author, made_at=AT)
    learner = User.objects.get(person_key=people[0].pk)
    accounts = {
        "county": lan,
        "former county": staff(Role.REVIEWER, "140421"),
        "city": staff(Role.LEADER, "141100"),
        "province": staff(Role.AUDITOR, "140000"),
        "township": staff(Role.TOWNSHIP_CLERK, DONGCUN),
        "organisation": staff(Role.INSTITUTION_MANAGER, LAN, organisation_key=made.pk),
        "person": learner,
    }
    return SimpleNamespace(people=people, organisation=made, accounts=accounts)
