"""One person's whole story (一人一档), as the page shows it: everything masked, every part in the order of time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db.models import Q
from django.utils import timezone

from jineng.domain.permitted import may, require
from jineng.domain.registry.declarations import DECLARATIONS
from jineng.domain.registry.models import PayoutAccount, Person
from jineng.domain.registry.people_errors import PersonNotFoundError
from jineng.domain.registry.people_facts import is_minor
from jineng.domain.registry.people_queries import groups_now
from jineng.domain.registry.states import AccountState, PersonState
from jineng.kernel.code_lists import DOCUMENT_KIND, EDUCATION, EMPLOYMENT_STATUS, ETHNIC_GROUP, HOUSEHOLD_KIND, SEX
from jineng.kernel.dates import age_on
from jineng.kernel.target_groups import TARGET_GROUPS
from jineng.platform.audit.models import AuditEvent
from jineng.platform.audit.queries import Look, who_looked
from jineng.platform.identity.roles import Role
from jineng.platform.regions.queries import region_name, region_names

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from jineng.domain.registry.declarations import Declaration
    from jineng.domain.registry.models import (
        Affiliation,
        AssistedEntry,
        GivenDeclaration,
        Guardian,
        Hold,
        PersonMerge,
        PersonRequest,
        TargetGroupTag,
    )
    from jineng.kernel.text import Text
    from jineng.platform.identity.models import User

_SHOWN_EVENTS: Final = 30
_LOOKS: Final = ("person_viewed", "person_revealed")


@dataclass(frozen=True, slots=True)
class Facts:
    """Who the person is, in words; numbers masked."""

    sex: Text
    age: int | None
    born_on: date | None
    id_kind: Text
    id_mask: str
    phone_mask: str
    ethnic_group: Text | None
    education: Text | None
    household_kind: Text | None
    employment_status: Text | None
    place: str
    has_address: bool
    is_minor: bool


@dataclass(frozen=True, slots=True)
class Residence:
    """A place where the person lived, until a day."""

    place: str
    from_on: date | None
    to_on: date


@dataclass(frozen=True, slots=True)
class AccountRow:
    """A payout account, and how many other people in sight have the same one."""

    account: PayoutAccount
    shared_with: int

    @property
    def is_open(self) -> bool:
        """Whether it awaits confirmation."""
        return self.account.state == AccountState.PROPOSED


@dataclass(frozen=True, slots=True)
class PersonView:
    """Everything that the registry holds about a person."""

    key: int
    uid: UUID
    version: int
    name: str
    county_code: str
    facts: Facts
    groups: tuple[Text, ...]
    tags: tuple[TargetGroupTag, ...]
    residences: tuple[Residence, ...]
    guardians: tuple[Guardian, ...]
    declarations: tuple[GivenDeclaration, ...]
    missing_declarations: tuple[Declaration, ...]
    assisted: tuple[AssistedEntry, ...]
    accounts: tuple[AccountRow, ...]
    affiliations: tuple[Affiliation, ...]
    requests: tuple[PersonRequest, ...]
    merges: tuple[PersonMerge, ...]
    looks: tuple[Look, ...]
    history: tuple[AuditEvent, ...]
    registered_at: object
    registered_by: str
    source: str
    same_phone: int
    holds: tuple[Hold, ...]

    @property
    def live_account(self) -> PayoutAccount | None:
        """The account that money goes to now."""
        return next((row.account for row in self.accounts if row.account.state == AccountState.LIVE), None)


def view_person(actor: User, uid: UUID) -> PersonView:
    """Return everything held about a person in sight; a merged record answers with the one that it went into.

    Raises:
        PersonNotFoundError: there is no such person in sight, or the record was erased.
        NotAllowedError: the account sees no people.
    """
    if actor.role != Role.LEARNER:
        require(actor, "people.read")
    person = Person.objects.select_related("registered_by").filter(uid=uid).first()
    if person is not None and person.state == PersonState.MERGED and person.merged_into_id is not None:
        return view_person(actor, _uid_of(person.merged_into_id))
    if person is None or person.state != PersonState.LIVE:
        raise PersonNotFoundError(str(uid))
    return _view(actor, person)


def own_view(actor: User) -> PersonView:
    """Return what is held about the learner who asks.

    Raises:
        PersonNotFoundError: the account is of no live person.
    """
    require(actor, "self.read")
    if actor.person_key is None:
        raise PersonNotFoundError
    return view_person(actor, _uid_of(actor.person_key))


def _uid_of(person_key: int) -> UUID:
    found = Person.objects.filter(pk=person_key).values_list("uid", flat=True).first()
    if found is None:
        raise PersonNotFoundError
    return found


def _view(actor: User, person: Person) -> PersonView:
    today = timezone.localdate()
    declarations = tuple(person.declarations.select_related("text", "noted_by"))
    given = {each.text_id for each in declarations if each.withdrawn_at is None}
    groups = groups_now([person.pk], today).get(person.pk, [])
    looks, history = _events(actor, person)
    return PersonView(
        key=person.pk,
        uid=person.uid,
        version=person.version,
        name=person.name,
        county_code=person.county_code,
        facts=_facts(person, today),
        groups=tuple(TARGET_GROUPS[code].title for code in groups),
        tags=tuple(person.tags.select_related("recorded_by")),
        residences=_residences(person),
        guardians=tuple(person.guardians.all()),
        declarations=declarations,
        missing_declarations=tuple(
            words for kind, words in DECLARATIONS.items() if words.sha256 not in given and kind != "proxy"
        ),
        assisted=tuple(person.assisted_entries.select_related("helper", "witness")),
        accounts=account_rows(person),
        affiliations=tuple(person.affiliations.select_related("organisation")),
        requests=tuple(person.requests.select_related("asked_by", "decided_by")),
        merges=tuple(person.merges.select_related("merged", "merged_by")),
        looks=looks,
        history=history,
        registered_at=person.registered_at,
        registered_by=person.registered_by.display_name if person.registered_by else "",
        source=person.source,
        same_phone=_same_phone(person),
        holds=tuple(person.holds.filter(Q(to_on__isnull=True) | Q(to_on__gte=today), from_on__lte=today)),
    )


def _facts(person: Person, today: date) -> Facts:
    return Facts(
        sex=SEX.text(person.sex),
        age=age_on(person.born_on, today) if person.born_on else None,
        born_on=person.born_on,
        id_kind=DOCUMENT_KIND.text(person.id_kind),
        id_mask=person.id_mask,
        phone_mask=person.phone_mask,
        ethnic_group=ETHNIC_GROUP.text(person.ethnic_group) if person.ethnic_group else None,
        education=EDUCATION.text(person.education) if person.education else None,
        household_kind=HOUSEHOLD_KIND.text(person.household_kind) if person.household_kind else None,
        employment_status=EMPLOYMENT_STATUS.text(person.employment_status) if person.employment_status else None,
        place=region_name(person.township_code or person.county_code),
        has_address=person.address is not None,
        is_minor=person.born_on is not None and is_minor(person.born_on, today),
    )


def _residences(person: Person) -> tuple[Residence, ...]:
    past = list(person.past_residences.all())
    names = region_names({each.township_code or each.county_code for each in past})
    return tuple(
        Residence(names.get(each.township_code or each.county_code, ""), each.from_on, each.to_on) for each in past
    )


def account_rows(person: Person) -> tuple[AccountRow, ...]:
    """Return the person's accounts, the newest first, each with how many others in sight have it; in two queries."""
    accounts = list(person.payout_accounts.select_related("proposed_by", "decided_by", "channel_by"))
    indexes = {account.number_index for account in accounts if account.number_index}
    others = (
        PayoutAccount.objects.filter(number_index__in=indexes, state__in=[AccountState.LIVE, AccountState.PROPOSED])
        .exclude(person=person)
        .values_list("number_index", "person_id")
    )
    shared: dict[str, set[int]] = {}
    for index, other in others:
        shared.setdefault(index, set()).add(other)
    return tuple(AccountRow(account, len(shared.get(account.number_index, ()))) for account in accounts)


def _same_phone(person: Person) -> int:
    if not person.phone_index:
        return 0
    return Person.objects.filter(phone_index=person.phone_index, state=PersonState.LIVE).exclude(pk=person.pk).count()


def _events(actor: User, person: Person) -> tuple[tuple[Look, ...], tuple[AuditEvent, ...]]:
    """Return who looked and what was done, the newest first; the person sees who looked, the bureau both."""
    if actor.role == Role.LEARNER:
        return tuple(who_looked())[:_SHOWN_EVENTS], ()
    if not may(actor, "people.correct") and actor.role != Role.AUDITOR:
        return (), ()
    events = AuditEvent.objects.filter(subject_kind="person", subject_key=str(person.pk)).order_by("-pk")
    looks = events.filter(action__in=_LOOKS)[:_SHOWN_EVENTS]
    done = events.exclude(action__in=_LOOKS)[:_SHOWN_EVENTS]
    return (
        tuple(Look(each.at, each.actor_key, each.actor_name, each.action, each.reason) for each in looks),
        tuple(done),
    )
