"""How Hypothesis draws in the engine tests: the same examples in every run."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, settings


def drawn(examples: int) -> settings:
    """Settings for so many examples.

    A failing book is shown as it was found: shrinking one takes minutes and the comparison already names the line.
    """
    return settings(
        max_examples=examples,
        derandomize=True,
        deadline=None,
        database=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
