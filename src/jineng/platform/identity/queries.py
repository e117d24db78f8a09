"""Reads of accounts."""

from __future__ import annotations

from jineng.platform.identity.models import User


def find_user(username: str) -> User | None:
    """Return the account of this user name, or None."""
    return User.objects.filter(username=username).first()
