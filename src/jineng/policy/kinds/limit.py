"""``limit``: how often somebody may have something (享受次数限制)."""

from __future__ import annotations

from typing import Literal

from jineng.kernel.text import Text
from jineng.policy.kinds.base import RuleBase


class Limit(RuleBase):
    """At most ``n`` subsidies of the target rule per person and key, over history and the present book."""

    kind: Literal["limit"]
    judged_at: Literal["settlement"] = "settlement"
    targets: tuple[str, ...]
    n: Literal[1]
    per: Literal["person"]
    key: Literal["level"]
    period: Literal["life"]

    def describe(self) -> Text:
        """Say the limit in plain words."""
        return Text(
            "每人同一等级只能享受一次，以往已享受的计算在内。",
            "A person has it once a level; what was enjoyed before counts.",
        )
