"""A bureau at the desk: who writes, who approves, and a draft of the shipped plan with its original."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from factories import desk
from factories.drafts import AT
from jineng.domain.drafts import operations
from jineng.domain.drafts.contents import Contents, contents_of_toml
from jineng.journeys.draft_original import attach_pasted
from jineng.platform.identity.roles import Role
from jineng.policy.loader import list_documents

if TYPE_CHECKING:
    from django.test import Client

    from jineng.domain.drafts.models import Draft
    from jineng.platform.identity.models import User


@pytest.fixture
def writer(db: None) -> User:
    return desk.person("desk-writer", name="兰起草")


@pytest.fixture
def second(db: None) -> User:
    return desk.person("desk-second", name="梁复明")


@pytest.fixture
def reviewer(db: None) -> User:
    return desk.person("desk-reviewer", role=Role.REVIEWER, name="岚审")


@pytest.fixture
def neighbour(db: None) -> User:
    return desk.person("desk-neighbour", region_code="140421", name="常小山")


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
def with_original(draft: Draft, writer: User, shipped: Contents) -> Draft:
    text = "\n".join(f"{clause['number'][0]}、{clause['text']['zh']}" for clause in shipped.content["clause"])
    attach_pasted(actor=writer, at=AT, draft_id=draft.public_id, text=text)
    return draft


@pytest.fixture
def at_desk(client: Client, writer: User) -> Client:
    client.force_login(writer)
    return client
