"""Formulas of ``openfisca_sixty``: the seven items beside training, windows, goals and funds, in plain NumPy."""

from __future__ import annotations

import numpy as np
from openfisca_sixty_training import NO_DAY, WORDS, Formulas, happened, months_later, whole, words
from sixty_rules_of_items import ITEM_RULES

RULES = {rule["id"]: rule for rule in ITEM_RULES}


def _by_word(fact, cells, missing=0.0, times=100):
    """Return a table's cells as an array by the word's place."""
    return np.array([float(str(cells[word]).rstrip("%")) * times if word in cells else missing for word in WORDS[fact]])


LEVEL_FEN = _by_word("level", RULES["certificate_by_level"]["cells"])
TOP_FEN = _by_word("level", RULES["top_technicians"]["plus_table"]["cells"])
REGION_FACTOR = _by_word("region", RULES["living_by_region"]["table"]["cells"], 100, 1)
SIZE_FACTOR = _by_word("size", RULES["size_factor"]["table"]["cells"], 100, 1)
APPRENTICE_FEN = _by_word("level", RULES["apprentice_year"]["table"]["cells"])
ASSESSMENT_FEN = _by_word("level", RULES["assessment_fee"]["caps"][0]["table"]["cells"])
DISTANCE_FEN, STAFF_FEN = np.array([0, 4000, 8000, 12_000]), np.array([0, 1_000_000, 2_000_000, 5_000_000])
SKILLS, SPECIAL = words("certificate", "skill_level", "qualification"), words("certificate", "special_ability")
HARDSHIP, FOR_LIVING = words("group", "poverty", "disabled"), words("group", "poverty", "disabled", "laid_off")
FIRST_DAY, LAST_DAY = np.datetime64("2022-01-01"), np.datetime64("2024-12-31")


def certificate_by_level(claim, period):
    amount = LEVEL_FEN[claim("level", period)] * claim("urgent_certificate", period) / 100
    amount = amount + claim("top_technicians", period)
    asked = SKILLS[claim("certificate", period)] & claim("insured_a_year", period)
    return whole(np.where(asked & happened(claim, period, "certified_on"), amount, 0))


def certificate_special(claim, period):
    asked = SPECIAL[claim("certificate", period)] & claim("insured_a_year", period)
    asked &= happened(claim, period, "certified_on")
    return whole(np.where(asked, 60_000 * claim("urgent_certificate", period) / 100, 0))


def urgent_certificate(claim, period):
    return np.where(claim("urgent_occupations", period), 130, 100)


def top_technicians(claim, period):
    return TOP_FEN[claim("level", period)]


def insured_a_year(claim, period):
    return claim("insured_months", period) >= 12


def certificate_once(claim, period):
    return claim("taken_before", period) < 1


def certificates_a_year(claim, period):
    return claim("taken_before", period) < 3


def certificate_at_once(claim, period):
    return claim("certificate_by_level", period) + claim("certificate_special", period)


def certificate_due(claim, period):
    counts = claim("windows", period) & claim("certificate_once", period) & claim("certificates_a_year", period)
    return np.where(counts, claim("certificate_at_once", period), 0)


def living_day(claim, period):
    days = np.minimum(claim("attended_days", period), 60)
    amount = np.where(days > 0, np.maximum(days * 3000, 10_000), 0) * claim("living_by_region", period) / 100
    return whole(np.where(claim("people_of_living", period) & happened(claim, period, "completed_on"), amount, 0))


def living_hardship(claim, period):
    asked = HARDSHIP[claim("group", period)] & happened(claim, period, "completed_on")
    return whole(np.where(asked, claim("least_wage", period) * 0.2, 0))


def living_by_region(claim, period):
    return REGION_FACTOR[claim("region", period)]


def people_of_living(claim, period):
    return FOR_LIVING[claim("group", period)]


def living_once(claim, period):
    return claim("taken_before", period) < 1


def living_due(claim, period):
    amount = np.maximum(claim("living_day", period), claim("living_hardship", period))
    return np.where(claim("windows", period) & claim("living_once", period), amount, 0)


def travel_month(claim, period):
    cost, amount = claim("cost", period), np.minimum(claim("months", period) * 6000, 30_000)
    return np.where(cost >= 0, np.minimum(amount, cost), amount)


def travel_far(claim, period):
    return DISTANCE_FEN[np.searchsorted((30, 60, 100), claim("distance", period), side="right")]


def travel_once(claim, period):
    return claim("taken_before", period) < 1


def travel_due(claim, period):
    amount = claim("travel_month", period) + claim("travel_far", period)
    return np.where(claim("in_force", period) & claim("travel_once", period), amount, 0)


def work_training_month(claim, period):
    months, heads = claim("months", period) + claim("part_days", period) / 30, claim("heads", period)
    amount = np.minimum(months, 6) * 50_000 * heads * claim("size_factor", period) / 100
    return whole(np.where(claim("revenue_fell", period), np.minimum(amount, heads * 350_000), 0))


def work_training_new(claim, period):
    asked = (claim("employed_on", period) >= FIRST_DAY) & claim("revenue_fell", period)
    return np.where(asked & (claim("work_training_month", period) > 0), claim("heads", period) * 30_000, 0)


def size_factor(claim, period):
    return SIZE_FACTOR[claim("size", period)]


def revenue_fell(claim, period):
    revenue, before = claim("revenue", period) / 100, claim("revenue_before", period) / 100
    return (revenue > 0) & (before > 0) & ((before - revenue) * 10 >= before * 3)


def enterprise_ceiling(claim, period):
    return np.maximum(30_000_000 - claim("paid_before_fen", period), 0)


def work_training_due(claim, period):
    amount = claim("work_training_month", period) + claim("work_training_new", period)
    return np.where(claim("in_force", period), np.minimum(amount, claim("enterprise_ceiling", period)), 0)


def apprentice_year(claim, period):
    amount = claim("years", period) * APPRENTICE_FEN[claim("level", period)] * claim("yearly_rise", period)
    asked = claim("apprentice_contract", period) & claim("apprentice_practice", period)
    return whole(np.where(asked, amount * claim("apprentices_certified", period), 0))


def yearly_rise(claim, period):
    years = claim("claimed_on", period).astype("datetime64[Y]").astype(int) + 1970 - 2022
    return 1.05 ** np.clip(years, 0, 30)


def apprentice_contract(claim, period):
    signed, start = claim("contract_on", period), claim("class_start_on", period)
    return (claim("contract_months", period) >= 12) & (start >= signed) & (start <= months_later(signed, 12))


def apprentices_certified(claim, period):
    reached = claim("class_certified", period) * 10 >= claim("class_started", period) * 7
    return np.where(reached, 1, 0.6)


def apprentice_practice(claim, period):
    practice = claim("practice_hours", period) * 10 >= claim("taught_hours", period) * 6
    return practice & (claim("class_started", period) >= 5)


def apprentice_advance(claim, period):
    ended = (claim("completed_on", period) > NO_DAY) | (claim("left_on", period) > NO_DAY)
    amount = claim("apprentice_year", period)
    return np.where(ended, amount, whole(amount * 0.5))


def apprentice_level_once(claim, period):
    return claim("taken_before", period) < 1


def assessment_fee(claim, period):
    fee = np.maximum(claim("official_fee", period), 0) * 0.9
    return whole(np.minimum(fee, ASSESSMENT_FEN[claim("level", period)]))


def assessment_once(claim, period):
    return claim("taken_before", period) < 1


def award_by_staff(claim, period):
    return STAFF_FEN[np.searchsorted((50, 200, 500), claim("staff", period), side="right")]


def award_key_industry(claim, period):
    asked = claim("key_industries", period) & claim("leading_project", period)
    return np.where(asked & (claim("award_by_staff", period) > 0), 500_000, 0)


def award_once(claim, period):
    return claim("taken_before", period) < 1


def in_force(claim, period):
    day = claim("claimed_on", period)
    return (day >= FIRST_DAY) & (day <= LAST_DAY)


def windows(claim, period):
    ended = claim("class_end_on", period)
    trained = (claim("class_start_on", period) >= FIRST_DAY) & (ended <= np.datetime64("2024-10-31"))
    return claim("in_force", period) & trained & (claim("claimed_on", period) <= months_later(ended, 12))


def goals_of_the_year(claim, _period):
    return np.full(claim.count, 20_000)


def fund_of_the_year(claim, _period):
    return np.full(claim.count, 3_000_000)


BOOLEANS = (
    insured_a_year, certificate_once, certificates_a_year, people_of_living, living_once, travel_once, revenue_fell,
    apprentice_contract, apprentice_practice, apprentice_level_once, assessment_once, award_once, in_force, windows,
)  # fmt: skip
FACTORS = (yearly_rise, apprentices_certified)
AMOUNTS = (
    certificate_by_level, certificate_special, top_technicians, certificate_at_once, certificate_due, living_day,
    living_hardship, living_due, travel_month, travel_far, travel_due, work_training_month, work_training_new,
    enterprise_ceiling, work_training_due, apprentice_year, apprentice_advance, assessment_fee, award_by_staff,
    award_key_industry, goals_of_the_year, fund_of_the_year, urgent_certificate, living_by_region, size_factor,
)  # fmt: skip
ITEM_FORMULAS: Formulas = {
    formula.__name__: (holds, formula)
    for holds, formulas in ((bool, BOOLEANS), (float, FACTORS), (int, AMOUNTS))
    for formula in formulas
}
