"""The states of what the registry holds about people, and what leads from one to another. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from jineng.kernel.text import Text


class PersonState(StrEnum):
    """Where a person's record stands."""

    LIVE = "LIVE"  # 有效
    MERGED = "MERGED"  # 已并入另一条
    ERASED = "ERASED"  # 已按本人要求删除


class PersonSource(StrEnum):
    """How a record came in."""

    FORM = "form"  # 窗口登记
    IMPORT = "import"  # 表格导入
    SELF = "self"  # 本人登记


class AffiliationKind(StrEnum):
    """What a person is to an organisation."""

    TRAINEE = "trainee"  # 学员
    EMPLOYEE = "employee"  # 职工
    TEACHER = "teacher"  # 教师


class AssistState(StrEnum):
    """Where assisted entry (兜底服务) stands: it waits for the person's own word by another channel."""

    OPEN = "OPEN"  # 待本人确认
    CONFIRMED = "CONFIRMED"  # 已确认
    DECLINED = "DECLINED"  # 本人否认


class AccountState(StrEnum):
    """Where a payout account (收款账户) stands."""

    PROPOSED = "PROPOSED"  # 待确认
    LIVE = "LIVE"  # 正在使用
    REPLACED = "REPLACED"  # 已更换
    REFUSED = "REFUSED"  # 未通过


class RequestState(StrEnum):
    """Where a request (更正、删除申请) stands."""

    OPEN = "OPEN"  # 待处理
    ACCEPTED = "ACCEPTED"  # 已办理
    REFUSED = "REFUSED"  # 不予办理


class Channel(StrEnum):
    """How the person's own word came, apart from whoever entered it."""

    PHONE_CODE = "phone_code"  # 已登记手机的验证码
    IN_PERSON = "in_person"  # 本人持证件当面
    SIGNED_ROSTER = "signed_roster"  # 本人签字的花名册
    PAPER = "paper"  # 见证签字的纸质材料


ACCOUNT_TRANSITIONS: Final = (
    (AccountState.PROPOSED, AccountState.LIVE),
    (AccountState.PROPOSED, AccountState.REFUSED),
    (AccountState.LIVE, AccountState.REPLACED),
)
"""What an account may become."""

SOURCE_LABELS: Final = {
    PersonSource.FORM: Text("窗口登记", "entered at the desk"),
    PersonSource.IMPORT: Text("表格导入", "imported"),
    PersonSource.SELF: Text("本人登记", "entered by the person"),
}
AFFILIATION_LABELS: Final = {
    AffiliationKind.TRAINEE: Text("学员", "trainee"),
    AffiliationKind.EMPLOYEE: Text("职工", "employee"),
    AffiliationKind.TEACHER: Text("教师", "teacher"),
}
ASSIST_LABELS: Final = {
    AssistState.OPEN: Text("待本人确认", "awaits the person's word"),
    AssistState.CONFIRMED: Text("本人已确认", "confirmed by the person"),
    AssistState.DECLINED: Text("本人否认", "denied by the person"),
}
ACCOUNT_LABELS: Final = {
    AccountState.PROPOSED: Text("待确认", "to be confirmed"),
    AccountState.LIVE: Text("正在使用", "in use"),
    AccountState.REPLACED: Text("已更换", "replaced"),
    AccountState.REFUSED: Text("未通过", "refused"),
}
REQUEST_LABELS: Final = {
    RequestState.OPEN: Text("待处理", "open"),
    RequestState.ACCEPTED: Text("已办理", "done"),
    RequestState.REFUSED: Text("不予办理", "refused"),
}
CHANNEL_LABELS: Final = {
    Channel.PHONE_CODE: Text("已登记手机的验证码", "a code to the registered phone"),
    Channel.IN_PERSON: Text("本人持证件当面确认", "in person with the identity document"),
    Channel.SIGNED_ROSTER: Text("本人签字的花名册", "a roster that the person signed"),
    Channel.PAPER: Text("见证签字的纸质材料", "a signed paper, witnessed"),
}
