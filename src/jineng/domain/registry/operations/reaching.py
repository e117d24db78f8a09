"""The first sign-in of a registered person who has no account yet: their telephone has proven who they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from jineng.domain.registry.queries.reaching import person_reached_by
from jineng.platform.identity.operations import open_learner_account
from jineng.platform.identity.queries import find_learner

if TYPE_CHECKING:
    from datetime import datetime

    from jineng.platform.identity.models import User


def enter_by_phone(*, at: datetime, phone: str) -> User | None:
    """Return the account of the learner with this phone, opening it if the phone reaches exactly one person without one.

    The caller has seen a code that was sent to the phone. Whoever else proves the same phone at the same moment gets the
    same account.

    Args:
        at: the instant.
        phone: a mobile number, 11 digits.
    """
    present = find_learner(phone)
    reached = person_reached_by(phone)
    if present is not None or reached is None:
        return present
    try:
        with transaction.atomic():
            return open_learner_account(
                actor=None,
                at=at,
                person_key=reached.key,
                name=reached.masked_name,
                phone=phone,
                region_code=reached.county_code,
            )
    except (ValidationError, IntegrityError):
        # Another request opened it in the meantime.
        return find_learner(phone)
