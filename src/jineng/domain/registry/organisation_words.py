"""The closed lists that organisations are described with, and how people call what is in them."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from jineng.kernel.text import Text


class OrganisationKind(StrEnum):
    """What an organisation is to the training work (单位类别)."""

    BUREAU = "bureau"
    DEPARTMENT = "department"
    TOWNSHIP = "township"
    FINANCE = "finance"
    INSTITUTION = "institution"
    EVALUATOR = "evaluator"
    ENTERPRISE = "enterprise"
    PLATFORM = "platform"
    BANK = "bank"


KIND_LABELS: Final = {
    OrganisationKind.BUREAU: Text("人社局", "human resources bureau"),
    OrganisationKind.DEPARTMENT: Text("部门", "department"),
    OrganisationKind.TOWNSHIP: Text("乡镇政府（街道办）", "township government"),
    OrganisationKind.FINANCE: Text("财政局", "finance bureau"),
    OrganisationKind.INSTITUTION: Text("培训机构", "training institution"),
    OrganisationKind.EVALUATOR: Text("评价机构", "evaluation body"),
    OrganisationKind.ENTERPRISE: Text("企业", "enterprise"),
    OrganisationKind.PLATFORM: Text("线上平台", "online platform"),
    OrganisationKind.BANK: Text("银行", "bank"),
}

GOVERNMENT: Final = frozenset(
    {OrganisationKind.BUREAU, OrganisationKind.DEPARTMENT, OrganisationKind.TOWNSHIP, OrganisationKind.FINANCE}
)
"""Kinds that may be registered before their credit code is known; nothing is ever paid to them as training bodies."""


class RoomKind(StrEnum):
    """What a room is for (教室类别)."""

    THEORY = "theory"
    PRACTICE = "practice"


ROOM_LABELS: Final = {
    RoomKind.THEORY: Text("理论教室", "classroom"),
    RoomKind.PRACTICE: Text("实训场所", "practice room"),
}


class RequestState(StrEnum):
    """Where a request to change registered facts stands (变更申请状态)."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


REQUEST_LABELS: Final = {
    RequestState.PROPOSED: Text("待确认", "waiting for confirmation"),
    RequestState.CONFIRMED: Text("已确认", "confirmed"),
    RequestState.REFUSED: Text("未通过", "refused"),
    RequestState.WITHDRAWN: Text("已撤回", "withdrawn"),
}


class HoldReason(StrEnum):
    """Why something is held (冻结原因)."""

    UNDER_INVESTIGATION = "under_investigation"
    FALSE_CLAIM = "false_claim"
    SUPERVISION = "supervision"
    LICENCE_LAPSED = "licence_lapsed"
    DATA_CONFLICT = "data_conflict"
    COURT_ORDER = "court_order"


HOLD_LABELS: Final = {
    HoldReason.UNDER_INVESTIGATION: Text("正在核查", "under investigation"),
    HoldReason.FALSE_CLAIM: Text("查实虚假申报", "a false claim was established"),
    HoldReason.SUPERVISION: Text("检查发现问题待整改", "faults found by an inspection are to be mended"),
    HoldReason.LICENCE_LAPSED: Text("办学许可或备案失效", "licence or filing has lapsed"),
    HoldReason.DATA_CONFLICT: Text("信息存疑待核实", "data in doubt"),
    HoldReason.COURT_ORDER: Text("司法机关要求", "ordered by a court"),
}


class GroupDuty(StrEnum):
    """What a unit is in the leading group (领导小组职务)."""

    HEAD = "head"
    DEPUTY_HEAD = "deputy_head"
    OFFICE = "office"
    MEMBER = "member"


DUTY_LABELS: Final = {
    GroupDuty.HEAD: Text("组长", "head"),
    GroupDuty.DEPUTY_HEAD: Text("副组长", "deputy head"),
    GroupDuty.OFFICE: Text("办公室", "office of the group"),
    GroupDuty.MEMBER: Text("成员单位", "member unit"),
}


class TaskState(StrEnum):
    """Where a task of the leading group stands (任务状态)."""

    OPEN = "open"
    REPORTED = "reported"
    DONE = "done"
    DROPPED = "dropped"


TASK_LABELS: Final = {
    TaskState.OPEN: Text("办理中", "open"),
    TaskState.REPORTED: Text("已上报，待核", "reported, to be checked"),
    TaskState.DONE: Text("已完成", "done"),
    TaskState.DROPPED: Text("已取消", "dropped"),
}
