"""What each choice is called, by the field's place or an end of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from jineng.kernel.target_groups import TARGET_GROUPS
from jineng.kernel.text import Text
from jineng.policy.kinds.base import CERTIFICATE_NAMES, KIND_NAMES, PAYEE_NAMES, SIZE_NAMES
from jineng.policy.kinds.budget import MODE_NAMES
from jineng.policy.kinds.calendar import ROUND_NAMES
from jineng.policy.kinds.fixed_amount import PER_NAMES
from jineng.policy.kinds.gate import COUNT_NAMES, EVENT_NAMES
from jineng.policy.kinds.limit import KEY_NAMES, PERIOD_NAMES
from jineng.policy.kinds.limit import PER_NAMES as LIMIT_PER_NAMES
from jineng.policy.kinds.money import POPULATION_NAMES
from jineng.policy.kinds.rate import UNIT_WORDS
from jineng.policy.kinds.release import RECOVER_NAMES
from jineng.policy.kinds.terms import LEVEL_NAMES
from jineng.policy.words import ITEMS, REASONS, STANDARDS

if TYPE_CHECKING:
    from collections.abc import Mapping

_ITEMS: Final = {
    "apprenticeship": Text("学徒培训补贴", "apprenticeship"),
    "assessment": Text("鉴定补贴", "assessment"),
    "living": Text("生活费补贴", "living costs"),
    "travel": Text("交通费补贴", "travel"),
    "post": Text("岗位补贴", "post"),
    "work_training": Text("以工代训补贴", "training at work"),
    "award": Text("奖励", "award"),
    **ITEMS,
}
_SUBJECTS: Final = {
    "settlement_unit": Text("结算单元（整单或单班）", "settlement unit (an order or a class)"),
    "institution": Text("培训机构", "training institution"),
    "class": Text("班级", "class"),
    "enterprise": Text("企业", "enterprise"),
    "project": Text("项目", "project"),
    "person": Text("人员", "person"),
}

OPTIONS: Final[dict[str, Mapping[Any, Text]]] = {
    "item": _ITEMS,
    "items": _ITEMS,
    "kind": KIND_NAMES,
    "to": PAYEE_NAMES,
    "pass_to": PAYEE_NAMES,
    "population": POPULATION_NAMES,
    "stack": {
        "add": Text("叠加", "added to the others"),
        "replace": Text("替代其他补贴", "in place of the others"),
        "only_if_none": Text("没有其他补贴时", "only if there is no other"),
        "best_of": Text("取高", "the greater of them"),
        "only_named": Text("仅供其他规则引用", "only where another rule refers to it"),
    },
    "by": LEVEL_NAMES,
    "rate.unit": UNIT_WORDS,
    "tier_mode": {
        "graduated": Text("逐段累加", "stretch by stretch"),
        "whole": Text("全部按最后一段单价", "all at the last stretch's price"),
    },
    "part_unit": {
        "drop": Text("不计", "does not count"),
        "prorata": Text("按比例计", "counts as such"),
        "up": Text("按一个计", "counts as a whole one"),
    },
    "floor_mode": {"raise": Text("补到最低金额", "raised to it"), "refuse": Text("不补", "refused")},
    "standard": STANDARDS,
    "otherwise": {
        "no_rate": Text("未定标准，不补", "no rate, nothing is paid"),
        "fallback": Text("改按另一规则", "by another rule"),
    },
    "fixed_amount.per": PER_NAMES,
    "types": CERTIFICATE_NAMES,
    "combine": {
        "multiply": Text("连乘", "multiplied"),
        "max": Text("取高", "the greatest"),
        "first": Text("取先", "the first"),
        "add": Text("相加", "added"),
    },
    "order": {
        "before_caps": Text("先调整，再封顶", "adjusted, then capped"),
        "after_caps": Text("先封顶，再调整", "capped, then adjusted"),
    },
    "until_published": {
        "previous": Text("沿用旧目录", "the previous stays"),
        "none": Text("没有目录", "there is none"),
    },
    "subject": _SUBJECTS,
    "judged_at": {
        "settlement": Text("结算时", "at settlement"),
        "opening": Text("开班时", "when a class is applied for"),
        "reporting": Text("考核时", "in progress reports"),
    },
    "sizes": SIZE_NAMES,
    "codes": {code: group.title for code, group in TARGET_GROUPS.items()},
    "counter": {"times": Text("次数", "times"), "money": Text("金额", "money")},
    "limit.per": LIMIT_PER_NAMES,
    "key": KEY_NAMES,
    "keys": KEY_NAMES,
    "period": PERIOD_NAMES,
    "count_payee": {
        "any": Text("都算", "all count"),
        "self": Text("只算同类收款方的", "the same kind of payee's only"),
    },
    "choose": {"first": Text("取先发生的", "the first"), "best": Text("取金额高的", "the largest")},
    "on_hit": {"refuse": Text("不补", "refused"), "cut_to_rest": Text("补到限额", "cut to the rest")},
    "on_fail": {
        "refuse": Text("整班不补", "nothing is paid"),
        "fallback": Text("改按另一规则", "paid by another rule"),
        "advise": Text("只提示", "advice only"),
    },
    "settle_by.unit": {
        "class": Text("单班结束", "the class"),
        "order": Text("整单各班全部结束", "every class of the order"),
    },
    "event": EVENT_NAMES,
    "after": EVENT_NAMES,
    "recover": RECOVER_NAMES,
    "instrument": {"transfer": Text("转账", "transfer"), "voucher": Text("培训券", "voucher")},
    "numerator": COUNT_NAMES,
    "denominator": COUNT_NAMES,
    "reason": REASONS,
    "consequence": {"not_eligible_next_year": Text("取消下一年度资格", "not eligible next year")},
    "late": {"counts_to_next_year": Text("计入下一年度", "counts to the next year")},
    "round": ROUND_NAMES,
    "mode": MODE_NAMES,
}
"""A test holds it to the models: every value of every choice is called something."""
