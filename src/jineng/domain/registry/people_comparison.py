"""Told people compared with those registered: who would be created, changed, stays the same. Nothing is written here."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from django.db import connection

from jineng.domain.permitted import require
from jineng.domain.registry.models import TargetGroupTag
from jineng.domain.registry.people_errors import ELSEWHERE
from jineng.domain.registry.people_indexes import address_index, document_indexes, phone_index
from jineng.kernel.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from jineng.domain.registry.people_facts import PersonRow
    from jineng.platform.identity.models import User


class Verdict(StrEnum):
    """What becomes of a told person."""

    CREATED = "created"  # 新建
    CHANGED = "changed"  # 更新
    SAME = "same"  # 无变化
    ASKED = "asked"  # 有出入，转更正申请
    REFUSED = "refused"  # 不能登记


class Comparison(NamedTuple):
    """One told person: the verdict, the fields that differ from what is registered, and why not where refused."""

    verdict: Verdict
    person_key: int | None = None
    fields: tuple[str, ...] = ()
    reason: Text | None = None


class KnownPerson(NamedTuple):
    """What is compared of a registered person."""

    id: int
    name: str
    sex: str
    born_on: date
    phone_index: str
    ethnic_group: str
    education: str
    household_kind: str
    employment_status: str
    township_code: str
    address_index: str


TWICE: Final = Text("同一证件在名单中出现多次，只登记第一次", "the document occurs more than once; the first counts")
_PLAIN: Final = (
    "name",
    "sex",
    "born_on",
    "ethnic_group",
    "education",
    "household_kind",
    "employment_status",
    "township_code",
)

# Indexes are given as one text: a parameter for each of fifty thousand takes longer than finding them.
_KNOWN: Final = (
    f"SELECT id_index, {', '.join(KnownPerson._fields)} FROM registry_person "  # noqa: S608 -- this module's own words
    "WHERE id_index = ANY (string_to_array(%s, ',')) AND merged_into_id IS NULL"
)


def compare_people(actor: User, rows: Sequence[PersonRow], *, overwrite: bool = True) -> list[Comparison]:
    """Say of each row what registering it would do, as far as can be known before; in three queries.

    Args:
        actor: who would register them.
        rows: canonical and faultless.
        overwrite: as ``operations.many_people.register_people`` takes it.

    Raises:
        NotAllowedError: the person may not register people.
    """
    require(actor, "people.register")
    indexes = document_indexes([(row.id_kind, row.id_number) for row in rows])
    known = known_by_index(indexes)
    groups = open_groups([person.id for person in known.values()] if any(row.groups for row in rows) else [])
    hidden = registered_out_of_sight(index for index in indexes if index not in known)
    verdicts: list[Comparison] = []
    seen: set[str] = set()
    for row, index in zip(rows, indexes, strict=True):
        person = known.get(index)
        if index in seen:
            verdicts.append(Comparison(Verdict.REFUSED, reason=TWICE))
        elif person is not None:
            fields = differing(row, person, groups.get(person.id, frozenset()))
            verdicts.append(Comparison(verdict_of(fields, overwrite=overwrite), person.id, fields))
        else:
            verdicts.append(_unknown(is_hidden=index in hidden, overwrite=overwrite))
        seen.add(index)
    return verdicts


def known_by_index(indexes: Sequence[str]) -> dict[str, KnownPerson]:
    """Return the live people in sight who have these documents, by index."""
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [",".join(indexes)])
        return {row[0]: KnownPerson(*row[1:]) for row in cursor.fetchall()}


def registered_out_of_sight(indexes: Iterable[str]) -> set[str]:
    """Return which of the indexes, none of them in sight, have a live person somewhere."""
    asked = list(indexes)
    if not asked:
        return set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT registry_known(string_to_array(%s, ','))", [",".join(asked)])
        return {index for (index,) in cursor.fetchall()}


def open_groups(person_keys: Sequence[int]) -> dict[int, frozenset[str]]:
    """Return the target groups that people are tagged with now, by key."""
    if not person_keys:
        return {}
    tags = TargetGroupTag.objects.filter(person__in=list(person_keys), to_on__isnull=True, withdrawn_at__isnull=True)
    found: dict[int, set[str]] = {}
    for person_key, group in tags.values_list("person_id", "group"):
        found.setdefault(person_key, set()).add(group)
    return {key: frozenset(groups) for key, groups in found.items()}


def differing(row: PersonRow, known: KnownPerson, groups: frozenset[str]) -> tuple[str, ...]:
    """Return the fields in which a row says something else than is registered; what it does not say does not differ."""
    fields = [name for name in _PLAIN if (told := getattr(row, name)) and told != getattr(known, name)]
    if row.phone and phone_index(row.phone) != known.phone_index:
        fields.append("phone")
    if row.address and address_index(row.address) != known.address_index:
        fields.append("address")
    if row.groups and not groups.issuperset(row.groups):
        fields.append("groups")
    return tuple(fields)


def verdict_of(fields: Sequence[str], *, overwrite: bool) -> Verdict:
    """Return what becomes of a registered person whose row differs in these fields."""
    if not fields:
        return Verdict.SAME
    return Verdict.CHANGED if overwrite else Verdict.ASKED


def _unknown(*, is_hidden: bool, overwrite: bool) -> Comparison:
    if is_hidden and overwrite:
        return Comparison(Verdict.REFUSED, reason=ELSEWHERE)
    # An organisation enrols whom its county has registered; whether the name agrees is only known then.
    return Comparison(Verdict.SAME if is_hidden else Verdict.CREATED)
