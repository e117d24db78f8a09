"""The first sign-in by telephone of somebody registered who has no account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import ProgrammingError, connection
from django.utils import timezone

from factories.accounts import at_once
from factories.identities import phone
from factories.people import AT, LAN, people, staff
from jineng.domain.registry.models import Person
from jineng.domain.registry.operations.reaching import enter_by_phone
from jineng.domain.registry.people_indexes import phone_index
from jineng.domain.registry.queries.reaching import can_sign_in, person_reached_by
from jineng.platform.audit.models import AuditEvent
from jineng.platform.identity.models import PhoneCode, User
from jineng.platform.identity.operations.administration import close_account
from jineng.platform.identity.operations.phone_codes import send_code
from jineng.platform.identity.roles import Role
from jineng.platform.messages.shown import ShownGateway
from jineng.platform.regions.operations import load_regions
from jineng.platform.scope import acting, scope_of

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db

OWN, SHARED, UNKNOWN = 1, 2, 3


@pytest.fixture
def officer(db: None) -> User:
    load_regions(actor=None, at=AT)
    made = staff(Role.OFFICER, LAN)
    people(made, 1, first=1, phone=phone(OWN))
    people(made, 2, first=2, phone=phone(SHARED))
    return made


def sign_in(client: Client, number: str, folder: Path) -> Any:
    assert client.post("/sign-in/phone/", {"phone": number}).headers["Location"] == "/sign-in/phone/code/"
    send_code(at=timezone.now(), key=PhoneCode.objects.latest("pk").pk)
    shown = ShownGateway(folder / "shown-messages").shown()
    return client.post("/sign-in/phone/code/", {"code": shown[0].code if shown else "000000"})


def test_somebody_registered_by_a_list_signs_in(officer: User, client: Client, settings: Any, tmp_path: Path) -> None:
    settings.STATE_DIR = tmp_path
    person = Person.objects.get(phone_index=phone_index(phone(OWN)))

    assert sign_in(client, phone(OWN), tmp_path).headers["Location"] == "/me/"

    account = User.objects.get(person_key=person.pk)
    assert (account.role, account.region_code, account.display_name[1:]) == (
        Role.LEARNER,
        LAN,
        "*" * (len(person.name) - 1),
    )
    assert person.name in client.get("/me/").content.decode()
    assert AuditEvent.objects.filter(action="account_opened", subject_key=str(account.pk)).exists()


def test_a_shared_telephone_lets_nobody_in(officer: User, client: Client, settings: Any, tmp_path: Path) -> None:
    settings.STATE_DIR = tmp_path

    assert "不对或已失效" in sign_in(client, phone(SHARED), tmp_path).content.decode()
    assert PhoneCode.objects.get().is_decoy
    assert not User.objects.filter(role=Role.LEARNER).exists()


def test_from_outside_all_telephones_are_alike(
    officer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    enter_by_phone(at=AT, phone=phone(OWN))
    people(officer, 1, first=4, phone=phone(4))
    said = {}
    for number in (OWN, SHARED, UNKNOWN, 4):
        with django_assert_num_queries(3):
            said[number] = can_sign_in(phone(number))

    assert said == {OWN: True, SHARED: False, UNKNOWN: False, 4: True}


def test_a_closed_account_is_not_opened_again_by_telephone(officer: User) -> None:
    account = enter_by_phone(at=AT, phone=phone(OWN))
    assert account is not None
    close_account(actor=None, at=AT, user=account)

    assert not can_sign_in(phone(OWN))
    assert enter_by_phone(at=AT, phone=phone(OWN)) is None


def test_an_account_with_another_telephone_is_not_taken_over(officer: User) -> None:
    person = Person.objects.get(phone_index=phone_index(phone(OWN)))
    before = enter_by_phone(at=AT, phone=phone(OWN))
    Person.objects.filter(pk=person.pk).update(phone=phone(UNKNOWN), phone_index=phone_index(phone(UNKNOWN)))

    assert enter_by_phone(at=AT, phone=phone(UNKNOWN)) is None
    assert enter_by_phone(at=AT, phone=phone(OWN)) == before


def test_the_owners_function_answers_nobody_who_is_signed_in(officer: User) -> None:
    with (
        acting(officer, scope_of(officer)),
        pytest.raises(ProgrammingError, match="permission denied"),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT * FROM registry_reached(%s)", [phone_index(phone(OWN))])


def test_it_tells_key_masked_name_and_county_and_nothing_of_the_empty_index(officer: User) -> None:
    person = Person.objects.get(phone_index=phone_index(phone(OWN)))
    reached = person_reached_by(phone(OWN))
    people(officer, 1, first=5, phone="")

    assert reached == (person.pk, person.name[0] + "*" * (len(person.name) - 1), LAN)
    assert person_reached_by("") is None


@pytest.mark.django_db(transaction=True)
def test_eight_who_prove_the_same_telephone_at_once_get_one_account(officer: User) -> None:
    number = phone(OWN)
    results = at_once(8, lambda _place: enter_by_phone(at=AT, phone=number))

    (account,) = User.objects.filter(role=Role.LEARNER)
    assert results == [account] * 8
