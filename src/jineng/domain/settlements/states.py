"""The states of a settlement, what leads from one to another, and who acts in each. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from jineng.kernel.text import Text


class SettlementState(StrEnum):
    """Where a settlement stands."""

    UPLOADED = "UPLOADED"  # 已上传，结算中
    SETTLED = "SETTLED"  # 已结算
    UNUSABLE = "UNUSABLE"  # 不能使用，须改正


class SettlementAction(StrEnum):
    """What moves a settlement on."""

    RECORD_RESULT = "RECORD_RESULT"
    RECORD_UNUSABLE = "RECORD_UNUSABLE"


TRANSITIONS: Final = {
    (SettlementState.UPLOADED, SettlementAction.RECORD_RESULT): SettlementState.SETTLED,
    (SettlementState.UPLOADED, SettlementAction.RECORD_UNUSABLE): SettlementState.UNUSABLE,
}
"""What each action makes of each state; what is not here is refused."""

OWNERS: Final = {
    SettlementState.UPLOADED: "system",
    SettlementState.SETTLED: "officer",
    SettlementState.UNUSABLE: "officer",
}
"""Whose turn it is: ``system`` while the background work runs."""

FINAL: Final = frozenset({SettlementState.SETTLED, SettlementState.UNUSABLE})

LABELS: Final = {
    SettlementState.UPLOADED: Text("结算中", "being settled"),
    SettlementState.SETTLED: Text("已结算", "settled"),
    SettlementState.UNUSABLE: Text("需改正", "to be corrected"),
}
