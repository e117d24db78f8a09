from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jineng.domain.drafts.contents import DEPTH_MAX, TEXT_BYTES_MAX, Contents, contents_of, contents_of_toml, digest_of
from jineng.domain.drafts.errors import FieldRefusedError
from jineng.kernel.problems import UnusableError
from jineng.policy.loader import list_documents

WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
PLAIN = (
    WORDS
    | st.integers(-(2**63) + 1, 2**63 - 1)
    | st.booleans()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.dates()
    | st.times()
    | st.datetimes()
    | st.datetimes(timezones=st.just(UTC))
)
KEYS = WORDS.filter(lambda key: not key.startswith("$"))
TABLES = st.dictionaries(
    KEYS,
    st.recursive(
        PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=8
    ),
    max_size=4,
)


def typed(value: Any) -> Any:
    """Return a value with the type of each part, which 1, 1.0 and True do not tell apart by themselves."""
    if isinstance(value, dict):
        return [(key, typed(inner)) for key, inner in value.items()]
    if isinstance(value, list):
        return [typed(inner) for inner in value]
    return type(value), value


@given(TABLES, st.lists(TABLES, max_size=2))
def test_what_is_kept_comes_back_in_kind_and_order(content: dict[str, Any], examples: list[dict[str, Any]]) -> None:
    text = Contents(content, examples).text()
    back = contents_of(text)

    assert typed(back.content) == typed(content)
    assert typed(back.examples) == typed(examples)
    assert digest_of(back.text()) == digest_of(text)


@pytest.mark.parametrize("policy_id", ["lanxian-2022", "changzhixian-2018"])
def test_shipped_documents_are_kept_whole(policy_id: str) -> None:
    path = list_documents()[policy_id]
    contents = contents_of_toml(path.read_bytes(), path.with_name("examples.toml").read_bytes())

    assert contents_of(contents.text()) == contents
    assert contents.content == tomllib.loads(path.read_text(encoding="utf-8"))
    assert len(contents.examples) > 3


def test_text_is_one_line_with_dates_told_apart_from_words() -> None:
    moments = {"a": date(2022, 6, 25), "b": "2022-06-25", "c": datetime(2022, 6, 25, 8, tzinfo=UTC), "d": time(8, 30)}

    assert Contents(moments).text() == (
        '{"content":{"a":{"$date":"2022-06-25"},"b":"2022-06-25","c":{"$datetime":"2022-06-25T08:00:00+00:00"},'
        '"d":{"$time":"08:30:00"}},"examples":[]}'
    )


def test_digest_is_of_the_utf_8_text() -> None:
    assert digest_of("补贴") == "fc2d24d318e13d1a3c9f2a0f7d7afdfaaa40e5d01f43a7b8d5f3d520b34b10ed"


def deep(levels: int) -> dict[str, Any]:
    return {"a": deep(levels - 1)} if levels else {}


@pytest.mark.parametrize(
    ("content", "examples", "field", "says"),
    [
        ([], [], "content", "expected a table; found list"),
        ({}, {}, "examples", "expected a list; found dict"),
        ({"rule": [{"amount": None}]}, [], "content.rule[1].amount", "leave out what there is not"),
        ({"rule": [{"amount": float("inf")}]}, [], "content.rule[1].amount", "found inf"),
        ({"a": 2**63}, [], "content.a", "found 9223372036854775808"),
        ({"a": b"bytes"}, [], "content.a", "found bytes"),
        ({"$date": "2022-06-25"}, [], "content", "do not begin with"),
        ({1: "a"}, [], "content", "found 1"),
        ({"a": "x\0"}, [], "content.a", "cannot be kept"),
        ({"a\0": "x"}, [], "content", "cannot be kept"),
        ({}, [{"id": "\ud800"}], "examples[1].id", "cannot be kept"),
        ({"a": "长" * (TEXT_BYTES_MAX // 3)}, [], "content", "larger than 2 MB"),
    ],
)
def test_what_toml_cannot_hold_is_refused(content: Any, examples: Any, field: str, says: str) -> None:
    with pytest.raises(FieldRefusedError) as refusal:
        Contents(content, examples).text()

    assert refusal.value.field == field
    assert says in refusal.value.text.en


def test_depth_has_a_limit() -> None:
    assert Contents(deep(DEPTH_MAX - 1)).text()
    with pytest.raises(FieldRefusedError, match="nested deeper than 40"):
        Contents(deep(DEPTH_MAX)).text()


def test_import_without_examples() -> None:
    assert contents_of_toml(b"a = 1", None) == Contents({"a": 1}, [])


@pytest.mark.parametrize(
    ("document", "examples", "code", "sheet"),
    [
        (b"a = ", None, "toml_syntax", "policy.toml"),
        (b"\xff", None, "encoding", "policy.toml"),
        (b"a = " + b"1" * 5000, None, "toml_syntax", "policy.toml"),
        (b"a = " + b"[" * 5000 + b"]" * 5000, None, "toml_syntax", "policy.toml"),
        (b"", b"a = ", "toml_syntax", "examples.toml"),
        (b"", b"a = 1", "unknown_field", "examples.toml"),
    ],
)
def test_import_of_what_is_no_document(document: bytes, examples: bytes | None, code: str, sheet: str) -> None:
    with pytest.raises(UnusableError) as refusal:
        contents_of_toml(document, examples)

    assert [(problem.code, problem.place.sheet) for problem in refusal.value.problems] == [(code, sheet)]
