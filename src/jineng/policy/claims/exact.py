"""Exact amounts: a whole number of fen-parts over a constant, so that nothing is rounded before the head says so."""

from __future__ import annotations

from math import gcd, lcm
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from jineng.policy.claims.nodes import Graph, Node

WIDEST: Final = 2**62
"""No number of a plan may grow beyond this for any line: engines count in 64 bits."""


class TooFineError(ValueError):
    """A rule multiplies numbers that leave 64 bits, for lines as large as the vocabulary allows."""


class Exact(NamedTuple):
    """``node`` ÷ ``per`` fen; ``most`` bounds the node's value."""

    node: Node
    per: int
    most: int


def exact(node: Node, per: int, most: int) -> Exact:
    """Return an exact amount.

    Raises:
        TooFineError: its bound leaves 64 bits.
    """
    if most > WIDEST:
        raise TooFineError
    return Exact(node, per, most)


def fen(graph: Graph, amount_fen: int) -> Exact:
    """Return a constant amount."""
    return Exact(graph.const(amount_fen), 1, amount_fen)


def _to(graph: Graph, amount: Exact, per: int) -> Exact:
    times = per // amount.per
    if times == 1:
        return amount
    return exact(graph.mul(amount.node, graph.const(times)), per, amount.most * times)


def same_per(graph: Graph, left: Exact, right: Exact) -> tuple[Exact, Exact]:
    """Write two amounts over one divisor."""
    per = lcm(left.per, right.per)
    return _to(graph, left, per), _to(graph, right, per)


def times(graph: Graph, amount: Exact, top: int, bottom: int) -> Exact:
    """Multiply by a constant fraction."""
    shared = gcd(top, bottom)
    top, bottom = top // shared, bottom // shared
    shared = gcd(top, amount.per)
    top, per = top // shared, amount.per // shared * bottom
    return exact(graph.mul(amount.node, graph.const(top)), per, amount.most * top)


def times_node(graph: Graph, amount: Exact, node: Node, most: int, per: int = 1) -> Exact:
    """Multiply by a number of the line, given over ``per``."""
    return exact(graph.mul(amount.node, node), amount.per * per, amount.most * most)


def plus(graph: Graph, left: Exact, right: Exact) -> Exact:
    """Return a sum."""
    a, b = same_per(graph, left, right)
    return exact(graph.add(a.node, b.node), a.per, a.most + b.most)


def least(graph: Graph, left: Exact, right: Exact) -> Exact:
    """Return the smaller."""
    a, b = same_per(graph, left, right)
    return Exact(graph.least(a.node, b.node), a.per, min(a.most, b.most))


def most(graph: Graph, left: Exact, right: Exact) -> Exact:
    """Return the greater."""
    a, b = same_per(graph, left, right)
    return Exact(graph.most(a.node, b.node), a.per, max(a.most, b.most))


def where(graph: Graph, flag: Node, then: Exact, otherwise: Exact) -> Exact:
    """Return one amount or the other."""
    a, b = same_per(graph, then, otherwise)
    return Exact(graph.where(flag, a.node, b.node), a.per, max(a.most, b.most))


def is_more(graph: Graph, left: Exact, right: Exact) -> Node:
    """Tell whether left > right."""
    a, b = same_per(graph, left, right)
    return graph.over(a.node, b.node)


def divided(graph: Graph, node: Node, per: int, mode: str, size: int = 1) -> Node:
    """Return ``node`` ÷ ``per`` rounded to a multiple of ``size`` by ``half_up``, ``down`` or ``up``."""
    whole = per * size
    if whole == 1:
        return node
    divisor = graph.const(whole)
    if mode == "half_up":
        shifted = graph.add(graph.mul(node, graph.const(2)), divisor)
        quotient = graph.floordiv(shifted, graph.const(2 * whole))
    elif mode == "up":
        quotient = graph.floordiv(graph.add(node, graph.const(whole - 1)), divisor)
    else:
        quotient = graph.floordiv(node, divisor)
    return graph.mul(quotient, graph.const(size))


def rounded(graph: Graph, amount: Exact, mode: str, size: int) -> Exact:
    """Return an amount of whole units (``size`` fen)."""
    if mode == "half_up":
        exact(amount.node, amount.per, amount.most * 2 + amount.per * size)  # the doubled number must fit too
    node = divided(graph, amount.node, amount.per, mode, size)
    return exact(node, 1, (amount.most // amount.per // size + 1) * size)
