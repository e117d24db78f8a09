from __future__ import annotations

from typing import Any

import pytest

from jineng.domain.drafts.contents import Contents
from jineng.domain.drafts.differences import ValueChange, compare


def changes(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, str, Any, Any]]:
    found = compare(Contents(before), Contents(after))
    return [(change.path, change.kind, change.before, change.after) for change in found]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, []),
        ({"a": 1}, {"a": True}, [("a", "changed", 1, True)]),
        ({"a": 1}, {"a": 1.0}, [("a", "changed", 1, 1.0)]),
        ({"a": {"b": "150"}}, {"a": {"b": "160"}}, [("a.b", "changed", "150", "160")]),
        ({"a": {"b": "150"}}, {"a": {"c": "150"}}, [("a.c", "added", None, "150"), ("a.b", "removed", "150", None)]),
        ({"a": ["x", "y"]}, {"a": ["y", "x"]}, [("a", "changed", ["x", "y"], ["y", "x"])]),
        ({"a": [1]}, {"a": [True]}, [("a", "changed", [1], [True])]),
        ({"a": []}, {"a": ["x"]}, [("a", "changed", [], ["x"])]),
        ({"a": "x"}, {"a": ["x"]}, [("a", "changed", "x", ["x"])]),
    ],
)
def test_values(before: dict[str, Any], after: dict[str, Any], expected: list[Any]) -> None:
    assert changes(before, after) == expected


def test_tables_with_ids_are_matched_by_them() -> None:
    before = {"rule": [{"id": "a", "amount": "1"}, {"id": "b"}, {"id": "c"}]}
    after = {"rule": [{"id": "c"}, {"id": "new"}, {"id": "a", "amount": "2"}]}

    assert changes(before, after) == [
        ("rule new", "added", None, {"id": "new"}),
        ("rule a.amount", "changed", "1", "2"),
        ("rule b", "removed", {"id": "b"}, None),
        ("rule", "moved", ["a", "c"], ["c", "a"]),
    ]


def test_tables_without_ids_or_with_equal_ones_are_matched_by_place() -> None:
    assert changes({"tier": [{"rate": "150"}, {"rate": "100"}]}, {"tier": [{"rate": "120"}]}) == [
        ("tier[1].rate", "changed", "150", "120"),
        ("tier[2]", "removed", {"rate": "100"}, None),
    ]
    assert changes({"rule": [{"id": "a"}, {"id": "a"}]}, {"rule": [{"id": "a"}, {"id": "b"}]}) == [
        ("rule[2].id", "changed", "a", "b")
    ]


def test_examples_are_compared_too() -> None:
    before, after = Contents({}, [{"id": "day", "due": "1"}]), Contents({}, [{"id": "day", "due": "2"}])

    assert compare(before, after) == [ValueChange("example day.due", "changed", "1", "2")]
