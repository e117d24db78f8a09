"""What people ask about their record (更正、删除), and the answers. Who asks is never who decides."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from jineng.domain.permitted import require
from jineng.domain.registry.models import PayoutAccount, Person, PersonRequest
from jineng.domain.registry.operations.people import checked_change, locked_person, subject_of, write_change
from jineng.domain.registry.people_errors import PersonNotFoundError, StepRefusedError
from jineng.domain.registry.people_facts import CORRECTABLE
from jineng.domain.registry.people_retention import hindrances
from jineng.domain.registry.states import AccountState, PersonState, RequestState
from jineng.kernel.text import Text
from jineng.platform.audit.operations import record
from jineng.platform.identity.roles import Role

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from jineng.platform.identity.models import User

SAID_LENGTH_MAX = 500
_ERASED = "—"


@transaction.atomic
def ask_correction(
    *, actor: User, at: datetime, uid: UUID, said: str, proposed: Mapping[str, str] | None = None
) -> PersonRequest:
    """Ask that a record be corrected, by the person or by an organisation that has them.

    Args:
        actor: who asks.
        at: the instant.
        uid: the person.
        said: what is wrong, in their words.
        proposed: new values by name of ``people_facts.CORRECTABLE``, as far as they are told.

    Raises:
        PersonNotFoundError: there is no such person in sight.
        NotAllowedError: the actor is neither.
        StepRefusedError: nothing is said, or a request of theirs is open.
    """
    values = {name: value for name, value in (proposed or {}).items() if name in CORRECTABLE and value}
    if not said.strip():
        raise StepRefusedError(Text("请写明哪里不对", "say what is wrong"), "said")
    return _ask(actor, at, uid, "correction", said, values)


@transaction.atomic
def ask_erasure(*, actor: User, at: datetime, uid: UUID, said: str) -> PersonRequest:
    """Ask that a record be erased (个人信息保护法 第47条), by the person.

    Raises:
        PersonNotFoundError: there is no such person in sight.
        NotAllowedError: the actor is not the person and answers no requests.
        StepRefusedError: a request of theirs is open.
    """
    return _ask(actor, at, uid, "erasure", said, {})


@transaction.atomic
def accept_correction(*, actor: User, at: datetime, request_key: int, answer: str, told: Mapping[str, Any]) -> None:
    """Correct the record as asked, with the values that the officer verified.

    Raises:
        PersonNotFoundError: there is no such open request in sight.
        NotAllowedError: the actor answers no requests there.
        PersonRefusedError: a value cannot be kept.
        StepRefusedError: the actor asked it.
    """
    request, person = _decidable(actor, request_key, "correction")
    wished = {name: date.fromisoformat(value) if name == "born_on" else value for name, value in told.items()}
    change = checked_change(person, wished, timezone.localdate(at))
    write_change(person, change, actor=actor, at=at, action="person_corrected")
    _decide(request, RequestState.ACCEPTED, answer or Text("已按申请更正", "corrected as asked").zh, actor, at)


@transaction.atomic
def accept_erasure(*, actor: User, at: datetime, request_key: int, answer: str) -> None:
    """Empty the record: names, numbers, addresses and accounts go; key, county and dates stay, so that nothing dangles.

    Raises:
        PersonNotFoundError: there is no such open request in sight.
        NotAllowedError: the actor may not erase.
        StepRefusedError: the law has the record kept; says why.
    """
    request, person = _decidable(actor, request_key, "erasure")
    require(actor, "people.erase", region_code=person.county_code)
    if kept_for := hindrances(person):
        raise StepRefusedError(
            Text(
                "依法应当保存，不能删除：" + "；".join(each.zh for each in kept_for),
                "the law has the record kept: " + "; ".join(each.en for each in kept_for),
            )
        )
    _decide(request, RequestState.ACCEPTED, answer or Text("已删除", "erased").zh, actor, at)
    _empty(person, actor, at)
    record(actor=actor, action="person_erased", subject=subject_of(person), at=at, region_code=person.county_code)


@transaction.atomic
def refuse_request(*, actor: User, at: datetime, request_key: int, answer: str) -> None:
    """Refuse a request, saying why.

    Raises:
        PersonNotFoundError: there is no such open request in sight.
        NotAllowedError: the actor answers no requests there.
        StepRefusedError: nothing is said, or the actor asked it.
    """
    request, _person = _decidable(actor, request_key, None)
    if not answer.strip():
        raise StepRefusedError(Text("请写明不予办理的原因", "say why it is refused"), "answer")
    _decide(request, RequestState.REFUSED, answer, actor, at)


def _ask(actor: User, at: datetime, uid: UUID, kind: str, said: str, values: Mapping[str, str]) -> PersonRequest:
    person = locked_person(uid)
    if actor.role == Role.LEARNER:
        require(actor, "self.ask")
    else:
        require(actor, "people.register" if kind == "correction" else "people.correct")
    try:
        with transaction.atomic():
            made: PersonRequest = PersonRequest.objects.create(
                person=person,
                kind=kind,
                fields=list(values),
                said=said.strip()[:SAID_LENGTH_MAX] or _ERASED,
                proposed=json.dumps(values, ensure_ascii=False) if values else None,
                asked_by=actor,
                asked_at=at,
            )
    except IntegrityError:
        raise StepRefusedError(
            Text("已有一个同类申请正在处理", "a request of this kind is open already"), "said"
        ) from None
    detail = {"request": made.pk, "kind": kind, "fields": made.fields}
    record(
        actor=actor,
        action="request_made",
        subject=subject_of(person),
        at=at,
        detail=detail,
        region_code=person.county_code,
    )
    return made


def _decidable(actor: User, request_key: int, kind: str | None) -> tuple[PersonRequest, Person]:
    request = (
        PersonRequest.objects.select_for_update(of=("self",))
        .filter(pk=request_key, state=RequestState.OPEN, person__state=PersonState.LIVE)
        .select_related("person")
        .first()
    )
    if request is None or (kind is not None and request.kind != kind):
        raise PersonNotFoundError(str(request_key))
    person = locked_person(request.person.uid)
    require(actor, "people.correct", region_code=person.county_code)
    if request.asked_by_id == actor.pk:
        raise StepRefusedError(Text("申请人不能自己处理，请换一人", "who asked cannot decide: ask a colleague"))
    return request, person


def _decide(request: PersonRequest, state: RequestState, answer: str, actor: User, at: datetime) -> None:
    request.state, request.answer, request.decided_by, request.decided_at = state, answer.strip()[:1000], actor, at
    request.save(update_fields=["state", "answer", "decided_by", "decided_at"])
    record(
        actor=actor,
        action="request_decided",
        subject=subject_of(request.person),
        at=at,
        region_code=request.person.county_code,
        detail={"request": request.pk, "state": str(state)},
    )


def _empty(person: Person, actor: User, at: datetime) -> None:
    for account in PayoutAccount.objects.filter(person=person):
        if account.state == AccountState.PROPOSED:
            account.state, account.decided_by, account.decided_at, account.refusal = (
                AccountState.REFUSED,
                actor,
                at,
                _ERASED,
            )
            account.save(update_fields=["state", "decided_by", "decided_at", "refusal"])
        account.number, account.number_index, account.number_mask = _ERASED, "", _ERASED
        account.save(update_fields=["number", "number_index", "number_mask"])
    person.past_residences.update(address=None)
    person.requests.update(said=_ERASED, proposed=None)
    person.guardians.update(name=_ERASED, id_number=_ERASED, id_mask=_ERASED, phone=_ERASED, phone_mask=_ERASED)
    person.name, person.name_key, person.name_initials = _ERASED, _ERASED, ""
    person.id_number = person.id_index = person.phone = person.phone_since = person.address = person.born_on = None
    person.id_mask = person.phone_mask = person.phone_index = person.address_index = ""
    person.sex, person.ethnic_group, person.education = "0", "", ""
    person.household_kind, person.employment_status, person.organisation_keys = "", "", []
    person.state, person.ended_at = PersonState.ERASED, at
    person.save()
