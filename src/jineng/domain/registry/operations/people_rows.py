"""Records of people as they change: what follows from each told field, and where they lived before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils import timezone

from jineng.domain.registry.models import PastResidence, Person
from jineng.domain.registry.names import name_initials, name_key
from jineng.domain.registry.people_indexes import address_index, phone_index
from jineng.kernel.identifiers import mask_phone

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from jineng.domain.registry.people_facts import PersonRow
    from jineng.platform.identity.models import User


class ChangedRow(NamedTuple):
    """A registered person, what was told of them, and the fields in which it differs."""

    person_key: int
    row: PersonRow
    fields: tuple[str, ...]


def update_people(changed: Sequence[ChangedRow], *, actor: User, at: datetime) -> None:
    """Write what differs into people's records, keeping where they lived before."""
    told = {change.person_key: change for change in changed if set(change.fields) - {"groups"}}
    for start in range(0, len(told), 1_000):
        keys = sorted(told)[start : start + 1_000]
        people = list(Person.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
        moved = [past_residence(person, actor, at) for person in people if moves(told[person.pk].fields)]
        PastResidence.objects.bulk_create([residence for residence in moved if residence is not None])
        written: set[str] = {"version"}
        for person in people:
            change = told[person.pk]
            written |= apply(
                person, {name: getattr(change.row, name) for name in change.fields if name != "groups"}, at
            )
        Person.objects.bulk_update(people, sorted(written))


def moves(fields: Sequence[str]) -> bool:
    """Say whether a change of these fields is a change of residence."""
    return "township_code" in fields or "address" in fields


def past_residence(person: Person, actor: User, at: datetime) -> PastResidence | None:
    """Return the residence that the person leaves, not yet saved; None where none was known."""
    if not person.township_code and person.address is None:
        return None
    return PastResidence(
        person=person,
        county_code=person.county_code,
        township_code=person.township_code,
        address=person.address,
        from_on=person.residence_since_on,
        to_on=timezone.localdate(at),
        noted_by=actor,
        noted_at=at,
    )


def apply(person: Person, told: dict[str, Any], at: datetime) -> set[str]:
    """Put what was told into a record not yet saved, with everything that follows from it; return the names of its fields."""
    written: set[str] = {"version"}
    for name, value in told.items():
        setattr(person, name, value or None if name in ("phone", "address") else value)
        written.add(name)
    if "name" in told:
        person.name_key, person.name_initials = name_key(person.name), name_initials(person.name)
        written |= {"name_key", "name_initials"}
    if "phone" in told:
        person.phone_index = phone_index(told["phone"])
        person.phone_mask = mask_phone(told["phone"]) if told["phone"] else ""
        person.phone_since = at if told["phone"] else None
        written |= {"phone_index", "phone_mask", "phone_since"}
    if "address" in told:
        person.address_index = address_index(told["address"])
        written.add("address_index")
    if "township_code" in told:
        person.county_code = told["township_code"][:6] or person.county_code
        written.add("county_code")
    if moves(tuple(told)):
        person.residence_since_on = timezone.localdate(at)
        written.add("residence_since_on")
    person.version += 1
    return written
