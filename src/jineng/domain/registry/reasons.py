"""Why somebody looked, helped, merged or asked: short closed lists, so that they can be counted. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from jineng.kernel.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

REVEAL_REASONS: Final[Mapping[str, Text]] = {
    "enrolment": Text("办理报名或资格核对", "enrolment or check of conditions"),
    "payment": Text("核对或拨付补贴", "checking or paying a subsidy"),
    "contact": Text("联系本人", "to reach the person"),
    "correction": Text("更正信息", "to correct what is held"),
    "complaint": Text("处理投诉举报", "complaint or report"),
    "inspection": Text("监督检查或审计", "inspection or audit"),
}
"""Why a number is shown in full (查看完整信息的事由)."""

ASSIST_REASONS: Final[Mapping[str, Text]] = {
    "no_phone": Text("没有手机或不会用", "has no phone or cannot use one"),
    "elderly": Text("年龄较大", "of high age"),
    "disability": Text("残疾或行动不便", "disability or hard to move"),
    "illiterate": Text("不识字", "cannot read"),
    "no_network": Text("所在地无网络", "no network at the place"),
    "other": Text("其他（在说明中写明）", "other (say which)"),
}
"""Why staff entered something for a person (兜底服务)."""

EVIDENCE: Final[Mapping[str, Text]] = {
    "register": Text("主管部门名册比对", "compared with the register of the department in charge"),
    "certificate": Text("证件或证明材料", "certificate or proof"),
    "household_book": Text("户口簿", "household register"),
    "contract": Text("劳动合同", "labour contract"),
    "school": Text("学籍或毕业证", "school record or diploma"),
    "roster": Text("花名册申报", "declared in a roster"),
    "own_statement": Text("本人承诺", "the person's own statement"),
}
"""What a tag rests on (依据)."""

MERGE_REASONS: Final[Mapping[str, Text]] = {
    "number_corrected": Text("身份证号更正（一人两号）", "identity number corrected (one person, two numbers)"),
    "document_changed": Text("换了证件种类", "another kind of document"),
    "entered_twice": Text("重复录入", "entered twice"),
}
"""Why two records are one person."""

RELATIONS: Final[Mapping[str, Text]] = {
    "father": Text("父亲", "father"),
    "mother": Text("母亲", "mother"),
    "grandparent": Text("祖父母、外祖父母", "grandparent"),
    "sibling": Text("成年兄姐", "adult brother or sister"),
    "other": Text(
        "其他（经居委会、村委会或民政部门同意）", "other, with the consent of village committee or civil affairs"
    ),
}
"""Guardians of minors (监护人), in the order of 民法典 第二十七条."""
