"""A claims document compiled: a graph an item, its Python code, its limits and funds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from jineng.policy.claims.conditions import facts_of
from jineng.policy.claims.earning import Earning, earn
from jineng.policy.claims.exact import TooFineError
from jineng.policy.claims.limiting import Counted, LimitNodes, counted, counted_limit, limit_facts, limit_nodes
from jineng.policy.claims.nodes import Graph, Node, day_number
from jineng.policy.claims.python_code import Code
from jineng.policy.claims.releasing import Released, release
from jineng.policy.claims.scope import Scope
from jineng.policy.kinds import Budget, Limit, MoneyKind

if TYPE_CHECKING:
    from jineng.policy.document import Document


Earned = tuple[int, int, int, bool, int, int, tuple[bool, ...], tuple[bool, ...], tuple[int, ...]]
"""A ``Judged`` as the item's code gives it: naming its parts takes time that one line need not spend."""


class Judged(NamedTuple):
    """What the rules of an item make of a line, in plain integers; see ``earning.Earning``."""

    state: int
    reason: int
    amount_fen: int
    by_fallback: bool
    payee: int
    day: int
    rules: tuple[bool, ...]
    concerned: tuple[bool, ...]
    ceilings: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ItemProgram:
    """The rules of one item: nodes for columns, functions for one line."""

    item: str
    scope: Scope
    earning: Earning
    rules: tuple[str, ...]
    limits: tuple[tuple[Limit, LimitNodes], ...]
    released: Released
    facts: tuple[str, ...]
    earning_code: Code
    release_code: Code
    biting: tuple[tuple[int, Counted], ...]
    """The limits, with their places, that may stop a line before which there was nothing."""

    @property
    def gates(self) -> dict[str, tuple[int, ...]]:
        """Return the factors that each gate may give, by its id."""
        return self.earning.gates


def _earning_outputs(
    earning: Earning, scope: Scope, rules: tuple[str, ...], limits: tuple[tuple[Limit, LimitNodes], ...]
) -> list[Node | list[Node]]:
    return [
        earning.state,
        earning.reason,
        earning.amount_fen,
        earning.by_fallback,
        earning.payee,
        scope.day,
        [earning.pays[rule] for rule in rules],
        [nodes.concerned for _limit, nodes in limits],
        [nodes.ceiling for _limit, nodes in limits],
    ]


class ClaimsProgram:
    """All that a claims document computes; items are compiled when first asked for."""

    def __init__(self, document: Document) -> None:
        """Keep the checked document."""
        self.document = document
        self.items = tuple(dict.fromkeys(rule.item for rule in document.rule if isinstance(rule, MoneyKind)))
        self.limits = tuple(
            rule for rule in document.rule if isinstance(rule, Limit) and rule.judged_at == "settlement"
        )
        self.in_force = (day_number(document.head.valid_from), day_number(document.head.valid_to))
        self.counted = counted(self.limits, self.in_force)
        self.budgets = tuple(
            rule
            for rule in document.rule
            if isinstance(rule, Budget) and rule.judged_at == "settlement" and rule.amount is not None
        )
        self.item_of = {rule.id: rule.item for rule in document.rule if isinstance(rule, MoneyKind)}
        self._programs: dict[str, ItemProgram] = {}

    def of(self, item: str) -> ItemProgram:
        """Return an item's program.

        Raises:
            KeyError: the plan does not pay this item.
            TooFineError: a rule's numbers may leave 64 bits.
        """
        if item not in self._programs:
            if item not in self.items:
                raise KeyError(item)
            self._programs[item] = _compiled(self.document, item, self.limits)
        return self._programs[item]

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """Return every fact that some line needs, in the order of the vocabulary."""
        programs = [self.of(item) for item in self.items]
        scope = programs[0].scope
        needed = {fact for program in programs for fact in program.facts} | limit_facts(self.limits)
        return tuple(fact for fact in scope.specs if fact in needed)

    def too_fine(self) -> tuple[str, ...]:
        """Return the items whose numbers may leave 64 bits for lines as large as the vocabulary allows."""
        found = []
        for item in self.items:
            try:
                self.of(item)
            except TooFineError:
                found.append(item)
        return tuple(found)


def _compiled(document: Document, item: str, limits: tuple[Limit, ...]) -> ItemProgram:
    graph = Graph()
    scope = Scope(document, graph)
    earning = earn(scope, item)
    concerning, awaits = [], graph.no
    for limit in limits:
        if any(target in earning.pays for target in limit.targets):
            nodes, open_still = limit_nodes(scope, limit, earning.pays)
            concerning.append((limit, nodes))
            awaits = graph.either(awaits, open_still)
    earning = earning.awaiting(scope, awaits)
    earning_steps = tuple(scope.steps)
    scope.steps.clear()
    released = release(scope, item, earning.most_fen)
    rules, limited = tuple(earning.pays), tuple(sorted(concerning, key=lambda pair: pair[0].per != "person"))
    name = f"{document.head.id} {item}"
    return ItemProgram(
        item=item,
        scope=scope,
        earning=earning,
        rules=rules,
        limits=limited,
        released=released,
        facts=facts_of(scope),
        earning_code=Code(
            graph,
            ("as_of", "paid_fen", *(f"gate_{gate}=-1" for gate in earning.gates)),
            _earning_outputs(earning, scope, rules, limited),
            earning_steps,
            name,
        ),
        release_code=Code(
            graph, ("as_of", "paid_fen", "state", "reason", "kept_fen"), list(released), scope.steps, name
        ),
        biting=tuple(
            (place, counted_limit(limit))
            for place, (limit, nodes) in enumerate(limited)
            if limit.counter != "times" or (nodes.ceiling.constant or 0) <= 0
        ),
    )
