"""Whether a line may be paid at all: anchor, calendar, population, eligibility, class standards."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from engine.claims.said import BASIS, Facts, Line, Said, full_years, months_later
from jineng.policy.kinds import Calendar, ClassStandard, Eligibility
from jineng.policy.vocabulary import EVENTS

if TYPE_CHECKING:
    from datetime import date

POPULATION = {
    "completed": ("completed_on", "not_completed"),
    "passed": ("passed", "not_passed"),
    "certified": ("certified_on", "not_certified"),
    "employed": ("employed_on", "not_employed"),
}


class Standing:
    """What lines and classes have to satisfy, as at a day."""

    def __init__(self, said: Said, as_of: date) -> None:
        self.said, self.as_of = said, as_of

    # Anchor and calendar

    def outside(self, on: date | None) -> str | None:
        head = self.said.head
        if on is None:
            return "anchor_missing"
        early = self.said.side("anchor from", on, head.valid_from) < 0
        return "outside_period" if early or self.said.side("anchor to", on, head.valid_to) > 0 else None

    def by_calendar(self, line: Line) -> str | None:
        """The first reason by which a calendar refuses a line."""
        for calendar in self.said.of_kind(Calendar):
            if calendar.judged_at == "settlement" and (not calendar.items or line.item in calendar.items):
                reason = self.by_windows(calendar, line.facts)
                if reason is not None:
                    return reason
        return None

    def by_windows(self, calendar: Calendar, facts: Facts) -> str | None:
        said = self.said
        start, end, claimed = (said.day(facts, name) for name in ("class_start_on", "class_end_on", "claimed_on"))
        train_until, claim_until = self.extended(calendar)
        if calendar.train_from and (start is None or said.side("train_from", start, calendar.train_from) < 0):
            return "training_outside_window"
        if train_until and (end is None or said.side("train_until", end, train_until) > 0):
            return "training_outside_window"
        if calendar.counts_until and end is not None and said.side("counts_until", end, calendar.counts_until) > 0:
            return "counts_to_next_year"
        if claim_until and (claimed is None or said.side("claim_until", claimed, claim_until) > 0):
            return "claim_late"
        if calendar.claim_within is not None:
            return self.by_claim_within(calendar.claim_within, facts)
        return None

    def by_claim_within(self, within: Any, facts: Facts) -> str | None:
        event, claimed = self.said.day(facts, EVENTS[within.event]), self.said.day(facts, "claimed_on")
        if event is None or claimed is None:
            return "claim_late"
        last = (
            event + timedelta(days=within.days) if within.days is not None else months_later(event, within.months or 0)
        )
        unit = "months" if within.days is None else "days"
        return "claim_late" if self.said.side(f"claim within {unit}", claimed, last) > 0 else None

    def extended(self, calendar: Calendar) -> tuple[date | None, date | None]:
        """The last days of training and of claims: each as moved by the last notice so far that names it."""
        train_until, claim_until = calendar.train_until, calendar.claim_until
        for each in sorted(calendar.extended, key=lambda each: each.issued_on):
            if self.said.side("extension", each.issued_on, self.as_of) <= 0:
                train_until, claim_until = each.train_until or train_until, each.claim_until or claim_until
        return train_until, claim_until

    # Population, eligibility, class standards

    def happened(self, facts: Facts, name: str, what: str) -> date | None:
        """A day that has come as at the settlement's day."""
        day = self.said.day(facts, name)
        return day if day is not None and self.said.side(what, day, self.as_of) <= 0 else None

    def population(self, rule: Any, facts: Facts) -> str | None:
        if rule.population not in POPULATION:
            return None
        fact, reason = POPULATION[rule.population]
        if fact == "passed":
            return None if facts.get("passed") == 1 else reason
        return None if self.happened(facts, fact, f"population {rule.population}") else reason

    def standards(self, rule: Any, facts: Facts) -> list[ClassStandard]:
        """The class standards that are asked of a rule at settlement."""
        return [
            standard
            for standard in self.said.of_kind(ClassStandard)
            if standard.judged_at == "settlement"
            and (rule.id in standard.targets or not standard.targets)
            and self.said.holds(standard.when, facts)
        ]

    def eligibility(self, rule: Any, facts: Facts) -> str | None:
        for test in self.said.of_kind(Eligibility):
            if test.judged_at == "settlement" and rule.id in test.targets and not self.eligible(test, facts):
                return "not_eligible"
        return None

    def eligible(self, test: Eligibility, facts: Facts) -> bool:
        """Everything that an eligibility rule says."""
        said, group = self.said, self.said.word(facts, "group")
        months = facts.get("contract_months")
        insured = facts.get("insured_months")
        least = [test.contract_min] if test.contract_min is not None else []
        least += [test.contract.min_months] if test.contract and test.contract.min_months is not None else []
        return (
            (not test.any_of or self.in_group(test, facts))
            and group not in test.exclude
            and (test.age is None or self.of_age(test.age, facts))
            and all(said.passes(each, facts) for each in test.tests)
            and (not test.any_tests or any(said.passes(each, facts) for each in test.any_tests))
            and all(isinstance(months, int) and said.side("contract months", months, each) >= 0 for each in least)
            and (test.contract is None or test.contract.signed_within is None or self.signed(test.contract, facts))
            and (
                test.insured_min is None
                or (isinstance(insured, int) and said.side("insured months", insured, test.insured_min) >= 0)
            )
            and (not test.sizes or said.word(facts, "size") in test.sizes)
            and said.holds(test.when, facts)
        )

    def in_group(self, test: Eligibility, facts: Facts) -> bool:
        said = self.said
        day = said.day(facts, test.status_at) if test.status_at else said.anchor(facts)
        group = said.word(facts, "group")
        return any(each.name == group and self.within(day, each) for each in test.any_of)

    def within(self, day: date | None, group: Any) -> bool:
        """Whether a day lies in those of a group; a group without days asks for none."""
        return (group.from_ is None or (day is not None and self.said.side("group from", day, group.from_) >= 0)) and (
            group.until is None or (day is not None and self.said.side("group until", day, group.until) <= 0)
        )

    def of_age(self, limit: Any, facts: Facts) -> bool:
        born_on, on = self.said.day(facts, "born_on"), self.said.day(facts, limit.at)
        if born_on is None or on is None:
            return False
        age = full_years(born_on, on)
        female = self.said.word(facts, "sex") == "female"
        most = limit.max_female if female and limit.max_female is not None else limit.max
        name = "age max_female" if most is not limit.max else "age max"
        return (limit.min is None or self.said.side("age min", age, limit.min) >= 0) and (
            most is None or self.said.side(name, age, most) <= 0
        )

    def signed(self, contract: Any, facts: Facts) -> bool:
        signed_on, start = self.said.day(facts, "contract_on"), self.said.day(facts, "class_start_on")
        if signed_on is None or start is None:
            return False
        last = months_later(signed_on, contract.signed_within)
        return self.said.side("start from contract", start, signed_on) >= 0 and (
            self.said.side("start within", start, last) <= 0
        )

    def meets(self, standard: ClassStandard, facts: Facts) -> bool:
        """Whether a class meets a standard."""
        said, number = self.said, lambda name: self.said.number(facts, name)
        taught, online = number("taught_hours"), number("online_hours")
        counts = standard.online.counts_as if standard.online and standard.online.counts_as is not None else BASIS
        counted = number("attended_hours") - online + online * Fraction(counts, BASIS)
        shares = [
            ("attendance_min", number("attended_hours")),
            ("practice_min", number("practice_hours")),
            ("theory_min", number("theory_hours")),
        ]
        wanted = [
            ("size_min", number("class_started"), 1),
            ("size_max", number("class_started"), -1),
            ("hours_min", counted, 1),
            ("hours_max", counted, -1),
            ("days_min", number("attended_days"), 1),
            ("days_max", number("attended_days"), -1),
        ]
        ok = all(self.reaches(name, value, getattr(standard, name), sign) for name, value, sign in wanted)
        if standard.hours_table is not None:
            cell = said.cell(standard.hours_table.axes, standard.hours_table.cells, facts)
            ok = ok and self.reaches("hours_table", counted, cell, 1)
        for name, part in shares:
            least = getattr(standard, name)
            if least is not None:
                ok = ok and taught > 0 and self.reaches(name, part / taught * BASIS, least, 1)
        most = standard.online.max_share if standard.online else None
        if most is not None and taught > 0:
            ok = ok and self.reaches("online max_share", online / taught * BASIS, most, -1)
        if standard.hours_per_day_max is not None:
            ok = ok and self.reaches(
                "hours_per_day_max", taught, standard.hours_per_day_max * number("taught_days"), -1
            )
        return ok and (not standard.exam or facts.get("passed") == 1)

    def reaches(self, name: str, value: Fraction, bound: Any, sign: int) -> bool:
        """Whether a number is at least (sign 1) or at most (sign -1) its bound, if there is one."""
        return bound is None or self.said.side(f"standard {name}", value, bound) * sign >= 0
