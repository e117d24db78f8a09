"""Reads of the leading group: who has which task, and whether it is done in time (G9)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jineng.domain.permitted import may, require
from jineng.domain.registry.models import GroupTask, LeadingGroup
from jineng.domain.registry.organisation_errors import OrganisationNotFoundError
from jineng.domain.registry.organisation_words import DUTY_LABELS, TASK_LABELS, GroupDuty, TaskState
from jineng.kernel.region_codes import county_of, prefix_of
from jineng.platform.identity.roles import Role

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from jineng.domain.registry.models import GroupMember
    from jineng.kernel.text import Text
    from jineng.platform.identity.models import User


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task; ``is_late`` when its day passed without a report, or before the report came."""

    key: int
    title: str
    clause: str
    due_on: date
    state: str
    label: Text
    report: str
    reported_by: str
    reported_at: datetime | None
    done_on: date | None
    is_late: bool
    can_report: bool
    can_accept: bool


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A unit of the group with its tasks, and how many of them are done."""

    key: int
    unit_name: str
    duty: Text
    is_linked: bool
    tasks: tuple[TaskRow, ...]

    @property
    def done_count(self) -> int:
        """Tasks that are done."""
        return sum(task.state == TaskState.DONE for task in self.tasks)

    @property
    def counted(self) -> int:
        """Tasks that count: all but dropped ones."""
        return sum(task.state != TaskState.DROPPED for task in self.tasks)

    @property
    def late_count(self) -> int:
        """Tasks that are late."""
        return sum(task.is_late for task in self.tasks)


@dataclass(frozen=True, slots=True)
class GroupView:
    """The leading group of a county; ``can_edit`` is for the person who asks."""

    key: int
    county_code: str
    name: str
    document_no: str
    formed_on: date
    members: tuple[MemberRow, ...]
    can_edit: bool


def view_groups(actor: User, today: date) -> list[GroupView]:
    """Return the standing leading groups of the person's region: of a county one, of a city those of its counties.

    Raises:
        NotAllowedError: the person's role does not read it.
    """
    require(actor, "leading_group.read")
    groups = LeadingGroup.objects.filter(
        dissolved_on=None, county_code__startswith=prefix_of(county_of(actor.region_code))
    ).order_by("county_code")
    return [_view(actor, group, today) for group in groups.prefetch_related("members__organisation")[:50]]


def check_task(actor: User, task_key: int) -> None:
    """Refuse a task that nobody set, or that is another region's.

    Raises:
        OrganisationNotFoundError: there is none.
    """
    within = prefix_of(county_of(actor.region_code))
    if not GroupTask.objects.filter(pk=task_key, member__group__county_code__startswith=within).exists():
        raise OrganisationNotFoundError


def _view(actor: User, group: LeadingGroup, today: date) -> GroupView:
    tasks: dict[int, list[GroupTask]] = {}
    rows = GroupTask.objects.filter(member__group=group).select_related("reported_by").order_by("due_on", "id")
    for task in rows:
        tasks.setdefault(task.member_id, []).append(task)
    can_edit = may(actor, "leading_group.edit", region_code=group.county_code)
    return GroupView(
        key=group.pk,
        county_code=group.county_code,
        name=group.name,
        document_no=group.document_no,
        formed_on=group.formed_on,
        members=tuple(
            _member_row(actor, member, tasks, today, can_edit=can_edit)
            for member in group.members.all()
            if member.left_on is None
        ),
        can_edit=can_edit,
    )


def _member_row(
    actor: User, member: GroupMember, tasks: Mapping[int, list[GroupTask]], today: date, *, can_edit: bool
) -> MemberRow:
    can_report = _can_report(actor, member)
    return MemberRow(
        key=member.pk,
        unit_name=member.unit_name,
        duty=DUTY_LABELS[GroupDuty(member.duty)],
        is_linked=member.organisation_id is not None,
        tasks=tuple(
            _task_row(actor, task, today, can_edit=can_edit, can_report=can_report) for task in tasks.get(member.pk, ())
        ),
    )


def _can_report(actor: User, member: GroupMember) -> bool:
    if actor.role == Role.TOWNSHIP_CLERK:
        unit = member.organisation
        return may(actor, "leading_group.report") and unit is not None and unit.township_code == actor.region_code
    return may(
        actor,
        "leading_group.report",
        region_code=member.group.county_code,
        organisation_key=member.organisation_id or 0,
    )


def _task_row(actor: User, task: GroupTask, today: date, *, can_edit: bool, can_report: bool) -> TaskRow:
    state = TaskState(task.state)
    ended_on = task.done_on or (task.reported_at.date() if task.reported_at else today)
    return TaskRow(
        key=task.pk,
        title=task.title,
        clause=task.clause,
        due_on=task.due_on,
        state=state,
        label=TASK_LABELS[state],
        report=task.report,
        reported_by=task.reported_by.display_name if task.reported_by else "",
        reported_at=task.reported_at,
        done_on=task.done_on,
        is_late=state != TaskState.DROPPED and ended_on > task.due_on,
        can_report=can_report and state in (TaskState.OPEN, TaskState.REPORTED),
        can_accept=can_edit and state == TaskState.REPORTED and task.reported_by_id != actor.pk,
    )
