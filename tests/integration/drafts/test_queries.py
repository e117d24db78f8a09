from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from jineng.domain.drafts import operations, queries
from jineng.domain.drafts.differences import compare
from jineng.domain.drafts.errors import DraftNotFoundError

if TYPE_CHECKING:
    from jineng.domain.drafts.contents import Contents
    from jineng.domain.drafts.models import Draft
    from jineng.platform.identity.models import User

AT = datetime(2023, 1, 9, 2, tzinfo=UTC)


def test_list_is_newest_first_in_one_query(
    draft: Draft, writer: User, second: User, shipped: Contents, retitled: Any, django_assert_num_queries: Any
) -> None:
    other = operations.start_draft(actor=second, at=AT, title="另一份", contents=shipped)
    operations.save_revision(actor=second, at=AT, draft_id=draft.public_id, based_on=1, contents=retitled("改"))

    with django_assert_num_queries(1):
        rows = queries.list_drafts(writer, offset=0, limit=10)

    assert [(row.id, row.number, row.made_by, row.saved_by) for row in rows] == [
        (other.public_id, 1, "梁复明", "梁复明"),
        (draft.public_id, 2, "兰起草", "梁复明"),
    ]
    assert queries.list_drafts(writer, offset=1, limit=10) == rows[1:]
    assert queries.count_drafts(writer) == 2


def test_get_draft_names_all_who_made_it_and_reads_no_texts(
    draft: Draft, writer: User, second: User, retitled: Any, django_assert_num_queries: Any
) -> None:
    for number in range(1, 6):
        operations.save_revision(
            actor=second, at=AT, draft_id=draft.public_id, based_on=number, contents=retitled(f"改{number}")
        )

    with django_assert_num_queries(5) as asked:
        view = queries.get_draft(writer, draft.public_id)

    assert view.editors == ("兰起草", "梁复明")
    assert (view.can_edit, view.can_return, view.can_approve) == (True, False, False)
    assert not any('"drafts_draftrevision"."text"' in query["sql"] for query in asked.captured_queries)


def test_revisions_are_kept_side_by_side(draft: Draft, writer: User, retitled: Any) -> None:
    operations.save_revision(actor=writer, at=AT, draft_id=draft.public_id, based_on=1, contents=retitled("新标题"))

    before, after = (queries.get_contents(writer, draft.public_id, number)[1] for number in (1, 2))
    (change,) = compare(before, after)

    assert (change.path, change.kind, change.after) == ("document.title.zh", "changed", "新标题")
    with pytest.raises(DraftNotFoundError):
        queries.get_contents(writer, draft.public_id, 3)


def test_find_base_is_the_approved_document_before_the_shipped_one(
    draft: Draft, writer: User, second: User, neighbour: User, shipped: Contents, retitled: Any
) -> None:
    assert queries.find_base(writer, "lanxian-2022") == shipped
    assert queries.find_base(writer, "nowhere-1999") is None
    operations.save_revision(actor=writer, at=AT, draft_id=draft.public_id, based_on=1, contents=retitled("新标题"))
    operations.send(actor=writer, at=AT, draft_id=draft.public_id, number=2)
    assert queries.find_base(writer, "lanxian-2022") == shipped
    operations.approve(actor=second, at=AT, draft_id=draft.public_id, number=2)

    assert queries.find_base(writer, "lanxian-2022") == retitled("新标题")
    assert queries.find_base(neighbour, "lanxian-2022") == shipped
    assert queries.approved_documents(region_code="140421") == []
