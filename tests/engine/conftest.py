"""A run of the engine tests ends by saying which thresholds were hit, and how often."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from engine.claims.hits import COUNTS as OF_CLAIMS
from engine.hits import COUNTS

pytest.register_assert_rewrite("engine.checking")  # so that a failing comparison says what differs

CLAIMS = "claims documents"
_GATHERED: dict[str, Counter[str]] = {}


def _hits() -> dict[str, dict[str, int]]:
    """Return what this process hit, by plan."""
    mine = {plan: dict(counter) for plan, counter in COUNTS.items()}
    return mine | ({CLAIMS: dict(OF_CLAIMS)} if OF_CLAIMS else {})


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand the hits of a process that runs a part of the tests to the one that reports."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["hits"] = _hits()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Add up the hits of the processes."""
    for plan, counter in getattr(node, "workeroutput", {}).get("hits", {}).items():
        _GATHERED.setdefault(plan, Counter()).update(counter)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the hits of each plan."""
    for plan, counter in sorted({**_hits(), **_GATHERED}.items()):
        terminalreporter.section(f"hits of {plan}")
        for name, times in sorted(counter.items()):
            terminalreporter.line(f"{times:7,}  {name}")
