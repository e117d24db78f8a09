"""Setting and lifting holds (冻结)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from jineng.domain.permitted import require
from jineng.domain.registry.models import Hold, Organisation, Person
from jineng.domain.registry.organisation_errors import FieldRefusedError, NotNowError, OrganisationNotFoundError
from jineng.domain.registry.organisation_rules import NOTE_LENGTH_MAX, clean_line
from jineng.domain.registry.organisation_words import HoldReason
from jineng.kernel.text import Text
from jineng.platform.audit.operations import Subject, record

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from jineng.platform.identity.models import User


@transaction.atomic
def hold_organisation(
    *, actor: User, at: datetime, uid: UUID, reason: str, note: str, from_on: date, to_on: date | None = None
) -> Hold:
    """Hold an organisation: nothing new is granted or paid to it from the day on.

    Raises:
        OrganisationNotFoundError: there is none in the person's scope.
        NotAllowedError: the person may not set holds there.
        FieldRefusedError: reason, note or days cannot be kept.
    """
    organisation = Organisation.objects.filter(uid=uid).first()
    if organisation is None:
        raise OrganisationNotFoundError
    hold = Hold(organisation=organisation, county_code=organisation.county_code)
    return _set(hold, actor, at, (reason, note, from_on, to_on))


@transaction.atomic
def hold_person(
    *, actor: User, at: datetime, uid: UUID, reason: str, note: str, from_on: date, to_on: date | None = None
) -> Hold:
    """Hold a person: nothing new is granted or paid to them from the day on.

    Raises:
        OrganisationNotFoundError: there is none in the person's scope.
        NotAllowedError: the person may not set holds there.
        FieldRefusedError: reason, note or days cannot be kept.
    """
    person = Person.objects.filter(uid=uid).first()
    if person is None:
        raise OrganisationNotFoundError
    hold = Hold(person=person, county_code=person.county_code)
    return _set(hold, actor, at, (reason, note, from_on, to_on))


@transaction.atomic
def lift_hold(*, actor: User, at: datetime, hold_key: int, why: str) -> Hold:
    """Lift a hold: the day before is its last.

    A hold set by somebody of a higher region is lifted by somebody of that region or above.

    Raises:
        OrganisationNotFoundError: there is none in the person's scope.
        NotAllowedError: the person may not lift it.
        NotNowError: it is lifted already.
        FieldRefusedError: no reason is given.
    """
    hold = Hold.objects.select_for_update(of=("self",)).filter(pk=hold_key).first()
    if hold is None:
        raise OrganisationNotFoundError
    require(actor, "holds.set", region_code=hold.county_code)
    require(actor, "holds.set", region_code=hold.set_from)
    if hold.lifted_at is not None:
        raise NotNowError(Text("该冻结已解除", "the hold is lifted already"))
    hold.lifted_why = clean_line("why", why, NOTE_LENGTH_MAX, is_needed=True)
    hold.lifted_by, hold.lifted_at = actor, at
    hold.to_on = max(hold.from_on, timezone.localdate(at) - timedelta(days=1))
    hold.save(update_fields=["lifted_why", "lifted_by", "lifted_at", "to_on"])
    _record("hold_lifted", hold, actor, at, hold.lifted_why)
    return hold


def _set(hold: Hold, actor: User, at: datetime, given: tuple[str, str, date, date | None]) -> Hold:
    reason, note, from_on, to_on = given
    require(actor, "holds.set", region_code=hold.county_code)
    if reason not in list(HoldReason):
        raise FieldRefusedError("reason", Text("请选择原因", "choose the reason"))
    if to_on is not None and to_on < from_on:
        raise FieldRefusedError("to_on", Text("止日早于起日", "it ends before it begins"))
    hold.reason, hold.from_on, hold.to_on = reason, from_on, to_on
    hold.note = clean_line("note", note, NOTE_LENGTH_MAX, is_needed=True)
    hold.set_by, hold.set_at, hold.set_from = actor, at, actor.region_code
    hold.save(force_insert=True)
    _record("hold_set", hold, actor, at, hold.note)
    return hold


def _record(action: str, hold: Hold, actor: User, at: datetime, why: str) -> None:
    owner = hold.organisation or hold.person
    assert owner is not None  # noqa: S101 -- the table holds exactly one
    record(
        actor=actor,
        action=action,
        subject=Subject("organisation" if hold.organisation_id else "person", str(owner.uid)),
        at=at,
        reason=why,
        region_code=hold.county_code,
        detail={"hold": hold.pk, "code": hold.reason, "from": str(hold.from_on), "to": str(hold.to_on or "")},
    )
