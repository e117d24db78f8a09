"""The closed set of rule kinds: what a policy document can say. A new kind is code, reviewed like code.

Each kind is a small module: its fields, its plain words, and – where it decides money – its arithmetic for one case and for
many rows.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from jineng.policy.kinds.amount_table import AmountTable
from jineng.policy.kinds.budget import Budget
from jineng.policy.kinds.calendar import Calendar
from jineng.policy.kinds.class_standard import ClassStandard
from jineng.policy.kinds.eligibility import Eligibility
from jineng.policy.kinds.fixed_amount import FixedAmount
from jineng.policy.kinds.gate import InstitutionGate, RateGate
from jineng.policy.kinds.limit import Limit
from jineng.policy.kinds.rate import Rate
from jineng.policy.kinds.release import Release
from jineng.policy.kinds.target import Target

Gate = Annotated[RateGate | InstitutionGate, Field(discriminator="subject")]

Rule = Annotated[
    Rate
    | AmountTable
    | FixedAmount
    | Eligibility
    | Limit
    | Release
    | Gate
    | ClassStandard
    | Calendar
    | Target
    | Budget,
    Field(discriminator="kind"),
]

__all__ = [
    "AmountTable",
    "Budget",
    "Calendar",
    "ClassStandard",
    "Eligibility",
    "FixedAmount",
    "Gate",
    "InstitutionGate",
    "Limit",
    "Rate",
    "RateGate",
    "Release",
    "Rule",
    "Target",
]
