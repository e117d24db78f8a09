"""What the database shows of drafts, whatever a query forgets."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from jineng.domain.drafts import operations
from jineng.domain.drafts.models import Draft, DraftRevision
from jineng.platform.scope import NOTHING, acting, scope_of

if TYPE_CHECKING:
    from jineng.platform.identity.models import User

pytestmark = pytest.mark.django_db

AT = datetime(2023, 1, 9, 2, tzinfo=UTC)


def test_draft_is_seen_at_home_and_by_everybody_once_it_is_approved(sent: Draft, second: User, neighbour: User) -> None:
    def seen(user: User | None) -> tuple[int, int]:
        with acting(user, scope_of(user) if user else NOTHING):
            return Draft.objects.count(), DraftRevision.objects.count()

    assert [seen(user) for user in (second, neighbour, None)] == [(1, 1), (0, 0), (0, 0)]
    operations.approve(actor=second, at=AT, draft_id=sent.public_id, number=1)

    assert [seen(user) for user in (second, neighbour, None)] == [(1, 1), (1, 1), (1, 1)]


def test_neighbours_read_an_approved_draft_and_add_nothing_to_it(sent: Draft, second: User, neighbour: User) -> None:
    operations.approve(actor=second, at=AT, draft_id=sent.public_id, number=1)
    revision = sent.revisions.get()

    with acting(neighbour, scope_of(neighbour)):
        assert Draft.objects.filter(pk=sent.pk).update(title="other") == 0
        with pytest.raises(DatabaseError, match="takes no more revisions"), transaction.atomic():
            DraftRevision.objects.create(
                draft=sent, number=2, text=revision.text, sha256=revision.sha256, saved_by=neighbour, saved_at=AT
            )
