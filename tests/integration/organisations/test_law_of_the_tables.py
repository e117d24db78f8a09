"""What the database refuses when somebody passes the operations by."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from stdnum.cn import uscc

from factories.identities import account as bank_account
from factories.organisations import AT, credit_code, registered
from jineng.domain.registry.models import (
    Contact,
    FactsRequest,
    GroupMember,
    GroupTask,
    Hold,
    LeadingGroup,
    Organisation,
    Qualification,
    Room,
    SizeRecord,
    Teacher,
    Venue,
)

if TYPE_CHECKING:
    from jineng.platform.identity.models import User

pytestmark = pytest.mark.django_db
DAY = date(2022, 3, 1)


def refused(match: str, act: Any) -> None:
    with pytest.raises(DatabaseError, match=match), transaction.atomic():
        act()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def organisation(**changes: Any) -> Organisation:
    given = {
        "kind": "institution",
        "name": "岚县某校",
        "name_key": "lan xian mou xiao 岚县某校",
        "county_code": "141127",
        "credit_code": credit_code(1),
        "registered_at": AT,
    }
    return Organisation.objects.create(**given | changes)


@pytest.mark.parametrize("n", range(1, 40))
def test_check_digit_is_judged_like_the_code_does(n: int) -> None:
    code = credit_code(n)
    organisation(credit_code=code)

    wrong = code[:-1] + uscc._alphabet[(uscc._alphabet.index(code[-1]) + n % 30 + 1) % 31]
    assert not uscc.is_valid(wrong)
    refused("GB 32100", lambda: Organisation.objects.update(credit_code=wrong))
    refused("GB 32100", lambda: organisation(credit_code=wrong))


@pytest.mark.parametrize(
    ("law", "changes"),
    [
        ("GB 32100", {"credit_code": "52141127MJ000000IX"}),
        ("registry_org_code_given", {"credit_code": ""}),
        ("registry_org_kind_known", {"kind": "club"}),
        ("registry_org_named", {"name": ""}),
        ("registry_org_county", {"county_code": "1411"}),
        ("registry_org_township", {"township_code": "140404101"}),
        ("registry_org_merged_is_closed", {"merged_into_id": 1}),
        ("registry_org_closed_why", {"closed_on": DAY}),
    ],
)
def test_an_organisation_is_whole(law: str, changes: dict[str, Any]) -> None:
    refused(law, lambda: organisation(**changes))


def test_one_live_organisation_for_a_credit_code() -> None:
    first = organisation()
    refused("registry_org_code_once", organisation)

    Organisation.objects.filter(pk=first.pk).update(closed_on=DAY, closed_why="停办")
    organisation()


def test_branches_fit_their_parent() -> None:
    parent = organisation()
    branch = organisation(credit_code=credit_code(2), parent=parent)

    refused("branch belongs", lambda: organisation(credit_code=credit_code(3), parent=branch))
    refused("branch belongs", lambda: organisation(credit_code=credit_code(3), parent=parent, kind="enterprise"))
    refused(".", lambda: Organisation.objects.filter(pk=parent.pk).update(parent=parent.pk))
    refused("does not become a branch", lambda: _under(parent, organisation(credit_code=credit_code(4))))
    refused("closes after", lambda: Organisation.objects.filter(pk=parent.pk).update(closed_on=DAY, closed_why="停办"))


def _under(child: Organisation, parent: Organisation) -> None:
    Organisation.objects.filter(pk=child.pk).update(parent=parent)


@pytest.mark.parametrize("change", [{"kind": "enterprise"}, {"registered_at": None}])
def test_origin_stays(change: dict[str, Any]) -> None:
    organisation()
    refused(".", lambda: Organisation.objects.update(**change))


def test_closed_stays_and_nothing_is_deleted() -> None:
    organisation(closed_on=DAY, closed_why="停办")
    refused(".", lambda: Organisation.objects.update(name="岚县他校"))
    refused(".", lambda: Organisation.objects.update(closed_on=None))
    refused(".", lambda: Organisation.objects.all().delete())


def test_bank_account_needs_a_confirmed_request(officer: User, reviewer: User) -> None:
    school = registered(officer, bank_name="岚县农商行", bank_account=bank_account(1))

    def request(**changes: Any) -> FactsRequest:
        given = {"fields": ["bank_account"], "proposal": "{}", "proposed_by": officer, "proposed_at": AT}
        return FactsRequest.objects.create(organisation=school, **given | changes)

    def change(by: int | None) -> int:
        return Organisation.objects.filter(pk=school.pk).update(bank_account=bank_account(2), bank_request_id=by)

    refused("second person", lambda: change(None))
    waiting = request()
    refused("second person", lambda: change(waiting.pk))
    FactsRequest.objects.update(state="confirmed", decided_by=reviewer, decided_at=AT)
    assert change(waiting.pk) == 1
    refused("second person", lambda: Organisation.objects.filter(pk=school.pk).update(bank_account=bank_account(3)))
    named = request(fields=["name"], state="confirmed", decided_by=reviewer, decided_at=AT)
    refused("second person", lambda: Organisation.objects.update(bank_account=bank_account(3), bank_request=named))


def test_requests(officer: User, reviewer: User, school: Organisation) -> None:
    def request(**changes: Any) -> FactsRequest:
        given = {"fields": ["name"], "proposal": "{}", "proposed_by": officer, "proposed_at": AT}
        return FactsRequest.objects.create(organisation=school, **given | changes)

    request()
    refused("registry_facts_request_one_open", request)
    refused("registry_facts_request_decided_by_somebody", lambda: FactsRequest.objects.update(state="confirmed"))
    for state in ("confirmed", "refused"):
        refused(
            "registry_facts_request_second_person",
            lambda state=state: FactsRequest.objects.update(state=state, decided_by=officer, decided_at=AT, note="准"),
        )
    refused(
        "registry_facts_request_refused_why",
        lambda: FactsRequest.objects.update(state="refused", decided_by=reviewer, decided_at=AT),
    )
    refused(".", lambda: FactsRequest.objects.update(proposal="{1}"))
    refused(".", lambda: FactsRequest.objects.update(fields=["bank_account"]))
    FactsRequest.objects.update(state="refused", decided_by=reviewer, decided_at=AT, note="不准")
    refused(".", lambda: FactsRequest.objects.update(note="改口"))
    refused(".", lambda: FactsRequest.objects.all().delete())


def test_one_main_contact(school: Organisation) -> None:
    def contact(**changes: Any) -> Contact:
        given = {"name": "李敏", "phone": "13", "phone_mask": "1**", "is_main": True, "added_at": AT}
        return Contact.objects.create(organisation=school, **given | changes)

    contact()
    refused("registry_contact_one_main", contact)
    contact(is_main=False)
    refused("registry_contact_filled", lambda: contact(is_main=False, name=""))


def test_venues_and_rooms(school: Organisation) -> None:
    def venue(**changes: Any) -> Venue:
        given = {"name": "本部", "address": "新建路1号", "region_code": "141127"}
        return Venue.objects.create(organisation=school, **given | changes)

    place = venue()
    refused("registry_venue_name_once", venue)
    refused("registry_venue_region", lambda: venue(name="二部", region_code="1411"))
    refused("registry_venue_position", lambda: venue(name="二部", latitude="37.5"))
    refused("registry_venue_filled", lambda: venue(name="二部", address=""))
    Room.objects.create(venue=place, name="101", kind="theory", seats=1)
    for law, changes in (
        ("registry_room_name_once", {}),
        ("registry_room_seats", {"name": "102", "seats": 0}),
        ("registry_room_kind_known", {"name": "102", "kind": "kitchen"}),
        ("registry_room_named", {"name": ""}),
    ):
        given = {"name": "101", "kind": "theory", "seats": 1} | changes
        refused(law, lambda given=given: Room.objects.create(venue=place, **given))


def test_teachers_and_qualifications(school: Organisation) -> None:
    teacher = Teacher.objects.create(organisation=school, name="赵老师", engaged_on=DAY)
    refused("registry_teacher_period", lambda: Teacher.objects.update(left_on=date(2022, 2, 28)))

    def qualification(**changes: Any) -> Qualification:
        given = {"occupation": "面点师", "level": 5, "certificate_no": "A1", "valid_from": DAY}
        return Qualification.objects.create(teacher=teacher, **given | changes)

    qualification()
    refused("registry_qualification_once", qualification)
    refused("registry_qualification_level", lambda: qualification(certificate_no="A2", level=6))
    refused("registry_qualification_period", lambda: qualification(certificate_no="A2", valid_to=date(2022, 2, 28)))
    refused("registry_qualification_filled", lambda: qualification(certificate_no=""))


def test_sizes_are_added_and_never_changed(school: Organisation) -> None:
    given = {"as_of": DAY, "industry": "other", "staff_count": 1, "revenue_fen": 0, "assets_fen": 0}
    SizeRecord.objects.create(organisation=school, size_class="micro", recorded_at=AT, **given)

    refused(".", lambda: SizeRecord.objects.update(size_class="large"))
    refused(".", lambda: SizeRecord.objects.all().delete())
    for changes in ({"size_class": "huge"}, {"industry": "magic"}, {"revenue_fen": -1}):
        values = given | {"size_class": "micro"} | changes
        refused(
            "registry_size",
            lambda values=values: SizeRecord.objects.create(organisation=school, recorded_at=AT, **values),
        )


def test_holds(officer: User, school: Organisation) -> None:
    def hold(**changes: Any) -> Hold:
        given = {"organisation": school, "county_code": "141127", "reason": "supervision", "note": "整改"}
        dates = {"from_on": DAY, "set_by": officer, "set_at": AT, "set_from": "141127"}
        return Hold.objects.create(**given | dates | changes)

    hold()
    refused("registry_hold_one_subject", lambda: hold(organisation=None))
    refused("registry_hold_reason_known", lambda: hold(reason="mood"))
    refused("registry_hold_period", lambda: hold(to_on=date(2022, 2, 28)))
    refused("registry_hold_lifted_by_somebody", lambda: Hold.objects.update(lifted_at=AT))
    refused(".", lambda: Hold.objects.update(reason="court_order"))
    Hold.objects.update(lifted_at=AT, lifted_by=officer, lifted_why="已整改", to_on=DAY)
    refused(".", lambda: Hold.objects.update(to_on=None))
    refused(".", lambda: Hold.objects.all().delete())


def test_leading_group(officer: User, reviewer: User) -> None:
    group = LeadingGroup.objects.create(county_code="141127", name="领导小组", formed_on=DAY)
    refused(
        "registry_group_one_standing",
        lambda: LeadingGroup.objects.create(county_code="141127", name="另一小组", formed_on=DAY),
    )
    head = GroupMember.objects.create(group=group, unit_name="县政府", duty="head")
    refused("registry_member_once", lambda: GroupMember.objects.create(group=group, unit_name="县政府", duty="member"))
    refused("registry_member_one_head", lambda: GroupMember.objects.create(group=group, unit_name="县委", duty="head"))
    GroupTask.objects.create(member=head, title="召开会议", due_on=DAY)
    refused("registry_task_reported_by_somebody", lambda: GroupTask.objects.update(state="reported"))
    said = {"report": "已召开", "reported_by": officer, "reported_at": AT}
    refused(
        "registry_task_accepted_by_another",
        lambda: GroupTask.objects.update(state="done", done_on=DAY, accepted_by=officer, **said),
    )
    GroupTask.objects.update(state="done", done_on=DAY, accepted_by=reviewer, **said)
    refused(".", lambda: GroupTask.objects.update(title="改题"))
