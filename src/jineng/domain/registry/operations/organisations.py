"""Registering, changing, closing and merging organisations, their contacts and sizes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone

from jineng.domain.permitted import require
from jineng.domain.registry.models import Contact, Organisation, SizeRecord
from jineng.domain.registry.names import name_key
from jineng.domain.registry.operations.organisation_events import note
from jineng.domain.registry.organisation_errors import (
    CodeTakenError,
    FieldRefusedError,
    NotNowError,
    OrganisationNotFoundError,
)
from jineng.domain.registry.organisation_rules import (
    BANK_FIELDS,
    FACT_NAMES,
    NAME_LENGTH_MAX,
    NOTE_LENGTH_MAX,
    SEALED_FIELDS,
    OrganisationFacts,
    check_facts,
    clean_line,
)
from jineng.domain.registry.organisation_words import OrganisationKind
from jineng.kernel.documents import mask_document
from jineng.kernel.enterprise_size import Industry, size_class
from jineng.kernel.identifiers import mask_account, mask_phone, phone_fault
from jineng.kernel.text import Text

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime
    from uuid import UUID

    from jineng.platform.identity.models import User

_NAME_KEY_LENGTH_MAX = 400
_ONE_CODE = "registry_org_code_once"


class Registered(NamedTuple):
    """What registering led to; ``fields`` names what was changed."""

    organisation: Organisation
    outcome: Literal["created", "changed", "same"]
    fields: tuple[str, ...] = ()


@transaction.atomic
def register_organisation(
    *, actor: User, at: datetime, facts: OrganisationFacts, contact_name: str = "", contact_phone: str = ""
) -> Registered:
    """Register an organisation, or bring the live one with the credit code up to date. Idempotent.

    Government units without a credit code are known by county, kind and name. Facts left empty stay as they are; the bank
    account of an organisation that has one is not changed here. A contact given becomes the main one if there is none.

    Raises:
        NotAllowedError: the person is no officer of the county.
        FieldRefusedError: a fact cannot be kept.
        CodeTakenError: another region registered the credit code.
    """
    require(actor, "organisations.register", region_code=facts.county_code)
    cleaned = check_facts(facts, timezone.localdate(at))
    found = _find_live(cleaned)
    if found is None:
        try:
            with transaction.atomic():
                found = _create(cleaned, actor, at)
        except IntegrityError as fault:
            if _ONE_CODE not in str(fault):
                raise
            found = _find_live(cleaned)
            if found is None:
                raise CodeTakenError from None
        else:
            note("organisation_registered", found, actor, at, kind=found.kind)
            _add_first_contact(found, actor, at, contact_name, contact_phone)
            return Registered(found, "created")
    if found.kind != cleaned.kind:
        raise FieldRefusedError(
            "kind", Text("该单位已按其他类别登记", "the organisation is registered as another kind")
        )
    given = {name for name in FACT_NAMES if getattr(cleaned, name)} - BANK_FIELDS - {"kind", "county_code"}
    changed = _apply(found, cleaned, given)
    if changed:
        found.save()
        note("organisation_changed", found, actor, at, fields=sorted(changed))
    _add_first_contact(found, actor, at, contact_name, contact_phone)
    return Registered(found, "changed" if changed else "same", tuple(sorted(changed)))


@transaction.atomic
def change_organisation(*, actor: User, at: datetime, uid: UUID, facts: OrganisationFacts) -> Organisation:
    """Change what is registered of an organisation; kind and bank account stay, sealed facts left empty stay.

    Raises:
        OrganisationNotFoundError: there is none in the person's scope.
        NotAllowedError: the person is no officer of the county.
        NotNowError: it is closed.
        FieldRefusedError: a fact cannot be kept.
        CodeTakenError: another organisation has the credit code.
    """
    organisation = lock_organisation(uid)
    require(actor, "organisations.change", region_code=organisation.county_code)
    require(actor, "organisations.change", region_code=facts.county_code)
    cleaned = check_facts(facts, timezone.localdate(at))
    changed = _apply(organisation, cleaned, set(FACT_NAMES) - {"kind"} - BANK_FIELDS)
    parent = lock_organisation(cleaned.parent_uid) if cleaned.parent_uid else None
    if parent != organisation.parent:
        _check_parent(organisation, parent)
        organisation.parent = parent
        changed.add("parent")
    if changed:
        save_facts(organisation)
        note("organisation_changed", organisation, actor, at, fields=sorted(changed))
    return organisation


def apply_facts(organisation: Organisation, facts: OrganisationFacts, names: Collection[str], at: datetime) -> set[str]:
    """Put confirmed facts onto a locked organisation and return the names of those that changed; for ``legal_facts``."""
    return _apply(organisation, check_facts(facts, timezone.localdate(at)), names)


def save_facts(organisation: Organisation) -> None:
    """Save a locked organisation.

    Raises:
        CodeTakenError: another live organisation has the credit code.
    """
    try:
        with transaction.atomic():
            organisation.save()
    except IntegrityError as fault:
        if _ONE_CODE in str(fault):
            raise CodeTakenError from None
        raise


@transaction.atomic
def close_organisation(*, actor: User, at: datetime, uid: UUID, closed_on: date, why: str) -> Organisation:
    """Close an organisation for good (注销).

    Raises:
        OrganisationNotFoundError: there is none in the person's scope.
        NotAllowedError: the person is no officer of the county.
        NotNowError: it is closed already, or has live branches.
        FieldRefusedError: no reason is given.
    """
    organisation = lock_organisation(uid)
    require(actor, "organisations.change", region_code=organisation.county_code)
    _end(organisation, closed_on, clean_line("why", why, NOTE_LENGTH_MAX, is_needed=True))
    organisation.save()
    note("organisation_closed", organisation, actor, at, reason=organisation.closed_why)
    return organisation


@transaction.atomic
def merge_organisation(*, actor: User, at: datetime, uid: UUID, into: UUID, merged_on: date, why: str) -> Organisation:
    """Close an organisation that went up in another of its kind (合并); the record stays and names its successor.

    Raises:
        OrganisationNotFoundError: one of them is not in the person's scope.
        NotAllowedError: the person is no officer of the county.
        NotNowError: one is closed, has live branches, or they are of different kinds.
        FieldRefusedError: no reason is given.
    """
    first, second = sorted((uid, into))
    locked = {first: lock_organisation(first), second: lock_organisation(second)}
    organisation, successor = locked[uid], locked[into]
    require(actor, "organisations.change", region_code=organisation.county_code)
    if organisation == successor or organisation.kind != successor.kind:
        raise NotNowError(Text("只能并入另一个同类单位", "an organisation merges into another of its kind"))
    _end(organisation, merged_on, clean_line("why", why, NOTE_LENGTH_MAX, is_needed=True))
    organisation.merged_into = successor
    organisation.save()
    note("organisation_merged", organisation, actor, at, into=str(successor.uid), reason=organisation.closed_why)
    return organisation


@transaction.atomic
def add_contact(
    *, actor: User, at: datetime, uid: UUID, name: str, phone: str, post: str = "", is_main: bool = False
) -> Contact:
    """Add somebody to reach; a new main contact takes the place of the former.

    Raises:
        OrganisationNotFoundError: there is none in the person's scope.
        NotAllowedError: the person is neither an officer of the county nor in charge of the organisation.
        FieldRefusedError: name or phone cannot be kept.
    """
    organisation = lock_organisation(uid)
    require_equip(actor, organisation)
    digits = "".join(phone.split()).replace("-", "")
    if (fault := phone_fault(digits)) and not (digits.isascii() and digits.isdigit() and 7 <= len(digits) <= 12):
        raise FieldRefusedError("phone", fault)
    if is_main:
        organisation.contacts.filter(is_main=True, removed_at=None).update(is_main=False)
    contact = Contact.objects.create(
        organisation=organisation,
        name=clean_line("name", name, NAME_LENGTH_MAX, is_needed=True),
        post=clean_line("post", post, NAME_LENGTH_MAX, is_needed=False),
        phone=digits,
        phone_mask=mask_phone(digits),
        is_main=is_main,
        added_at=at,
    )
    note("contact_added", organisation, actor, at, contact=contact.pk)
    return contact


@transaction.atomic
def remove_contact(*, actor: User, at: datetime, uid: UUID, contact_key: int) -> None:
    """Note that somebody is no longer to be reached at an organisation.

    Raises:
        OrganisationNotFoundError: there is no such contact in the person's scope.
        NotAllowedError: the person may not.
    """
    organisation = lock_organisation(uid)
    require_equip(actor, organisation)
    contact = organisation.contacts.filter(pk=contact_key, removed_at=None).first()
    if contact is None:
        raise OrganisationNotFoundError
    contact.removed_at = at
    contact.save(update_fields=["removed_at"])
    note("contact_removed", organisation, actor, at, contact=contact.pk)


@transaction.atomic
def reveal_contact(*, actor: User, at: datetime, uid: UUID, contact_key: int, why: str) -> str:
    """Return a contact's telephone number in full; who looked and why is recorded.

    Raises:
        OrganisationNotFoundError: there is no such contact in the person's scope.
        NotAllowedError: the person may not.
        FieldRefusedError: no reason is given.
    """
    contact = Contact.objects.select_related("organisation").filter(pk=contact_key, organisation__uid=uid).first()
    if contact is None:
        raise OrganisationNotFoundError
    organisation = contact.organisation
    require(actor, "organisations.reveal", region_code=organisation.county_code, organisation_key=organisation.pk)
    reason = clean_line("why", why, NOTE_LENGTH_MAX, is_needed=True)
    note("contact_revealed", organisation, actor, at, contact=contact.pk, reason=reason)
    return contact.phone.open()


@transaction.atomic
def record_size(
    *,
    actor: User,
    at: datetime,
    uid: UUID,
    as_of: date,
    industry: str,
    staff_count: int,
    revenue_fen: int,
    assets_fen: int,
) -> SizeRecord:
    """Compute the size class (企业划型) of an enterprise from what it stated for a day, and keep both.

    Raises:
        OrganisationNotFoundError: there is none in the person's scope.
        NotAllowedError: the person is no officer of the county.
        NotNowError: it is no enterprise.
        FieldRefusedError: a figure is negative, or the industry or day unknown.
    """
    organisation = lock_organisation(uid)
    require(actor, "organisations.change", region_code=organisation.county_code)
    if organisation.kind != OrganisationKind.ENTERPRISE:
        raise NotNowError(Text("只有企业划分规模", "only enterprises have a size class"))
    if industry not in list(Industry):
        raise FieldRefusedError("industry", Text("请选择行业", "choose the industry"))
    if as_of > timezone.localdate(at):
        raise FieldRefusedError("as_of", Text("日期不能晚于今天", "the day is still to come"))
    for name, figure in (("staff_count", staff_count), ("revenue_fen", revenue_fen), ("assets_fen", assets_fen)):
        if not 0 <= figure < (10**7 if name == "staff_count" else 10**17):
            raise FieldRefusedError(name, Text("数值不合理", "the figure cannot be"))
    row = SizeRecord.objects.create(
        organisation=organisation,
        as_of=as_of,
        industry=industry,
        staff_count=staff_count,
        revenue_fen=revenue_fen,
        assets_fen=assets_fen,
        size_class=size_class(
            Industry(industry), staff_count=staff_count, revenue_fen=revenue_fen, assets_fen=assets_fen
        ),
        recorded_by=actor,
        recorded_at=at,
    )
    note("size_recorded", organisation, actor, at, size_class=row.size_class, as_of=str(as_of))
    return row


def lock_organisation(uid: UUID) -> Organisation:
    """Return the organisation, locked and live; for the operations of this package.

    Raises:
        OrganisationNotFoundError: there is none in the person's scope.
        NotNowError: it is closed.
    """
    organisation = Organisation.objects.select_for_update(of=("self",)).filter(uid=uid).first()
    if organisation is None:
        raise OrganisationNotFoundError
    if organisation.closed_on is not None:
        raise NotNowError(Text("该单位已注销，不能再办理", "the organisation is closed; nothing more is done with it"))
    return organisation


def require_equip(actor: User, organisation: Organisation) -> None:
    """Refuse who may not keep contacts, rooms and teachers of an organisation.

    Raises:
        NotAllowedError: says who may.
    """
    require(actor, "organisations.equip", region_code=organisation.county_code, organisation_key=organisation.pk)


def _find_live(facts: OrganisationFacts) -> Organisation | None:
    live = Organisation.objects.select_for_update(of=("self",)).filter(closed_on=None)
    if facts.credit_code:
        return live.filter(credit_code=facts.credit_code).first()
    return live.filter(kind=facts.kind, county_code=facts.county_code, name=facts.name, credit_code="").first()


def _create(facts: OrganisationFacts, actor: User, at: datetime) -> Organisation:
    organisation = Organisation(kind=facts.kind, registered_by=actor, registered_at=at)
    _apply(organisation, facts, FACT_NAMES)
    if facts.parent_uid:
        organisation.parent = lock_organisation(facts.parent_uid)
        _check_parent(organisation, organisation.parent)
    organisation.save(force_insert=True)
    return organisation


def _apply(organisation: Organisation, facts: OrganisationFacts, names: Collection[str]) -> set[str]:
    changed = set()
    for name in names:
        given = getattr(facts, name)
        if name in SEALED_FIELDS:
            kept = getattr(organisation, name)
            if not given or (kept is not None and kept.open() == given):
                continue
            mask = mask_account(given) if name == "bank_account" else mask_document(given)
            setattr(organisation, f"{name}_mask", mask)
        elif getattr(organisation, name) == given:
            continue
        setattr(organisation, name, given)
        changed.add(name)
    if "name" in changed:
        organisation.name_key = name_key(organisation.name)[:_NAME_KEY_LENGTH_MAX]
    return changed


def _check_parent(organisation: Organisation, parent: Organisation | None) -> None:
    if parent is None:
        return
    is_parent_itself = not organisation._state.adding and organisation.branches.exists()  # noqa: SLF001 -- Django's own word
    if parent == organisation or parent.kind != organisation.kind or parent.parent_id or is_parent_itself:
        raise FieldRefusedError(
            "parent_uid",
            Text(
                "上级单位应为同类的另一个单位，且本身不是分支机构",
                "the parent is another organisation of the kind and no branch itself",
            ),
        )


def _end(organisation: Organisation, day: date, why: str) -> None:
    if organisation.branches.filter(closed_on=None).exists():
        raise NotNowError(Text("请先注销或合并其分支机构", "close or merge its branches first"))
    organisation.closed_on = day
    organisation.closed_why = why


def _add_first_contact(organisation: Organisation, actor: User, at: datetime, name: str, phone: str) -> None:
    if name and phone and not organisation.contacts.filter(removed_at=None).exists():
        add_contact(actor=actor, at=at, uid=organisation.uid, name=name, phone=phone, is_main=True)
