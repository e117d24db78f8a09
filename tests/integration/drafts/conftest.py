"""People of one bureau and of a neighbour's, and drafts of a shipped plan."""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from factories import desk
from jineng.domain.drafts import operations
from jineng.domain.drafts.contents import Contents, contents_of_toml
from jineng.platform.identity.roles import Role
from jineng.policy.loader import list_documents

if TYPE_CHECKING:
    from jineng.domain.drafts.models import Draft
    from jineng.platform.identity.models import User

AT = datetime(2023, 1, 9, 2, tzinfo=UTC)


@pytest.fixture
def writer(db: None) -> User:
    return desk.person("drafts-writer", name="兰起草")


@pytest.fixture
def second(db: None) -> User:
    return desk.person("drafts-second", name="梁复明")


@pytest.fixture
def reviewer(db: None) -> User:
    return desk.person("drafts-reviewer", role=Role.REVIEWER, name="岚审")


@pytest.fixture
def auditor(db: None) -> User:
    return desk.person("drafts-auditor", role=Role.AUDITOR, name="梁稽平")


@pytest.fixture
def neighbour(db: None) -> User:
    return desk.person("drafts-neighbour", region_code="140421", name="常小山")


@pytest.fixture
def shipped() -> Contents:
    path = list_documents()["lanxian-2022"]
    return contents_of_toml(path.read_bytes(), path.with_name("examples.toml").read_bytes())


@pytest.fixture
def draft(writer: User, shipped: Contents) -> Draft:
    return operations.start_draft(
        actor=writer, at=AT, title="2023 年方案", contents=shipped, base_policy_id="lanxian-2022"
    )


@pytest.fixture
def sent(draft: Draft, writer: User) -> Draft:
    return operations.send(actor=writer, at=AT, draft_id=draft.public_id, number=1)


@pytest.fixture
def retitled(shipped: Contents) -> Any:
    """A way to the same plan under another title."""

    def change(title: str) -> Contents:
        content = deepcopy(shipped.content)
        content["document"]["title"]["zh"] = title
        return Contents(content, deepcopy(shipped.examples))

    return change
