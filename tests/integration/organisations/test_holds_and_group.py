"""Holds set from above and checked below; the leading group; the demonstration's organisations."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from factories.organisations import AT, account, registered, signed_in
from jineng.domain.permitted import NotAllowedError
from jineng.domain.registry.models import Hold, LeadingGroup, Organisation
from jineng.domain.registry.operations import holds, leading_group
from jineng.domain.registry.organisation_errors import (
    FieldRefusedError,
    NotNowError,
    OrganisationNotFoundError,
    SecondPersonError,
)
from jineng.domain.registry.queries.leading_group import view_groups
from jineng.domain.registry.queries.organisations import OrganisationFilter, held_organisations, list_organisations
from jineng.journeys.demo_organisations import lay_out_organisations
from jineng.platform.identity.roles import Role

if TYPE_CHECKING:
    from jineng.platform.identity.models import User

pytestmark = pytest.mark.django_db
TODAY = AT.date()


def test_hold_stands_between_its_days(officer: User, school: Organisation) -> None:
    holds.hold_organisation(
        actor=officer,
        at=AT,
        uid=school.uid,
        reason="supervision",
        note="整改",
        from_on=TODAY,
        to_on=TODAY + timedelta(days=9),
    )

    for days, is_held in ((-1, False), (0, True), (9, True), (10, False)):
        assert (held_organisations([school.pk], TODAY + timedelta(days=days)) == {school.pk}) is is_held
    assert [row.is_held for row in list_organisations(officer, OrganisationFilter(), TODAY).rows] == [True]


def test_hold_from_above_is_lifted_from_above(officer: User, school: Organisation) -> None:
    city = account(Role.REVIEWER, region_code="141100")
    with signed_in(city):
        hold = holds.hold_organisation(
            actor=city, at=AT, uid=school.uid, reason="false_claim", note="市局核查", from_on=TODAY
        )

    with signed_in(officer):
        assert Hold.objects.filter(pk=hold.pk).exists()
        with pytest.raises(NotAllowedError):
            holds.lift_hold(actor=officer, at=AT, hold_key=hold.pk, why="已整改")
    with signed_in(city):
        lifted = holds.lift_hold(actor=city, at=AT + timedelta(days=5), hold_key=hold.pk, why="核查无问题")
        with pytest.raises(NotNowError):
            holds.lift_hold(actor=city, at=AT, hold_key=hold.pk, why="再解除")
    assert lifted.to_on == TODAY + timedelta(days=4)


def test_managers_see_holds_and_set_none(officer: User, manager: User, school: Organisation) -> None:
    given = {"at": AT, "uid": school.uid, "reason": "supervision", "note": "整改", "from_on": TODAY}
    with signed_in(manager), pytest.raises(NotAllowedError):
        holds.hold_organisation(actor=manager, **given)
    holds.hold_organisation(actor=officer, **given)
    with signed_in(manager):
        assert Hold.objects.count() == 1
    with signed_in(account(Role.REVIEWER, region_code="140404")) as _:
        assert Hold.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "changes"),
    [("reason", {"reason": "mood"}), ("note", {"note": ""}), ("to_on", {"to_on": date(2000, 1, 1)})],
)
def test_holds_say_why_and_since_when(officer: User, school: Organisation, field: str, changes: dict) -> None:
    given = {"reason": "supervision", "note": "整改", "from_on": TODAY}
    with pytest.raises(FieldRefusedError) as refusal:
        holds.hold_organisation(actor=officer, at=AT, uid=school.uid, **given | changes)
    assert refusal.value.field == field


def test_tasks_are_reported_by_the_unit_and_accepted_by_another(officer: User, reviewer: User) -> None:
    unit = registered(officer, 5, kind="township", name="东村镇人民政府", credit_code="")
    clerk = account(Role.TOWNSHIP_CLERK, region_code="141127100")
    stranger = account(Role.TOWNSHIP_CLERK, region_code="141127101")
    by = {"actor": officer, "at": AT}
    group = leading_group.form_group(**by, county_code="141127", name="领导小组", formed_on=TODAY)
    member = leading_group.add_member(
        **by, group_key=group.pk, unit_name=unit.name, duty="member", organisation_uid=unit.uid
    )
    task = leading_group.set_task(**by, member_key=member.pk, title="组织报名", due_on=TODAY - timedelta(days=1))

    with signed_in(stranger), pytest.raises(OrganisationNotFoundError):
        leading_group.report_task(actor=stranger, at=AT, task_key=task.pk, report="替人报")
    with pytest.raises(NotNowError):
        leading_group.accept_task(**by, task_key=task.pk)
    with signed_in(clerk):
        leading_group.report_task(actor=clerk, at=AT, task_key=task.pk, report="已报名 40 人")
        (row,) = view_groups(clerk, TODAY)[0].members[0].tasks
    assert (row.is_late, row.can_report, row.can_accept) == (True, True, False)
    with pytest.raises(NotAllowedError):
        leading_group.accept_task(actor=reviewer, at=AT, task_key=task.pk)
    with pytest.raises(NotNowError):
        leading_group.end_membership(**by, member_key=member.pk, left_on=TODAY)
    leading_group.accept_task(**by, task_key=task.pk)
    with pytest.raises(NotNowError):
        leading_group.drop_task(**by, task_key=task.pk)
    leading_group.end_membership(**by, member_key=member.pk, left_on=TODAY)


def test_nobody_accepts_their_own_report(officer: User) -> None:
    by = {"actor": officer, "at": AT}
    group = leading_group.form_group(**by, county_code="141127", name="领导小组", formed_on=TODAY)
    member = leading_group.add_member(**by, group_key=group.pk, unit_name="县财政局", duty="member")
    task = leading_group.set_task(**by, member_key=member.pk, title="拨付资金", due_on=TODAY)
    leading_group.report_task(**by, task_key=task.pk, report="已拨付")

    with pytest.raises(SecondPersonError):
        leading_group.accept_task(**by, task_key=task.pk)


def test_demonstration_is_laid_out_once(officer: User) -> None:
    first = lay_out_organisations(actor=officer, at=AT, county="lanxian-2022")
    again = lay_out_organisations(actor=officer, at=AT, county="lanxian-2022")

    assert (first, again) == (Organisation.objects.count(), 0)
    assert first > 20
    group = LeadingGroup.objects.get()
    assert group.members.count() == 16
    with pytest.raises(NotNowError):
        leading_group.form_group(actor=officer, at=AT, county_code="141127", name="又一个", formed_on=TODAY)
