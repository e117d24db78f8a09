"""The graph as dataframe expressions: the same integer operations over millions of lines, on any Narwhals engine."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any, Final

import narwhals as nw

from jineng.policy.batch.expressions import integer
from jineng.policy.claims.nodes import Graph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from jineng.policy.batch.expressions import Frame
    from jineng.policy.claims.nodes import Node

_LEAVES = frozenset({"const", "fact", "present", "input"})


def with_nodes(frame: Frame, graph: Graph, wanted: Mapping[str, Node]) -> Frame:
    """Add columns with the values of nodes to a frame that has the facts and inputs they start from.

    What several others use becomes a column of its own on the way; such columns are dropped again at the end.
    """
    wanted = _by_parts(graph, wanted)
    needed = _needed(wanted.values())
    nodes = sorted(needed.values(), key=lambda node: node.number)
    uses: dict[int, int] = {}
    for node in nodes:
        for arg in node.args:
            uses[arg.number] = uses.get(arg.number, 0) + 1
    writer = _Writer()
    stages: dict[int, list[Node]] = {}
    depth: dict[int, int] = {}
    for node in nodes:
        depth[node.number] = max((depth[arg.number] + (arg.number in writer.kept) for arg in node.args), default=0)
        if uses.get(node.number, 0) > 1 and node.op not in _LEAVES:
            writer.kept.add(node.number)
            stages.setdefault(depth[node.number], []).append(node)
    for stage in sorted(stages):
        frame = frame.with_columns(*(writer.written(node).alias(_name(node)) for node in stages[stage]))
    result = frame.with_columns(*(writer.expression(node).alias(name) for name, node in wanted.items()))
    return result.drop(*(_name(node) for stage in stages.values() for node in stage))


def _name(node: Node) -> str:
    return f"_v{node.number}"


def _by_parts(graph: Graph, wanted: Mapping[str, Node]) -> dict[str, Node]:
    """Return the same nodes in a graph of operations that every engine has."""
    needed, plain = _needed(wanted.values()), Graph()
    same: dict[int, Node] = {}
    for node in graph.nodes:
        if node.number in needed:
            same[node.number] = plain.like(node, tuple(same[arg.number] for arg in node.args))
    return {name: same[node.number] for name, node in wanted.items()}


def _needed(roots: Iterable[Node]) -> dict[int, Node]:
    seen: dict[int, Node] = {}
    waiting = list(roots)
    while waiting:
        node = waiting.pop()
        if node.number not in seen:
            seen[node.number] = node
            waiting.extend(node.args)
    return seen


_BETWEEN: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "//": operator.floordiv,
    ">=": operator.ge,
    ">": operator.gt,
    "==": operator.eq,
    "and": operator.and_,
    "or": operator.or_,
}


class _Writer:
    """Writes nodes as expressions; nodes in ``kept`` stand in columns already."""

    def __init__(self) -> None:
        self.kept: set[int] = set()

    def expression(self, node: Node) -> nw.Expr:
        return nw.col(_name(node)) if node.number in self.kept else self.written(node)

    def written(self, node: Node) -> nw.Expr:
        """Return the operation itself."""
        args = [self.expression(arg) for arg in node.args]
        match node.op:
            case "const":
                return nw.lit(node.data) if isinstance(node.data, bool) else integer(node.data)
            case "fact":
                return nw.col(node.data).fill_null(0)
            case "present":
                return ~nw.col(node.data).is_null()
            case "is":
                fact, words = node.data
                # A missing word compares as neither; a condition that is neither counts as not met.
                return nw.when(nw.col(fact).is_in(list(words))).then(nw.lit(value=True)).otherwise(nw.lit(value=False))
            case "input":
                return nw.col(node.data)
            case "found":
                return nw.sum_horizontal(*self._cells(node, args, found=True)) > 0
            case "cell":
                return nw.sum_horizontal(*self._cells(node, args, found=False))
            case "min":
                return nw.min_horizontal(*args)
            case "max":
                return nw.max_horizontal(*args)
            case "not":
                return ~args[0]
            case "where":
                return nw.when(args[0]).then(args[1]).otherwise(args[2])
        result: nw.Expr = _BETWEEN[node.op](*args)
        return result

    @staticmethod
    def _cells(node: Node, args: list[nw.Expr], *, found: bool) -> list[nw.Expr]:
        shape, cells = node.data
        result = []
        for key, value in cells:
            places = iter(args)
            matches: Any = None
            for fact, word in zip(shape, key, strict=True):
                equal = (next(places) if fact is None else nw.col(fact)) == word
                matches = equal if matches is None else matches & equal
            result.append(nw.when(matches).then(integer(1 if found else value)).otherwise(integer(0)))
        return result
