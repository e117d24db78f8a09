"""Checks of a document before anything runs: references, numbers against clauses, tiers, shares, periods.

Each fault has a stable code, a place (file, and rule or clause), and says what to change.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, get_args

from jineng.kernel.problems import Place, Problem
from jineng.kernel.text import Text
from jineng.policy.kinds import AmountTable, ClassStandard, Eligibility, FixedAmount, Limit, Rate, RateGate, Release
from jineng.policy.kinds.base import KIND_NAMES, ClassKind
from jineng.policy.measures import BASIS, COMPUTABLE_UNITS, Figure, Used, walk_measures
from jineng.policy.plan import rules_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jineng.policy.document import Clause, Document
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
    ]
    if not faults:
        faults = [*_figures(document)]
    return [Problem(code, Place(sheet=name, column=where), text) for code, where, text in faults]


Fault = tuple[str, str, Text]

_TRIVIAL = frozenset({Figure("0", "%"), Figure("100", "%")})
"""Nothing and all of something: no text has to say them."""


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
    for rule in document.rule:
        yield from _unknown("unknown_rule", f"rule {rule.id}", _named_rules(rule), rules, Text("规则", "rule"))
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


def _named_rules(rule: Rule) -> list[str]:
    names: list[str] = []
    if isinstance(rule, Release | RateGate | Limit | Eligibility):
        names += rule.targets
    if isinstance(rule, RateGate):
        names += [band.use for band in rule.bands if band.use]
    if isinstance(rule, FixedAmount) and rule.together_with:
        names.append(rule.together_with)
    return names


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
    settled = [rule for rule in rules_of(document, ClassStandard) if rule.judged_at == "settlement"]
    for extra in settled[1:]:
        yield (
            "overlap",
            f"rule {extra.id}",
            Text(
                f"结算时的办班要求已由规则“{settled[0].id}”规定，请合并",
                f"rule {settled[0].id!r} already says what is judged at settlement: merge them",
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


def _figures(document: Document) -> Iterator[Fault]:
    clauses = {clause.id: clause for clause in document.clause}
    readings = {reading.id: reading for reading in document.reading}
    used: dict[str, set[Figure]] = {clause.id: set() for clause in document.clause}
    head = document.head
    uses = [
        ("document", head.cite, head.readings, [Used(Figure(head.hours_per_day.written(), "hours"), "hours_per_day")])
    ]
    uses += [(f"rule {rule.id}", rule.cite, rule.readings, list(walk_measures(rule))) for rule in document.rule]
    for where, cites, cited_readings, found in uses:
        for number in found:
            known = False
            for cite in cites:
                if number.figure in clauses[cite].figures:
                    used[cite].add(number.figure)
                    known = True
            known = known or any(number.figure in readings[reading].figures for reading in cited_readings)
            if not known and number.figure not in _TRIVIAL:
                yield (
                    "number_not_in_clause",
                    f"{where}.{number.path}",
                    Text(
                        f"{number.figure} 不在所引条款（{'、'.join(clauses[cite].number for cite in cites)}）或解读的数字中；请核对原文，改数字或改引用",
                        f"{number.figure} stands in none of the clauses ({', '.join(clauses[cite].number for cite in cites)}) or readings cited: check the text, then mend the number or the citation",
                    ),
                )
    for clause in document.clause:
        yield from _unused(clause, used[clause.id])


def _unused(clause: Clause, used: set[Figure]) -> Iterator[Fault]:
    marked = {mark.figure for mark in clause.not_computed}
    where = f"clause {clause.id}"
    for figure in clause.figures:
        if figure not in used and figure not in marked:
            yield (
                "figure_unused",
                where,
                Text(
                    f"条款数字 {figure} 没有规则使用；请写成规则，或在 not_computed 中说明为何不计算",
                    f"no rule uses {figure}: write the rule, or say in not_computed why it is not computed",
                ),
            )
    for figure in sorted(marked):
        if figure not in clause.figures:
            yield (
                "mark_unknown",
                where,
                Text(
                    f"not_computed 中的 {figure} 不在本条数字中",
                    f"{figure} in not_computed is no figure of this clause",
                ),
            )
        elif figure in used:
            yield (
                "mark_needless",
                where,
                Text(f"{figure} 已有规则使用，请删去 not_computed 中的说明", f"a rule uses {figure}: remove its mark"),
            )
        elif figure.unit in COMPUTABLE_UNITS:
            yield (
                "mark_refused",
                where,
                Text(
                    f"{figure} 是规则能表达的数字，不能标为不计算；请写成规则",
                    f"{figure} is a figure that a rule can express: it may not be marked, write the rule",
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
                problems.append(Problem("period_overlap", Place(sheet=name, column="document"), text))
        held.append((name, document))
    return problems
