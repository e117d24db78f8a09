"""Payout accounts: proposed, the person's word by another channel, confirmed by a second person. Then the old one ends."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from django.db import IntegrityError, transaction

from jineng.domain.permitted import require
from jineng.domain.registry.models import PayoutAccount
from jineng.domain.registry.models.payout import ACCOUNT_KINDS
from jineng.domain.registry.operations.people import locked_person, subject_of
from jineng.domain.registry.people_errors import PersonNotFoundError, StepRefusedError
from jineng.domain.registry.people_indexes import account_index
from jineng.domain.registry.states import AccountState, Channel
from jineng.kernel.identifiers import mask_account
from jineng.kernel.text import Text
from jineng.platform.audit.operations import record
from jineng.platform.identity.models import CodePurpose
from jineng.platform.identity.operations.phone_codes import ask_code, check_code
from jineng.platform.identity.roles import Role

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from jineng.domain.registry.models import Person
    from jineng.platform.identity.models import User

_NUMBER: Final = re.compile(r"\d{12,30}", re.ASCII)
_ALIKE: Final = re.compile(r"(\d)\1+", re.ASCII)
PHONE_SETTLES_DAYS: Final = 7
"""So long after a change of phone a code to it says nothing about an account: who changed the phone may have changed both."""


@transaction.atomic
def propose_account(
    *, actor: User, at: datetime, uid: UUID, kind: str, bank: str, number: str, reason: str = ""
) -> PayoutAccount:
    """Propose where a person's money is to go, by staff or by the person. Nothing changes until it is confirmed.

    Args:
        actor: who proposes it.
        at: the instant.
        uid: the person.
        kind: ``bank_card`` or ``social_security_card``.
        bank: the bank that issued it.
        number: the card or account.
        reason: why it is changed.

    Raises:
        PersonNotFoundError: there is no such person in sight.
        NotAllowedError: the actor neither is the person nor proposes accounts.
        StepRefusedError: number or bank cannot be, or another proposal is open.
    """
    person = locked_person(uid)
    if not _is_self(actor, person):
        require(actor, "accounts.propose", region_code=person.township_code or person.county_code)
    told = "".join(number.split())
    if not _NUMBER.fullmatch(told) or _ALIKE.fullmatch(told):
        raise StepRefusedError(
            Text("账号应为 12–30 位数字，请核对", "an account has 12 to 30 digits; check it"), "number"
        )
    if kind not in ACCOUNT_KINDS:
        raise StepRefusedError(Text("请选择账户种类", "choose the kind of account"), "kind")
    if not bank.strip():
        raise StepRefusedError(Text("请填写开户银行", "give the bank"), "bank")
    settled = _phone_is_settled(person, at)
    try:
        with transaction.atomic():
            made: PayoutAccount = PayoutAccount.objects.create(
                person=person,
                kind=kind,
                bank=bank.strip(),
                number=told,
                number_index=account_index(told),
                number_mask=mask_account(told),
                proposed_by=actor,
                proposed_at=at,
                reason=reason.strip(),
                phone_index=person.phone_index if settled else "",
            )
    except IntegrityError:
        raise StepRefusedError(
            Text("已有一个待确认的账户，请先确认或退回", "another account awaits confirmation; decide on it first"),
            "number",
        ) from None
    _note("account_proposed", made, actor, at)
    return made


@transaction.atomic
def ask_account_code(*, actor: User, at: datetime, uid: UUID, account_key: int) -> UUID:
    """Send a code to the phone that the person was known by before the proposal; return the code's id.

    Raises:
        PersonNotFoundError: there is no such person or open proposal in sight.
        NotAllowedError: the actor neither is the person nor proposes accounts.
        StepRefusedError: no such phone, or it has changed since.
        TooManyError: a code was sent a moment ago, or as many today as are allowed.
    """
    account = _open(actor, uid, account_key)
    phone = _known_phone(account)
    return ask_code(at=at, purpose=CodePurpose.CONFIRM_ACCOUNT, phone=phone).uid


@transaction.atomic
def confirm_account_by_code(
    *, actor: User, at: datetime, uid: UUID, account_key: int, code_uid: UUID, code: str
) -> bool:
    """Take the code that the person received as their word; say whether it was right.

    Raises:
        PersonNotFoundError: there is no such person or open proposal in sight.
        NotAllowedError: the actor neither is the person nor proposes accounts.
        StepRefusedError: the phone has changed since.
    """
    account = _open(actor, uid, account_key)
    phone = _known_phone(account)
    if not check_code(at=at, uid=code_uid, purpose=CodePurpose.CONFIRM_ACCOUNT, code=code, phone=phone):
        return False
    _give_word(account, Channel.PHONE_CODE, actor, at)
    return True


@transaction.atomic
def confirm_account_in_person(*, actor: User, at: datetime, uid: UUID, account_key: int, channel: Channel) -> None:
    """Note that the person came with their document, or signed the roster that named their first account.

    Raises:
        PersonNotFoundError: there is no such person or open proposal in sight.
        NotAllowedError: the actor does not confirm accounts.
        StepRefusedError: the actor proposed it, or a roster is shown for a change.
    """
    account = _open(actor, uid, account_key)
    require(actor, "accounts.confirm", region_code=account.person.county_code)
    _check_second(account, actor)
    earlier = PayoutAccount.objects.filter(person=account.person, state__in=[AccountState.LIVE, AccountState.REPLACED])
    if channel not in (Channel.IN_PERSON, Channel.SIGNED_ROSTER) or (
        channel == Channel.SIGNED_ROSTER and earlier.exists()
    ):
        raise StepRefusedError(
            Text(
                "更换账户须由本人手机验证码或本人持证件当面确认",
                "a change of account needs a code to the person's phone, or the person with their document",
            ),
            "channel",
        )
    _give_word(account, channel, actor, at)


@transaction.atomic
def accept_account(*, actor: User, at: datetime, uid: UUID, account_key: int) -> PayoutAccount:
    """Confirm a proposed account as a second person; it is used from now on, and the one before it ends.

    Raises:
        PersonNotFoundError: there is no such person or open proposal in sight.
        NotAllowedError: the actor does not confirm accounts.
        StepRefusedError: the actor proposed it, or the person's own word is missing.
    """
    account = _open(actor, uid, account_key)
    require(actor, "accounts.confirm", region_code=account.person.county_code)
    _check_second(account, actor)
    if not account.channel:
        raise StepRefusedError(
            Text("还没有本人确认，不能启用", "the person's own word is missing: it cannot be used yet"), "channel"
        )
    for before in PayoutAccount.objects.filter(person=account.person, state=AccountState.LIVE):
        before.state, before.ended_at = AccountState.REPLACED, at
        before.save(update_fields=["state", "ended_at"])
    account.state, account.decided_by, account.decided_at = AccountState.LIVE, actor, at
    account.save(update_fields=["state", "decided_by", "decided_at"])
    _note("account_confirmed", account, actor, at, channel=account.channel)
    return account


@transaction.atomic
def refuse_account(*, actor: User, at: datetime, uid: UUID, account_key: int, reason: str) -> None:
    """Refuse a proposed account, saying why.

    Raises:
        PersonNotFoundError: there is no such person or open proposal in sight.
        NotAllowedError: the actor does not confirm accounts.
        StepRefusedError: no reason is given, or the actor proposed it.
    """
    account = _open(actor, uid, account_key)
    require(actor, "accounts.confirm", region_code=account.person.county_code)
    _check_second(account, actor)
    if not reason.strip():
        raise StepRefusedError(Text("请写明退回原因", "say why it is refused"), "refusal")
    account.state, account.decided_by, account.decided_at = AccountState.REFUSED, actor, at
    account.refusal = reason.strip()[:200]
    account.save(update_fields=["state", "decided_by", "decided_at", "refusal"])
    _note("account_refused", account, actor, at)


def _phone_is_settled(person: Person, at: datetime) -> bool:
    if person.phone_since is None:
        return False
    return person.phone_since <= person.registered_at or (at - person.phone_since).days >= PHONE_SETTLES_DAYS


def _open(actor: User, uid: UUID, account_key: int) -> PayoutAccount:
    person = locked_person(uid)
    if not _is_self(actor, person):
        require(actor, "people.read")
    found = PayoutAccount.objects.select_related("person").filter(
        pk=account_key, person=person, state=AccountState.PROPOSED
    )
    account = found.first()
    if account is None:
        raise PersonNotFoundError(str(uid))
    return account


def _is_self(actor: User, person: Person) -> bool:
    return actor.role == Role.LEARNER and actor.person_key == person.pk


def _known_phone(account: PayoutAccount) -> str:
    person = account.person
    if not account.phone_index or person.phone is None or person.phone_index != account.phone_index:
        raise StepRefusedError(
            Text(
                f"手机号未登记或 {PHONE_SETTLES_DAYS} 天内刚改过，验证码不能作数；请本人持证件当面确认",
                f"the phone is missing or changed within {PHONE_SETTLES_DAYS} days, so a code proves nothing; let the person come "
                "with their document",
            ),
            "channel",
        )
    return person.phone.open()


def _check_second(account: PayoutAccount, actor: User) -> None:
    if account.proposed_by_id == actor.pk:
        raise StepRefusedError(
            Text(
                "录入人不能确认自己录入的账户，请换一人", "who proposed the account cannot confirm it: ask a colleague"
            ),
            "channel",
        )


def _give_word(account: PayoutAccount, channel: Channel, actor: User, at: datetime) -> None:
    account.channel, account.channel_by, account.channel_at = channel, actor, at
    account.save(update_fields=["channel", "channel_by", "channel_at"])
    _note("account_word_given", account, actor, at, channel=str(channel))


def _note(action: str, account: PayoutAccount, actor: User, at: datetime, **detail: object) -> None:
    person = account.person
    detail = {"account": account.pk, "mask": account.number_mask, **detail}
    record(actor=actor, action=action, subject=subject_of(person), at=at, detail=detail, region_code=person.county_code)
