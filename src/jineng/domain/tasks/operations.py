"""The only door for writing townships' lists. Each operation is one transaction with its audit event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import connection, transaction
from django.utils import timezone

from jineng.domain.permitted import require
from jineng.domain.registry.models import Person, TargetGroupTag
from jineng.domain.registry.states import PersonState
from jineng.domain.tasks import rules
from jineng.domain.tasks.errors import ListNotFoundError, ListRefusedError
from jineng.domain.tasks.models import NOTE_LENGTH_MAX, SelectionEntry, SelectionList
from jineng.domain.tasks.queries import plans_of
from jineng.domain.tasks.states import EntryAction, EntryState, Overrun
from jineng.kernel.region_codes import county_of
from jineng.kernel.text import Text
from jineng.platform.audit.operations import Subject, record
from jineng.platform.regions.queries import quota_townships

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from jineng.platform.identity.models import User

_ENTER = """
    INSERT INTO tasks_selectionentry (list_id, person_id, year, policy_id, state, listed_at, listed_by_id, source_key, withdrawn_why)
    SELECT %(list)s, person, %(year)s, %(policy)s, 'LISTED', %(at)s, %(actor)s, %(source)s, ''
    FROM unnest(%(people)s::bigint[]) AS person ORDER BY person
    ON CONFLICT DO NOTHING RETURNING person_id
"""


class Entered(NamedTuple):
    """What became of the people who were to go on a list, by their keys."""

    added: frozenset[int]
    already: frozenset[int]
    elsewhere: frozenset[int]
    """On another list of the plan and year: nobody is sent twice."""


@transaction.atomic
def set_quota(
    *,
    actor: User,
    at: datetime,
    township_code: str,
    year: int,
    policy_id: str,
    group: str,
    quota: int,
    overrun: str,
    due_on: date | None = None,
) -> SelectionList:
    """Give a township its quota for a year, plan and group, or change it; the list begins with its quota.

    Raises:
        NotAllowedError: the person does not set quotas of this township.
        ListRefusedError: the list or quota cannot be; says which field and why.
    """
    require(actor, "selections.quota", region_code=township_code)
    county_code = county_of(township_code)
    rules.check_list(
        township_code=township_code,
        townships=[region.code for region in quota_townships(county_code, timezone.localdate(at))],
        year=year,
        policy_id=policy_id,
        plans=[plan.id for plan in plans_of(county_code)],
        group=group,
    )
    if overrun not in list(Overrun):
        raise ListRefusedError("overrun", Text("请选择超额时如何处理", "choose what happens beyond the quota"))
    key = {"township_code": township_code, "year": year, "policy_id": policy_id, "group": group}
    rules.check_quota(quota, 0, overrun)
    made, is_new = SelectionList.objects.get_or_create(
        **key,
        defaults={
            "county_code": county_code,
            "quota": quota,
            "overrun": overrun,
            "due_on": due_on,
            "made_by": actor,
            "made_at": at,
        },
    )
    if not is_new:
        made = SelectionList.objects.select_for_update(of=("self",)).get(pk=made.pk)
        rules.check_quota(quota, made.listed_count, overrun)
        made.quota, made.overrun, made.due_on = quota, overrun, due_on
        made.save(update_fields=["quota", "overrun", "due_on"])
    detail = {"quota": quota, "overrun": overrun, "group": group, "year": year}
    _record(actor, "quota_set", made, at, detail)
    return made


@transaction.atomic
def enter_people(
    *, actor: User, at: datetime, list_uid: UUID, person_keys: Sequence[int], source_key: str = ""
) -> Entered:
    """Put people on a township's list, all or nothing; who is on it already stays, who is on another list is left out.

    Args:
        actor: a clerk of the township or an officer of the county.
        at: the instant.
        list_uid: the list.
        person_keys: registered people, in the actor's scope.
        source_key: where they come from, such as an import.

    Raises:
        ListNotFoundError: there is no such list in the person's scope.
        NotAllowedError: the person does not edit this township's lists.
        QuotaExceededError: the list would be longer than its quota, and the bureau does not allow that.
    """
    chosen = lock_list(list_uid)
    require(actor, "selections.edit", region_code=chosen.township_code)
    wanted = sorted(set(person_keys))
    standing = SelectionEntry.objects.filter(list=chosen, person__in=wanted).exclude(state=EntryState.WITHDRAWN)
    already = frozenset(standing.values_list("person_id", flat=True))
    with transaction.atomic(), connection.cursor() as cursor:
        # The database counts; asked before, so that people are told by how many it is too much.
        fresh = [key for key in wanted if key not in already]
        rules.check_room(chosen.quota, chosen.listed_count, _room_needed(chosen, fresh), chosen.overrun)
        values: dict[str, Any] = {
            "list": chosen.pk,
            "year": chosen.year,
            "policy": chosen.policy_id,
            "at": at,
            "actor": actor.pk,
            "source": source_key,
            "people": fresh,
        }
        cursor.execute(_ENTER, values)
        added = frozenset(key for (key,) in cursor.fetchall())
    _record(actor, "people_listed", chosen, at, {"people": len(added), "source": source_key})
    return Entered(added, already, frozenset(wanted) - added - already)


@transaction.atomic
def enter_by_key(*, actor: User, at: datetime, list_uid: UUID, person_key: int | None) -> Entered:
    """Put one registered person of the list's group on it.

    Args:
        actor: a clerk of the township or an officer of the county.
        at: the instant.
        list_uid: the list.
        person_key: the person, or None where nobody was found.

    Raises:
        ListNotFoundError: there is no such list in the person's scope.
        NotAllowedError: the person does not edit this township's lists.
        ListRefusedError: there is no such person in scope, or they are not tagged with the group.
        QuotaExceededError: the list is full.
    """
    chosen = lock_list(list_uid)
    person = Person.objects.filter(pk=person_key or 0, state=PersonState.LIVE).first()
    if person is None:
        raise ListRefusedError("person", Text("没有找到此人；请先登记", "there is no such person; register them first"))
    tags = TargetGroupTag.objects.filter(
        person=person, group=chosen.group, to_on__isnull=True, withdrawn_at__isnull=True
    )
    if not tags.exists():
        raise ListRefusedError(
            "person",
            Text(
                "此人没有登记这一人员类别；请先在人员档案里登记类别和依据",
                "the person is not tagged with this group; tag them first, with evidence",
            ),
        )
    return enter_people(actor=actor, at=at, list_uid=list_uid, person_keys=[person.pk])


@transaction.atomic
def send_people(*, actor: User, at: datetime, list_uid: UUID, entry_keys: Sequence[int] | None = None) -> int:
    """Mark people of a list as sent to training (选送); return how many. Without ``entry_keys`` all who are listed.

    Raises:
        ListNotFoundError: there is no such list in the person's scope.
        NotAllowedError: the person does not edit this township's lists.
    """
    chosen = lock_list(list_uid)
    require(actor, "selections.edit", region_code=chosen.township_code)
    listed = SelectionEntry.objects.filter(list=chosen, state=EntryState.LISTED)
    if entry_keys is not None:
        listed = listed.filter(pk__in=list(entry_keys))
    count = listed.update(state=EntryState.SENT, sent_at=at, sent_by=actor)
    _record(actor, "people_sent", chosen, at, {"people": count})
    return count


@transaction.atomic
def withdraw_person(*, actor: User, at: datetime, list_uid: UUID, entry_key: int, why: str) -> None:
    """Take a person off a list, saying why; the entry stays to be read and the place is free again.

    Raises:
        ListNotFoundError: there is no such entry in the person's scope.
        NotAllowedError: the person does not edit this township's lists.
        ListRefusedError: no reason is given, or the person is off the list already.
    """
    chosen = lock_list(list_uid)
    require(actor, "selections.edit", region_code=chosen.township_code)
    entry = SelectionEntry.objects.select_for_update(of=("self",)).filter(list=chosen, pk=entry_key).first()
    if entry is None:
        raise ListNotFoundError(str(entry_key))
    reason = " ".join(why.split())[:NOTE_LENGTH_MAX]
    if not reason:
        raise ListRefusedError("why", Text("请写明撤回原因", "say why the person is withdrawn"))
    entry.state = rules.next_state(entry.state, EntryAction.WITHDRAW)
    entry.withdrawn_at, entry.withdrawn_by, entry.withdrawn_why = at, actor, reason
    entry.save(update_fields=["state", "withdrawn_at", "withdrawn_by", "withdrawn_why"])
    _record(actor, "person_withdrawn", chosen, at, {"entry": entry.pk})


def lock_list(uid: UUID) -> SelectionList:
    """Return a list of the scope, locked for the transaction.

    Raises:
        ListNotFoundError: there is none.
    """
    chosen = SelectionList.objects.select_for_update(of=("self",)).filter(uid=uid).first()
    if chosen is None:
        raise ListNotFoundError(str(uid))
    return chosen


def _room_needed(chosen: SelectionList, fresh: Sequence[int]) -> int:
    """Return how many of these people would take a place, as far as the person's scope shows who is on another list."""
    elsewhere = SelectionEntry.objects.filter(person__in=fresh, year=chosen.year, policy_id=chosen.policy_id)
    return len(fresh) - elsewhere.exclude(state=EntryState.WITHDRAWN).count()


def _record(actor: User, action: str, chosen: SelectionList, at: datetime, detail: dict[str, object]) -> None:
    subject = Subject("selection_list", str(chosen.uid))
    record(actor=actor, action=action, subject=subject, at=at, detail=detail, region_code=chosen.township_code)
