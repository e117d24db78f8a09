"""Checks of money rules: tiers, units, ceilings that are below the smallest payment, and rules that others shut out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jineng.kernel.money import say_yuan
from jineng.policy.checks.faults import fault
from jineng.policy.kinds import (
    Adjust,
    AmountTable,
    ClassStandard,
    Eligibility,
    FixedAmount,
    Limit,
    OutcomeGate,
    Rate,
    Share,
)
from jineng.policy.kinds.rate import UNIT_WORDS
from jineng.policy.kinds.terms import Condition
from jineng.policy.measures import BASIS, Percent, Yuan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jineng.policy.checks.faults import Fault
    from jineng.policy.checks.references import Named
    from jineng.policy.checks.survey import Survey
    from jineng.policy.kinds import MoneyKind


def tier_faults(survey: Survey) -> Iterator[Fault]:
    """Yield tiers that leave units without a price, or that do not follow one another."""
    for rate in survey.of(Rate):
        if not rate.tiers:
            continue
        unit = UNIT_WORDS[rate.unit]
        *inner, last = rate.tiers
        if last.upto is not None:
            yield fault(
                "tier_gap",
                f"rule {rate.id}.tiers[{len(rate.tiers)}]",
                f"第 {last.upto} {unit.zh}以后没有标准；最后一档不要写 upto",
                f"{unit.en}s after {last.upto} have no price: the last tier takes no upto",
            )
        below = 0
        for index, tier in enumerate(inner, 1):
            if tier.upto is None or tier.upto <= below:
                found_zh, found_en = (
                    ("没有写 upto", "none") if tier.upto is None else (f"收到 {tier.upto}", str(tier.upto))
                )
                yield fault(
                    "tier_overlap",
                    f"rule {rate.id}.tiers[{index}]",
                    f"第 {index} 档应到第 {below} {unit.zh}以后的某一{unit.zh}为止，{found_zh}；请改 upto",
                    f"tier {index} must end after {unit.en} {below}, found {found_en}: change upto",
                )
            below = int(tier.upto or below)


def unit_faults(survey: Survey) -> Iterator[Fault]:
    """Yield units of a claims document's rates that cannot be counted as written."""
    head = survey.document.head
    for rate in survey.of(Rate):
        where = f"rule {rate.id}"
        if rate.tiers and rate.block is not None:
            yield fault(
                "tiers_with_block",
                f"{where}.block",
                "block 不能与 tiers 同用；请用 price 加 block，或只用 tiers",
                "block does not go with tiers: write price with block, or tiers alone",
            )
        if rate.block == 0:
            yield fault("zero_divisor", f"{where}.block", "block 不能为 0", "a block cannot have 0 units")
        if rate.unit == "month" and rate.part_unit in {"prorata", "up"} and head.month_days is None:
            yield _month_days(f"{where}.part_unit")
        if rate.block is None and rate.part_unit is None and _may_be_part(rate, survey):
            yield fault(
                "part_unit_missing",
                where,
                f"{UNIT_WORDS[rate.unit].zh}数可能不是整数，方案没有说零头怎么算；请写 part_unit：drop（舍去）、prorata（按比例）或 up（进一）",
                f"there can be a part of a {UNIT_WORDS[rate.unit].en}, and the plan does not say what it counts: write part_unit drop, prorata or up",
            )
        yield from _unreached_units(rate)
    if head.month_days is None:
        for part in survey.parts:
            if "part_days" in (value for value in part.node.__dict__.values() if isinstance(value, str)):
                yield _month_days(part.where())


def _month_days(where: str) -> Fault:
    return fault(
        "month_days_missing",
        where,
        "这里用到不足整月的天数，方案开头没有写一个月按多少天；请在 [document] 写 month_days",
        "days of a part month are used here, but the head does not say into how many days a month is divided: write month_days in [document]",
    )


def _may_be_part(rate: Rate, survey: Survey) -> bool:
    if rate.unit == "month":
        return rate.count in {None, "months"} and survey.document.head.month_days is not None
    count = rate.count or {"day": "attended_days", "class_hour": "attended_hours"}.get(rate.unit, "")
    return count in survey.facts and survey.facts[count].type == "hours"


def _unreached_units(rate: Rate) -> Iterator[Fault]:
    unit, most = UNIT_WORDS[rate.unit], rate.max_units
    if most is not None:
        for field, number in (("block", rate.block), ("min_units", rate.min_units)):
            if number is not None and number > most:
                yield fault(
                    "unreachable",
                    f"rule {rate.id}.{field}",
                    f"{field} {number} {unit.zh}多于 max_units {most} {unit.zh}，永远达不到；请改其中一个",
                    f"{field} of {number} {unit.en}s is over max_units of {most}, so it is never reached: change one of them",
                )
    below = 0
    for index, tier in enumerate(rate.tiers, 1):
        too_high = most is not None and index > 1 and below >= most
        too_low = (
            rate.tier_mode == "whole"
            and rate.min_units is not None
            and tier.upto is not None
            and tier.upto < rate.min_units
        )
        if too_high or too_low:
            bound_zh, bound_en = (
                (f"最多计 {most}", f"at most {most}")
                if too_high
                else (f"至少 {rate.min_units}", f"at least {rate.min_units}")
            )
            yield fault(
                "unreachable",
                f"rule {rate.id}.tiers[{index}]",
                f"{bound_zh} {unit.zh}，第 {index} 档永远用不到；请改 upto、max_units 或 min_units，或删去这一档",
                f"{bound_en} {unit.en}s count, so tier {index} is never used: change upto, max_units or min_units, or remove the tier",
            )
        below = int(tier.upto or below)


def smallest_fen(rule: MoneyKind) -> int | None:
    """Return the smallest single payment of a rule before ceilings: a unit or block, a cell, the sum; None where it is open."""
    match rule:
        case FixedAmount():
            return _given([rule.amount])
        case AmountTable():
            return _given(rule.cells.values())
        case Share():
            return _given([rule.floor]) if rule.floor is not None else None
    one = (
        _given(rule.table.cells.values())
        if rule.table
        else _given([rule.price] if rule.price is not None else [tier.price for tier in rule.tiers])
    )
    units = 1 if rule.block is not None else max(1, int(rule.min_units or 1))
    floor = _given([rule.floor]) if rule.floor is not None and rule.floor_mode == "raise" else None
    return None if one is None else max(one * units, floor or 0)


def _given(amounts: Iterable[object]) -> int | None:
    """Return the least of amounts in fen, 0 left out; None if one of them is open or there is none."""
    amounts = list(amounts)
    if not all(isinstance(amount, Yuan) for amount in amounts):
        return None
    return min((int(amount) for amount in amounts if isinstance(amount, Yuan) and amount), default=None)


def ceiling_faults(survey: Survey) -> Iterator[Fault]:
    """Yield ceilings below the smallest payment that they are a ceiling of."""
    for rule in survey.money_rules():
        smallest = smallest_fen(rule)
        lowered = any(adjust.order == "before_caps" for adjust in survey.naming(Adjust, rule.id))
        if smallest is None or lowered:
            continue
        for index, cap in enumerate(rule.caps, 1):
            amounts = cap.table.cells.values() if cap.table else [cap.amount]
            given = [int(amount) for amount in amounts if isinstance(amount, Yuan)]
            if len(given) == len(amounts) and max(given) < smallest:
                yield _below_smallest(f"rule {rule.id}.caps[{index}]", max(given), smallest, rule.id)
    for limit in survey.of(Limit):
        if limit.per == "person" and isinstance(limit.amount, Yuan):
            targets = [survey.rules.get(target) for target in limit.targets]
            least = [_unchanged_fen(target.id, survey) for target in targets if target is not None]
            sure = [smallest for smallest in least if smallest is not None]
            if sure and len(sure) == len(limit.targets) and limit.amount < min(sure):
                yield _below_smallest(f"rule {limit.id}.amount", int(limit.amount), min(sure), "、".join(limit.targets))


def _unchanged_fen(rule_id: str, survey: Survey) -> int | None:
    """Return a rule's smallest payment where nothing can make it smaller."""
    rule = survey.rules[rule_id]
    changed = [*survey.naming(Adjust, rule_id), *survey.naming(OutcomeGate, rule_id)]
    if changed or not isinstance(rule, Rate | AmountTable | FixedAmount | Share) or rule.caps:
        return None
    return smallest_fen(rule)


def _below_smallest(where: str, cap_fen: int, smallest_fen_: int, rule_id: str) -> Fault:
    return fault(
        "cap_below_smallest",
        where,
        f"上限 {say_yuan(cap_fen)} 元低于规则“{rule_id}”最小的一笔 {say_yuan(smallest_fen_)} 元，标准永远不起作用；请核对两个金额",
        f"the ceiling of {say_yuan(cap_fen)} yuan is below the smallest payment of {rule_id}, {say_yuan(smallest_fen_)} yuan, which then never counts: check both amounts",
    )


def shut_out_faults(survey: Survey) -> Iterator[Fault]:
    """Yield money rules that never count because another rule of the item always takes their place."""
    by_item: dict[str, list[MoneyKind]] = {}
    for rule in survey.money_rules():
        if rule.stack != "only_named":
            by_item.setdefault(rule.item, []).append(rule)
    for rules in by_item.values():
        paying = [rule for rule in rules if _always_pays(rule, survey)]
        for index, rule in enumerate(rules):
            sure = [other for other in paying if other is not rule]
            replaced = [other for other in sure if other.stack == "replace" and rules.index(other) > index]
            before = [other for other in sure if rule.stack == "only_if_none" and rules.index(other) < index]
            for other in (replaced or before)[:1]:
                yield fault(
                    "unreachable",
                    f"rule {rule.id}",
                    f"规则“{other.id}”对所有人都有金额，本规则永远不起作用；请改 when 或 stack",
                    f"the rule {other.id!r} pays on every line, so this one never counts: change when or stack",
                )


def idle_faults(survey: Survey, names: Iterable[Named]) -> Iterator[Fault]:
    """Yield rules that are there for others to name, and that none names; asked only where every name leads somewhere."""
    named = {name.target for name in names if not name.where.endswith(".targets")}
    for rule in survey.money_rules():
        if rule.stack == "only_named" and rule.id not in named:
            yield fault(
                "unreachable",
                f"rule {rule.id}.stack",
                'stack = "only_named" 的规则只供其他规则引用，而没有规则引用它；请在 fallback、caps、of_rule 或 together_with 中引用，或改 stack',
                'a rule with stack = "only_named" is used where others name it, and none does: name it in fallback, caps, of_rule or together_with, or change stack',
            )


def _always_pays(rule: MoneyKind, survey: Survey) -> bool:
    """Tell whether a rule provably pays something on every line of its item."""
    return (
        isinstance(rule, FixedAmount)
        and isinstance(rule.amount, Yuan)
        and rule.amount > 0
        and rule.when == Condition()
        and rule.population in {None, "enrolled", "started"}
        and rule.times is None
        and rule.together_with is None
        and not rule.caps
        and not survey.naming(Eligibility, rule.id)
        and not survey.naming(OutcomeGate, rule.id)
        and not survey.naming(Adjust, rule.id)
        and all(standard.targets and rule.id not in standard.targets for standard in survey.of(ClassStandard))
    )


def share_faults(survey: Survey) -> Iterator[Fault]:
    """Yield a share of a cost that is more than the cost."""
    for share in survey.of(Share):
        if share.of_fact is not None and isinstance(share.percent, Percent) and share.percent > BASIS:
            yield fault(
                "share_over",
                f"rule {share.id}.percent",
                f"补贴比例 {share.percent.written()}% 超过费用本身；请核对，最多 100%",
                f"{share.percent.written()}% is more than the cost itself: check it, 100% is the most",
            )
