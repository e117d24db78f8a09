"""May it happen now? Days, numbers, second persons. Pure but for the rows that are handed in."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from jineng.domain.eligibility.comparison_kinds import COMPARISON_KINDS, Effect
from jineng.domain.eligibility.errors import EligibilityError
from jineng.domain.eligibility.states import BenefitState, SetState
from jineng.kernel.text import Text
from jineng.policy.kinds.base import KIND_NAMES
from jineng.policy.vocabulary import LEVELS

if TYPE_CHECKING:
    from jineng.domain.eligibility.models import BatchDecision, ComparisonSet, EnjoyedBenefit
    from jineng.policy.comparing.findings import Outcome

PEOPLE_MAX: Final = 50_000
"""People of one batch."""
FILE_BYTES_MAX: Final = 64 * 2**20
DAYS_AHEAD_MAX: Final = 366
REASON_LENGTH_MAX: Final = 200
_XLSX: Final = b"PK\x03\x04"


def check_set(
    *,
    kind: str,
    source: str,
    data_on: date,
    valid_until: date,
    effect: str,
    effect_reason: str,
    content: bytes,
    today: date,
) -> None:
    """Refuse a list that does not say what it is.

    Raises:
        EligibilityError: says which entry and what to write there.
    """
    if kind not in COMPARISON_KINDS:
        raise EligibilityError(Text("请选择名单种类", "choose the kind of list"), "kind")
    if not source.strip():
        raise EligibilityError(Text("请填写名单由哪个单位提供", "say who provided the list"), "source")
    if data_on > today:
        raise EligibilityError(
            Text(
                "数据日期在今天以后；请填写名单生成的那一天",
                "the data are of a day to come; give the day on which the list was made",
            ),
            "data_on",
        )
    if valid_until < data_on:
        raise EligibilityError(
            Text(
                "有效期早于数据日期；请填写最后使用的那一天",
                "valid until a day before the data; give the last day of use",
            ),
            "valid_until",
        )
    if effect not in list(Effect):
        raise EligibilityError(Text("请选择在名单上意味着什么", "choose what being on the list means"), "effect")
    if effect != COMPARISON_KINDS[kind].effect and not effect_reason.strip():
        raise EligibilityError(
            Text("与这类名单的通常处理不同；请写明原因", "this is not what such a list usually means; say why"),
            "effect_reason",
        )
    if not content.startswith(_XLSX) or len(content) > FILE_BYTES_MAX:
        raise EligibilityError(
            Text("请选择 .xlsx 工作簿，不超过 64 MB", "choose an .xlsx workbook of at most 64 MB"), "book"
        )


def check_retire(found: ComparisonSet, actor_key: int, reason: str) -> None:
    """Refuse to retire a list that is not in use, without a reason, or by whoever uploaded it.

    Raises:
        EligibilityError: says which.
    """
    if found.state != SetState.LIVE:
        raise EligibilityError(Text("这份名单不在使用中", "this list is not in use"))
    if found.uploaded_by_id == actor_key:
        raise EligibilityError(
            Text("名单由您上传；请由另一位经办或复核人员停用", "you uploaded this list; somebody else has to retire it")
        )
    if not reason.strip():
        raise EligibilityError(Text("请写明停用原因", "say why it is retired"), "reason")


def check_batch(*, kind: str, level: str, day: date, today: date, count: int) -> None:
    """Refuse a batch of nobody, of too many, for an unknown kind of training or a far day.

    Raises:
        EligibilityError: says which entry and what to write there.
    """
    if kind not in KIND_NAMES:
        raise EligibilityError(Text("请选择培训类别", "choose the kind of training"), "kind")
    if level and level not in LEVELS:
        raise EligibilityError(Text("请选择技能等级，或不选", "choose a level, or none"), "level")
    if day > today + timedelta(days=DAYS_AHEAD_MAX):
        raise EligibilityError(
            Text("开班日期在一年以后；请核对", "the class begins more than a year from now; check the day"), "day"
        )
    if not count:
        raise EligibilityError(
            Text("名单中没有人；请先登记或导入人员", "nobody is on it; register or import people first"), "source"
        )
    if count > PEOPLE_MAX:
        raise EligibilityError(
            Text(
                f"一次最多比对 {PEOPLE_MAX} 人，这里有 {count} 人；请分批",
                f"at most {PEOPLE_MAX} people at a time, here are {count}",
            ),
            "source",
        )


def check_decision(was: Outcome, becomes: Outcome, *, is_for_one: bool, reason: str) -> None:
    """Refuse a decision without a reason, on what needs none, or that sets many refusals aside at once.

    Raises:
        EligibilityError: says which.
    """
    if not reason.strip():
        raise EligibilityError(
            Text("请写明依据，例如看了什么证件", "say on what grounds, such as which document was seen"), "reason"
        )
    if len(reason) > REASON_LENGTH_MAX:
        raise EligibilityError(
            Text(f"依据最多 {REASON_LENGTH_MAX} 字", f"at most {REASON_LENGTH_MAX} characters"), "reason"
        )
    if becomes in (was, "unknown") or was == "fits":
        raise EligibilityError(Text("这一项不用认定", "there is nothing to decide here"))
    if was == "does_not_fit" and not is_for_one:
        raise EligibilityError(Text("“不符合”只能逐人更正", "a refusal is set aside person by person"), "becomes")


def check_confirm(decision: BatchDecision, actor_key: int) -> None:
    """Refuse the second person's word where none is asked, or from the first.

    Raises:
        EligibilityError: says which.
    """
    if decision.was != "does_not_fit" or decision.confirmed_by_id is not None:
        raise EligibilityError(Text("这一项不用复核", "this needs no second person"))
    if decision.made_by_id == actor_key:
        raise EligibilityError(
            Text("认定由您作出；请由另一人复核", "you made this decision; somebody else confirms it")
        )


def check_benefit(benefit: EnjoyedBenefit, state: BenefitState) -> None:
    """Refuse what does not follow from where the benefit stands.

    Raises:
        EligibilityError: says where it stands.
    """
    if benefit.state != state:
        raise EligibilityError(
            Text(
                f"这条享受记录现为“{BenefitState(benefit.state)}”，不能这样办理",
                f"the benefit stands at {benefit.state}; this cannot be done",
            )
        )
