"""Limits of persons, enterprises, institutions and regions over history and the lines of one settlement, by simple loops."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from engine.claims.amounts import NOTHING
from engine.claims.said import Facts, Had, Said, months_later
from jineng.policy.kinds import Limit
from jineng.policy.vocabulary import LEVELS

if TYPE_CHECKING:
    from datetime import date

    from engine.claims.entitled import Entitled

PER = {"person": "person_id", "enterprise": "enterprise_id", "institution": "institution_id", "region": "region"}
KEY = {"certificate": "certificate_number", "project": "project_id"}


@dataclass
class Taken:
    """One payment that limits count: had before, or a line that was accepted."""

    rules: tuple[str, ...]
    on: date
    amount: Fraction
    payee: str
    facts: Facts


class Limits:
    """The limits of a document."""

    def __init__(self, said: Said) -> None:
        self.said, self.head = said, said.head
        self.limits: list[Limit] = said.of_kind(Limit)

    def limit(self, lines: list[Entitled], history: list[Had]) -> None:
        """Refuse or cut what goes over the limits: persons first, one line after the other, then the others."""
        before = [Taken(had.rules, had.on, Fraction(had.amount_fen), had.payee, had.facts) for had in history]
        accepted = list(before)
        for each in self.in_order(lines):
            self.one_after_another(each, accepted)
            if each.status == "payable":
                accepted.append(self.taken(each))
        for limit in self.limits:
            if limit.per != "person":
                left = [each for each in lines if each.status == "payable" and self.concerns(limit, each)]
                self.limit_together(limit, sorted(left, key=by_day), before)

    def in_order(self, lines: list[Entitled]) -> list[Entitled]:
        """Lines as limits of persons take them."""
        best = any(limit.choose == "best" for limit in self.limits)
        return sorted(lines, key=by_best if best else by_day)

    def taken(self, each: Entitled) -> Taken:
        """An accepted line as limits count it; its payee is that of the first rule that earned something."""
        rules = tuple(rule.id for rule in each.paying)
        assert each.on is not None
        return Taken(rules, each.on, each.amount, self.payee(each.paying[0], each.line.facts), each.line.facts)

    def payee(self, rule: Any, facts: Facts) -> str:
        """To whom: the first whose condition holds, or the last."""
        fitting = [payee.to for payee in rule.payee if self.said.holds(payee.when, facts)]
        return str(fitting[0] if fitting else rule.payee[-1].to)

    def concerns(self, limit: Limit, each: Entitled) -> bool:
        """Whether a rule that earned something is limited; a table of ceilings without a cell limits nothing."""
        if limit.table is not None and self.ceiling(limit, each.line.facts) is None:
            return False
        return any(rule.id in limit.targets for rule in each.paying)

    def one_after_another(self, each: Entitled, accepted: list[Taken]) -> None:
        for limit in self.limits:
            if limit.per == "person" and each.status == "payable" and self.concerns(limit, each):
                reason = self.by_limit(limit, each, accepted)
                if reason is not None:
                    refuse(each, reason)

    def same(self, limit: Limit, me: Taken, pool: list[Taken], *, levels: bool = True) -> list[Taken]:
        """What counts together with a line: the same person (or other), the same keys, the targets."""
        names = [PER[limit.per], *(KEY.get(key, key) for key in limit.all_keys if levels or key != "level")]
        return [
            other
            for other in pool
            if all(other.facts.get(name) == me.facts.get(name) for name in names)
            and set(other.rules) & set(limit.targets)
            and (limit.count_payee == "any" or other.payee == me.payee)
        ]

    def inside(self, limit: Limit, day: date, on: date) -> bool:
        """Whether a day lies in the limit's period of a line on its day."""
        if limit.period == "calendar_year":
            self.said.side("calendar year", day.year, on.year)
            return day.year == on.year
        if limit.period == "policy":
            return (
                self.said.side("policy period from", day, self.head.valid_from) >= 0
                and self.said.side("policy period to", day, self.head.valid_to) <= 0
            )
        return limit.period == "life" or self.near("rolling", day, on, int(limit.months or 0))

    def near(self, name: str, day: date, on: date, months: int) -> bool:
        """Whether two days are within so many months of each other; exactly so many months apart is apart."""
        earlier, later = sorted((day, on))
        return self.said.side(name, later, months_later(earlier, months)) < 0

    def by_limit(self, limit: Limit, each: Entitled, accepted: list[Taken]) -> str | None:
        """Why a limit refuses a line; money may be cut instead."""
        me = self.taken(each)
        same = self.same(limit, me, accepted)
        reason = self.by_number(limit, each, [other for other in same if self.inside(limit, other.on, me.on)])
        if reason is not None:
            return reason
        if limit.no_lower_after_higher and any(
            self.said.side("level had", level(other.facts), level(me.facts)) > 0
            for other in self.same(limit, me, accepted, levels=False)
            if self.inside(limit, other.on, me.on)
        ):
            return "lower_level_after_higher"
        if limit.min_gap is not None and any(self.near("min_gap", other.on, me.on, limit.min_gap) for other in same):
            return "too_soon"
        if limit.sequential and any(self.overlaps(other.facts, me.facts) for other in same):
            return "previous_not_ended"
        return None

    def by_number(self, limit: Limit, each: Entitled, counted: list[Taken]) -> str | None:
        """Times and money."""
        if limit.n is not None:
            side = self.said.side("limit times", len(counted), self.most_times(limit, each.line.facts))
            return "limit_reached" if side >= 0 else None
        most_money = self.ceiling(limit, each.line.facts)
        return None if most_money is None else self.fit(limit, each, most_money, sum_of(counted))

    def most_times(self, limit: Limit, facts: Facts) -> int:
        most = int(limit.n or 0)
        if limit.extra is not None and self.said.listed(limit.extra.in_list, facts):
            self.said.met["limit with extra"] += 1
            most += int(limit.extra.n)
        return most

    def ceiling(self, limit: Limit, facts: Facts) -> Fraction | None:
        amount = limit.amount
        if limit.table is not None:
            amount = self.said.cell(limit.table.axes, limit.table.cells, facts)
        return None if amount is None else Fraction(amount)

    def fit(self, limit: Limit, each: Entitled, most: Fraction, so_far: Fraction) -> str | None:
        """Refuse a line that goes over a ceiling, or cut it to what is left."""
        if self.said.side(f"limit money {limit.on_hit}", so_far + each.amount, most) <= 0:
            return None
        if limit.on_hit == "refuse" or so_far >= most:
            return "limit_reached"
        each.amount = most - so_far
        if "cut_to_limit" not in each.notes:
            each.notes.append("cut_to_limit")
        return None

    def overlaps(self, other: Facts, mine: Facts) -> bool:
        """Whether another training ends on or after this one's start and begins on or before this one's end."""
        days = [facts.get(name) for facts in (other, mine) for name in ("class_start_on", "class_end_on")]
        if any(day is None for day in days):
            return False
        other_start, other_end, start, end = days
        return (
            self.said.side("sequential: other's end", other_end, start) >= 0
            and self.said.side("sequential: other's start", other_start, end) <= 0
        )

    def limit_together(self, limit: Limit, lines: list[Entitled], before: list[Taken]) -> None:
        """A limit of enterprises, institutions or regions: lines in order; one that is refused still takes its place."""
        pool = list(before)
        for each in lines:
            me = self.taken(each)
            counted = [other for other in self.same(limit, me, pool) if self.inside(limit, other.on, me.on)]
            reason = self.by_number(limit, each, counted)
            if reason is not None:
                refuse(each, reason)
            pool.append(me)


def by_day(each: Entitled) -> tuple[Any, ...]:
    return each.on, each.line.row


def by_best(each: Entitled) -> tuple[Any, ...]:
    return -each.amount, each.line.row


def sum_of(taken: list[Taken]) -> Fraction:
    return sum((each.amount for each in taken), NOTHING)


def refuse(each: Entitled, reason: str) -> None:
    each.status, each.reason, each.amount = "refused", reason, NOTHING
    each.notes = [note for note in each.notes if note != "cut_to_limit"]


def level(facts: Facts) -> int:
    """The place of a level in their order; a missing one is below all."""
    written = facts.get("level")
    return LEVELS.index(str(written)) if written is not None else -1
