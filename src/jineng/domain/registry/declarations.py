"""What people agree to and promise: the texts, word for word, by kind and version. Pure.

What somebody gave is kept with the hash of the text that they saw; a changed text is a new version, never an edit.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from jineng.kernel.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Declaration:
    """One version of a text that people agree to."""

    kind: str
    version: str
    title: Text
    text: Text

    @property
    def sha256(self) -> str:
        """The hash of the Chinese text, which is the one of record."""
        return hashlib.sha256(self.text.zh.encode()).hexdigest()


CONSENT: Final = Declaration(
    kind="consent",
    version="1",
    title=Text("个人信息使用同意书", "Consent to the use of personal information"),
    text=Text(
        "我同意县人力资源和社会保障部门为办理职业技能培训、评价发证、就业服务和补贴发放，收集和使用我的姓名、身份证件号码、"
        "联系电话、住址、学历、就业状况、人员类别和收款账户，并为核对条件与公安、教育、民政、农业农村、市场监管等部门比对。"
        "我可以随时查看自己的信息和查看记录，可以要求更正、撤回同意或删除；依法应当保存的培训和资金记录除外。",
        "I agree that the county's human resources and social security department collects and uses my name, identity number,"
        " telephone, address, education, employment status, target groups and payout account for vocational training,"
        " evaluation, employment service and subsidies, and compares them with other departments to check conditions. I can"
        " see at any time what is held and who looked, and ask for correction, withdrawal or erasure, save for training and"
        " payment records that the law requires to be kept.",
    ),
)
COMMITMENT: Final = Declaration(
    kind="commitment",
    version="1",
    title=Text("真实性承诺书", "Commitment to the truth"),
    text=Text(
        "我承诺所提供的信息和材料真实、准确、完整，本人实际参加培训，不替他人参加、不由他人代替；如有虚假，"
        "愿意退回已领取的补贴并承担相应责任。",
        "I promise that the information and papers I give are true, exact and complete, and that I take part in the training"
        " myself; if anything is false I pay the subsidy back and answer for it.",
    ),
)
PROXY: Final = Declaration(
    kind="proxy",
    version="1",
    title=Text("代为办理委托书", "Authority to act for me"),
    text=Text(
        "因不便使用手机或网络，我委托工作人员代为录入和办理；已当面听读录入内容，确认无误。",
        "As I cannot well use a telephone or the network, I ask a member of staff to enter and handle this for me; what was"
        " entered was read to me and is right.",
    ),
)

DECLARATIONS: Final[Mapping[str, Declaration]] = {text.kind: text for text in (CONSENT, COMMITMENT, PROXY)}
"""The version of each text that is asked for now."""

WAYS: Final[Mapping[str, Text]] = {
    "online": Text("本人在线确认", "by the person, online"),
    "phone_code": Text("本人手机验证码", "by a code to the person's phone"),
    "paper": Text("纸质签字", "signed on paper"),
}
"""How a declaration was given."""
