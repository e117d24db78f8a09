"""What the rules of one plan are compiled in: the graph, the head's conventions, the document's facts, lists and indexes."""

from __future__ import annotations

from math import gcd
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, get_args

from jineng.policy.claims.exact import Exact, exact, fen
from jineng.policy.kinds import Index, MoneyKind, NamedList
from jineng.policy.kinds.terms import CELL_SEPARATOR, BandAxis, OpenPercent, OpenYuan
from jineng.policy.measures import BASIS
from jineng.policy.vocabulary import ANCHORS, FACTS, HOURS_MILLI, LARGEST, FactSpec

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jineng.policy.claims.nodes import Axis, Graph, Node
    from jineng.policy.document import Document
    from jineng.policy.measures import Measure, Percent, Yuan

R = TypeVar("R")

ROUND_FEN = {"fen": 1, "jiao": 10, "yuan": 100}
_MONEY_KINDS = frozenset(get_args(MoneyKind))


class StepNode(NamedTuple):
    """A step of the explanation: said where ``when`` holds, with the values of ``args``."""

    when: Node
    code: str
    rule: str
    args: tuple[Any, ...]


class Priced(NamedTuple):
    """An amount, whether the line has one at all, and whether it waits for somebody's decision."""

    amount: Exact
    found: Node
    awaits: Node


class Scope:
    """Compiles the small parts of rules: numbers, tables, membership."""

    def __init__(self, document: Document, graph: Graph) -> None:
        """Begin with an empty graph."""
        head = document.head
        self.document, self.graph = document, graph
        self.specs: dict[str, FactSpec] = {**FACTS, **{fact.id: fact.spec for fact in document.fact}}
        self.rules: dict[str, Any] = {rule.id: rule for rule in document.rule}
        self._by_kind: dict[type, list[Any]] = {}
        self._paying: dict[str, list[Any]] = {}
        for rule in self.rules.values():
            self._by_kind.setdefault(type(rule), []).append(rule)
            if type(rule) in _MONEY_KINDS:
                self._paying.setdefault(rule.item, []).append(rule)
        self.lower = head.band_edge == "lower"
        self.hours_per_day = int(head.hours_per_day)
        self.month_days = int(head.month_days or 0)
        self.rounding = (head.rounding.mode, ROUND_FEN[head.rounding.unit])
        self.anchor_fact = ANCHORS[head.anchor]
        self.day = graph.number(self.anchor_fact)
        self.as_of = graph.input("as_of")
        self.paid_fen = graph.input("paid_fen")
        self.steps: list[StepNode] = []

    def of(self, kind: type[R]) -> list[R]:
        """Return the rules of one kind, in the order written."""
        return self._by_kind.get(kind, [])

    def paying(self, item: str) -> list[MoneyKind]:
        """Return the money rules of an item, in the order written."""
        return self._paying.get(item, [])

    def say(self, when: Node, code: str, rule: str, *args: Any) -> None:
        """Add a step to the explanation."""
        if when is not self.graph.no:
            self.steps.append(StepNode(when, code, rule, args))

    def say_again(self, when: Node, steps: list[StepNode]) -> None:
        """Say steps that were kept aside, where a further condition holds."""
        for step in steps:
            self.say(self.graph.both(when, step.when), step.code, step.rule, *step.args)

    # ------------------------------------------------------------ numbers

    def most(self, fact: str) -> int:
        """Return the largest value that a fact may have."""
        return LARGEST.get(self.specs[fact].type, 1)

    def per(self, fact: str) -> int:
        """Return by what a fact's integer is divided to give its unit: thousandths for hours."""
        return HOURS_MILLI if self.specs[fact].type == "hours" else 1

    def whole(self, fact: str, quantity: Measure | int) -> int:
        """Return a document's quantity in the integer form of the fact that it is compared with."""
        return int(quantity) * self.per(fact)

    def happened(self, fact: str) -> Node:
        """Tell whether the event that a date fact dates has happened as at the day."""
        return self.graph.both(self.graph.present(fact), self.graph.at_least(self.as_of, self.graph.number(fact)))

    # ------------------------------------------------------------ tables

    def axes(self, axes: tuple[Any, ...]) -> tuple[tuple[Axis, ...], list[Mapping[str, int] | None]]:
        """Return the axes of a table, and for axes of numbers what their words stand for."""
        graph = self.graph
        nodes: list[Axis] = []
        words: list[Mapping[str, int] | None] = []
        for axis in axes:
            if isinstance(axis, BandAxis):
                bounds = tuple(self.whole(axis.fact, bound) for bound in axis.from_)
                place = graph.band(graph.number(axis.fact), bounds, lower=self.lower)
                nodes.append(graph.where(graph.present(axis.fact), place, graph.const(0)))
                words.append({bound.written(): index for index, bound in enumerate(axis.from_, 1)})
            elif self.specs[axis].type == "flag":
                is_yes = graph.equal(graph.number(axis), graph.const(1))
                place = graph.where(is_yes, graph.const(1), graph.const(2))
                nodes.append(graph.where(graph.present(axis), place, graph.const(0)))
                words.append({"yes": 1, "no": 2})
            else:
                nodes.append(axis)
                words.append(None)
        return tuple(nodes), words

    def cells(self, axes: tuple[Any, ...], cells: Mapping[str, Any], size: int = 1) -> tuple[Node, Node, Node]:
        """Look up a table of integers: whether there is a cell, its number ÷ ``size``, and whether it is still open."""
        nodes, words = self.axes(axes)
        keys = {
            key: tuple(
                part if names is None else names[part]
                for part, names in zip(key.split(CELL_SEPARATOR), words, strict=True)
            )
            for key in cells
        }
        found, value = self.graph.cell(nodes, {keys[key]: given(cell) // size for key, cell in cells.items()})
        open_cells = {keys[key]: 1 for key, cell in cells.items() if is_open(cell)}
        awaits = self.graph.cell(nodes, open_cells)[0] if open_cells else self.graph.no
        return found, value, awaits

    def priced_table(self, table: Any) -> Priced:
        """Return a table of money as an amount."""
        found, value, awaits = self.cells(table.axes, table.cells)
        most = max(given(cell) for cell in table.cells.values())
        return Priced(exact(value, 1, most), found, awaits)

    def priced(self, amount: Any) -> Priced:
        """Return an amount that a document gives, or leaves open."""
        graph = self.graph
        if is_open(amount):
            return Priced(fen(graph, 0), graph.yes, graph.yes)
        return Priced(fen(graph, int(amount)), graph.yes, graph.no)

    # ------------------------------------------------------------ lists and indexes

    def on_list(self, list_id: str) -> Node:
        """Tell whether the line's word is on a list, on the day on which the list is judged."""
        named, graph = self.rules[list_id], self.graph
        if not isinstance(named, NamedList):
            message = f"an unchecked document names the list {list_id!r}"
            raise TypeError(message)
        day = graph.number(named.member_at)
        versions = sorted(named.versions, key=lambda version: version.from_)
        result = graph.no
        for index, version in enumerate(versions):
            in_force = graph.at_least(day, graph.day(version.from_))
            if index + 1 < len(versions):
                in_force = graph.both(in_force, graph.over(graph.day(versions[index + 1].from_), day))
            if version.until is not None and named.until_published == "none":
                in_force = graph.both(in_force, graph.at_least(graph.day(version.until), day))
            result = graph.either(result, graph.both(in_force, graph.is_word(named.of, version.members)))
        return graph.both(graph.present(named.member_at), result)

    def index_value(self, index_id: str) -> Priced:
        """Return an index's value for the line's day and region; ``found`` and not ``awaits`` where there is one."""
        index, graph = self.rules[index_id], self.graph
        if not isinstance(index, Index):
            message = f"an unchecked document names the index {index_id!r}"
            raise TypeError(message)
        if index.person_fact is not None:
            most = self.most(index.person_fact)
            return Priced(exact(graph.number(index.person_fact), 1, most), graph.yes, graph.no)
        found, amount = graph.no, graph.const(0)
        for value in sorted(index.values, key=lambda value: (value.region is not None, value.from_)):
            applies = graph.yes if value.region is None else graph.is_word("region", (value.region,))
            begun = graph.both(applies, graph.at_least(self.day, graph.day(value.from_)))
            valid = graph.yes if value.until is None else graph.at_least(graph.day(value.until), self.day)
            amount = graph.where(begun, graph.const(int(value.value)), amount)
            found = graph.where(begun, valid, found)
        most = max(int(value.value) for value in index.values)
        return Priced(exact(amount, 1, most), found, graph.negate(found))


def reduced(numbers: Iterable[int], per: int) -> int:
    """Return by what a divisor and all the numbers over it can be divided."""
    return gcd(per, *numbers)


def is_open(value: object) -> bool:
    """Tell whether a term is left to somebody else."""
    return isinstance(value, OpenYuan | OpenPercent)


def given(value: Yuan | Percent | OpenYuan | OpenPercent) -> int:
    """Return a term's number; 0 where it is left to somebody else."""
    return 0 if isinstance(value, OpenYuan | OpenPercent) else int(value)


def factor(scope: Scope, percent: Any) -> Priced:
    """Return a percentage as a fraction."""
    graph = scope.graph
    if is_open(percent):
        return Priced(Exact(graph.const(BASIS), BASIS, BASIS), graph.yes, graph.yes)
    size = reduced([int(percent)], BASIS)
    top = int(percent) // size
    return Priced(Exact(graph.const(top), BASIS // size, top), graph.yes, graph.no)
