"""What the tables of accounts refuse, whoever writes to them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError

from factories.accounts import AT, account, learner
from factories.identities import phone
from jineng.platform.identity.models import (
    AccountSession,
    Authenticator,
    Deputy,
    Handover,
    PhoneCode,
    SingleSignOnLink,
    User,
)
from jineng.platform.identity.operations.administration import close_account
from jineng.platform.identity.operations.sessions import note_session
from jineng.platform.identity.roles import Role

pytestmark = pytest.mark.django_db


def refused(match: str) -> Any:
    return pytest.raises(DatabaseError, match=match)


@pytest.mark.parametrize(
    ("role", "changed", "law"),
    [
        (Role.OFFICER, {"person_key": 5}, "identity_user_person_of_learner"),
        (Role.OFFICER, {"organisation_key": 5}, "identity_user_organisation_of_role"),
        (Role.TEACHER, {"organisation_key": None}, "identity_user_organisation_of_role"),
        (Role.TOWNSHIP_CLERK, {"region_code": "141127"}, "identity_user_township_of_clerk"),
        (Role.OFFICER, {"region_code": "141127100"}, "identity_user_township_of_clerk"),
        (Role.OFFICER, {"region_code": "141127100201"}, "identity_user_region_code"),
        (Role.OFFICER, {"is_active": False}, "identity_user_closed_at"),
        (Role.OFFICER, {"closed_at": AT}, "identity_user_closed_at"),
        (Role.OFFICER, {"phone_index": "a" * 64}, "identity_user_phone_and_index"),
        (Role.OFFICER, {"role": "teacher"}, "identity_user_organisation_of_role"),
        (Role.OFFICER, {"role": "administrator"}, "becomes or ceases to be an administrator"),
        (Role.ADMINISTRATOR, {"role": "officer"}, "becomes or ceases to be an administrator"),
    ],
)
def test_role_is_tied_to_its_keys(role: Role, changed: dict[str, Any], law: str) -> None:
    user = account("somebody", role)

    with refused(law), transaction.atomic():
        User.objects.filter(pk=user.pk).update(**changed)


def test_accounts_are_never_deleted_nor_opened_again() -> None:
    user = account("somebody")

    with refused("Cannot delete"), transaction.atomic():
        user.delete()
    close_account(actor=None, at=AT, user=user)
    with refused("Cannot update"), transaction.atomic():
        User.objects.filter(pk=user.pk).update(is_active=True, closed_at=None)


def test_no_administrator_makes_another_beside_themself() -> None:
    county = account("county", Role.ADMINISTRATOR)
    city = account("city", Role.ADMINISTRATOR, region_code="141100")
    officer = account("officer-one")
    fresh = {"role": Role.ADMINISTRATOR, "region_code": "141127", "created_at": AT, "display_name": "乙"}

    for opener in (county, officer):
        with refused("of a region above"), transaction.atomic():
            User.objects.create(username="second", opened_by=opener, **fresh)
    assert User.objects.create(username="second", opened_by=city, **fresh).pk


def test_one_live_account_of_a_person_and_a_phone() -> None:
    first = learner(phone(1))
    other = learner(phone(2), person_key=71)

    with pytest.raises(IntegrityError, match="identity_user_one_of_person"), transaction.atomic():
        User.objects.filter(pk=other.pk).update(person_key=first.person_key)
    with pytest.raises(IntegrityError, match="identity_user_one_learner_of_phone"), transaction.atomic():
        User.objects.filter(pk=other.pk).update(phone_index=first.phone_index)


def test_one_live_authenticator() -> None:
    user = account("somebody")
    present = Authenticator.objects.create(user=user, secret="A" * 32, begun_at=AT, last_step=5)

    with pytest.raises(IntegrityError, match="identity_authenticator_one_live"), transaction.atomic():
        Authenticator.objects.create(user=user, secret="B" * 32, begun_at=AT)
    with refused("Cannot update"), transaction.atomic():
        Authenticator.objects.filter(pk=present.pk).update(last_step=4)
    Authenticator.objects.filter(pk=present.pk).update(ended_at=AT)
    with refused("Cannot update"), transaction.atomic():
        Authenticator.objects.filter(pk=present.pk).update(ended_at=None)
    assert Authenticator.objects.create(user=user, secret="C" * 32, begun_at=AT).pk


def deputy(absent: User, stand_in: User, **given: Any) -> Deputy:
    period = {"starts_at": AT, "ends_at": AT + timedelta(days=7)}
    return Deputy.objects.create(
        **{"absent": absent, "stand_in": stand_in, "reason": "休假", "given_at": AT, **period, **given}
    )


def test_a_pair_has_one_stand_in_at_a_time() -> None:
    one, other = account("one"), account("other", Role.REVIEWER)
    first = deputy(one, other)

    for days in (0, 6):
        start = AT + timedelta(days=days)
        with pytest.raises(IntegrityError, match="identity_deputy_once_at_a_time"), transaction.atomic():
            deputy(one, other, starts_at=start, ends_at=start + timedelta(days=3))
    assert deputy(other, one).pk, "the other way round is another pair"
    assert deputy(one, other, starts_at=AT + timedelta(days=7), ends_at=AT + timedelta(days=9)).pk
    Deputy.objects.filter(pk=first.pk).update(ended_at=AT + timedelta(days=2))
    assert deputy(one, other, starts_at=AT + timedelta(days=2), ends_at=AT + timedelta(days=7)).pk
    ended_before_it_began = deputy(one, other, starts_at=AT + timedelta(days=20), ends_at=AT + timedelta(days=30))
    Deputy.objects.filter(pk=ended_before_it_began.pk).update(ended_at=AT)


@pytest.mark.parametrize(
    ("other_role", "other_given"),
    [
        (Role.ADMINISTRATOR, {}),
        (Role.AUDITOR, {}),
        (Role.TEACHER, {}),
        (Role.REVIEWER, {"region_code": "140421"}),
    ],
)
def test_only_the_same_house_stands_in_or_takes_over(other_role: Role, other_given: dict[str, Any]) -> None:
    one, other = account("one"), account("other", other_role, **other_given)

    with refused("of the same house"), transaction.atomic():
        deputy(one, other)
    with refused("of the same house"), transaction.atomic():
        Handover.objects.create(leaver=one, successor=other, handed_at=AT)


def test_nobody_stands_in_for_themself_or_backwards_in_time() -> None:
    one, other = account("one"), account("other")

    with refused("identity_deputy_another"), transaction.atomic():
        deputy(one, one)
    with refused("identity_deputy_period"), transaction.atomic():
        deputy(one, other, ends_at=AT)
    with refused("identity_handover_another"), transaction.atomic():
        Handover.objects.create(leaver=one, successor=one, handed_at=AT)
    given = deputy(one, other)
    with refused("Cannot update"), transaction.atomic():
        Deputy.objects.filter(pk=given.pk).update(ends_at=AT + timedelta(days=70))


def test_sessions_end_with_the_account() -> None:
    user = account("somebody")
    Session.objects.create(session_key="k" * 32, session_data="", expire_date=AT + timedelta(days=1))
    note_session(user=user, at=AT, session_key="k" * 32, address=None, device="")

    close_account(actor=None, at=AT, user=user)

    assert not Session.objects.exists()
    assert AccountSession.objects.get().end_reason == "account_closed"
    with refused("has no sessions"), transaction.atomic():
        note_session(user=user, at=AT, session_key="l" * 32, address=None, device="")
    with refused("Cannot update"), transaction.atomic():
        AccountSession.objects.update(ended_at=None, end_reason="")


def code(**given: Any) -> PhoneCode:
    asked_at = given.pop("asked_at", AT)
    return PhoneCode.objects.create(
        **{
            "purpose": "sign_in",
            "phone": phone(1),
            "phone_index": "a" * 64,
            "code_hash": "b" * 64,
            "asked_at": asked_at,
            "quiet_until": asked_at + timedelta(seconds=60),
            "expires_at": asked_at + timedelta(minutes=5),
            **given,
        }
    )


def test_codes_have_a_pause_and_tries_and_end() -> None:
    first = code()

    with refused("identity_code_pause"), transaction.atomic():
        code(asked_at=AT + timedelta(seconds=59))
    assert code(asked_at=AT + timedelta(seconds=60)).pk
    with refused("identity_code_tries"), transaction.atomic():
        PhoneCode.objects.filter(pk=first.pk).update(tries_left=-1)
    with refused("identity_code_used_in_time"), transaction.atomic():
        PhoneCode.objects.filter(pk=first.pk).update(used_at=AT + timedelta(minutes=6))
    with refused("identity_code_used_in_time"), transaction.atomic():
        code(phone_index="c" * 64, is_decoy=True, used_at=AT)


def test_a_subject_is_one_account() -> None:
    one, other = account("one"), account("other")
    kept = SingleSignOnLink.objects.create(user=one, issuer="https://id.example", subject="s", linked_at=AT)

    with pytest.raises(IntegrityError, match="identity_link_one_account"), transaction.atomic():
        SingleSignOnLink.objects.create(user=other, issuer="https://id.example", subject="s", linked_at=AT)
    with pytest.raises(IntegrityError, match="identity_link_one_subject"), transaction.atomic():
        SingleSignOnLink.objects.create(user=one, issuer="https://id.example", subject="t", linked_at=AT)
    SingleSignOnLink.objects.filter(pk=kept.pk).update(ended_at=AT)
    assert SingleSignOnLink.objects.create(user=other, issuer="https://id.example", subject="s", linked_at=AT).pk
