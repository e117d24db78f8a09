"""The states of comparison sets, batches and benefits, and what leads from one to another. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from jineng.kernel.text import Text


class SetState(StrEnum):
    """Where a comparison set (比对名单) stands."""

    READING = "READING"  # 读取中
    FAULTY = "FAULTY"  # 有错，未使用
    LIVE = "LIVE"  # 使用中
    RETIRED = "RETIRED"  # 已停用


class BatchState(StrEnum):
    """Where a batch (比对批次) stands."""

    QUEUED = "QUEUED"  # 比对中
    JUDGED = "JUDGED"  # 已出结论


class BenefitState(StrEnum):
    """Where a benefit (享受记录) stands."""

    RESERVED = "RESERVED"  # 已占用
    ENJOYED = "ENJOYED"  # 已享受
    RELEASED = "RELEASED"  # 已释放
    REVERSED = "REVERSED"  # 已冲回


SET_TRANSITIONS: Final = (
    (SetState.READING, SetState.FAULTY),
    (SetState.READING, SetState.LIVE),
    (SetState.LIVE, SetState.RETIRED),
)
BENEFIT_TRANSITIONS: Final = (
    (BenefitState.RESERVED, BenefitState.ENJOYED),
    (BenefitState.RESERVED, BenefitState.RELEASED),
    (BenefitState.ENJOYED, BenefitState.REVERSED),
)
COUNTING: Final = frozenset({BenefitState.RESERVED, BenefitState.ENJOYED})
"""Benefits that count against limits; the others gave their places back."""

SET_LABELS: Final = {
    SetState.READING: Text("正在读取", "being read"),
    SetState.FAULTY: Text("有错，未使用", "faulty, not used"),
    SetState.LIVE: Text("使用中", "in use"),
    SetState.RETIRED: Text("已停用", "retired"),
}
BATCH_LABELS: Final = {
    BatchState.QUEUED: Text("比对中", "being compared"),
    BatchState.JUDGED: Text("已出结论", "compared"),
}
BENEFIT_LABELS: Final = {
    BenefitState.RESERVED: Text("已占用", "reserved"),
    BenefitState.ENJOYED: Text("已享受", "enjoyed"),
    BenefitState.RELEASED: Text("已释放", "released"),
    BenefitState.REVERSED: Text("已冲回", "reversed"),
}
