"""Target groups, declarations, affiliations: what is added to a person's record, ended or withdrawn, never deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from jineng.domain.permitted import require
from jineng.domain.registry.declarations import DECLARATIONS, WAYS
from jineng.domain.registry.models import Affiliation, DeclarationText, GivenDeclaration, Organisation, TargetGroupTag
from jineng.domain.registry.operations.people import locked_person, subject_of
from jineng.domain.registry.people_errors import PersonNotFoundError, StepRefusedError
from jineng.domain.registry.reasons import EVIDENCE
from jineng.kernel.target_groups import TARGET_GROUPS
from jineng.kernel.text import Text
from jineng.platform.audit.operations import record
from jineng.platform.identity.roles import Role

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from jineng.domain.registry.models import Person
    from jineng.domain.registry.states import AffiliationKind
    from jineng.platform.identity.models import User


@transaction.atomic
def tag_person(
    *,
    actor: User,
    at: datetime,
    uid: UUID,
    group: str,
    from_on: date,
    to_on: date | None = None,
    evidence: str,
    evidence_note: str = "",
    source: str = "",
) -> TargetGroupTag:
    """Note that a person is of a target group, from a day until a day (included) or open, and on what that rests.

    Raises:
        PersonNotFoundError: there is no such person in sight.
        NotAllowedError: the actor may not tag people there.
        StepRefusedError: group, evidence or days cannot be, or the person has this tag already.
    """
    person = locked_person(uid)
    require(actor, "people.tag", region_code=person.township_code or person.county_code)
    if group not in TARGET_GROUPS:
        raise StepRefusedError(Text("请选择人员类别", "choose the group"), "group")
    if evidence not in EVIDENCE:
        raise StepRefusedError(Text("请选择依据", "choose what it rests on"), "evidence")
    if to_on is not None and to_on < from_on:
        raise StepRefusedError(Text("截止日期早于起始日期", "the last day is before the first"), "to_on")
    try:
        with transaction.atomic():
            tag: TargetGroupTag = TargetGroupTag.objects.create(
                person=person,
                group=group,
                from_on=from_on,
                to_on=to_on,
                evidence=evidence,
                evidence_note=evidence_note,
                source=source,
                recorded_by=actor,
                recorded_at=at,
            )
    except IntegrityError:
        raise StepRefusedError(Text("已有这一人员类别", "the person has this group already"), "group") from None
    _note("group_added", person, actor, at, group=group, tag=tag.pk)
    return tag


@transaction.atomic
def end_tag(*, actor: User, at: datetime, uid: UUID, tag_key: int, to_on: date | None, wrong_because: str = "") -> None:
    """End a tag on its last day, or withdraw one that was wrong from the start, saying why.

    Raises:
        PersonNotFoundError: there is no such person or open tag in sight.
        NotAllowedError: the actor may not tag people there.
        StepRefusedError: the day is before the first, or neither day nor reason is given.
    """
    person = locked_person(uid)
    require(actor, "people.tag", region_code=person.township_code or person.county_code)
    tag = TargetGroupTag.objects.filter(pk=tag_key, person=person, withdrawn_at__isnull=True).first()
    if tag is None:
        raise PersonNotFoundError(str(uid))
    if wrong_because.strip():
        tag.withdrawn_by, tag.withdrawn_at, tag.withdrawn_reason = actor, at, wrong_because.strip()
    elif to_on is None or to_on < tag.from_on:
        raise StepRefusedError(
            Text(
                "请填写不早于起始日的截止日期，或写明误录原因",
                "give a last day not before the first, or why it was wrong",
            ),
            "to_on",
        )
    else:
        tag.to_on = to_on
    tag.save()
    _note("group_ended", person, actor, at, group=tag.group, tag=tag.pk)


@transaction.atomic
def give_declaration(*, actor: User, at: datetime, uid: UUID, kind: str, way: str) -> GivenDeclaration:
    """Note that a person gave a declaration in its present version; giving it again changes nothing.

    Args:
        actor: the person themself (online), or staff who saw it signed.
        at: the instant.
        uid: the person.
        kind: of ``declarations.DECLARATIONS``.
        way: of ``declarations.WAYS``; a person signed in gives it online, staff note what stands on paper.

    Raises:
        PersonNotFoundError: there is no such person in sight.
        NotAllowedError: the actor neither is the person nor registers people.
        StepRefusedError: there is no such declaration, or it was not given in this way.
    """
    person = locked_person(uid)
    is_self = actor.role == Role.LEARNER and actor.person_key == person.pk
    if not is_self:
        require(actor, "people.register")
    if kind not in DECLARATIONS or way not in WAYS or (way == "online") != is_self:
        raise StepRefusedError(Text("请选择确认方式", "choose how it was given"), "way")
    words = DECLARATIONS[kind]
    text, _made = DeclarationText.objects.get_or_create(
        sha256=words.sha256, defaults={"kind": kind, "version": words.version, "text": words.text.zh}
    )
    given, made = GivenDeclaration.objects.get_or_create(
        person=person, text=text, withdrawn_at=None, defaults={"way": way, "given_at": at, "noted_by": actor}
    )
    if made:
        _note(
            "declaration_given",
            person,
            actor,
            at,
            declaration=kind,
            version=words.version,
            sha256=words.sha256,
            way=way,
        )
    return given


@transaction.atomic
def withdraw_declaration(*, actor: User, at: datetime, uid: UUID, given_key: int) -> None:
    """Withdraw a declaration (撤回同意), by the person themself or an officer whom they told.

    Raises:
        PersonNotFoundError: there is no such person or declaration in sight.
        NotAllowedError: the actor is neither.
    """
    person = locked_person(uid)
    if not (actor.role == Role.LEARNER and actor.person_key == person.pk):
        require(actor, "people.correct")
    changed = GivenDeclaration.objects.filter(pk=given_key, person=person, withdrawn_at__isnull=True).update(
        withdrawn_at=at, withdrawn_by=actor
    )
    if not changed:
        raise PersonNotFoundError(str(uid))
    _note("declaration_withdrawn", person, actor, at, given=given_key)


@transaction.atomic
def affiliate(
    *, actor: User, at: datetime, uid: UUID, organisation_uid: UUID, kind: AffiliationKind, from_on: date
) -> Affiliation:
    """Note that a person is trainee, employee or teacher of an organisation, which sees their record from then on.

    Raises:
        PersonNotFoundError: there is no such person or organisation in sight.
        NotAllowedError: the actor may not change people there.
        StepRefusedError: it is noted already.
    """
    person = locked_person(uid)
    require(actor, "people.change", region_code=person.township_code or person.county_code)
    organisation = Organisation.objects.filter(uid=organisation_uid, closed_on__isnull=True).first()
    if organisation is None:
        raise StepRefusedError(Text("请选择单位", "choose the organisation"), "organisation")
    try:
        with transaction.atomic():
            made: Affiliation = Affiliation.objects.create(
                person=person, organisation=organisation, kind=kind, from_on=from_on, noted_by=actor, noted_at=at
            )
    except IntegrityError:
        raise StepRefusedError(Text("该关系已登记", "this is noted already"), "organisation") from None
    if organisation.pk not in person.organisation_keys:
        person.organisation_keys = [*person.organisation_keys, organisation.pk]
        person.save(update_fields=["organisation_keys"])
    _note("affiliation_added", person, actor, at, organisation=organisation.pk, affiliation=made.pk, kind=str(kind))
    return made


@transaction.atomic
def end_affiliation(*, actor: User, at: datetime, uid: UUID, affiliation_key: int, to_on: date) -> None:
    """End an affiliation; with the last one of an organisation it no longer sees the record.

    Raises:
        PersonNotFoundError: there is no such person or open affiliation in sight.
        NotAllowedError: the actor may not change people there.
        StepRefusedError: the day is before the first.
    """
    person = locked_person(uid)
    require(actor, "people.change", region_code=person.township_code or person.county_code)
    open_ones = Affiliation.objects.filter(person=person, to_on__isnull=True)
    ending = open_ones.filter(pk=affiliation_key).first()
    if ending is None:
        raise PersonNotFoundError(str(uid))
    if to_on < ending.from_on:
        raise StepRefusedError(Text("截止日期早于起始日期", "the last day is before the first"), "to_on")
    ending.to_on = min(to_on, timezone.localdate(at))
    ending.save(update_fields=["to_on"])
    if not open_ones.filter(organisation=ending.organisation_id).exists():
        person.organisation_keys = [key for key in person.organisation_keys if key != ending.organisation_id]
        person.save(update_fields=["organisation_keys"])
    _note("affiliation_ended", person, actor, at, organisation=ending.organisation_id, affiliation=ending.pk)


def _note(action: str, person: Person, actor: User, at: datetime, **detail: object) -> None:
    record(actor=actor, action=action, subject=subject_of(person), at=at, detail=detail, region_code=person.county_code)
