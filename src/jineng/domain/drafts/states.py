"""The states of a draft, what leads from one to another, and who acts in each. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from jineng.kernel.text import Text


class DraftState(StrEnum):
    """Where a draft stands."""

    DRAFT = "DRAFT"  # 起草中
    SENT = "SENT"  # 已送复核
    RETURNED = "RETURNED"  # 已退回，须修改
    APPROVED = "APPROVED"  # 已通过
    WITHDRAWN = "WITHDRAWN"  # 已撤销


class DraftAction(StrEnum):
    """What moves a draft on."""

    EDIT = "EDIT"
    SEND = "SEND"
    RETURN = "RETURN"
    APPROVE = "APPROVE"
    WITHDRAW = "WITHDRAW"


TRANSITIONS: Final = {
    (DraftState.DRAFT, DraftAction.EDIT): DraftState.DRAFT,
    (DraftState.RETURNED, DraftAction.EDIT): DraftState.DRAFT,
    (DraftState.DRAFT, DraftAction.SEND): DraftState.SENT,
    (DraftState.RETURNED, DraftAction.SEND): DraftState.SENT,
    (DraftState.SENT, DraftAction.RETURN): DraftState.RETURNED,
    (DraftState.SENT, DraftAction.APPROVE): DraftState.APPROVED,
    (DraftState.DRAFT, DraftAction.WITHDRAW): DraftState.WITHDRAWN,
    (DraftState.SENT, DraftAction.WITHDRAW): DraftState.WITHDRAWN,
    (DraftState.RETURNED, DraftAction.WITHDRAW): DraftState.WITHDRAWN,
}
"""What each action makes of each state; what is not here is refused."""

OWNERS: Final = {
    DraftState.DRAFT: "officer",
    DraftState.SENT: "second_officer",
    DraftState.RETURNED: "officer",
    DraftState.APPROVED: "officer",
    DraftState.WITHDRAWN: "officer",
}
"""Whose turn it is; ``second_officer`` is anybody of the bureau who may approve and made none of the draft."""

EDITABLE: Final = frozenset(state for state, action in TRANSITIONS if action == DraftAction.EDIT)
FINAL: Final = frozenset({DraftState.APPROVED, DraftState.WITHDRAWN})

LABELS: Final = {
    DraftState.DRAFT: Text("起草中", "being drafted"),
    DraftState.SENT: Text("待复核", "awaiting review"),
    DraftState.RETURNED: Text("已退回", "returned"),
    DraftState.APPROVED: Text("已通过", "approved"),
    DraftState.WITHDRAWN: Text("已撤销", "withdrawn"),
}

ACTION_LABELS: Final = {
    DraftAction.EDIT: Text("修改", "editing"),
    DraftAction.SEND: Text("送复核", "sending for review"),
    DraftAction.RETURN: Text("退回", "returning"),
    DraftAction.APPROVE: Text("通过", "approving"),
    DraftAction.WITHDRAW: Text("撤销", "withdrawing"),
}


class ReviewOutcome(StrEnum):
    """What a review (复核) came to."""

    APPROVED = "APPROVED"  # 通过
    RETURNED = "RETURNED"  # 退回
