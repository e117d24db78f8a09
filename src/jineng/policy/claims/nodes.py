"""The graph that a plan is compiled to: integer operations on a line's facts, the one source of both executions.

Every value is an integer or a truth value; days are written YYYYMMDD and a missing day is 0, so that no engine's own dates,
decimals or rounding take part. Equal nodes are one node; what is constant is computed here, once.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

Op = str
"""``const``, ``fact``, ``present``, ``is``, ``found``, ``cell``, ``+ - * // min max``, ``>= > ==``, ``and or not``, ``where``, ``months`` (a day so many months later)."""


class Node:
    """One operation: its name, the nodes it works on, and what it carries (a constant, a fact's name, words, a table).

    ``constant`` is the value of a constant as a number, else None.
    """

    __slots__ = ("args", "constant", "data", "number", "op")

    def __init__(self, op: Op, args: tuple[Node, ...], data: Any, number: int) -> None:
        """Made by a ``Graph`` only, in which ``number`` is its place."""
        self.op, self.args, self.data, self.number = op, args, data, number
        self.constant = int(data) if op == "const" else None


_FOLD: Final[dict[Op, Callable[..., Any]]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "//": lambda a, b: a // b,
    "min": min,
    "max": max,
    ">=": lambda a, b: a >= b,
    ">": lambda a, b: a > b,
    "==": lambda a, b: a == b,
}


class Graph:
    """Makes nodes, each only once."""

    def __init__(self) -> None:
        """Start empty."""
        self.nodes: list[Node] = []
        self._known: dict[Op, dict[Any, Node]] = defaultdict(dict)
        self._numbers: dict[int, Node] = {}
        self.facts: dict[str, None] = {}
        self.yes = Node("const", (), data=True, number=0)
        """What is always so; truth values are kept apart from 1 and 0."""
        self.no = Node("const", (), data=False, number=1)
        """What is never so."""
        self.nodes += (self.yes, self.no)

    def _node(self, op: Op, args: tuple[Node, ...] = (), data: Any = None) -> Node:
        known, key = self._known[op], args if data is None else (args, data)
        node = known.get(key)
        if node is None:
            node = known[key] = Node(op, args, data, len(self.nodes))
            self.nodes.append(node)
        return node

    # ------------------------------------------------------------ leaves

    def const(self, value: int) -> Node:
        """Return a constant number."""
        node = self._numbers.get(value)
        if node is None:
            node = self._numbers[value] = Node("const", (), value, len(self.nodes))
            self.nodes.append(node)
        return node

    def truth(self, value: object) -> Node:
        """Return what is always or never so."""
        return self.yes if value else self.no

    def day(self, value: date) -> Node:
        """Return a day."""
        return self.const(day_number(value))

    def number(self, fact: str) -> Node:
        """Return a fact's number, 0 where it is missing."""
        self.facts[fact] = None
        return self._node("fact", (), fact)

    def present(self, fact: str) -> Node:
        """Tell whether a fact is there."""
        self.facts[fact] = None
        return self._node("present", (), fact)

    def is_word(self, fact: str, words: Iterable[str]) -> Node:
        """Tell whether a fact is one of these words."""
        self.facts[fact] = None
        chosen = tuple(sorted(set(words)))
        return self._node("is", (), (fact, chosen)) if chosen else self.no

    def input(self, name: str) -> Node:
        """Return a number that is no fact but comes from elsewhere: what was paid, what limits left."""
        return self._node("input", (), name)

    # ------------------------------------------------------------ arithmetic

    def _fold(self, op: Op, left: Node, right: Node) -> Node:
        a, b = left.constant, right.constant
        if a is not None and b is not None and (op != "//" or b != 0):
            value = _FOLD[op](a, b)
            return self.truth(value) if isinstance(value, bool) else self.const(value)
        return self._node(op, (left, right))

    def add(self, left: Node, right: Node) -> Node:
        """Return a sum."""
        if left.constant == 0:
            return right
        return left if right.constant == 0 else self._fold("+", left, right)

    def sub(self, left: Node, right: Node) -> Node:
        """Return a difference."""
        return left if right.constant == 0 else self._fold("-", left, right)

    def mul(self, left: Node, right: Node) -> Node:
        """Return a product."""
        if left.constant == 1:
            return right
        return left if right.constant == 1 else self._fold("*", left, right)

    def floordiv(self, left: Node, divisor: Node) -> Node:
        """Return a quotient rounded down; the divisor is never 0, both are never negative."""
        return left if divisor.constant == 1 else self._fold("//", left, divisor)

    def least(self, left: Node, right: Node) -> Node:
        """Return the smaller."""
        return left if left is right else self._fold("min", left, right)

    def most(self, left: Node, right: Node) -> Node:
        """Return the greater."""
        return left if left is right else self._fold("max", left, right)

    # ------------------------------------------------------------ truth

    def at_least(self, left: Node, right: Node) -> Node:
        """Tell whether left >= right."""
        return self._fold(">=", left, right)

    def over(self, left: Node, right: Node) -> Node:
        """Tell whether left > right."""
        return self._fold(">", left, right)

    def equal(self, left: Node, right: Node) -> Node:
        """Tell whether two numbers are the same."""
        return self.yes if left is right else self._fold("==", left, right)

    def both(self, left: Node, right: Node) -> Node:
        """Tell whether both are so."""
        if left is self.yes or left is right:
            return right
        if left is self.no or right is self.no:
            return self.no
        return left if right is self.yes else self._node("and", (left, right))

    def either(self, left: Node, right: Node) -> Node:
        """Tell whether one of them is so."""
        if left is self.no or left is right:
            return right
        if left is self.yes or right is self.yes:
            return self.yes
        return left if right is self.no else self._node("or", (left, right))

    def negate(self, flag: Node) -> Node:
        """Tell whether it is not so."""
        match flag.op:
            case "const":
                return self.truth(not flag.data)
            case "not":
                return flag.args[0]
            case ">":
                return self._fold(">=", flag.args[1], flag.args[0])
            case ">=":
                return self._fold(">", flag.args[1], flag.args[0])
        return self._node("not", (flag,))

    def all_of(self, flags: Iterable[Node]) -> Node:
        """Tell whether all are so."""
        result = self.yes
        for flag in flags:
            result = self.both(result, flag)
        return result

    def any_of(self, flags: Iterable[Node]) -> Node:
        """Tell whether any is so."""
        result = self.no
        for flag in flags:
            result = self.either(result, flag)
        return result

    def where(self, flag: Node, then: Node, otherwise: Node) -> Node:
        """Return one value or the other."""
        if flag.op == "const":
            return then if flag.data else otherwise
        return then if then is otherwise else self._node("where", (flag, then, otherwise))

    def first_of(self, pairs: Iterable[tuple[Node, Node]], otherwise: Node) -> Node:
        """Return the value of the first condition that holds."""
        result = otherwise
        for flag, value in reversed(list(pairs)):
            result = self.where(flag, value, result)
        return result

    # ------------------------------------------------------------ tables

    def band(self, value: Node, bounds: tuple[int, ...], *, lower: bool) -> Node:
        """Return the place of the highest bound that a value reaches, counted from 1; 0 below the first."""
        place = self.const(0)
        for bound in bounds:
            edge = self.const(bound)
            reached = self.at_least(value, edge) if lower else self.over(value, edge)
            place = self.add(place, self.where(reached, self.const(1), self.const(0)))
        return place

    def cell(self, axes: tuple[Axis, ...], cells: Mapping[tuple[str | int, ...], int]) -> tuple[Node, Node]:
        """Look up a table: whether there is a cell for the line, and its number (0 where there is none)."""
        args = tuple(axis for axis in axes if isinstance(axis, Node))
        for axis in axes:
            if isinstance(axis, str):
                self.facts[axis] = None
        shape = tuple(None if isinstance(axis, Node) else axis for axis in axes)
        data = (shape, tuple(sorted(cells.items(), key=repr)))
        return self._node("found", args, data), self._node("cell", args, data)

    # ------------------------------------------------------------ days

    def _parts(self, day: Node) -> tuple[Node, Node, Node]:
        hundred = self.const(100)
        of_months = self.floordiv(day, hundred)
        year = self.floordiv(of_months, hundred)
        return year, self.sub(of_months, self.mul(year, hundred)), self.sub(day, self.mul(of_months, hundred))

    def year_of(self, day: Node) -> Node:
        """Return a day's year."""
        return self._parts(day)[0]

    def add_months(self, day: Node, months: Node) -> Node:
        """Return the same day so many months later, or that month's last day if it has no such day.

        One operation, which Python calls (``months_later``) and columns compute ``by_parts``.
        """
        return self._node("months", (day, months))

    def like(self, node: Node, args: tuple[Node, ...]) -> Node:
        """Return a node of another graph, on arguments of this one, its months computed by parts."""
        if node.op == "months":
            return self.months_by_parts(*args)
        if node.op == "const":
            return self.truth(node.data) if isinstance(node.data, bool) else self.const(node.data)
        return self._node(node.op, args, node.data)

    def months_by_parts(self, day: Node, months: Node) -> Node:
        """Return the same day so many months later in integer operations."""
        year, month, of_month = self._parts(day)
        twelve, one = self.const(12), self.const(1)
        reached = self.add(self.add(self.mul(year, twelve), self.sub(month, one)), months)
        to_year = self.floordiv(reached, twelve)
        to_month = self.add(self.sub(reached, self.mul(to_year, twelve)), one)
        last = self._last_day(to_year, to_month)
        ymd = self.add(self.mul(to_year, self.const(10_000)), self.mul(to_month, self.const(100)))
        return self.add(ymd, self.least(of_month, last))

    def _last_day(self, year: Node, month: Node) -> Node:
        def multiple(of: int) -> Node:
            size = self.const(of)
            return self.equal(self.mul(self.floordiv(year, size), size), year)

        leap = self.either(self.both(multiple(4), self.negate(multiple(100))), multiple(400))
        february = self.where(leap, self.const(29), self.const(28))
        short = self.any_of(self.equal(month, self.const(each)) for each in (4, 6, 9, 11))
        return self.where(self.equal(month, self.const(2)), february, self.where(short, self.const(30), self.const(31)))

    def ordinal(self, day: Node) -> Node:
        """Return a day's place in a count of days, for adding days: from 1 March of a year 0 on."""
        year, month, of_month = self._parts(day)
        early = self.at_least(self.const(2), month)
        shifted_year = self.sub(year, self.where(early, self.const(1), self.const(0)))
        shifted = self.add(month, self.where(early, self.const(9), self.const(-3)))
        to_month = self.floordiv(self.add(self.mul(shifted, self.const(153)), self.const(2)), self.const(5))
        leaps = self.add(
            self.sub(self.floordiv(shifted_year, self.const(4)), self.floordiv(shifted_year, self.const(100))),
            self.floordiv(shifted_year, self.const(400)),
        )
        whole_years = self.add(self.mul(shifted_year, self.const(365)), leaps)
        return self.add(self.add(whole_years, to_month), of_month)


Axis = str | Node
"""One axis of a table: the name of a word fact, or the place in its bands."""


@lru_cache(maxsize=4096)
def day_number(value: date) -> int:
    """Return a day as YYYYMMDD.

    >>> day_number(date(2022, 3, 5))
    20220305
    """
    return value.year * 10_000 + value.month * 100 + value.day


def months_later(day: int, months: int) -> int:
    """Return the day so many months after a YYYYMMDD, or that month's last day; 0, no day, stays one that no day reaches.

    >>> months_later(20240131, 1), months_later(20221115, 3)
    (20240229, 20230215)
    """
    year, rest = divmod(day, 10_000)
    month, of_month = divmod(rest, 100)
    year, month = divmod(year * 12 + month - 1 + months, 12)
    month += 1
    if of_month > _SHORTEST:
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        last = (29 if leap else 28) if month == _FEBRUARY else 30 if month in _SHORT_MONTHS else 31
        of_month = min(of_month, last)
    return year * 10_000 + month * 100 + of_month


_SHORTEST: Final = 28
_FEBRUARY: Final = 2
_SHORT_MONTHS: Final = frozenset({4, 6, 9, 11})


def number_day(value: int) -> date:
    """Return the day of a YYYYMMDD.

    >>> number_day(20220305)
    datetime.date(2022, 3, 5)
    """
    return date(value // 10_000, value // 100 % 100, value % 100)
