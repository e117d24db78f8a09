"""From facts to what a line earns: anchor, calendar, decisions, the item's rules one by one, joined into one amount."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from jineng.policy.claims import exact as ex
from jineng.policy.claims.adjusting import adjusted
from jineng.policy.claims.amounts import Base, base_of, with_caps
from jineng.policy.claims.conditions import condition_holds, is_eligible
from jineng.policy.claims.exact import Exact, fen
from jineng.policy.claims.gating import outcomes
from jineng.policy.claims.reasons import REASON_NUMBERS
from jineng.policy.claims.scope import Priced
from jineng.policy.claims.standards import calendar_faults, standards_for
from jineng.policy.kinds import Eligibility, FixedAmount

if TYPE_CHECKING:
    from typing import Any

    from jineng.policy.claims.nodes import Node
    from jineng.policy.claims.scope import Scope

EARNED, REFUSED, NOT_COMPUTABLE, WAITING = range(4)
"""What the rules make of a line, before limits and release."""

POPULATIONS = {
    "completed": ("completed_on", "not_completed"),
    "certified": ("certified_on", "not_certified"),
    "employed": ("employed_on", "not_employed"),
}


class Contribution(NamedTuple):
    """What one rule brings to a line: whether it concerns it, why it pays nothing, how much, and what is not known yet."""

    rule: Any
    concerns: Node
    reason: Node
    amount: Exact
    awaits: Node
    waits: Node
    by_fallback: Node


class Earning(NamedTuple):
    """The outputs of an item's rules: the state, its reason, whole fen, a note, and which rules paid."""

    state: Node
    reason: Node
    amount_fen: Node
    most_fen: int
    by_fallback: Node
    pays: dict[str, Node]
    payee: Node
    gates: dict[str, tuple[int, ...]]

    def awaiting(self, scope: Scope, awaits: Node) -> Earning:
        """Return the same, but not computable where a limit's ceiling waits for a decision."""
        graph = scope.graph
        stops = graph.both(graph.equal(self.state, graph.const(EARNED)), awaits)
        return self._replace(
            state=graph.where(stops, graph.const(NOT_COMPUTABLE), self.state),
            reason=graph.where(stops, graph.const(REASON_NUMBERS["awaits_decision"]), self.reason),
            amount_fen=graph.where(stops, graph.const(0), self.amount_fen),
        )


class ItemRules:
    """Compiles the money rules of a plan, each once."""

    def __init__(self, scope: Scope, alive: Node) -> None:
        """Begin with none; ``alive`` tells whether the line is looked at at all."""
        self.scope, self._alive = scope, alive
        self._capped: dict[str, Base] = {}
        self._paid: dict[str, Contribution] = {}
        self.gates: dict[str, tuple[int, ...]] = {}

    def capped(self, rule_id: str) -> Base:
        """Return a rule's amount after adjustments and caps, before its gates; its own conditions are not asked."""
        if rule_id not in self._capped:
            scope, rule = self.scope, self.scope.rules[rule_id]
            said_before, scope.steps = scope.steps, []
            first = base_of(scope, rule, self.capped, self._pays)
            base = adjusted(scope, rule_id, first, "before_caps")
            base = with_caps(scope, rule, base, self.capped)
            base = _nothing_stays(scope, first, adjusted(scope, rule_id, base, "after_caps"))
            base.steps, scope.steps = scope.steps, said_before
            self._capped[rule_id] = base
        return self._capped[rule_id]

    def _pays(self, rule_id: str) -> Node:
        """Tell whether a rule pays, or may once its gate's window has closed."""
        graph, other = self.scope.graph, self.contribution(self.scope.rules[rule_id])
        may_pay = graph.either(graph.over(other.amount.node, graph.const(0)), other.waits)
        return graph.both(may_pay, graph.negate(other.awaits))

    def _partner_waits(self, rule: Any) -> Node:
        partner = rule.together_with if isinstance(rule, FixedAmount) else None
        return self.scope.graph.no if partner is None else self.contribution(self.scope.rules[partner]).waits

    def contribution(self, rule: Any) -> Contribution:
        """Return what a rule brings to the line."""
        if rule.id not in self._paid:
            self._paid[rule.id] = self._contribution(rule)
        return self._paid[rule.id]

    def _contribution(self, rule: Any) -> Contribution:
        scope, graph = self.scope, self.scope.graph
        concerns = condition_holds(scope, rule.when)
        grounds = self._grounds(rule)
        base, by_fallback, awaits = self._by_standard(rule, concerns, grounds)
        amount = base.amount
        earned = graph.over(amount.node, graph.const(0))
        nothing = graph.negate(earned)
        grounds += [(graph.both(nothing, when), code) for when, code in base.reasons]
        going = graph.all_of((self._alive, concerns, graph.negate(graph.any_of(fails for fails, _code in grounds))))
        waits, missed = self._partner_waits(rule), graph.no
        for outcome in outcomes(scope, rule.id):
            self.gates[outcome.gate.id] = outcome.possible
            is_zero = graph.equal(outcome.factor.node, graph.const(0))
            missed = graph.either(missed, graph.both(graph.negate(graph.either(waits, outcome.waits)), is_zero))
            waits = graph.either(waits, graph.both(graph.negate(missed), outcome.waits))
            amount = ex.times_node(graph, amount, outcome.factor.node, outcome.factor.most, outcome.factor.per)
            said = graph.all_of((going, earned, graph.negate(outcome.waits)))
            scope.say(said, "gate", outcome.gate.id, outcome.factor, amount)
        if scope.document.head.rounding.at == "rule":
            amount = ex.rounded(graph, amount, *scope.rounding)
        stopped = graph.either(graph.negate(concerns), graph.any_of(fails for fails, _reason in grounds))
        none_left = graph.negate(graph.over(amount.node, graph.const(0)))
        grounds += [(graph.both(earned, missed), "gate_missed"), (none_left, "nothing_earned")]
        reason = self._said_reason(rule, grounds, graph.both(self._alive, concerns))
        return Contribution(
            rule,
            concerns,
            graph.where(concerns, reason, graph.const(0)),
            ex.where(graph, stopped, fen(graph, 0), amount),
            graph.both(concerns, awaits),
            graph.all_of((graph.negate(stopped), earned, waits)),
            graph.all_of((graph.negate(stopped), graph.negate(none_left), by_fallback)),
        )

    def _said_reason(self, rule: Any, grounds: list[tuple[Node, str]], asked: Node) -> Node:
        """Return the number of the first ground that holds, and say it."""
        scope, graph = self.scope, self.scope.graph
        before = graph.no
        for fails, code in grounds:
            scope.say(graph.all_of((asked, fails, graph.negate(before))), "ground", rule.id, code)
            before = graph.either(before, fails)
        return graph.first_of([(fails, graph.const(REASON_NUMBERS[code])) for fails, code in grounds], graph.const(0))

    def _grounds(self, rule: Any) -> list[tuple[Node, str]]:
        """Return why a rule may pay nothing, whatever its amount: population, eligibility."""
        scope, graph = self.scope, self.scope.graph
        grounds = []
        if rule.population in POPULATIONS:
            fact, reason = POPULATIONS[rule.population]
            grounds.append((graph.negate(scope.happened(fact)), reason))
        elif rule.population == "passed":
            grounds.append((graph.negate(graph.equal(graph.number("passed"), graph.const(1))), "not_passed"))
        grounds += [
            (graph.negate(is_eligible(scope, test)), "not_eligible")
            for test in scope.of(Eligibility)
            if rule.id in test.targets
        ]
        return grounds

    def _by_standard(self, rule: Any, concerns: Node, grounds: list[tuple[Node, str]]) -> tuple[Base, Node, Node]:
        """Return the amount by the rule itself, or by the rule that a missed standard falls back to."""
        scope, graph = self.scope, self.scope.graph
        base = self.capped(rule.id)
        by_fallback, awaits = graph.no, base.awaits
        standards = list(standards_for(scope, rule.id))
        grounds += [(misses, "class_standard_missed") for standard, misses in standards if standard.on_fail == "refuse"]
        going = graph.all_of((self._alive, concerns, graph.negate(graph.any_of(fails for fails, _code in grounds))))
        own = base.steps
        for standard, misses in standards:
            if standard.on_fail == "refuse":
                continue
            if standard.fallback is not None:
                other = self.capped(standard.fallback)
                falls = graph.both(graph.negate(by_fallback), misses)
                scope.say(graph.both(going, falls), "standard_fallback", standard.id, standard.fallback)
                scope.say_again(graph.both(going, falls), other.steps)
                reasons = [(graph.both(graph.negate(falls), when), code) for when, code in base.reasons]
                reasons += [(graph.both(falls, when), code) for when, code in other.reasons]
                amount = ex.where(graph, falls, other.amount, base.amount)
                awaits = graph.where(falls, other.awaits, awaits)
                by_fallback = graph.either(by_fallback, falls)
                base = Base(Priced(amount, graph.yes, awaits), reasons)
        scope.say_again(graph.both(going, graph.negate(by_fallback)), own)
        return base, by_fallback, awaits


def _nothing_stays(scope: Scope, first: Base, base: Base) -> Base:
    """Keep what earned nothing at nothing: there is nothing to adjust or to add to."""
    graph = scope.graph
    blocked = graph.any_of(when for when, _code in first.reasons)
    earns = graph.both(graph.negate(blocked), graph.over(first.amount.node, graph.const(0)))
    return Base(Priced(ex.where(graph, earns, base.amount, fen(graph, 0)), graph.yes, base.awaits), base.reasons)


def earn(scope: Scope, item: str) -> Earning:
    """Compile the rules of an item."""
    graph = scope.graph
    grounds = _before(scope, item)
    alive = graph.yes
    for fails, code, rule_id in grounds:
        scope.say(graph.both(alive, fails), "ground", rule_id, code)
        alive = graph.both(alive, graph.negate(fails))
    rules = ItemRules(scope, alive)
    contributions = [rules.contribution(rule) for rule in scope.paying(item) if rule.stack != "only_named"]
    amount = ex.rounded(graph, _joined(scope, contributions), *scope.rounding)
    state, reason = _verdict(scope, grounds, contributions, amount)
    is_earned = graph.equal(state, graph.const(EARNED))
    _say_verdict(scope, contributions, state, alive, amount)
    return Earning(
        state,
        reason,
        graph.where(is_earned, amount.node, graph.const(0)),
        amount.most,
        graph.any_of(each.by_fallback for each in contributions),
        {each.rule.id: graph.over(each.amount.node, graph.const(0)) for each in contributions},
        _payee(scope, contributions),
        rules.gates,
    )


def _verdict(
    scope: Scope, grounds: list[tuple[Node, str, str]], contributions: list[Contribution], amount: Exact
) -> tuple[Node, Node]:
    """Return the state of a line and the number of its reason."""
    graph = scope.graph
    first_reason = graph.first_of(
        [(graph.over(each.reason, graph.const(0)), each.reason) for each in contributions],
        graph.where(
            graph.any_of(each.concerns for each in contributions),
            graph.const(REASON_NUMBERS["nothing_earned"]),
            graph.const(REASON_NUMBERS["no_rate_in_policy"]),
        ),
    )
    ground = graph.first_of(
        [(fails, graph.const(REASON_NUMBERS[code])) for fails, code, _rule in grounds], graph.const(0)
    )
    cases = (
        (graph.any_of(fails for fails, _code, _rule in grounds), REFUSED, ground),
        (
            graph.any_of(each.awaits for each in contributions),
            NOT_COMPUTABLE,
            graph.const(REASON_NUMBERS["awaits_decision"]),
        ),
        (graph.any_of(each.waits for each in contributions), WAITING, graph.const(REASON_NUMBERS["gate_waits"])),
        (graph.over(amount.node, graph.const(0)), EARNED, graph.const(0)),
    )
    return (
        graph.first_of([(holds, graph.const(state)) for holds, state, _reason in cases], graph.const(REFUSED)),
        graph.first_of([(holds, reason) for holds, _state, reason in cases], first_reason),
    )


def _say_verdict(scope: Scope, contributions: list[Contribution], state: Node, alive: Node, amount: Exact) -> None:
    graph = scope.graph
    first_id = contributions[0].rule.id if contributions else ""
    scope.say(graph.equal(state, graph.const(NOT_COMPUTABLE)), "awaits", first_id)
    scope.say(graph.equal(state, graph.const(WAITING)), "gate_waits", first_id)
    first = graph.equal(state, graph.const(EARNED))
    for each in contributions:
        pays = graph.over(each.amount.node, graph.const(0))
        scope.say(graph.both(first, pays), "earned", each.rule.id, amount)
        first = graph.both(first, graph.negate(pays))
    unconcerned = graph.negate(graph.any_of(each.concerns for each in contributions))
    scope.say(graph.both(alive, unconcerned), "ground", first_id, "no_rate_in_policy")


def _before(scope: Scope, item: str) -> list[tuple[Node, str, str]]:
    graph, head = scope.graph, scope.document.head
    first_money = next((rule.id for rule in scope.paying(item)), "")
    dated = graph.present(scope.anchor_fact)
    inside = graph.both(
        graph.at_least(scope.day, graph.day(head.valid_from)), graph.at_least(graph.day(head.valid_to), scope.day)
    )
    return [
        (graph.negate(dated), "anchor_missing", first_money),
        (graph.negate(inside), "outside_period", first_money),
        *calendar_faults(scope, item),
    ]


def _joined(scope: Scope, contributions: list[Contribution]) -> Exact:
    """Join the rules' amounts by their ``stack``, beginning with nothing."""
    graph = scope.graph
    total = fen(graph, 0)
    for each in contributions:
        has = graph.over(each.amount.node, graph.const(0))
        match each.rule.stack:
            case "add":
                total = ex.plus(graph, total, each.amount)
            case "replace":
                total = ex.where(graph, has, each.amount, total)
            case "only_if_none":
                total = ex.where(graph, graph.over(total.node, graph.const(0)), total, each.amount)
            case "best_of":
                total = ex.most(graph, total, each.amount)
    return total


PAYEES = ("institution", "evaluator", "enterprise", "person", "platform", "college", "who_paid", "agreed")


def _payee(scope: Scope, contributions: list[Contribution]) -> Node:
    """Return the place in ``PAYEES`` of who is paid: by the first rule that pays, the first of its payees that fits."""
    graph = scope.graph
    pairs = []
    for each in contributions:
        *conditional, last = each.rule.payee
        payee = graph.first_of(
            [(condition_holds(scope, entry.when), graph.const(PAYEES.index(entry.to))) for entry in conditional],
            graph.const(PAYEES.index(last.to)),
        )
        pairs.append((graph.over(each.amount.node, graph.const(0)), payee))
    return graph.first_of(pairs, graph.const(PAYEES.index("person")))
