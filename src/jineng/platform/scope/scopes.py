"""Scopes: which part of all rows somebody sees."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings

from jineng.platform.identity.roles import OF_ORGANISATION, Role
from jineng.platform.scope.region_lines import codes_borne, codes_that_became

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jineng.platform.identity.models import User


class ScopeKind(StrEnum):
    """The kinds of scope; each but NOBODY is a role of the database (``postgres.roles``)."""

    NOBODY = "nobody"
    COUNTY = "county"
    TOWNSHIP = "township"
    REGION = "region"
    ORGANISATION = "organisation"
    PERSON = "person"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of all rows. What its kind does not use is empty.

    ``region_from`` ≤ code < ``region_to`` is the range of a city's or province's codes; ``codes`` are the codes, today's
    and former ones, under which records of events are this scope's.
    """

    kind: ScopeKind
    county_code: str = ""
    township_code: str = ""
    region_from: str = ""
    region_to: str = ""
    organisation_key: int | None = None
    person_key: int | None = None
    codes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Return what ``from_json`` takes: codes and keys, nothing personal."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Scope:
        """Return the scope that ``as_json`` wrote."""
        return cls(**{**kept, "kind": ScopeKind(kept["kind"]), "codes": tuple(kept["codes"])})


NOTHING: Final = Scope(ScopeKind.NOBODY)
"""The scope of whoever is not signed in: open tables only."""

EVERYTHING: Final = Scope(ScopeKind.ALL)
"""The scope of the machine's own administrator."""


def scope_of(user: User) -> Scope:
    """Return the scope of an account, by its role and by where it stands today; reads the table of regions.

    Raises:
        ValueError: an account of an organisation or a learner without the key of it; the database holds that there is none.
    """
    if user.role == Role.LEARNER:
        return Scope(ScopeKind.PERSON, person_key=_required(user.person_key, user))
    if user.role in OF_ORGANISATION:
        return Scope(ScopeKind.ORGANISATION, organisation_key=_required(user.organisation_key, user))
    if user.region_code == settings.INSTALLATION_REGION and _is_wide(user.region_code):
        return EVERYTHING
    return _scope_at(user.region_code)


def _scope_at(code: str) -> Scope:
    if _is_wide(code):
        first, end = _range(code)
        return Scope(ScopeKind.REGION, region_from=first, region_to=end, codes=codes_that_became(first, end))
    codes = codes_borne(code[:9])
    present = codes[0]
    if len(present) == 6:
        return Scope(ScopeKind.COUNTY, county_code=present, codes=codes)
    return Scope(ScopeKind.TOWNSHIP, county_code=present[:6], township_code=present, codes=codes)


def _is_wide(code: str) -> bool:
    """Say whether a code is a city's or a province's: their six digits end in 00."""
    return len(code) == 6 and code.endswith("00")


def _range(code: str) -> tuple[str, str]:
    """Return the first code of a city or province and the first one behind it.

    >>> _range("141100"), _range("140000")
    (('141100', '1412'), ('140000', '15'))
    """
    prefix = code[:2] if code.endswith("0000") else code[:4]
    return code, str(int(prefix) + 1)


def _required(key: int | None, user: User) -> int:
    if key is None:
        raise ValueError(f"account {user.pk} of role {user.role}: expected a key, found none")
    return key
