"""Accounts and organisations of Lan County."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from factories.organisations import AT, account, registered
from jineng.platform.identity.roles import Role
from jineng.platform.regions.operations import load_regions

if TYPE_CHECKING:
    from jineng.domain.registry.models import Organisation
    from jineng.platform.identity.models import User


@pytest.fixture
def regions(db: None) -> None:
    load_regions(actor=None, at=AT)


@pytest.fixture
def reviewer(db: None) -> User:
    return account(Role.REVIEWER)


@pytest.fixture
def school(officer: User) -> Organisation:
    return registered(officer)


@pytest.fixture
def manager(school: Organisation) -> User:
    return account(Role.INSTITUTION_MANAGER, organisation_key=school.pk)
