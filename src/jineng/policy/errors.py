"""Faults of the engine's callers and of the engine itself; faults of inputs are ``kernel.problems``."""

from __future__ import annotations


class NoSuchItemError(LookupError):
    """A plan was asked for an item that it does not pay."""

    def __init__(self, plan_id: str, item: str) -> None:
        """Name the plan and the item."""
        super().__init__(f"the plan {plan_id} pays no item {item!r}")


class EnginesDisagreeError(RuntimeError):
    """``one`` and ``many`` differ on a line: a fault of the engine, never of the input. Nothing may be paid on it."""
