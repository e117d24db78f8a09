"""``amount_table``: a fixed amount read from a table by the kind and level of certificate (取证补贴标准表)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from jineng.kernel.money import say_yuan
from jineng.kernel.text import Text
from jineng.policy.kinds.base import CERTIFICATE_NAMES, MoneyRule
from jineng.policy.measures import Yuan

LevelKey = Literal["special_ability", "special_operation", "special_equipment", "training", "5", "4", "3", "2", "1"]
"""What a certificate counts as: a level 5 (初级工) to 1 (高级技师), or its own type where the type has no level."""


class AmountTable(MoneyRule):
    """Money by certificate: every key that the table lacks is said to have no rate, never guessed."""

    kind: Literal["amount_table"]
    axis: Literal["certificate_level"]
    cells: dict[LevelKey, Yuan] = Field(min_length=1)
    otherwise: Literal["no_rate"]

    def describe(self) -> Text:
        """Say the table in plain words."""
        zh = "、".join(f"{CERTIFICATE_NAMES[key].zh} {say_yuan(amount)} 元" for key, amount in self.cells.items())
        en = ", ".join(f"{CERTIFICATE_NAMES[key].en} {say_yuan(amount)} yuan" for key, amount in self.cells.items())
        return Text(f"{zh}；其余证书本方案未定标准。", f"{en}; the plan sets no rate for any other certificate.")
