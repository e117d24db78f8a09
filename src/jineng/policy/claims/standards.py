"""What decides before the money: the year's windows (时限) and the standards of a class (办班要求)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jineng.policy.claims.conditions import condition_holds
from jineng.policy.kinds import Calendar, ClassStandard
from jineng.policy.measures import BASIS
from jineng.policy.vocabulary import EVENTS, HOURS_MILLI

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jineng.policy.claims.nodes import Node
    from jineng.policy.claims.scope import Scope
    from jineng.policy.kinds.calendar import ClaimWithin
    from jineng.policy.measures import Measure


UNBOUNDED = 99_991_231
"""The last day of a window that no text has bounded yet."""


def calendar_faults(scope: Scope, item: str) -> Iterator[tuple[Node, str, str]]:
    """Yield (fails, reason, rule id) of the windows that the plan's calendars set for an item."""
    graph = scope.graph
    for rule in scope.of(Calendar):
        if rule.judged_at != "settlement" or (rule.items and item not in rule.items):
            continue
        train_until, claim_until = _moved(scope, rule, "train_until"), _moved(scope, rule, "claim_until")
        start, end, claimed = (graph.number(fact) for fact in ("class_start_on", "class_end_on", "claimed_on"))
        inside = []
        if rule.train_from is not None:
            inside += [graph.present("class_start_on"), graph.at_least(start, graph.day(rule.train_from))]
        if train_until is not None:
            ended_in_time = graph.both(graph.present("class_end_on"), graph.at_least(train_until, end))
            inside.append(graph.either(graph.equal(train_until, graph.const(UNBOUNDED)), ended_in_time))
        if inside:
            yield graph.negate(graph.all_of(inside)), "training_outside_window", rule.id
        if rule.counts_until is not None and rule.late is not None:
            late = graph.over(end, graph.day(rule.counts_until))
            yield late, "counts_to_next_year", rule.id
        in_time = []
        if claim_until is not None:
            claimed_by = graph.both(graph.present("claimed_on"), graph.at_least(claim_until, claimed))
            in_time.append(graph.either(graph.equal(claim_until, graph.const(UNBOUNDED)), claimed_by))
        if rule.claim_within is not None:
            in_time += _claimed_within(scope, rule.claim_within)
        if in_time:
            yield graph.negate(graph.all_of(in_time)), "claim_late", rule.id


def _moved(scope: Scope, rule: Calendar, name: str) -> Node | None:
    """Return a last day as the newest notice that is known on the as-of day moves it."""
    graph = scope.graph
    first = getattr(rule, name)
    later = sorted(
        (extension for extension in rule.extended if getattr(extension, name) is not None),
        key=lambda extension: extension.issued_on,
    )
    if first is None and not later:
        return None
    day = graph.day(first) if first is not None else graph.const(UNBOUNDED)
    for extension in later:
        known = graph.at_least(scope.as_of, graph.day(extension.issued_on))
        day = graph.where(known, graph.day(getattr(extension, name)), day)
    return day


def _claimed_within(scope: Scope, within: ClaimWithin) -> list[Node]:
    graph = scope.graph
    event_fact = EVENTS[within.event]
    event, claimed = graph.number(event_fact), graph.number("claimed_on")
    if within.months is not None:
        in_time = graph.at_least(graph.add_months(event, graph.const(int(within.months))), claimed)
    else:
        last = graph.add(graph.ordinal(event), graph.const(int(within.days or 0)))
        in_time = graph.at_least(last, graph.ordinal(claimed))
    return [graph.present(event_fact), graph.present("claimed_on"), in_time]


def standards_for(scope: Scope, rule_id: str) -> Iterator[tuple[ClassStandard, Node]]:
    """Yield the standards that bear on a money rule's payment, each with whether the line misses it."""
    for rule in scope.of(ClassStandard):
        if (
            rule.judged_at == "settlement"
            and rule.on_fail != "advise"
            and (not rule.targets or rule_id in rule.targets)
            and rule.fallback != rule_id
        ):
            asked = condition_holds(scope, rule.when)
            graph = scope.graph
            yield rule, graph.both(asked, graph.negate(graph.all_of(_met(scope, rule))))


def _met(scope: Scope, rule: ClassStandard) -> Iterator[Node]:
    graph = scope.graph
    attended, taught = graph.number("attended_hours"), graph.number("taught_hours")
    if rule.size_min is not None:
        yield graph.at_least(graph.number("class_started"), graph.const(int(rule.size_min)))
    if rule.size_max is not None:
        yield graph.at_least(graph.const(int(rule.size_max)), graph.number("class_started"))
    if rule.days_min is not None:
        yield graph.at_least(graph.number("attended_days"), graph.const(int(rule.days_min)))
    if rule.days_max is not None:
        yield graph.at_least(graph.const(int(rule.days_max)), graph.number("attended_days"))
    yield from _hours_met(scope, rule)
    if rule.attendance_min is not None:
        yield _share_met(scope, attended, taught, rule.attendance_min)
    if rule.practice_min is not None:
        yield _share_met(scope, graph.number("practice_hours"), taught, rule.practice_min)
    if rule.theory_min is not None:
        yield _share_met(scope, graph.number("theory_hours"), taught, rule.theory_min)
    if rule.online is not None and rule.online.max_share is not None:
        online = graph.number("online_hours")
        most = graph.mul(taught, graph.const(int(rule.online.max_share)))
        inside = graph.at_least(most, graph.mul(online, graph.const(BASIS)))
        yield graph.either(graph.equal(taught, graph.const(0)), inside)
    if rule.hours_per_day_max is not None:
        daily = graph.const(int(rule.hours_per_day_max) * HOURS_MILLI)
        yield graph.at_least(graph.mul(graph.number("taught_days"), daily), taught)
    if rule.exam:
        yield graph.equal(graph.number("passed"), graph.const(1))


def _hours_met(scope: Scope, rule: ClassStandard) -> Iterator[Node]:
    """Compare counted hours: those online count as the standard says; written over ten-thousandths."""
    graph = scope.graph
    if rule.hours_min is None and rule.hours_max is None and rule.hours_table is None:
        return
    counted = graph.mul(graph.number("attended_hours"), graph.const(BASIS))
    if rule.online is not None and rule.online.counts_as is not None:
        less = graph.const(BASIS - int(rule.online.counts_as))
        counted = graph.sub(counted, graph.mul(graph.number("online_hours"), less))
    unit = HOURS_MILLI * BASIS
    if rule.hours_min is not None:
        yield graph.at_least(counted, graph.const(int(rule.hours_min) * unit))
    if rule.hours_max is not None:
        yield graph.at_least(graph.const(int(rule.hours_max) * unit), counted)
    if rule.hours_table is not None:
        found, least, _awaits = scope.cells(rule.hours_table.axes, rule.hours_table.cells)
        enough = graph.at_least(counted, graph.mul(least, graph.const(unit)))
        yield graph.either(graph.negate(found), enough)


def _share_met(scope: Scope, part: Node, whole: Node, least: Measure) -> Node:
    graph = scope.graph
    reached = graph.at_least(graph.mul(part, graph.const(BASIS)), graph.mul(whole, graph.const(int(least))))
    return graph.both(graph.over(whole, graph.const(0)), reached)
