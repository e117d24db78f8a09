"""A run of the engine tests ends by saying which thresholds were hit, and how often."""

from __future__ import annotations

from typing import Any

import pytest

from engine.hits import COUNTS

pytest.register_assert_rewrite("engine.checking")  # so that a failing comparison says what differs


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the hits of each plan."""
    for plan, counter in sorted(COUNTS.items()):
        terminalreporter.section(f"hits of {plan}")
        for name, times in sorted(counter.items()):
            terminalreporter.line(f"{times:7,}  {name}")
