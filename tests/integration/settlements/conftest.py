"""People at the officer's desk, with a settled, an unusable and a waiting book."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction

from factories import desk
from jineng.platform.identity.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from django.test import Client

    from jineng.platform.identity.models import User


@pytest.fixture(scope="module")
def _once(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, dict[str, int]]]:
    """People, a settled book and an unusable one for all tests here, taken back at the end."""
    from django.test import override_settings

    from jineng.platform.scope import acting_as_machine

    folder = tmp_path_factory.mktemp("desk")
    with django_db_blocker.unblock(), override_settings(FILES_DIR=folder), transaction.atomic(), acting_as_machine():
        officer = desk.person("desk-officer")
        desk.person("desk-auditor", role=Role.AUDITOR, name="梁稽平")
        desk.person("desk-reviewer", role=Role.REVIEWER, name="岚复明")
        desk.person("desk-neighbour", region_code="140421", name="常小山")
        keys = {
            "settled": desk.judged(officer).pk,
            "unusable": desk.judged(officer, content=desk.faulty_bytes()).pk,
            "waiting": desk.uploaded(officer).pk,
        }
        yield folder, keys
        transaction.set_rollback(True)


@pytest.fixture
def keys(_once: tuple[Path, dict[str, int]], db: None, settings: Any) -> dict[str, int]:
    settings.FILES_DIR = _once[0]
    return _once[1]


@pytest.fixture
def settled(keys: dict[str, int]) -> int:
    return keys["settled"]


@pytest.fixture
def clerk(keys: dict[str, int]) -> User:
    from jineng.platform.identity.models import User

    return User.objects.get(username="desk-officer")


@pytest.fixture
def desk_client(client: Client, clerk: User) -> Client:
    client.force_login(clerk)
    return client
