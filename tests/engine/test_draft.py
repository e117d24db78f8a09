"""Drafts: JSON and TOML tables, faults at their fields, and documents that are only half written."""

from __future__ import annotations

import copy
import json
import tomllib
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.drawing import drawn
from engine.test_writing import contents
from jineng.policy.delegation import filled
from jineng.policy.document import Head
from jineng.policy.draft import check, from_toml_values, to_toml_values
from jineng.policy.draft.fields import path_in
from jineng.policy.loader import EXAMPLES_NAME, list_documents
from jineng.policy.parsing import parse_document
from jineng.policy.writing import write_toml

ENGINE = Path(__file__).parent


def tables_in(path):
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


FILES = list_documents() | {path.parent.name: path for path in (ENGINE / "worked").glob("*/policy.toml")}
WHOLE = {name: tables_in(path) for name, path in FILES.items()}
EXAMPLES = {name: tables_in(path.with_name(EXAMPLES_NAME)) for name, path in FILES.items()}
GOOD = {
    path.stem: tables_in(path) for path in (ENGINE / "documents" / "good").glob("*.toml") if path.name.count(".") == 1
}
DOCUMENTS = WHOLE | GOOD
each_document = pytest.mark.parametrize("name", DOCUMENTS)
each_whole = pytest.mark.parametrize("name", WHOLE)


def draft_of(name):
    """A document as a form has it."""
    return copy.deepcopy(from_toml_values(DOCUMENTS[name]))


def examples_of(name):
    return copy.deepcopy(from_toml_values(EXAMPLES[name], WHOLE[name])["example"])


def found(report):
    return [(problem.code, problem.path) for problem in report.problems]


# JSON and TOML ------------------------------------------------------------------------------------


@drawn(300)
@given(contents)
def test_any_tables_survive_json(content):
    sent = json.dumps(from_toml_values(content), allow_nan=False)
    assert to_toml_values(json.loads(sent)) == content


MARKED = [
    {"$date": "2022-01-01"},
    {"$date": "tomorrow"},
    {"$float": 1.5},
    {"$table": {"$text": "x"}},
    {"$table": 1},
    {"$text": "x", "other": 1},
]


@pytest.mark.parametrize("table", MARKED)
def test_tables_that_look_like_marks_survive_json(table):
    content = {"rule": [{"when": table, "note": [table]}]}
    assert to_toml_values(json.loads(json.dumps(from_toml_values(content)))) == content


@each_document
def test_a_document_needs_no_marks(name):
    sent = json.dumps(from_toml_values(DOCUMENTS[name]), ensure_ascii=False)
    assert "$" not in sent
    assert to_toml_values(json.loads(sent)) == DOCUMENTS[name]


def test_days_are_days_where_the_models_want_them():
    content = {
        "document": {
            "issued_on": "2022-06-25",
            "title": {"zh": "2022-06-25", "en": "2022-06-25"},
            "doc_no": "2022-06-25",
        },
        "rule": [
            {"kind": "calendar", "extended": [{"issued_on": "2022-07-01", "claim_until": "next year"}]},
            {"kind": "index", "values": [{"from": "2022-01-01", "value": "1", "until": None}]},
            {"kind": "rate", "when": {"tests": [{"fact": "born_on", "since": "2000-02-30"}]}},
        ],
    }
    tables = to_toml_values(content)
    assert tables["document"] == content["document"] | {"issued_on": date(2022, 6, 25)}
    assert tables["rule"][0]["extended"] == [{"issued_on": date(2022, 7, 1), "claim_until": "next year"}]
    assert tables["rule"][1]["values"] == [{"from": date(2022, 1, 1), "value": "1"}]
    assert tables["rule"][2] == content["rule"][2]


def test_a_quoted_day_and_a_day_in_a_text_stay_what_they_are():
    tables = {
        "document": {
            "issued_on": "2022-06-25",
            "doc_no": date(2022, 6, 25),
            "valid_from": datetime(2022, 1, 1, 8, tzinfo=UTC),
        },
        "clause": [{"at": time(8, 30), "most": float("inf")}],
    }
    content = from_toml_values(tables)
    assert content["document"]["issued_on"] == {"$text": "2022-06-25"}
    assert content["document"]["doc_no"] == {"$date": "2022-06-25"}
    assert to_toml_values(json.loads(json.dumps(content))) == tables


def test_facts_of_examples_are_days_by_the_vocabulary_and_the_document():
    document = {"fact": [{"id": "moved_on", "type": "date"}, {"id": "nickname", "type": "word"}]}
    facts = {"class_start_on": "2022-05-01", "moved_on": "2022-05-02", "nickname": "2022-05-03", "level": "5"}
    content = {"example": [{"facts": facts, "before": [{"facts": {"class_end_on": "2021-01-01"}}]}]}
    (example,) = to_toml_values(content, document)["example"]
    assert example["facts"] == facts | {"class_start_on": date(2022, 5, 1), "moved_on": date(2022, 5, 2)}
    assert example["before"] == [{"facts": {"class_end_on": date(2021, 1, 1)}}]
    assert from_toml_values({"example": [example]}, document) == content


# Whole documents ----------------------------------------------------------------------------------


@each_whole
def test_a_whole_plan_passes_and_is_the_plan_of_its_text(name):
    report = check(draft_of(name), examples_of(name))
    assert (report.problems, report.failed_examples, report.passes) == ((), (), True)
    assert report.plan.document == filled(parse_document(write_toml(WHOLE[name]).encode(), name))


@each_whole
def test_days_as_toml_has_them_give_the_same_report(name):
    assert check(WHOLE[name], EXAMPLES[name]["example"]).plan.sha256 == check(draft_of(name), []).plan.sha256


@each_whole
def test_an_example_that_comes_out_otherwise_fails_by_itself(name):
    examples = examples_of(name)
    examples[3]["expect"]["status"] = "pending" if examples[3]["expect"]["status"] == "refused" else "refused"
    del examples[1]["expect"]["status"]
    examples[2]["rule"] = "nothing"
    report = check(draft_of(name), examples)
    assert found(report) == [("missing_field", ("example", 1, "expect", "status")), ("unknown_rule", ("example", 2))]
    assert [(problem.code, problem.path) for problem in report.failed_examples] == [("example_failed", ("example", 3))]
    assert report.plan is not None
    assert not report.passes


@each_whole
def test_a_document_with_a_fault_has_no_plan_and_its_examples_wait(name):
    content = draft_of(name)
    content["rule"][0]["cite"] = ["nothing"]
    report = check(content, examples_of(name))
    assert found(report) == [("unknown_clause", ("rule", 0))]
    assert (report.plan, report.failed_examples) == (None, ())


def test_the_second_of_two_rules_of_one_id_is_the_one_to_rename():
    content = draft_of("smallest")
    content["rule"].append(copy.deepcopy(content["rule"][0]))
    assert ("duplicate_id", ("rule", len(content["rule"]) - 1)) in found(check(content, []))


def test_a_superiors_text_is_looked_at_where_the_head_names_it():
    above = draft_of("smallest")
    above["document"] |= {"id": "province-2022", "level": "province"}
    content = draft_of("smallest")
    content["document"]["superior"] = [{"title": content["document"]["title"], "doc_no": "省", "id": "province-2022"}]
    superior = check(above, []).plan.document
    assert check(content, []).passes
    report = check(content, [], superior=superior)
    ids = [rule["id"] for rule in content["rule"]]
    assert found(report) == [("superior_overridden", ("rule", index)) for index in range(len(ids))]
    assert report.plan is None


# Half-written documents ---------------------------------------------------------------------------


def test_an_empty_draft_asks_for_its_parts():
    assert sorted(found(check({}, []))) == [
        (code, (part,)) for part in ("clause", "document") for code in ["missing_field"]
    ]


@each_document
def test_what_a_rule_lacks_is_said_at_its_field_and_nothing_else(name):
    """The rules that name it, and the figures that only it uses, are not blamed."""
    for index, rule in enumerate(DOCUMENTS[name]["rule"]):
        content = draft_of(name)
        del content["rule"][index]["title"]
        assert found(check(content, [])) == [("missing_field", ("rule", index, "title"))], rule["id"]


@each_document
def test_what_a_clause_or_the_head_lacks_is_said_at_its_field_and_nothing_else(name):
    for index in range(len(DOCUMENTS[name]["clause"])):
        content = draft_of(name)
        del content["clause"][index]["text"]
        assert found(check(content, [])) == [("missing_field", ("clause", index, "text"))]
    for field in (field for field, said in Head.model_fields.items() if said.is_required()):
        content = draft_of(name)
        del content["document"][field]
        assert found(check(content, [])) == [("missing_field", ("document", field))]


@each_whole
def test_the_rest_is_checked_while_a_rule_is_half_written(name):
    content = draft_of(name)
    content["document"].pop("region_code")
    content["rule"].insert(0, {"kind": "rate"})
    content["rule"].insert(1, {})
    content["rule"][-1]["cite"] = ["nothing"]
    codes = found(check(content, []))
    assert ("missing_field", ("document", "region_code")) in codes
    assert ("missing_field", ("rule", 0, "id")) in codes
    assert ("missing_field", ("rule", 1)) in codes
    assert codes[-1] == ("unknown_clause", ("rule", len(content["rule"]) - 1))


ODD = [
    {}, [], "", 0, -1, 1.5, True, None, "x", "2022-01-01", ["x"], [None], [{}], {"zh": "a"}, {"a": {}}, [[]], "150",
    "80%", 10**30, {"by": "county"}, [{"id": "x"}], "rate", "\x00",
]  # fmt: skip


def places(value, path=()):
    if isinstance(value, dict | list):
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield (*path, key)
            yield from places(part, (*path, key))


@drawn(600)
@given(st.data())
def test_whatever_is_typed_is_answered_at_a_field_that_is_there(data):
    name = data.draw(st.sampled_from(sorted(DOCUMENTS)))
    examples = examples_of(name) if name in EXAMPLES else []
    draft = {"content": draft_of(name), "examples": examples}
    for _change in range(data.draw(st.integers(1, 4))):
        *path, last = data.draw(st.sampled_from([place for place in places(draft) if len(place) > 1]))
        node = draft
        for key in path:
            node = node[key]
        if data.draw(st.booleans()):
            del node[last]
        else:
            node[last] = copy.deepcopy(data.draw(st.sampled_from(ODD)))
    report = check(draft["content"], draft["examples"])
    for problem in (*report.problems, *report.failed_examples):
        node = {"example": draft["examples"]} if problem.place.sheet == EXAMPLES_NAME else draft["content"]
        for step in problem.path[:-1]:
            node = node[step]
        assert problem.say("zh")
        assert problem.say("en")


PATHS = [
    ("document", ("document",)),
    ("document.hours_per_day", ("document", "hours_per_day")),
    ("rule", ("rule",)),
    ("rule day", ("rule", 0)),
    ("rule day.tiers[2].price", ("rule", 0, "tiers", 1, "price")),
    ("rule day.tiers[1].from_", ("rule", 0, "tiers", 0, "from")),
    ("rule day.cells.A|5", ("rule", 0, "cells", "A|5")),
    ("rule day.cells.12.5", ("rule", 0, "cells", "12.5")),
    ("rule day.cells.12", ("rule", 0, "cells", "12")),
    ("rule day.cells.on [1] day", ("rule", 0, "cells", "on [1] day")),
    ("rule day.new.thing[3]", ("rule", 0, "new", "thing", 2)),
    ("rule[3].id", ("rule", 2, "id")),
    ("rule[9].id", ("rule", 8, "id")),
    ("clause C4.figures[1]", ("clause", 1, "figures", 0)),
    ("clause C4.2.figures[1]", ("clause", 0, "figures", 0)),
    ("", ()),
]


@pytest.mark.parametrize(("field", "path"), PATHS)
def test_a_place_is_found_in_the_draft(field, path):
    cells = {"A|5": "1", "12": "1", "12.5": "2", "on [1] day": "3"}
    tiers = [{"from": 1}, {"price": "1"}]
    draft = {
        "document": {},
        "rule": [{"id": "day", "tiers": tiers, "cells": cells}, {"id": "day.x"}, {}],
        "clause": [{"id": "C4.2", "figures": ["1 days"]}, {"id": "C4"}],
    }
    assert path_in(draft, field) == path


def test_a_place_that_is_nowhere_is_still_a_path():
    assert path_in({}, "rule day.price") == ("rule", "day", "price")
    assert path_in({"rule": [{"id": "x"}]}, "rule day")[0] == "rule"
