"""Random claim lines and histories that aim at the thresholds of a document: one below, at and one above."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from engine.claims.said import Facts, Had, Line, months_later
from engine.claims.terms import KINDS, WORDS
from jineng.policy.kinds import Limit, Share
from jineng.policy.measures import DATE_UNIT, Percent, Yuan, walk_measures
from jineng.policy.vocabulary import ANCHORS

if TYPE_CHECKING:
    from random import Random

    from jineng.policy.document import Document

PLAIN = {
    "days": (0, 1, 7, 12, 25, 45),
    "months": (0, 1, 4, 9, 14),
    "years": (0, 1, 2, 4),
    "semesters": (0, 1, 2, 3, 5),
    "people": (0, 1, 3, 18, 25, 60),
    "items": (0, 1, 2, 4),
}
"""Numbers beside the document's own figures, by unit."""
COUNTED = {
    "attended_days": "days",
    "taught_days": "days",
    "site_days": "days",
    "months": "months",
    "contract_months": "months",
    "insured_months": "months",
    "years": "years",
    "semesters": "semesters",
    "heads": "people",
    "staff": "people",
    "class_started": "people",
    "shifts": "items",
}
MONEY = ("cost", "official_fee", "wage", "own_benefit")
FLAGS = ("passed", "insured", "household", "registered")
IDS = {
    "person_id": ("p1", "p2"),
    "enterprise_id": ("e1", "e2"),
    "institution_id": ("i1", "i2"),
    "project_id": ("j1", "j2"),
    "certificate_number": ("c1", "c2", "c3"),
}
NEAR = (-1, 0, 1)


class Lines:
    """Draws lines and history for one document."""

    def __init__(self, document: Document, rng: Random, as_of: date) -> None:
        self.document, self.rng, self.as_of = document, rng, as_of
        self.figures: dict[str, list[str]] = {}
        for rule in document.rule:
            for used in walk_measures(rule):
                self.figures.setdefault(used.figure.unit, []).append(used.figure.value)
        self.days = [date.fromisoformat(day) for day in self.figures.get(DATE_UNIT, [])]
        self.days += [document.head.valid_from, document.head.valid_to]
        self.months = [int(value) for value in self.figures.get("months", [])] or [6]
        self.shares = [int(float(value) * 100) for value in self.figures.get("%", [])] or [8000]
        self.moneys = [int(float(value) * 100 + 0.5) for value in self.figures.get("yuan", [])] or [100_000]
        limits = [rule for rule in document.rule if isinstance(rule, Limit)]
        self.apart = [int(months) for rule in limits for months in (rule.months, rule.min_gap) if months is not None]
        self.items = sorted({rule.item for rule in document.rule if hasattr(rule, "item")})
        self.payees = sorted({payee.to for rule in document.rule for payee in getattr(rule, "payee", ())})

    def near(self, values: list[Any] | tuple[Any, ...]) -> Any:
        return max(self.rng.choice(values) + self.rng.choice(NEAR), 0)

    def number(self, unit: str) -> int:
        """A count near one of the document's figures of its unit, or any."""
        own = [int(value) for value in self.figures.get(unit, [])]
        return int(self.near(own)) if own and self.rng.random() < 0.6 else self.rng.choice(PLAIN[unit])

    def hours_milli(self) -> int:
        """Thousandths of hours around a figure in hours or days, whole or not."""
        own = [int(value) for value in self.figures.get("hours", [])] + [0, 10, 60]
        own += [int(value) * int(self.document.head.hours_per_day) for value in self.figures.get("days", [])]
        whole = self.rng.choice(own) * 1000
        return max(whole + self.rng.choice((-1, 0, 0, 1, 500, 1000, 3333)), 0)

    def day(self) -> date:
        """A day at an edge of the document, or any."""
        if self.rng.random() < 0.45:
            return self.rng.choice(self.days) + timedelta(days=self.rng.choice(NEAR))
        return date(2022, 1, 1) + timedelta(days=self.rng.randrange(800))

    def after(self, day: date) -> date:
        """A day at an end of so many months from another, or soon after it."""
        if self.rng.random() < 0.5:
            return months_later(day, self.rng.choice(self.months)) + timedelta(days=self.rng.choice(NEAR))
        return day + timedelta(days=self.rng.choice((-1, 0, 1, 15, 90, 91, 200)))

    def event(self, *days: date) -> date:
        """A day on which something happens: one of these, or just as the settlement's day wants it."""
        drawn = self.rng.random()
        if drawn < 0.25:
            return self.as_of + timedelta(days=self.rng.choice(NEAR))
        if drawn < 0.4:
            months = self.rng.choice([*self.months, 12])
            return months_later(self.as_of, -months) + timedelta(days=self.rng.choice(NEAR))
        return self.rng.choice(days)

    def facts(self) -> Facts:
        """The facts of a line, a few of them missing."""
        facts: Facts = {name: self.rng.choice(words) for name, words in {**IDS, **WORDS}.items()}
        facts["kind"] = self.rng.choice(KINDS)
        facts |= {name: int(self.rng.random() < 0.75) for name in FLAGS}
        facts |= {name: self.number(unit) for name, unit in COUNTED.items()}
        facts |= {name: max(self.near(self.moneys) * self.rng.choice((1, 1, 2)), 0) for name in MONEY}
        facts["part_days"] = self.rng.choice((0, 0, 1, 11, 15, 29))
        facts |= self.hours() | self.ratios() | self.dates()
        for name in self.rng.sample(sorted(facts), self.rng.choice((0, 0, 1, 4))):
            facts[name] = None
        return facts

    def hours(self) -> Facts:
        taught = self.rng.choice((0, 10_000, 40_000, 80_000, 120_000, self.hours_milli()))
        facts: Facts = {"taught_hours": taught, "site_hours": self.hours_milli()}
        for name in ("attended_hours", "practice_hours", "theory_hours", "online_hours"):
            exact = taught * self.rng.choice(self.shares) // 10_000 + self.rng.choice(NEAR)
            near = self.hours_milli() if self.rng.random() < 0.5 else exact
            facts[name] = max(near, 0)
        attended = facts["attended_hours"]
        assert isinstance(attended, int)
        facts["online_hours"] = self.rng.choice((0, 0, attended // 2, min(attended, 8000), max(0, exact)))
        facts["online_hours"] = min(facts["online_hours"], attended)
        return facts

    def ratios(self) -> Facts:
        """Counts around the rates that gates and tests ask for."""
        started = self.rng.choice((0, 1, 20, 30, self.number("people"), 10_000))
        certified = started * self.rng.choice(self.shares) // 10_000 + self.rng.choice(NEAR)
        before = self.rng.choice((0, 100_000, 100_000, self.near(self.moneys)))
        bill = before * (10_000 - self.rng.choice((1000, 2000, 5000, 10_000))) // 10_000 + self.rng.choice(NEAR)
        staff = self.rng.choice((1, 2, 4, 5, 10))
        return {
            "class_started": started,
            "class_certified": max(certified, 0),
            "power_before": before,
            "power_bill": max(bill, 0),
            "staff": staff,
            "shifts": self.rng.choice((0, 1, 2, staff // 2, staff)),
        }

    def dates(self) -> Facts:
        start = self.day()
        end = self.after(start)
        completed = self.event(end, self.after(end)) if self.rng.random() < 0.8 else None
        certified = self.event(self.after(completed or end))
        before = months_later(start, -self.rng.choice(self.months)) + timedelta(days=self.rng.choice(NEAR))
        contract = self.event(self.after(certified), self.after(start), before, self.day())
        if self.rng.random() < 0.2:
            within = 12 * self.rng.choice((0, 1, 2))
            certified = months_later(contract, within) + timedelta(days=self.rng.choice(NEAR))
        born_on = date(start.year - self.rng.choice((15, 16, 17, 18, 19, 50, 51, 55, 56, 59, 60, 61)), 2, 28)
        birthdays = (born_on, date(1964, 2, 29), date(2004, 2, 29), start.replace(year=born_on.year, day=1))
        return {
            "class_filed_on": self.day(),
            "class_start_on": start,
            "class_end_on": end,
            "exam_on": self.day(),
            "completed_on": completed,
            "left_on": self.event(end) if self.rng.random() < 0.25 else None,
            "certified_on": certified,
            "contract_on": contract,
            "employed_on": self.event(self.after(certified), self.after(contract)) if self.rng.random() < 0.8 else None,
            "kept_on": self.rng.choice((self.event(self.after(contract)), None)),
            "claimed_on": self.rng.choice((self.after(end), self.after(certified), self.day())),
            "visited_on": self.day(),
            "born_on": self.rng.choice(birthdays),
        }

    def line(self, row: int) -> Line:
        facts = self.facts()
        anchor = ANCHORS[self.document.head.anchor]
        if self.rng.random() < 0.7:  # most lines are in force, or nothing else would be looked at
            span = (self.document.head.valid_to - self.document.head.valid_from).days
            within = self.document.head.valid_from + timedelta(days=self.rng.randint(0, span))
            edges = [day for day in self.days if self.in_force(day)]
            if edges and self.rng.random() < 0.6:
                edge = self.rng.choice(edges) + timedelta(days=self.rng.choice(NEAR))
                within = edge if self.in_force(edge) else within
            facts[anchor] = facts[anchor] if self.in_force(facts[anchor]) and self.rng.random() < 0.6 else within
        self.aim_at_floors(facts)
        self.aim_at_edges(facts)
        paid = self.rng.choice((0, 0, 0, self.near(self.moneys), 12_345))
        return Line(row, self.rng.choice(self.items), facts, paid)

    def aim_at_floors(self, facts: Facts) -> None:
        """Costs at which a share just reaches its floor."""
        shares = [rule for rule in self.document.rule if isinstance(rule, Share) and rule.of_fact]
        for rule in shares:
            written = isinstance(rule.floor, Yuan) and isinstance(rule.percent, Percent)
            if written and facts[str(rule.of_fact)] is not None and self.rng.random() < 0.5:
                facts[str(rule.of_fact)] = -(-rule.floor * 10_000 // rule.percent) + self.rng.choice(NEAR)

    def next_after(self, line: Line, row: int) -> Line:
        """Another line of the same person for the same thing: a training that touches, a day at an end of the months."""
        anchor = ANCHORS[self.document.head.anchor]
        facts = {**line.facts, **self.training_of(line)}
        day, months = facts[anchor], self.rng.choice((-1, 1)) * self.rng.choice(self.apart or self.months)
        if isinstance(day, date) and anchor not in {"class_start_on", "class_end_on"}:
            moved = months_later(day, months) + timedelta(days=self.rng.choice(NEAR))
            facts[anchor] = moved if self.in_force(moved) else day
        return Line(row, line.item, facts, 0)

    def aim_at_edges(self, facts: Facts) -> None:
        """Days of events at the document's own days."""
        anchor = ANCHORS[self.document.head.anchor]
        for name in ("class_start_on", "class_end_on", "certified_on", "contract_on", "exam_on", "claimed_on"):
            if name != anchor and self.rng.random() < 0.15:
                facts[name] = self.rng.choice(self.days) + timedelta(days=self.rng.choice(NEAR))

    def in_force(self, day: Any) -> bool:
        head = self.document.head
        return isinstance(day, date) and head.valid_from <= day <= head.valid_to

    def had(self, lines: list[Line]) -> Had:
        """Something had before, mostly by somebody of the lines, near their days."""
        like = self.rng.choice(lines)
        facts = {name: value for name, value in like.facts.items() if value is not None}
        facts |= {name: self.rng.choice(words) for name, words in {**IDS, **WORDS}.items() if self.rng.random() < 0.1}
        anchor = like.facts[ANCHORS[self.document.head.anchor]]
        head = self.document.head
        on = self.rng.choice((head.valid_from, head.valid_to)) + timedelta(days=self.rng.choice(NEAR))
        if isinstance(anchor, date) and self.rng.random() < 0.8:
            months = self.rng.choice((-1, 1)) * self.rng.choice(self.apart or self.months)
            on = months_later(anchor, months) + timedelta(days=self.rng.choice(NEAR))
            on = self.rng.choice((on, on, self.after(anchor)))
        facts |= self.training_of(like)
        rules = [rule.id for rule in self.document.rule if getattr(rule, "item", None) == like.item]
        rule = self.rng.sample(rules, min(len(rules), self.rng.choice((1, 1, 2))))
        return Had(tuple(rule), on, self.near(self.moneys), self.rng.choice(self.payees), facts)

    def training_of(self, like: Line) -> Facts:
        """Days of a training that just touches that of a line, or not."""
        start, end = (like.facts[name] for name in ("class_start_on", "class_end_on"))
        if not isinstance(start, date) or not isinstance(end, date) or self.rng.random() < 0.2:
            return {"class_start_on": start, "class_end_on": None}
        near = timedelta(days=self.rng.choice(NEAR))
        before = {"class_start_on": start - timedelta(days=20), "class_end_on": start + near}
        after = {"class_start_on": end + near, "class_end_on": end + timedelta(days=20)}
        return self.rng.choice((before, after, {"class_start_on": start, "class_end_on": end}))


def book(document: Document, rng: Random, count: int = 14) -> tuple[list[Line], list[Had], date]:
    """Lines, history and the day as at which they are settled."""
    edges = [date.fromisoformat(used.figure.value) for used in walk_measures(document) if used.figure.unit == DATE_UNIT]
    edge = rng.choice(edges)
    issued = [each.issued_on for rule in document.rule for each in getattr(rule, "extended", ())]
    edge = rng.choice([*issued, edge]) + timedelta(days=rng.choice(NEAR))
    as_of = rng.choice((date(2024, 6, 30), date(2022, 6, 1) + timedelta(days=rng.randrange(700)), edge))
    drawn = Lines(document, rng, as_of)
    lines = [drawn.line(2)]
    for row in range(3, 2 + count):
        lines.append(drawn.next_after(lines[-1], row) if rng.random() < 0.2 else drawn.line(row))
    history = [drawn.had(lines) for _ in range(rng.choice((0, 4, 8)))]
    return lines, history, as_of
