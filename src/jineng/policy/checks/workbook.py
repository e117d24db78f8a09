"""The checks of a document that is settled from the officers' workbook (结算工作簿): only what that settlement computes."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from jineng.policy.checks.faults import fault
from jineng.policy.checks.rates import tier_faults
from jineng.policy.checks.references import Named, group_faults, rule_faults
from jineng.policy.checks.workbook_forms import form_faults
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

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jineng.policy.checks.faults import Fault
    from jineng.policy.checks.survey import Survey
    from jineng.policy.kinds import Rule

_CLASS_LIMITS = (
    "size_max", "parallel_max", "attendance_min", "practice_share", "usual_days", "usual_hours", "days_min", "days_max",
    "hours_max",
)  # fmt: skip


def workbook_faults(survey: Survey) -> Iterator[Fault]:
    """Yield every fault of a workbook document but those of ids, citations and the head."""
    yield from form_faults(survey)
    yield from rule_faults(survey, _names(survey))
    for check in (group_faults, tier_faults, _gates, _releases, _coverage, _hires, _judged_elsewhere):
        yield from check(survey)


def _names(survey: Survey) -> Iterator[Named]:
    for rule in survey.document.rule:
        where = f"rule {rule.id}.targets"
        match rule:
            case Release():
                yield from (Named(where, target, (Rate,)) for target in rule.targets)
            case RateGate():
                yield from (Named(where, target, (Rate,)) for target in rule.targets)
                for index, band in enumerate(rule.bands, 1):
                    if band.use:
                        yield Named(f"rule {rule.id}.bands[{index}].use", band.use, (Rate,))
            case Limit():
                yield from (Named(where, target, (AmountTable,)) for target in rule.targets)
            case Eligibility():
                yield from (Named(where, target, (FixedAmount,)) for target in rule.targets)
            case FixedAmount() if rule.together_with:
                yield Named(f"rule {rule.id}.together_with", rule.together_with, (FixedAmount,))


def _gates(survey: Survey) -> Iterator[Fault]:
    for gate in survey.of(RateGate):
        low, high = gate.bands
        if low.from_ != 0 or low.use is None or low.reason is None:
            yield fault(
                "fallback_missing",
                f"rule {gate.id}",
                "第一档必须从 0% 开始，并写明不达标时改用的规则 use 和原因 reason，否则有人无标准可用",
                "the first band must start at 0% and name the rule to use and the reason, or somebody is left without a standard",
            )
        if high.from_ <= low.from_:
            yield fault(
                "band_order",
                f"rule {gate.id}",
                "第二档的起点应高于第一档",
                "the second band must start above the first",
            )
        if high.use is not None:
            yield fault(
                "band_order",
                f"rule {gate.id}",
                "最高一档按目标规则本身拨付，不能再写 use",
                "the highest band pays by the target itself and takes no use",
            )
        chained = [other.id for other in survey.of(RateGate) if low.use in other.targets]
        if chained:
            yield fault(
                "gate_chain",
                f"rule {gate.id}",
                f"改用的规则“{low.use}”自身又受“{chained[0]}”限制，这不会被计算；请改用另一条规则",
                f"the rule {low.use!r} that it falls back to is itself gated by {chained[0]!r}, which would not be computed: "
                "fall back to another rule",
            )


def _releases(survey: Survey) -> Iterator[Fault]:
    releases = [*survey.of(Release)]
    rates = {rate.id for rate in survey.of(Rate)}
    covered = {target for release in releases for target in release.targets}
    for rate in sorted(rates - covered):
        yield fault(
            "release_missing",
            f"rule {rate}",
            "没有 release 规则说明它何时拨付，请补上",
            "no release rule says when it is paid: add one",
        )
    if not rates:
        yield fault(
            "rate_missing",
            "rule",
            "方案没有 rate 规则，培训补贴无从计算，请补上",
            "the plan has no rate rule to compute training by: add one",
        )
    if not releases and not rates:
        yield fault(
            "release_missing",
            "rule",
            "方案没有 release 规则说明何时拨付，请补上",
            "the plan has no release rule that says when money is paid: add one",
        )
    if len(releases) > 1:
        yield fault(
            "release_twice",
            f"rule {releases[1].id}",
            "一个方案只能有一条培训补贴的 release 规则",
            "a plan has one release rule for training",
        )
    for release in releases:
        yield from _milestones(release)


def _milestones(release: Release) -> Iterator[Fault]:
    total = sum(part.share or 0 for part in release.milestones)
    if total != BASIS:
        written = f"{total / 100:g}"
        yield fault(
            "shares_not_whole",
            f"rule {release.id}",
            f"拨付比例合计 {written}%，应为 100%",
            f"the shares add up to {written}%, they must make 100%",
        )
    first, *rest = release.milestones
    if (
        first.event != "certificate"
        or len(rest) > 1
        or any(part.event != "employment" or not part.within for part in rest)
    ):
        yield fault(
            "milestone_order",
            f"rule {release.id}",
            "第一笔应在取证时拨付，第二笔（至多一笔）在就业时拨付并写明期限 within",
            "the first part is paid on the certificate, the second and last on employment with a time limit (within)",
        )


def _coverage(survey: Survey) -> Iterator[Fault]:
    fallbacks = {band.use for gate in survey.of(RateGate) for band in gate.bands}
    for kind in get_args(ClassKind):
        holding = [rate for rate in survey.of(Rate) if rate.when.holds(kind)]
        if len(holding) > 1 and not all(rate.id in fallbacks for rate in holding[1:]):
            name = KIND_NAMES[kind]
            yield fault(
                "overlap",
                f"rule {holding[1].id}",
                f"“{name.zh}”已由规则“{holding[0].id}”规定，两条规则重叠；请在 when 中分开",
                f"{name.en} is already under rule {holding[0].id!r}: part them by when",
            )
    for first, extra in _twice(survey):
        yield fault(
            "rule_twice",
            f"rule {extra.id}",
            f"规则“{first.id}”已经规定了同一件事，请合并为一条",
            f"rule {first.id!r} already says this: merge the two",
        )
    for standard in survey.of(ClassStandard):
        if standard.judged_at == "settlement" and (standard.on_fail != "refuse" or _judged_only_at_opening(standard)):
            yield fault(
                "not_settled",
                f"rule {standard.id}",
                "结算时只判断 size_max 和 attendance_min，不符即不予补贴（on_fail = refuse），且适用所有类别；"
                "其他要求请另写一条 judged_at = opening 的规则",
                "at settlement only size_max and attendance_min are judged, for all kinds, and a miss is refused "
                "(on_fail = refuse): put the rest into a rule with judged_at = opening",
            )
    for table in survey.of(AmountTable):
        if not survey.naming(Limit, table.id):
            yield fault(
                "limit_missing",
                f"rule {table.id}",
                "没有 limit 规则说明每人可享受几次，请补上",
                "no limit rule says how often a person may have it: add one",
            )


def _judged_elsewhere(survey: Survey) -> Iterator[Fault]:
    deciding: list[Calendar | Eligibility] = [
        *(calendar for calendar in survey.of(Calendar) if calendar.late),
        *(test for test in survey.of(Eligibility) if test.targets),
    ]
    for rule in deciding:
        if rule.judged_at != "settlement":
            yield fault(
                "not_settled",
                f"rule {rule.id}",
                "这条规则决定能否拨付，judged_at 应为 settlement",
                "this rule decides payment: judged_at must be settlement",
            )


def _twice(survey: Survey) -> Iterator[tuple[Rule, Rule]]:
    """Yield pairs of rules of which only one could be computed."""
    settled = [rule for rule in survey.of(ClassStandard) if rule.judged_at == "settlement"]
    groups: dict[tuple[str, str], list[Rule]] = {("class_standard", ""): [*settled]}
    groups["amount_table", ""] = [*survey.of(AmountTable)]
    for gate in survey.of(RateGate):
        for target in gate.targets:
            groups.setdefault(("gate", target), []).append(gate)
    for calendar in survey.of(Calendar):
        for item in calendar.items if calendar.late else ():
            groups.setdefault(("calendar", item), []).append(calendar)
    for amount in survey.of(FixedAmount):
        groups.setdefault(("fixed_amount", amount.item), []).append(amount)
    for limit in survey.of(Limit):
        for target in limit.targets:
            groups.setdefault(("limit", target), []).append(limit)
    for rules in groups.values():
        for extra in rules[1:]:
            yield rules[0], extra


def _judged_only_at_opening(standard: ClassStandard) -> bool:
    others = (name for name in _CLASS_LIMITS if name not in {"size_max", "attendance_min"})
    return bool(standard.when.kind or standard.modules or any(getattr(standard, name) is not None for name in others))


def _hires(survey: Survey) -> Iterator[Fault]:
    amounts = {amount.item: amount for amount in survey.of(FixedAmount)}
    if not amounts:
        return
    if set(amounts) != {"hire", "hire_certificate"} or amounts["hire_certificate"].certificate is None:
        yield fault(
            "hire_incomplete",
            f"rule {next(iter(amounts.values())).id}",
            "招用补贴要有 hire 和 hire_certificate 两条规则，后者写明证书 certificate",
            "a hire's subsidy takes both items, hire and hire_certificate, the latter with its certificate",
        )
        return
    if not survey.naming(Eligibility, amounts["hire"].id):
        yield fault(
            "condition_missing",
            f"rule {amounts['hire'].id}",
            "没有 eligibility 规则说明哪些企业可享受，请补上",
            "no eligibility rule says which enterprises may have it: add one",
        )
