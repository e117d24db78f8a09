"""Second step, codes to phones, stand-ins, handover, and what an administrator may do."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pyotp
import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from factories.accounts import AT, LAN, PASSWORD, TOWNSHIP, account, learner
from factories.identities import phone
from jineng.jobs.phone_codes import send
from jineng.platform.audit.models import AuditEvent
from jineng.platform.identity import queries
from jineng.platform.identity.errors import NotAllowedError, RuleError, TooManyError, WrongCodeError
from jineng.platform.identity.models import CodePurpose, PhoneCode, RecoveryCode
from jineng.platform.identity.operations import open_account, set_password
from jineng.platform.identity.operations.accounts import change_own_password, set_phone
from jineng.platform.identity.operations.administration import change_role, close_account, reset_password
from jineng.platform.identity.operations.factors import (
    begin_authenticator,
    check_second_step,
    confirm_authenticator,
    reset_authenticator,
)
from jineng.platform.identity.operations.links import link_account, unlink_account
from jineng.platform.identity.operations.phone_codes import ask_code, check_code, send_code
from jineng.platform.identity.operations.signing_in import unlock
from jineng.platform.identity.operations.stand_ins import end_deputy, give_deputy
from jineng.platform.identity.permissions import can_administer
from jineng.platform.identity.roles import Role
from jineng.platform.identity.rules import CODES_PER_DAY_OF_PHONE, DEPUTY_DAYS_MAX
from jineng.platform.messages.shown import ShownGateway

if TYPE_CHECKING:
    from pathlib import Path

    from jineng.platform.identity.models import Deputy, User

pytestmark = pytest.mark.django_db
STEP = timedelta(seconds=30)


@pytest.fixture
def bound() -> tuple[User, pyotp.TOTP, list[str]]:
    user = account("somebody")
    totp = pyotp.TOTP(begin_authenticator(actor=user, at=AT).secret.open())
    return user, totp, list(confirm_authenticator(actor=user, at=AT, code=totp.at(AT)))


class TestSecondStep:
    def test_the_first_code_binds(self) -> None:
        user = account("somebody")
        secret = begin_authenticator(actor=user, at=AT).secret.open()

        assert begin_authenticator(actor=user, at=AT).secret.open() == secret, "a reload shows the same"
        assert not queries.has_authenticator(user)
        with pytest.raises(WrongCodeError):
            confirm_authenticator(actor=user, at=AT, code="000000")
        codes = confirm_authenticator(actor=user, at=AT, code=pyotp.TOTP(secret).at(AT))
        assert len(set(codes)) == 8
        assert queries.has_authenticator(user)
        with pytest.raises(RuleError):
            begin_authenticator(actor=user, at=AT)

    @pytest.mark.parametrize(("steps", "fits"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
    def test_a_clock_may_be_a_step_wrong(
        self, bound: tuple[User, pyotp.TOTP, list[str]], steps: int, *, fits: bool
    ) -> None:
        user, totp, _ = bound
        now = AT + timedelta(minutes=10)

        if fits:
            assert check_second_step(user=user, at=now, code=totp.at(now + steps * STEP)) == "authenticator"
        else:
            with pytest.raises(WrongCodeError):
                check_second_step(user=user, at=now, code=totp.at(now + steps * STEP))

    def test_a_code_works_once_also_the_one_that_bound(self, bound: tuple[User, pyotp.TOTP, list[str]]) -> None:
        user, totp, _ = bound

        with pytest.raises(WrongCodeError):
            check_second_step(user=user, at=AT, code=totp.at(AT))
        check_second_step(user=user, at=AT + STEP, code=totp.at(AT + STEP))
        with pytest.raises(WrongCodeError):
            check_second_step(user=user, at=AT + STEP, code=totp.at(AT + STEP))

    def test_a_recovery_code_works_once_however_it_is_typed(self, bound: tuple[User, pyotp.TOTP, list[str]]) -> None:
        user, _, codes = bound

        assert check_second_step(user=user, at=AT, code=f" {codes[0].upper().replace('-', ' ')}") == "recovery_code"
        with pytest.raises(WrongCodeError):
            check_second_step(user=user, at=AT, code=codes[0])
        assert not RecoveryCode.objects.filter(code_hash__in=codes).exists(), "only hashes are kept"

    def test_after_a_reset_the_old_app_opens_nothing(self, bound: tuple[User, pyotp.TOTP, list[str]]) -> None:
        user, totp, codes = bound
        reset_authenticator(actor=account("admin", Role.ADMINISTRATOR), at=AT, user=user)

        for code in (totp.at(AT + STEP), codes[0]):
            with pytest.raises(WrongCodeError):
                check_second_step(user=user, at=AT + STEP, code=code)
        assert begin_authenticator(actor=user, at=AT).secret.open() != totp.secret


class TestPhoneCodes:
    @pytest.fixture(autouse=True)
    def _state(self, settings: Any, tmp_path: Path) -> None:
        settings.STATE_DIR = tmp_path

    def test_is_sent_and_fits_its_purpose_and_phone(self, settings: Any) -> None:
        asked = ask_code(at=AT, purpose=CodePurpose.CONFIRM_ACCOUNT, phone=phone(1))
        send_code(at=AT, key=asked.pk)

        (shown,) = ShownGateway(settings.STATE_DIR / "shown-messages").shown()
        assert shown.phone_mask == f"{phone(1)[:3]}****{phone(1)[-4:]}"
        given = {"at": AT, "uid": asked.uid, "code": shown.code}
        assert not check_code(purpose=CodePurpose.SIGN_IN, **given)
        assert not check_code(purpose=CodePurpose.CONFIRM_ACCOUNT, phone=phone(2), **given)
        assert check_code(purpose=CodePurpose.CONFIRM_ACCOUNT, phone=phone(1), **given)
        assert PhoneCode.objects.get().code is None, "after sending only the hash is left"

    def test_job_carries_a_number_and_sends(self, settings: Any) -> None:
        asked = ask_code(at=timezone.now(), purpose=CodePurpose.SIGN_IN, phone=phone(1))
        job = ProcrastinateJob.objects.get(task_name=send.name)

        assert job.args == {"key": asked.pk}
        send(**job.args)
        assert len(ShownGateway(settings.STATE_DIR / "shown-messages").shown()) == 1

    def test_ends_after_five_minutes(self) -> None:
        asked = ask_code(at=AT, purpose=CodePurpose.SIGN_IN, phone=phone(1))
        given = {"uid": asked.uid, "purpose": CodePurpose.SIGN_IN, "code": asked.code.open()}

        assert not check_code(at=AT + timedelta(minutes=5), **given)
        assert check_code(at=AT + timedelta(minutes=5) - timedelta(seconds=1), **given)

    def test_nothing_is_sent_for_unknown_phones_and_nothing_fits(self, settings: Any) -> None:
        asked = ask_code(at=AT, purpose=CodePurpose.SIGN_IN, phone=phone(1), is_known=False)
        right = asked.code.open()
        send_code(at=AT, key=asked.pk)

        assert not ShownGateway(settings.STATE_DIR / "shown-messages").shown()
        assert not check_code(at=AT, uid=asked.uid, purpose=CodePurpose.SIGN_IN, code=right)

    def test_pause_and_daily_number(self) -> None:
        for minute in range(CODES_PER_DAY_OF_PHONE):
            ask_code(at=AT + timedelta(minutes=minute), purpose=CodePurpose.SIGN_IN, phone=phone(1))
        with pytest.raises(TooManyError, match="tomorrow"):
            ask_code(at=AT + timedelta(minutes=30), purpose=CodePurpose.SIGN_IN, phone=phone(1))
        assert ask_code(at=AT + timedelta(hours=25), purpose=CodePurpose.SIGN_IN, phone=phone(1))
        with pytest.raises(TooManyError, match="a moment ago"):
            ask_code(at=AT + timedelta(hours=25, seconds=59), purpose=CodePurpose.SIGN_IN, phone=phone(1))

    def test_too_old_codes_are_not_sent(self, settings: Any) -> None:
        asked = ask_code(at=AT, purpose=CodePurpose.SIGN_IN, phone=phone(1))
        send_code(at=AT + timedelta(minutes=6), key=asked.pk)

        assert not ShownGateway(settings.STATE_DIR / "shown-messages").shown()
        assert PhoneCode.objects.get().failed_at is not None


class TestLearners:
    def test_only_the_masked_name_is_kept(self) -> None:
        user = learner(phone(1), name="兰学技")

        assert user.display_name == "兰**"
        assert learner(phone(1)).pk == user.pk, "asking again opens no second one"
        assert queries.find_learner(phone(1)) == user
        assert not user.has_usable_password()

    def test_a_new_phone_replaces_the_old(self) -> None:
        user = learner(phone(1))
        set_phone(actor=None, at=AT, user=user, phone=phone(2))

        assert queries.find_learner(phone(1)) is None
        assert queries.find_learner(phone(2)) == user
        other = learner(phone(3), person_key=71)
        with pytest.raises(ValidationError):
            set_phone(actor=None, at=AT, user=other, phone=phone(2))


class TestStandIns:
    @pytest.fixture
    def pair(self) -> tuple[User, User]:
        return account("absent", Role.REVIEWER), account("present")

    def give(self, actor: User, pair: tuple[User, User], **given: Any) -> Deputy:
        period = {"starts_at": AT, "ends_at": AT + timedelta(days=7)}
        return give_deputy(
            **{"actor": actor, "at": AT, "absent": pair[0], "stand_in": pair[1], "reason": "休假", **period, **given}
        )

    def test_acts_with_the_role_under_their_own_name(self, pair: tuple[User, User]) -> None:
        absent, present = pair
        deputy = self.give(absent, pair)

        assert queries.acting_deputy(deputy.pk, present, AT - timedelta(seconds=1)) is None
        found = queries.acting_deputy(deputy.pk, present, AT)
        assert found == deputy
        assert queries.acting_deputy(deputy.pk, absent, AT) is None
        acting = queries.effective_account(present, deputy)
        assert (acting.pk, acting.display_name, acting.role) == (present.pk, present.display_name, Role.REVIEWER)
        assert acting == present, "what they made they cannot approve"
        assert queries.acting_deputy(deputy.pk, present, deputy.ends_at) is None

    def test_given_by_self_or_administrator(self, pair: tuple[User, User]) -> None:
        for stranger in (pair[1], account("third"), account("elsewhere", Role.ADMINISTRATOR, region_code="140421")):
            with pytest.raises(NotAllowedError):
                self.give(stranger, pair)
        assert self.give(account("admin", Role.ADMINISTRATOR), pair)

    @pytest.mark.parametrize(
        "given",
        [
            {"ends_at": AT},
            {"starts_at": AT - timedelta(days=9), "ends_at": AT - timedelta(days=1)},
            {"ends_at": AT + timedelta(days=DEPUTY_DAYS_MAX + 1)},
        ],
    )
    def test_periods(self, pair: tuple[User, User], given: dict[str, Any]) -> None:
        with pytest.raises(RuleError):
            self.give(pair[0], pair, **given)

    def test_ends_early_and_with_the_account(self, pair: tuple[User, User]) -> None:
        absent, present = pair
        first = self.give(absent, pair)
        with pytest.raises(NotAllowedError):
            end_deputy(actor=account("third"), at=AT, key=first.pk)
        end_deputy(actor=present, at=AT + timedelta(hours=1), key=first.pk)
        assert queries.acting_deputy(first.pk, present, AT + timedelta(hours=2)) is None
        with pytest.raises(RuleError):
            end_deputy(actor=present, at=AT + timedelta(hours=2), key=first.pk)

        second = self.give(absent, pair, starts_at=AT + timedelta(hours=1))
        close_account(actor=None, at=AT + timedelta(days=1), user=present)
        second.refresh_from_db()
        assert second.ended_at == AT + timedelta(days=1)

    def test_no_new_role_while_one_is_under_way(self, pair: tuple[User, User]) -> None:
        admin = account("admin", Role.ADMINISTRATOR)
        deputy = self.give(pair[0], pair)
        with pytest.raises(RuleError, match="stand-in"):
            change_role(actor=admin, at=AT, user=pair[1], role=Role.FINANCE, region_code=LAN)
        end_deputy(actor=admin, at=AT + timedelta(hours=1), key=deputy.pk)
        changed = change_role(actor=admin, at=AT + timedelta(hours=1), user=pair[1], role=Role.FINANCE, region_code=LAN)
        assert changed.role == Role.FINANCE


class TestHandover:
    def test_open_work_stays_in_sight_of_the_last_successor(self) -> None:
        first, second, third = account("first"), account("second"), account("third", Role.REVIEWER)
        close_account(actor=None, at=AT, user=first, successor=second)
        close_account(actor=None, at=AT, user=second, successor=third)

        assert {user.pk for user in queries.predecessors(third)} == {first.pk, second.pk}
        assert queries.successor_of(first) == second
        first.refresh_from_db()
        assert not first.is_active
        assert not first.has_usable_password()

    def test_successor_can_do_the_work(self) -> None:
        leaver = account("leaver")
        for unfit in (account("auditor", Role.AUDITOR), account("far", region_code="140421"), leaver):
            with pytest.raises(RuleError):
                close_account(actor=None, at=AT, user=leaver, successor=unfit)
        leaver.refresh_from_db()
        assert leaver.is_active
        close_account(actor=None, at=AT, user=leaver)
        with pytest.raises(RuleError):
            close_account(actor=None, at=AT, user=leaver)


class TestAdministrators:
    @pytest.fixture
    def admin(self) -> User:
        return account("admin", Role.ADMINISTRATOR)

    @pytest.mark.parametrize(
        ("role", "region_code", "may"),
        [
            (Role.OFFICER, LAN, True),
            (Role.TOWNSHIP_CLERK, TOWNSHIP, True),
            (Role.OFFICER, "140421", False),
            (Role.OFFICER, "141100", False),
            (Role.ADMINISTRATOR, LAN, False),
        ],
    )
    def test_reach(self, admin: User, role: Role, region_code: str, *, may: bool) -> None:
        assert can_administer(admin, role, region_code) is may

    def test_city_administers_its_counties_administrators(self) -> None:
        city = account("city", Role.ADMINISTRATOR, region_code="141100")

        assert can_administer(city, Role.ADMINISTRATOR, LAN)
        assert not can_administer(city, Role.ADMINISTRATOR, "141100")
        assert not can_administer(city, Role.ADMINISTRATOR, "140421")

    @pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR, Role.LEARNER}))
    def test_others_administer_nothing(self, role: Role) -> None:
        actor, other = account("actor-one", role), account("other-one")

        for refused in (
            lambda: open_account(
                actor=actor,
                at=AT,
                username="fresh",
                password=PASSWORD,
                display_name="乙",
                role=Role.OFFICER,
                region_code=LAN,
            ),
            lambda: reset_password(actor=actor, at=AT, user=other),
            lambda: change_role(actor=actor, at=AT, user=other, role=Role.LEADER, region_code=LAN),
            lambda: close_account(actor=actor, at=AT, user=other),
            lambda: unlock(actor=actor, at=AT, user=other),
            lambda: reset_authenticator(actor=actor, at=AT, user=other),
            lambda: set_password(actor=actor, at=AT, user=other, password="another-long-one"),
        ):
            with pytest.raises(NotAllowedError):
                refused()

    def test_not_their_own_account(self, admin: User) -> None:
        for refused in (
            lambda: change_role(actor=admin, at=AT, user=admin, role=Role.LEADER, region_code=LAN),
            lambda: reset_password(actor=admin, at=AT, user=admin),
            lambda: reset_authenticator(actor=admin, at=AT, user=admin),
            lambda: close_account(actor=admin, at=AT, user=admin),
        ):
            with pytest.raises(NotAllowedError, match="their own"):
                refused()

    def test_no_role_leads_to_administrator_or_organisation(self, admin: User) -> None:
        officer = account("officer-one")
        city = account("city", Role.ADMINISTRATOR, region_code="141100")

        with pytest.raises(NotAllowedError):
            change_role(actor=admin, at=AT, user=officer, role=Role.ADMINISTRATOR, region_code=LAN)
        with pytest.raises(RuleError, match="administrator"):
            change_role(actor=city, at=AT, user=officer, role=Role.ADMINISTRATOR, region_code=LAN)
        with pytest.raises(RuleError, match="organisation"):
            change_role(actor=admin, at=AT, user=officer, role=Role.TEACHER, region_code=LAN)
        with pytest.raises(NotAllowedError):
            change_role(actor=admin, at=AT, user=officer, role=Role.REVIEWER, region_code="140421")

    def test_temporary_password_is_changed_first(self, admin: User) -> None:
        user = account("somebody")
        temporary = reset_password(actor=admin, at=AT, user=user)

        user.refresh_from_db()
        assert user.must_change_password
        with pytest.raises(ValidationError):
            change_own_password(actor=user, at=AT, old="not-the-old-one", new="a-brand-new-one")
        with pytest.raises(ValidationError):
            change_own_password(actor=user, at=AT, old=temporary, new=temporary)
        with pytest.raises(ValidationError):
            change_own_password(actor=user, at=AT, old=temporary, new="1234567890123")
        change_own_password(actor=user, at=AT, old=temporary, new="a-brand-new-one")
        user.refresh_from_db()
        assert not user.must_change_password
        assert user.check_password("a-brand-new-one")

    def test_passwords_and_secrets_are_in_no_log(self, admin: User) -> None:
        user = account("somebody")
        temporary = reset_password(actor=admin, at=AT, user=user)
        secret = begin_authenticator(actor=user, at=AT).secret.open()
        user.refresh_from_db()

        told = str([(event.action, event.detail) for event in AuditEvent.objects.all()])
        assert "password_set" in told
        for hidden in (temporary, secret, user.password):
            assert hidden not in told


def test_links_begin_and_end() -> None:
    user = account("somebody")
    link_account(actor=user, at=AT, issuer="https://id.example", subject="s-1")

    assert queries.find_linked("https://id.example", "s-1") == user
    assert queries.find_linked("https://other.example", "s-1") is None
    with pytest.raises(RuleError):
        link_account(actor=account("other"), at=AT, issuer="https://id.example", subject="s-1")
    with pytest.raises(RuleError):
        link_account(actor=learner(phone(1)), at=AT, issuer="https://id.example", subject="s-2")
    assert unlink_account(actor=user, at=AT)
    assert not unlink_account(actor=user, at=AT)
    assert queries.find_linked("https://id.example", "s-1") is None
