"""Registering many people at once: set by set, so that fifty thousand take seconds and racing lists leave each person once."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.db import connection, transaction
from django.utils import timezone

from jineng.domain.permitted import may, require
from jineng.domain.registry.models import PayoutAccount, PersonRequest, TargetGroupTag
from jineng.domain.registry.operations.new_people import insert_people
from jineng.domain.registry.operations.people_rows import ChangedRow, update_people
from jineng.domain.registry.people_comparison import (
    TWICE,
    Comparison,
    Verdict,
    differing,
    known_by_index,
    open_groups,
    verdict_of,
)
from jineng.domain.registry.people_errors import ELSEWHERE
from jineng.domain.registry.people_indexes import account_index, document_indexes
from jineng.kernel.identifiers import mask_account
from jineng.kernel.text import Text
from jineng.platform.audit.operations import Subject, record

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from jineng.domain.registry.people_comparison import KnownPerson
    from jineng.domain.registry.people_facts import PersonRow
    from jineng.platform.identity.models import User

_BATCH: Final = 5_000
_SAYS: Final = Text("单位花名册与登记信息不一致", "an organisation's roster differs from what is registered")


class Registered(NamedTuple):
    """What became of each row, in the order of the rows."""

    outcomes: tuple[Comparison, ...]

    @property
    def person_keys(self) -> tuple[int | None, ...]:
        """The person of each row; None where it was refused."""
        return tuple(outcome.person_key for outcome in self.outcomes)

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """The verdict on each row."""
        return tuple(outcome.verdict for outcome in self.outcomes)

    @property
    def fields(self) -> tuple[tuple[str, ...], ...]:
        """What differed from the record, of each row."""
        return tuple(outcome.fields for outcome in self.outcomes)

    @property
    def reasons(self) -> tuple[Text | None, ...]:
        """Why not, of each row that was refused."""
        return tuple(outcome.reason for outcome in self.outcomes)


@transaction.atomic
def register_people(
    *,
    actor: User,
    at: datetime,
    rows: Sequence[PersonRow],
    source_key: str,
    overwrite: bool = True,
    organisation_key: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Registered:
    """Register those who are not, change those whose data differ, all or nothing.

    Lists that are registered at the same time wait for one another county by county; each document leaves one person.

    Args:
        actor: who registers them.
        at: the instant.
        rows: canonical and faultless (``people_facts``); a document that occurs twice counts once.
        source_key: where the rows come from, such as the number of an import; kept with each person created.
        overwrite: whether differing data are written; if not, they become requests for the bureau to decide.
        organisation_key: the organisation that the people are trainees of, if any.
        progress: is told rows done and rows in all, in another thread with a database connection of its own.

    Raises:
        NotAllowedError: the person may not register people in the county or township of a row.
    """
    counties = _check_places(actor, rows, organisation_key)
    overwrite = overwrite and may(actor, "people.change")
    _one_list_at_a_time(counties)
    indexes = document_indexes([(row.id_kind, row.id_number) for row in rows])
    first = {index: place for place, index in reversed(list(enumerate(indexes)))}
    known = known_by_index(indexes)
    fresh = [(index, rows[place]) for index, place in first.items() if index not in known]
    made = insert_people(
        fresh,
        actor=actor,
        at=at,
        source_key=source_key,
        organisation_key=organisation_key,
        progress=progress and (lambda done: progress(len(rows) - len(fresh) + done, len(rows))),
    )
    joined = _enrolled(fresh, made, actor, at, organisation_key)
    known |= known_by_index([index for index, _row in fresh if index not in made and index not in joined])
    groups = open_groups([person.id for person in known.values()] if any(row.groups for row in rows) else [])
    outcomes: list[Comparison] = []
    changed: list[ChangedRow] = []
    for place, (index, row) in enumerate(zip(indexes, rows, strict=True)):
        outcome = _outcome(
            row, first[index] == place, made.get(index), joined.get(index), known.get(index), groups, overwrite
        )
        outcomes.append(outcome)
        if outcome.verdict == Verdict.CHANGED and outcome.person_key is not None:
            changed.append(ChangedRow(outcome.person_key, row, outcome.fields))
    update_people(changed, actor=actor, at=at)
    _add_tags(outcomes, rows, actor, at)
    _propose_accounts(outcomes, rows, actor, at)
    _ask(outcomes, rows, actor, at, source_key)
    counted = Counter(outcome.verdict for outcome in outcomes)
    counts = {verdict.value: counted[verdict] for verdict in Verdict}
    subject = Subject("people_list", source_key)
    record(actor=actor, action="people_registered", subject=subject, at=at, detail={"rows": len(rows), **counts})
    return Registered(tuple(outcomes))


def _check_places(actor: User, rows: Sequence[PersonRow], organisation_key: int | None) -> list[str]:
    """Return the counties of the rows, after asking whether the person may register in each of their townships."""
    require(actor, "people.register", organisation_key=organisation_key)
    places = {row.township_code or actor.region_code[:9] for row in rows}
    if actor.organisation_key is None:
        for place in places:
            require(actor, "people.register", region_code=place)
    return sorted({place[:6] for place in places})


def _one_list_at_a_time(counties: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        for county in counties:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"registry.people.{county}"])


def _enrolled(
    fresh: Sequence[tuple[str, PersonRow]],
    made: dict[str, int],
    actor: User,
    at: datetime,
    organisation_key: int | None,
) -> dict[str, int]:
    """Enrol with the actor's organisation whom its county has registered already, by document and name."""
    hidden = [(index, row.name) for index, row in fresh if index not in made]
    if not hidden or organisation_key is None or actor.organisation_key != organisation_key:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT document, person FROM registry_enrol(%s, %s, %s, %s, %s, %s)",
            [
                [index for index, _name in hidden],
                [name for _index, name in hidden],
                organisation_key,
                actor.pk,
                at,
                timezone.localdate(at),
            ],
        )
        return dict(cursor.fetchall())


def _outcome(
    row: PersonRow,
    is_first: bool,  # noqa: FBT001 -- internal
    made: int | None,
    joined: int | None,
    known: KnownPerson | None,
    groups: dict[int, frozenset[str]],
    overwrite: bool,  # noqa: FBT001 -- internal
) -> Comparison:
    if not is_first:
        return Comparison(Verdict.REFUSED, reason=TWICE)
    if made is not None:
        return Comparison(Verdict.CREATED, made)
    if joined is not None:
        return Comparison(Verdict.SAME, joined)
    if known is None:
        return Comparison(Verdict.REFUSED, reason=ELSEWHERE)
    fields = differing(row, known, groups.get(known.id, frozenset()))
    return Comparison(verdict_of(fields, overwrite=overwrite), known.id, fields)


def _add_tags(outcomes: Sequence[Comparison], rows: Sequence[PersonRow], actor: User, at: datetime) -> None:
    """Tag known people with the groups that are new of them."""
    tags = [
        TargetGroupTag(
            person_id=outcome.person_key,
            group=group,
            from_on=timezone.localdate(at),
            evidence="roster",
            evidence_note=row.group_evidence,
            recorded_by=actor,
            recorded_at=at,
        )
        for outcome, row in zip(outcomes, rows, strict=True)
        if outcome.person_key is not None and outcome.verdict == Verdict.CHANGED and "groups" in outcome.fields
        for group in dict.fromkeys(row.groups)
    ]
    TargetGroupTag.objects.bulk_create(tags, batch_size=_BATCH, ignore_conflicts=True)


def _propose_accounts(outcomes: Sequence[Comparison], rows: Sequence[PersonRow], actor: User, at: datetime) -> None:
    """Note the accounts of new people; a known person's account is never changed by a list."""
    accounts = [
        PayoutAccount(
            person_id=outcome.person_key,
            kind=row.account_kind or "bank_card",
            bank=row.account_bank,
            number=row.account_number,
            number_index=account_index(row.account_number),
            number_mask=mask_account(row.account_number),
            proposed_by=actor,
            proposed_at=at,
            reason="roster",
        )
        for outcome, row in zip(outcomes, rows, strict=True)
        if outcome.person_key is not None and outcome.verdict == Verdict.CREATED and row.account_number
    ]
    PayoutAccount.objects.bulk_create(accounts, batch_size=_BATCH, ignore_conflicts=True)


def _ask(outcomes: Sequence[Comparison], rows: Sequence[PersonRow], actor: User, at: datetime, source_key: str) -> None:
    requests = [
        PersonRequest(
            person_id=outcome.person_key,
            kind="correction",
            fields=list(outcome.fields),
            said=_SAYS.zh,
            proposed=json.dumps({name: _plain(getattr(row, name)) for name in outcome.fields}, ensure_ascii=False),
            source=source_key,
            asked_by=actor,
            asked_at=at,
        )
        for outcome, row in zip(outcomes, rows, strict=True)
        if outcome.person_key is not None and outcome.verdict == Verdict.ASKED
    ]
    PersonRequest.objects.bulk_create(requests, batch_size=_BATCH, ignore_conflicts=True)


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | tuple) or value is None else value.isoformat()
