"""Eight connections that guess, use and give at once."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest

from factories.accounts import AT, account, at_once
from factories.identities import phone
from jineng.platform.identity.errors import IdentityError, TooManyError, WrongCodeError
from jineng.platform.identity.models import CodePurpose, Deputy, PhoneCode, SignInTally, TallyKind
from jineng.platform.identity.operations.factors import begin_authenticator, check_second_step, confirm_authenticator
from jineng.platform.identity.operations.phone_codes import ask_code, check_code
from jineng.platform.identity.operations.signing_in import clear_attempts, forgive_attempt, take_attempt
from jineng.platform.identity.operations.stand_ins import give_deputy
from jineng.platform.identity.roles import Role
from jineng.platform.identity.rules import CODE_TRIES, FAILURES_MAX

pytestmark = pytest.mark.django_db(transaction=True)
GUESSERS = 8


def test_eight_guessers_get_exactly_the_allowed_attempts() -> None:
    def guess(_number: int) -> bool:
        return take_attempt(at=AT, kind=TallyKind.ACCOUNT, key="lan-officer")

    results = at_once(GUESSERS, guess)

    assert sorted(results) == [False] * (GUESSERS - FAILURES_MAX) + [True] * FAILURES_MAX
    assert not guess(0)
    assert not take_attempt(at=AT + timedelta(minutes=14), kind=TallyKind.ACCOUNT, key="LAN-Officer")
    assert take_attempt(at=AT + timedelta(minutes=15), kind=TallyKind.ACCOUNT, key="lan-officer")
    assert SignInTally.objects.get().attempts == 1


def test_attempts_are_forgotten_and_forgiven() -> None:
    for _ in range(3):
        take_attempt(at=AT, kind=TallyKind.ADDRESS, key="10.0.0.7")
    forgive_attempt(kind=TallyKind.ADDRESS, key="10.0.0.7")
    assert SignInTally.objects.get().attempts == 2
    clear_attempts(kind=TallyKind.ADDRESS, key="10.0.0.7")
    assert not SignInTally.objects.exists()
    take_attempt(at=AT, kind=TallyKind.ADDRESS, key="10.0.0.7")
    forgive_attempt(kind=TallyKind.ADDRESS, key="10.0.0.7")
    assert not SignInTally.objects.exists()


def test_what_was_typed_is_not_kept() -> None:
    take_attempt(at=AT, kind=TallyKind.ACCOUNT, key="my-password-in-the-wrong-field")

    assert "password" not in SignInTally.objects.get().key_index


def test_a_code_of_the_app_works_for_one_of_eight() -> None:
    user = account("somebody")
    totp = pyotp.TOTP(begin_authenticator(actor=user, at=AT).secret.open())
    confirm_authenticator(actor=user, at=AT, code=totp.at(AT))
    later = AT + timedelta(seconds=30)

    results = at_once(GUESSERS, lambda _: check_second_step(user=user, at=later, code=totp.at(later)))

    assert results.count("authenticator") == 1
    assert sum(isinstance(result, WrongCodeError) for result in results) == GUESSERS - 1


def test_eight_guesses_use_up_the_tries_of_a_code() -> None:
    asked = ask_code(at=AT, purpose=CodePurpose.SIGN_IN, phone=phone(1))
    right = asked.code.open()

    wrong = f"{(int(right) + 1) % 1_000_000:06}"
    results = at_once(GUESSERS, lambda _: check_code(at=AT, uid=asked.uid, purpose=CodePurpose.SIGN_IN, code=wrong))

    assert results == [False] * GUESSERS
    assert PhoneCode.objects.get().tries_left == 0
    assert GUESSERS > CODE_TRIES
    assert not check_code(at=AT, uid=asked.uid, purpose=CodePurpose.SIGN_IN, code=right)


def test_a_code_fits_once() -> None:
    asked = ask_code(at=AT, purpose=CodePurpose.SIGN_IN, phone=phone(1))
    right = asked.code.open()

    results = at_once(5, lambda _: check_code(at=AT, uid=asked.uid, purpose=CodePurpose.SIGN_IN, code=right))

    assert results.count(True) == 1


def test_eight_requests_get_one_code() -> None:
    results = at_once(GUESSERS, lambda _: ask_code(at=AT, purpose=CodePurpose.SIGN_IN, phone=phone(1)))

    assert sum(isinstance(result, TooManyError) for result in results) == GUESSERS - 1
    assert PhoneCode.objects.count() == 1


def test_eight_arrangements_give_one_stand_in() -> None:
    one, other = account("one"), account("other", Role.REVIEWER)

    def give(_number: int) -> object:
        return give_deputy(
            actor=one,
            at=AT,
            absent=one,
            stand_in=other,
            starts_at=AT,
            ends_at=AT + timedelta(days=3),
            reason="出差",
        )

    results = at_once(GUESSERS, give)

    assert sum(isinstance(result, IdentityError) for result in results) == GUESSERS - 1
    assert Deputy.objects.count() == 1
