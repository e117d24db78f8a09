"""The figures of the two shipped plans, typed here a second time from the contract, for the reference settlement."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

UNIVERSAL_KINDS = frozenset({"universal", "outbound", "enterprise_self", "enterprise_commissioned"})
ALL_KINDS = UNIVERSAL_KINDS | {"order", "project", "entrepreneurship"}


@dataclass(frozen=True)
class RateNumbers:
    """Fen a day by tier (up to which day, price), the most days that count, the most fen a person."""

    tiers: tuple[tuple[int | None, int], ...] = ((10, 15_000), (None, 10_000))
    days_cap: int | None = None
    cap_fen: int | None = None


@dataclass(frozen=True)
class Numbers:
    """What differs between plans: every figure a plan's text gives, and which of its rules stand."""

    day_milli: int = 8000
    rates: dict[str, RateNumbers] = field(default_factory=dict)  # by standard
    ladder_kinds: frozenset[str] = frozenset({"order", "project"})
    universal_kinds: frozenset[str] = UNIVERSAL_KINDS
    enterprise_paid_kinds: frozenset[str] = frozenset()
    rate_needed: Fraction | None = None  # employment for the ladder
    order_waits: bool = False
    training_year_ends_on: date | None = None
    certificate_year_ends_on: date | None = None
    class_size: int | None = None
    class_attendance: Fraction | None = None
    now_share: Fraction | None = None
    employed_within_months: int | None = None
    certificates: dict[str, int] = field(default_factory=dict)  # level key → fen
    hire_fen: int | None = None
    hire_certificate_fen: int = 0
    hire_months: int = 0
    hire_sizes: frozenset[str] = frozenset()
    hire_certificate_months: int = 12
    hire_types: frozenset[str] = frozenset({"skill_level", "qualification"})
    pass_needed: Fraction | None = None
    employed_needed: Fraction | None = None


LANXIAN = Numbers(
    rates={"ladder": RateNumbers(cap_fen=400_000), "universal": RateNumbers(cap_fen=100_000)},
    enterprise_paid_kinds=frozenset({"enterprise_self"}),
    rate_needed=Fraction(80, 100),
    order_waits=True,
    training_year_ends_on=date(2022, 11, 30),
    certificate_year_ends_on=date(2022, 11, 30),
    certificates={
        "special_ability": 20_000,
        "special_operation": 40_000,
        "special_equipment": 40_000,
        "5": 40_000,
        "4": 60_000,
        "3": 80_000,
    },
)
CHANGZHIXIAN = Numbers(
    rates={"ladder": RateNumbers(days_cap=15)},
    ladder_kinds=ALL_KINDS,
    universal_kinds=frozenset(),
    class_size=50,
    class_attendance=Fraction(85, 100),
    now_share=Fraction(80, 100),
    employed_within_months=3,
    hire_fen=30_000,
    hire_certificate_fen=30_000,
    hire_months=6,
    hire_sizes=frozenset({"micro", "small"}),
    pass_needed=Fraction(80, 100),
    employed_needed=Fraction(30, 100),
)
