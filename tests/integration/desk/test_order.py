"""Rules are moved up and down, and the original is searched beside a form without losing what was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from factories.drafts import newest
from jineng.domain.drafts.queries import get_draft
from jineng.platform.audit.models import AuditEvent

if TYPE_CHECKING:
    from django.test import Client

    from jineng.domain.drafts.models import Draft
    from jineng.platform.identity.models import User


def order(draft: Draft) -> list[str]:
    return [rule["id"] for rule in newest(draft)["rule"]]


def move(client: Client, draft: Draft, key: str, to: str, based_on: int = 1) -> Any:
    return client.post(f"/drafts/{draft.public_id}/rules/{key}/move/", {"to": to, "based_on": based_on})


def test_rule_moves_and_only_its_place_changes(at_desk: Client, draft: Draft) -> None:
    before = newest(draft)
    first, second, *rest = order(draft)

    response = move(at_desk, draft, second, "up")

    assert response["Location"].endswith(f"?part=rule#entry-{second}")
    assert order(draft) == [second, first, *rest]
    assert sorted(newest(draft)["rule"], key=str) == sorted(before["rule"], key=str)
    assert {**newest(draft), "rule": None} == {**before, "rule": None}
    assert AuditEvent.objects.filter(action="draft_saved").count() == 1
    said = at_desk.get(f"/drafts/{draft.public_id}/compare/?with=1").context["differences"].said
    assert len(said) == 1
    assert "的次序" in said[0].zh
    move(at_desk, draft, second, "down", based_on=2)
    assert newest(draft) == before


def test_rule_at_the_end_stays_and_nothing_is_saved(at_desk: Client, draft: Draft) -> None:
    assert move(at_desk, draft, order(draft)[0], "up").status_code == 302
    assert move(at_desk, draft, order(draft)[-1], "down").status_code == 302

    assert get_draft(draft.made_by, draft.public_id).row.number == 1


def test_move_on_an_old_revision_is_refused_and_says_who_saved(at_desk: Client, draft: Draft, second: User) -> None:
    other = order(draft)[1]
    at_desk.force_login(second)
    move(at_desk, draft, other, "up")
    at_desk.force_login(draft.made_by)
    after = order(draft)

    page = at_desk.get(move(at_desk, draft, after[-1], "up")["Location"]).content.decode()

    assert order(draft) == after
    assert "梁复明" in page


@pytest.mark.parametrize(
    ("key", "to", "based_on"), [("universal", "sideways", 1), ("nobody", "up", 1), ("universal", "up", 9)]
)
def test_what_is_not_there_is_not_moved(at_desk: Client, draft: Draft, key: str, to: str, based_on: int) -> None:
    assert move(at_desk, draft, key, to, based_on).status_code == 404


def test_reviewer_moves_nothing(client: Client, draft: Draft, reviewer: User) -> None:
    client.force_login(reviewer)

    assert move(client, draft, "universal", "up").status_code == 403


def test_original_is_searched_beside_the_form(at_desk: Client, with_original: Draft) -> None:
    address = f"/drafts/{with_original.public_id}/add/rule/?kind=fixed_amount"
    typed = {"_do": "find", "_based_on": 1, "_q": "吕梁山护工", "title-zh": "还没写完的"}

    page = at_desk.post(address, typed)

    assert 0 < len(page.context["original"]) < page.context["original_count"]
    assert all("吕梁山护工" in part.text for part in page.context["original"])
    assert not page.context["is_checked"]
    assert 'value="还没写完的"' in page.content.decode()
    assert get_draft(with_original.made_by, with_original.public_id).row.number == 1
