"""Why a claim line is paid less, nothing or not yet, in both languages; the order gives each its number in the graph."""

from __future__ import annotations

from typing import Final

from jineng.kernel.text import Text
from jineng.policy.words import REASONS

CLAIM_REASONS: Final[dict[str, Text]] = {
    "anchor_missing": Text("没有用来确定适用方案的日期", "the day that decides which plan applies is missing"),
    "outside_period": Text("不在本方案有效期内", "outside the plan's period in force"),
    "training_outside_window": Text("培训不在规定期间内", "training outside the window"),
    "counts_to_next_year": REASONS["counts_to_next_year"],
    "claim_late": Text("申领已过期限", "claimed too late"),
    "awaits_decision": Text("等待有权单位确定标准，尚不能计算", "waits for a term that somebody else has to set"),
    "not_completed": Text("没有结业", "training not completed"),
    "not_passed": Text("考核没有合格", "exam not passed"),
    "not_certified": Text("没有取得证书", "no certificate"),
    "not_employed": Text("没有就业", "not employed"),
    "not_eligible": Text("不符合对象条件", "not eligible"),
    "class_standard_missed": Text("不符合办班要求", "the class misses a standard"),
    "no_rate_in_policy": REASONS["no_rate_in_policy"],
    "too_few_units": Text("数量不足", "too few units"),
    "below_floor": Text("低于最低标准", "below the least amount"),
    "not_together": Text("没有享受须同时享受的补贴", "the subsidy that it goes with is not due"),
    "gate_missed": Text("没有达到达标条件", "the gate was missed"),
    "gate_waits": Text("考核期未满，待认定", "waits until the gate's window has closed"),
    "nothing_earned": Text("没有可补金额", "nothing earned"),
    "limit_reached": Text("已达到享受上限", "the limit is reached"),
    "lower_level_after_higher": Text("已享受过更高等级", "a higher level was subsidised before"),
    "too_soon": Text("距上一次不足规定间隔", "too soon after another"),
    "previous_not_ended": Text("与另一项培训时间重叠", "overlaps with another training"),
    "budget_exhausted": Text("资金已用完", "the fund is used up"),
    "budget_waits": Text("资金不足，排队等候", "waits for the next year's fund"),
    "milestone_lapsed": Text("有的拨付节点逾期未达到", "a milestone lapsed"),
    "fact_unknown": REASONS["fact_unknown"],
}

NOTES: Final[dict[str, Text]] = {
    "standard_fallback": Text("不符合办班要求，按替代标准", "a standard was missed, paid by the rule instead"),
    "cut_to_limit": Text("超过上限的部分不补", "cut to the limit"),
    "milestone_lapsed": CLAIM_REASONS["milestone_lapsed"],
    "budget_share": Text("资金不足，按比例拨付", "paid pro rata, the fund does not suffice"),
}
"""What is said of a line that is paid all the same."""

REASON_NUMBERS: Final[dict[str, int]] = {code: number for number, code in enumerate(CLAIM_REASONS, 1)}
REASON_CODES: Final = ("", *CLAIM_REASONS)
"""Reason codes by their number; 0 is none."""
