"""Organisations from registering to closing, and requests that a second person confirms."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from factories.identities import account as bank_account
from factories.identities import identity_number, phone
from factories.organisations import AT, account, credit_code, facts, registered, signed_in
from jineng.domain.permitted import NotAllowedError
from jineng.domain.registry.models import FactsRequest, Organisation
from jineng.domain.registry.operations import equipment, facts_requests, organisations
from jineng.domain.registry.organisation_errors import (
    CodeTakenError,
    FieldRefusedError,
    NotNowError,
    OrganisationNotFoundError,
    SecondPersonError,
)
from jineng.domain.registry.queries.organisations import OrganisationFilter, list_organisations, view_organisation
from jineng.platform.audit.models import AuditEvent
from jineng.platform.identity.roles import Role

if TYPE_CHECKING:
    from jineng.platform.identity.models import User

pytestmark = pytest.mark.django_db
TODAY = AT.date()


def test_registering_twice_is_registering_once(officer: User) -> None:
    first = organisations.register_organisation(actor=officer, at=AT, facts=facts())
    again = organisations.register_organisation(actor=officer, at=AT, facts=facts())
    moved = organisations.register_organisation(actor=officer, at=AT, facts=facts(address="岚城镇古城街2号"))

    assert (first.outcome, again.outcome, moved.outcome) == ("created", "same", "changed")
    assert moved.fields == ("address",)
    assert Organisation.objects.count() == 1


def test_facts_left_empty_stay_when_registered_again(officer: User) -> None:
    registered(officer, legal_representative="张学礼", representative_id=identity_number(1))

    again = organisations.register_organisation(actor=officer, at=AT, facts=facts(address="", township_code=""))

    kept = again.organisation
    assert again.outcome == "same"
    assert (kept.address, kept.legal_representative) == ("东村镇新建路1号", "张学礼")
    assert kept.representative_id.open() == identity_number(1)
    assert kept.representative_id_mask == "141127********" + identity_number(1)[-4:]


def test_government_without_a_code_is_known_by_name(officer: User) -> None:
    unit = facts(kind="department", name="岚县教育科技局", credit_code="")

    organisations.register_organisation(actor=officer, at=AT, facts=unit)
    coded = organisations.register_organisation(actor=officer, at=AT, facts=unit)

    assert coded.outcome == "same"


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("credit_code", {"credit_code": ""}),
        ("credit_code", {"credit_code": credit_code(1)[:-1] + "0"}),
        ("name", {"name": "  "}),
        ("kind", {"kind": "club"}),
        ("township_code", {"township_code": "140404101"}),
        ("representative_id", {"representative_id": "141127199001011"}),
        ("bank_account", {"bank_name": "岚县农商行", "bank_account": "12-34"}),
        ("bank_name", {"bank_account": "6299990000000000018"}),
        ("name", {"name": "岚县\u0000学校"}),
    ],
)
def test_what_cannot_be_kept_is_named(officer: User, field: str, changes: dict[str, str]) -> None:
    with pytest.raises(FieldRefusedError) as refusal:
        registered(officer, **changes)
    assert refusal.value.field == field
    assert Organisation.objects.count() == 0


def test_code_of_another_region_is_refused_without_a_word_of_it(officer: User) -> None:
    registered(officer)
    other = account(Role.OFFICER, region_code="140404")

    with pytest.raises(CodeTakenError) as refusal, signed_in(other):
        registered(other, county_code="140404", township_code="", name="上党区某学校")
    assert "岚县" not in refusal.value.text.zh


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.OFFICER, Role.LEARNER}))
def test_only_officers_register(officer: User, role: Role) -> None:
    keys = {}
    if role in (Role.INSTITUTION_MANAGER, Role.TEACHER, Role.EVALUATOR, Role.ENTERPRISE, Role.DEPARTMENT):
        keys["organisation_key"] = registered(officer, 9).pk
    actor = account(role, region_code="141127100" if role == Role.TOWNSHIP_CLERK else "141127", **keys)

    with pytest.raises(NotAllowedError):
        registered(actor)


def test_an_officer_registers_in_their_own_county_only(officer: User) -> None:
    with pytest.raises(NotAllowedError):
        registered(officer, county_code="140404", township_code="")


def test_branches_belong_to_one_of_their_kind(officer: User) -> None:
    school = registered(officer, 1)
    branch = registered(officer, 2, parent_uid=school.uid)
    enterprise = registered(officer, 3, kind="enterprise")

    assert branch.parent == school
    for parent in (branch.uid, enterprise.uid):
        with pytest.raises(FieldRefusedError) as refusal:
            registered(officer, 4, parent_uid=parent)
        assert refusal.value.field == "parent_uid"


def test_closing_comes_after_the_branches_and_is_for_good(officer: User) -> None:
    school, branch = registered(officer, 1), None
    branch = registered(officer, 2, parent_uid=school.uid)

    with pytest.raises(NotNowError):
        organisations.close_organisation(actor=officer, at=AT, uid=school.uid, closed_on=TODAY, why="停办")
    organisations.close_organisation(actor=officer, at=AT, uid=branch.uid, closed_on=TODAY, why="停办")
    organisations.close_organisation(actor=officer, at=AT, uid=school.uid, closed_on=TODAY, why="停办")

    with pytest.raises(NotNowError):
        organisations.change_organisation(actor=officer, at=AT, uid=school.uid, facts=facts(name="岚县新校"))
    assert AuditEvent.objects.get(action="organisation_closed", subject_key=str(school.uid)).reason == "停办"
    assert registered(officer, 1).pk != school.pk


def test_merged_organisation_names_its_successor(officer: User) -> None:
    first, second, enterprise = (
        registered(officer, 1),
        registered(officer, 2),
        registered(officer, 3, kind="enterprise"),
    )

    merged = organisations.merge_organisation(
        actor=officer, at=AT, uid=first.uid, into=second.uid, merged_on=TODAY, why="两校合并"
    )

    assert merged.merged_into == second
    for into in (second.uid, enterprise.uid):
        with pytest.raises(NotNowError):
            organisations.merge_organisation(
                actor=officer, at=AT, uid=second.uid, into=into, merged_on=TODAY, why="合并"
            )


def test_a_request_changes_nothing_until_another_confirms(
    officer: User, manager: User, reviewer: User, school: Organisation
) -> None:
    with signed_in(manager):
        request = facts_requests.propose_facts(
            actor=manager,
            at=AT,
            uid=school.uid,
            facts={"name": "岚县新时代学校", "representative_id": identity_number(2), "kind": "bank"},
        )
    school.refresh_from_db()
    assert school.name == "岚县第1职业培训学校"
    assert request.fields == ["name", "representative_id"]

    with signed_in(reviewer):
        facts_requests.confirm_facts(actor=reviewer, at=AT, request_key=request.pk)

    school.refresh_from_db()
    assert (school.name, school.kind) == ("岚县新时代学校", "institution")
    assert school.representative_id.open() == identity_number(2)


def test_nobody_confirms_what_they_asked_for(officer: User, school: Organisation) -> None:
    request = facts_requests.propose_facts(actor=officer, at=AT, uid=school.uid, facts={"name": "岚县新校"})

    for decide in (
        lambda: facts_requests.confirm_facts(actor=officer, at=AT, request_key=request.pk),
        lambda: facts_requests.refuse_facts(actor=officer, at=AT, request_key=request.pk, why="不准"),
    ):
        with pytest.raises(SecondPersonError):
            decide()


def test_requests_are_refused_withdrawn_and_one_at_a_time(manager: User, reviewer: User, school: Organisation) -> None:
    def ask(name: str) -> FactsRequest:
        return facts_requests.propose_facts(actor=manager, at=AT, uid=school.uid, facts={"name": name})

    first = ask("岚县甲校")
    with pytest.raises(NotNowError):
        ask("岚县乙校")
    facts_requests.refuse_facts(actor=reviewer, at=AT, request_key=first.pk, why="缺批复文件")
    with pytest.raises(NotNowError):
        facts_requests.confirm_facts(actor=reviewer, at=AT, request_key=first.pk)
    second = ask("岚县乙校")
    facts_requests.withdraw_facts(actor=manager, at=AT, request_key=second.pk)
    with pytest.raises(FieldRefusedError):
        ask(school.name)
    with pytest.raises(NotAllowedError):
        facts_requests.confirm_facts(actor=manager, at=AT, request_key=ask("岚县丙校").pk)


def test_bank_account_changes_by_two_people(officer: User, reviewer: User) -> None:
    school = registered(officer, bank_name="岚县农商行", bank_account=bank_account(1))

    untouched = organisations.register_organisation(
        actor=officer, at=AT, facts=facts(bank_name="工商银行", bank_account=bank_account(2))
    ).organisation
    organisations.change_organisation(
        actor=officer, at=AT, uid=school.uid, facts=facts(bank_name="工商银行", bank_account=bank_account(2))
    )
    untouched.refresh_from_db()
    assert untouched.bank_account.open() == bank_account(1)

    request = facts_requests.propose_facts(
        actor=officer, at=AT, uid=school.uid, facts={"bank_name": "工商银行", "bank_account": bank_account(2)}
    )
    facts_requests.confirm_facts(actor=reviewer, at=AT, request_key=request.pk)

    untouched.refresh_from_db()
    assert (untouched.bank_name, untouched.bank_account.open()) == ("工商银行", bank_account(2))
    assert untouched.bank_account_mask.endswith(bank_account(2)[-4:])


def test_managers_keep_contacts_rooms_and_teachers_of_their_own(
    officer: User, manager: User, school: Organisation
) -> None:
    other = registered(officer, 2)
    with signed_in(manager):
        organisations.add_contact(
            actor=manager, at=AT, uid=school.uid, name="李敏", phone=phone(1), post="教务", is_main=True
        )
        second = organisations.add_contact(
            actor=manager, at=AT, uid=school.uid, name="王强", phone=phone(2), is_main=True
        )
        venue = equipment.add_venue(
            actor=manager, at=AT, uid=school.uid, name="本部", address="新建路1号", region_code="141127100"
        )
        equipment.add_room(actor=manager, at=AT, venue_key=venue.pk, name="101", kind="theory", seats=50)
        teacher = equipment.engage_teacher(actor=manager, at=AT, uid=school.uid, name="赵老师", engaged_on=TODAY)
        equipment.add_qualification(
            actor=manager,
            at=AT,
            teacher_key=teacher.pk,
            occupation="养老护理员",
            level=3,
            certificate_no="Y000014000001",
            valid_from=date(2020, 1, 1),
            valid_to=None,
        )
        with pytest.raises(OrganisationNotFoundError):
            organisations.add_contact(actor=manager, at=AT, uid=other.uid, name="李敏", phone=phone(1))
        view = view_organisation(manager, school.uid, TODAY)

    assert [contact.name for contact in view.contacts] == ["王强", "李敏"]
    assert second.phone.open() == phone(2)
    assert [room.seats for room in view.venues[0].open_rooms] == [50]
    assert [row.level for row in view.teachers[0].standing_qualifications] == [3]
    assert (view.can_equip, view.can_propose, view.can_change, view.can_decide, view.can_hold) == (
        True,
        True,
        False,
        False,
        False,
    )


def test_rooms_and_certificates_are_once(officer: User, school: Organisation) -> None:
    venue = equipment.add_venue(
        actor=officer, at=AT, uid=school.uid, name="本部", address="新建路1号", region_code="141127"
    )
    room = equipment.add_room(actor=officer, at=AT, venue_key=venue.pk, name="101", kind="theory", seats=50)
    with pytest.raises(FieldRefusedError):
        equipment.add_room(actor=officer, at=AT, venue_key=venue.pk, name="101", kind="practice", seats=5)
    with pytest.raises(FieldRefusedError):
        equipment.add_room(actor=officer, at=AT, venue_key=venue.pk, name="102", kind="theory", seats=0)
    equipment.close_room(actor=officer, at=AT, room_key=room.pk, closed_on=TODAY)
    equipment.add_room(actor=officer, at=AT, venue_key=venue.pk, name="101", kind="practice", seats=5)
    equipment.close_venue(actor=officer, at=AT, venue_key=venue.pk, closed_on=TODAY)
    with pytest.raises(OrganisationNotFoundError):
        equipment.add_room(actor=officer, at=AT, venue_key=venue.pk, name="103", kind="theory", seats=5)


def test_size_is_computed_and_dated(officer: User) -> None:
    firm = registered(officer, kind="enterprise", name="岚县铸造有限公司")
    stated = {"industry": "manufacturing", "staff_count": 20, "revenue_fen": 300 * 10**6, "assets_fen": 0}

    organisations.record_size(actor=officer, at=AT, uid=firm.uid, as_of=date(2021, 12, 31), **stated)
    organisations.record_size(
        actor=officer, at=AT, uid=firm.uid, as_of=date(2020, 12, 31), **stated | {"staff_count": 19}
    )

    size = view_organisation(officer, firm.uid, TODAY).size
    assert size is not None
    assert (size[0].zh, size[1]) == ("小型", date(2021, 12, 31))
    with pytest.raises(NotNowError):
        organisations.record_size(actor=officer, at=AT, uid=registered(officer, 2).uid, as_of=TODAY, **stated)


def test_lists_go_page_by_page_in_order_of_pinyin(officer: User, django_assert_num_queries) -> None:
    names = ["岚县张家学校", "岚县王家学校", "岚县安家学校", "岚县李家学校", "岚县安家学校"]
    for n, name in enumerate(names, 1):
        registered(officer, n, name=name)

    seen, after = [], ""
    with signed_in(officer):
        for _ in range(3):
            page = list_organisations(officer, OrganisationFilter(), TODAY, after=after, per_page=2)
            seen += [row.name for row in page.rows]
            after = page.after
        found = list_organisations(officer, OrganisationFilter(typed="王家"), TODAY)
        by_code = list_organisations(officer, OrganisationFilter(typed=credit_code(4).lower()), TODAY)
        with django_assert_num_queries(3):
            list_organisations(officer, OrganisationFilter(kind="institution"), TODAY)

    assert seen == ["岚县安家学校", "岚县安家学校", "岚县李家学校", "岚县王家学校", "岚县张家学校"]
    assert after == ""
    assert [row.name for row in found.rows] == ["岚县王家学校"]
    assert [row.name for row in by_code.rows] == ["岚县李家学校"]


def test_unknown_organisations_and_closed_scopes_are_not_told_apart(officer: User, school: Organisation) -> None:
    stranger = account(Role.OFFICER, region_code="140404")

    for actor, uid in ((officer, uuid4()), (stranger, school.uid)):
        with signed_in(actor), pytest.raises(OrganisationNotFoundError):
            view_organisation(actor, uid, TODAY)


def test_events_hold_no_personal_data(officer: User) -> None:
    number = identity_number(3)
    registered(officer, legal_representative="张学礼", representative_id=number)
    organisations.change_organisation(
        actor=officer, at=AT, uid=Organisation.objects.get().uid, facts=replace(facts(), representative_id=number)
    )

    for event in AuditEvent.objects.filter(subject_kind="organisation"):
        assert number not in str(event.detail)
        assert "张学礼" not in str(event.detail)
