"""``fixed_amount``: one sum."""

from __future__ import annotations

from datetime import date

import pytest

from engine.kinds.harness import described, dues, plan_of, refusals, settle

SUM = '[[rule]]\nid = "sum"\nkind = "fixed_amount"\namount = "800"\n'
DAYS = '[[rule]]\nid = "by_days"\nkind = "rate"\nprice = "100"\n'
WITHIN_A_YEAR = plan_of(SUM + 'certificate = { types = ["skill_level", "special_ability"], within = 1 }')


def certified(signed: date | None, day: date | None, certificate: str | None = "skill_level"):
    return {"contract_on": signed, "certified_on": day, "certificate": certificate}


def test_each_line_earns_the_sum():
    assert dues(plan_of(SUM), {}, {"level": "3"}) == [800_00, 800_00]


def test_a_count_multiplies_the_sum():
    plan = plan_of(SUM + 'per = "enterprise"\ntimes = "insured_staff"')
    assert dues(plan, {"insured_staff": 1}, {"insured_staff": 30}) == [800_00, 24000_00]


def test_a_missing_count_earns_nothing():
    plan = plan_of(SUM + 'times = "heads"')
    assert refusals(plan, {}, {"heads": 0}) == ["nothing_earned", "nothing_earned"]


def test_hours_multiply_by_their_parts():
    assert dues(plan_of(SUM + 'times = "attended_hours"'), {"attended_hours": "1.25"}) == [1000_00]


def test_it_goes_with_what_is_really_paid():
    plan = plan_of(DAYS + SUM + 'together_with = "by_days"')
    assert dues(plan, {"attended_days": 1}, {"attended_days": 2}) == [900_00, 1000_00]
    assert refusals(plan, {"attended_days": 0}) == ["nothing_earned"]


def test_without_the_other_subsidy_it_says_so():
    plan = plan_of(SUM + f'together_with = "by_days"\n{DAYS}item = "living"')
    assert refusals(plan, {"attended_days": 0}, {"attended_days": 1}) == ["not_together", ""]
    assert dues(plan, {"attended_days": 1}) == [800_00]


def test_it_goes_with_a_subsidy_whose_own_population_and_condition_hold():
    plan = plan_of(
        SUM
        + f'together_with = "by_days"\n{DAYS}item = "living"\npopulation = "passed"\nwhen = {{ is = {{ mode = ["offline"] }} }}'
    )
    lines = [
        {"attended_days": 3, "passed": True, "mode": "offline"},
        {"attended_days": 3, "passed": False, "mode": "offline"},
        {"attended_days": 3, "passed": True, "mode": "online"},
    ]
    assert refusals(plan, *lines) == ["", "not_together", "not_together"]


def test_a_certificate_counts_from_the_day_of_the_contract_to_the_same_day_years_later():
    signed = date(2022, 3, 15)
    days = (date(2022, 3, 14), date(2022, 3, 15), date(2023, 3, 15), date(2023, 3, 16))
    assert refusals(WITHIN_A_YEAR, *(certified(signed, day) for day in days)) == [
        "not_certified",
        "",
        "",
        "not_certified",
    ]


def test_a_year_from_a_leap_day_ends_on_28_february():
    plan = plan_of(SUM + 'certificate = { types = ["skill_level"], within = 3 }')
    signed = date(2020, 2, 29)
    assert refusals(plan, certified(signed, date(2023, 2, 28)), certified(signed, date(2023, 3, 1))) == [
        "",
        "not_certified",
    ]


@pytest.mark.parametrize(
    "line",
    [
        certified(date(2022, 3, 15), date(2022, 6, 1), "qualification"),
        certified(date(2022, 3, 15), date(2022, 6, 1), "none"),
        certified(date(2022, 3, 15), date(2022, 6, 1), None),
        certified(None, date(2022, 6, 1)),
        certified(date(2022, 3, 15), None),
    ],
)
def test_another_certificate_or_a_missing_day_is_not_certified(line):
    assert refusals(WITHIN_A_YEAR, line) == ["not_certified"]


def test_an_open_sum_pays_nothing_until_it_is_set():
    rule = '[[rule]]\nid = "sum"\nkind = "fixed_amount"\namount = { by = "city", max = "500" }\n'
    assert refusals(plan_of(rule), {}) == ["awaits_decision"]
    assert dues(plan_of(rule + '[[fill]]\nrule = "sum"\nterm = "amount"\nvalue = "450.55"\nby = "city"'), {}) == [
        450_55
    ]


def test_an_open_sum_of_another_item_is_nothing_to_this_line():
    other = '[[rule]]\nid = "other"\nkind = "fixed_amount"\nitem = "living"\namount = { by = "city" }\n'
    assert dues(plan_of(SUM + other), {}) == [800_00]


def test_what_was_paid_before_is_set_off():
    settled = settle(plan_of(SUM), {"paid": "300"}, {"paid": "800"}, {"paid": "1000"})
    assert [(line.due_fen, line.payable_now_fen, line.recover_fen) for line in settled] == [
        (800_00, 500_00, 0),
        (800_00, 0, 0),
        (800_00, 0, 200_00),
    ]


def test_a_sum_says_itself():
    plan = plan_of(
        SUM
        + 'per = "enterprise"\ntimes = "heads"\ncertificate = { types = ["skill_level", "special_ability"], within = 1 }\n'
        + 'payee = [{ to = "institution", when = { kind = ["project"] } }, { to = "enterprise" }]'
    )
    assert described(plan, "sum") == (
        "每家企业 800 元，乘以人数，条件是合同签订后 1 年内取得职业技能等级证书、专项职业能力证书；项目制的拨给培训机构；其余拨给企业。",
        (
            "800 yuan an enterprise, times heads, if a certificate (skill-level certificate, special-ability certificate) is gained "
            "within 1 year of the contract; for project-based paid to the training institution; else paid to the enterprise."
        ),
    )
