"""How operations on organisations write what happened; never with personal data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jineng.platform.audit.operations import Subject, record

if TYPE_CHECKING:
    from datetime import datetime

    from jineng.domain.registry.models import Organisation
    from jineng.platform.identity.models import User


def note(
    action: str, organisation: Organisation, actor: User, at: datetime, *, reason: str = "", **detail: object
) -> None:
    """Write the audit event of a change to an organisation."""
    record(
        actor=actor,
        action=action,
        subject=Subject("organisation", str(organisation.uid)),
        at=at,
        reason=reason,
        region_code=organisation.county_code,
        detail=detail,
    )
