"""The states of an entry on a township's list, and what an overrun quota does. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from jineng.kernel.text import Text


class EntryState(StrEnum):
    """Where a selected person stands."""

    LISTED = "LISTED"  # 已列入名单
    SENT = "SENT"  # 已选送
    WITHDRAWN = "WITHDRAWN"  # 已撤回


class EntryAction(StrEnum):
    """What moves an entry on."""

    SEND = "SEND"
    WITHDRAW = "WITHDRAW"


TRANSITIONS: Final = {
    (EntryState.LISTED, EntryAction.SEND): EntryState.SENT,
    (EntryState.LISTED, EntryAction.WITHDRAW): EntryState.WITHDRAWN,
    (EntryState.SENT, EntryAction.WITHDRAW): EntryState.WITHDRAWN,
}
"""What each action makes of each state; a person who comes back is entered anew."""

LABELS: Final = {
    EntryState.LISTED: Text("已列入", "listed"),
    EntryState.SENT: Text("已选送", "sent"),
    EntryState.WITHDRAWN: Text("已撤回", "withdrawn"),
}


class Overrun(StrEnum):
    """What happens when a list is longer than its quota."""

    REFUSE = "refuse"  # 不许超额
    WARN = "warn"  # 允许超额，提示


OVERRUN_LABELS: Final = {
    Overrun.REFUSE: Text("不许超额", "no more than the quota"),
    Overrun.WARN: Text("可以超额，提示", "more is allowed, and said"),
}
