"""Two connections at one organisation at the same time."""

from __future__ import annotations

from datetime import date
from threading import Barrier, Thread
from typing import TYPE_CHECKING, Any

import pytest

from factories.organisations import AT, account, credit_code, facts, registered
from factories.scope import in_thread
from jineng.domain.registry.models import FactsRequest, Organisation
from jineng.domain.registry.operations import facts_requests, organisations
from jineng.domain.registry.organisation_errors import NotNowError, OrganisationError
from jineng.platform.identity.roles import Role

if TYPE_CHECKING:
    from jineng.platform.identity.models import User

pytestmark = pytest.mark.django_db(transaction=True)


def together(*works: Any) -> list[Any]:
    """Do the works in threads and return what each gave or was refused with."""
    start = Barrier(len(works))
    results: list[Any] = [None] * len(works)

    def do(number: int, work: Any) -> None:
        start.wait(timeout=60)
        try:
            results[number] = work()
        except Exception as fault:  # noqa: BLE001 -- looked at below
            results[number] = fault

    threads = [Thread(target=in_thread(do), args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert not any(thread.is_alive() for thread in threads)
    return results


def test_eight_registrars_of_the_same_codes_leave_one_each(officer: User) -> None:
    codes = range(1, 21)

    def register_all(turn: int) -> list[str]:
        order = codes if turn % 2 else reversed(codes)
        return [organisations.register_organisation(actor=officer, at=AT, facts=facts(n)).outcome for n in order]

    results = together(*(lambda turn=turn: register_all(turn) for turn in range(8)))

    assert not [result for result in results if isinstance(result, Exception)]
    assert sum(outcome == "created" for result in results for outcome in result) == 20
    assert sorted(Organisation.objects.values_list("credit_code", flat=True)) == sorted(credit_code(n) for n in codes)


def test_of_two_requests_one_waits(officer: User) -> None:
    school = registered(officer)

    results = together(
        *(
            lambda name=name: facts_requests.propose_facts(actor=officer, at=AT, uid=school.uid, facts={"name": name})
            for name in ("岚县甲校", "岚县乙校")
        )
    )

    assert sum(isinstance(result, NotNowError) for result in results) == 1
    assert FactsRequest.objects.count() == 1


def test_of_confirmation_and_refusal_one_counts(officer: User) -> None:
    school = registered(officer)
    request = facts_requests.propose_facts(actor=officer, at=AT, uid=school.uid, facts={"name": "岚县甲校"})
    first, second = account(Role.REVIEWER, username="r1"), account(Role.REVIEWER, username="r2")

    results = together(
        lambda: facts_requests.confirm_facts(actor=first, at=AT, request_key=request.pk),
        lambda: facts_requests.refuse_facts(actor=second, at=AT, request_key=request.pk, why="缺批复"),
    )

    (refusal,) = [result for result in results if isinstance(result, Exception)]
    assert isinstance(refusal, NotNowError)
    request.refresh_from_db()
    school.refresh_from_db()
    assert (school.name == "岚县甲校") == (request.state == "confirmed")


def test_a_parent_does_not_close_while_a_branch_is_added(officer: User) -> None:
    parent = registered(officer)

    results = together(
        lambda: registered(officer, 2, parent_uid=parent.uid),
        lambda: organisations.close_organisation(
            actor=officer, at=AT, uid=parent.uid, closed_on=date(2022, 3, 1), why="停办"
        ),
    )

    (refusal,) = [result for result in results if isinstance(result, Exception)]
    assert isinstance(refusal, OrganisationError)
    parent.refresh_from_db()
    assert (parent.closed_on is None) == Organisation.objects.filter(parent=parent).exists()
