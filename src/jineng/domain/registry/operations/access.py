"""The account with which a registered person signs in by a code to their phone: opened and moved with the phone on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from jineng.platform.identity.models import User
from jineng.platform.identity.operations.accounts import open_learner_account, set_phone

if TYPE_CHECKING:
    from datetime import datetime

    from jineng.domain.registry.models import Person


def follow_phone(person: Person, phone: str, *, actor: User, at: datetime) -> bool:
    """Open the person's account for their phone, or move it to a new one; say whether they can sign in now.

    Two people may share a telephone; only the first of them signs in with it, the other is helped (兜底服务). Used inside
    the operation that writes the phone.
    """
    account = User.objects.filter(person_key=person.pk, is_active=True).first()
    if not phone:
        return False
    try:
        with transaction.atomic():
            if account is not None:
                set_phone(actor=actor, at=at, user=account, phone=phone)
            else:
                open_learner_account(
                    actor=actor,
                    at=at,
                    person_key=person.pk,
                    name=person.name,
                    phone=phone,
                    region_code=person.county_code,
                )
    except (ValidationError, IntegrityError):
        return False
    return True
