"""People who import, in a county whose regions are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from factories.imports import AT
from factories.organisations import registered
from factories.people import DONGCUN, LAN, staff
from jineng.platform.identity.roles import Role
from jineng.platform.regions.operations import load_regions

if TYPE_CHECKING:
    from jineng.domain.registry.models import Organisation
    from jineng.platform.identity.models import User


@pytest.fixture
def regions(db: None) -> None:
    load_regions(actor=None, at=AT)


@pytest.fixture
def clerk(regions: None) -> User:
    """An officer of Lan County."""
    return staff(region_code=LAN)


@pytest.fixture
def township(regions: None) -> User:
    """A clerk of Dongcun township."""
    return staff(Role.TOWNSHIP_CLERK, DONGCUN)


@pytest.fixture
def school(clerk: User) -> Organisation:
    """A training institution of Lan County."""
    return registered(clerk)
