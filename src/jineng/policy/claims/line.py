"""A claim line (申领明细) and what was enjoyed before (以往享受)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


@dataclass(slots=True)
class ClaimLine:
    """One payment asked for: the item and the facts of the person, class and enterprise.

    ``facts`` are in their integer forms (fen, thousandths of hours, 1 or 0, YYYYMMDD for days), words as text; what is missing is None or
    left out. ``paid_fen`` is what was paid on this line before. Facts named in ``unknown`` are not known yet.
    """

    row: int
    item: str
    facts: Mapping[str, int | str | None]
    as_of: date
    paid_fen: int = 0
    unknown: tuple[str, ...] = ()


@dataclass(slots=True)
class Enjoyed:
    """One thing that was had before, or that a line before this one is paid.

    ``facts`` hold what limits count by: the person, enterprise, institution or region; level, occupation and the other keys; the days
    of the class. ``payee`` is the kind of payee that got it; ``on`` is the anchor day as YYYYMMDD.
    """

    rules: tuple[str, ...]
    on: int
    amount_fen: int
    payee: str
    facts: Mapping[str, int | str | None] = field(default_factory=dict)
