"""What somebody enjoys: reserved for a claim, then enjoyed or released; what was enjoyed may be reversed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import IntegrityError, transaction

from jineng.domain.eligibility import rules
from jineng.domain.eligibility.errors import AlreadyEnjoyedError, BenefitNotFoundError, EligibilityError
from jineng.domain.eligibility.models import BenefitKey, EnjoyedBenefit
from jineng.domain.eligibility.states import BenefitState
from jineng.domain.registry.models import Person
from jineng.domain.registry.states import PersonState
from jineng.kernel.text import Text
from jineng.platform.audit.operations import Subject, record
from jineng.policy.comparing.enjoyment import FACT_OF_KEY, once_keys
from jineng.policy.comparing.known import Known

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID

    from jineng.platform.identity.models import User
    from jineng.policy.comparing.enjoyment import OnceKey
    from jineng.policy.document import Document
    from jineng.policy.kinds.limit import Key

FROM_CLAIM: Final = "claim"
FROM_PAST: Final = "past"
"""Where a benefit comes from: a claim in this system, or a list of payments before it."""

_ONCE: Final = "eligibility_key_once"
_TAKEN: Final = Text(
    "此人按本方案的次数限制已经享受过；请查看人员页的享受记录，外地享受的请向上级核实",
    "the person has had this as often as the plan allows; see their page, or ask the higher bureau about what was had elsewhere",
)


@transaction.atomic
def reserve_benefit(  # noqa: PLR0913 -- what a benefit says of itself
    *,
    actor: User | None,
    at: datetime,
    person_key: int,
    document: Document,
    item: str,
    on: date,
    values: Mapping[Key, str | None],
    source_key: str,
    region_code: str,
    kind: str = "",
    amount_fen: int | None = None,
) -> EnjoyedBenefit:
    """Reserve a benefit for a claim: its places under the plan's limits are taken in the whole system, or nothing is.

    Asking again for the same claim, item and person returns the benefit that is there.

    Args:
        actor: who claims; None for the machine.
        at: the instant.
        person_key: the person.
        document: the plan's, whose limits say under which keys it counts.
        item: what is paid (``Item``).
        on: the plan's anchor day of it.
        values: what the limits may ask about, by key of ``limit`` (level, occupation, …); None is known to be missing.
        source_key: the claim line.
        region_code: of the county that pays.
        kind: the kind of training.
        amount_fen: how much, if it is known.

    Raises:
        AlreadyEnjoyedError: a place is taken, here or in another county.
        BenefitNotFoundError: the person is not in scope.
    """
    return _note(
        actor=actor,
        at=at,
        person_key=person_key,
        document=document,
        item=item,
        on=on,
        values=values,
        source=FROM_CLAIM,
        source_key=source_key,
        region_code=region_code,
        kind=kind,
        amount_fen=amount_fen,
        state=BenefitState.RESERVED,
    )


@transaction.atomic
def note_past_benefit(  # noqa: PLR0913 -- what a benefit says of itself
    *,
    actor: User,
    at: datetime,
    person_key: int,
    document: Document,
    item: str,
    on: date,
    values: Mapping[Key, str | None],
    source_key: str,
    region_code: str,
    kind: str = "",
    amount_fen: int | None = None,
) -> EnjoyedBenefit:
    """Note what was paid before this system (历年享受): enjoyed at once, under the same limits.

    Raises:
        AlreadyEnjoyedError: the limits leave no place for it: one of the two is wrong, which people have to settle.
        BenefitNotFoundError: the person is not in scope.
    """
    return _note(
        actor=actor,
        at=at,
        person_key=person_key,
        document=document,
        item=item,
        on=on,
        values=values,
        source=FROM_PAST,
        source_key=source_key,
        region_code=region_code,
        kind=kind,
        amount_fen=amount_fen,
        state=BenefitState.ENJOYED,
    )


def _note(  # noqa: PLR0913 -- what a benefit says of itself
    *,
    actor: User | None,
    at: datetime,
    person_key: int,
    document: Document,
    item: str,
    on: date,
    values: Mapping[Key, str | None],
    source: str,
    source_key: str,
    region_code: str,
    kind: str,
    amount_fen: int | None,
    state: BenefitState,
) -> EnjoyedBenefit:
    person = Person.objects.filter(pk=person_key, state=PersonState.LIVE).only("id_index").first()
    if person is None or person.id_index is None:
        raise BenefitNotFoundError(str(person_key))
    same = EnjoyedBenefit.objects.filter(
        source=source, source_key=source_key, item=item, person=person, ended_at__isnull=True
    ).first()
    if same is not None:
        return same
    known = Known(
        on, {}, {**({"kind": kind} if kind else {}), **{FACT_OF_KEY[key]: value for key, value in values.items()}}
    )
    try:
        with transaction.atomic():
            benefit = EnjoyedBenefit.objects.create(
                person=person,
                id_index=person.id_index,
                region_code=region_code,
                policy_id=document.head.id,
                item=item,
                kind=kind,
                enjoyed_on=on,
                amount_fen=amount_fen,
                values=dict(values),
                state=state,
                source=source,
                source_key=source_key,
                noted_by=actor,
                noted_at=at,
            )
            for key in once_keys(document, known, item):
                _take_place(benefit, key)
    except IntegrityError as fault:
        if "eligibility_benefit_source_once" not in str(fault):
            raise
        return EnjoyedBenefit.objects.get(
            source=source, source_key=source_key, item=item, person=person, ended_at__isnull=True
        )
    detail = {"item": item, "policy": document.head.id, "on": on, "source": source, "state": state.value}
    _record(actor, at, "benefit_noted", benefit, detail)
    return benefit


def _take_place(benefit: EnjoyedBenefit, key: OnceKey) -> None:
    """Take the first place under a limit that nobody holds; other counties' holders are not seen, only met."""
    for place in range(1, key.most + 1):
        try:
            with transaction.atomic():
                BenefitKey.objects.create(
                    benefit=benefit,
                    id_index=benefit.id_index,
                    once_key=key.key,
                    place=place,
                    most=key.most,
                    rules=[key.rule],
                )
        except IntegrityError as fault:
            if _ONCE not in str(fault):
                raise
        else:
            return
    raise AlreadyEnjoyedError(_TAKEN)


@transaction.atomic
def confirm_benefit(*, actor: User | None, at: datetime, uid: UUID, amount_fen: int) -> EnjoyedBenefit:
    """Note that a reserved benefit was paid.

    Raises:
        BenefitNotFoundError: there is none in scope.
        EligibilityError: it is not reserved.
    """
    benefit = _locked(uid)
    rules.check_benefit(benefit, BenefitState.RESERVED)
    benefit.state, benefit.amount_fen = BenefitState.ENJOYED, amount_fen
    benefit.save(update_fields=["state", "amount_fen"])
    _record(actor, at, "benefit_enjoyed", benefit, {"amount_fen": amount_fen})
    return benefit


@transaction.atomic
def release_benefit(*, actor: User | None, at: datetime, uid: UUID, reason: str) -> EnjoyedBenefit:
    """Give back what was reserved and is not paid: its places are free again.

    Raises:
        BenefitNotFoundError: there is none in scope.
        EligibilityError: it is not reserved, or there is no reason.
    """
    return _end(actor, at, uid, reason, BenefitState.RESERVED, BenefitState.RELEASED)


@transaction.atomic
def reverse_benefit(*, actor: User | None, at: datetime, uid: UUID, reason: str) -> EnjoyedBenefit:
    """Take back what was paid by mistake and recovered (冲回): its places are free again, the record stays.

    Raises:
        BenefitNotFoundError: there is none in scope.
        EligibilityError: it was not enjoyed, or there is no reason.
    """
    return _end(actor, at, uid, reason, BenefitState.ENJOYED, BenefitState.REVERSED)


def _end(
    actor: User | None, at: datetime, uid: UUID, reason: str, was: BenefitState, becomes: BenefitState
) -> EnjoyedBenefit:
    if not reason.strip():
        raise EligibilityError(Text("请写明原因", "say why"), "reason")
    benefit = _locked(uid)
    rules.check_benefit(benefit, was)
    benefit.state, benefit.ended_by, benefit.ended_at = becomes, actor, at
    benefit.ended_reason = reason.strip()
    benefit.save(update_fields=["state", "ended_by", "ended_at", "ended_reason"])
    _record(actor, at, f"benefit_{becomes.value.lower()}", benefit, {"item": benefit.item}, reason)
    return benefit


def _locked(uid: UUID) -> EnjoyedBenefit:
    benefit = EnjoyedBenefit.objects.select_for_update(of=("self",)).filter(uid=uid).first()
    if benefit is None:
        raise BenefitNotFoundError(str(uid))
    return benefit


def _record(
    actor: User | None, at: datetime, action: str, benefit: EnjoyedBenefit, detail: dict[str, object], reason: str = ""
) -> None:
    subject = Subject("benefit", str(benefit.pk))
    record(
        actor=actor,
        action=action,
        subject=subject,
        at=at,
        detail=detail,
        reason=reason,
        region_code=benefit.region_code,
    )
