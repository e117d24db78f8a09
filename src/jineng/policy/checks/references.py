"""Checks of names: ids used twice, clauses, readings, rules, lists and indexes that are named but not there."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple, get_args

from jineng.kernel.target_groups import TARGET_GROUPS
from jineng.kernel.text import Text
from jineng.policy.checks.faults import fault
from jineng.policy.checks.survey import MONEY_KINDS, targets_of
from jineng.policy.kinds import AmountTable, ClassStandard, FixedAmount, Index, NamedList, Share
from jineng.policy.kinds.eligibility import NamedGroup
from jineng.policy.kinds.limit import Extra
from jineng.policy.kinds.terms import Cap, Condition

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pydantic import BaseModel

    from jineng.policy.checks.faults import Fault
    from jineng.policy.checks.survey import Survey
    from jineng.policy.document import Document
    from jineng.policy.kinds import Rule


class Named(NamedTuple):
    """A rule that another names: in which field, by which id, and the kinds it may be of."""

    where: str
    target: str
    kinds: tuple[type[BaseModel], ...]


def name_faults(document: Document) -> Iterator[Fault]:
    """Yield a document without rules, ids used twice, clauses and readings that are not there, readings that nothing rests on."""
    if not document.rule and not document.fill:
        yield fault(
            "missing_field",
            "rule",
            "没有规则：请至少写一条 [[rule]]；只落实上级方案的，用 [[fill]] 写明所定的事项",
            "there are no rules: write a [[rule]], or, to carry out a superior's plan, what is decided as a [[fill]]",
        )
    yield from _duplicates(document)
    yield from _citations(document)


def _duplicates(document: Document) -> Iterator[Fault]:
    for table, ids in (
        ("clause", [clause.id for clause in document.clause]),
        ("reading", [reading.id for reading in document.reading]),
        ("fact", [fact.id for fact in document.fact]),
        ("fill", [fill.id for fill in document.fill]),
        ("rule", [rule.id for rule in document.rule]),
    ):
        for key, count in Counter(ids).items():
            if count > 1:
                yield fault(
                    "duplicate_id",
                    f"{table} {key}",
                    f"编号“{key}”用了 {count} 次，每个编号只能用一次",
                    f"the id {key!r} is used {count} times; each may be used once",
                )


def _citations(document: Document) -> Iterator[Fault]:
    clauses = {clause.id for clause in document.clause}
    readings = {reading.id for reading in document.reading}
    citing = [
        ("document", document.head.cite, document.head.readings),
        *((f"rule {rule.id}", rule.cite, rule.readings) for rule in document.rule),
        *((f"reading {reading.id}", (reading.clause,), ()) for reading in document.reading),
        *((f"fill {fill.id}", fill.cite, ()) for fill in document.fill),
    ]
    for where, cites, cited_readings in citing:
        yield from _unknown("unknown_clause", where, cites, clauses, Text("条款", "clause"))
        yield from _unknown("unknown_reading", where, cited_readings, readings, Text("解读", "reading"))
    used = {reading for _where, _cites, cited in citing for reading in cited}
    for unused in sorted(readings - used):
        yield fault(
            "reading_unused",
            f"reading {unused}",
            "没有规则引用这条解读，请在相应规则的 readings 中写上它或删去",
            "no rule rests on this reading: name it in a rule's readings or remove it",
        )


def _unknown(code: str, where: str, names: Iterable[str], known: set[str], what: Text) -> Iterator[Fault]:
    missing = [name for name in names if name not in known]
    if not missing:
        return
    mend = Text("本文件没有，请先补上", "this file has none, so add it")
    if known:
        there = sorted(known)
        mend = Text(f"请改为本文件中已有的：{'、'.join(there)}", f"use one that is there: {', '.join(there)}")
    for name in missing:
        yield fault(
            code,
            where,
            f"引用的{what.zh}“{name}”不存在；{mend.zh}",
            f"it names the {what.en} {name!r}, which this file does not have; {mend.en}",
        )


def rule_faults(survey: Survey, named: Iterable[Named]) -> Iterator[Fault]:
    """Yield rules that are named but not there, or of another kind than can be meant, and targets named twice."""
    for where, target, kinds in named:
        rule = survey.rules.get(target)
        if rule is None:
            fitting = {rule.id for rule in survey.document.rule if isinstance(rule, kinds)}
            yield from _unknown("unknown_rule", where, [target], fitting, Text("规则", "rule"))
        elif not isinstance(rule, kinds):
            names = [get_args(kind.model_fields["kind"].annotation)[0] for kind in kinds]
            yield fault(
                "wrong_rule_kind",
                where,
                f"引用的规则“{target}”是 {rule.kind} 类，应为 {'、'.join(names)} 类，请改为这一类规则的编号",
                f"the rule {target!r} that it names is of kind {rule.kind}, it must be of kind {' or '.join(names)}: name one of those",
            )
    for rule in survey.document.rule:
        for target, count in Counter(targets_of(rule)).items():
            if count > 1:
                yield fault(
                    "target_twice",
                    f"rule {rule.id}.targets",
                    f"规则“{target}”写了 {count} 次，请只留一次",
                    f"the rule {target!r} is named {count} times: name it once",
                )


def claims_names(survey: Survey) -> Iterator[Named]:
    """Yield every money rule that a rule of a claims document names."""
    for rule in survey.document.rule:
        for target in targets_of(rule):
            yield Named(f"rule {rule.id}.targets", target, MONEY_KINDS)
        for field, target in _single_names(rule):
            yield Named(f"rule {rule.id}.{field}", target, MONEY_KINDS)
    for part, cap in survey.parts_of(Cap):
        if cap.rule is not None:
            yield Named(part.where("rule"), cap.rule, MONEY_KINDS)


def _single_names(rule: Rule) -> Iterator[tuple[str, str]]:
    match rule:
        case AmountTable(fallback=str(target)) | ClassStandard(fallback=str(target)):
            yield "fallback", target
        case FixedAmount(together_with=str(target)):
            yield "together_with", target
        case Share(of_rule=str(target)):
            yield "of_rule", target


def group_faults(survey: Survey) -> Iterator[Fault]:
    """Yield codes behind a document's words for groups of people that are no target group's."""
    for part, group in survey.parts_of(NamedGroup):
        for code in group.codes:
            if code not in TARGET_GROUPS:
                yield fault(
                    "unknown_group",
                    part.where("codes"),
                    f"没有人员类别“{code}”；请改为系统登记的：{'、'.join(TARGET_GROUPS)}；没有对应的就不写 codes",
                    f"there is no target group {code!r}: use one that people are tagged with ({', '.join(TARGET_GROUPS)}), or write no codes",
                )


def list_and_index_faults(survey: Survey) -> Iterator[Fault]:
    """Yield lists and indexes that are named but not there."""
    lists = {rule.id for rule in survey.of(NamedList)}
    indexes = {rule.id for rule in survey.of(Index)}
    for part, node in survey.parts_of(Condition):
        for field, name in (("in_list", node.in_list), ("not_in_list", node.not_in_list)):
            if name is not None:
                yield from _unknown("unknown_list", part.where(field), [name], lists, Text("目录", "list"))
    for part, extra in survey.parts_of(Extra):
        yield from _unknown("unknown_list", part.where("in_list"), [extra.in_list], lists, Text("目录", "list"))
    for part, cap in survey.parts_of(Cap):
        if cap.index is not None:
            yield from _unknown("unknown_index", part.where("index"), [cap.index], indexes, Text("指标", "index"))
    for share in survey.of(Share):
        if share.of_index is not None:
            where = f"rule {share.id}.of_index"
            yield from _unknown("unknown_index", where, [share.of_index], indexes, Text("指标", "index"))


def cycle_faults(survey: Survey) -> Iterator[Fault]:
    """Yield every circle of rules whose amounts are computed from one another."""
    needs: dict[str, list[str]] = {}
    for rule in survey.money_rules():
        base = (
            []
            if isinstance(rule, AmountTable) and rule.otherwise == "no_rate"
            else [t for _f, t in _single_names(rule)]
        )
        needs[rule.id] = [*base, *(cap.rule for cap in rule.caps if cap.rule is not None)]
    told: set[str] = set()
    for start in needs:
        circle = _circle(start, needs)
        if circle and not told & set(circle):
            told |= set(circle)
            path_zh, path_en = " → ".join([*circle, start]), " → ".join([*circle, start])
            yield fault(
                "cyclic_reference",
                f"rule {start}",
                f"规则的金额互相依赖：{path_zh}，无法计算；请改其中一条的 caps、of_rule、fallback 或 together_with",
                f"amounts depend on one another ({path_en}) and cannot be computed: change caps, of_rule, fallback or together_with of one of them",
            )


def _circle(start: str, needs: dict[str, list[str]]) -> list[str]:
    """Return the rules on a way from one back to itself; empty if there is none."""
    ways = [[start]]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        for target in needs.get(way[-1], []):
            if target == start:
                return way
            if target not in seen:
                seen.add(target)
                ways.append([*way, target])
    return []
