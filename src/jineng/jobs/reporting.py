"""How a handler says how far it is, without a write for every step."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Final

from jineng.platform.progress.operations import report_progress

_SECONDS_BETWEEN_WRITES: Final = 0.3


@dataclass(slots=True)
class Reporter:
    """Call it with stage, steps done and steps in all; it writes at most a few times a second, and each new stage."""

    run_key: int
    _stage: str = field(default="", init=False)
    _written_at: float = field(default=0.0, init=False)

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show the stage and how much of it is done."""
        now = time.monotonic()
        if stage == self._stage and done < total and now - self._written_at < _SECONDS_BETWEEN_WRITES:
            return
        self._stage, self._written_at = stage, now
        report_progress(run_key=self.run_key, stage=stage, done=done, total=total)
