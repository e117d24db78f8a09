"""Facts for the document of sixty rules: one person's, drawn variants of them, and worked examples."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import TYPE_CHECKING, Any

from jineng.kernel.money import format_yuan
from jineng.policy.claims.facts import read_facts, specs_of
from jineng.policy.claims.line import ClaimLine
from jineng.policy.claims.one import one_claim
from jineng.policy.writing import write_toml

if TYPE_CHECKING:
    from jineng.policy.plan import ClaimsPlan

Facts = dict[str, Any]
AS_OF = date(2023, 12, 31)
COMPARED = ("training", "certificate", "living", "travel", "work_training")
"""The items whose rules are compared; windows and lists of two versions are in them."""

PERSON: Facts = {
    "person_id": "P1",
    "enterprise_id": "E1",
    "kind": "order",
    "level": "4",
    "certificate": "skill_level",
    "size": "small",
    "mode": "mixed",
    "sex": "female",
    "category": "B",
    "occupation": "welder",
    "programme": "nursing",
    "group": "laid_off",
    "region": "140421",
    "attended_hours": "72",
    "taught_hours": "80",
    "online_hours": "20",
    "attended_days": 10,
    "taught_days": 10,
    "months": 4,
    "part_days": 15,
    "insured_months": 14,
    "heads": 12,
    "class_started": 40,
    "class_passed": 33,
    "distance": 75,
    "cost": "1500",
    "official_fee": "1800",
    "revenue": "600000",
    "revenue_before": "1000000",
    "born_on": date(1985, 3, 1),
    "class_start_on": date(2023, 3, 1),
    "class_end_on": date(2023, 3, 20),
    "completed_on": date(2023, 3, 20),
    "certified_on": date(2023, 4, 30),
    "employed_on": date(2023, 5, 20),
    "claimed_on": date(2023, 6, 1),
    "passed": True,
    "household": True,
    "unemployed": False,
}
"""A woman laid off who trained as a welder; every fact that a rule of the compared items reads."""

_DAYS = (
    date(2022, 2, 28),
    date(2022, 12, 31),
    date(2023, 3, 19),
    date(2023, 3, 20),
    date(2023, 6, 1),
    date(2023, 9, 20),
)
VARIANTS: dict[str, tuple[Any, ...]] = {
    "kind": ("order", "project", "outbound", "universal", "entrepreneurship", "enterprise_self"),
    "level": ("5", "4", "3", "2", "1"),
    "certificate": ("skill_level", "qualification", "special_ability", "training"),
    "size": ("micro", "small", "medium", "large"),
    "mode": ("online", "offline", "mixed"),
    "sex": ("male", "female"),
    "category": ("A", "B", "C", "D"),
    "occupation": ("welder", "cook", "fitter", "driver", "tailor"),
    "programme": ("cnc", "nursing", "drone", "knitting"),
    "group": ("poverty", "disabled", "laid_off", "migrant", "worker", "student"),
    "region": ("140421", "140423", "140400"),
    "attended_hours": ("0", "24", "40", "40.5", "72", "80", "96.5", "120"),
    "taught_hours": ("0", "80", "100", "120"),
    "online_hours": ("0", "7.5", "8", "20", "40", "96"),
    "attended_days": (0, 3, 10, 60, 75),
    "months": (0, 1, 4, 6, 9),
    "part_days": (0, 10, 15),
    "insured_months": (0, 5, 6, 12, 14),
    "heads": (0, 1, 12, 90),
    "class_started": (0, 9, 10, 40, 61),
    "class_passed": (0, 5, 24, 32, 40),
    "distance": (0, 29, 30, 60, 75, 100),
    "cost": (None, "0", "250", "1500"),
    "official_fee": (None, "0", "180", "1800", "3000"),
    "revenue": (None, "600000", "700000", "900000"),
    "revenue_before": (None, "0", "1000000"),
    "born_on": (
        date(1985, 3, 1),
        date(2007, 3, 1),
        date(2007, 3, 2),
        date(1967, 3, 1),
        date(1962, 3, 1),
        date(1963, 1, 1),
    ),
    "completed_on": (None, *_DAYS),
    "certified_on": (None, *_DAYS, date(2024, 1, 1)),
    "employed_on": (None, *_DAYS),
    "claimed_on": (date(2021, 12, 31), date(2022, 12, 31), date(2023, 6, 1), date(2024, 3, 20), date(2024, 3, 21)),
    "passed": (True, False),
    "household": (True, False),
    "unemployed": (True, False),
}
"""Values on both sides of every edge that the rules compared have."""


def drawn_facts(count: int, seed: int = 60) -> list[Facts]:
    """Return the person, the person with each value of each variant, and ``count`` with several of them drawn."""
    rng = Random(seed)
    cases = [PERSON, *({**PERSON, fact: value} for fact, values in VARIANTS.items() for value in values)]
    for _ in range(count):
        changed = rng.sample(list(VARIANTS), rng.choice((2, 3, 5, 8)))
        cases.append({**PERSON, **{fact: rng.choice(VARIANTS[fact]) for fact in changed}})
    return cases


def line_of(plan: ClaimsPlan, item: str, facts: Facts) -> ClaimLine:
    """Return the line of an item with these facts."""
    return ClaimLine(1, item, read_facts(specs_of(plan.document), facts), AS_OF)


def examples_text(plan: ClaimsPlan, count: int = 20) -> str:
    """Return a file of worked examples, all items in turn, each with the facts that its item reads and what the plan gives."""
    written = []
    rules = {rule.item: rule.id for rule in plan.document.rule if rule.kind in {"rate", "amount_table", "share"}}
    for number, facts in enumerate(drawn_facts(count, seed=20)[-count:]):
        item = plan.items[number % len(plan.items)]
        read = {"person_id", "enterprise_id", *plan.program.of(item).facts}
        told = {fact: value for fact, value in facts.items() if value is not None and fact in read}
        settled = one_claim(plan, line_of(plan, item, told))
        expect = {"status": settled.status, "reasons": list(settled.reasons)}
        expect |= {"due": format_yuan(settled.due_fen), "payable_now": format_yuan(settled.payable_now_fen)}
        written.append(
            {
                "id": f"example_{number + 1}",
                "title": {"zh": f"算例 {number + 1}", "en": f"Example {number + 1}"},
                "rule": rules[item],
                "as_of": AS_OF,
                "item": item,
                "facts": told,
                "expect": expect,
            }
        )
    return write_toml({"example": written})
