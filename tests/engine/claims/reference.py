"""An independent settlement of claim lines in plain Python, written from docs/policy-language.md alone: the oracle.

Slow and plain: lines one after the other, limits by loops, exact fractions. It reads the document's own types and
nothing else of the engine.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from engine.claims.amounts import NOTHING, rounded
from engine.claims.entitled import MONEY, Entitled, Entitlements
from engine.claims.limiting import Limits, by_day
from engine.claims.said import BASIS, Facts, Had, Line, months_later
from jineng.policy.kinds import Budget, Release
from jineng.policy.vocabulary import EVENTS

if TYPE_CHECKING:
    from collections import Counter
    from datetime import date

    from jineng.policy.document import Document


@dataclass
class Result:
    """What a line comes to, in fen."""

    row: int
    status: str
    reason: str | None = None
    notes: list[str] = field(default_factory=list)
    due_fen: int = 0
    payable_now_fen: int = 0
    later_fen: int = 0
    recover_fen: int = 0


class Reference:
    """Settles lines of one document as at a day."""

    def __init__(self, document: Document, as_of: date) -> None:
        self.work = Entitlements(document, as_of)
        self.said, self.rules, self.as_of = self.work.said, self.work.rules, as_of
        self.head = document.head
        self.limits = Limits(self.said)

    def settle(self, lines: list[Line], history: list[Had], *, funds: bool = True) -> list[Result]:
        """What each line comes to, in the order of rows."""
        entitled = {line.row: self.work.entitled(line) for line in lines}
        self.limits.limit([each for each in entitled.values() if each.status == "payable"], history)
        results = {row: self.paid_out(each) for row, each in sorted(entitled.items())}
        for budget in self.said.of_kind(Budget):
            if funds and budget.judged_at == "settlement" and budget.amount is not None:
                self.spend(budget, entitled, results, history)
        return [results[row] for row in sorted(results)]

    # Payment

    def release_of(self, item: str) -> Release | None:
        """The release rule of an item."""
        item_rules = {rule.id for rule in self.said.of_kind(MONEY) if rule.item == item}
        return next((rule for rule in self.said.of_kind(Release) if item_rules & set(rule.targets)), None)

    def paid_out(self, each: Entitled) -> Result:
        """Now and later, less what was paid."""
        release = self.release_of(each.line.item)
        result = Result(each.line.row, each.status, each.reason, sorted({*each.notes}))
        if each.status in {"not_computable", "pending"}:
            result.due_fen = each.line.paid_fen
            return result
        now, later = each.amount, NOTHING
        if each.status == "payable" and release is not None:
            now, later = self.released(release, each, result)
        due, paid = now + later, each.line.paid_fen
        left = due - paid
        still = min(later, max(left, NOTHING))
        result.due_fen = whole(due)
        result.later_fen = whole(still)
        result.payable_now_fen = whole(max(left, NOTHING) - still)
        if self.said.side("paid against due", paid, due) > 0:
            result.recover_fen = self.recovered(release, each.line, whole(due))
        if result.status == "payable" and due == 0:
            result.status, result.reason = "refused", "milestone_lapsed"
        elif result.payable_now_fen == 0 and result.later_fen > 0:
            result.status = "pending"
        if result.status == "refused":
            result.notes = []
        return result

    def happened(self, facts: Facts, name: str, what: str) -> date | None:
        return self.work.standing.happened(facts, name, what)

    def recovered(self, release: Release | None, line: Line, due_fen: int) -> int:
        """What may be asked back where less is due than was paid."""
        mode = "excess" if release is None else release.recover
        completed = self.happened(line.facts, "completed_on", "completion, to recover") is not None
        self.said.met[f"recover {mode}, {'completed' if completed else 'not completed'}"] += 1
        difference = line.paid_fen - due_fen
        return {
            "excess": difference,
            "none": 0,
            "per_head": 0 if completed else difference,
            "all": difference if completed else line.paid_fen,
        }[mode]

    def released(self, release: Release, each: Entitled, result: Result) -> tuple[Fraction, Fraction]:
        """What is due now and what later."""
        facts, amount = each.line.facts, each.amount
        completed = self.happened(facts, "completed_on", "completion")
        left = self.happened(facts, "left_on", "leaving")
        if release.advance is not None and completed is None:
            if left is not None:
                self.said.met["left without completion"] += 1
                result.status, result.reason = "refused", "not_completed"
                return NOTHING, NOTHING
            self.said.met["advance"] += 1
            now = min(rounded(amount * Fraction(release.advance.share, BASIS), self.head.rounding), amount)
            return now, amount - now
        return self.by_milestones(release, each, result)

    def by_milestones(self, release: Release, each: Entitled, result: Result) -> tuple[Fraction, Fraction]:
        """The parts whose milestones are reached, and those that may still be."""
        now = later = NOTHING
        rest, before = each.amount, None
        for number, step in enumerate(release.milestones, 1):
            if step.amount is not None:
                part = min(Fraction(step.amount), rest)
            else:
                last = number == len(release.milestones)
                part = rest if last else min(self.share(each.amount, step.share), rest)
            rest -= part
            state = self.milestone(step, before, each.line.facts)
            self.said.met[f"milestone {state}"] += 1
            now += part if state == "reached" else 0
            later += part if state.startswith("later") else 0
            if state == "lapsed" and part > 0 and "milestone_lapsed" not in result.notes:
                result.notes.append("milestone_lapsed")
            before = step.event
        return now, later

    def share(self, amount: Fraction, share: int | None) -> Fraction:
        return rounded(amount * Fraction(share or 0, BASIS), self.head.rounding)

    def milestone(self, step: Any, before: str | None, facts: Facts) -> str:
        """Whether a milestone is reached, comes later, or has lapsed."""
        event = self.happened(facts, EVENTS[step.event], "milestone event")
        fits = self.said.holds(step.when, facts)
        after_name = step.after or before
        if step.within is None or after_name is None:
            if event is not None:
                return "reached" if fits else "lapsed"
            return "later without a day"
        after = self.happened(facts, EVENTS[after_name], "milestone after")
        if after is None:
            return "later for what comes before"
        last = months_later(after, step.within)
        if (
            event is not None
            and self.said.side("milestone after its start", event, after) >= 0
            and self.said.side("milestone within", event, last) <= 0
            and fits
        ):
            return "reached"
        return "later" if self.said.side("milestone deadline", self.as_of, last) <= 0 else "lapsed"

    # Funds

    def spend(
        self, budget: Budget, entitled: dict[int, Entitled], results: dict[int, Result], history: list[Had]
    ) -> None:
        """Pay what is payable now from what is left of a fund."""
        items = {self.rules[name].item for name in budget.targets}
        used = sum(
            had.amount_fen
            for had in history
            if any(self.rules[name].item in items for name in had.rules) and budget.year in {None, had.on.year}
        )
        left = int(budget.amount or 0) - used
        waiting = [
            each
            for each in entitled.values()
            if each.line.item in items
            and results[each.line.row].payable_now_fen > 0
            and each.on is not None
            and budget.year in {None, each.on.year}
        ]
        in_order = [results[each.line.row] for each in sorted(waiting, key=by_day)]
        if budget.mode == "pro_rata":
            self.spend_pro_rata(max(left, 0), in_order)
        else:
            self.spend_in_order(str(budget.mode), left, in_order)

    def spend_in_order(self, mode: str, left: int, waiting: list[Result]) -> None:
        total, closed = 0, False
        for result in waiting:
            total += result.payable_now_fen
            closed = closed or self.said.side(f"budget {mode}", total, left) > 0
            if closed:
                result.later_fen += result.payable_now_fen
                result.payable_now_fen = 0
                result.status = "pending"
                result.reason = {"stop": "budget_exhausted", "queue": "budget_waits"}[mode]

    def spend_pro_rata(self, left: int, waiting: list[Result]) -> None:
        total = sum(result.payable_now_fen for result in waiting)
        if not waiting or self.said.side("budget pro_rata", total, left) <= 0:
            return
        unit = {"fen": 1, "jiao": 10, "yuan": 100}[self.head.rounding.unit]
        for result in waiting:
            part = result.payable_now_fen * left // (total * unit) * unit
            result.due_fen -= result.payable_now_fen - part
            result.payable_now_fen = part
            result.notes.append("budget_share")


def whole(amount: Fraction) -> int:
    """An amount that has been rounded, as an integer."""
    assert amount.denominator == 1
    return int(amount)


def settle(document: Document, lines: list[Line], history: list[Had], as_of: date) -> tuple[list[Result], Counter[str]]:
    """Results in row order, and the thresholds that they met."""
    reference = Reference(document, as_of)
    return reference.settle(lines, history), reference.said.met
