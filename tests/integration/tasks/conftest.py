"""A county with its regions, and who sets quotas and fills lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from factories.imports import AT
from factories.people import DONGCUN, LAN, staff
from jineng.platform.identity.roles import Role
from jineng.platform.regions.operations import load_regions

if TYPE_CHECKING:
    from jineng.platform.identity.models import User


@pytest.fixture
def clerk(db: None) -> User:
    """An officer of Lan County."""
    load_regions(actor=None, at=AT)
    return staff(region_code=LAN)


@pytest.fixture
def township(clerk: User) -> User:
    """A clerk of Dongcun township."""
    return staff(Role.TOWNSHIP_CLERK, DONGCUN)
