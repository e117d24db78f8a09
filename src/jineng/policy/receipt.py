"""Receipts (凭据): what a settlement was computed from, so that anybody can compute it again."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from jineng import __version__

if TYPE_CHECKING:
    from datetime import date

    from jineng.policy.plan import AnyPlan

ENGINE = f"jineng {__version__}"


class Receipt(NamedTuple):
    """The policy and its hash, the engine and its version, the day, and the hash of the input's bytes."""

    policy: str
    policy_sha256: str
    engine: str
    as_of: str
    input_sha256: str


def receipt_for(plan: AnyPlan, as_of: date, input_sha256: str) -> Receipt:
    """Return the receipt of settling an input under a plan as at a day."""
    return Receipt(plan.id, plan.sha256, ENGINE, as_of.isoformat(), input_sha256)
