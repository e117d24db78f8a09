"""Reads of organisations. Rows for pages are frozen: a template cannot query. Lists come by name, page after page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db.models import Prefetch, Q

from jineng.domain.permitted import may, require
from jineng.domain.registry.models import Contact, FactsRequest, Hold, Organisation, Qualification, Room, Teacher, Venue
from jineng.domain.registry.names import key_prefixes
from jineng.domain.registry.organisation_errors import OrganisationNotFoundError
from jineng.domain.registry.organisation_words import (
    HOLD_LABELS,
    KIND_LABELS,
    HoldReason,
    OrganisationKind,
    RequestState,
)
from jineng.kernel.enterprise_size import SIZE_LABELS, SizeClass
from jineng.platform.audit.models import AuditEvent
from jineng.platform.regions.queries import region_names

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from jineng.kernel.text import Text
    from jineng.platform.identity.models import User

PER_PAGE: Final = 50
_KEY_DIGITS_MAX: Final = 19


@dataclass(frozen=True, slots=True)
class OrganisationFilter:
    """What a list is narrowed to; empty does not narrow. ``typed`` is a credit code, or the beginning or part of a name."""

    kind: str = ""
    township_code: str = ""
    typed: str = ""
    is_closed_shown: bool = False


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """An organisation as a list shows it."""

    uid: UUID
    key: int
    name: str
    kind: Text
    credit_code: str
    place: str
    closed_on: date | None
    is_branch: bool
    is_held: bool


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """One page of a list: ``after`` is what to ask the next page with (no name), empty on the last."""

    rows: tuple[OrganisationRow, ...]
    after: str


@dataclass(frozen=True, slots=True)
class HoldRow:
    """A hold as a page shows it; ``is_standing`` on the day that was asked for."""

    key: int
    reason: Text
    note: str
    from_on: date
    to_on: date | None
    set_by: str
    lifted_why: str
    is_standing: bool


@dataclass(frozen=True, slots=True)
class EventRow:
    """A thing that was done to a record."""

    at: datetime
    actor: str
    action: str
    reason: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrganisationView:
    """One organisation with everything that its page shows, and what the person who asks may do with it."""

    organisation: Organisation
    kind: Text
    place: str
    parent: Organisation | None
    branches: tuple[Organisation, ...]
    contacts: tuple[Contact, ...]
    venues: tuple[Venue, ...]
    teachers: tuple[Teacher, ...]
    size: tuple[Text, date] | None
    holds: tuple[HoldRow, ...]
    request: FactsRequest | None
    events: tuple[EventRow, ...]
    can_change: bool
    can_propose: bool
    can_decide: bool
    can_equip: bool
    can_hold: bool

    @property
    def is_held(self) -> bool:
        """Say whether a hold stands today."""
        return any(hold.is_standing for hold in self.holds)


def list_organisations(
    actor: User, chosen: OrganisationFilter, today: date, *, after: str = "", per_page: int = PER_PAGE
) -> OrganisationPage:
    """Return a page of the organisations that the person may see, by name.

    Args:
        actor: who asks.
        chosen: what the list is narrowed to.
        today: the day on which holds are looked at.
        after: ``OrganisationPage.after`` of the page before.
        per_page: rows.

    Raises:
        NotAllowedError: the person's role reads no organisations.
    """
    require(actor, "organisations.read")
    rows = _narrowed(chosen).order_by("name_key", "id")
    if after.isascii() and after.isdigit() and len(after) < _KEY_DIGITS_MAX:
        name_key = Organisation.objects.filter(pk=after).values_list("name_key", flat=True).first() or ""
        rows = rows.filter(Q(name_key__gt=name_key) | Q(name_key=name_key, id__gt=int(after)))
    found = list(rows.defer("representative_id", "bank_account")[: per_page + 1])
    shown = found[:per_page]
    places = region_names({row.township_code or row.county_code for row in shown}, is_full=False)
    held = {row.pk for row in shown} & held_organisations([row.pk for row in shown], today)
    last = shown[-1] if len(found) > per_page else None
    return OrganisationPage(
        rows=tuple(
            OrganisationRow(
                uid=row.uid,
                key=row.pk,
                name=row.name,
                kind=KIND_LABELS[OrganisationKind(row.kind)],
                credit_code=row.credit_code,
                place=places.get(row.township_code or row.county_code, ""),
                closed_on=row.closed_on,
                is_branch=row.parent_id is not None,
                is_held=row.pk in held,
            )
            for row in shown
        ),
        after=str(last.pk) if last else "",
    )


def find_organisation(actor: User, uid: UUID) -> Organisation:
    """Return an organisation that the person may see.

    Raises:
        OrganisationNotFoundError: there is none in the person's scope.
        NotAllowedError: the person's role reads no organisations.
    """
    require(actor, "organisations.read")
    found = Organisation.objects.select_related("parent", "merged_into").filter(uid=uid).first()
    if found is None:
        raise OrganisationNotFoundError
    return found


def find_by_code(actor: User, credit_code: str) -> Organisation | None:
    """Return the live organisation of a credit code in the person's scope.

    Raises:
        NotAllowedError: the person's role reads no organisations.
    """
    require(actor, "organisations.read")
    return Organisation.objects.filter(credit_code=credit_code.strip().upper(), closed_on=None).first()


def view_organisation(actor: User, uid: UUID, today: date) -> OrganisationView:
    """Return an organisation with everything on its page.

    Raises:
        OrganisationNotFoundError: there is none in the person's scope.
        NotAllowedError: the person's role reads no organisations.
    """
    organisation = find_organisation(actor, uid)
    county = organisation.county_code
    code = organisation.township_code or organisation.county_code
    size = organisation.sizes.last()
    is_live = organisation.closed_on is None
    return OrganisationView(
        organisation=organisation,
        kind=KIND_LABELS[OrganisationKind(organisation.kind)],
        place=region_names([code]).get(code, code),
        parent=organisation.parent,
        branches=tuple(organisation.branches.filter(closed_on=None).order_by("name_key")),
        contacts=tuple(organisation.contacts.filter(removed_at=None).order_by("-is_main", "id")),
        venues=tuple(_venues(organisation)),
        teachers=tuple(_teachers(organisation)),
        size=(SIZE_LABELS[SizeClass(size.size_class)], size.as_of) if size else None,
        holds=tuple(list_holds(organisation, today)),
        request=organisation.requests.select_related("proposed_by").first(),
        events=tuple(list_events(organisation)),
        can_change=is_live and may(actor, "organisations.change", region_code=county),
        can_propose=is_live
        and may(actor, "organisations.propose", region_code=county, organisation_key=organisation.pk),
        can_decide=is_live and may(actor, "organisations.confirm", region_code=county),
        can_equip=is_live and may(actor, "organisations.equip", region_code=county, organisation_key=organisation.pk),
        can_hold=may(actor, "holds.set", region_code=county),
    )


def list_requests(actor: User) -> list[FactsRequest]:
    """Return the requests that wait for somebody's confirmation in the person's scope, oldest first.

    Raises:
        NotAllowedError: the person's role reads no organisations.
    """
    require(actor, "organisations.read")
    return list(
        FactsRequest.objects.filter(state=RequestState.PROPOSED)
        .select_related("organisation", "proposed_by")
        .defer("organisation__representative_id", "organisation__bank_account")
        .order_by("id")[:200]
    )


def count_requests(actor: User) -> int:
    """Return how many requests wait in the person's scope.

    Raises:
        NotAllowedError: the person's role reads no organisations.
    """
    require(actor, "organisations.read")
    return FactsRequest.objects.filter(state=RequestState.PROPOSED).count()


def find_request(actor: User, key: int) -> FactsRequest:
    """Return a request in the person's scope.

    Raises:
        OrganisationNotFoundError: there is none.
        NotAllowedError: the person's role reads no organisations.
    """
    require(actor, "organisations.read")
    found = FactsRequest.objects.select_related("organisation", "proposed_by", "decided_by").filter(pk=key).first()
    if found is None:
        raise OrganisationNotFoundError
    return found


def held_organisations(keys: list[int], day: date) -> set[int]:
    """Return which of these organisations are held on a day."""
    standing = Hold.objects.filter(organisation_id__in=keys, from_on__lte=day)
    rows = standing.filter(Q(to_on__isnull=True) | Q(to_on__gte=day)).values_list("organisation_id", flat=True)
    return set(rows)


def held_people(keys: list[int], day: date) -> set[int]:
    """Return which of these people are held on a day."""
    standing = Hold.objects.filter(person_id__in=keys, from_on__lte=day)
    rows = standing.filter(Q(to_on__isnull=True) | Q(to_on__gte=day)).values_list("person_id", flat=True)
    return set(rows)


def list_holds(organisation: Organisation, day: date) -> list[HoldRow]:
    """Return the holds of an organisation, newest first."""
    return [
        HoldRow(
            key=hold.pk,
            reason=HOLD_LABELS[HoldReason(hold.reason)],
            note=hold.note,
            from_on=hold.from_on,
            to_on=hold.to_on,
            set_by=hold.set_by.display_name,
            lifted_why=hold.lifted_why,
            is_standing=hold.from_on <= day and (hold.to_on is None or hold.to_on >= day),
        )
        for hold in organisation.holds.select_related("set_by")
    ]


def list_events(organisation: Organisation, limit: int = 20) -> list[EventRow]:
    """Return what was done to an organisation, newest first, as far as the person may read the log."""
    events = AuditEvent.objects.filter(subject_kind="organisation", subject_key=str(organisation.uid)).order_by("-id")
    return [
        EventRow(
            at=event.at,
            actor=event.actor_name,
            action=event.action,
            reason=event.reason,
            fields=tuple(event.detail.get("fields", ())),
        )
        for event in events[:limit]
    ]


def _narrowed(chosen: OrganisationFilter) -> QuerySet[Organisation]:
    rows = Organisation.objects.all()
    if not chosen.is_closed_shown:
        rows = rows.filter(closed_on=None)
    if chosen.kind in list(OrganisationKind):
        rows = rows.filter(kind=chosen.kind)
    if chosen.township_code:
        rows = rows.filter(township_code=chosen.township_code)
    typed = chosen.typed.strip()
    if typed:
        named = Q(credit_code=typed.upper()) | Q(name__contains=typed)
        for prefix in key_prefixes(typed):
            named |= Q(name_key__startswith=prefix)
        rows = rows.filter(named)
    return rows


def _venues(organisation: Organisation) -> QuerySet[Venue]:
    rooms = Prefetch("rooms", queryset=Room.objects.filter(closed_on=None), to_attr="open_rooms")
    return organisation.venues.filter(closed_on=None).prefetch_related(rooms)


def _teachers(organisation: Organisation) -> QuerySet[Teacher]:
    standing = Prefetch(
        "qualifications", queryset=Qualification.objects.filter(withdrawn_on=None), to_attr="standing_qualifications"
    )
    return organisation.teachers.filter(left_on=None).prefetch_related(standing)
