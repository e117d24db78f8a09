"""Random parts of claims documents: amounts, tables, tests, conditions. All randomness comes from one ``Random``."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from random import Random

WORDS = {
    "level": ("5", "4", "3", "2"),
    "size": ("micro", "small", "medium"),
    "category": ("A", "B", "C"),
    "group": ("farmer", "graduate", "jobless"),
    "region": ("140001", "140002"),
    "mode": ("online", "offline"),
    "result": ("good", "fair"),
    "occupation": ("welder", "cook", "nurse"),
    "programme": ("spring", "autumn"),
    "trade": ("coal", "steel"),
    "certificate": ("skill_level", "qualification", "none"),
    "sex": ("male", "female"),
}
"""Words that documents and lines use; ``trade`` is a fact of the documents' own."""
KINDS = ("order", "project", "universal", "enterprise_self")
FLAGS = ("passed", "insured", "household", "registered")
NUMBERS = {
    "attended_hours": "hours",
    "taught_hours": "hours",
    "site_hours": "hours",
    "attended_days": "days",
    "site_days": "days",
    "months": "months",
    "contract_months": "months",
    "insured_months": "months",
    "years": "years",
    "semesters": "semesters",
    "heads": "people",
    "staff": "people",
    "class_started": "people",
    "class_certified": "people",
    "shifts": "items",
    "cost": "yuan",
    "wage": "yuan",
    "power_bill": "yuan",
}
"""Number facts with the unit in which a document writes them."""
BOUNDS = {
    "hours": (8, 10, 24, 40, 80, 120),
    "days": (1, 5, 9, 10, 20, 30),
    "months": (1, 2, 3, 6, 12),
    "years": (1, 2, 3),
    "semesters": (1, 2, 4),
    "people": (1, 2, 5, 15, 20, 30),
    "items": (1, 2, 3),
    "yuan": (100, 500, 800, 1000, 2400),
}
"""Figures that documents use and lines aim at, by unit."""
DATES = tuple(
    date.fromisoformat(day)
    for day in (
        "2022-01-01",
        "2022-02-28",
        "2022-06-30",
        "2022-08-31",
        "2022-11-30",
        "2023-01-01",
        "2023-03-31",
        "2023-05-15",
        "2023-09-30",
        "2023-12-31",
        "2024-02-29",
        "2024-06-30",
    )
)
DAYS_OF_EVENTS = ("class_start_on", "class_end_on", "certified_on", "contract_on", "exam_on", "visited_on")


def yuan(amount_fen: int) -> str:
    """Money as a document writes it."""
    return f"{amount_fen // 100}.{amount_fen % 100:02d}" if amount_fen % 100 else str(amount_fen // 100)


class Terms:
    """Draws the parts that rules are made of."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.lists: list[str] = []
        self.indexes: list[str] = []
        self.fills: list[dict[str, Any]] = []
        self.may_stay_open = rng.random() < 0.25

    def maybe(self, chance: float) -> bool:
        return self.rng.random() < chance

    def some(self, values: tuple[Any, ...], least: int = 1) -> list[Any]:
        """A few of the values, in their order."""
        chosen = self.rng.sample(range(len(values)), self.rng.randint(least, max(least, len(values) - 1)))
        return [values[index] for index in sorted(chosen)]

    def fen(self, least: int = 1000, most: int = 300_000) -> int:
        """Odd or round money."""
        amount = self.rng.randint(least, most)
        return amount if self.maybe(0.4) else amount // 1000 * 1000 + 1000

    def money(self, least: int = 1000, most: int = 300_000) -> str:
        return yuan(self.fen(least, most))

    def price(self) -> str:
        return self.money(50, 20_000)

    def percent(self, least: int = 1, most: int = 100) -> str:
        """A percentage, mostly round: products of finer ones soon leave 64 bits, and such documents are refused."""
        step = self.rng.choice((10, 10, 10, 10, 5, 5, 1))
        whole = self.rng.randint(-(-least // step), most // step) * step
        return f"{whole}%" if whole >= most or self.maybe(0.96) else f"{whole}.{self.rng.choice(('5', '25', '33'))}%"

    def share(self) -> str:
        """A percentage that class standards and gates ask for."""
        return self.rng.choice(("20%", "33.33%", "50%", "60%", "80%", "85%", "90%"))

    def amount(self, rule_id: str, term: str) -> str | dict[str, str]:
        """Money, or money left open and then decided – or not."""
        if not self.maybe(0.12):
            return self.money()
        low, high = self.rng.randint(1, 300), self.rng.randint(1500, 2000)
        if not self.may_stay_open or self.maybe(0.5):
            self.fill(rule_id, term, value=str(self.rng.randint(low, high)))
        return {"by": "county", "min": str(low), "max": str(high)}

    def open_percent(self, rule_id: str, term: str, least: int, most: int) -> str | dict[str, str]:
        if not self.maybe(0.15):
            return self.percent(least, most)
        if not self.may_stay_open or self.maybe(0.5):
            self.fill(rule_id, term, value=self.percent(least, most - 1))
        return {"by": "county", "min": f"{least}%", "max": f"{most}%"}

    def fill(self, rule_id: str, term: str, **decided: Any) -> None:
        self.fills.append(
            {
                "id": f"fill_{len(self.fills)}",
                "of": "made-up",
                "rule": rule_id,
                "term": term,
                "by": "county",
                "decided": {"zh": "某局", "en": "A bureau"},
                "doc_no": "试〔2022〕2号",
                "on": date(2022, 1, 5),
                "cite": ["B"],
                **decided,
            }
        )

    # Tables

    def axis(self, taken: set[str]) -> tuple[Any, list[str]]:
        """An axis on a fact not taken yet, and the keys of its cells."""
        if self.maybe(0.4):
            fact = self.rng.choice([name for name in NUMBERS if name not in taken])
            unit = NUMBERS[fact]
            bounds = sorted(self.some(BOUNDS[unit])[:3])
            if self.maybe(0.5):
                bounds = [0, *bounds[:2]]
            taken.add(fact)
            return {"fact": fact, "from": [f"{bound} {unit}" for bound in bounds]}, [str(bound) for bound in bounds]
        fact = self.rng.choice([name for name in (*WORDS, "household") if name not in taken])
        taken.add(fact)
        if fact == "household":
            return fact, ["yes", "no"]
        return fact, self.some(WORDS[fact])

    def axes(self) -> tuple[list[Any], list[str]]:
        """One to three axes and the keys of all cells."""
        taken: set[str] = set()
        drawn = [self.axis(taken) for _ in range(self.rng.choice((1, 1, 2, 2, 3)))]
        keys = ["|".join(words) for words in product(*(words for _axis, words in drawn))]
        kept = [key for key in keys if not self.maybe(0.12)] or keys
        return [axis for axis, _words in drawn], kept

    def table(self, value: Any) -> dict[str, Any]:
        axes, keys = self.axes()
        return {"axes": axes, "cells": {key: value() for key in keys}}

    # Conditions

    def test(self) -> dict[str, Any]:
        """One test on a word, a flag, a number, a fall or a date."""
        form = self.rng.choice(("word", "flag", "number", "number", "fall", "date", "date"))
        if form == "word":
            fact = self.rng.choice(tuple(WORDS))
            return {"fact": fact, self.rng.choice(("is", "is_not")): self.some(WORDS[fact])}
        if form == "flag":
            return {"fact": self.rng.choice(FLAGS), "is": [self.rng.choice(("yes", "no"))]}
        if form == "fall":
            return {
                "fact": "power_bill",
                "fall_from": "power_before",
                self.rng.choice(("at_least", "over", "at_most", "below")): f"{self.rng.choice((10, 20, 50))} %",
            }
        if form == "date":
            fact = self.rng.choice(DAYS_OF_EVENTS)
            low, high = sorted(self.rng.sample(DATES, 2))
            return {"fact": fact, **self.rng.choice(({"since": low}, {"until": high}, {"since": low, "until": high}))}
        fact = self.rng.choice(tuple(NUMBERS))
        unit = NUMBERS[fact]
        low, high = sorted(self.rng.sample(BOUNDS[unit], 2))
        least = {self.rng.choice(("at_least", "over")): f"{low} {unit}"}
        most = {self.rng.choice(("at_most", "below")): f"{high} {unit}"}
        return {"fact": fact, **self.rng.choice((least, most, least | most))}

    def condition(self) -> dict[str, Any]:
        """A condition with at least one part."""
        forms = ["kind", "is", "tests", "is"] + ["in_list", "not_in_list"] * bool(self.lists)
        when: dict[str, Any] = {}
        for form in self.rng.sample(forms, self.rng.choice((1, 1, 2))):
            if form == "kind":
                when["kind"] = self.some(KINDS, 2)
            elif form == "is":
                fact = self.rng.choice(("level", "size", "category", "household", "trade"))
                when["is"] = {fact: ["yes"] if fact == "household" else self.some(WORDS[fact])}
            elif form == "tests":
                when["tests"] = [self.test() for _ in range(self.rng.choice((1, 1, 2)))]
            else:
                when[form] = self.rng.choice(self.lists)
        return when

    def when(self, chance: float) -> dict[str, Any]:
        return {"when": self.condition()} if self.maybe(chance) else {}

    def day_after(self, day: date) -> date:
        return day + timedelta(days=self.rng.choice((0, 1, 30, 120, 365)))
