"""Lists of people: sorted by pinyin, page after page by key, found by name, pinyin, document or telephone.

The database shows each account the people of its scope; what is asked here only narrows. Rows are frozen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from jineng.domain.permitted import require
from jineng.domain.registry.models import Person, TargetGroupTag
from jineng.domain.registry.names import key_prefixes
from jineng.domain.registry.people_indexes import document_index, phone_index
from jineng.domain.registry.states import PersonState
from jineng.kernel.code_lists import DOCUMENT_KIND, SEX
from jineng.kernel.dates import age_on
from jineng.kernel.target_groups import TARGET_GROUPS
from jineng.platform.regions.queries import region_names

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from django.db.models import QuerySet

    from jineng.kernel.text import Text
    from jineng.platform.identity.models import User

COUNTED_UP_TO: Final = 10_000
PER_PAGE: Final = 50
_AFTER_ANY: Final = "\U0010ffff"
_PHONE: Final = re.compile(r"1[3-9]\d{9}", re.ASCII)
_DOCUMENT: Final = re.compile(r"(?=.*\d)[A-Za-z0-9]{5,20}", re.ASCII)


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """What narrows a list. ``typed`` is a name, its pinyin or initials, a document's number or a telephone."""

    township: str = ""
    group: str = ""
    typed: str = ""


@dataclass(frozen=True, slots=True)
class PersonListRow:
    """A person as lists show them."""

    uid: UUID
    name: str
    sex: Text
    age: int | None
    id_mask: str
    phone_mask: str
    place: str
    groups: tuple[Text, ...]
    is_key_group: bool


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """A page of a list; ``next_after`` is the key to go on from, None on the last page."""

    rows: tuple[PersonListRow, ...]
    next_after: UUID | None


def list_people(actor: User, chosen: PeopleFilter, *, after: UUID | None = None, limit: int = PER_PAGE) -> PeoplePage:
    """Return a page of people by pinyin, in four queries however many there are.

    Args:
        actor: who asks; the database shows the people of their scope.
        chosen: what narrows the list.
        after: the last person of the page before.
        limit: how many to return at most.

    Raises:
        NotAllowedError: the account sees no people.
    """
    require(actor, "people.read")
    found = _found(chosen, after, limit + 1)
    rows = _rows(found[:limit])
    return PeoplePage(rows, rows[-1].uid if len(found) > limit else None)


def count_people(actor: User, chosen: PeopleFilter) -> int:
    """Return how many people a list has, counting no further than one more than ``COUNTED_UP_TO``.

    Raises:
        NotAllowedError: the account sees no people.
    """
    require(actor, "people.read")
    return _narrowed(chosen).filter(_any(_ranges(chosen.typed)))[: COUNTED_UP_TO + 1].count()


def _found(chosen: PeopleFilter, after: UUID | None, limit: int) -> list[Person]:
    people = _narrowed(chosen)
    if after is not None:
        last = Person.objects.filter(uid=after).values_list("name_key", "pk").first()
        if last is not None:
            key, number = last
            people = people.filter(name_key__gte=key).filter(Q(name_key__gt=key) | Q(pk__gt=number))
    parts = [people.filter(each).order_by("name_key", "pk")[:limit] for each in _ranges(chosen.typed)]
    if len(parts) == 1:
        return list(parts[0])
    # Each reading of the letters is a range of the index of its own: cheaper than one condition over all of them.
    return list(parts[0].union(*parts[1:], all=True).order_by("name_key", "id")[:limit])


def _narrowed(chosen: PeopleFilter) -> QuerySet[Person]:
    people = Person.objects.filter(state=PersonState.LIVE)
    if chosen.township:
        people = people.filter(township_code=chosen.township)
    if chosen.group:
        tags = TargetGroupTag.objects.filter(
            person=OuterRef("pk"), group=chosen.group, to_on__isnull=True, withdrawn_at__isnull=True
        )
        people = people.filter(Exists(tags))
    return people


def _ranges(typed: str) -> list[Q]:
    """Return the conditions that what was typed may mean; one that holds for everybody where nothing was typed."""
    text = "".join(typed.split()) if any(character.isdigit() for character in typed) else typed.strip()
    if not text:
        return [Q()]
    if _PHONE.fullmatch(text):
        return [Q(phone_index=phone_index(text)), _has_document(text) & ~Q(phone_index=phone_index(text))]
    if _DOCUMENT.fullmatch(text):
        return [_has_document(text.upper())]
    prefixes = key_prefixes(text)
    if not prefixes:
        return [Q(pk__isnull=True)]
    if text.isascii():
        letters = text.replace(" ", "").replace("'", "").lower()
        ranges = [_begins(prefix) for prefix in prefixes]
        return [*ranges, Q(name_initials=letters) & ~_any(ranges)] if 2 <= len(letters) <= 6 else ranges
    return [_begins(prefix) & Q(name__startswith=text) for prefix in prefixes]


def _begins(prefix: str) -> Q:
    return Q(name_key__gte=prefix, name_key__lt=prefix + _AFTER_ANY)


def _any(ranges: Sequence[Q]) -> Q:
    joined = Q()
    for each in ranges:
        joined |= each
    return joined


def _has_document(number: str) -> Q:
    """Return the condition of a document's number, said so that the unique index of the living answers it."""
    indexes = sorted({document_index(kind, number) for kind in DOCUMENT_KIND.names})
    return Q(id_index__in=indexes, merged_into__isnull=True)


def _rows(people: Sequence[Person]) -> tuple[PersonListRow, ...]:
    today = timezone.localdate()
    places = region_names({person.township_code or person.county_code for person in people}, is_full=False)
    groups = groups_now([person.pk for person in people], today)
    return tuple(
        PersonListRow(
            uid=person.uid,
            name=person.name,
            sex=SEX.text(person.sex),
            age=age_on(person.born_on, today) if person.born_on else None,
            id_mask=person.id_mask,
            phone_mask=person.phone_mask,
            place=places.get(person.township_code or person.county_code, ""),
            groups=tuple(TARGET_GROUPS[code].title for code in groups.get(person.pk, ())),
            is_key_group=any(TARGET_GROUPS[code].is_key for code in groups.get(person.pk, ())),
        )
        for person in people
    )


def groups_now(person_keys: Sequence[int], on: date) -> dict[int, list[str]]:
    """Return the target groups that people are of on a day, by key, in the order of the vocabulary; in one query."""
    tags = TargetGroupTag.objects.filter(
        Q(to_on__isnull=True) | Q(to_on__gte=on),
        person__in=list(person_keys),
        from_on__lte=on,
        withdrawn_at__isnull=True,
    ).order_by()
    order = {code: place for place, code in enumerate(TARGET_GROUPS)}
    found: dict[int, set[str]] = {}
    for person_key, group in tags.values_list("person_id", "group"):
        found.setdefault(person_key, set()).add(group)
    return {key: sorted(codes, key=order.__getitem__) for key, codes in found.items()}
