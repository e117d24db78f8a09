"""The graph as a Python function: integer code made once a plan and item, and the steps that it says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from jineng.policy.claims.exact import Exact
from jineng.policy.claims.nodes import Node, months_later

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jineng.policy.claims.nodes import Graph
    from jineng.policy.claims.scope import StepNode

Judge = Callable[..., tuple[Any, ...]]
"""Called with facts (missing ones None or left out), a list for the steps and the inputs; returns the outputs in order."""

DEEPEST: Final = 30
"""How many brackets deep an expression may be; Python's parser gives up at 200, its compiler recurses."""


_BETWEEN: Final[dict[str, tuple[int, int, int]]] = {
    "*": (1, 1, 0), "//": (1, 1, 0), "+": (2, 2, 1), "-": (2, 2, 1),
    ">=": (3, 2, 2), ">": (3, 2, 2), "==": (3, 2, 2), "and": (5, 5, 5), "or": (6, 6, 6),
}  # fmt: skip
"""How loosely each operation binds, and how loosely what stands left and right of it may, without brackets, which take Python
long to read. Names are 0, products 1, sums 2, comparisons 3, ``not`` 4, ``and`` 5, ``or`` 6, ``if`` 7."""
_SUM, _COMPARED, _NOT, _OR, _IF = 2, 3, 4, 6, 7
_TWICE: Final = frozenset({"min", "max"})
_PLAIN: Final = frozenset({"const", "input"})
_LOOKUPS: Final = frozenset({"found", "cell"})


class Code:
    """A part of a plan as Python, made when first asked for: without the steps, which is half of it, or with them."""

    def __init__(
        self,
        graph: Graph,
        inputs: Sequence[str],
        outputs: Sequence[Node | Sequence[Node]],
        steps: Sequence[StepNode],
        name: str,
    ) -> None:
        """Keep what it is made from; see ``compiled``."""
        self._graph, self._inputs, self._outputs = graph, inputs, outputs
        self._steps, self._name = tuple(steps), name

    @cached_property
    def silent(self) -> Judge:
        """Return the function that says no steps."""
        return compiled(self._graph, self._inputs, self._outputs, (), self._name)

    @cached_property
    def explained(self) -> Judge:
        """Return the function that says every step."""
        return compiled(self._graph, self._inputs, self._outputs, self._steps, self._name)


def compiled(
    graph: Graph,
    inputs: Sequence[str],
    outputs: Sequence[Node | Sequence[Node]],
    steps: Sequence[StepNode],
    name: str,
) -> Judge:
    """Return the graph as a function; only what outputs and steps need is computed, and what is used once where it is used.

    ``inputs`` are its parameters after the facts and the steps, as Python writes them. An output that is a sequence of nodes
    is returned as a tuple.
    """
    flat = [node for output in outputs for node in ([output] if isinstance(output, Node) else output)]
    roots = [*flat, *(node for step in steps for node in _step_nodes(step))]
    writer = _Writer(graph.nodes, _uses(graph.nodes, roots))
    lines = [f"def judge(facts, steps, {', '.join(inputs)}):", "    fact = facts.get", *writer.facts, *writer.lines]
    lines += [f"    if {writer.ref(step.when)}: steps.append({writer.step(step)})" for step in steps]
    lines.append(f"    return {writer.outputs(outputs)}")
    namespace: dict[str, Any] = {**writer.constants}
    exec(compile("\n".join(lines), f"<{name}>", "exec"), namespace)  # noqa: S102 -- the text is made above from numbers and names only
    judge: Judge = namespace["judge"]
    return judge


def _step_nodes(step: StepNode) -> list[Node]:
    nodes = [step.when]
    for arg in step.args:
        if isinstance(arg, Exact):
            nodes.append(arg.node)
        elif isinstance(arg, Node):
            nodes.append(arg)
    return nodes


def _uses(nodes: Sequence[Node], roots: Sequence[Node]) -> list[int]:
    """Return how often the text names each node, by number; 0 is not needed at all. A node comes after those it works on."""
    uses = [0] * len(nodes)
    for node in roots:
        uses[node.number] += 1
    for node in reversed(nodes):
        if uses[node.number]:
            for arg in node.args:
                uses[arg.number] += 2 if node.op in _TWICE else 1
    return uses


def _facts_of(node: Node) -> tuple[str, ...]:
    """Return the facts that a node reads by itself."""
    match node.op:
        case "fact" | "present":
            return (node.data,)
        case "is":
            return (node.data[0],)
        case "found" | "cell":
            return tuple(fact for fact in node.data[0] if fact is not None)
    return ()


class _Writer:
    """Writes nodes as Python, in order: a line for what is used more than once, an expression in its place for the rest."""

    def __init__(self, nodes: Sequence[Node], uses: Sequence[int]) -> None:
        self.constants: dict[str, Any] = {}
        self.lines: list[str] = []
        needed = [node for node in nodes if uses[node.number]]
        read = Counter(fact for node in needed if not node.args or node.op in _LOOKUPS for fact in _facts_of(node))
        self._facts = {fact: f"f{place}" for place, (fact, often) in enumerate(read.items()) if often > 1}
        self.facts = [f"    {name} = fact({fact!r})" for fact, name in self._facts.items()]
        self._texts: dict[Node, tuple[str, int, int]] = {}
        """What is written for each node, how loosely that binds, and how deep it goes."""
        for node in needed:
            self._write(node, once=uses[node.number] == 1)

    def _write(self, node: Node, *, once: bool) -> None:
        if node.op in _PLAIN:
            self._texts[node] = node.data if node.op == "input" else repr(node.data), 0, 0
            return
        text, looseness = self._text(node)
        if once:
            depth = 1 + max([self._texts[arg][2] for arg in node.args], default=0)
            if depth < DEEPEST:
                self._texts[node] = text, looseness, depth
                return
        name = f"v{len(self.lines)}"
        self._texts[node] = name, 0, 0
        self.lines.append(f"    {name} = {text}")

    def ref(self, node: Node, loosest: int = _IF) -> str:
        text, looseness, _depth = self._texts[node]
        return text if looseness <= loosest else f"({text})"

    def outputs(self, outputs: Sequence[Node | Sequence[Node]]) -> str:
        parts = [self.ref(each) if isinstance(each, Node) else self.outputs(each) for each in outputs]
        return f"({', '.join(parts)},)" if parts else "()"

    def _constant(self, value: Any) -> str:
        name = f"k{len(self.constants)}"
        self.constants[name] = value
        return name

    def _fact(self, fact: str) -> str:
        return self._facts.get(fact) or f"fact({fact!r})"

    def _text(self, node: Node) -> tuple[str, int]:
        """Return the expression that computes a node, and how loosely it binds."""
        op, args = node.op, node.args
        if op in _BETWEEN:
            looseness, left, right = _BETWEEN[op]
            return f"{self.ref(args[0], left)} {op} {self.ref(args[1], right)}", looseness
        match op:
            case "where":
                flag, then, otherwise = args
                return f"{self.ref(then, _OR)} if {self.ref(flag, _OR)} else {self.ref(otherwise)}", _IF
            case "fact":
                return f"{self._fact(node.data)} or 0", _OR
            case "present":
                return f"{self._fact(node.data)} is not None", _COMPARED
            case "not":
                return f"not {self.ref(args[0], _NOT)}", _NOT
            case "is":
                fact, words = node.data
                wanted = repr(words[0]) if len(words) == 1 else self._constant(frozenset(words))
                return f"{self._fact(fact)} {'==' if len(words) == 1 else 'in'} {wanted}", _COMPARED
            case "min" | "max":
                one, other = self.ref(args[0], _SUM), self.ref(args[1], _SUM)
                return f"{one} if {one} {'<' if op == 'min' else '>'} {other} else {other}", _IF
            case "months":
                self.constants["later"] = months_later
                return f"later({self.ref(args[0])}, {self.ref(args[1])})", 0
            case "found":
                key, table = self._table(node)
                return f"{key} in {table}", _COMPARED
            case "cell":
                key, table = self._table(node)
                return f"{table}.get({key}, 0)", 0
        message = f"no such operation: {op}"
        raise ValueError(message)

    def _table(self, node: Node) -> tuple[str, str]:
        """Return the key that a line has in a table, and the table."""
        shape, cells = node.data
        places = (self.ref(arg, _SUM) for arg in node.args)
        parts = [next(places) if fact is None else self._fact(fact) for fact in shape]
        if len(parts) == 1:
            return parts[0], self._constant({place: number for (place,), number in cells})
        return f"({', '.join(parts)})", self._constant(dict(cells))

    def step(self, step: StepNode) -> str:
        parts = [repr(step.code), repr(step.rule)]
        for arg in step.args:
            if isinstance(arg, Exact):
                parts.append(f"({self.ref(arg.node)}, {arg.per})")
            elif isinstance(arg, Node):
                parts.append(self.ref(arg))
            else:
                parts.append(repr(arg))
        return f"({', '.join(parts)})"
