"""May this person? Everything is scoped to the person's region; whether it may happen now is asked in ``rules``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from jineng.domain.settlements.errors import NotAllowedError
from jineng.platform.identity.roles import Role

if TYPE_CHECKING:
    from jineng.platform.identity.models import User

_READERS: Final = frozenset({Role.OFFICER, Role.REVIEWER, Role.LEADER, Role.FINANCE, Role.AUDITOR})


def can_upload(actor: User, region_code: str) -> bool:
    """Say whether the person may hand in a book for this region: officers (经办) of the region itself."""
    return actor.is_active and actor.role == Role.OFFICER and actor.region_code == region_code


def check_upload(actor: User, region_code: str) -> None:
    """Refuse a person who may not hand in a book for this region.

    Raises:
        NotAllowedError: the person is no officer of the region.
    """
    if not can_upload(actor, region_code):
        raise NotAllowedError(f"{actor.role} of {actor.region_code} hands in no book for {region_code}")


def can_read(actor: User, region_code: str) -> bool:
    """Say whether the person may see settlements of this region, masked, and ask for a single person in full.

    Whoever checks, leads or pays reads all that officers read. Every full view is audited.
    """
    return actor.is_active and actor.role in _READERS and actor.region_code == region_code
