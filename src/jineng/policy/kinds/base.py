"""What all rules of a policy document share."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from jineng.kernel.text import Text

ClassKind = Literal[
    "order", "project", "universal", "outbound", "enterprise_self", "enterprise_commissioned", "entrepreneurship"
]
"""订单式 · 项目制 · 普惠制 · 输出培训 · 企业自主 · 企业委托 · 创业培训"""

CertificateType = Literal[
    "special_ability", "qualification", "skill_level", "training", "special_operation", "special_equipment"
]
"""专项职业能力证书 · 职业资格证书 · 职业技能等级证书 · 培训合格证书 · 特种作业操作证 · 特种设备作业人员证"""

EnterpriseSize = Literal["micro", "small", "medium", "large"]
"""微型 · 小型 · 中型 · 大型"""

PayeeKind = Literal["institution", "evaluator", "enterprise", "person", "platform", "college", "who_paid", "agreed"]
"""培训机构 · 评价机构 · 企业 · 个人 · 平台 · 院校 · 出资方 · 约定收款方"""

Population = Literal["enrolled", "started", "completed", "passed", "certified", "employed"]
"""报名 · 开班 · 结业 · 合格 · 取证 · 就业: of whom money is paid."""

Stack = Literal["add", "replace", "only_if_none", "best_of", "only_named"]
"""叠加 · 替代 · 无其他补贴时 · 取高 · 仅供引用: how a rule's amount joins those of the item's rules before it."""

Item = Literal[
    "training",
    "certificate",
    "hire",
    "hire_certificate",
    "apprenticeship",
    "assessment",
    "living",
    "travel",
    "post",
    "work_training",
    "award",
]
"""培训补贴 · 取证补贴 · 招用补贴 · 招用取证补贴 · 学徒培训补贴 · 鉴定补贴 · 生活费补贴 · 交通费补贴 · 岗位补贴 · 以工代训补贴 · 奖励"""

Standard = Literal["ladder", "universal", "none"]
"""阶梯标准 · 普惠标准 · 无"""

JudgedAt = Literal["settlement", "opening", "reporting"]
"""When a rule is judged: at settlement (结算), when a class is applied for (开班), or in progress reports (考核)."""

KIND_NAMES: dict[str, Text] = {
    "order": Text("订单式", "order-based"),
    "project": Text("项目制", "project-based"),
    "universal": Text("普惠制", "universal"),
    "outbound": Text("输出培训", "outbound"),
    "enterprise_self": Text("企业自主", "enterprise, self-organised"),
    "enterprise_commissioned": Text("企业委托", "enterprise, commissioned"),
    "entrepreneurship": Text("创业培训", "entrepreneurship"),
}
CERTIFICATE_NAMES: dict[str, Text] = {
    "special_ability": Text("专项职业能力证书", "special-ability certificate"),
    "qualification": Text("职业资格证书", "vocational qualification"),
    "skill_level": Text("职业技能等级证书", "skill-level certificate"),
    "training": Text("培训合格证书", "training certificate"),
    "special_operation": Text("特种作业操作证", "special-operation permit"),
    "special_equipment": Text("特种设备作业人员证", "special-equipment operator's permit"),
    "5": Text("初级工（五级）", "junior (level 5)"),
    "4": Text("中级工（四级）", "intermediate (level 4)"),
    "3": Text("高级工（三级）", "senior (level 3)"),
    "2": Text("技师（二级）", "technician (level 2)"),
    "1": Text("高级技师（一级）", "senior technician (level 1)"),
}
SIZE_NAMES: dict[str, Text] = {
    "micro": Text("微型", "micro"),
    "small": Text("小型", "small"),
    "medium": Text("中型", "medium"),
    "large": Text("大型", "large"),
}
PAYEE_NAMES: dict[str, Text] = {
    "institution": Text("培训机构", "the training institution"),
    "evaluator": Text("评价机构", "the evaluation body"),
    "enterprise": Text("企业", "the enterprise"),
    "person": Text("个人", "the person"),
    "platform": Text("平台", "the platform"),
    "college": Text("院校", "the college"),
    "who_paid": Text("出资方", "whoever paid"),
    "agreed": Text("约定的收款方", "the payee that was agreed"),
}


def say_list(names: dict[str, Text], keys: tuple[str, ...]) -> Text:
    """Write several named values as a list in both languages."""
    return Text("、".join(names[key].zh for key in keys), ", ".join(names[key].en for key in keys))


def _bilingual(value: Any) -> Any:
    if isinstance(value, Text):
        return value
    if (
        isinstance(value, dict)
        and set(value) == {"zh", "en"}
        and all(isinstance(part, str) and part for part in value.values())
    ):
        return Text(value["zh"], value["en"])
    raise PydanticCustomError(
        "bilingual",
        "文字要中英文都写：{example}|write the text in both languages: {example}",
        {"example": '{ zh = "…", en = "…" }'},
    )


Bilingual = Annotated[Text, BeforeValidator(_bilingual)]
"""A text in both languages, written {zh = "…", en = "…"}."""


class Strict(BaseModel):
    """A part of a document: unknown fields are refused, nothing changes after loading."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Self:
        """Return itself: a default is copied for each rule that leaves it out, and nothing changes it."""
        return self


class RuleBase(Strict):
    """What every rule says of itself: its name, the clauses and readings that it rests on."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: Bilingual
    cite: tuple[str, ...] = Field(min_length=1)
    readings: tuple[str, ...] = ()
    note: Bilingual | None = None
