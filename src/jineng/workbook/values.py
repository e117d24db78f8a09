"""The closed lists of the workbook: the codes of the contract with the Chinese terms a clerk picks from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from jineng.kernel.text import Text

if TYPE_CHECKING:
    from jineng.kernel.text import Language


class Choice(NamedTuple):
    """One value of a closed list: a cell holds the code or the Chinese label, exactly."""

    code: str
    label: Text

    def written(self, language: Language) -> str:
        """Return what a drop-down offers and a cell holds: the Chinese label, or the code in an English book."""
        return self.code if language == "en" else self.label.zh


def _choices(*rows: tuple[str, str, str]) -> tuple[Choice, ...]:
    return tuple(Choice(code, Text(zh, en)) for code, zh, en in rows)


KINDS: Final = _choices(
    ("order", "订单式", "order-based"),
    ("project", "项目制", "project-based"),
    ("universal", "普惠制", "universal"),
    ("outbound", "输出培训", "before leaving for work elsewhere"),
    ("enterprise_self", "企业自主", "by an enterprise for its own staff"),
    ("enterprise_commissioned", "企业委托", "commissioned by an enterprise"),
    ("entrepreneurship", "创业培训", "entrepreneurship"),
)
"""培训类别."""

_SPECIAL: Final = _choices(
    ("special_ability", "专项职业能力证书", "special ability certificate"),
    ("special_operation", "特种作业操作证", "special operation licence"),
    ("special_equipment", "特种设备作业人员证", "special equipment operator certificate"),
)

CERTIFICATE_TYPES: Final = (
    _SPECIAL[0],
    *_choices(
        ("qualification", "职业资格证书", "vocational qualification certificate"),
        ("skill_level", "职业技能等级证书", "vocational skill level certificate"),
        ("training", "培训合格证书", "certificate of completed training"),
    ),
    *_SPECIAL[1:],
)
"""证书类型."""

LEVELLED_TYPES: Final = frozenset({"qualification", "skill_level"})
"""Certificate types that have a level (等级); the others have none."""

LEVELS: Final = _choices(
    ("5", "初级工", "junior worker"),
    ("4", "中级工", "intermediate worker"),
    ("3", "高级工", "senior worker"),
    ("2", "技师", "technician"),
    ("1", "高级技师", "senior technician"),
)
"""职业技能等级."""

HISTORY_LEVELS: Final = (*LEVELS, *_SPECIAL)
"""What counts as a level of its own in what was already enjoyed (已享受)."""

EVIDENCE: Final = _choices(
    ("contract", "劳动合同", "labour contract"),
    ("agreement", "就业协议", "employment agreement"),
    ("insurance", "社保", "social insurance"),
    ("proof", "就业证明", "proof of employment"),
    ("licence", "营业执照", "business licence"),
)
"""就业证明类型."""

SIZES: Final = _choices(
    ("micro", "微型", "micro"),
    ("small", "小型", "small"),
    ("medium", "中型", "medium"),
    ("large", "大型", "large"),
)
"""企业规模."""

ITEMS: Final = _choices(
    ("training", "培训补贴", "training subsidy"),
    ("certificate", "取证补贴", "certificate subsidy"),
    ("hire", "招用补贴", "hiring subsidy"),
    ("hire_certificate", "招用取证补贴", "hired worker's certificate subsidy"),
)
"""补贴项目."""
