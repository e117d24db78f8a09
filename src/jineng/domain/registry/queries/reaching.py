"""Whom a telephone reaches, asked before anybody has signed in."""

from __future__ import annotations

from typing import NamedTuple

from django.db import connection

from jineng.domain.registry.people_indexes import phone_index
from jineng.platform.identity.models import User
from jineng.platform.identity.queries import find_learner
from jineng.platform.scope import NOTHING, acting


class Reached(NamedTuple):
    """A registered person as far as somebody who has not signed in may be known: key, masked name, county."""

    key: int
    masked_name: str
    county_code: str


def person_reached_by(phone: str) -> Reached | None:
    """Return the only live person registered with this phone who never had an account; None for nobody, or for several.

    Always the same two queries, whatever the answer.
    """
    # Nobody's scope may call the owner's function, and no other: what it tells is for signing in alone.
    with acting(None, NOTHING), connection.cursor() as cursor:
        cursor.execute("SELECT person, masked_name, county FROM registry_reached(%s)", [phone_index(phone)])
        row = cursor.fetchone()
    reached = None if row is None else Reached(*row)
    had_account = User.objects.filter(person_key=0 if reached is None else reached.key).exists()
    return None if had_account else reached


def can_sign_in(phone: str) -> bool:
    """Say whether a code sent to this phone would let somebody in; always the same three queries."""
    is_learner = find_learner(phone) is not None
    return person_reached_by(phone) is not None or is_learner
