"""Registering by lists: once each, whoever races; what differs is written, or asked where the list is an organisation's."""

from __future__ import annotations

from threading import Barrier, Thread
from typing import TYPE_CHECKING

import pytest

from factories.identities import identity_number
from factories.people import AT, DONGCUN, PUMING, SHANGDANG, people, person, row, rows, staff
from factories.scope import in_thread
from jineng.domain.permitted import NotAllowedError
from jineng.domain.registry.models import PastResidence, Person, PersonRequest, TargetGroupTag
from jineng.domain.registry.operations.many_people import register_people
from jineng.domain.registry.operations.people import register_person
from jineng.domain.registry.people_comparison import Verdict, compare_people
from jineng.domain.registry.people_errors import ELSEWHERE, AlreadyRegisteredError
from jineng.platform.identity.roles import Role
from jineng.platform.scope import acting, scope_of

if TYPE_CHECKING:
    from jineng.platform.identity.models import User


@pytest.fixture
def clerk(db: None) -> User:
    return staff(Role.OFFICER)


def test_a_list_registers_everybody_once(clerk: User) -> None:
    told = [*rows(7, groups=("rural_labour",)), row(3)]

    done = register_people(actor=clerk, at=AT, rows=told, source_key="1")

    assert done.verdicts == (*[Verdict.CREATED] * 7, Verdict.REFUSED)
    assert Person.objects.count() == 7
    assert TargetGroupTag.objects.count() == 7
    kept = Person.objects.get(pk=done.person_keys[0])
    assert kept.id_number.open() == told[0].id_number
    assert kept.phone.open() == told[0].phone
    assert kept.name == told[0].name
    assert kept.name_key.endswith(told[0].name)
    assert "*" in kept.id_mask
    assert kept.county_code == "141127"


def test_the_same_list_again_changes_nothing(clerk: User) -> None:
    register_people(actor=clerk, at=AT, rows=rows(5), source_key="1")
    before = list(Person.objects.order_by("id").values_list("id", "version"))

    again = register_people(actor=clerk, at=AT, rows=rows(5), source_key="2")

    assert set(again.verdicts) == {Verdict.SAME}
    assert list(Person.objects.order_by("id").values_list("id", "version")) == before


def test_what_differs_is_written_and_what_is_not_said_stays(clerk: User) -> None:
    register_people(actor=clerk, at=AT, rows=rows(2), source_key="1")
    told = [row(1, township_code=PUMING, phone="", groups=("veteran",)), row(2, education="")]

    assert [each.verdict for each in compare_people(clerk, told)] == [Verdict.CHANGED, Verdict.SAME]
    done = register_people(actor=clerk, at=AT, rows=told, source_key="2")

    assert done.fields == (("township_code", "groups"), ())
    changed = Person.objects.get(pk=done.person_keys[0])
    assert (changed.township_code, changed.version) == (PUMING, 2)
    assert changed.phone.open() == row(1).phone
    assert PastResidence.objects.get(person=changed).township_code == DONGCUN


def test_an_organisations_list_asks_instead_of_writing(clerk: User) -> None:
    register_people(actor=clerk, at=AT, rows=rows(1), source_key="1")

    done = register_people(actor=clerk, at=AT, rows=[row(1, education="21")], source_key="2", overwrite=False)

    assert done.verdicts == (Verdict.ASKED,)
    assert Person.objects.get().education == "71"
    asked = PersonRequest.objects.get()
    assert (asked.fields, asked.proposed.open()) == (["education"], '{"education": "21"}')


def test_who_is_registered_in_another_county_is_refused_without_a_word_about_it(clerk: User) -> None:
    other = staff(Role.OFFICER, SHANGDANG)
    people(other, 1, township_code="140404101")

    with acting(clerk, scope_of(clerk)):
        compared = compare_people(clerk, rows(2))
        done = register_people(actor=clerk, at=AT, rows=rows(2), source_key="1")
        with pytest.raises(AlreadyRegisteredError) as refusal:
            person(clerk, 1)

    assert [each.verdict for each in compared] == [Verdict.REFUSED, Verdict.CREATED]
    assert done.reasons[0] == ELSEWHERE
    assert refusal.value.uid is None
    assert SHANGDANG not in refusal.value.text.zh


def test_nobody_registers_outside_their_county_or_township(clerk: User) -> None:
    township = staff(Role.TOWNSHIP_CLERK, DONGCUN)

    for actor, code in ((clerk, "140404101"), (township, PUMING)):
        with acting(actor, scope_of(actor)), pytest.raises(NotAllowedError):
            register_people(actor=actor, at=AT, rows=rows(1, township_code=code), source_key="1")
    assert not Person.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_eight_connections_racing_leave_each_person_once() -> None:
    clerk = staff(Role.OFFICER)
    told = rows(300)
    start = Barrier(8)
    verdicts: list[tuple[Verdict, ...]] = []

    def register(turn: int) -> None:
        start.wait()
        mine = told[turn * 37 :] + told[: turn * 37]
        verdicts.append(register_people(actor=clerk, at=AT, rows=mine, source_key=str(turn)).verdicts)

    threads = [Thread(target=in_thread(register), args=(turn,)) for turn in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Person.objects.count() == 300
    assert sum(each.count(Verdict.CREATED) for each in verdicts) == 300
    assert sum(each.count(Verdict.SAME) for each in verdicts) == 2100


@pytest.mark.django_db(transaction=True)
def test_eight_connections_racing_one_by_one_leave_each_person_once() -> None:
    clerk = staff(Role.OFFICER)
    told = rows(300)
    start = Barrier(8)
    made: list[int] = []
    refused: list[AlreadyRegisteredError] = []

    def register(turn: int) -> None:
        start.wait()
        for each in told[turn * 37 :] + told[: turn * 37]:
            try:
                made.append(register_person(actor=clerk, at=AT, row=each).pk)
            except AlreadyRegisteredError as refusal:
                refused.append(refusal)

    threads = [Thread(target=in_thread(register), args=(turn,)) for turn in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(made), len(refused), Person.objects.count()) == (300, 2100, 300)
    assert all(refusal.uid is not None for refusal in refused)


def test_other_documents_are_told_apart_by_kind(clerk: User) -> None:
    from datetime import date

    told = [
        row(1, id_kind=kind, id_number="12345678", sex="1", born_on=date(1990, 1, 1))
        for kind in ("taiwan_permit", "passport")
    ]
    done = register_people(actor=clerk, at=AT, rows=told, source_key="1")

    assert set(done.verdicts) == {Verdict.CREATED}
    assert identity_number(1) not in {each.id_number.open() for each in Person.objects.all()}
