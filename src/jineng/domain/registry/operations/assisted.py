"""Assisted entry (兜底服务): what was entered for somebody awaits their own word by another channel than the helper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from jineng.domain.permitted import require
from jineng.domain.registry.models import AssistedEntry, Person
from jineng.domain.registry.operations.people import subject_of
from jineng.domain.registry.people_errors import PersonNotFoundError, StepRefusedError
from jineng.domain.registry.states import AssistState, Channel, PersonState
from jineng.kernel.text import Text
from jineng.platform.audit.operations import record
from jineng.platform.identity.models import CodePurpose
from jineng.platform.identity.operations.phone_codes import ask_code, check_code
from jineng.platform.identity.roles import Role

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from jineng.platform.identity.models import User


@transaction.atomic
def ask_assistance_code(*, actor: User, at: datetime, uid: UUID, entry_key: int) -> UUID:
    """Send a code to the person's phone, which they tell if they agree with what was entered; return the code's id.

    Raises:
        PersonNotFoundError: there is no such person or open entry in sight.
        NotAllowedError: the actor does not assist.
        StepRefusedError: the person has no phone.
        TooManyError: a code was sent a moment ago, or as many today as are allowed.
    """
    require(actor, "people.assist")
    entry = _open(uid, entry_key)
    if entry.person.phone is None:
        raise StepRefusedError(
            Text("未登记手机号，请改用纸质见证确认", "no phone is registered: use a paper and a witness"), "channel"
        )
    return ask_code(at=at, purpose=CodePurpose.CONFIRM_ASSISTANCE, phone=entry.person.phone.open()).uid


@transaction.atomic
def confirm_by_code(*, actor: User, at: datetime, uid: UUID, entry_key: int, code_uid: UUID, code: str) -> bool:
    """Take the code that the person told; say whether it was the right one. A wrong one uses up a try.

    Raises:
        PersonNotFoundError: there is no such person or open entry in sight.
        NotAllowedError: the actor does not assist.
    """
    require(actor, "people.assist")
    entry = _open(uid, entry_key)
    phone = entry.person.phone.open() if entry.person.phone else None
    if phone is None or not check_code(
        at=at, uid=code_uid, purpose=CodePurpose.CONFIRM_ASSISTANCE, code=code, phone=phone
    ):
        return False
    _answer(entry, AssistState.CONFIRMED, Channel.PHONE_CODE, None, actor, at)
    return True


@transaction.atomic
def confirm_by_paper(*, actor: User, at: datetime, uid: UUID, entry_key: int) -> None:
    """Note that the person signed a paper before the actor, who is another than the helper.

    Raises:
        PersonNotFoundError: there is no such person or open entry in sight.
        NotAllowedError: the actor does not assist.
        StepRefusedError: the actor is the helper.
    """
    require(actor, "people.assist")
    entry = _open(uid, entry_key)
    if entry.helper_id == actor.pk:
        raise StepRefusedError(
            Text("代办人不能为自己代办的事项作见证，请换一人", "who entered it cannot witness it: ask a colleague"),
            "channel",
        )
    _answer(entry, AssistState.CONFIRMED, Channel.PAPER, actor, actor, at)


@transaction.atomic
def answer_assistance(*, actor: User, at: datetime, entry_key: int, is_right: bool) -> None:
    """Take the person's own answer to what was entered for them; they signed in by a code to their phone.

    Raises:
        PersonNotFoundError: there is no such open entry of theirs.
    """
    if actor.role != Role.LEARNER or actor.person_key is None:
        raise PersonNotFoundError(str(entry_key))
    uid = Person.objects.filter(pk=actor.person_key).values_list("uid", flat=True).first()
    if uid is None:
        raise PersonNotFoundError(str(entry_key))
    entry = _open(uid, entry_key)
    state = AssistState.CONFIRMED if is_right else AssistState.DECLINED
    _answer(entry, state, Channel.PHONE_CODE, None, actor, at)


def _open(uid: UUID, entry_key: int) -> AssistedEntry:
    found = (
        AssistedEntry.objects.select_for_update(of=("self",))
        .select_related("person")
        .filter(pk=entry_key, person__uid=uid, person__state=PersonState.LIVE, state=AssistState.OPEN)
        .first()
    )
    if found is None:
        raise PersonNotFoundError(str(uid))
    return found


def _answer(
    entry: AssistedEntry, state: AssistState, channel: Channel, witness: User | None, actor: User, at: datetime
) -> None:
    entry.state, entry.channel, entry.witness, entry.answered_at = state, channel, witness, at
    entry.save(update_fields=["state", "channel", "witness", "answered_at"])
    record(
        actor=actor,
        action="assistance_answered",
        subject=subject_of(entry.person),
        at=at,
        region_code=entry.person.county_code,
        detail={"entry": entry.pk, "state": str(state), "channel": str(channel)},
    )
