"""The leading group (领导小组): set up, its units, and tasks from set to done (G9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from jineng.domain.permitted import require
from jineng.domain.registry.models import GroupMember, GroupTask, LeadingGroup, Organisation
from jineng.domain.registry.organisation_errors import (
    FieldRefusedError,
    NotNowError,
    OrganisationNotFoundError,
    SecondPersonError,
)
from jineng.domain.registry.organisation_rules import NAME_LENGTH_MAX, NOTE_LENGTH_MAX, clean_line, clean_name
from jineng.domain.registry.organisation_words import GroupDuty, TaskState
from jineng.kernel.text import Text
from jineng.platform.audit.operations import Subject, record
from jineng.platform.identity.roles import Role

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from jineng.platform.identity.models import User

TITLE_LENGTH_MAX = 200
_ENDED = (TaskState.DONE, TaskState.DROPPED)


@transaction.atomic
def form_group(
    *, actor: User, at: datetime, county_code: str, name: str, formed_on: date, document_no: str = ""
) -> LeadingGroup:
    """Set up the leading group of a county.

    Raises:
        NotAllowedError: the person may not.
        NotNowError: the county has a standing group.
        FieldRefusedError: the name cannot be kept.
    """
    require(actor, "leading_group.edit", region_code=county_code)
    group = LeadingGroup(
        county_code=county_code,
        name=clean_name("name", name),
        document_no=clean_line("document_no", document_no, NAME_LENGTH_MAX, is_needed=False),
        formed_on=formed_on,
    )
    try:
        with transaction.atomic():
            group.save(force_insert=True)
    except IntegrityError as fault:
        if "registry_group_one_standing" not in str(fault):
            raise
        raise NotNowError(Text("本县已有领导小组", "the county has a leading group already")) from None
    _record("leading_group_formed", group, actor, at)
    return group


@transaction.atomic
def add_member(
    *, actor: User, at: datetime, group_key: int, unit_name: str, duty: str, organisation_uid: UUID | None = None
) -> GroupMember:
    """Add a unit to the group, linked to its organisation where that is registered.

    Raises:
        OrganisationNotFoundError: there is no such group or organisation.
        NotAllowedError: the person may not.
        FieldRefusedError: a value cannot be kept, the unit is in the group, or there is a head already.
    """
    group = _lock_group(actor, group_key)
    if duty not in list(GroupDuty):
        raise FieldRefusedError("duty", Text("请选择职务", "choose what the unit is in the group"))
    organisation = None
    if organisation_uid is not None:
        organisation = Organisation.objects.filter(uid=organisation_uid).first()
        if organisation is None:
            raise OrganisationNotFoundError
    member = GroupMember(
        group=group, unit_name=clean_name("unit_name", unit_name), duty=duty, organisation=organisation
    )
    try:
        with transaction.atomic():
            member.save(force_insert=True)
    except IntegrityError as fault:
        if "registry_member_one_head" in str(fault):
            raise FieldRefusedError("duty", Text("组长只能有一个", "the group has a head already")) from None
        if "registry_member_once" in str(fault):
            raise FieldRefusedError("unit_name", Text("该单位已在小组中", "the unit is in the group already")) from None
        raise
    _record("group_member_added", group, actor, at, member=member.pk, unit=member.unit_name)
    return member


@transaction.atomic
def end_membership(*, actor: User, at: datetime, member_key: int, left_on: date) -> GroupMember:
    """Note that a unit left the group.

    Raises:
        OrganisationNotFoundError: there is no such unit.
        NotAllowedError: the person may not.
        NotNowError: it has open tasks.
    """
    member = GroupMember.objects.filter(pk=member_key, left_on=None).first()
    if member is None:
        raise OrganisationNotFoundError
    group = _lock_group(actor, member.group_id)
    if member.tasks.exclude(state__in=_ENDED).exists():
        raise NotNowError(
            Text("该单位还有未完成的任务，请先移交或取消", "the unit has open tasks; end or drop them first")
        )
    member.left_on = left_on
    member.save(update_fields=["left_on"])
    _record("group_member_left", group, actor, at, member=member.pk, unit=member.unit_name)
    return member


@transaction.atomic
def set_task(*, actor: User, at: datetime, member_key: int, title: str, due_on: date, clause: str = "") -> GroupTask:
    """Give a unit something to do by a day.

    Raises:
        OrganisationNotFoundError: there is no such unit.
        NotAllowedError: the person may not.
        FieldRefusedError: the title cannot be kept.
    """
    member = GroupMember.objects.filter(pk=member_key, left_on=None).first()
    if member is None:
        raise OrganisationNotFoundError
    group = _lock_group(actor, member.group_id)
    task = GroupTask.objects.create(
        member=member,
        title=clean_line("title", title, TITLE_LENGTH_MAX, is_needed=True),
        clause=clean_line("clause", clause, 60, is_needed=False),
        due_on=due_on,
    )
    _record("group_task_set", group, actor, at, task=task.pk, member=member.pk, due=str(due_on))
    return task


@transaction.atomic
def report_task(*, actor: User, at: datetime, task_key: int, report: str) -> GroupTask:
    """Report that a task is done: somebody of the unit itself, or an officer for it.

    Raises:
        OrganisationNotFoundError: there is no such task.
        NotAllowedError: it is another unit's.
        NotNowError: it is done or dropped.
        FieldRefusedError: nothing is reported.
    """
    task = _lock_task(task_key)
    require(
        actor,
        "leading_group.report",
        region_code=None if actor.role == Role.TOWNSHIP_CLERK else task.member.group.county_code,
        organisation_key=task.member.organisation_id or 0,
    )
    if actor.role == Role.TOWNSHIP_CLERK:
        _check_of_township(actor, task)
    task.report = clean_line("report", report, NOTE_LENGTH_MAX, is_needed=True)
    task.state, task.reported_by, task.reported_at = TaskState.REPORTED, actor, at
    task.save(update_fields=["report", "state", "reported_by", "reported_at"])
    _record("group_task_reported", task.member.group, actor, at, task=task.pk)
    return task


@transaction.atomic
def accept_task(*, actor: User, at: datetime, task_key: int) -> GroupTask:
    """Accept that a reported task is done; the day of the report is the day on which it was done.

    Raises:
        OrganisationNotFoundError: there is no such task.
        NotAllowedError: the person may not.
        SecondPersonError: the person reported it.
        NotNowError: it is not reported.
    """
    task = _lock_task(task_key)
    require(actor, "leading_group.edit", region_code=task.member.group.county_code)
    if task.state != TaskState.REPORTED or task.reported_at is None:
        raise NotNowError(Text("该任务尚未上报", "the task is not reported"))
    if task.reported_by_id == actor.pk:
        raise SecondPersonError
    task.state, task.accepted_by, task.done_on = TaskState.DONE, actor, timezone.localdate(task.reported_at)
    task.save(update_fields=["state", "accepted_by", "done_on"])
    _record("group_task_done", task.member.group, actor, at, task=task.pk)
    return task


@transaction.atomic
def drop_task(*, actor: User, at: datetime, task_key: int) -> GroupTask:
    """Drop a task that is no longer needed.

    Raises:
        OrganisationNotFoundError: there is no such task.
        NotAllowedError: the person may not.
        NotNowError: it is done or dropped.
    """
    task = _lock_task(task_key)
    require(actor, "leading_group.edit", region_code=task.member.group.county_code)
    task.state = TaskState.DROPPED
    task.save(update_fields=["state"])
    _record("group_task_dropped", task.member.group, actor, at, task=task.pk)
    return task


def _lock_group(actor: User, group_key: int) -> LeadingGroup:
    group = LeadingGroup.objects.select_for_update(of=("self",)).filter(pk=group_key, dissolved_on=None).first()
    if group is None:
        raise OrganisationNotFoundError
    require(actor, "leading_group.edit", region_code=group.county_code)
    return group


def _lock_task(task_key: int) -> GroupTask:
    task = (
        GroupTask.objects.select_for_update(of=("self",))
        .select_related("member__group", "member__organisation")
        .filter(pk=task_key)
        .first()
    )
    if task is None:
        raise OrganisationNotFoundError
    if task.state in _ENDED:
        raise NotNowError(Text("该任务已结束", "the task has ended"))
    return task


def _check_of_township(actor: User, task: GroupTask) -> None:
    unit = task.member.organisation
    if unit is None or unit.township_code != actor.region_code:
        raise OrganisationNotFoundError


def _record(action: str, group: LeadingGroup, actor: User, at: datetime, **detail: object) -> None:
    record(
        actor=actor,
        action=action,
        subject=Subject("leading_group", str(group.pk)),
        at=at,
        region_code=group.county_code,
        detail=detail,
    )
