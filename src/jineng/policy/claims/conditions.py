"""Conditions of a line as truth values: tests, conditions of rules, eligibility (对象条件), standards (办班要求)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jineng.policy.measures import BASIS
from jineng.policy.vocabulary import FACTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from jineng.policy.claims.nodes import Node
    from jineng.policy.claims.scope import Scope
    from jineng.policy.kinds.eligibility import Eligibility
    from jineng.policy.kinds.terms import AgeLimit, Condition, Test
    from jineng.policy.measures import Measure


def test_holds(scope: Scope, test: Test) -> Node:
    """Tell whether a test holds; on a missing fact it never does."""
    graph = scope.graph
    flags = [graph.present(test.fact)]
    kind = scope.specs[test.fact].type
    if test.is_:
        flags.append(_is(scope, test.fact, test.is_))
    if test.is_not:
        flags.append(graph.negate(_is(scope, test.fact, test.is_not)))
    if test.fall_from is not None:
        flags += _falls(scope, test)
    else:
        value = graph.number(test.fact) if kind != "word" else graph.const(0)
        flags += _bounds(scope, test, value, lambda bound: graph.const(scope.whole(test.fact, bound)))
        if test.since is not None:
            flags.append(graph.at_least(value, graph.day(test.since)))
        if test.until is not None:
            flags.append(graph.at_least(graph.day(test.until), value))
    return graph.all_of(flags)


def _is(scope: Scope, fact: str, words: tuple[str, ...]) -> Node:
    graph = scope.graph
    if scope.specs[fact].type == "flag":
        wanted = [graph.const(1 if word == "yes" else 0) for word in words]
        return graph.both(graph.present(fact), graph.any_of(graph.equal(graph.number(fact), each) for each in wanted))
    return graph.is_word(fact, words)


def _falls(scope: Scope, test: Test) -> list[Node]:
    """Compare the fall against another fact, (base − now) ÷ base, with percentages."""
    graph, base_fact = scope.graph, str(test.fall_from)
    base = graph.number(base_fact)
    fallen = graph.mul(graph.sub(base, graph.number(test.fact)), graph.const(BASIS))
    flags = [graph.present(base_fact), graph.over(base, graph.const(0))]
    return flags + _bounds(scope, test, fallen, lambda bound: graph.mul(base, graph.const(int(bound))))


def _bounds(scope: Scope, test: Test, value: Node, edge: Callable[[Measure], Node]) -> list[Node]:
    """Compare a number with each bound that a test writes."""
    graph = scope.graph
    flags = []
    if test.at_least is not None:
        flags.append(graph.at_least(value, edge(test.at_least)))
    if test.over is not None:
        flags.append(graph.over(value, edge(test.over)))
    if test.at_most is not None:
        flags.append(graph.at_least(edge(test.at_most), value))
    if test.below is not None:
        flags.append(graph.over(edge(test.below), value))
    return flags


def condition_holds(scope: Scope, condition: Condition) -> Node:
    """Tell whether a rule's condition holds."""
    graph = scope.graph
    flags = [graph.is_word("kind", condition.kind)] if condition.kind else []
    flags += [_is(scope, fact, words) for fact, words in condition.is_.items()]
    if condition.in_list is not None:
        flags.append(scope.on_list(condition.in_list))
    if condition.not_in_list is not None:
        flags.append(graph.negate(scope.on_list(condition.not_in_list)))
    flags += [test_holds(scope, test) for test in condition.tests]
    return graph.all_of(flags)


def is_eligible(scope: Scope, rule: Eligibility) -> Node:
    """Tell whether everything that an eligibility rule asks holds."""
    graph = scope.graph
    flags = [condition_holds(scope, rule.when)]
    if rule.any_of:
        flags.append(graph.any_of(_in_group(scope, rule, index) for index in range(len(rule.any_of))))
    if rule.exclude:
        flags.append(graph.negate(graph.is_word("group", rule.exclude)))
    if rule.age is not None:
        flags.append(_of_age(scope, rule.age))
    flags += [test_holds(scope, test) for test in rule.tests]
    if rule.any_tests:
        flags.append(graph.any_of(test_holds(scope, test) for test in rule.any_tests))
    if rule.sizes:
        flags.append(graph.is_word("size", rule.sizes))
    months = [rule.contract_min] if rule.contract_min is not None else []
    if rule.contract is not None and rule.contract.min_months is not None:
        months.append(rule.contract.min_months)
    for least in months:
        flags += _has_months(scope, "contract_months", int(least))
    if rule.contract is not None and rule.contract.signed_within is not None:
        start, signed = graph.number("class_start_on"), graph.number("contract_on")
        flags += [graph.present("class_start_on"), graph.present("contract_on"), graph.at_least(start, signed)]
        last = graph.add_months(signed, graph.const(int(rule.contract.signed_within)))
        flags.append(graph.at_least(last, start))
    if rule.insured_min is not None:
        flags += _has_months(scope, "insured_months", int(rule.insured_min))
    return graph.all_of(flags)


def _has_months(scope: Scope, fact: str, least: int) -> list[Node]:
    graph = scope.graph
    return [graph.present(fact), graph.at_least(graph.number(fact), graph.const(least))]


def _in_group(scope: Scope, rule: Eligibility, index: int) -> Node:
    graph, group = scope.graph, rule.any_of[index]
    fact = rule.status_at or scope.anchor_fact
    flags = [graph.is_word("group", (group.name,))]
    if group.from_ is not None or group.until is not None:
        flags.append(graph.present(fact))
    if group.from_ is not None:
        flags.append(graph.at_least(graph.number(fact), graph.day(group.from_)))
    if group.until is not None:
        flags.append(graph.at_least(graph.day(group.until), graph.number(fact)))
    return graph.all_of(flags)


def _of_age(scope: Scope, age: AgeLimit) -> Node:
    """Count full years: the month and day of birth have come round; 29 February comes round on 1 March."""
    graph = scope.graph
    day, born = graph.number(age.at), graph.number("born_on")
    years = graph.floordiv(graph.most(graph.sub(day, born), graph.const(0)), graph.const(10_000))
    flags = [graph.present(age.at), graph.present("born_on"), graph.at_least(day, born)]
    if age.min is not None:
        flags.append(graph.at_least(years, graph.const(age.min)))
    most = None if age.max is None else graph.const(age.max)
    if age.max_female is not None:
        female = graph.is_word("sex", ("female",))
        otherwise = graph.const(200) if most is None else most
        most = graph.where(female, graph.const(age.max_female), otherwise)
    if most is not None:
        flags.append(graph.at_least(most, years))
    return graph.all_of(flags)


def facts_of(scope: Scope) -> tuple[str, ...]:
    """Return the facts that the graph has asked for, the vocabulary's first and in its order, then the document's."""
    asked = scope.graph.facts
    return tuple(fact for fact in (*FACTS, *(f.id for f in scope.document.fact)) if fact in asked)
