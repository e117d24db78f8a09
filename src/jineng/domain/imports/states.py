"""The states of an import and what leads from one to another. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from jineng.kernel.text import Text


class ImportState(StrEnum):
    """Where an import stands."""

    UPLOADED = "UPLOADED"  # 读取中
    FAULTY = "FAULTY"  # 须改正
    READY = "READY"  # 待确认
    COMMITTING = "COMMITTING"  # 导入中
    COMMITTED = "COMMITTED"  # 已导入
    DISCARDED = "DISCARDED"  # 已放弃
    EXPIRED = "EXPIRED"  # 已过期清除


class ImportAction(StrEnum):
    """What moves an import on."""

    RECORD_FAULTS = "RECORD_FAULTS"
    RECORD_ROWS = "RECORD_ROWS"
    COMMIT = "COMMIT"
    RECORD_COMMITTED = "RECORD_COMMITTED"
    DISCARD = "DISCARD"
    EXPIRE = "EXPIRE"


_S, _A = ImportState, ImportAction

TRANSITIONS: Final = {
    (_S.UPLOADED, _A.RECORD_FAULTS): _S.FAULTY,
    (_S.UPLOADED, _A.RECORD_ROWS): _S.READY,
    (_S.READY, _A.COMMIT): _S.COMMITTING,
    (_S.COMMITTING, _A.RECORD_COMMITTED): _S.COMMITTED,
    (_S.UPLOADED, _A.DISCARD): _S.DISCARDED,
    (_S.FAULTY, _A.DISCARD): _S.DISCARDED,
    (_S.READY, _A.DISCARD): _S.DISCARDED,
    (_S.UPLOADED, _A.EXPIRE): _S.EXPIRED,
    (_S.FAULTY, _A.EXPIRE): _S.EXPIRED,
    (_S.READY, _A.EXPIRE): _S.EXPIRED,
}
"""What each action makes of each state; what is not here is refused."""

FINAL: Final = frozenset({_S.COMMITTED, _S.DISCARDED, _S.EXPIRED})
"""Over: nothing of the uploaded file is held any more."""

STANDING: Final = frozenset(_S) - {_S.DISCARDED, _S.EXPIRED}
"""States in which the same file is not taken a second time."""

LABELS: Final = {
    _S.UPLOADED: Text("读取中", "being read"),
    _S.FAULTY: Text("须改正", "to be corrected"),
    _S.READY: Text("待确认", "awaits confirmation"),
    _S.COMMITTING: Text("导入中", "being imported"),
    _S.COMMITTED: Text("已导入", "imported"),
    _S.DISCARDED: Text("已放弃", "given up"),
    _S.EXPIRED: Text("已过期清除", "expired and wiped"),
}


class Verdict(StrEnum):
    """What a row would do to the registry, or did."""

    CREATE = "c"  # 新建
    CHANGE = "u"  # 更新
    SAME = "s"  # 无变化
    ASK = "a"  # 有出入，转更正申请
    REFUSE = "r"  # 不予导入


VERDICT_LABELS: Final = {
    Verdict.CREATE: Text("新登记", "new"),
    Verdict.CHANGE: Text("有变化", "changed"),
    Verdict.SAME: Text("无变化", "unchanged"),
    Verdict.ASK: Text("有出入，转更正申请", "differs, asked to be corrected"),
    Verdict.REFUSE: Text("不导入", "left out"),
}
