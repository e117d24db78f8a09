"""Tables written as TOML: read back they are the same, and a document is written in one way only."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.drawing import drawn
from engine.generated import plan_numbers, write_document
from jineng.policy.examples import parse_examples
from jineng.policy.loader import EXAMPLES_NAME, list_documents
from jineng.policy.parsing import parse_document
from jineng.policy.writing import LINE_LENGTH, write_toml

ENGINE = Path(__file__).parent
FILES = sorted(
    [
        *list_documents().values(),
        *(path.with_name(EXAMPLES_NAME) for path in list_documents().values()),
        *(ENGINE / "documents" / "good").glob("*.toml"),
        *(ENGINE / "worked").glob("*/*.toml"),
    ]
)
each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")

ODD = [
    '"',
    "\\",
    "\\u0041",
    "\n",
    "\r\n",
    "\t",
    "\x00",
    "\x7f",
    "#",
    "=",
    "[x]",
    "'''",
    '"""',
    "中文；“引号”",
    "a.b",
    " ",
    "",
]
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=6) | st.lists(st.sampled_from(ODD), max_size=3).map(
    "".join
)
offsets = st.just(UTC) | st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes)))
leaves = (
    texts
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False)
    | st.dates()
    | st.datetimes(timezones=st.none() | offsets)
    | st.times()
)
values = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3), max_leaves=6
)
named = texts | st.sampled_from(
    ["document", "rule", "clause", "superior", "id", "kind", "title", "zh", "en", "cells", "when", "tiers"]
)
tables = st.dictionaries(named, values, max_size=4)
contents = st.dictionaries(named, values | tables | st.lists(tables, max_size=2), max_size=4)


@drawn(300)
@given(contents)
def test_any_tables_are_read_back_and_written_the_same_again(content):
    written = write_toml(content)
    assert tomllib.loads(written) == content
    assert write_toml(tomllib.loads(written)) == written


@each_file
def test_a_file_is_read_back_as_the_same_document(path):
    content = path.read_bytes()
    tables = tomllib.loads(content.decode())
    written = write_toml(tables).encode()
    assert tomllib.loads(written.decode()) == tables
    if path.name != EXAMPLES_NAME and not path.name.endswith(f".{EXAMPLES_NAME}"):
        assert parse_document(written, path.name) == parse_document(content, path.name)
        return
    records = "claims" if path.parent.parent.name == "worked" else "workbook"
    assert parse_examples(written, path.name, records) == parse_examples(content, path.name, records)


@drawn(25)
@given(plan_numbers(), st.randoms(use_true_random=False))
def test_the_order_in_which_fields_were_filled_in_does_not_show(numbers, random):
    tables = tomllib.loads(write_document(numbers))
    assert write_toml(shuffled(tables, random)) == write_toml(tables)


@each_file
def test_a_document_of_any_kinds_comes_out_in_the_same_order(path):
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    backwards = shuffled(tables, None)
    assert write_toml(backwards) == write_toml(tables)


DATA = {"cells", "is", "facts"}
"""Tables whose keys are data: theirs is the order of the text."""


def shuffled(value, random, key=""):
    """The same tables with the fields of each in another order: a random one, or backwards."""
    if isinstance(value, list):
        return [shuffled(part, random) for part in value]
    if not isinstance(value, dict):
        return value
    keys = list(value)
    if key not in DATA:
        keys.reverse()
        if random is not None:
            random.shuffle(keys)
    return {name: shuffled(value[name], random, name) for name in keys}


def test_a_document_is_laid_out_as_a_person_would():
    long = {f"工种{number}": f"{number}00" for number in range(1, 15)}
    content = {
        "rule": [
            {
                "note": {"zh": "说明", "en": "a note"},
                "tiers": [{"upto": 10, "price": "150"}, {"price": "100"}],
                "cite": ["3"],
                "kind": "rate",
                "id": "day",
                "title": {"zh": "每天“一百五”", "en": 'a "day"'},
            },
            {"cells": {"A|5": "100", "5": "80"}, "kind": "amount_table", "id": "levels"},
            {"cells": long, "kind": "amount_table", "id": "trades", "otherwise": "no_rate"},
        ],
        "clause": [{"figures": [f"{day} days" for day in range(30)], "number": "三(二)", "id": "3"}],
        "document": {
            "superior": [{"doc_no": "1号", "title": {"zh": "省", "en": "province"}}],
            "issued_on": date(2022, 6, 25),
            "id": "x",
            "hours_per_day": 8,
        },
    }
    figures = "\n".join(f'    "{day} days",' for day in range(30))
    cells = "\n".join(f'"{name}" = "{amount}"' for name, amount in long.items())
    assert (
        write_toml(content)
        == f"""\
[document]
id = "x"
issued_on = 2022-06-25
hours_per_day = 8

[[document.superior]]
title = {{ zh = "省", en = "province" }}
doc_no = "1号"

[[clause]]
id = "3"
number = "三(二)"
figures = [
{figures}
]

[[rule]]
id = "day"
kind = "rate"
title = {{ zh = "每天“一百五”", en = "a \\"day\\"" }}
cite = ["3"]
tiers = [{{ price = "150", upto = 10 }}, {{ price = "100" }}]
note = {{ zh = "说明", en = "a note" }}

[[rule]]
id = "levels"
kind = "amount_table"
cells = {{ "A|5" = "100", "5" = "80" }}

[[rule]]
id = "trades"
kind = "amount_table"
otherwise = "no_rate"

[rule.cells]
{cells}
"""
    )


@pytest.mark.parametrize("path", list_documents().values(), ids=lambda path: path.parent.name)
def test_only_texts_make_a_shipped_document_wider_than_a_page(path):
    written = write_toml(tomllib.loads(path.read_text(encoding="utf-8")))
    wide = [line for line in written.splitlines() if len(line) > LINE_LENGTH]
    assert wide
    assert all("zh = " in line for line in wide)


@pytest.mark.parametrize("found", [None, b"x", {1}, object()])
def test_what_toml_has_not_is_refused_by_its_place(found):
    with pytest.raises(TypeError, match=f"TOML has no {type(found).__name__}, found at rule.tiers.price"):
        write_toml({"rule": [{"tiers": [{"price": found}]}]})


def test_nothing_is_an_empty_file():
    assert write_toml({}) == ""
    assert write_toml({"a": {}, "b": [{}], "c": [], "d": time(1, 2)}) == "c = []\nd = 01:02:00\n\n[a]\n\n[[b]]\n"


def test_an_instant_keeps_its_offset():
    at = datetime(2022, 1, 1, 8, tzinfo=timezone(timedelta(hours=8)))
    assert write_toml({"at": at}) == "at = 2022-01-01T08:00:00+08:00\n"
