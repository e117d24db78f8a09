"""Gates (达标条件): the factor that a rate or a set of tests gives, and whether it is known yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from jineng.policy.claims.conditions import test_holds
from jineng.policy.claims.exact import Exact
from jineng.policy.claims.scope import given, reduced
from jineng.policy.kinds import OutcomeGate
from jineng.policy.measures import BASIS
from jineng.policy.vocabulary import EVENTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jineng.policy.claims.nodes import Node
    from jineng.policy.claims.scope import Scope
    from jineng.policy.kinds.gate import FactRatio


class Outcome(NamedTuple):
    """A gate's factor for the line, whether its window is still open, and every factor that it may give."""

    gate: OutcomeGate
    factor: Exact
    waits: Node
    possible: tuple[int, ...]


def outcomes(scope: Scope, rule_id: str) -> Iterator[Outcome]:
    """Yield the outcome of each gate that targets a rule, in the order of the document."""
    for rule in scope.of(OutcomeGate):
        if rule_id in rule.targets:
            yield _outcome(scope, rule)


def _outcome(scope: Scope, gate: OutcomeGate) -> Outcome:
    graph = scope.graph
    if gate.measure is None:
        met, missed = int(gate.met or 0), int(gate.missed or 0)
        holds = graph.all_of(test_holds(scope, test) for test in gate.tests)
        possible = {met, missed}
        size = reduced(possible, BASIS)
        node = graph.where(holds, graph.const(met // size), graph.const(missed // size))
    else:
        possible = _possible(gate)
        size = reduced(possible, BASIS)
        node = _by_band(scope, gate, gate.measure, size)
    chosen = graph.input(f"gate_{gate.id}")
    waits, overridden = graph.no, node
    if gate.window is not None:
        tried = graph.floordiv(graph.most(chosen, graph.const(0)), graph.const(size))
        overridden = graph.where(graph.at_least(chosen, graph.const(0)), tried, node)
        fact = EVENTS[gate.window.after]
        last = graph.add_months(graph.number(fact), graph.const(int(gate.window.months)))
        closed = graph.both(graph.present(fact), graph.over(scope.as_of, last))
        waits = graph.both(graph.negate(closed), graph.over(graph.const(0), chosen))
    return Outcome(gate, Exact(overridden, BASIS // size, max(possible) // size), waits, tuple(sorted(possible)))


def _possible(gate: OutcomeGate) -> set[int]:
    """Return every factor that the bands may give, in ten-thousandths; a table gives 0 where it has no cell."""
    factors: set[int] = set()
    for band in gate.bands:
        if band.table is None:
            factors.add(int(band.factor or 0))
        else:
            factors |= {0, *(given(cell) for cell in band.table.cells.values())}
    return factors


def _by_band(scope: Scope, gate: OutcomeGate, measure: FactRatio, size: int) -> Node:
    """Return the factor of the highest band that the rate reaches, ÷ ``size``; the first band takes what is below."""
    graph = scope.graph
    top, bottom = graph.number(measure.numerator), graph.number(measure.denominator)
    rate = graph.mul(top, graph.const(BASIS))
    counted = graph.over(bottom, graph.const(0))
    result = graph.const(0)
    for index, band in enumerate(gate.bands):
        if band.table is not None:
            _found, value, _awaits = scope.cells(band.table.axes, band.table.cells, size)
        else:
            value = graph.const(int(band.factor or 0) // size)
        line = graph.mul(bottom, graph.const(int(band.from_)))
        reached = graph.at_least(rate, line) if scope.lower else graph.over(rate, line)
        result = value if index == 0 else graph.where(graph.both(counted, reached), value, result)
    return result
