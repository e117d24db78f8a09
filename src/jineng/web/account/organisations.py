"""Which organisation an account is opened for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from jineng.domain.registry.models import Organisation
from jineng.domain.registry.organisation_words import OrganisationKind
from jineng.platform.identity.permissions import region_prefix
from jineng.platform.identity.roles import Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jineng.platform.identity.models import User

_KINDS: Final[Mapping[Role, frozenset[OrganisationKind]]] = {
    Role.DEPARTMENT: frozenset({OrganisationKind.DEPARTMENT, OrganisationKind.TOWNSHIP}),
    Role.INSTITUTION_MANAGER: frozenset({OrganisationKind.INSTITUTION}),
    Role.TEACHER: frozenset({OrganisationKind.INSTITUTION}),
    Role.EVALUATOR: frozenset({OrganisationKind.EVALUATOR}),
    Role.ENTERPRISE: frozenset({OrganisationKind.ENTERPRISE}),
}


def find_organisation(actor: User, role: Role, credit_code: str) -> int | None:
    """Return the key of the open organisation with this code, of a kind that fits the role, in the actor's region."""
    found = Organisation.objects.filter(
        credit_code=credit_code,
        closed_on__isnull=True,
        kind__in=_KINDS[role],
        county_code__startswith=region_prefix(actor.region_code),
    ).first()
    return found.pk if found else None
