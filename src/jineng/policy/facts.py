"""The facts of one line: everything that its judgement depends on, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from fractions import Fraction


@dataclass(slots=True)
class TrainingCase:
    """One person in one class (培训补贴的一行).

    Hours are thousandths, money fen. ``certified_on`` and ``employed_on`` None mean that there is none as at the day;
    a fact that nobody knows yet is named in ``unknown`` and its value here is ignored.
    """

    kind: str
    """The class's kind (培训类别)."""
    end_on: date
    as_of: date
    unit_ended: bool
    """Whether every class of the settlement unit has ended."""
    planned_milli: int
    credited_milli: int
    """The person's credited hours over the class."""
    roster: int
    """Heads on the class's roster."""
    class_credited_milli: int | Fraction
    """Credited hours of the whole roster; a fraction only where somebody told the attendance rate instead."""
    unit_certified: int
    unit_employed: int
    """Certified roster entries of the settlement unit, and those of them that are employed."""
    certified_on: date | None
    """The earliest certificate of this person from this class."""
    employed_on: date | None
    """The earliest start of work on or after ``certified_on``."""
    paid_fen: int = 0
    unit_roster: int = 0
    """Roster entries of the settlement unit."""
    unknown: tuple[str, ...] = ()


@dataclass(slots=True)
class CertificateCase:
    """One certificate (取证补贴的一行)."""

    level_key: str
    """The level "5" to "1", or the certificate's type where the type has no level."""
    issued_on: date
    held_by: str | None
    """The certificate that uses up this person's level when it is not this one: its number, or "" if history has none."""
    paid_fen: int = 0
    unknown: tuple[str, ...] = ()


@dataclass(slots=True)
class HireCase:
    """One new hire of an enterprise (招用补贴); with ``certified_on`` also that hire's certificate within the time allowed."""

    size: str
    contract_start: date
    contract_months: int
    certified_on: date | None
    for_certificate: bool
    """Whether the line is the one for the certificate."""
    paid_fen: int = 0
    unknown: tuple[str, ...] = ()


Case = TrainingCase | CertificateCase | HireCase
