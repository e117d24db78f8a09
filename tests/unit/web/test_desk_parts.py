"""The pure parts of the desk: parts of a draft put in and taken out, figures as people write them, examples to and fro."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from jineng.domain.drafts.contents import Contents
from jineng.kernel.problems import Place, Problem
from jineng.kernel.text import Language, Text
from jineng.policy.forms.entry import to_dict, to_values
from jineng.policy.measures import UNITS
from jineng.web.desk.claim_examples import facts_as_rows, facts_as_table
from jineng.web.desk.entries import find_entry, list_entries, new_id, with_entry, with_moved_entry, without_entry
from jineng.web.desk.fault_words import said_at_desk
from jineng.web.desk.part_forms import PART_FORMS, example_fields
from jineng.web.desk.posting import posted_values, table_of, written_figure
from jineng.web.desk.saying import say_figure

ROOT = Path(__file__).parents[3]
WORKED = sorted((ROOT / "tests/engine/worked").glob("*/policy.toml"))
DOCUMENTS = [*sorted(ROOT.glob("policies/*/*/policy.toml")), *WORKED]


def tables(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("typed", "written", "said"),
    [
        ("150元", "150 yuan", "150 元"),
        ("８０％", "80 %", "80%"),
        ("2022年11月30日", "2022-11-30 date", "2022-11-30"),
        ("10 days", "10 days", "10 天"),
        ("许多", "许多", "许多"),
    ],
)
def test_figures_are_written_as_documents_do_and_said_as_people_do(typed: str, written: str, said: str) -> None:
    assert written_figure(typed) == written
    assert say_figure(written).zh == said


@pytest.mark.parametrize("unit", [*UNITS, "date"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_figure_said_is_read_back(unit: str, language: Language) -> None:
    figure = "2022-11-30 date" if unit == "date" else f"20 {unit}"

    assert written_figure(say_figure(figure).in_(language)) == figure


@pytest.mark.parametrize(
    ("key", "steps", "order"),
    [("a", 1, "bac"), ("c", -1, "acb"), ("b", -1, "bac"), ("a", -1, "abc"), ("c", 1, "abc"), ("x", 1, "abc")],
)
def test_entry_moves_one_place_and_stays_at_the_ends(key: str, steps: int, order: str) -> None:
    contents = Contents({"rule": [{"id": name} for name in "abc"]})

    changed = with_moved_entry(contents, "rule", key, steps)

    assert [rule["id"] for rule in changed.content["rule"]] == list(order)
    assert [rule["id"] for rule in contents.content["rule"]] == list("abc")


def test_entry_takes_the_place_of_the_old_one_with_its_order() -> None:
    contents = Contents({"rule": [{"id": "a", "kind": "rate", "cite": ["2", "1"]}, {"id": "b"}]})

    changed = with_entry(contents, "rule", "a", {"kind": "rate", "cite": ["1", "2"], "id": "a", "item": "training"})

    assert list(changed.content["rule"][0].items()) == [
        ("id", "a"), ("kind", "rate"), ("cite", ["2", "1"]), ("item", "training"),
    ]  # fmt: skip
    assert contents.content["rule"][0] == {"id": "a", "kind": "rate", "cite": ["2", "1"]}
    assert without_entry(changed, "rule", "a").content["rule"] == [{"id": "b"}]


def test_entries_without_an_id_of_their_own_are_found_by_place() -> None:
    contents = Contents({"rule": [{"id": "a"}, {"id": "a"}, {}, "no table"]})

    assert [entry.key for entry in list_entries(contents, "rule")] == ["@1", "@2", "@3"]
    found = find_entry(contents, "rule", "@2")
    assert found is not None
    assert found.place == 2


def test_new_ids_are_free() -> None:
    contents = Contents({"rule": [{"id": "rate"}, {"id": "rate_2"}], "clause": [{"id": "C1"}, {"id": "C3"}]})

    assert (new_id(contents, "rule", "rate"), new_id(contents, "rule", "gate")) == ("rate_3", "gate")
    assert new_id(contents, "clause", "clause") == "C2"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.parent.name)
@pytest.mark.parametrize("section", ["document", "clause", "reading", "fact", "fill"])
def test_parts_go_through_their_forms_without_loss(path: Path, section: str) -> None:
    content = tables(path)
    form = PART_FORMS[section]
    for table in [content["document"]] if section == "document" else content.get(section, []):
        assert table_of(form, to_values(form, table), section) == table


@pytest.mark.parametrize("path", WORKED, ids=lambda path: path.parent.name)
def test_examples_of_claims_go_through_their_form_without_loss(path: Path) -> None:
    form = PART_FORMS["clause"]._replace(kind="example", fields=example_fields("claims"))
    declared = {fact["id"]: fact["type"] for fact in tables(path).get("fact", [])}
    for example in tables(path.with_name("examples.toml"))["example"]:
        if "lines" in example:
            continue
        typed = to_dict(form, to_values(form, facts_as_rows(example)))
        del typed["kind"]
        assert facts_as_table(typed, declared) == example


def test_fault_of_form_is_told_without_quotes_and_others_as_they_are() -> None:
    place, text = Place(sheet="policy.toml"), Text('写 "150"', 'write "150"')

    assert said_at_desk(Problem("money_form", place, text)).zh == "应为金额（元），例如 150 或 150.50"
    assert said_at_desk(Problem("tier_gap", place, text)) == text


def test_names_of_buttons_are_no_fields() -> None:
    from django.http import QueryDict

    posted = QueryDict("price=1&_do=check&_add=caps&csrfmiddlewaretoken=x&caps-0-amount=5")

    assert posted_values(posted) == {"price": ["1"], "caps-0-amount": ["5"], "caps-1": [""]}
