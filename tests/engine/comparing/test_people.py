"""What eligibility rules ask of a person, by what is known."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.comparing.made_up import document_with, people
from jineng.policy.comparing.known import Known, Span
from jineng.policy.comparing.people import compare_rules, is_key
from jineng.policy.loader import load_plan

DAY = date(2023, 3, 1)
ALWAYS = (Span(),)
NEVER = ()


def outcomes(document, groups=None, day=DAY, **values):
    known = Known(day, groups or {}, {"class_start_on": day, **values})
    return [finding.outcome for finding in compare_rules(document, known)]


def test_a_person_of_one_of_the_groups_fits_and_whoever_is_of_no_known_group_is_not_known():
    document = load_plan("changzhixian-2018").document
    assert outcomes(document, {"demobilised": ALWAYS}) == ["fits"]
    assert outcomes(document) == ["unknown"]
    assert outcomes(document, {"veteran": ALWAYS}) == ["unknown"]
    rule = next(rule for rule in document.rule if rule.id == "people")
    everything = {code: NEVER for group in rule.groups for code in group.codes}
    assert outcomes(document, everything) == ["does_not_fit"]


def test_a_finding_says_rule_clause_and_what_is_missing():
    (finding,) = compare_rules(load_plan("lanxian-2022").document, Known(DAY, {}, {}))
    assert (finding.check, finding.rule, finding.clauses) == ("groups", "people", ("L2",))
    assert "group:veteran" in finding.missing
    assert "不知道" in finding.reason.zh
    (finding,) = compare_rules(load_plan("lanxian-2022").document, Known(DAY, {"veteran": ALWAYS}, {}))
    assert finding.reason == ("属于培训对象：退役军人", "is one of those whom it is for: veterans")


@pytest.mark.parametrize(
    ("start", "end", "outcome"), [(0, 0, "fits"), (1, 9, "does_not_fit"), (-9, -1, "does_not_fit")]
)
def test_a_group_counts_on_its_first_and_last_day(start, end, outcome):
    document = document_with(people('any_of = [{ name = "veteran" }]'))
    tag = Span(date.fromordinal(DAY.toordinal() + start), date.fromordinal(DAY.toordinal() + end))
    assert outcomes(document, {"veteran": (tag,)}) == [outcome]


def test_a_graduate_out_of_work_counts_for_so_many_years_after_leaving():
    document = load_plan("lanxian-2022").document
    rule = next(rule for rule in document.rule if rule.id == "people")
    groups = {code: NEVER for group in rule.groups for code in group.codes} | {"unemployed_graduate": ALWAYS}
    day = date(2022, 7, 1)
    assert outcomes(document, groups, day) == ["unknown"]
    assert outcomes(document, groups, day, left_school_on=date(2020, 7, 1)) == ["fits"]
    assert outcomes(document, groups, day, left_school_on=date(2020, 6, 30)) == ["does_not_fit"]
    assert outcomes(document, {**groups, "veteran": ALWAYS}, day, left_school_on=date(1999, 7, 1)) == ["fits"]


@pytest.mark.parametrize(
    ("born", "day", "outcome"),
    [
        (date(2007, 3, 1), DAY, "fits"),
        (date(2007, 3, 2), DAY, "does_not_fit"),
        (date(2004, 2, 29), date(2020, 2, 28), "does_not_fit"),
        (date(2004, 2, 29), date(2020, 2, 29), "fits"),
        (date(2008, 2, 29), date(2024, 2, 29), "fits"),
        (date(2007, 2, 28), date(2023, 2, 28), "fits"),
        (date(2004, 2, 29), date(2021, 2, 28), "fits"),
        (date(2007, 1, 1), date(2006, 1, 1), "does_not_fit"),
    ],
)
def test_the_least_age_is_reached_on_the_birthday(born, day, outcome):
    document = document_with(people('age = { at = "class_start_on", min = 16 }'))
    assert outcomes(document, day=day, born_on=born) == [outcome]


@pytest.mark.parametrize(
    ("born", "sex", "outcome"),
    [
        (date(1968, 3, 1), "female", "does_not_fit"),
        (date(1972, 3, 2), "female", "fits"),
        (date(1972, 3, 1), "female", "does_not_fit"),
        (date(1972, 3, 1), "male", "fits"),
        (date(1962, 3, 1), "male", "does_not_fit"),
        (date(1962, 3, 2), "male", "fits"),
    ],
)
def test_women_may_have_another_greatest_age(born, sex, outcome):
    document = document_with(people('age = { at = "class_start_on", max = 60, max_female = 50 }'))
    assert outcomes(document, born_on=born, sex=sex) == [outcome]


def test_sex_is_asked_only_where_it_matters():
    document = document_with(people('age = { at = "class_start_on", max = 60, max_female = 50 }'))
    assert outcomes(document, born_on=date(2000, 1, 1)) == ["fits"]
    assert outcomes(document, born_on=date(1950, 1, 1)) == ["does_not_fit"]
    assert outcomes(document, born_on=date(1968, 1, 1)) == ["unknown"]


def test_the_age_on_29_february_of_a_common_year_comes_round_on_1_march():
    document = document_with(people('age = { at = "class_start_on", max = 18 }'))
    born = date(2004, 2, 29)
    assert outcomes(document, day=date(2023, 2, 28), born_on=born) == ["fits"]
    assert outcomes(document, day=date(2023, 3, 1), born_on=born) == ["does_not_fit"]


def test_a_rule_whose_targets_pay_for_other_kinds_does_not_concern_the_training():
    document = document_with(people('exclude = ["veteran"]'))
    only = document.rule[0].model_copy(update={"when": document.rule[0].when.model_copy(update={"kind": ("order",)})})
    document = document.model_copy(update={"rule": (only, *document.rule[1:])})
    assert outcomes(document, {"veteran": ALWAYS}, kind="project") == []
    assert outcomes(document, {"veteran": ALWAYS}, kind="order") == ["does_not_fit"]
    assert outcomes(document, kind="order") == ["unknown"]


def test_whoever_is_of_a_key_group_is_told_so():
    document = load_plan("lanxian-2022").document
    assert is_key(document, Known(DAY, {"relocated": ALWAYS})) is True
    assert is_key(document, Known(DAY, {})) is None
    assert is_key(load_plan("changzhixian-2018").document, Known(DAY, {})) is False


ASKING_EVERYTHING = document_with(
    people(
        """any_of = [{ name = "veteran" }, { name = "disabled", from = 2023-02-01, until = 2023-06-30 }]
exclude = ["rural_labour"]
age = { at = "class_start_on", min = 16, max = 60, max_female = 50 }
tests = [{ fact = "staff", at_least = "10 people" }, { fact = "revenue", fall_from = "revenue_before", at_least = "20 %" }]
any_tests = [{ fact = "insured", is = ["yes"] }, { fact = "wage", below = "3000 yuan" }, { fact = "attended_hours", over = "4 hours" }]
sizes = ["micro"]
contract = { min_months = 6, signed_within = 12 }
insured_min = 6
when = { in_list = "urgent", is = { level = ["5"] }, tests = [{ fact = "left_on", since = 2023-02-27 }] }
"""
    )
)
GROUPS = ("veteran", "disabled", "rural_labour")
DAYS = st.sampled_from([date(2023, 1, 31), date(2023, 2, 27), date(2023, 2, 28), DAY, date(2024, 2, 29)])
BIRTHS = st.sampled_from([date(2007, 3, 1), date(2007, 3, 2), date(1972, 2, 29), date(1972, 3, 2), date(1962, 3, 1)])
VALUES = {
    "born_on": BIRTHS,
    "class_start_on": DAYS,
    "sex": st.sampled_from(["male", "female"]),
    "staff": st.integers(8, 12),
    "revenue": st.integers(78, 82),
    "revenue_before": st.sampled_from([0, 100]),
    "insured": st.sampled_from([0, 1]),
    "wage": st.sampled_from([299_999, 300_000]),
    "attended_hours": st.sampled_from([4000, 4001]),
    "size": st.sampled_from(["micro", "large"]),
    "contract_months": st.integers(5, 7),
    "contract_on": DAYS,
    "insured_months": st.integers(5, 7),
    "occupation": st.sampled_from(["welder", "cook"]),
    "level": st.sampled_from(["5", "4"]),
    "left_on": DAYS,
}
SPANS = st.lists(st.builds(Span, st.none() | DAYS, st.none() | DAYS), max_size=2).map(tuple)
EVERYTHING = st.builds(
    Known,
    st.just(DAY),
    st.fixed_dictionaries(dict.fromkeys(GROUPS, SPANS)),
    st.fixed_dictionaries({name: st.none() | values for name, values in VALUES.items()}),
)


def without(known, forgotten):
    return Known(
        known.day,
        {name: spans for name, spans in known.groups.items() if name not in forgotten},
        {name: value for name, value in known.values.items() if name not in forgotten},
    )


FORGOTTEN = st.sets(st.sampled_from([*GROUPS, *VALUES]))


@given(EVERYTHING, FORGOTTEN, FORGOTTEN)
def test_more_knowledge_never_changes_an_answer_that_was_known(known, forgotten, more):
    little = list(compare_rules(ASKING_EVERYTHING, without(known, forgotten | more)))
    much = list(compare_rules(ASKING_EVERYTHING, without(known, forgotten)))
    assert len(little) == len(much) > 8
    for before, after in zip(little, much, strict=True):
        assert before.outcome in ("unknown", after.outcome)


@given(EVERYTHING, FORGOTTEN)
def test_an_answer_is_unknown_exactly_if_a_fact_is_missing(known, forgotten):
    assert all(finding.outcome != "unknown" for finding in compare_rules(ASKING_EVERYTHING, known))
    for finding in compare_rules(ASKING_EVERYTHING, without(known, forgotten)):
        assert (finding.outcome == "unknown") == bool(finding.missing)
        assert {fact.removeprefix("group:") for fact in finding.missing} <= forgotten
