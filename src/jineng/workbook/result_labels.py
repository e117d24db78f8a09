"""Chinese and English names of the codes in a settlement result (结算结果)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from jineng.kernel.text import Text
from jineng.policy.words import REASONS, STANDARDS, STATUSES
from jineng.workbook.sheets import BY_KEY
from jineng.workbook.values import ITEMS, KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

ITEM: Final = {choice.code: choice.label for choice in ITEMS}
"""补贴项目."""

KIND: Final = {choice.code: choice.label for choice in KINDS}
"""培训类别."""

SHEET: Final = {key: sheet.name for key, sheet in BY_KEY.items()}
"""Sheets that a problem can point to."""

PAYEE_KIND: Final = {
    "institution": Text("培训机构", "training institution"),
    "evaluator": Text("评价机构", "evaluation body"),
    "enterprise": Text("企业", "enterprise"),
    "person": Text("个人", "person"),
    "platform": Text("线上平台", "online platform"),
}
"""收款方类别."""

REASON: Final = REASONS
"""原因. A new plan may bring codes that are not here: they are shown as they are."""

STATUS: Final = STATUSES
"""状态."""

STANDARD: Final = STANDARDS
"""补贴标准."""


def say(labels: Mapping[str, Text], code: str | None) -> str:
    """Return the Chinese name of ``code``; the code itself when it has none, nothing for None."""
    if code is None:
        return ""
    label = labels.get(code)
    return label.zh if label else code
