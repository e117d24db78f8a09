"""The closed set of rule kinds: what a policy document can say. A new kind is code, reviewed like code.

Each kind is a small module: its fields, its plain words, and – where it decides money – its arithmetic for one case and for
many rows.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from jineng.policy.kinds.adjust import Adjust
from jineng.policy.kinds.amount_table import AmountTable
from jineng.policy.kinds.budget import Budget
from jineng.policy.kinds.calendar import Calendar
from jineng.policy.kinds.class_standard import ClassStandard
from jineng.policy.kinds.eligibility import Eligibility
from jineng.policy.kinds.fixed_amount import FixedAmount
from jineng.policy.kinds.gate import InstitutionGate, OutcomeGate, RateGate
from jineng.policy.kinds.index import Index
from jineng.policy.kinds.limit import Limit
from jineng.policy.kinds.named_list import NamedList
from jineng.policy.kinds.rate import Rate
from jineng.policy.kinds.release import Release
from jineng.policy.kinds.share import Share
from jineng.policy.kinds.target import Target

Gate = Annotated[RateGate | InstitutionGate | OutcomeGate, Field(discriminator="subject")]

Rule = Annotated[
    Rate
    | AmountTable
    | FixedAmount
    | Share
    | Adjust
    | Index
    | NamedList
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

MoneyKind = Rate | AmountTable | FixedAmount | Share
"""The kinds whose rules end in money."""

__all__ = [
    "Adjust",
    "AmountTable",
    "Budget",
    "Calendar",
    "ClassStandard",
    "Eligibility",
    "FixedAmount",
    "Gate",
    "Index",
    "InstitutionGate",
    "Limit",
    "MoneyKind",
    "NamedList",
    "OutcomeGate",
    "Rate",
    "RateGate",
    "Release",
    "Rule",
    "Share",
    "Target",
]
