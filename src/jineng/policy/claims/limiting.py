"""Limits (享受次数、金额限制): how often, how much, in which order; counted over history and the lines accepted before."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from jineng.kernel.dates import add_months
from jineng.policy.claims.line import Enjoyed
from jineng.policy.claims.nodes import day_number, number_day
from jineng.policy.vocabulary import LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from jineng.policy.claims.nodes import Node
    from jineng.policy.claims.scope import Scope
    from jineng.policy.kinds import Limit

PER_FACTS = {
    "person": "person_id",
    "enterprise": "enterprise_id",
    "institution": "institution_id",
    "region": "region",
}
KEY_FACTS = {
    "level": "level",
    "occupation": "occupation",
    "programme": "programme",
    "certificate": "certificate_number",
    "project": "project_id",
    "category": "category",
}


class LimitNodes(NamedTuple):
    """What the graph says of a limit for a line: whether it concerns it, and how much it allows."""

    concerned: Node
    ceiling: Node


class Candidate(NamedTuple):
    """A line that earned something: what limits need of it. ``ceilings`` are by limit id, for those that concern it."""

    row: int
    day: int
    amount_fen: int
    payee: str
    rules: tuple[str, ...]
    facts: Mapping[str, Any]
    ceilings: Mapping[str, int]


class Kept(NamedTuple):
    """What limits leave of a line: fen, the reason of a refusal, whether it was cut, and the limit that did it."""

    amount_fen: int
    reason: str = ""
    cut: bool = False
    limit: str = ""
    so_far: int = 0


def limit_nodes(scope: Scope, limit: Limit, pays: Mapping[str, Node]) -> tuple[LimitNodes, Node]:
    """Compile a limit for an item's lines; also tell whether its ceiling waits for a decision."""
    graph = scope.graph
    concerned = graph.any_of(pays[target] for target in limit.targets if target in pays)
    if limit.n is not None:
        ceiling = graph.const(int(limit.n))
        if limit.extra is not None:
            more = graph.where(scope.on_list(limit.extra.in_list), graph.const(int(limit.extra.n)), graph.const(0))
            ceiling = graph.add(ceiling, more)
        return LimitNodes(concerned, ceiling), graph.no
    priced = scope.priced(limit.amount) if limit.table is None else scope.priced_table(limit.table)
    return (
        LimitNodes(graph.both(concerned, priced.found), priced.amount.node),
        graph.both(concerned, priced.awaits),
    )


def limit_facts(limits: Iterable[Limit]) -> set[str]:
    """Return the facts that limits count by."""
    facts: set[str] = set()
    for limit in limits:
        facts |= {PER_FACTS[limit.per], *(KEY_FACTS[key] for key in limit.all_keys)}
        if limit.no_lower_after_higher:
            facts.add("level")
        if limit.sequential:
            facts |= {"class_start_on", "class_end_on"}
    return facts


class Counted(NamedTuple):
    """A limit as lines are counted by it, read once a plan."""

    id: str
    targets: frozenset[str]
    owner: str
    keys: tuple[str, ...]
    by_level: bool
    is_times: bool
    refuses: bool
    period: str
    months: int
    own_payee: bool
    no_lower: bool
    min_gap: int | None
    sequential: bool


class Limits(NamedTuple):
    """The limits of a plan: a person's, then those of groups; whether the best line comes first; the plan's days in force."""

    personal: tuple[Counted, ...]
    grouped: tuple[Counted, ...]
    best: bool
    in_force: tuple[int, int]


def counted(limits: Sequence[Limit], in_force: tuple[int, int]) -> Limits:
    """Return limits as lines are counted by them; ``in_force`` are the plan's first and last day as YYYYMMDD."""
    personal = tuple(counted_limit(limit) for limit in limits if limit.per == "person")
    grouped = tuple(counted_limit(limit) for limit in limits if limit.per != "person")
    return Limits(personal, grouped, any(limit.choose == "best" for limit in limits), in_force)


def counted_limit(limit: Limit) -> Counted:
    """Read a limit once, so that counting a line looks at plain values."""
    return Counted(
        id=limit.id,
        targets=frozenset(limit.targets),
        owner=PER_FACTS[limit.per],
        keys=tuple(KEY_FACTS[key] for key in limit.all_keys if key != "level"),
        by_level="level" in limit.all_keys,
        is_times=limit.counter == "times",
        refuses=limit.on_hit == "refuse",
        period=limit.period,
        months=int(limit.months or 0),
        own_payee=limit.count_payee == "self",
        no_lower=limit.no_lower_after_higher,
        min_gap=None if limit.min_gap is None else int(limit.min_gap),
        sequential=limit.sequential,
    )


class Counter:
    """Decides the lines of one settlement: each person's one after the other, then those of groups by place and running total."""

    def __init__(self, limits: Limits, history: Iterable[Enjoyed]) -> None:
        """Begin with the history."""
        self._personal, self._grouped, self._best, self._in_force = limits
        self._history = list(history)
        self._had: dict[Any, list[Enjoyed]] = {}
        for enjoyed in self._history:
            self._remember(enjoyed)

    def decide(self, candidates: Iterable[Candidate]) -> dict[int, Kept]:
        """Return what is left of each line, by row."""
        by_day = sorted(candidates, key=lambda line: (line.day, line.row))
        ordered = sorted(by_day, key=lambda line: (-line.amount_fen, line.row)) if self._best else by_day
        kept = {}
        for line in ordered:
            kept[line.row] = left = self._personally(line)
            if self._personal and not left.reason:
                self._remember(Enjoyed(line.rules, line.day, left.amount_fen, line.payee, line.facts))
        self._all_groups(by_day, kept)
        return kept

    def decide_alone(self, line: Candidate) -> Kept:
        """Return what is left of the only line of a settlement."""
        kept = self._personally(line)
        if kept.reason or not self._grouped:
            return kept
        only = {line.row: kept}
        self._all_groups([line], only)
        return only[line.row]

    # ------------------------------------------------------------ a person's lines

    def _remember(self, enjoyed: Enjoyed) -> None:
        for limit in self._personal:
            if not limit.targets.isdisjoint(enjoyed.rules):
                self._had.setdefault(_bucket(limit, enjoyed.facts), []).append(enjoyed)

    def _personally(self, line: Candidate) -> Kept:
        kept = Kept(line.amount_fen)
        for limit in self._personal:
            if limit.id in line.ceilings:
                kept = self._against(limit, line, kept)
                if kept.reason:
                    return kept
        return kept

    def _against(self, limit: Counted, line: Candidate, kept: Kept) -> Kept:
        had = self._had.get(_bucket(limit, line.facts), ()) if self._had else ()
        if limit.own_payee:
            had = [each for each in had if each.payee == line.payee]
        at_level = had
        if limit.by_level:
            at_level = [each for each in had if each.facts.get("level") == line.facts.get("level")]
        in_period = [each for each in at_level if self._in_period(limit, each.on, line.day)] if at_level else []
        ceiling = line.ceilings[limit.id]
        if limit.is_times:
            if len(in_period) >= ceiling:
                return Kept(0, "limit_reached", limit=limit.id, so_far=len(in_period))
        else:
            kept = _fitted(limit, kept, ceiling, sum(each.amount_fen for each in in_period))
            if kept.reason:
                return kept
        refused = self._by_others(limit, line, had, at_level) if had else ""
        return Kept(0, refused, limit=limit.id) if refused else kept

    def _by_others(self, limit: Counted, line: Candidate, had: Sequence[Enjoyed], at_level: Sequence[Enjoyed]) -> str:
        """Return the reason why something had before forbids the line, if it does."""
        rank = _rank(line.facts) if limit.no_lower else 0
        if limit.no_lower and any(
            _rank(each.facts) > rank for each in had if self._in_period(limit, each.on, line.day)
        ):
            return "lower_level_after_higher"
        if limit.min_gap is not None and any(_within(each.on, line.day, limit.min_gap) for each in at_level):
            return "too_soon"
        if limit.sequential and any(_overlap(each.facts, line.facts) for each in at_level):
            return "previous_not_ended"
        return ""

    def _in_period(self, limit: Counted, on: int, day: int) -> bool:
        match limit.period:
            case "life":
                return True
            case "calendar_year":
                return on // 10_000 == day // 10_000
            case "policy":
                return self._in_force[0] <= on <= self._in_force[1]
        return _within(on, day, limit.months)

    # ------------------------------------------------------------ groups

    def _all_groups(self, by_day: list[Candidate], kept: dict[int, Kept]) -> None:
        for limit in self._grouped:
            left = [line for line in by_day if limit.id in line.ceilings and not kept[line.row].reason]
            if left:
                self._in_groups(limit, left, kept)

    def _in_groups(self, limit: Counted, lines: list[Candidate], kept: dict[int, Kept]) -> None:
        """Count every line that the limit concerns, also those that it refuses, in the order of day and row."""
        totals: dict[Any, int] = defaultdict(int)
        for each in self._history:
            if not limit.targets.isdisjoint(each.rules) and (
                limit.period != "policy" or self._in_force[0] <= each.on <= self._in_force[1]
            ):
                totals[_group(limit, each.facts, each.on, each.payee)] += 1 if limit.is_times else each.amount_fen
        for line in lines:
            group, before = _group(limit, line.facts, line.day, line.payee), kept[line.row]
            so_far, ceiling = totals[group], line.ceilings[limit.id]
            totals[group] += 1 if limit.is_times else before.amount_fen
            if limit.is_times and so_far >= ceiling:
                kept[line.row] = Kept(0, "limit_reached", limit=limit.id, so_far=so_far)
            elif not limit.is_times:
                kept[line.row] = _fitted(limit, before, ceiling, so_far)


def without_history(
    limits: Iterable[tuple[int, Counted]], concerned: Sequence[bool], ceilings: Sequence[int], amount_fen: int
) -> Kept | None:
    """Return what is left of a line before which there was nothing, None for all of it: only ceilings count.

    Args:
        limits: those that may stop it, with their places, a person's before those of groups, as a ``Counter`` takes them.
        concerned: whether the limit of each place concerns the line.
        ceilings: of each place.
        amount_fen: what the line earned.
    """
    kept = None
    for place, limit in limits:
        ceiling = ceilings[place]
        if not concerned[place] or (ceiling > 0 if limit.is_times else amount_fen <= ceiling):
            continue
        if limit.is_times:
            return Kept(0, "limit_reached", limit=limit.id)
        kept = _fitted(limit, Kept(amount_fen), ceiling, 0)
        if kept.reason:
            return kept
        amount_fen = kept.amount_fen
    return kept


def _bucket(limit: Counted, facts: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what things looked at together share: the limit, whose it is, and the keys but for the level."""
    return (limit.id, facts.get(limit.owner), *map(facts.get, limit.keys))


def _group(limit: Counted, facts: Mapping[str, Any], day: int, payee: str) -> tuple[Any, ...]:
    level = facts.get("level") if limit.by_level else None
    year = day // 10_000 if limit.period == "calendar_year" else 0
    return (*_bucket(limit, facts), level, year, payee if limit.own_payee else "")


def _fitted(limit: Counted, kept: Kept, ceiling: int, so_far: int) -> Kept:
    """Return what a ceiling of money leaves."""
    if so_far + kept.amount_fen <= ceiling:
        return kept
    rest = ceiling - so_far
    if limit.refuses or rest <= 0:
        return Kept(0, "limit_reached", limit=limit.id, so_far=so_far)
    return Kept(rest, cut=True, limit=limit.id, so_far=so_far)


def _rank(facts: Mapping[str, Any]) -> int:
    level = facts.get("level")
    return LEVELS.index(level) if level in LEVELS else -1


def _within(one: int, other: int, months: int) -> bool:
    """Tell whether the later of two days is before the day so many months after the earlier."""
    earlier, later = min(one, other), max(one, other)
    return later < day_number(add_months(number_day(earlier), months))


def _overlap(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    start, end = one.get("class_start_on"), one.get("class_end_on")
    other_start, other_end = other.get("class_start_on"), other.get("class_end_on")
    if start is None or end is None or other_start is None or other_end is None:
        return False
    return bool(end >= other_start and start <= other_end)
