"""From what a line earned and limits left to what is due now, what later, what was paid and what is asked back."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from jineng.policy.claims import exact as ex
from jineng.policy.claims.conditions import condition_holds
from jineng.policy.claims.earning import EARNED, NOT_COMPUTABLE, REFUSED, WAITING
from jineng.policy.claims.reasons import REASON_NUMBERS
from jineng.policy.kinds import Release
from jineng.policy.measures import BASIS
from jineng.policy.vocabulary import EVENTS

if TYPE_CHECKING:
    from jineng.policy.claims.nodes import Node
    from jineng.policy.claims.scope import Scope
    from jineng.policy.kinds.release import Milestone

PAYABLE, PENDING, IS_REFUSED, IS_NOT_COMPUTABLE = range(4)
STATUS_CODES = ("payable", "pending", "refused", "not_computable")
"""The status of a line, by its number in the graph."""

NEVER = 99_991_231
"""Later than any day: a part that has no last day."""


class Released(NamedTuple):
    """The outputs of a line: status, reason, fen, the last day of what comes later (0: none), a note."""

    status: Node
    reason: Node
    due_fen: Node
    payable_now_fen: Node
    later_fen: Node
    later_until: Node
    recover_fen: Node
    lapsed: Node


class Parts(NamedTuple):
    """What is due now and later of an amount, until when, and whether a part lapsed."""

    now: Node
    later: Node
    until: Node
    lapsed: Node


def release(scope: Scope, item: str, most_fen: int) -> Released:
    """Compile the release of an item; inputs: ``state``, ``reason``, ``kept_fen``, ``paid_fen``, ``as_of``."""
    graph = scope.graph
    rule = _release_of(scope, item)
    state, reason, kept = graph.input("state"), graph.input("reason"), graph.input("kept_fen")
    refused = graph.equal(state, graph.const(REFUSED))
    is_earned = graph.equal(state, graph.const(EARNED))
    open_still = graph.either(graph.equal(state, graph.const(NOT_COMPUTABLE)), graph.equal(state, graph.const(WAITING)))
    completed, gone = graph.yes, graph.no
    if rule is None:
        parts = Parts(kept, graph.const(0), graph.const(0), graph.no)
    else:
        running = graph.no
        if rule.advance is not None:
            completed = scope.happened("completed_on")
            running = graph.negate(graph.either(completed, scope.happened("left_on")))
        asked = graph.both(is_earned, completed if rule.advance is not None else graph.yes)
        parts = _milestones(scope, rule, kept, most_fen, asked)
        if rule.advance is not None:
            gone = graph.both(is_earned, graph.negate(graph.either(completed, running)))
            parts = _advanced(scope, rule, kept, running, parts)
        elif rule.recover in {"per_head", "all"}:
            completed = scope.happened("completed_on")
    all_lapsed = graph.all_of((is_earned, parts.lapsed, graph.equal(graph.add(parts.now, parts.later), graph.const(0))))
    nothing = graph.any_of((refused, gone, all_lapsed))
    paid = scope.paid_fen
    now = graph.where(nothing, graph.const(0), parts.now)
    later = graph.where(nothing, graph.const(0), parts.later)
    due = graph.add(now, later)
    left = graph.sub(due, paid)
    zero = graph.const(0)
    owed = graph.most(left, zero)
    later_left = graph.least(later, owed)
    payable = graph.sub(owed, later_left)
    over = graph.most(graph.sub(paid, due), zero)
    recover = _recovered(scope, rule, over, completed)
    scope.say(graph.both(graph.over(paid, zero), graph.negate(open_still)), "set_off", _id(rule), paid, due)
    scope.say(graph.both(graph.over(recover, zero), graph.negate(open_still)), "recovered", _id(rule), recover)
    waits = graph.both(graph.over(later_left, zero), graph.negate(graph.over(payable, zero)))
    status = graph.first_of(
        [
            (nothing, graph.const(IS_REFUSED)),
            (graph.equal(state, graph.const(NOT_COMPUTABLE)), graph.const(IS_NOT_COMPUTABLE)),
            (graph.either(open_still, waits), graph.const(PENDING)),
        ],
        graph.const(PAYABLE),
    )
    is_settled = graph.negate(open_still)
    return Released(
        status,
        graph.first_of(
            [
                (gone, graph.const(REASON_NUMBERS["not_completed"])),
                (all_lapsed, graph.const(REASON_NUMBERS["milestone_lapsed"])),
            ],
            reason,
        ),
        graph.where(is_settled, due, paid),
        graph.where(is_settled, payable, zero),
        graph.where(is_settled, later_left, zero),
        graph.where(graph.both(is_settled, graph.over(later_left, zero)), parts.until, zero),
        graph.where(is_settled, recover, zero),
        graph.both(is_earned, parts.lapsed),
    )


def _id(rule: Release | None) -> str:
    return "" if rule is None else rule.id


def _release_of(scope: Scope, item: str) -> Release | None:
    of_item = {rule.id for rule in scope.paying(item)}
    return next((rule for rule in scope.of(Release) if not of_item.isdisjoint(rule.targets)), None)


def _recovered(scope: Scope, rule: Release | None, over: Node, completed: Node) -> Node:
    graph, zero = scope.graph, scope.graph.const(0)
    if rule is None or rule.recover == "excess":
        return over
    if rule.recover == "none":
        return zero
    if rule.recover == "per_head":
        return graph.where(completed, zero, over)
    return graph.where(graph.either(completed, graph.equal(over, zero)), over, graph.most(scope.paid_fen, zero))


def _advanced(scope: Scope, rule: Release, kept: Node, running: Node, parts: Parts) -> Parts:
    """While the training runs, a share of the planned amount is due and the rest comes later."""
    graph = scope.graph
    share = int(rule.advance.share) if rule.advance is not None else 0
    mode, size = scope.rounding
    first = graph.least(ex.divided(graph, graph.mul(kept, graph.const(share)), BASIS, mode, size), kept)
    asked = graph.both(running, graph.equal(graph.input("state"), graph.const(EARNED)))
    scope.say(asked, "advance", rule.id, share, kept, first)
    return Parts(
        graph.where(running, first, parts.now),
        graph.where(running, graph.sub(kept, first), parts.later),
        graph.where(running, graph.const(NEVER), parts.until),
        graph.both(graph.negate(running), parts.lapsed),
    )


def _milestones(scope: Scope, rule: Release, kept: Node, most_fen: int, asked: Node) -> Parts:
    """Return what the milestones make of an amount; ``asked`` tells where they are looked at."""
    graph = scope.graph
    zero = graph.const(0)
    left, now, later, until, lapsed = kept, zero, zero, zero, graph.no
    mode, size = scope.rounding
    before: str | None = None
    for index, part in enumerate(rule.milestones):
        if part.amount is not None:
            amount = graph.least(graph.const(int(part.amount)), left)
        elif index == len(rule.milestones) - 1:
            amount = left
        else:
            ex.exact(kept, 1, most_fen * 2 * BASIS)
            share = graph.mul(kept, graph.const(int(part.share or 0)))
            amount = graph.least(ex.divided(graph, share, BASIS, mode, size), left)
        left = graph.sub(left, amount)
        reached, waits, last = _reached(scope, part, before)
        has = graph.both(asked, graph.over(amount, zero))
        scope.say(graph.both(has, reached), "milestone_reached", rule.id, part.event, amount)
        scope.say(graph.both(has, waits), "milestone_waits", rule.id, part.event, amount, last)
        gone = graph.all_of((has, graph.negate(reached), graph.negate(waits)))
        scope.say(gone, "milestone_lapsed", rule.id, part.event, amount, last)
        now = graph.add(now, graph.where(reached, amount, zero))
        later = graph.add(later, graph.where(waits, amount, zero))
        until = graph.where(graph.both(waits, has), graph.most(until, last), until)
        lapsed = graph.either(lapsed, gone)
        before = part.event
    return Parts(now, later, until, lapsed)


def _reached(scope: Scope, part: Milestone, before: str | None) -> tuple[Node, Node, Node]:
    """Return whether a milestone is reached, whether it may still be, and its last day."""
    graph = scope.graph
    fact = EVENTS[part.event]
    happened = scope.happened(fact)
    holds = condition_holds(scope, part.when)
    after = part.after or before
    if part.within is None or after is None:
        return graph.both(happened, holds), graph.negate(happened), graph.const(NEVER)
    started = scope.happened(EVENTS[after])
    start, day = graph.number(EVENTS[after]), graph.number(fact)
    last = graph.add_months(start, graph.const(int(part.within)))
    in_time = graph.both(graph.at_least(day, start), graph.at_least(last, day))
    reached = graph.all_of((happened, started, in_time, holds))
    may_come = graph.either(graph.negate(started), graph.at_least(last, scope.as_of))
    return reached, graph.both(graph.negate(reached), may_come), graph.where(started, last, graph.const(NEVER))
