"""``amount_table``: a fixed amount read from a table of one to three axes (补贴标准表)."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from jineng.kernel.text import Text
from jineng.policy.kinds.base import Bilingual, Strict
from jineng.policy.kinds.money import MoneyRule, sentence
from jineng.policy.kinds.terms import LEVEL_NAMES, Amount, Axis, Level, say_amount, say_cells

LevelKey = Literal["special_ability", "special_operation", "special_equipment", "training", "5", "4", "3", "2", "1"]
"""What a certificate counts as: a level 5 (初级工) to 1 (高级技师), or its own type where the type has no level."""


class External(Strict):
    """A table that stands in another text (另行公布的标准表): until it is entered, the rule never pays."""

    name: Bilingual
    by: Level


class AmountTable(MoneyRule):
    """Money by facts. What no cell names has no rate, or is paid by the ``fallback`` rule; nothing is guessed."""

    kind: Literal["amount_table"]
    axes: tuple[Axis, ...] = Field(min_length=1, max_length=3)
    cells: dict[str, Amount] = Field(default={})
    external: External | None = None
    otherwise: Literal["no_rate", "fallback"]
    fallback: str | None = None
    times: str | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if not self.cells and self.external is None:
            raise PydanticCustomError(
                "no_cells",
                "请写 cells；标准在其他文件中的，写 external 说明文件名称和单位"
                "|write cells, or external with the name of the table and whose it is",
            )
        if (self.otherwise == "fallback") != (self.fallback is not None):
            raise PydanticCustomError(
                "no_cells",
                'otherwise = "fallback" 时要写 fallback 规则编号，反之不写'
                '|otherwise = "fallback" takes the id of a rule in fallback, and only then',
            )
        return self

    def describe(self) -> Text:
        """Say the table in plain words."""
        parts = []
        if self.cells:
            parts.append(say_cells({key: say_amount(value) for key, value in self.cells.items()}))
        if self.external is not None:
            by = LEVEL_NAMES[self.external.by]
            parts.append(
                Text(
                    f"标准见{by.zh}的“{self.external.name.zh}”",
                    f"the amounts stand in “{self.external.name.en}” of {by.en}",
                )
            )
        parts.append(
            Text(f"其余按规则“{self.fallback}”", f"anything else by rule {self.fallback}")
            if self.fallback
            else Text("其余本方案未定标准", "the plan sets no rate for anything else")
        )
        return sentence([*parts, *self.describe_around()])
