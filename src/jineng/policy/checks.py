"""Checks of a document before anything runs: references, numbers against clauses, tiers, shares, periods.

Each fault has a stable code, a place (file, and rule or clause), and says what to change.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, get_args

from jineng.kernel.problems import Place, Problem
from jineng.kernel.text import Text
from jineng.policy.clause_figures import figure_faults
from jineng.policy.kinds import (
    AmountTable,
    Calendar,
    ClassStandard,
    Eligibility,
    FixedAmount,
    Limit,
    Rate,
    RateGate,
    Release,
)
from jineng.policy.kinds.base import KIND_NAMES, ClassKind
from jineng.policy.measures import BASIS
from jineng.policy.plan import rules_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pydantic import BaseModel

    from jineng.policy.document import Document
    from jineng.policy.kinds import Rule


def check_document(document: Document, name: str) -> list[Problem]:
    """Return every fault of a typed document; none means that it can be compiled.

    Args:
        document: as ``parsing.parse_document`` returns it.
        name: the file's name, for the places of the faults.
    """
    faults = [
        *_duplicates(document),
        *_references(document),
        *_head(document),
        *_tiers(document),
        *_gates(document),
        *_releases(document),
        *_coverage(document),
        *_hires(document),
        *_judged_elsewhere(document),
    ]
    if not faults:
        faults = [*figure_faults(document)]
    return [Problem(code, Place(sheet=name, field=where), text) for code, where, text in faults]


Fault = tuple[str, str, Text]

_CLASS_LIMITS = (
    "size_max", "parallel_max", "attendance_min", "practice_share", "usual_days", "usual_hours", "days_min", "days_max",
    "hours_max",
)  # fmt: skip


def _duplicates(document: Document) -> Iterator[Fault]:
    for table, ids in (
        ("clause", [clause.id for clause in document.clause]),
        ("reading", [reading.id for reading in document.reading]),
        ("rule", [rule.id for rule in document.rule]),
    ):
        for key, count in Counter(ids).items():
            if count > 1:
                yield (
                    "duplicate_id",
                    f"{table} {key}",
                    Text(
                        f"编号“{key}”用了 {count} 次，每个编号只能用一次",
                        f"the id {key!r} is used {count} times; each may be used once",
                    ),
                )


def _references(document: Document) -> Iterator[Fault]:
    clauses = {clause.id for clause in document.clause}
    readings = {reading.id for reading in document.reading}
    rules = {rule.id for rule in document.rule}
    citing = [
        ("document", document.head.cite, document.head.readings),
        *((f"rule {rule.id}", rule.cite, rule.readings) for rule in document.rule),
    ]
    for where, cites, cited_readings in citing:
        yield from _unknown("unknown_clause", where, cites, clauses, Text("条款", "clause"))
        yield from _unknown("unknown_reading", where, cited_readings, readings, Text("解读", "reading"))
    for reading in document.reading:
        yield from _unknown(
            "unknown_clause", f"reading {reading.id}", [reading.clause], clauses, Text("条款", "clause")
        )
    kinds = {rule.id: type(rule) for rule in document.rule}
    for rule in document.rule:
        for target, wanted in _named_rules(rule):
            yield from _unknown("unknown_rule", f"rule {rule.id}", [target], rules, Text("规则", "rule"))
            if target in kinds and kinds[target] is not wanted:
                name = get_args(wanted.model_fields["kind"].annotation)[0]
                yield (
                    "wrong_rule_kind",
                    f"rule {rule.id}",
                    Text(
                        f"引用的规则“{target}”应为 {name} 类，请改为这一类规则的编号",
                        f"the rule {target!r} that it names must be of kind {name}: name one of that kind",
                    ),
                )
    used = {reading for _where, _cites, cited in citing for reading in cited}
    for unused in sorted(readings - used):
        yield (
            "reading_unused",
            f"reading {unused}",
            Text(
                "没有规则引用这条解读，请在相应规则的 readings 中写上它或删去",
                "no rule rests on this reading: name it in a rule's readings or remove it",
            ),
        )


def _unknown(code: str, where: str, names: Iterable[str], known: set[str], what: Text) -> Iterator[Fault]:
    for name in names:
        if name not in known:
            yield (
                code,
                where,
                Text(
                    f"引用的{what.zh}“{name}”不存在，请改为本文件中已有的编号",
                    f"it names the {what.en} {name!r}, which this file does not have: use an id that is there",
                ),
            )


def _named_rules(rule: Rule) -> list[tuple[str, type[BaseModel]]]:
    """Return the rules that a rule names, each with the kind it has to be of."""
    match rule:
        case Release():
            return [(target, Rate) for target in rule.targets]
        case RateGate():
            return [(target, Rate) for target in (*rule.targets, *(band.use for band in rule.bands if band.use))]
        case Limit():
            return [(target, AmountTable) for target in rule.targets]
        case Eligibility():
            return [(target, FixedAmount) for target in rule.targets]
        case FixedAmount() if rule.together_with:
            return [(rule.together_with, FixedAmount)]
    return []


def _head(document: Document) -> Iterator[Fault]:
    head = document.head
    if head.valid_from > head.valid_to:
        yield (
            "period_order",
            "document",
            Text(
                f"有效期 {head.valid_from} 至 {head.valid_to}，开始晚于结束",
                f"valid from {head.valid_from} to {head.valid_to}: it starts after it ends",
            ),
        )
    if head.hours_per_day == 0:
        yield "zero_divisor", "document.hours_per_day", Text("一天的课时不能为 0", "a day cannot have 0 class hours")


def _tiers(document: Document) -> Iterator[Fault]:
    for rate in rules_of(document, Rate):
        *inner, last = rate.tiers
        if last.upto is not None:
            yield (
                "tier_gap",
                f"rule {rate.id}",
                Text(
                    f"第 {last.upto} 天以后没有标准；最后一档不要写 upto",
                    f"days after {last.upto} have no price: the last tier takes no upto",
                ),
            )
        below = 0
        for index, tier in enumerate(inner, 1):
            if tier.upto is None or tier.upto <= below:
                yield (
                    "tier_overlap",
                    f"rule {rate.id}",
                    Text(
                        f"第 {index} 档应到第 {below} 天以后的某一天为止，收到 {tier.upto}",
                        f"tier {index} must end after day {below}, found {tier.upto}",
                    ),
                )
            below = int(tier.upto or below)


def _gates(document: Document) -> Iterator[Fault]:
    for gate in rules_of(document, RateGate):
        low, high = gate.bands
        if low.from_ != 0 or low.use is None or low.reason is None:
            yield (
                "fallback_missing",
                f"rule {gate.id}",
                Text(
                    "第一档必须从 0% 开始，并写明不达标时改用的规则 use 和原因 reason，否则有人无标准可用",
                    "the first band must start at 0% and name the rule to use and the reason, or somebody is left without a standard",
                ),
            )
        if high.from_ <= low.from_:
            yield (
                "band_order",
                f"rule {gate.id}",
                Text("第二档的起点应高于第一档", "the second band must start above the first"),
            )
        if high.use is not None:
            yield (
                "band_order",
                f"rule {gate.id}",
                Text(
                    "最高一档按目标规则本身拨付，不能再写 use",
                    "the highest band pays by the target itself and takes no use",
                ),
            )
        chained = [other.id for other in rules_of(document, RateGate) if low.use in other.targets]
        if chained:
            yield (
                "gate_chain",
                f"rule {gate.id}",
                Text(
                    f"改用的规则“{low.use}”自身又受“{chained[0]}”限制，这不会被计算；请改用另一条规则",
                    f"the rule {low.use!r} that it falls back to is itself gated by {chained[0]!r}, which would not be computed: "
                    "fall back to another rule",
                ),
            )


def _releases(document: Document) -> Iterator[Fault]:
    releases = rules_of(document, Release)
    rates = {rate.id for rate in rules_of(document, Rate)}
    covered = {target for release in releases for target in release.targets}
    for rate in sorted(rates - covered):
        yield (
            "release_missing",
            f"rule {rate}",
            Text("没有 release 规则说明它何时拨付，请补上", "no release rule says when it is paid: add one"),
        )
    if not rates:
        yield (
            "rate_missing",
            "rule",
            Text(
                "方案没有 rate 规则，培训补贴无从计算，请补上",
                "the plan has no rate rule to compute training by: add one",
            ),
        )
    if not releases and not rates:
        yield (
            "release_missing",
            "rule",
            Text(
                "方案没有 release 规则说明何时拨付，请补上",
                "the plan has no release rule that says when money is paid: add one",
            ),
        )
    if len(releases) > 1:
        yield (
            "release_twice",
            f"rule {releases[1].id}",
            Text("一个方案只能有一条培训补贴的 release 规则", "a plan has one release rule for training"),
        )
    for release in releases:
        total = sum(part.share for part in release.milestones)
        if total != BASIS:
            written = f"{total / 100:g}"
            yield (
                "shares_not_whole",
                f"rule {release.id}",
                Text(f"拨付比例合计 {written}%，应为 100%", f"the shares add up to {written}%, they must make 100%"),
            )
        first, *rest = release.milestones
        if first.event != "certificate" or any(part.event != "employment" or not part.within for part in rest):
            yield (
                "milestone_order",
                f"rule {release.id}",
                Text(
                    "第一笔应在取证时拨付，第二笔在就业时拨付并写明期限 within",
                    "the first part is paid on the certificate, the second on employment with a time limit (within)",
                ),
            )


def _coverage(document: Document) -> Iterator[Fault]:
    fallbacks = {band.use for gate in rules_of(document, RateGate) for band in gate.bands}
    for kind in get_args(ClassKind):
        holding = [rate for rate in rules_of(document, Rate) if rate.when.holds(kind)]
        if len(holding) > 1 and not all(rate.id in fallbacks for rate in holding[1:]):
            name = KIND_NAMES[kind]
            yield (
                "overlap",
                f"rule {holding[1].id}",
                Text(
                    f"“{name.zh}”已由规则“{holding[0].id}”规定，两条规则重叠；请在 when 中分开",
                    f"{name.en} is already under rule {holding[0].id!r}: part them by when",
                ),
            )
    for first, extra in _twice(document):
        yield (
            "rule_twice",
            f"rule {extra.id}",
            Text(
                f"规则“{first.id}”已经规定了同一件事，请合并为一条",
                f"rule {first.id!r} already says this: merge the two",
            ),
        )
    for standard in rules_of(document, ClassStandard):
        if standard.judged_at == "settlement" and (standard.on_fail != "refuse" or _judged_only_at_opening(standard)):
            yield (
                "not_settled",
                f"rule {standard.id}",
                Text(
                    "结算时只判断 size_max 和 attendance_min，不符即不予补贴（on_fail = refuse），且适用所有类别；"
                    "其他要求请另写一条 judged_at = opening 的规则",
                    "at settlement only size_max and attendance_min are judged, for all kinds, and a miss is refused "
                    "(on_fail = refuse): put the rest into a rule with judged_at = opening",
                ),
            )
    for table in rules_of(document, AmountTable):
        if not any(table.id in limit.targets for limit in rules_of(document, Limit)):
            yield (
                "limit_missing",
                f"rule {table.id}",
                Text(
                    "没有 limit 规则说明每人可享受几次，请补上",
                    "no limit rule says how often a person may have it: add one",
                ),
            )


def _judged_elsewhere(document: Document) -> Iterator[Fault]:
    deciding: list[Calendar | Eligibility] = [
        *(calendar for calendar in rules_of(document, Calendar) if calendar.late),
        *(test for test in rules_of(document, Eligibility) if test.targets),
    ]
    for rule in deciding:
        if rule.judged_at != "settlement":
            yield (
                "not_settled",
                f"rule {rule.id}",
                Text(
                    "这条规则决定能否拨付，judged_at 应为 settlement",
                    "this rule decides payment: judged_at must be settlement",
                ),
            )


def _twice(document: Document) -> Iterator[tuple[Rule, Rule]]:
    """Yield pairs of rules of which only one could be computed."""
    settled = [rule for rule in rules_of(document, ClassStandard) if rule.judged_at == "settlement"]
    groups: dict[tuple[str, str], list[Rule]] = {("class_standard", ""): [*settled]}
    groups["amount_table", ""] = [*rules_of(document, AmountTable)]
    for gate in rules_of(document, RateGate):
        for target in gate.targets:
            groups.setdefault(("gate", target), []).append(gate)
    for calendar in rules_of(document, Calendar):
        for item in calendar.items if calendar.late else ():
            groups.setdefault(("calendar", item), []).append(calendar)
    for amount in rules_of(document, FixedAmount):
        groups.setdefault(("fixed_amount", amount.item), []).append(amount)
    for limit in rules_of(document, Limit):
        for target in limit.targets:
            groups.setdefault(("limit", target), []).append(limit)
    for rules in groups.values():
        for extra in rules[1:]:
            yield rules[0], extra


def _judged_only_at_opening(standard: ClassStandard) -> bool:
    others = (name for name in _CLASS_LIMITS if name not in {"size_max", "attendance_min"})
    return bool(standard.when.kind or standard.modules or any(getattr(standard, name) is not None for name in others))


def _hires(document: Document) -> Iterator[Fault]:
    amounts = {amount.item: amount for amount in rules_of(document, FixedAmount)}
    if not amounts:
        return
    if set(amounts) != {"hire", "hire_certificate"} or amounts["hire_certificate"].certificate is None:
        yield (
            "hire_incomplete",
            f"rule {next(iter(amounts.values())).id}",
            Text(
                "招用补贴要有 hire 和 hire_certificate 两条规则，后者写明证书 certificate",
                "a hire's subsidy takes both items, hire and hire_certificate, the latter with its certificate",
            ),
        )
        return
    if not any(amounts["hire"].id in test.targets for test in rules_of(document, Eligibility)):
        yield (
            "condition_missing",
            f"rule {amounts['hire'].id}",
            Text(
                "没有 eligibility 规则说明哪些企业可享受，请补上",
                "no eligibility rule says which enterprises may have it: add one",
            ),
        )


def periods_overlap(documents: Iterable[tuple[str, Document]]) -> list[Problem]:
    """Return a fault for every two documents of one region and id whose periods in force overlap.

    Args:
        documents: (file name, document) pairs.
    """
    problems = []
    held: list[tuple[str, Document]] = []
    for name, document in documents:
        head = document.head
        for other_name, other in held:
            same = (other.head.region_code, other.head.id) == (head.region_code, head.id)
            if same and head.valid_from <= other.head.valid_to and other.head.valid_from <= head.valid_to:
                text = Text(
                    f"有效期 {head.valid_from} 至 {head.valid_to} 与 {other_name} 的 {other.head.valid_from} 至 {other.head.valid_to} 重叠；请改其中一份的有效期",
                    f"in force {head.valid_from} to {head.valid_to} overlaps {other_name} ({other.head.valid_from} to {other.head.valid_to}): change one of the periods",
                )
                problems.append(Problem("period_overlap", Place(sheet=name, field="document"), text))
        held.append((name, document))
    return problems
