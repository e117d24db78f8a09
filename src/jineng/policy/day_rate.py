"""A day rate as the workbook's settlement computes it: whole days, graduated tiers, most days, one cap."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw

from jineng.policy.measures import Yuan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jineng.policy.kinds import Rate
    from jineng.policy.kinds.base import Standard


def day_rate(rate: Rate) -> RateTable:
    """Return a checked rate of a workbook document in plain integers."""
    steps, below = [], 0
    for tier in rate.tiers:
        steps.append((below, given_fen(tier.price)))
        below = int(tier.upto or 0)
    caps = [given_fen(cap.amount) for cap in rate.caps]
    return RateTable(
        rule=rate.id,
        standard=rate.standard,
        steps=tuple(steps),
        max_units=None if rate.max_units is None else int(rate.max_units),
        cap_fen=min(caps, default=None),
    )


def given_fen(amount: object) -> int:
    """Return the fen of an amount that is not left open.

    Raises:
        ValueError: it is; the document was not checked.
    """
    if not isinstance(amount, Yuan):
        message = f"an unchecked document leaves an amount open: {amount!r}"
        raise ValueError(message)  # noqa: TRY004
    return int(amount)


class RateTable:
    """A rate as integers: ``steps`` are (units below this step, price in fen a unit)."""

    __slots__ = ("cap_fen", "max_units", "rule", "standard", "steps")

    def __init__(
        self,
        *,
        rule: str,
        standard: Standard,
        steps: Sequence[tuple[int, int]],
        max_units: int | None,
        cap_fen: int | None,
    ) -> None:
        """Keep the numbers."""
        self.rule, self.standard, self.steps, self.max_units, self.cap_fen = (
            rule,
            standard,
            tuple(steps),
            max_units,
            cap_fen,
        )

    def units(self, days: int) -> int:
        """Return the days that count."""
        return days if self.max_units is None else min(days, self.max_units)

    def uncapped(self, units: int) -> int:
        """Return the fen of ``units`` before the cap: each step's price change applies to the units above its start."""
        amount_fen = price_below = 0
        for below, price in self.steps:
            if units <= below:
                break
            amount_fen += (units - below) * (price - price_below)
            price_below = price
        return amount_fen

    def amount(self, days: int) -> int:
        """Return the fen for a person's days."""
        amount_fen = self.uncapped(self.units(days))
        return amount_fen if self.cap_fen is None else min(amount_fen, self.cap_fen)

    def amount_many(self, days: nw.Expr) -> nw.Expr:
        """Return the same amount as an expression over a column of days (int64)."""
        units = days if self.max_units is None else nw.min_horizontal(days, nw.lit(self.max_units, nw.Int64))
        amount, price_below = nw.lit(0, nw.Int64), 0
        for below, price in self.steps:
            above = nw.max_horizontal(units - below, nw.lit(0, nw.Int64)) if below else units
            amount, price_below = amount + above * (price - price_below), price
        return amount if self.cap_fen is None else nw.min_horizontal(amount, nw.lit(self.cap_fen, nw.Int64))
