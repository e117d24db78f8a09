"""Registering one person, changing what is held, and looking at it in full. Each operation is one transaction with its record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone

from jineng.domain.permitted import require
from jineng.domain.registry.models import Affiliation, AssistedEntry, Guardian, Person, TargetGroupTag
from jineng.domain.registry.names import NameFaultError, normalised_name
from jineng.domain.registry.operations.access import follow_phone
from jineng.domain.registry.operations.people_rows import apply, moves, past_residence
from jineng.domain.registry.people_errors import (
    AlreadyRegisteredError,
    ChangedMeanwhileError,
    PersonNotFoundError,
    PersonRefusedError,
    StepRefusedError,
)
from jineng.domain.registry.people_facts import (
    CORRECTABLE,
    FieldFault,
    PersonRow,
    canonical,
    faults_of,
    needs_guardian,
)
from jineng.domain.registry.people_indexes import document_index
from jineng.domain.registry.reasons import ASSIST_REASONS, RELATIONS, REVEAL_REASONS
from jineng.domain.registry.states import AffiliationKind, PersonSource, PersonState
from jineng.kernel.documents import document_fault, mask_document
from jineng.kernel.identifiers import mask_phone, phone_fault
from jineng.kernel.text import Text
from jineng.platform.audit.operations import Subject, record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID

    from jineng.platform.identity.models import User


class GuardianTold(NamedTuple):
    """Who answers for a minor, as told."""

    name: str
    relation: str
    id_number: str
    phone: str
    id_kind: str = "resident_id"


class Help(NamedTuple):
    """Why somebody enters for a person (兜底服务): a code of ``reasons.ASSIST_REASONS`` and a note."""

    reason: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Revealed:
    """What was shown in full; it goes to the page that asked and nowhere else."""

    id_number: str
    phone: str
    address: str

    def __repr__(self) -> str:
        """Show nothing."""
        return "<Revealed>"


@transaction.atomic
def register_person(
    *,
    actor: User,
    at: datetime,
    row: PersonRow,
    guardian: GuardianTold | None = None,
    help_given: Help | None = None,
    source: PersonSource = PersonSource.FORM,
) -> Person:
    """Register one person.

    Args:
        actor: who enters them.
        at: the instant.
        row: what is told; made uniform here.
        guardian: who answers for a minor; needed below the age of 16.
        help_given: given where the actor acts for somebody who cannot (兜底服务); the person's own word is then awaited.
        source: how the record came in.

    Raises:
        NotAllowedError: the actor may not register people there.
        PersonRefusedError: what is told cannot be kept; says everything at once.
        AlreadyRegisteredError: the document has a live record, in sight or elsewhere.
    """
    place = row.township_code or actor.region_code
    require(actor, "people.register", region_code=place if actor.organisation_key is None else None)
    told = canonical(row)
    on = timezone.localdate(at)
    _check(told, guardian, help_given, on)
    person = Person(
        county_code=place[:6],
        organisation_keys=[] if actor.organisation_key is None else [actor.organisation_key],
        id_kind=told.id_kind,
        id_mask=mask_document(told.id_number),
        id_number=told.id_number,
        id_index=document_index(told.id_kind, told.id_number),
        source=source,
        registered_by=actor,
        registered_at=at,
        region_code=actor.region_code,
        version=0,
    )
    named = {name: getattr(told, name) for name in CORRECTABLE if name != "id_number"}
    apply(person, {name: value for name, value in named.items() if value or name in ("name", "sex")}, at)
    _insert(person)
    if actor.organisation_key is not None:
        _affiliate(person, actor, at, actor.organisation_key, AffiliationKind.TRAINEE, on)
    follow_phone(person, told.phone, actor=actor, at=at)
    for group in dict.fromkeys(told.groups):
        TargetGroupTag.objects.create(
            person=person, group=group, from_on=on, evidence="own_statement", recorded_by=actor, recorded_at=at
        )
    if guardian is not None:
        _guard(person, guardian, actor, at)
    if help_given is not None:
        require(actor, "people.assist")
        AssistedEntry.objects.create(
            person=person,
            what="registration",
            reason=help_given.reason,
            note=help_given.note,
            helper=actor,
            helped_at=at,
        )
    _note("person_registered", person, actor, at, source=str(source), assisted=help_given is not None)
    return person


@transaction.atomic
def change_person(*, actor: User, at: datetime, uid: UUID, version: int, told: Mapping[str, Any]) -> Person:
    """Change fields of a person's record; where they lived before is kept.

    Args:
        actor: who changes it.
        at: the instant.
        uid: the person.
        version: the version that the actor saw.
        told: new values by name of ``people_facts.CORRECTABLE``; an empty value empties the field.

    Raises:
        PersonNotFoundError: there is no such person in sight.
        NotAllowedError: the actor may not change them, or not their document's number.
        ChangedMeanwhileError: somebody changed the record since.
        PersonRefusedError: a value cannot be kept.
        AlreadyRegisteredError: the new document has a record already.
    """
    person = locked_person(uid)
    require(actor, "people.change", region_code=person.township_code or person.county_code)
    if person.version != version:
        raise ChangedMeanwhileError
    change = checked_change(person, told, timezone.localdate(at))
    if "id_number" in change or "name" in change:
        require(actor, "people.correct")
    return write_change(person, change, actor=actor, at=at, action="person_changed")


def write_change(person: Person, change: dict[str, Any], *, actor: User, at: datetime, action: str) -> Person:
    """Write checked values into a locked record, inside the caller's operation."""
    if not change:
        return person
    if moves(tuple(change)) and (residence := past_residence(person, actor, at)) is not None:
        residence.save(force_insert=True)
    written = apply(person, change, at)
    if "id_number" in change:
        person.id_index = document_index(person.id_kind, change["id_number"])
        person.id_mask = mask_document(change["id_number"])
        written |= {"id_index", "id_mask"}
    try:
        with transaction.atomic():
            person.save(update_fields=sorted(written))
    except IntegrityError as error:
        raise _already(person.id_index or "", error) from None
    if "phone" in change:
        follow_phone(person, change["phone"], actor=actor, at=at)
    _note(action, person, actor, at, fields=sorted(change))
    return person


@transaction.atomic
def reveal_person(*, actor: User, at: datetime, uid: UUID, reason: str, note: str = "") -> Revealed:
    """Show a person's numbers and address in full; who looked and why is kept and shown to the person.

    Args:
        actor: who looks.
        at: the instant.
        uid: the person.
        reason: a code of ``reasons.REVEAL_REASONS``.
        note: what else there is to say.

    Raises:
        PersonNotFoundError: there is no such person in sight.
        NotAllowedError: the actor may not see numbers in full.
        StepRefusedError: no reason is given.
    """
    person = seen_person(uid)
    require(actor, "people.reveal")
    if reason not in REVEAL_REASONS:
        raise StepRefusedError(Text("请选择查看事由", "choose the reason for looking"), "reason")
    said = REVEAL_REASONS[reason].zh + (f"：{note.strip()}" if note.strip() else "")
    record(
        actor=actor,
        action="person_revealed",
        subject=subject_of(person),
        at=at,
        reason=said[:200],
        region_code=person.county_code,
        detail={"fields": ["id_number", "phone", "address"], "reason": reason},
    )
    return Revealed(*(value.open() if value else "" for value in (person.id_number, person.phone, person.address)))


@transaction.atomic
def note_view(*, actor: User, at: datetime, person_key: int, region_code: str) -> None:
    """Write down that somebody opened a person's page."""
    record(
        actor=actor,
        action="person_viewed",
        subject=Subject("person", str(person_key)),
        at=at,
        region_code=region_code,
    )


@transaction.atomic
def add_guardian(*, actor: User, at: datetime, uid: UUID, guardian: GuardianTold) -> Guardian:
    """Add who answers for a minor.

    Raises:
        PersonNotFoundError: there is no such person in sight.
        NotAllowedError: the actor may not change the record.
        PersonRefusedError: what is told of the guardian cannot be kept.
    """
    person = locked_person(uid)
    require(actor, "people.register")
    if faults := _guardian_faults(guardian, timezone.localdate(at)):
        raise PersonRefusedError(faults)
    return _guard(person, guardian, actor, at)


def locked_person(uid: UUID) -> Person:
    """Return the live person, locked to the end of the transaction.

    Raises:
        PersonNotFoundError: there is none in sight.
    """
    found = Person.objects.select_for_update(of=("self",)).filter(uid=uid, state=PersonState.LIVE).first()
    if found is None:
        raise PersonNotFoundError(str(uid))
    return found


def seen_person(uid: UUID) -> Person:
    """Return the live person.

    Raises:
        PersonNotFoundError: there is none in sight.
    """
    found = Person.objects.filter(uid=uid, state=PersonState.LIVE).first()
    if found is None:
        raise PersonNotFoundError(str(uid))
    return found


def subject_of(person: Person) -> Subject:
    """Return what records of a person are about."""
    return Subject("person", str(person.pk))


def _check(told: PersonRow, guardian: GuardianTold | None, help_given: Help | None, on: date) -> None:
    faults = faults_of(told, on)
    if guardian is not None:
        faults += _guardian_faults(guardian, on)
    elif told.born_on is not None and needs_guardian(told.born_on, on):
        faults.append(FieldFault("guardian", Text("未满 16 周岁，请登记监护人", "below 16: register the guardian too")))
    if help_given is not None and help_given.reason not in ASSIST_REASONS:
        faults.append(FieldFault("help_reason", Text("请选择代办原因", "choose why you enter for the person")))
    if faults:
        raise PersonRefusedError(faults)


def checked_change(person: Person, told: Mapping[str, Any], on: date) -> dict[str, Any]:
    """Return the values that differ from the record, after checking the record as it would be.

    Raises:
        PersonRefusedError: a value cannot be kept.
    """
    held: dict[str, Any] = {
        name: getattr(person, name) for name in CORRECTABLE if name not in ("id_number", "phone", "address")
    }
    held |= {
        name: value.open() if (value := getattr(person, name)) else "" for name in ("id_number", "phone", "address")
    }
    row = canonical(
        PersonRow(id_kind=person.id_kind, **(held | {name: told[name] for name in CORRECTABLE if name in told}))
    )
    if faults := faults_of(row, on):
        raise PersonRefusedError(faults)
    return {name: getattr(row, name) for name in CORRECTABLE if name in told and getattr(row, name) != held[name]}


def _insert(person: Person) -> None:
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError as error:
        raise _already(person.id_index or "", error) from None


def _already(index: str, error: IntegrityError) -> AlreadyRegisteredError:
    if "registry_person_one_a_document" not in str(error):
        raise error
    return AlreadyRegisteredError(
        Person.objects.filter(id_index=index, merged_into__isnull=True).values_list("uid", flat=True).first()
    )


def _guardian_faults(guardian: GuardianTold, on: date) -> list[FieldFault]:
    faults = []
    try:
        normalised_name(guardian.name)
    except NameFaultError as fault:
        faults.append(FieldFault("guardian_name", fault.text))
    if guardian.relation not in RELATIONS:
        faults.append(FieldFault("guardian_relation", Text("请选择与本人关系", "choose the relation")))
    if fault_of_number := document_fault(guardian.id_kind, guardian.id_number.strip().upper(), on):
        faults.append(FieldFault("guardian_id_number", fault_of_number))
    if fault_of_phone := phone_fault(guardian.phone.strip()):
        faults.append(FieldFault("guardian_phone", fault_of_phone))
    return faults


def _guard(person: Person, guardian: GuardianTold, actor: User, at: datetime) -> Guardian:
    number, phone = guardian.id_number.strip().upper(), guardian.phone.strip()
    if document_index(guardian.id_kind, number) == person.id_index:
        raise PersonRefusedError(
            [FieldFault("guardian_id_number", Text("监护人不能是本人", "nobody is their own guardian"))]
        )
    made: Guardian = Guardian.objects.create(
        person=person,
        name=normalised_name(guardian.name),
        relation=guardian.relation,
        id_kind=guardian.id_kind,
        id_number=number,
        id_index=document_index(guardian.id_kind, number),
        id_mask=mask_document(number),
        phone=phone,
        phone_mask=mask_phone(phone),
        from_on=timezone.localdate(at),
        noted_by=actor,
        noted_at=at,
    )
    _note("guardian_added", person, actor, at, guardian=made.pk)
    return made


def _affiliate(
    person: Person, actor: User, at: datetime, organisation_key: int, kind: AffiliationKind, on: date
) -> None:
    Affiliation.objects.create(
        person=person, organisation_id=organisation_key, kind=kind, from_on=on, noted_by=actor, noted_at=at
    )


def _note(action: str, person: Person, actor: User, at: datetime, **detail: object) -> None:
    record(actor=actor, action=action, subject=subject_of(person), at=at, detail=detail, region_code=person.county_code)
