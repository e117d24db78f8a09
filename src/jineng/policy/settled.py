"""What one line comes to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

Step = tuple[Any, ...]
"""One step of an explanation: (code, rule id, values …). ``words.say_step`` puts it into words.

Steps stay tuples because an explanation is replayed whenever somebody asks, never stored.
"""


@dataclass(slots=True)
class Settled:
    """Status, reasons and money (fen) of a line, and the steps that led there."""

    status: str
    reasons: tuple[str, ...]
    steps: Sequence[Step]
    standard: str = "none"
    days: int = 0
    due_fen: int = 0
    """All that the policy can still pay on the line: paid + payable now + later, less what is to be recovered."""
    paid_fen: int = 0
    payable_now_fen: int = 0
    recover_fen: int = 0
    later_fen: int = 0
    later_until: date | None = None
    """The day until which ``later_fen`` waits."""
    least_fen: int | None = None
    most_fen: int | None = None
    payee_kind: str = ""
    """Who is paid, of a claim line; the payee of a workbook's line follows from its item."""

    @property
    def bounds(self) -> tuple[int, int]:
        """Return the least and most that may be due: equal unless the line is pending.

        Raises:
            ValueError: nothing bounds the most.
        """
        if self.least_fen is None:
            return self.due_fen, self.due_fen
        if self.most_fen is None:
            message = "nothing bounds what may be due on this line"
            raise ValueError(message)
        return self.least_fen, self.most_fen
