"""What somebody enjoys takes its place once, whoever comes first."""

from __future__ import annotations

from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from factories.eligibility import AT, compare
from factories.people import DONGCUN, LAN, SHANGDANG, people, staff
from factories.scope import in_thread
from jineng.domain.eligibility.errors import AlreadyEnjoyedError, BenefitNotFoundError, EligibilityError
from jineng.domain.eligibility.models import BenefitKey, EnjoyedBenefit
from jineng.domain.eligibility.operations.benefits import (
    confirm_benefit,
    note_past_benefit,
    release_benefit,
    reserve_benefit,
    reverse_benefit,
)
from jineng.domain.eligibility.queries.benefits import list_benefits
from jineng.platform.identity.roles import Role
from jineng.platform.scope import acting, scope_of
from jineng.policy.kinds import Limit
from jineng.policy.loader import load_plan

DAY = date(2022, 7, 4)
PLAN = load_plan("lanxian-2022").document


def twice_a_year():
    """The plan, but with two certificates of a level a year."""
    rules = tuple(
        rule.model_copy(update={"n": 2, "period": "calendar_year"}) if isinstance(rule, Limit) else rule
        for rule in PLAN.rule
    )
    return PLAN.model_copy(update={"rule": rules})


def reserve(actor, person, source_key="claim-1", level="5", region_code=LAN, document=PLAN, **changes):
    return reserve_benefit(
        actor=actor,
        at=AT,
        person_key=person,
        document=document,
        item="certificate",
        on=DAY,
        values={"level": level},
        source_key=source_key,
        region_code=region_code,
        **changes,
    )


@pytest.fixture
def clerk(db):
    return staff()


@pytest.fixture
def person(clerk):
    return people(clerk, 1, groups=("veteran",))[0]


def refused(match, act):
    with pytest.raises(DatabaseError, match=match), transaction.atomic():
        act()


def test_a_level_is_had_once_in_a_life(clerk, person):
    benefit = reserve(clerk, person)
    assert benefit.keys.get().once_key == "certificate|life|level=5"
    with pytest.raises(AlreadyEnjoyedError):
        reserve(clerk, person, "claim-2")
    assert EnjoyedBenefit.objects.count() == 1, "what was refused leaves nothing"
    assert reserve(clerk, person, "claim-3", level="4").state == "RESERVED"
    assert reserve(clerk, person).pk == benefit.pk, "the same claim again"


def test_what_is_released_or_reversed_gives_its_place_back(clerk, person):
    first = reserve(clerk, person)
    release_benefit(actor=clerk, at=AT, uid=first.uid, reason="未开班")
    second = reserve(clerk, person, "claim-2")
    confirm_benefit(actor=clerk, at=AT, uid=second.uid, amount_fen=40_000)
    with pytest.raises(AlreadyEnjoyedError):
        reserve(clerk, person, "claim-3")
    with pytest.raises(EligibilityError, match="stands at ENJOYED"):
        release_benefit(actor=clerk, at=AT, uid=second.uid, reason="错")
    reverse_benefit(actor=clerk, at=AT, uid=second.uid, reason="已追回")
    assert reserve(clerk, person, "claim-3").state == "RESERVED"
    assert [each.state for each in list_benefits(clerk, person)] == ["RESERVED", "REVERSED", "RELEASED"]


def test_twice_a_year_is_two_places(clerk, person):
    document = twice_a_year()
    reserve(clerk, person, document=document)
    second = reserve(clerk, person, "claim-2", document=document)
    assert list(BenefitKey.objects.order_by("place").values_list("place", "most")) == [(1, 2), (2, 2)]
    with pytest.raises(AlreadyEnjoyedError):
        reserve(clerk, person, "claim-3", document=document)
    release_benefit(actor=clerk, at=AT, uid=second.uid, reason="未开班")
    assert reserve(clerk, person, "claim-3", document=document).keys.get().place == 2


def test_past_benefits_count_and_show_in_the_comparison(clerk, person):
    note_past_benefit(
        actor=clerk, at=AT, person_key=person, document=PLAN, item="certificate", on=date(2019, 5, 1),
        values={"level": "5"}, source_key="2019-名单-1", region_code=LAN, amount_fen=40_000,
    )  # fmt: skip
    with pytest.raises(AlreadyEnjoyedError):
        reserve(clerk, person)
    asked = {level: compare(clerk, [person], level=level) for level in ("5", "4", "")}
    outcomes = {level: batch.findings.get(check_code="limit.once_a_level").outcome for level, batch in asked.items()}
    assert outcomes == {"5": "does_not_fit", "4": "fits", "": "unknown"}


def test_another_county_meets_the_place_but_sees_nothing_of_it(clerk, person):
    reserve(clerk, person)
    stranger = staff(Role.OFFICER, SHANGDANG)
    with acting(stranger, scope_of(stranger)):
        assert not EnjoyedBenefit.objects.exists()
        assert not BenefitKey.objects.exists()
        with pytest.raises(BenefitNotFoundError):
            reserve(stranger, person, "claim-9", region_code=SHANGDANG)
    with pytest.raises(AlreadyEnjoyedError) as caught:
        reserve(None, person, "claim-9", region_code=SHANGDANG)
    assert "岚" not in caught.value.text.zh
    assert LAN not in str(caught.value.text)


def test_a_township_sees_of_its_person_that_it_was_had(clerk, person):
    reserve(clerk, person)
    township = staff(Role.TOWNSHIP_CLERK, DONGCUN)
    with acting(township, scope_of(township)):
        batch = compare(township, [person], level="5")
        assert batch.findings.get(check_code="limit.once_a_level").outcome == "does_not_fit"


def test_the_database_holds_places(clerk, person):
    benefit = reserve(clerk, person)
    key = benefit.keys.get()
    other = {"benefit": benefit, "id_index": key.id_index, "most": 1, "rules": ["x"]}
    refused("eligibility_key_place", lambda: BenefitKey.objects.create(**other, once_key="other", place=2))
    refused(
        "is its person", lambda: BenefitKey.objects.create(**{**other, "id_index": "0" * 64}, once_key="other", place=1)
    )
    refused("lives as long", lambda: BenefitKey.objects.filter(pk=key.pk).update(is_live=False))
    refused("kept", lambda: EnjoyedBenefit.objects.filter(pk=benefit.pk)._raw_delete("default"))
    refused(
        "transition",
        lambda: EnjoyedBenefit.objects.filter(pk=benefit.pk).update(state="REVERSED", ended_at=AT, ended_reason="x"),
    )
    refused("end_whole", lambda: EnjoyedBenefit.objects.filter(pk=benefit.pk).update(state="RELEASED"))


@pytest.mark.django_db(transaction=True)
def test_of_eight_connections_one_wins():
    clerk = staff()
    person = people(clerk, 1)[0]
    start, won, lost = Barrier(8), [], []

    def claim(number):
        start.wait(timeout=60)
        try:
            won.append(reserve(clerk, person, f"claim-{number}").pk)
        except AlreadyEnjoyedError:
            lost.append(number)

    threads = [Thread(target=in_thread(claim), args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert (len(won), len(lost)) == (1, 7)
    assert BenefitKey.objects.get().benefit_id == won[0]


@pytest.mark.django_db(transaction=True)
def test_one_claim_from_eight_connections_is_one_benefit():
    clerk = staff()
    person = people(clerk, 1)[0]
    start, got = Barrier(8), []

    def claim(_number):
        start.wait(timeout=60)
        got.append(reserve(clerk, person).pk)

    threads = [Thread(target=in_thread(claim), args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert len(got) == 8
    assert set(got) == set(EnjoyedBenefit.objects.values_list("pk", flat=True))
    assert len(set(got)) == 1
