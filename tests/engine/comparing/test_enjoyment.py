"""What was enjoyed before against the limits of a document."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.comparing.made_up import document_with, limit
from jineng.policy.comparing.enjoyment import compare_limits, once_keys
from jineng.policy.comparing.known import Enjoyed, Known
from jineng.policy.loader import load_plan

DAY = date(2023, 3, 1)


def outcome(document, enjoyed, **values):
    known = Known(DAY, {}, {"class_start_on": DAY, **values})
    (finding,) = compare_limits(document, known, enjoyed)
    assert (finding.outcome == "unknown") == bool(finding.missing)
    return finding.outcome


def had(on=DAY, amount_fen=None, item="training", **keys):
    return Enjoyed(item, on, amount_fen, keys)


def test_once_a_level_in_a_life():
    document = load_plan("lanxian-2022").document
    before = had(date(2019, 1, 1), item="certificate", level="5")
    assert outcome(document, [before], level="5") == "does_not_fit"
    assert outcome(document, [before], level="4") == "fits"
    assert outcome(document, [before]) == "unknown"
    assert outcome(document, []) == "fits"
    assert outcome(document, [had(item="certificate")], level="5") == "unknown"
    assert outcome(document, [had(level="5")], level="5") == "fits", "another item"


@pytest.mark.parametrize(
    ("period", "on", "expected"),
    [
        ('period = "calendar_year"', date(2023, 12, 31), "does_not_fit"),
        ('period = "calendar_year"', date(2022, 12, 31), "fits"),
        ('period = "policy"', date(2022, 12, 31), "fits"),
        ('period = "policy"', date(2023, 1, 1), "does_not_fit"),
        ('period = "rolling"\nmonths = 12', date(2022, 3, 2), "does_not_fit"),
        ('period = "rolling"\nmonths = 12', date(2022, 3, 1), "fits"),
    ],
)
def test_what_was_enjoyed_counts_in_its_period(period, on, expected):
    assert outcome(document_with(limit(f"n = 1\n{period}")), [had(on)]) == expected


def test_several_times_and_more_for_what_is_on_a_list():
    document = document_with(limit('n = 1\nperiod = "life"\nextra = { n = 1, in_list = "urgent" }'))
    assert outcome(document, [had()], occupation="cook") == "does_not_fit"
    assert outcome(document, [had()], occupation="welder") == "fits"
    assert outcome(document, [had()]) == "unknown"
    assert outcome(document, [had(), had()]) == "does_not_fit"


def test_money_up_to_an_amount():
    document = document_with(limit('counter = "money"\namount = "100"\nperiod = "life"'))
    assert outcome(document, [had(amount_fen=9_999)]) == "fits"
    assert outcome(document, [had(amount_fen=9_999), had(amount_fen=1)]) == "does_not_fit"
    assert outcome(document, [had()]) == "unknown"


def test_no_lower_level_after_a_higher_one():
    document = document_with(limit('n = 9\nperiod = "life"\nno_lower_after_higher = true'))
    assert outcome(document, [had(level="4")], level="5") == "does_not_fit"
    assert outcome(document, [had(level="4")], level="3") == "fits"
    assert outcome(document, [had(level="4")]) == "unknown"


def test_so_many_months_between_two():
    document = document_with(limit('n = 9\nperiod = "life"\nmin_gap = 3'))
    assert outcome(document, [had(date(2022, 12, 1))]) == "fits"
    assert outcome(document, [had(date(2022, 12, 2))]) == "does_not_fit"


def test_keys_are_the_same_in_two_plans_and_none_where_something_is_not_known():
    document = load_plan("lanxian-2022").document
    known = Known(DAY, {}, {"level": "5"})
    (key,) = once_keys(document, known, "certificate")
    assert (key.rule, key.key, key.most) == ("once_a_level", "certificate|life|level=5", 1)
    assert once_keys(document, Known(DAY, {}, {}), "certificate") == ()
    assert once_keys(document, known, "training") == ()
    yearly = document_with(limit('n = 2\nperiod = "calendar_year"\nkeys = ["occupation", "level"]'))
    (key,) = once_keys(yearly, Known(DAY, {}, {"level": "5", "occupation": None}), "training")
    assert (key.key, key.most) == ("training|year=2023|occupation=|level=5", 2)
    rolling = document_with(limit('n = 1\nperiod = "rolling"\nmonths = 12'))
    assert once_keys(rolling, known, "training") == ()


LIMITS = (
    'n = 2\nperiod = "calendar_year"\nkeys = ["occupation", "level"]\nextra = { n = 1, in_list = "urgent" }',
    'n = 1\nperiod = "rolling"\nmonths = 3\nkey = "level"\nno_lower_after_higher = true\nmin_gap = 2',
    'counter = "money"\namount = "100"\nperiod = "policy"\nkey = "occupation"',
)
DOCUMENTS = [document_with(limit(fields)) for fields in LIMITS]
LEVELS = st.sampled_from(["5", "4", None])
OCCUPATIONS = st.sampled_from(["welder", "cook"])
ENTRIES = st.lists(
    st.builds(
        Enjoyed,
        st.sampled_from(["training", "certificate"]),
        st.integers(-100, 30).map(lambda days: DAY + timedelta(days=days)),
        st.sampled_from([4_000, 6_000, 10_000]),
        st.fixed_dictionaries({"level": LEVELS, "occupation": OCCUPATIONS}),
    ),
    max_size=4,
)


@given(st.sampled_from(DOCUMENTS), ENTRIES, LEVELS, OCCUPATIONS, st.data())
def test_more_knowledge_never_changes_an_answer_that_was_known(document, entries, level, occupation, data):
    forget = st.sets(st.sampled_from(["level", "occupation"]))
    known = {"level": level, "occupation": occupation}
    forgotten = data.draw(forget)
    vaguer = [
        Enjoyed(
            entry.item,
            entry.on,
            data.draw(st.sampled_from([entry.amount_fen, None])),
            {key: value for key, value in entry.keys.items() if key not in data.draw(forget)},
        )
        for entry in entries
    ]
    sure = outcome(document, entries, **known)
    assert sure != "unknown"
    vague = outcome(document, vaguer, **{fact: value for fact, value in known.items() if fact not in forgotten})
    assert vague in ("unknown", sure)
