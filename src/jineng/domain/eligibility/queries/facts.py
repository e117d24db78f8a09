"""What the system knows of the people of a batch: read set-wise, for the run that compares them."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from django.db import connection

from jineng.domain.eligibility.answers import ListHeader
from jineng.domain.eligibility.models import Batch, BatchPerson
from jineng.domain.registry.models import TargetGroupTag
from jineng.policy.comparing.known import Enjoyed, Known, Span

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from jineng.policy.comparing.known import Value

_SEXES: Final = {"1": "male", "2": "female"}


class PersonFacts(NamedTuple):
    """One person of a batch: the entry's key, what is known, and what they had before."""

    entry: int
    known: Known
    enjoyed: list[Enjoyed]
    hits: frozenset[int]


class BatchFacts(NamedTuple):
    """All that a batch is judged by."""

    lists: list[ListHeader]
    people: list[PersonFacts]


def facts_of(batch: Batch) -> BatchFacts:
    """Return what is known of everybody in a batch that waits; a handful of queries, however many they are."""
    rows = list(
        BatchPerson.objects.filter(batch=batch)
        .order_by("pk")
        .values_list("pk", "person_id", "person__born_on", "person__sex", "person__county_code")
    )
    groups = _groups_of(batch)
    enjoyed = _enjoyed_by(batch.pk)
    hits = _hits_of(batch.pk)
    training = _training_values(batch)
    people = [
        PersonFacts(
            entry,
            Known(batch.day, groups[person], {**training, **_person_values(born_on, sex, county)}),
            enjoyed[entry],
            frozenset(hits[entry]),
        )
        for entry, person, born_on, sex, county in rows
    ]
    return BatchFacts(_lists_for(batch.pk), people)


def _training_values(batch: Batch) -> dict[str, Value | None]:
    """Return the facts of the training; a level or occupation that was not given is not known."""
    values: dict[str, Value | None] = {
        "kind": batch.kind,
        "class_start_on": batch.day,
        "class_filed_on": batch.day,
    }
    if batch.level:
        values["level"] = batch.level
    if batch.occupation:
        values["occupation"] = batch.occupation
    return values


def _person_values(born_on: date | None, sex: str, county: str) -> dict[str, Value | None]:
    values: dict[str, Value | None] = {"region": county}
    if born_on is not None:
        values["born_on"] = born_on
    if sex in _SEXES:
        values["sex"] = _SEXES[sex]
    return values


def _groups_of(batch: Batch) -> Mapping[int, dict[str, tuple[Span, ...]]]:
    """Return the groups that people are tagged with; of a group without a tag nothing is known."""
    tags = TargetGroupTag.objects.filter(
        person__in=BatchPerson.objects.filter(batch=batch).values("person_id"), withdrawn_at__isnull=True
    ).values_list("person_id", "group", "from_on", "to_on")
    found: dict[int, dict[str, tuple[Span, ...]]] = defaultdict(dict)
    for person, group, from_on, to_on in tags.order_by("pk"):
        found[person][group] = (*found[person].get(group, ()), Span(from_on, to_on))
    return found


def _lists_for(batch_key: int) -> list[ListHeader]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, kind, source, data_on, valid_until, effect FROM eligibility_sets(%s)", [batch_key])
        return [ListHeader(*row) for row in cursor.fetchall()]


def _hits_of(batch_key: int) -> Mapping[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute("SELECT entry, set_id FROM eligibility_hits(%s)", [batch_key])
        for entry, set_key in cursor.fetchall():
            found[entry].add(set_key)
    return found


def _enjoyed_by(batch_key: int) -> Mapping[int, list[Enjoyed]]:
    found: dict[int, list[Enjoyed]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT entry, item, enjoyed_on, amount_fen, known::text FROM eligibility_enjoyed(%s)", [batch_key]
        )
        for entry, item, enjoyed_on, amount_fen, known in cursor.fetchall():
            found[entry].append(Enjoyed(item, enjoyed_on, amount_fen, json.loads(known)))
    return found
