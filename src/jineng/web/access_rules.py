"""What a row of the access table and an entry of the header are made of; the pages' own ``routes`` fill them in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from jineng.platform.identity.roles import Role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.utils.functional import _StrPromise

    from jineng.platform.identity.models import User


@dataclass(frozen=True, slots=True)
class Access:
    """Open to everybody, or to signed-in people of some roles."""

    is_public: bool = False
    roles: frozenset[str] = frozenset()

    def allows(self, user: User | AnonymousUser) -> bool:
        """Say whether this person, signed in or not, may open the address."""
        if self.is_public:
            return True
        return bool(user.is_authenticated and getattr(user, "role", None) in self.roles)


PUBLIC: Final = Access(is_public=True)
SIGNED_IN: Final = Access(roles=frozenset(Role.values))


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the header: the name of its address and its label. Addresses that begin with it belong to it."""

    url_name: str
    label: _StrPromise
