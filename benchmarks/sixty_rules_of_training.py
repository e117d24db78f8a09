"""The first half of ``sixty_document``: lists, indexes, and the rules of the training subsidy."""

from __future__ import annotations

from datetime import date
from typing import Any

Table = dict[str, Any]


def rule(kind: str, name: str, clause: str, zh: str, en: str, **fields: Any) -> Table:
    """Return a rule as a TOML table."""
    return {"id": name, "kind": kind, "title": {"zh": zh, "en": en}, "cite": [clause], **fields}


FIRST_DAY = date(2022, 1, 1)
URGENT = ["electrician", "welder", "nursery", "infant_care", "cook", "fitter", "machinist", "driver"]
LISTS_AND_INDEXES = (
    rule(
        "list", "urgent_occupations", "1.2", "紧缺工种目录", "Occupations in urgent demand",
        of="occupation", member_at="claimed_on", until_published="previous",
        versions=[
            {"from": FIRST_DAY, "until": date(2022, 12, 31), "members": URGENT[:5]},
            {"from": date(2023, 1, 1), "members": URGENT},
        ],
    ),
    rule(
        "list", "key_industries", "1.2", "重点产业目录", "Key industries",
        of="industry", member_at="claimed_on", until_published="previous",
        versions=[{"from": FIRST_DAY, "members": ["chemicals", "machinery", "care", "logistics", "software"]}],
    ),
    rule(
        "list", "listed_programmes", "1.3", "项目制培训目录", "Listed programmes",
        of="programme", member_at="class_start_on", until_published="none",
        versions=[{"from": FIRST_DAY, "members": ["cnc", "nursing", "e_commerce", "new_energy", "drone", "elder_care"]}],
    ),
    rule(
        "index", "least_wage", "1.4", "最低工资标准", "Least wage",
        values=[
            {"from": FIRST_DAY, "until": date(2022, 12, 31), "value": "1880"},
            {"from": date(2023, 1, 1), "value": "1980"},
            {"from": FIRST_DAY, "region": "140421", "until": date(2022, 12, 31), "value": "1760"},
            {"from": date(2023, 1, 1), "region": "140421", "value": "1880"},
        ],
    ),
    rule(
        "index", "average_wage", "1.4", "上年度在岗职工月平均工资", "Average monthly wage of the year before",
        values=[
            {"from": FIRST_DAY, "until": date(2022, 12, 31), "value": "6238"},
            {"from": date(2023, 1, 1), "until": date(2024, 12, 31), "value": "6641.50"},
        ],
    ),
    rule("index", "own_benefit", "1.4", "本人待遇", "The person's own benefit", person_fact="own_benefit"),
)  # fmt: skip

PAID = ["training_by_hour", "training_listed", "training_online", "training_business", "training_fee"]
TRAINING_RULES = (
    rule(
        "rate", "training_by_hour", "2.1", "按课时补贴", "By class hours",
        item="training", payee="institution", population="completed", unit="class_hour", part_unit="prorata",
        when={"kind": ["order", "project", "outbound"]},
        tiers=[{"price": "20", "upto": 40}, {"price": "15", "upto": 80}, {"price": "10"}],
        caps=["1800", {"cost": "cost"}],
    ),
    rule(
        "amount_table", "training_listed", "2.1", "目录项目按类别和等级补贴", "Listed programmes by category and level",
        item="training", payee="institution", population="completed", stack="replace",
        when={"in_list": "listed_programmes"},
        axes=["category", "level"],
        cells={
            f"{category}|{level}": str(yuan + 300 * place)
            for category, yuan in (("A", 1500), ("B", 1200), ("C", 900))
            for place, level in enumerate("54321")
        },
        otherwise="fallback", fallback="training_by_hour",
    ),
    rule(
        "rate", "training_online", "2.2", "线上课时补贴", "Hours online",
        item="training", payee="platform", population="completed", unit="class_hour", count="online_hours", price="8",
        part_unit="drop", min_units=8, max_units=60, when={"is": {"mode": ["online", "mixed"]}},
    ),
    rule(
        "fixed_amount", "training_business", "2.2", "创业培训", "Training for entrepreneurs",
        item="training", payee="institution", population="passed", stack="best_of", amount="1500",
        when={"kind": ["entrepreneurship"]},
    ),
    rule(
        "share", "training_fee", "2.3", "按收费标准的八成补贴", "Eighty percent of the official fee",
        item="training", payee="who_paid", population="certified", stack="only_if_none", percent="80%",
        of_fact="official_fee", deemed={"price": "12", "count": "attended_hours"}, floor="200",
        when={"kind": ["universal"]}, caps=["1600", {"share": "30%", "index": "average_wage"}],
    ),
    rule(
        "fixed_amount", "training_basic", "2.3", "课时不足的基本补贴", "Where hours are too few",
        item="training", payee="institution", population="completed", stack="only_named", amount="300",
    ),
    rule(
        "adjust", "urgent_more", "2.4", "紧缺工种上浮", "More for urgent occupations",
        targets=["training_by_hour", "training_listed"], when={"in_list": "urgent_occupations"}, factor="120%",
        combine="multiply", order="before_caps",
    ),
    rule(
        "adjust", "group_more", "2.4", "重点群体上浮", "More for key groups",
        targets=["training_by_hour", "training_listed"], combine="multiply", order="before_caps",
        table={"axes": ["group"], "cells": {"poverty": "115%", "disabled": "120%", "laid_off": "110%"}},
    ),
    rule(
        "adjust", "long_online", "2.4", "长课时线上培训加补", "More for long online training",
        targets=["training_online"], when={"tests": [{"fact": "online_hours", "at_least": "40 hours"}]}, plus="50",
        combine="add", order="after_caps",
    ),
    rule(
        "eligibility", "people_of_training", "2.5", "培训对象", "Whom training is for",
        subject="person", judged_at="settlement", targets=PAID,
        any_of=[{"name": name} for name in ("poverty", "disabled", "laid_off", "migrant", "graduate", "worker")],
        exclude=["student"], age={"at": "class_start_on", "min": 16, "max": 60, "max_female": 55},
    ),
    rule(
        "eligibility", "tied_to_the_city", "2.5", "与本市有联系", "Tied to the city",
        subject="person", judged_at="settlement", targets=["training_by_hour", "training_fee"],
        any_tests=[
            {"fact": "household", "is": ["yes"]},
            {"fact": "unemployed", "is": ["yes"]},
            {"fact": "insured_months", "at_least": "6 months"},
        ],
    ),
    rule(
        "class_standard", "size_of_class", "2.6", "办班要求", "Size of a class",
        judged_at="settlement", on_fail="refuse", targets=PAID, size_min=10, size_max=60, hours_per_day_max=8,
    ),
    rule(
        "class_standard", "hours_of_class", "2.6", "课时要求", "Hours of a class",
        judged_at="settlement", on_fail="fallback", fallback="training_basic", targets=["training_by_hour"],
        hours_min=24, attendance_min="80%", online={"counts_as": "50%"},
    ),
    rule(
        "gate", "pass_rate", "2.7", "合格率", "Pass rate",
        subject="class", targets=["training_by_hour", "training_listed"],
        measure={"numerator": "class_passed", "denominator": "class_started"},
        bands=[
            {"from": "0%", "factor": "50%"}, {"from": "60%", "factor": "80%"}, {"from": "80%", "factor": "100%"},
        ],
    ),
    rule(
        "limit", "occupation_once", "2.8", "同一工种一次", "Once an occupation",
        targets=PAID, n=1, per="person", key="occupation", period="life",
    ),
    rule(
        "limit", "three_a_year", "2.8", "一年三次", "Three times a year",
        targets=PAID, n=3, per="person", period="calendar_year",
    ),
    rule(
        "limit", "money_a_year", "2.8", "一年最高金额", "Most money a year",
        targets=PAID, counter="money", amount="4000", per="person", period="calendar_year", on_hit="cut_to_rest",
    ),
    rule(
        "release", "three_parts", "2.9", "分三次拨付", "Paid in three parts",
        targets=PAID,
        milestones=[
            {"share": "50%", "event": "completion"},
            {"share": "30%", "event": "certificate", "within": 12, "after": "completion"},
            {"share": "20%", "event": "employment", "within": 6, "after": "completion"},
        ],
    ),
)  # fmt: skip
