"""The words of explanations, reason codes and statuses, in both languages.

Every step of ``one`` and every reason code has its sentence here; a test holds the two sets equal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from jineng.kernel.hours import say_hours
from jineng.kernel.money import say_yuan
from jineng.kernel.text import Text
from jineng.policy.kinds.base import CERTIFICATE_NAMES, KIND_NAMES, SIZE_NAMES, say_list
from jineng.policy.kinds.gate import COUNT_NAMES, missing_for
from jineng.policy.measures import BASIS, Percent

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction

    from jineng.policy.settled import Step

STATUSES: Final = {
    "payable": Text("可拨付", "payable"),
    "pending": Text("待定", "pending"),
    "refused": Text("不予补贴", "refused"),
}
ITEMS: Final = {
    "training": Text("培训补贴", "training"),
    "certificate": Text("取证补贴", "certificate"),
    "hire": Text("招用补贴", "hire"),
    "hire_certificate": Text("招用取证补贴", "hire's certificate"),
    "apprenticeship": Text("学徒培训补贴", "apprenticeship"),
    "assessment": Text("鉴定补贴", "assessment"),
    "living": Text("生活费补贴", "living cost"),
    "travel": Text("交通费补贴", "travel"),
    "post": Text("岗位补贴", "post allowance"),
    "work_training": Text("以工代训补贴", "training at work"),
    "award": Text("奖励", "award"),
}
STANDARDS: Final = {
    "ladder": Text("阶梯标准", "ladder"),
    "universal": Text("普惠标准", "universal"),
    "none": Text("无", "none"),
}
REASONS: Final = {
    "no_certificate": Text("没有本班证书", "no certificate from this class"),
    "attendance_below_threshold": Text("全班到课率不达标", "class attendance below the standard"),
    "class_too_large": Text("班级人数超过上限", "class larger than allowed"),
    "employment_below_threshold": Text("就业率不达标", "employment rate below the line"),
    "pass_rate_below_threshold": Text("合格率不达标", "pass rate below the line"),
    "level_already_subsidised": Text("该等级已享受过取证补贴", "this level was subsidised before"),
    "no_rate_in_policy": Text("本方案未定标准", "the plan sets no rate"),
    "counts_to_next_year": Text("计入下一年度", "counts to the next year"),
    "class_not_finished": Text("班级尚未结束", "the class has not ended"),
    "order_not_finished": Text("订单尚未全部结束", "the order has not ended"),
    "employment_too_late": Text("未在规定期限内就业", "not employed in time"),
    "contract_too_short": Text("劳动合同期限不足", "labour contract too short"),
    "enterprise_too_large": Text("企业规模超过小微", "enterprise larger than small"),
    "no_credited_days": Text("有效培训不足一天", "not one whole day credited"),
    "not_on_roster": Text("不在该班花名册", "not on the roster of this class"),
    "duplicate_person": Text("同一人重复登记", "the same person listed twice"),
    "fact_unknown": Text("有情况尚不清楚", "a fact is not known yet"),
}
FACTS: Final = {
    "credited_milli": Text("实际培训天数", "days attended"),
    "class_credited_milli": Text("全班到课率", "class attendance"),
    "roster": Text("班级人数", "class size"),
    "unit_employed": Text("就业人数", "number employed"),
    "unit_certified": Text("取证人数", "number certified"),
    "certified_on": Text("是否取得证书", "whether a certificate is gained"),
    "employed_on": Text("是否按期就业", "whether employed in time"),
    "held_by": Text("该等级以前是否享受过", "whether this level was subsidised before"),
    "size": Text("企业规模", "enterprise size"),
    "contract_months": Text("合同月数", "contract months"),
}


def percent(basis: int) -> str:
    """Write ten-thousandths as a percentage without its sign."""
    return Percent(basis).written()


def rate(numerator: int, denominator: int, digits: int = 4) -> str:
    """Write a ratio with a fixed number of decimals, rounded half up; over nothing it is 0.

    >>> rate(2, 3), rate(1, 0)
    ('0.6667', '0.0000')
    """
    scale = 10**digits
    scaled = 0 if denominator == 0 else (2 * numerator * scale + denominator) // (2 * denominator)
    whole, part = divmod(scaled, scale)
    return f"{whole}.{part:0{digits}d}"


def _as_percent(numerator: int | Fraction, denominator: int) -> str:
    whole, part = divmod(0 if denominator == 0 else numerator * BASIS // denominator, 100)
    return f"{whole}.{part:02d}%"


def _tiers_zh(units: int, steps: tuple[tuple[int, int], ...], total: int) -> str:
    parts = []
    for index, (below, price) in enumerate(steps):
        upto = steps[index + 1][0] if index + 1 < len(steps) else units
        count = min(units, upto) - below
        if count > 0:
            parts.append(f"{say_yuan(price)} 元×{count} 天")
    return f"{' ＋ '.join(parts)} ＝ {say_yuan(total)} 元"


def _tiers_en(units: int, steps: tuple[tuple[int, int], ...], total: int) -> str:
    parts = []
    for index, (below, price) in enumerate(steps):
        upto = steps[index + 1][0] if index + 1 < len(steps) else units
        count = min(units, upto) - below
        if count > 0:
            parts.append(f"{say_yuan(price)} yuan × {count} days")
    return f"{' + '.join(parts)} = {say_yuan(total)} yuan"


def _share_zh(over: str, top: int, under: str, bottom: int) -> str:
    return f"{COUNT_NAMES[over].zh} {top} 人÷{COUNT_NAMES[under].zh} {bottom} 人＝{_as_percent(top, bottom)}"


def _share_en(over: str, top: int, under: str, bottom: int) -> str:
    return f"{top} {COUNT_NAMES[over].en} ÷ {bottom} {COUNT_NAMES[under].en} = {_as_percent(top, bottom)}"


def _attendance(credited: int | Fraction, due: int) -> str:
    return _as_percent(credited, due)


_STEPS_ZH: Final[dict[str, Callable[..., str]]] = {
    "class_late": lambda end, until: f"班级 {end!s} 结束，晚于 {until!s}，计入下一年度",
    "class_in_year": lambda end, until: f"班级 {end!s} 结束，在 {until!s} 以前，属于本年度",
    "class_open": lambda end, day: f"班级 {end!s} 结束，截至 {day!s} 尚不能结算",
    "order_open": lambda end, day: f"本班 {end!s} 结束；截至 {day!s} 订单还有班级未结束，一单一结算，暂不拨付",
    "range": lambda least, most: f"最终金额在 {say_yuan(least)} 元到 {say_yuan(most)} 元之间",
    "class_too_large": lambda heads, most: f"花名册 {heads} 人，超过每班 {most} 人，整班不予补贴",
    "class_size": lambda heads, most: f"花名册 {heads} 人，未超过每班 {most} 人",
    "attendance_low": lambda credited, due, line: (
        f"全班到课率 {_attendance(credited, due)}，低于 {percent(line)}%，整班不予补贴"
    ),
    "attendance": lambda credited, due, line: f"全班到课率 {_attendance(credited, due)}，达到 {percent(line)}%",
    "no_certificate": lambda: "没有从本班取得证书，不予补贴",
    "certified": lambda day: f"{day!s} 从本班取得证书",
    "no_whole_day": lambda hours, day: f"有效课时 {say_hours(hours)}，不足一天（{say_hours(day)} 课时）",
    "no_rate": lambda kind: f"本方案没有为“{KIND_NAMES[kind].zh}”定补贴标准",
    "days": lambda hours, planned, day, days: (
        f"有效课时 {say_hours(hours)}（计划 {say_hours(planned)}），每 {say_hours(day)} 课时一天，计 {days} 天"
    ),
    "gate_reached": lambda over, top, under, bottom, line: (
        f"{_share_zh(over, top, under, bottom)}，达到 {percent(line)}%"
    ),
    "gate_missed": lambda over, top, under, bottom, line, standard: (
        f"{_share_zh(over, top, under, bottom)}，不足 {percent(line)}%，还差 {missing_for(top, bottom, line)} 人，"
        f"改按{STANDARDS[standard].zh}"
    ),
    "most_units": lambda units: f"最多计 {units} 天",
    "tiers": _tiers_zh,
    "cap": lambda before, after: f"{say_yuan(before)} 元超过每人最高 {say_yuan(after)} 元，按 {say_yuan(after)} 元",
    "first_share": lambda basis, whole, first: (
        f"取得证书，先拨 {say_yuan(whole)} 元的 {percent(basis)}%，即 {say_yuan(first)} 元"
    ),
    "employed_in_time": lambda day, until, rest: f"{day!s} 就业，在期限 {until!s} 以内，再拨 {say_yuan(rest)} 元",
    "rest_waits": lambda until, rest: f"{until!s} 以前就业的，再拨 {say_yuan(rest)} 元",
    "employed_too_late": lambda until, rest: f"到期限 {until!s} 没有就业，其余 {say_yuan(rest)} 元不再拨付",
    "paid_before": lambda paid, due: f"应补 {say_yuan(due)} 元，以前已拨 {say_yuan(paid)} 元，予以扣除",
    "paid_without_right": lambda paid: f"以前已拨的 {say_yuan(paid)} 元应追回",
    "certificate_late": lambda day, until: f"{day!s} 发证，晚于 {until!s}，计入下一年度",
    "certificate_in_year": lambda day, until: f"{day!s} 发证，在 {until!s} 以前，属于本年度",
    "no_certificate_rate": lambda key: f"本方案没有为“{CERTIFICATE_NAMES[key].zh}”定取证补贴标准",
    "certificate_rate": lambda key, amount: f"{CERTIFICATE_NAMES[key].zh}补贴 {say_yuan(amount)} 元",
    "level_used": lambda key, holder: (
        f"“{CERTIFICATE_NAMES[key].zh}”一级的补贴已用于{f'证书 {holder}' if holder else '以前的证书'}，每人同一等级一次"
    ),
    "level_free": lambda key: f"“{CERTIFICATE_NAMES[key].zh}”一级此前没有享受过",
    "enterprise_too_large": lambda size, allowed: (
        f"企业规模为{SIZE_NAMES[size].zh}，只补{say_list(SIZE_NAMES, allowed).zh}企业"
    ),
    "enterprise_size": lambda size: f"企业规模为{SIZE_NAMES[size].zh}，符合条件",
    "contract_too_short": lambda months, least: f"劳动合同 {months} 个月，不足 {least} 个月",
    "contract": lambda months, least: f"劳动合同 {months} 个月，不少于 {least} 个月",
    "hire_amount": lambda amount: f"新招用一人补贴 {say_yuan(amount)} 元",
    "no_hire_certificate": lambda start, until: f"{start!s} 至 {until!s} 之间没有取得相应证书",
    "hire_certificate": lambda day, until, amount: (
        f"{day!s} 取得证书，在期限 {until!s} 以内，补贴 {say_yuan(amount)} 元"
    ),
    "unknown": lambda facts: f"还不清楚：{'、'.join(FACTS[fact].zh for fact in facts)}",
}

_STEPS_EN: Final[dict[str, Callable[..., str]]] = {
    "class_late": lambda end, until: f"the class ended on {end!s}, after {until!s}: it counts to the next year",
    "class_in_year": lambda end, until: f"the class ended on {end!s}, by {until!s}: it belongs to this year",
    "class_open": lambda end, day: f"the class ends on {end!s}; as at {day!s} it cannot be settled",
    "order_open": lambda end, day: (
        f"this class ends on {end!s}; as at {day!s} a class of the order is still open, and an order settles once"
    ),
    "range": lambda least, most: f"the amount will lie between {say_yuan(least)} and {say_yuan(most)} yuan",
    "class_too_large": lambda heads, most: (
        f"{heads} on the roster, more than {most} a class: nothing is paid for the class"
    ),
    "class_size": lambda heads, most: f"{heads} on the roster, no more than {most} a class",
    "attendance_low": lambda credited, due, line: (
        f"class attendance {_attendance(credited, due)}, below {percent(line)}%: nothing is paid for the class"
    ),
    "attendance": lambda credited, due, line: f"class attendance {_attendance(credited, due)} reaches {percent(line)}%",
    "no_certificate": lambda: "no certificate from this class: nothing is paid",
    "certified": lambda day: f"certificate from this class on {day!s}",
    "no_whole_day": lambda hours, day: f"{say_hours(hours)} hours credited, less than one day ({say_hours(day)} hours)",
    "no_rate": lambda kind: f"the plan sets no rate for {KIND_NAMES[kind].en} training",
    "days": lambda hours, planned, day, days: (
        f"{say_hours(hours)} hours credited ({say_hours(planned)} planned), {say_hours(day)} a day: {days} days"
    ),
    "gate_reached": lambda over, top, under, bottom, line: (
        f"{_share_en(over, top, under, bottom)}, reaches {percent(line)}%"
    ),
    "gate_missed": lambda over, top, under, bottom, line, standard: (
        f"{_share_en(over, top, under, bottom)}, below {percent(line)}%: {missing_for(top, bottom, line)} more would reach it; "
        f"the {STANDARDS[standard].en} standard applies"
    ),
    "most_units": lambda units: f"at most {units} days count",
    "tiers": _tiers_en,
    "cap": lambda before, after: f"{say_yuan(before)} yuan is over the cap: {say_yuan(after)} yuan",
    "first_share": lambda basis, whole, first: (
        f"on the certificate {percent(basis)}% of {say_yuan(whole)} yuan: {say_yuan(first)} yuan"
    ),
    "employed_in_time": lambda day, until, rest: f"employed on {day!s}, by {until!s}: {say_yuan(rest)} yuan more",
    "rest_waits": lambda until, rest: f"{say_yuan(rest)} yuan more if employed by {until!s}",
    "employed_too_late": lambda until, rest: f"not employed by {until!s}: the other {say_yuan(rest)} yuan lapse",
    "paid_before": lambda paid, due: f"of {say_yuan(due)} yuan due, {say_yuan(paid)} were paid before and are set off",
    "paid_without_right": lambda paid: f"the {say_yuan(paid)} yuan paid before are to be recovered",
    "certificate_late": lambda day, until: f"issued on {day!s}, after {until!s}: it counts to the next year",
    "certificate_in_year": lambda day, until: f"issued on {day!s}, by {until!s}: it belongs to this year",
    "no_certificate_rate": lambda key: f"the plan sets no rate for: {CERTIFICATE_NAMES[key].en}",
    "certificate_rate": lambda key, amount: f"{CERTIFICATE_NAMES[key].en}: {say_yuan(amount)} yuan",
    "level_used": lambda key, holder: (
        f"{CERTIFICATE_NAMES[key].en}: the person's once is used by {f'certificate {holder}' if holder else 'an earlier certificate'}"
    ),
    "level_free": lambda key: f"{CERTIFICATE_NAMES[key].en}: not subsidised before",
    "enterprise_too_large": lambda size, allowed: (
        f"the enterprise is {SIZE_NAMES[size].en}; only {say_list(SIZE_NAMES, allowed).en} ones are paid"
    ),
    "enterprise_size": lambda size: f"the enterprise is {SIZE_NAMES[size].en}, as required",
    "contract_too_short": lambda months, least: f"a contract of {months} months, less than {least}",
    "contract": lambda months, least: f"a contract of {months} months, at least {least}",
    "hire_amount": lambda amount: f"{say_yuan(amount)} yuan for the new hire",
    "no_hire_certificate": lambda start, until: f"no matching certificate between {start!s} and {until!s}",
    "hire_certificate": lambda day, until, amount: f"certificate on {day!s}, by {until!s}: {say_yuan(amount)} yuan",
    "unknown": lambda facts: f"not known yet: {', '.join(FACTS[fact].en for fact in facts)}",
}

STEP_CODES: Final = frozenset(_STEPS_ZH)
"""Every kind of explanation step."""


def say_step(step: Step) -> Text:
    """Put one step of an explanation into words."""
    code, _rule, *values = step
    return Text(_STEPS_ZH[code](*values), _STEPS_EN[code](*values))


def say_step_zh(step: Step) -> str:
    """Put one step into Chinese only: what settlements print by the thousand."""
    return _STEPS_ZH[step[0]](*step[2:])


def condition_text(months: Any, until: Any) -> Text:
    """Say what money that comes later waits for."""
    return Text(f"{months} 个月内（{until} 以前）实现就业", f"employed within {months} months (by {until})")
