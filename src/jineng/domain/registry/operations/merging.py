"""Two records that are one person become one: every reference moves, the merged record stays to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import connection, transaction
from django.utils import timezone

from jineng.domain.permitted import require
from jineng.domain.registry.models import PayoutAccount, Person, PersonMerge, TargetGroupTag
from jineng.domain.registry.operations.people import locked_person, subject_of
from jineng.domain.registry.people_errors import StepRefusedError
from jineng.domain.registry.reasons import MERGE_REASONS
from jineng.domain.registry.states import AccountState, PersonState, RequestState
from jineng.kernel.text import Text
from jineng.platform.audit.operations import record
from jineng.platform.identity.models import User

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID


_STAYS: Final = frozenset({"merged_into", "kept", "merged"})
"""References that say which record it was, so never move."""


@transaction.atomic
def merge_people(*, actor: User, at: datetime, kept: UUID, merged: UUID, reason: str, evidence: str) -> PersonMerge:
    """Merge one record into another of the same person. There is no way back, so it asks for evidence.

    Open affiliations, tags and declarations that both have are kept once; the kept record's live account stays the live one.

    Args:
        actor: an officer who sees both.
        at: the instant.
        kept: the record that stays.
        merged: the record that goes into it.
        reason: a code of ``reasons.MERGE_REASONS``.
        evidence: on what it rests, such as the certificate of the police (公安机关证明).

    Raises:
        PersonNotFoundError: one of the two is not in sight.
        NotAllowedError: the actor may not merge.
        StepRefusedError: the two are the same, or reason or evidence is missing.
    """
    if kept == merged:
        raise StepRefusedError(Text("不能与自身合并", "a record is not merged with itself"), "merged")
    one, other = (locked_person(uid) for uid in sorted((kept, merged)))
    target, source = (one, other) if one.uid == kept else (other, one)
    for person in (target, source):
        require(actor, "people.merge", region_code=person.county_code)
    if reason not in MERGE_REASONS:
        raise StepRefusedError(Text("请选择合并原因", "choose why"), "reason")
    if not evidence.strip():
        raise StepRefusedError(Text("请写明合并依据", "say on what it rests"), "evidence")
    _end_doubles(target, source, actor, at)
    moved = _move(target, source)
    _move_sign_in(target, source, at)
    target.organisation_keys = sorted({*target.organisation_keys, *source.organisation_keys})
    target.version += 1
    target.save(update_fields=["organisation_keys", "version"])
    source.state, source.merged_into, source.ended_at, source.organisation_keys = PersonState.MERGED, target, at, []
    source.save(update_fields=["state", "merged_into", "ended_at", "organisation_keys"])
    merge: PersonMerge = PersonMerge.objects.create(
        kept=target,
        merged=source,
        reason=reason,
        evidence=evidence.strip()[:500],
        moved=moved,
        merged_by=actor,
        merged_at=at,
    )
    detail = {"merged": source.pk, "reason": reason, "moved": moved}
    record(
        actor=actor,
        action="people_merged",
        subject=subject_of(target),
        at=at,
        detail=detail,
        region_code=target.county_code,
    )
    return merge


def _end_doubles(target: Person, source: Person, actor: User, at: datetime) -> None:
    """End what the merged record has of which a person has one at a time."""
    for account in PayoutAccount.objects.filter(person=source, state=AccountState.LIVE):
        if target.payout_accounts.filter(state=AccountState.LIVE).exists():
            account.state, account.ended_at = AccountState.REPLACED, at
            account.save(update_fields=["state", "ended_at"])
    for account in PayoutAccount.objects.filter(person=source, state=AccountState.PROPOSED):
        if account.proposed_by_id == actor.pk and target.payout_accounts.filter(state=AccountState.PROPOSED).exists():
            raise StepRefusedError(Text("请先处理待确认的账户", "first decide on the open accounts"), "merged")
        if target.payout_accounts.filter(state=AccountState.PROPOSED).exists():
            account.state, account.decided_by, account.decided_at = AccountState.REFUSED, actor, at
            account.refusal = "记录已合并"
            account.save(update_fields=["state", "decided_by", "decided_at", "refusal"])
    _end_standing(target, source, actor, at)


def _end_standing(target: Person, source: Person, actor: User, at: datetime) -> None:
    on = timezone.localdate(at)
    groups = set(target.tags.filter(to_on__isnull=True, withdrawn_at__isnull=True).values_list("group", flat=True))
    for tag in TargetGroupTag.objects.filter(
        person=source, group__in=groups, to_on__isnull=True, withdrawn_at__isnull=True
    ):
        tag.to_on = max(on, tag.from_on)
        tag.save(update_fields=["to_on"])
    texts = set(target.declarations.filter(withdrawn_at__isnull=True).values_list("text_id", flat=True))
    source.declarations.filter(text_id__in=texts, withdrawn_at__isnull=True).update(withdrawn_at=at, withdrawn_by=actor)
    joined = set(target.affiliations.filter(to_on__isnull=True).values_list("organisation_id", "kind"))
    for affiliation in source.affiliations.filter(to_on__isnull=True):
        if (affiliation.organisation_id, affiliation.kind) in joined:
            affiliation.to_on = max(on, affiliation.from_on)
            affiliation.save(update_fields=["to_on"])
    guarded = set(target.guardians.filter(to_on__isnull=True).values_list("id_index", flat=True))
    for guardian in source.guardians.filter(to_on__isnull=True, id_index__in=guarded):
        guardian.to_on = max(on, guardian.from_on)
        guardian.save(update_fields=["to_on"])
    asked = set(target.requests.filter(state=RequestState.OPEN).values_list("kind", "asked_by_id"))
    for request in source.requests.filter(state=RequestState.OPEN):
        if (request.kind, request.asked_by_id) in asked:
            raise StepRefusedError(
                Text("请先处理两条记录的待办申请", "first answer the open requests of both"), "merged"
            )


def _move_sign_in(target: Person, source: Person, at: datetime) -> None:
    """Let the person sign in to the kept record; of two accounts that of the kept record remains."""
    accounts = User.objects.filter(person_key=source.pk, is_active=True)
    if User.objects.filter(person_key=target.pk, is_active=True).exists():
        accounts.update(is_active=False, closed_at=at)
    else:
        accounts.update(person_key=target.pk)


def _move(target: Person, source: Person) -> dict[str, int]:
    """Point every reference to the merged record at the kept one, also of modules that this one does not know."""
    moved = {}
    for relation in Person._meta.related_objects:
        model, field = relation.related_model, relation.field
        if field.name in _STAYS:
            continue
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {model._meta.db_table} SET {field.column} = %s WHERE {field.column} = %s",  # noqa: S608 -- names of tables
                [target.pk, source.pk],
            )
            if cursor.rowcount:
                moved[model._meta.label_lower] = cursor.rowcount
    return moved
