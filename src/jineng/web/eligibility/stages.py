"""How far a run is, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from jineng.kernel.text import Text

if TYPE_CHECKING:
    from jineng.domain.imports.queries import RunView

_STAGES: Final = {
    "read": Text("读取", "reading"),
    "check": Text("逐行检查", "checking every row"),
    "index": Text("建立索引", "making indexes"),
    "judge": Text("逐人比对", "comparing everybody"),
    "save": Text("保存", "saving"),
}


def stage_of(run: RunView | None) -> Text | None:
    """Return what a run is at; None where it has not begun."""
    return None if run is None else _STAGES.get(run.stage)
