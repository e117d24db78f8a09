"""The form of a rule: nothing in a model without a field, nothing lost between a form and a rule, sensible suggestions."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from engine.drawing import drawn
from jineng.kernel.text import Text
from jineng.policy.forms.entry import to_dict, to_values
from jineng.policy.forms.fields import CLAIMS_GATES, WORKBOOK_GATES, Field, RuleForm, form_of, subjects_of
from jineng.policy.forms.kinds import GROUPS, KINDS
from jineng.policy.forms.labels import LABELS
from jineng.policy.forms.names import ends_of
from jineng.policy.forms.options import OPTIONS
from jineng.policy.forms.places import FOLDED_BELOW, IN_SIGHT, NAMED
from jineng.policy.forms.suggest import figures_for, likely_kinds, suggestions
from jineng.policy.kinds import Rule
from jineng.policy.kinds.base import Strict
from jineng.policy.kinds.terms import Quantity
from jineng.policy.measures import UNITS, Measure, Percent, Yuan

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
SHIPPED = sorted(ROOT.glob("policies/*/*/policy.toml"))
DOCUMENTS = [
    *SHIPPED,
    *sorted(ROOT.glob("tests/engine/documents/good/*.toml")),
    *sorted(ROOT.glob("tests/engine/worked/*/policy.toml")),
]
RULE: TypeAdapter[Any] = TypeAdapter(Rule)
GATES = (*WORKBOOK_GATES, *CLAIMS_GATES)
FORMS = [
    form_of(kind, records, subject)
    for kind in KINDS
    for records in ("workbook", "claims")
    for subject in (subjects_of(kind, records) or (None,))
]
each_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.kind}-{form.subject}")


def rules_in(path: Path) -> tuple[str, list[dict[str, Any]]]:
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    return content.get("document", {}).get("records", "workbook"), content.get("rule", [])


def form_for(rule: dict[str, Any], records: str = "claims") -> RuleForm:
    return form_of(rule["kind"], records, rule["subject"] if rule["kind"] == "gate" else None)


def places(fields: tuple[Field, ...], path: str) -> Iterator[tuple[str, Field]]:
    """Yield every field with its place, as labels and choices are looked up."""
    for field in fields:
        place = f"{path}.{field.name}" if field.name else path
        yield place, field
        yield from places(field.rows, place)


ALL_PLACES = [(place, field) for form in FORMS for place, field in places(form.fields, form.kind)]


# ---------------------------------------------------------------- kinds and fields


def flat_models() -> list[type[Strict]]:
    found: list[type[Strict]] = []
    waiting = [get_args(Rule)[0]]
    while waiting:
        node = waiting.pop()
        if isinstance(node, type) and issubclass(node, Strict):
            found.append(node)
        elif get_origin(node) in {Annotated, Union, UnionType}:
            waiting.extend(part for part in get_args(node) if not isinstance(part, FieldInfo))
    return sorted(set(found), key=lambda model: model.__name__)


MODELS = flat_models()


def kind_of(model: type[Strict]) -> str:
    return str(get_args(model.model_fields["kind"].annotation)[0])


def test_picker_offers_every_kind_once() -> None:
    offered = [kind for group in GROUPS for kind in group.kinds]
    assert sorted(offered) == sorted({kind_of(model) for model in MODELS}) == sorted(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_kind_is_said_in_both_languages(kind: str) -> None:
    for said in KINDS[kind]:
        assert said_in_both(said)


@pytest.mark.parametrize("kind", KINDS)
def test_example_of_a_kind_suggests_it(kind: str) -> None:
    example = KINDS[kind].example.zh
    figures = [f"{n} {unit}" for n, unit in re.findall(r"(\d+)(元|%)", example)]
    figures = [figure.replace("元", "yuan") for figure in figures]
    assert likely_kinds(example, figures)[0] == kind


def said_in_both(said: Text) -> bool:
    chinese = re.compile(r"[\u4e00-\u9fff]|^%$")
    return bool(chinese.search(said.zh)) and bool(said.en) and not re.search(r"[\u4e00-\u9fff]", said.en)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_form_has_the_fields_of_its_model(model: type[Strict]) -> None:
    subjects = get_args(model.model_fields["subject"].annotation) if kind_of(model) == "gate" else (None,)
    for subject in subjects:
        form = form_of(kind_of(model), "claims", subject)
        expected = [info.alias or name for name, info in model.model_fields.items() if name != "kind"]
        assert [field.name for field in form.fields] == expected
        assert {field.name for field in form.fields if field.required} == {
            info.alias or name for name, info in model.model_fields.items() if info.is_required() and name != "kind"
        }


@each_form
def test_every_field_is_said_in_both_languages(form: RuleForm) -> None:
    for place, field in places(form.fields, form.kind):
        assert said_in_both(field.label), place
        assert said_in_both(field.help), place
        assert field.unit is None or (field.unit.zh and field.unit.en), place
        if field.control in {"choice", "choices"}:
            assert field.options, place
        for _, option in field.options:
            assert option.zh, place
            assert not re.search(r"[\u4e00-\u9fff]", option.en), place


@pytest.mark.parametrize("said", [LABELS, OPTIONS, NAMED], ids=["labels", "options", "named"])
def test_nothing_is_said_of_a_field_that_is_not_there(said: dict[str, Any]) -> None:
    used = {next((end for end in ends_of(place) if end in said), None) for place, _ in ALL_PLACES}
    assert set(said) - used == set()


@each_form
def test_what_is_in_sight_or_folded_is_there(form: RuleForm) -> None:
    names = {field.name for field in form.fields}
    variants = [other for other in FORMS if other.kind == form.kind]
    all_names = {field.name for variant in variants for field in variant.fields}
    for records in ("workbook", "claims"):
        assert set(IN_SIGHT[f"{records}.{form.kind}"]) <= all_names
    assert {"title", "cite"} <= {field.name for field in form.fields if not field.advanced} <= names
    assert len([field for field in form.fields if not field.advanced]) <= 13


def test_fields_folded_inside_parts_are_there() -> None:
    assert {field.name for _, field in ALL_PLACES} >= FOLDED_BELOW


def test_texts_that_name_nothing_else_are_known() -> None:
    """A new reference to a rule or a fact has to be told apart from a mere text."""
    assert {place for place, field in ALL_PLACES if field.control == "text"} == {
        *(f"{kind}.id" for kind in KINDS),
        *(place for place, _ in ALL_PLACES if place.endswith((".is", ".is_not"))),
        "eligibility.any_of.name",
        "eligibility.exclude",
        *(f"eligibility.{field}.{language}" for field in ("groups", "key_groups") for language in ("zh", "en")),
        "index.values.region",
        "list.versions.members",
    } - {place for place, field in ALL_PLACES if field.control == "words"}


@pytest.mark.parametrize(
    ("kind", "records", "subject"), [("rates", "claims", None), ("rate", "both", None), ("gate", "claims", "county")]
)
def test_form_of_something_unknown_is_refused(kind: str, records: str, subject: str | None) -> None:
    with pytest.raises(ValueError, match="expected"):
        form_of(kind, records, subject)


# ---------------------------------------------------------------- there and back


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_rules_of_documents_come_back(path: Path) -> None:
    records, rules = rules_in(path)
    for rule in rules:
        form = form_for(rule, records)
        assert to_dict(form, to_values(form, rule)) == rule


WORDS = st.text("abc甲乙-| 、é", min_size=1, max_size=6).filter(lambda word: word.strip() == word)
AMOUNTS = st.from_regex(r"[1-9][0-9]{0,5}(\.[0-9]{2})?", fullmatch=True)
PERCENTS = st.from_regex(r"[0-9]{1,3}(\.[0-9]{1,2})?%", fullmatch=True)
QUANTITIES = st.tuples(st.integers(0, 9999), st.sampled_from(sorted(UNITS))).map(lambda parts: f"{parts[0]} {parts[1]}")


def drawn_of(annotation: Any) -> st.SearchStrategy[Any]:  # noqa: C901, PLR0911, PLR0912 - one case a type
    """Draw what TOML may hold for an annotation, by the type alone and without asking the form."""
    if annotation == Quantity:
        return QUANTITIES
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return drawn_of(parts[0])
    if origin in {Union, UnionType}:
        return st.one_of(*[drawn_of(part) for part in parts if part is not type(None)])
    if origin is tuple:
        return st.lists(drawn_of(parts[0]), max_size=3)
    if origin is dict:
        return st.dictionaries(st.from_regex(r"[a-z][a-z_|]{0,5}", fullmatch=True), drawn_of(parts[1]), max_size=3)
    if origin is Literal:
        return st.sampled_from(parts)
    if annotation is Text:
        return st.fixed_dictionaries({"zh": WORDS, "en": WORDS})
    if annotation is bool:
        return st.booleans()
    if annotation is date:
        return st.dates()
    if annotation is str:
        return WORDS
    if issubclass(annotation, Strict):
        return drawn_model(annotation)
    if issubclass(annotation, Yuan):
        return AMOUNTS
    if issubclass(annotation, Percent):
        return PERCENTS
    assert issubclass(annotation, int | Measure)
    return st.integers(0, 10**6)


def drawn_model(model: type[Strict]) -> st.SearchStrategy[dict[str, Any]]:
    required, optional = {}, {}
    for name, info in model.model_fields.items():
        (required if info.is_required() else optional)[info.alias or name] = drawn_of(info.annotation)
    return st.fixed_dictionaries(required, optional=optional)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_random_rules_come_back(model: type[Strict]) -> None:
    @drawn(150)
    @given(drawn_model(model))
    def comes_back(rule: dict[str, Any]) -> None:
        form = form_for(rule)
        assert to_dict(form, to_values(form, rule)) == rule

    comes_back()


def test_short_and_long_ways_of_writing_stay_apart() -> None:
    form = form_of("rate", "claims")
    for rule in (
        {"payee": "person", "caps": ["800"], "table": {"axes": ["level"]}},
        {"payee": [{"to": "person"}], "caps": [{"amount": "800"}], "table": {"axes": [{"fact": "level"}]}},
    ):
        assert to_dict(form, to_values(form, {"kind": "rate", **rule})) == {"kind": "rate", **rule}


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["zh", "to", "fact", "a"]), inner),
    max_leaves=6,
)


@drawn(300)
@given(st.data())
def test_any_half_filled_rule_can_be_shown_and_read(data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(FORMS))
    rule = data.draw(st.dictionaries(st.sampled_from([field.name for field in form.fields]), JUNK))
    values = to_values(form, rule)
    assert all(isinstance(value, str) for several in values.values() for value in several)
    assert to_dict(form, values)["kind"] == form.kind


@drawn(300)
@given(st.data())
def test_anything_posted_can_be_read(data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(FORMS))
    names = st.lists(
        st.sampled_from(["0", "1", "00", "as", "zh", "key", "value", "by", "", *(field.name for field in form.fields)]),
        min_size=1,
        max_size=20,
    ).map("-".join)
    posted = data.draw(st.dictionaries(names, st.lists(st.text(max_size=5), max_size=3), max_size=12))
    assert to_dict(form, posted)["kind"] == form.kind


# ---------------------------------------------------------------- what officers type

HEAD = {"id": ["daily"], "title-zh": ["按天"], "title-en": ["by day"], "cite": ["A", "B"], "item": ["training"]}


def test_rate_is_read_as_an_officer_types_it() -> None:
    posted = {
        **HEAD,
        "payee-0-to": ["institution"],
        "price": [""],
        "tiers-0-price": ["１５０元"],
        "tiers-0-upto": ["10天"],
        "tiers-2-price": ["1,00"],
        "tiers-5-price": ["100"],
        "tiers-5-upto": [""],
        "tiers-7-price": [" "],
        "max_units": ["15 天"],
        "caps-0-amount": ["0.4万元"],
        "csrfmiddlewaretoken": ["x"],
    }
    rule = to_dict(form_of("rate", "claims"), posted)
    assert rule == {
        "kind": "rate",
        "id": "daily",
        "title": {"zh": "按天", "en": "by day"},
        "cite": ["A", "B"],
        "item": "training",
        "payee": "institution",
        "tiers": [{"price": "150", "upto": 10}, {"price": "1,00"}, {"price": "100"}],
        "max_units": 15,
        "caps": ["4000"],
    }
    with pytest.raises(ValidationError) as refused:
        RULE.validate_python(rule)
    assert [fault["loc"][:4] for fault in refused.value.errors()] == [("rate", "tiers", 1, "price")]
    del rule["tiers"][1]
    assert RULE.validate_python(rule).tiers[0].price == 15000


def test_number_takes_the_unit_that_the_rate_counts_in() -> None:
    form = form_of("rate", "claims")
    assert to_dict(form, {"unit": ["class_hour"], "max_units": ["120课时"]})["max_units"] == 120
    assert to_dict(form, {"unit": ["class_hour"], "max_units": ["15天"]})["max_units"] == "15天"
    assert to_dict(form, {"unit": ["fortnight"], "max_units": ["15天"]})["max_units"] == "15天"


@pytest.mark.parametrize(
    ("kind", "field", "typed", "read"),
    [
        ("limit", "n", "3次", 3),
        ("limit", "months", "12个月", 12),
        ("limit", "months", "2年", "2年"),
        ("limit", "n", "1.5", "1.5"),
        ("calendar", "claim_until", "2022年12月31日", date(2022, 12, 31)),
        ("calendar", "claim_until", "2022-2-30", "2022-2-30"),
        ("class_standard", "attendance_min", "85％", "85%"),
        ("class_standard", "attendance_min", "85", "85%"),
        ("class_standard", "attendance_min", "0.85", "0.85"),
        ("class_standard", "size_max", "50人", 50),
        ("class_standard", "exam", "on", True),
        ("class_standard", "exam", "no", False),
        ("adjust", "factor", "1.3倍", "130%"),
        ("adjust", "factor", "1.3", "1.3"),
        ("adjust", "plus", "￥200元整", "200"),
        ("budget", "amount", "200万元", "2000000"),
        ("budget", "amount", "约200万", "约200万"),
        ("budget", "year", "2022", 2022),
        ("budget", "year", "9" * 40, "9" * 40),
    ],
)
def test_single_values(kind: str, field: str, typed: str, read: object) -> None:
    assert to_dict(form_of(kind, "claims"), {field: [typed]})[field] == read


def test_amount_is_left_open_as_chosen() -> None:
    form = form_of("rate", "claims")
    left = {"price-by": ["county"], "price-min": ["50元"], "price-max": ["100"]}
    opened = {"by": "county", "min": "50", "max": "100"}
    assert to_dict(form, left)["price"] == opened
    assert to_dict(form, {**left, "price": ["80"], "price-as": ["open"]})["price"] == opened
    assert to_dict(form, {**left, "price": ["80"]})["price"] == "80"
    assert to_values(form, {"price": opened})["price-as"] == ["open"]


def test_table_and_condition_are_read() -> None:
    posted = {
        "axes-0-fact": ["category"],
        "axes-1-fact": ["attended_hours"],
        "axes-1-from-0": ["40课时"],
        "axes-1-from-1": ["80"],
        "axes-1-from-1-unit": ["hours"],
        "cells-0-key": ["A", "40"],
        "cells-0-value": ["500元"],
        "cells-1-key": ["A", "80"],
        "cells-1-value": [""],
        "when-kind": ["order", "project"],
        "when-is-level": ["5\r\n4", "3"],
        "when-is-size": [""],
        "when-tests-0-fact": ["heads"],
        "when-tests-0-at_least": ["20"],
        "when-tests-0-at_least-unit": ["people"],
        "when-tests-0-over-unit": ["people"],
    }
    rule = to_dict(form_of("amount_table", "claims"), posted)
    assert rule["axes"] == ["category", {"fact": "attended_hours", "from": ["40 hours", "80 hours"]}]
    assert rule["cells"] == {"A|40": "500"}
    assert rule["when"] == {
        "kind": ["order", "project"],
        "is": {"level": ["5", "4", "3"]},
        "tests": [{"fact": "heads", "at_least": "20 people"}],
    }


def test_list_is_pasted_line_by_line() -> None:
    posted = {"versions-0-from": ["2022.1.1"], "versions-0-members": ["电工\n 焊工 \n\n育婴员"]}
    assert to_dict(form_of("list", "claims"), posted)["versions"] == [
        {"from": date(2022, 1, 1), "members": ["电工", "焊工", "育婴员"]}
    ]


# ---------------------------------------------------------------- suggestions


def test_kinds_of_the_shipped_clauses_are_suggested() -> None:
    hits, misses = [], []
    for path in SHIPPED:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        clauses = {clause["id"]: clause for clause in content["clause"]}
        for rule in content["rule"]:
            for cite in rule["cite"]:
                clause = clauses[cite]
                likely = likely_kinds(clause["text"]["zh"], clause.get("figures", ()))
                (hits if rule["kind"] in likely[:3] else misses).append((cite, rule["kind"], likely))
    print(f"among the first three: {len(hits)} of {len(hits) + len(misses)}; missed: {misses}")
    assert len(hits) >= 28
    assert len(misses) <= 3


def test_suggestion_tells_why() -> None:
    first = suggestions("班次结束后3个月内就业的再拨20%", ["3 months", "20 %"])[0]
    assert (first.kind, first.because) == ("release", ("个月内就业",))
    assert suggestions("加大政策宣传解读力度。") == ()


def test_figures_go_where_their_unit_fits() -> None:
    figures = ["150 yuan", "10 days", "80 %", "20 people", "2022-11-30 date", "10 days"]
    fields = dict(ALL_PLACES)
    assert figures_for(fields["rate.price"], figures) == ("150",)
    assert figures_for(fields["rate.max_units"], figures) == ("10",)
    assert figures_for(fields["class_standard.size_max"], figures) == ("20",)
    assert figures_for(fields["class_standard.attendance_min"], figures) == ("80%",)
    assert figures_for(fields["calendar.claim_until"], figures) == ("2022-11-30",)
    assert figures_for(fields["rate.when.tests.over"], figures) == ("150 yuan", "10 days", "80 %", "20 people")
    assert figures_for(fields["rate.title"], figures) == ()
