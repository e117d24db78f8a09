"""Formulas of ``openfisca_sixty``: lists, indexes and the training subsidy, in plain NumPy.

Factors are whole percent, since OpenFisca-Core keeps other numbers in 32-bit floats. A table is an array made once and indexed
by a word's place, several times as fast as OpenFisca-Core's own tables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from sixty_cases import VARIANTS
from sixty_rules_of_training import LISTS_AND_INDEXES, TRAINING_RULES, URGENT

if TYPE_CHECKING:
    from collections.abc import Callable

Formulas = dict[str, tuple[type, "Callable[..., Any]"]]

INDUSTRIES = tuple(LISTS_AND_INDEXES[1]["versions"][0]["members"])
WORDS = {
    fact: VARIANTS[fact]
    for fact in ("kind", "level", "certificate", "size", "mode", "sex", "category", "occupation", "programme", "group", "region")
} | {"industry": (*INDUSTRIES, "farming")}  # fmt: skip
NO_DAY = np.datetime64("1970-01-01")
"""OpenFisca-Core's default for a day that nobody told."""


def _given(value: float) -> dict[str, Any]:
    return {"values": {"2022-01-01": {"value": value}}}


PARAMETERS: dict[str, Any] = {
    "hour": {name: _given(value) for name, value in {"first": 2000, "second": 1500, "rest": 1000, "cap": 180_000}.items()},
    "training": {
        name: _given(value)
        for name, value in {
            "online": 800, "business": 150_000, "fee": 0.8, "deemed": 1200, "fee_floor": 20_000, "fee_cap": 160_000,
            "basic": 30_000, "urgent": 120, "long_online": 5000, "cap_of_wage": 0.3, "year": 400_000,
        }.items()
    },
    "wage": {name: _given(value) for name, value in {"before": 623_800, "now": 664_150}.items()},
}  # fmt: skip


def words(fact: str, *chosen: str) -> Any:
    """Return a mask of a word fact: which of its places are chosen."""
    return np.array([word in chosen for word in WORDS[fact]])


def months_later(day: Any, months: int) -> Any:
    """Return the same day of the month so many months later, or its last day."""
    month = day.astype("datetime64[M]")
    last = (month + months + 1).astype("datetime64[D]") - np.timedelta64(1, "D")
    return np.minimum((month + months).astype("datetime64[D]") + (day - month.astype("datetime64[D]")), last)


def happened(claim: Any, period: Any, fact: str) -> Any:
    day = claim(fact, period)
    return (day > NO_DAY) & (day <= claim("as_of", period))


def whole(amount: Any) -> Any:
    """Return whole fen, half up."""
    return np.floor(amount + 0.5).astype(int)


URGENT_BEFORE, URGENT_NOW = words("occupation", *URGENT[:5]), words("occupation", *URGENT)
LISTED = words("programme", *LISTS_AND_INDEXES[2]["versions"][0]["members"])
KEY_INDUSTRIES = words("industry", *INDUSTRIES)
BY_HOUR = words("kind", "order", "project", "outbound")
BUSINESS, UNIVERSAL = words("kind", "entrepreneurship"), words("kind", "universal")
ONLINE = words("mode", "online", "mixed")
GROUP_PERCENT = np.array(
    [{"poverty": 115, "disabled": 120, "laid_off": 110}.get(group, 100) for group in WORDS["group"]]
)
FOR_TRAINING = words("group", "poverty", "disabled", "laid_off", "migrant", "graduate", "worker")
CELLS = TRAINING_RULES[1]["cells"]
LISTED_FEN = np.array(
    [[int(CELLS.get(f"{category}|{level}", 0)) * 100 for level in WORDS["level"]] for category in WORDS["category"]]
)
LEAST_WAGE = np.array([[176_000 if region == "140421" else 188_000 for region in WORDS["region"]],
                       [188_000 if region == "140421" else 198_000 for region in WORDS["region"]]])  # fmt: skip
NEW_YEAR = np.datetime64("2023-01-01")


def urgent_occupations(claim, period):
    occupation = claim("occupation", period)
    return np.where(claim("claimed_on", period) < NEW_YEAR, URGENT_BEFORE[occupation], URGENT_NOW[occupation])


def key_industries(claim, period):
    return KEY_INDUSTRIES[claim("industry", period)]


def listed_programmes(claim, period):
    begun = claim("class_start_on", period) >= np.datetime64("2022-01-01")
    return begun & LISTED[claim("programme", period)]


def least_wage(claim, period):
    return LEAST_WAGE[(claim("claimed_on", period) >= NEW_YEAR).astype(int), claim("region", period)]


def average_wage(claim, period, parameters):
    wage = parameters(period).wage
    return np.where(claim("claimed_on", period) < NEW_YEAR, wage.before, wage.now)


def own_benefit_index(claim, period):
    return claim("own_benefit", period)


def _hours_fen(claim, period, parameters):
    hour, hours = parameters(period).hour, claim("attended_hours", period)
    first = np.minimum(hours, 40_000) * hour.first
    second = np.clip(hours - 40_000, 0, 40_000) * hour.second
    base = (first + second + np.maximum(hours - 80_000, 0) * hour.rest) / 1000
    base = base * claim("urgent_more", period) * claim("group_more", period) / 10_000
    base, cost = np.minimum(base, hour.cap), claim("cost", period)
    return np.where(cost >= 0, np.minimum(base, cost), base)


def training_by_hour(claim, period, parameters):
    amount = _hours_fen(claim, period, parameters)
    amount = np.where(claim("hours_of_class", period), amount, claim("training_basic", period))
    amount = amount * claim("pass_rate", period) / 100
    asked = BY_HOUR[claim("kind", period)] & happened(claim, period, "completed_on")
    asked &= claim("people_of_training", period) & claim("tied_to_the_city", period) & claim("size_of_class", period)
    return whole(np.where(asked, amount, 0))


def training_listed(claim, period, parameters):
    cell = LISTED_FEN[claim("category", period), claim("level", period)]
    amount = np.where(cell > 0, cell, _hours_fen(claim, period, parameters))
    amount = amount * claim("urgent_more", period) * claim("group_more", period) / 10_000
    amount = amount * claim("pass_rate", period) / 100
    asked = claim("listed_programmes", period) & happened(claim, period, "completed_on")
    asked &= claim("people_of_training", period) & claim("size_of_class", period)
    return whole(np.where(asked, amount, 0))


def training_online(claim, period, parameters):
    hours = claim("online_hours", period) // 1000
    amount = np.minimum(hours, 60) * parameters(period).training.online + claim("long_online", period)
    asked = ONLINE[claim("mode", period)] & (hours >= 8) & happened(claim, period, "completed_on")
    asked &= claim("people_of_training", period) & claim("size_of_class", period)
    return whole(np.where(asked, amount, 0))


def training_business(claim, period, parameters):
    asked = BUSINESS[claim("kind", period)] & claim("passed", period)
    asked &= claim("people_of_training", period) & claim("size_of_class", period)
    return np.where(asked, parameters(period).training.business, 0)


def training_fee(claim, period, parameters):
    given, fee = parameters(period).training, claim("official_fee", period)
    base = np.where(fee >= 0, fee, given.deemed * claim("attended_hours", period) / 1000)
    amount = np.where(base > 0, np.maximum(base * given.fee, given.fee_floor), 0)
    amount = np.minimum(np.minimum(amount, given.fee_cap), claim("average_wage", period) * given.cap_of_wage)
    asked = UNIVERSAL[claim("kind", period)] & happened(claim, period, "certified_on")
    asked &= claim("people_of_training", period) & claim("tied_to_the_city", period) & claim("size_of_class", period)
    return whole(np.where(asked, amount, 0))


def training_basic(claim, period, parameters):
    return np.full(claim.count, parameters(period).training.basic)


def urgent_more(claim, period, parameters):
    return np.where(claim("urgent_occupations", period), parameters(period).training.urgent, 100)


def group_more(claim, period):
    return GROUP_PERCENT[claim("group", period)]


def long_online(claim, period, parameters):
    return np.where(claim("online_hours", period) >= 40_000, parameters(period).training.long_online, 0)


def people_of_training(claim, period):
    born, day = claim("born_on", period), claim("class_start_on", period)
    months = (day.astype("datetime64[M]") - born.astype("datetime64[M]")).astype(int)
    early = day - day.astype("datetime64[M]") < born - born.astype("datetime64[M]")
    age = (months - early) // 12
    most = np.where(claim("sex", period) == WORDS["sex"].index("female"), 55, 60)
    return FOR_TRAINING[claim("group", period)] & (age >= 16) & (age <= most)


def tied_to_the_city(claim, period):
    return claim("household", period) | claim("unemployed", period) | (claim("insured_months", period) >= 6)


def hours_of_class(claim, period):
    attended, online, taught = (claim(f"{name}_hours", period) for name in ("attended", "online", "taught"))
    return (attended - online + online * 0.5 >= 24_000) & (taught > 0) & (attended * 10 >= taught * 8)


def size_of_class(claim, period):
    started = claim("class_started", period)
    fits = claim("taught_hours", period) <= claim("taught_days", period) * 8000
    return (started >= 10) & (started <= 60) & fits


def pass_rate(claim, period):
    passed, started = claim("class_passed", period), claim("class_started", period)
    reached = (started > 0) & (passed * 10 >= started * 6)
    return np.where(reached, np.where(passed * 10 >= started * 8, 100, 80), 50)


def occupation_once(claim, period):
    return claim("taken_before", period) < 1


def three_a_year(claim, period):
    return claim("taken_before", period) < 3


def money_a_year(claim, period, parameters):
    return np.maximum(parameters(period).training.year - claim("paid_before_fen", period), 0)


def _part(claim, period, event, after, months, part):
    """A part of the money that is due by now or may still come; nothing where it lapsed."""
    begun, day = claim(after, period), claim(event, period)
    last = months_later(begun, months)
    reached = happened(claim, period, event) & (day >= begun) & (day <= last)
    return np.where(reached | (begun == NO_DAY) | (claim("as_of", period) <= last), part, 0)


def three_parts(claim, period):
    amount = np.minimum(claim("training_joined", period), claim("money_a_year", period))
    first, second = whole(amount * 0.5), whole(amount * 0.3)
    certified = _part(claim, period, "certified_on", "completed_on", 12, second)
    return first + certified + _part(claim, period, "employed_on", "completed_on", 6, amount - first - second)


def training_joined(claim, period):
    total, listed = claim("training_by_hour", period), claim("training_listed", period)
    total = np.where(listed > 0, listed, total) + claim("training_online", period)
    total = np.maximum(total, claim("training_business", period))
    return np.where(total > 0, total, claim("training_fee", period))


def training_due(claim, period):
    counts = claim("windows", period) & claim("occupation_once", period) & claim("three_a_year", period)
    return np.where(counts, claim("three_parts", period), 0)


TRAINING_FORMULAS: Formulas = {
    "urgent_occupations": (bool, urgent_occupations),
    "key_industries": (bool, key_industries),
    "listed_programmes": (bool, listed_programmes),
    "least_wage": (int, least_wage),
    "average_wage": (int, average_wage),
    "own_benefit_index": (int, own_benefit_index),
    "training_by_hour": (int, training_by_hour),
    "training_listed": (int, training_listed),
    "training_online": (int, training_online),
    "training_business": (int, training_business),
    "training_fee": (int, training_fee),
    "training_basic": (int, training_basic),
    "urgent_more": (int, urgent_more),
    "group_more": (int, group_more),
    "long_online": (int, long_online),
    "people_of_training": (bool, people_of_training),
    "tied_to_the_city": (bool, tied_to_the_city),
    "hours_of_class": (bool, hours_of_class),
    "size_of_class": (bool, size_of_class),
    "pass_rate": (int, pass_rate),
    "occupation_once": (bool, occupation_once),
    "three_a_year": (bool, three_a_year),
    "money_a_year": (int, money_a_year),
    "three_parts": (int, three_parts),
    "training_joined": (int, training_joined),
    "training_due": (int, training_due),
}
