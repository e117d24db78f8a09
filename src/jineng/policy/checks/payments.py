"""Checks of what stands around the amounts of a claims document: adjustments, gates, limits, release, budgets, standards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from jineng.policy.checks.faults import fault
from jineng.policy.delegation import can_both_hold
from jineng.policy.kinds import (
    Adjust,
    Budget,
    Calendar,
    ClassStandard,
    Eligibility,
    InstitutionGate,
    Limit,
    OutcomeGate,
    Rate,
    RateGate,
    Release,
)
from jineng.policy.kinds.release import SettleBy
from jineng.policy.measures import BASIS, Percent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jineng.policy.checks.faults import Fault
    from jineng.policy.checks.survey import Survey
    from jineng.policy.kinds import MoneyKind

_ADVICE_ONLY: Final = ("parallel_max", "practice_share", "usual_days", "usual_hours", "modules")
"""Standards of a class that are shown when it is opened; no fact of a claim line says whether they were kept."""


def adjust_faults(survey: Survey) -> Iterator[Fault]:
    """Yield adjustments of one amount that are combined in different ways, and factors outside their own bound."""
    first: dict[tuple[str, str], Adjust] = {}
    for adjust in survey.of(Adjust):
        for target in adjust.targets:
            other = first.setdefault((target, adjust.order), adjust)
            if other.combine != adjust.combine:
                yield fault(
                    "adjust_mixed",
                    f"rule {adjust.id}.combine",
                    f"规则“{target}”的几项调整合并方法不同：“{other.id}”是 {other.combine}，这里是 {adjust.combine}；请写成一样",
                    f"the adjustments of {target!r} are combined in different ways, {other.combine} in {other.id!r} and {adjust.combine} here: write one",
                )
                break
        factors = {"factor": adjust.factor} if adjust.factor is not None else {}
        if adjust.table is not None:
            factors = {f"table.cells.{key}": value for key, value in adjust.table.cells.items()}
        least, most = adjust.bound.min, adjust.bound.max
        for field, factor in factors.items():
            if isinstance(factor, Percent) and (factor < (least or 0) or (most is not None and factor > most)):
                yield fault(
                    "factor_out_of_bound",
                    f"rule {adjust.id}.{field}",
                    f"系数 {factor.written()}% 超出本规则 bound 的范围；请改系数或 bound",
                    f"the factor {factor.written()}% is outside the rule's own bound: change the factor or the bound",
                )


def gate_faults(survey: Survey) -> Iterator[Fault]:
    """Yield gates that leave a rate without a band, and bands out of order."""
    for gate in survey.of(OutcomeGate):
        if gate.bands and gate.bands[0].from_ != 0:
            yield fault(
                "band_missing",
                f"rule {gate.id}.bands[1]",
                f"第一档从 {gate.bands[0].from_.written()}% 开始，比它低的没有规定；请从 0% 写起，不补的写 refuse = true",
                f"the first band starts at {gate.bands[0].from_.written()}% and nothing is said of what is below: start at 0%, with refuse = true where nothing is paid",
            )
        for index, (before, after) in enumerate(zip(gate.bands, gate.bands[1:], strict=False), 2):
            if after.from_ <= before.from_:
                yield fault(
                    "band_order",
                    f"rule {gate.id}.bands[{index}]",
                    f"各档起点应从小到大，{before.from_.written()}% 之后收到 {after.from_.written()}%",
                    f"bands start from the lowest up; found {after.from_.written()}% after {before.from_.written()}%",
                )


def limit_faults(survey: Survey) -> Iterator[Fault]:
    """Yield limits that hold a part of a line's money only: of several amounts that add up, all are limited or none."""
    by_item: dict[str, list[MoneyKind]] = {}
    for rule in survey.money_rules():
        if rule.stack == "add":
            by_item.setdefault(rule.item, []).append(rule)
    for limit in survey.of(Limit):
        if limit.per != "person":
            yield from _group_form(limit)
        for rules in by_item.values():
            named = [rule for rule in rules if rule.id in limit.targets]
            left = [
                rule
                for rule in rules
                if rule.id not in limit.targets and any(can_both_hold(rule.when, other.when) for other in named)
            ]
            if left:
                names_zh, names_en = "、".join(f"“{rule.id}”" for rule in left), ", ".join(rule.id for rule in left)
                yield fault(
                    "limit_partial",
                    f"rule {limit.id}.targets",
                    f"同一项补贴中叠加的规则{names_zh}没有写进 targets，而一条申领只能整条受限；请补上，或用 when 分开",
                    f"{names_en} adds to the same subsidy but is not among the targets, and a line is limited as a whole: add it, or part the rules by when",
                )


def _group_form(limit: Limit) -> Iterator[Fault]:
    """Yield what is asked of one person's claims by a limit of a group of them."""
    asked = {
        "period": limit.period == "rolling",
        "no_lower_after_higher": limit.no_lower_after_higher,
        "sequential": limit.sequential,
        "min_gap": limit.min_gap is not None,
    }
    for field in (field for field, written in asked.items() if written):
        yield fault(
            "limit_form",
            f"rule {limit.id}.{field}",
            f'按企业、机构或地区合计的限制不能写 {field} 的这种要求；请改为 per = "person" 或删去',
            f'a limit of an enterprise, an institution or a region takes no such {field}: use per = "person", or remove it',
        )


def release_faults(survey: Survey) -> Iterator[Fault]:
    """Yield items released by two rules, and milestones that do not make up the whole."""
    released: dict[str, str] = {}
    for release in survey.of(Release):
        yield from _twice(release, released, survey, code="release_twice")
        yield from _nothing_left(release)
        shares = [part.share for part in release.milestones if part.share is not None]
        total = sum(shares)
        written = f"{total / 100:g}"
        if total > BASIS:
            yield fault(
                "share_over",
                f"rule {release.id}.milestones",
                f"拨付比例合计 {written}%，超过 100%；请改各节点的 share",
                f"the shares add up to {written}%, more than 100%: change the milestones' shares",
            )
        elif total < BASIS and len(shares) == len(release.milestones):
            yield fault(
                "shares_not_whole",
                f"rule {release.id}.milestones",
                f"拨付比例合计 {written}%，应为 100%；请改各节点的 share",
                f"the shares add up to {written}%, they must make 100%: change the milestones' shares",
            )


def _nothing_left(release: Release) -> Iterator[Fault]:
    """Yield milestones of an amount that come when the shares before them make up the whole."""
    total = 0
    for index, part in enumerate(release.milestones, 1):
        if part.amount is not None and total >= BASIS:
            yield fault(
                "unreachable",
                f"rule {release.id}.milestones[{index}]",
                "前面的节点已拨付 100%，这一笔没有余额可拨；请改前面的 share，或删去这一笔",
                "the milestones before pay 100%, so nothing is left for this one: change their shares, or remove it",
            )
        total += part.share or 0


def budget_faults(survey: Survey) -> Iterator[Fault]:
    """Yield items paid from two funds, and uses of a fund whose least shares are more than all of it."""
    funded: dict[str, str] = {}
    for budget in survey.of(Budget):
        yield from _twice(budget, funded, survey, code="budget_twice")
        for field, parts in (("composition", budget.composition), ("cost_split", budget.cost_split)):
            total = sum(part.min_share or 0 for part in parts)
            if total > BASIS:
                yield fault(
                    "share_over",
                    f"rule {budget.id}.{field}",
                    f"各项最低比例合计 {total / 100:g}%，超过 100%；请核对",
                    f"the least shares add up to {total / 100:g}%, more than 100%: check them",
                )


def _twice(rule: Release | Budget, seen: dict[str, str], survey: Survey, *, code: str) -> Iterator[Fault]:
    items = dict.fromkeys(target.item for target in survey.money_rules() if target.id in rule.targets)
    for item in items:
        other = seen.setdefault(item, rule.id)
        if other != rule.id:
            yield fault(
                code,
                f"rule {rule.id}.targets",
                f"“{item}”已由规则“{other}”规定，同一项补贴只能有一条这样的规则；请合并",
                f"{item!r} is under rule {other!r} already, and an item has one such rule: merge the two",
            )


def standard_faults(survey: Survey) -> Iterator[Fault]:
    """Yield standards without the rule to fall back to, or whose shares cannot all be kept."""
    for standard in survey.of(ClassStandard):
        if (standard.on_fail == "fallback") != (standard.fallback is not None):
            yield fault(
                "fallback_missing",
                f"rule {standard.id}.fallback",
                'on_fail = "fallback" 时要写改用哪条规则 fallback，反之不写',
                'on_fail = "fallback" takes the id of the rule to pay by in fallback, and only then',
            )
        if (standard.practice_min or 0) + (standard.theory_min or 0) > BASIS:
            yield fault(
                "share_over",
                f"rule {standard.id}.practice_min",
                "practice_min 与 theory_min 合计超过 100%，不可能同时达到；请核对",
                "practice_min and theory_min add up to more than 100%, which no class can keep: check them",
            )


def judging_faults(survey: Survey) -> Iterator[Fault]:
    """Yield rules that decide payment but are not judged at settlement, and what a claim line cannot tell."""
    for rule in survey.document.rule:
        if isinstance(rule, Eligibility | Limit) and rule.targets and rule.judged_at != "settlement":
            yield fault(
                "not_settled",
                f"rule {rule.id}.judged_at",
                "这条规则决定能否拨付，judged_at 应为 settlement",
                "this rule decides payment: judged_at must be settlement",
            )
        if isinstance(rule, ClassStandard) and rule.judged_at == "settlement" and rule.on_fail != "advise":
            for field in _ADVICE_ONLY:
                if getattr(rule, field):
                    yield fault(
                        "not_settled",
                        f"rule {rule.id}.{field}",
                        f"申领明细中没有判断 {field} 的事实；请另写一条 judged_at = opening 的规则",
                        f"no fact of a claim line tells {field}: put it into a rule with judged_at = opening",
                    )
        if isinstance(rule, Calendar) and rule.judged_at == "settlement":
            paid = {money.item for money in survey.money_rules() if money.stack != "only_named"}
            for item in rule.items:
                if item not in paid:
                    yield fault(
                        "item_without_rule",
                        f"rule {rule.id}.items",
                        f"方案没有补贴“{item}”的规则；请补上规则，或从 items 中删去",
                        f"the plan has no rule that pays {item!r}: add one, or remove it from items",
                    )


def workbook_only_faults(survey: Survey) -> Iterator[Fault]:
    """Yield what is computed from the workbook's sheets only."""
    for rule in survey.document.rule:
        field = ""
        match rule:
            case RateGate() | InstitutionGate():
                field = "subject"
            case Rate() if rule.standard != "none":
                field = "standard"
            case Release() if rule.settle_by != (SettleBy(unit="class"),):
                field = "settle_by"
        if field:
            yield fault(
                "not_in_claims",
                f"rule {rule.id}.{field}",
                f'申领明细不按 {field} 的这种写法计算；请用 when、gate（class、enterprise、project、person）等写明，或用 records = "workbook"',
                f'claim lines are not computed by {field} as written here: say it with when or a gate (class, enterprise, project, person), or use records = "workbook"',
            )
