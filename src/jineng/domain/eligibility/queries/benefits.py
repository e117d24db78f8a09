"""Reads of what people enjoyed, in the person's scope."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jineng.domain.eligibility.models import EnjoyedBenefit
from jineng.domain.eligibility.permissions import may_see_benefits

if TYPE_CHECKING:
    from jineng.platform.identity.models import User


def list_benefits(actor: User, person_key: int) -> list[EnjoyedBenefit]:
    """Return what a person enjoyed as far as the actor sees it, the newest first; nothing for roles that see none."""
    if not may_see_benefits(actor):
        return []
    return list(EnjoyedBenefit.objects.filter(person=person_key).order_by("-enjoyed_on", "-pk"))
