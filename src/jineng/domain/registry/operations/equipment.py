"""Venues with rooms, teachers with qualifications: kept by the organisation itself or an officer of its county."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from jineng.domain.registry.models import Organisation, Qualification, Room, Teacher, Venue
from jineng.domain.registry.operations.organisation_events import note
from jineng.domain.registry.operations.organisations import lock_organisation, require_equip
from jineng.domain.registry.organisation_errors import FieldRefusedError, OrganisationNotFoundError
from jineng.domain.registry.organisation_rules import ADDRESS_LENGTH_MAX, NAME_LENGTH_MAX, clean_line
from jineng.domain.registry.organisation_words import RoomKind
from jineng.kernel.region_codes import is_region_code
from jineng.kernel.text import Text

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from django.db.models import Model

    from jineng.platform.identity.models import User

SEATS_MAX = 5000
LEVELS = {0: Text("不分等级", "no level")} | {
    level: Text(zh, en)
    for level, zh, en in (
        (5, "五级/初级工", "level 5 (junior)"),
        (4, "四级/中级工", "level 4 (intermediate)"),
        (3, "三级/高级工", "level 3 (senior)"),
        (2, "二级/技师", "level 2 (technician)"),
        (1, "一级/高级技师", "level 1 (senior technician)"),
    )
}
"""Skill levels (技能等级) by their code: 5 is the lowest; 0 is a title without a level."""


@transaction.atomic
def add_venue(*, actor: User, at: datetime, uid: UUID, name: str, address: str, region_code: str) -> Venue:
    """Add a place where the organisation trains.

    Raises:
        OrganisationNotFoundError: there is no such organisation in the person's scope.
        NotAllowedError: the person may not.
        FieldRefusedError: a value cannot be kept, or the name is taken.
    """
    organisation = lock_organisation(uid)
    require_equip(actor, organisation)
    if not is_region_code(region_code):
        raise FieldRefusedError("region_code", Text("请选择所在乡镇", "choose the township"))
    venue = Venue(
        organisation=organisation,
        name=clean_line("name", name, NAME_LENGTH_MAX, is_needed=True),
        address=clean_line("address", address, ADDRESS_LENGTH_MAX, is_needed=True),
        region_code=region_code,
    )
    _save_named(venue, "registry_venue_name_once")
    note("venue_added", organisation, actor, at, venue=venue.pk)
    return venue


@transaction.atomic
def close_venue(*, actor: User, at: datetime, venue_key: int, closed_on: date) -> Venue:
    """Close a venue and its rooms.

    Raises:
        OrganisationNotFoundError: there is no open venue of this number in the person's scope.
        NotAllowedError: the person may not.
    """
    venue, organisation = _lock_venue(actor, venue_key)
    venue.rooms.filter(closed_on=None).update(closed_on=closed_on)
    venue.closed_on = closed_on
    venue.save(update_fields=["closed_on"])
    note("venue_closed", organisation, actor, at, venue=venue.pk)
    return venue


@transaction.atomic
def add_room(*, actor: User, at: datetime, venue_key: int, name: str, kind: str, seats: int) -> Room:
    """Add a room to a venue.

    Raises:
        OrganisationNotFoundError: there is no open venue of this number in the person's scope.
        NotAllowedError: the person may not.
        FieldRefusedError: a value cannot be kept, or the name is taken.
    """
    venue, organisation = _lock_venue(actor, venue_key)
    if kind not in list(RoomKind):
        raise FieldRefusedError("kind", Text("请选择教室类别", "choose what the room is for"))
    if not 1 <= seats <= SEATS_MAX:
        raise FieldRefusedError("seats", Text(f"座位数应为 1–{SEATS_MAX}", f"seats are 1 to {SEATS_MAX}"))
    room = Room(venue=venue, name=clean_line("name", name, NAME_LENGTH_MAX, is_needed=True), kind=kind, seats=seats)
    _save_named(room, "registry_room_name_once")
    note("room_added", organisation, actor, at, room=room.pk, seats=seats)
    return room


@transaction.atomic
def close_room(*, actor: User, at: datetime, room_key: int, closed_on: date) -> Room:
    """Close a room.

    Raises:
        OrganisationNotFoundError: there is no open room of this number in the person's scope.
        NotAllowedError: the person may not.
    """
    found = Room.objects.filter(pk=room_key, closed_on=None).first()
    if found is None:
        raise OrganisationNotFoundError
    _venue, organisation = _lock_venue(actor, found.venue_id)
    room = Room.objects.select_for_update(of=("self",)).get(pk=room_key)
    room.closed_on = closed_on
    room.save(update_fields=["closed_on"])
    note("room_closed", organisation, actor, at, room=room.pk)
    return room


@transaction.atomic
def engage_teacher(
    *,
    actor: User,
    at: datetime,
    uid: UUID,
    name: str,
    engaged_on: date,
    title: str = "",
    is_full_time: bool = True,
    person_key: int | None = None,
) -> Teacher:
    """Note that somebody teaches for an organisation from a day on.

    Raises:
        OrganisationNotFoundError: there is no such organisation in the person's scope.
        NotAllowedError: the person may not.
        FieldRefusedError: a value cannot be kept, or the person teaches there already.
    """
    organisation = lock_organisation(uid)
    require_equip(actor, organisation)
    teacher = Teacher(
        organisation=organisation,
        person_id=person_key,
        name=clean_line("name", name, NAME_LENGTH_MAX, is_needed=True),
        title=clean_line("title", title, NAME_LENGTH_MAX, is_needed=False),
        is_full_time=is_full_time,
        engaged_on=engaged_on,
    )
    _save_named(teacher, "registry_teacher_once")
    note("teacher_engaged", organisation, actor, at, teacher=teacher.pk)
    return teacher


@transaction.atomic
def end_teacher(*, actor: User, at: datetime, teacher_key: int, left_on: date) -> Teacher:
    """Note that a teacher left.

    Raises:
        OrganisationNotFoundError: there is no such teacher in the person's scope.
        NotAllowedError: the person may not.
        FieldRefusedError: the day is before they began.
    """
    teacher, organisation = _lock_teacher(actor, teacher_key)
    if left_on < teacher.engaged_on:
        raise FieldRefusedError("left_on", Text("离任日期早于聘任日期", "they left before they began"))
    teacher.left_on = left_on
    teacher.save(update_fields=["left_on"])
    note("teacher_left", organisation, actor, at, teacher=teacher.pk)
    return teacher


@transaction.atomic
def add_qualification(
    *,
    actor: User,
    at: datetime,
    teacher_key: int,
    occupation: str,
    level: int,
    certificate_no: str,
    valid_from: date,
    valid_to: date | None,
) -> Qualification:
    """Add what a teacher may teach.

    Raises:
        OrganisationNotFoundError: there is no such teacher in the person's scope.
        NotAllowedError: the person may not.
        FieldRefusedError: a value cannot be kept, or the certificate is noted already.
    """
    teacher, organisation = _lock_teacher(actor, teacher_key)
    if level not in LEVELS:
        raise FieldRefusedError("level", Text("请选择等级", "choose the level"))
    if valid_to is not None and valid_to < valid_from:
        raise FieldRefusedError("valid_to", Text("有效期止早于有效期起", "it ends before it begins"))
    qualification = Qualification(
        teacher=teacher,
        occupation=clean_line("occupation", occupation, NAME_LENGTH_MAX, is_needed=True),
        level=level,
        certificate_no=clean_line("certificate_no", certificate_no, 40, is_needed=True),
        valid_from=valid_from,
        valid_to=valid_to,
    )
    _save_named(qualification, "registry_qualification_once")
    note("qualification_added", organisation, actor, at, teacher=teacher.pk, level=level)
    return qualification


@transaction.atomic
def withdraw_qualification(*, actor: User, at: datetime, qualification_key: int) -> Qualification:
    """Note that a certificate no longer counts, as from today.

    Raises:
        OrganisationNotFoundError: there is no such standing certificate in the person's scope.
        NotAllowedError: the person may not.
    """
    found = Qualification.objects.filter(pk=qualification_key, withdrawn_on=None).first()
    if found is None:
        raise OrganisationNotFoundError
    _teacher, organisation = _lock_teacher(actor, found.teacher_id)
    found.withdrawn_on = timezone.localdate(at)
    found.save(update_fields=["withdrawn_on"])
    note("qualification_withdrawn", organisation, actor, at, qualification=found.pk)
    return found


def _lock_venue(actor: User, venue_key: int) -> tuple[Venue, Organisation]:
    found = Venue.objects.select_related("organisation").filter(pk=venue_key, closed_on=None).first()
    if found is None:
        raise OrganisationNotFoundError
    organisation = lock_organisation(found.organisation.uid)
    require_equip(actor, organisation)
    return Venue.objects.select_for_update(of=("self",)).get(pk=venue_key), organisation


def _lock_teacher(actor: User, teacher_key: int) -> tuple[Teacher, Organisation]:
    found = Teacher.objects.select_related("organisation").filter(pk=teacher_key, left_on=None).first()
    if found is None:
        raise OrganisationNotFoundError
    organisation = lock_organisation(found.organisation.uid)
    require_equip(actor, organisation)
    return Teacher.objects.select_for_update(of=("self",)).get(pk=teacher_key), organisation


def _save_named(row: Model, once: str) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as fault:
        if once not in str(fault):
            raise
        raise FieldRefusedError(
            "name", Text("已有同名或同号的记录", "there is one of this name or number already")
        ) from None
