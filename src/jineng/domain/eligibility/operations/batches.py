"""Comparing people with a plan, and deciding what the comparison left open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from jineng.domain.eligibility import permissions, rules
from jineng.domain.eligibility.errors import BatchNotFoundError, EligibilityError
from jineng.domain.eligibility.models import Batch, BatchDecision, BatchFinding, BatchPerson, BatchVerdict
from jineng.domain.eligibility.states import BatchState
from jineng.domain.permitted import require
from jineng.domain.registry.models import Person
from jineng.domain.registry.states import PersonState
from jineng.kernel.text import Text
from jineng.platform.audit.operations import Subject, record
from jineng.platform.progress.operations import queue_run
from jineng.policy.comparing.findings import overall

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from jineng.domain.eligibility.answers import Answer
    from jineng.platform.identity.models import User
    from jineng.policy.comparing.findings import Outcome, Truth
    from jineng.policy.plan import AnyPlan

JUDGE_RUN: Final = "judge_batch"
"""The kind of background run that compares a batch."""

_AT_ONCE: Final = 5_000

_WRITE_VERDICTS: Final = """
    INSERT INTO eligibility_batchverdict (batch_id, entry_id, finding_id)
    SELECT %s, * FROM unnest(%s::bigint[], %s::bigint[])
"""

_WRITE_OUTCOMES: Final = """
    UPDATE eligibility_batchperson p SET outcome = t.outcome, standing = t.outcome, is_key = t.is_key
    FROM unnest(%s::bigint[], %s::text[], %s::boolean[]) AS t(entry, outcome, is_key)
    WHERE p.id = t.entry AND p.batch_id = %s
"""

_STAND_AGAIN: Final = """
    WITH answers AS (
        SELECT v.entry_id, COALESCE(one.becomes, everybody.becomes, f.outcome) AS outcome
        FROM eligibility_batchverdict v
        JOIN eligibility_batchfinding f ON f.id = v.finding_id
        LEFT JOIN eligibility_batchdecision one
            ON one.batch_id = v.batch_id AND one.entry_id = v.entry_id
            AND one.check_code = f.check_code AND one.was = f.outcome
            AND (one.was = 'unknown' OR one.confirmed_by_id IS NOT NULL)
        LEFT JOIN eligibility_batchdecision everybody
            ON everybody.batch_id = v.batch_id AND everybody.entry_id IS NULL
            AND everybody.check_code = f.check_code AND everybody.was = f.outcome
        WHERE v.batch_id = %(batch)s AND (%(entry)s::bigint IS NULL OR v.entry_id = %(entry)s)
    ),
    standing AS (
        SELECT entry_id, CASE
            WHEN bool_or(outcome = 'does_not_fit') THEN 'does_not_fit'
            WHEN bool_or(outcome = 'unknown') THEN 'unknown' ELSE 'fits' END AS outcome
        FROM answers GROUP BY entry_id
    )
    UPDATE eligibility_batchperson p SET standing = s.outcome
    FROM standing s WHERE p.id = s.entry_id AND p.standing <> s.outcome
"""


class Judged(NamedTuple):
    """What the comparison of one person came to."""

    entry: int
    answers: Sequence[Answer]
    is_key: Truth


@transaction.atomic
def ask_batch(  # noqa: PLR0913 -- what a comparison is asked about
    *,
    actor: User,
    at: datetime,
    policy_id: str,
    kind: str,
    day: date,
    person_keys: Sequence[int],
    source: str,
    title: Text,
    source_uid: UUID | None = None,
    level: str = "",
    occupation: str = "",
) -> Batch:
    """Ask for people to be compared, and queue it.

    Args:
        actor: who asks; only people in their scope are compared.
        at: the instant.
        policy_id: the plan.
        kind: the kind of training (``ClassKind``).
        day: the day on which the class begins, by which ages and groups are judged.
        person_keys: the people.
        source: "import", "selection" or "picked".
        title: what the batch is called in lists; nothing personal.
        source_uid: of the import or list.
        level: the level that the class leads to, if it is known.
        occupation: the occupation that it teaches, if it is known.

    Raises:
        NotAllowedError: the person's role may not.
        EligibilityError: an entry cannot be used; says which.
    """
    place = permissions.check_judge(actor)
    people = list(
        Person.objects.filter(pk__in=list(person_keys), state=PersonState.LIVE)
        .order_by("name_key", "pk")
        .values_list("pk", flat=True)
    )
    rules.check_batch(kind=kind, level=level, day=day, today=timezone.localdate(at), count=len(people))
    batch = Batch.objects.create(
        county_code=place.county_code,
        township_code=place.township_code,
        organisation_key=place.organisation_key,
        policy_id=policy_id,
        kind=kind,
        day=day,
        level=level,
        occupation=occupation.strip(),
        source=source,
        source_uid=source_uid,
        title_zh=title.zh,
        title_en=title.en,
        person_count=len(people),
        run=queue_run(actor=actor, at=at, kind=JUDGE_RUN, parameters={}),
        asked_by=actor,
        asked_at=at,
    )
    BatchPerson.objects.bulk_create([BatchPerson(batch=batch, person_id=key) for key in people], batch_size=_AT_ONCE)
    detail = {"policy": policy_id, "kind": kind, "day": day, "people": len(people), "source": source}
    _record(actor, at, "eligibility_asked", batch, detail)
    return batch


@transaction.atomic
def record_judged(
    *,
    batch_key: int,
    at: datetime,
    plan: AnyPlan,
    judged: Sequence[Judged],
    progress: Callable[[int, int], None] | None = None,
) -> Batch:
    """Keep the answers of a batch and close it, all or nothing; one that is closed already is left as it is.

    For the background run, which may be killed and begin again.

    Args:
        batch_key: the batch.
        at: the instant.
        plan: by which it was judged.
        judged: everybody in it.
        progress: is told people done and people in all.
    """
    batch = Batch.objects.select_for_update(of=("self",)).get(pk=batch_key)
    if batch.state == BatchState.JUDGED:
        return batch
    findings = _keep_findings(batch, judged)
    for start in range(0, len(judged), _AT_ONCE):
        part = judged[start : start + _AT_ONCE]
        pairs = [(each.entry, findings[answer]) for each in part for answer in each.answers]
        outcomes = [overall(answer.outcome for answer in each.answers) for each in part]
        with connection.cursor() as cursor:
            cursor.execute(_WRITE_VERDICTS, [batch_key, *(list(column) for column in zip(*pairs, strict=True))])
            entries, keys = [each.entry for each in part], [each.is_key for each in part]
            cursor.execute(_WRITE_OUTCOMES, [entries, outcomes, keys, batch_key])
        if progress is not None:
            progress(start + len(part), len(judged))
    batch.state, batch.judged_at, batch.policy_sha256 = BatchState.JUDGED, at, plan.sha256
    batch.save(update_fields=["state", "judged_at", "policy_sha256"])
    _record(
        None,
        at,
        "eligibility_judged",
        batch,
        {"people": len(judged), "findings": len(findings), "policy_sha256": plan.sha256},
    )
    return batch


def _keep_findings(batch: Batch, judged: Sequence[Judged]) -> dict[Answer, int]:
    """Write each different answer once, with how many people got it; return their keys."""
    counts: dict[Answer, int] = {}
    for each in judged:
        for answer in each.answers:
            counts[answer] = counts.get(answer, 0) + 1
    rows = BatchFinding.objects.bulk_create(
        BatchFinding(
            batch=batch,
            ordinal=ordinal,
            check_code=answer.check_code,
            rule=answer.rule,
            clauses=answer.clauses,
            outcome=answer.outcome,
            source_zh=answer.source.zh,
            source_en=answer.source.en,
            set_id=answer.set_key,
            data_on=answer.data_on,
            reason_zh=answer.reason.zh,
            reason_en=answer.reason.en,
            next_zh=answer.next_step.zh,
            next_en=answer.next_step.en,
            person_count=count,
        )
        for ordinal, (answer, count) in enumerate(counts.items(), 1)
    )
    return {answer: row.pk for answer, row in zip(counts, rows, strict=True)}


@transaction.atomic
def decide(
    *,
    actor: User,
    at: datetime,
    batch_uid: UUID,
    check_code: str,
    was: Outcome,
    becomes: Outcome,
    reason: str,
    entry_key: int | None = None,
) -> BatchDecision:
    """Decide what a check left open for one person, or – only what is not known – for everybody in the batch.

    A refusal that is set aside counts once ``confirm`` has been given by another.

    Raises:
        BatchNotFoundError: there is no such batch, person or answer in the person's scope.
        NotAllowedError: the person's role may not.
        EligibilityError: there is nothing to decide, no reason, or it was decided before.
    """
    require(actor, "eligibility.decide")
    rules.check_decision(was, becomes, is_for_one=entry_key is not None, reason=reason)
    batch = _locked(batch_uid)
    answers = BatchVerdict.objects.filter(batch=batch, finding__check_code=check_code, finding__outcome=was)
    if entry_key is not None:
        answers = answers.filter(entry=entry_key)
    if not answers.exists():
        raise BatchNotFoundError(f"{batch_uid}: {check_code}")
    try:
        with transaction.atomic():
            decision = BatchDecision.objects.create(
                batch=batch,
                entry_id=entry_key,
                check_code=check_code,
                was=was,
                becomes=becomes,
                reason=reason.strip(),
                made_by=actor,
                made_at=at,
            )
    except IntegrityError as fault:
        if "eligibility_decision_once" not in str(fault):
            raise
        text = Text("这一项已经认定过；要改请重新比对", "this was decided before; to change it, compare again")
        raise EligibilityError(text) from None
    _stand_again(batch, entry_key)
    detail = {"check": check_code, "was": was, "becomes": becomes, "entry": entry_key}
    _record(actor, at, "eligibility_decided", batch, detail, reason)
    return decision


@transaction.atomic
def confirm(*, actor: User, at: datetime, batch_uid: UUID, decision_key: int) -> BatchDecision:
    """Give the second person's word to a refusal that was set aside.

    Raises:
        BatchNotFoundError: there is no such decision in the person's scope.
        NotAllowedError: the person's role may not.
        EligibilityError: it needs no second person, or the person made it.
    """
    require(actor, "eligibility.decide")
    batch = _locked(batch_uid)
    decision = BatchDecision.objects.select_for_update(of=("self",)).filter(batch=batch, pk=decision_key).first()
    if decision is None:
        raise BatchNotFoundError(f"{batch_uid}: decision {decision_key}")
    rules.check_confirm(decision, actor.pk)
    decision.confirmed_by, decision.confirmed_at = actor, at
    decision.save(update_fields=["confirmed_by", "confirmed_at"])
    _stand_again(batch, decision.entry_id)
    _record(
        actor, at, "eligibility_decision_confirmed", batch, {"check": decision.check_code, "entry": decision.entry_id}
    )
    return decision


@transaction.atomic
def note_export(*, actor: User, at: datetime, batch_uid: UUID) -> None:
    """Write down that somebody takes the answers of a batch out as a file.

    Raises:
        BatchNotFoundError: there is no such batch in the person's scope.
        NotAllowedError: the person's role may not.
    """
    require(actor, "eligibility.read")
    batch = Batch.objects.filter(uid=batch_uid).first()
    if batch is None:
        raise BatchNotFoundError(str(batch_uid))
    _record(actor, at, "eligibility_exported", batch, {"people": batch.person_count})


def _locked(uid: UUID) -> Batch:
    batch = Batch.objects.select_for_update(of=("self",)).filter(uid=uid, state=BatchState.JUDGED).first()
    if batch is None:
        raise BatchNotFoundError(str(uid))
    return batch


def _stand_again(batch: Batch, entry_key: int | None) -> None:
    """Say anew where everybody whom a decision concerns stands."""
    with connection.cursor() as cursor:
        cursor.execute(_STAND_AGAIN, {"batch": batch.pk, "entry": entry_key})


def _record(
    actor: User | None, at: datetime, action: str, batch: Batch, detail: Mapping[str, object], reason: str = ""
) -> None:
    subject = Subject("eligibility_batch", str(batch.pk))
    record(
        actor=actor, action=action, subject=subject, at=at, detail=detail, reason=reason, region_code=batch.county_code
    )
