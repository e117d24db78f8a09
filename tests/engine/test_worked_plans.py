"""Ten plans of other places as claims documents: their worked examples hold to the fen, and refuse with the right reason."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from jineng.kernel.money import parse_yuan
from jineng.kernel.problems import UnusableError
from jineng.policy.loader import DOCUMENT_NAME, EXAMPLES_NAME, load_file
from jineng.policy.parsing import parse_document, read_toml

WORKED = Path(__file__).parent / "worked"
PLACES = sorted(path.name for path in WORKED.iterdir())
each_place = pytest.mark.parametrize("place", PLACES)

KINDS = {
    "shanxi-2018": {"rate", "limit", "class_standard", "eligibility"},
    "beijing-2020": {"rate", "fixed_amount", "eligibility", "calendar", "list"},
    # What rises with the result are the gate's own factors by person, so no adjust stands beside it.
    "baoji-2023": {"gate", "amount_table", "eligibility", "calendar", "release"},
    "jiujiang-2023": {"amount_table", "rate"},
    "wenzhou-2020": {"share", "limit", "eligibility", "class_standard"},
    "wujin-2023": {"amount_table", "fixed_amount", "release", "limit", "calendar", "budget", "list"},
    "nanping-2023": {"rate", "release", "limit"},
    "jining-2020": {"rate", "eligibility", "limit"},
    "guilin-2018": {"amount_table", "adjust", "list"},
    "ningbo-2018": {"amount_table", "adjust", "limit", "calendar", "list"},
}
"""The kinds that a text of this shape needs."""

DUE = {
    "shanxi-2018": {"days_8": 8 * 150, "days_13": 10 * 150 + 3 * 100, "days_18": 10 * 150 + 5 * 100},
    "beijing-2020": {
        "hours_65": 65 // 20 * 500 + 1540,
        "hours_119": 119 // 20 * 500 + 1540,
        "hours_140": min(140 // 20, 6) * 500 + 1540,
        "hours_19": 0,
    },
    "baoji-2023": {
        "rate_25": 10 * 1000,
        "rate_35": 36 * 1000,
        "rate_55": 15 * 1400 + 7 * 1200 + 14 * 1000,
        "rate_30": 36 * 1000,
        "rate_50": 20 * 1200 + 16 * 1000,
    },
    "jiujiang-2023": {
        "middle_full": 1500,
        "middle_64_hours": 64 // 8 * 100,
        "middle_96_hours": 1500 * 60 // 100,
        "senior_technician_200_hours": 200 // 8 * 100,
    },
    "wenzhou-2020": {"cap_of_a_project": 800, "no_voucher": 570, "cap_of_an_hour": 24 * 25, "to_the_fen": "316.66"},
    "wujin-2023": {"both_halves": 1300, "first_half_only": 1400 // 2, "completion_only": 300},
    "nanping-2023": {"completed_52": 52 * 5000},
    "jining-2020": {
        "small_at_a_standstill": 100_000,
        "large_hotel": 500_000,
        "new_hires_45": 45 * 5 * 500,
        "fall_of_70": 500,
    },
    "guilin-2018": {
        "middle_b": 1600,
        "middle_b_region": 1600 * 130 // 100,
        "senior_c_city": 1800 * 115 // 100,
    },
    "ningbo-2018": {
        "shortage_middle": 800 + 240,
        "shortage_senior": 1200 * 150 // 100,
        "shortage_first": 2000 * 150 // 100,
        "exam_in_august": 0,
    },
}
"""What the examples must come to by hand, in yuan, by place and example."""


def expected(place: str, example: str) -> dict[str, str]:
    written = read_toml((WORKED / place / EXAMPLES_NAME).read_bytes(), EXAMPLES_NAME)
    return next(each["expect"] for each in written["example"] if each["id"] == example)


def codes(path: Path) -> set[str]:
    with pytest.raises(UnusableError) as caught:
        load_file(path)
    return {problem.code for problem in caught.value.problems}


@pytest.fixture
def copied(tmp_path):
    """A function that copies a place's two files, one of them with a text replaced, and gives the document's path."""

    def copy(place: str, name: str, old: str, new: str) -> Path:
        shutil.copytree(WORKED / place, tmp_path / place)
        changed = tmp_path / place / name
        text = changed.read_text(encoding="utf-8")
        assert text.count(old) == 1
        changed.write_text(text.replace(old, new), encoding="utf-8")
        return tmp_path / place / DOCUMENT_NAME

    return copy


@each_place
def test_loads_without_a_fault_and_every_example_holds(place):
    document = load_file(WORKED / place / DOCUMENT_NAME).document
    assert (document.head.id, document.head.records) == (place, "claims")


@each_place
def test_uses_the_kinds_that_its_text_needs(place):
    path = WORKED / place / DOCUMENT_NAME
    used = {rule.kind for rule in parse_document(path.read_bytes(), path.name).rule}
    assert KINDS[place] - used == set()


@each_place
def test_every_rule_speaks_both_languages(place):
    path = WORKED / place / DOCUMENT_NAME
    for rule in parse_document(path.read_bytes(), path.name).rule:
        said = rule.describe()
        assert all(said)
        assert said.zh != said.en


@pytest.mark.parametrize(("place", "example"), [(place, example) for place in PLACES for example in DUE[place]])
def test_the_examples_promise_what_comes_out_by_hand(place, example):
    assert parse_yuan(expected(place, example)["due"]) == parse_yuan(str(DUE[place][example]))


def test_advances_and_what_comes_back_add_up():
    advanced, settled = expected("nanping-2023", "advance_of_60"), expected("nanping-2023", "completed_52")
    fen = {key: parse_yuan(value) for key, value in settled.items() if key not in {"status", "reasons"}}
    paid_fen = parse_yuan(advanced["payable_now"])
    assert paid_fen == parse_yuan(str(60 * 2500))
    assert fen["payable_now"] - fen["recover"] == parse_yuan(str(52 * 2500 - 8 * 2500))
    assert paid_fen + fen["payable_now"] - fen["recover"] == fen["due"]
    published = expected("nanping-2023", "published_round")["payable_now"]
    assert parse_yuan(published) == parse_yuan(str(302_500 + 12_000 + 6_000 + 12_000))


WRONG = {
    "shanxi-2018": ('due = "1800"', 'due = "1801"'),
    "baoji-2023": ('due = "43400", payable_now = "43400"', 'due = "43399", payable_now = "43400"'),
    "wenzhou-2020": ('due = "316.66"', 'due = "316.67"'),
    "nanping-2023": ('recover = "20000"', 'recover = "19999.99"'),
    "ningbo-2018": ('due = "0", reasons = ["outside_period"]', 'due = "0", reasons = ["claim_late"]'),
}


@pytest.mark.parametrize("place", WRONG)
def test_an_example_that_promises_something_else_is_a_fault(place, copied):
    assert codes(copied(place, EXAMPLES_NAME, *WRONG[place])) == {"example_failed"}


def test_a_decision_above_its_bound_is_a_fault(copied):
    """The region's list allows at most 130 %: a decided rise of 35 % is no amount to pay but a fault of the document."""
    path = copied("guilin-2018", DOCUMENT_NAME, 'value = "130%"', 'value = "135%"')
    assert "fill_out_of_bounds" in codes(path)
