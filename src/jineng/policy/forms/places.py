"""What the models leave to their docstrings: what a text names, and which fields a county's plan usually needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

_MONEY: Final = ("rate", "amount_table", "fixed_amount", "share")
_COUNTED: Final = ("hours", "days", "months", "years", "semesters", "people", "items")
_NUMBERS: Final = (*_COUNTED, "money")


class Named(NamedTuple):
    """What a text (``control``) or a list of texts (``controls``) names, and of which kinds or types it may be."""

    control: Literal["rule", "fact", "choice"] | None = None
    controls: Literal["rules", "clauses", "readings", "choices"] | None = None
    kinds: tuple[str, ...] = ()
    fact_types: tuple[str, ...] = ()


NAMED: Final[Mapping[str, Named]] = {
    "cite": Named(controls="clauses"),
    "readings": Named(controls="readings"),
    "targets": Named(controls="rules", kinds=_MONEY),
    "rule": Named("rule", kinds=_MONEY),
    "of_rule": Named("rule", kinds=_MONEY),
    "fallback": Named("rule", kinds=_MONEY),
    "together_with": Named("rule", kinds=_MONEY),
    "use": Named("rule", kinds=_MONEY),
    "index": Named("rule", kinds=("index",)),
    "of_index": Named("rule", kinds=("index",)),
    "in_list": Named("rule", kinds=("list",)),
    "not_in_list": Named("rule", kinds=("list",)),
    "fact": Named("fact"),
    "fall_from": Named("fact", fact_types=_NUMBERS),
    "count": Named("fact", fact_types=_COUNTED),
    "times": Named("fact", fact_types=_COUNTED),
    "numerator": Named("fact", fact_types=_COUNTED),
    "denominator": Named("fact", fact_types=_COUNTED),
    "part": Named("fact", fact_types=_NUMBERS),
    "whole": Named("fact", fact_types=_NUMBERS),
    "cost": Named("fact", fact_types=("money",)),
    "of_fact": Named("fact", fact_types=("money",)),
    "person_fact": Named("fact", fact_types=("money",)),
    "of": Named("fact", fact_types=("word",)),
    "at": Named("fact", fact_types=("date",)),
    "member_at": Named("fact", fact_types=("date",)),
    "status_at": Named("fact", fact_types=("date",)),
    "reason": Named("choice"),
    "codes": Named(controls="choices"),
}
"""Texts that name something else, by the field's place or an end of it; any other text stands for itself."""

_GROUNDS: Final = ("title", "cite", "readings")
_PAID: Final = (*_GROUNDS, "item", "payee", "when")

IN_SIGHT: Final[Mapping[str, tuple[str, ...]]] = {
    "claims.rate": (*_PAID, "unit", "price", "tiers", "max_units", "caps"),
    "workbook.rate": (*_PAID, "standard", "tiers", "max_units", "caps"),
    "claims.amount_table": (*_PAID, "cells", "caps"),
    "workbook.amount_table": (*_PAID, "cells"),
    "claims.fixed_amount": (*_PAID, "per", "times"),
    "workbook.fixed_amount": (*_PAID, "together_with", "certificate"),
    "claims.share": (*_PAID, "of_fact", "caps"),
    "workbook.share": (*_PAID, "of_fact", "caps"),
    "claims.adjust": (*_GROUNDS, "when", "factor", "table", "plus"),
    "workbook.adjust": (*_GROUNDS, "when", "factor", "table", "plus"),
    "claims.index": (*_GROUNDS, "values"),
    "workbook.index": (*_GROUNDS, "values"),
    "claims.list": _GROUNDS,
    "workbook.list": _GROUNDS,
    "claims.eligibility": (*_GROUNDS, "targets", "any_of", "age", "tests", "when"),
    "workbook.eligibility": (*_GROUNDS, "targets", "groups", "key_groups", "sizes", "contract_min"),
    "claims.limit": (*_GROUNDS, "counter", "n", "amount", "keys", "months", "on_hit"),
    "workbook.limit": (*_GROUNDS, "n", "key"),
    "claims.class_standard": (
        *_GROUNDS,
        "targets",
        "when",
        "size_min",
        "size_max",
        "hours_min",
        "days_min",
        "attendance_min",
        "exam",
    ),
    "workbook.class_standard": (*_GROUNDS, "when", "size_max", "attendance_min", "days_min", "days_max", "modules"),
    "claims.release": (*_GROUNDS, "advance", "recover"),
    "workbook.release": (*_GROUNDS, "settle_by"),
    "claims.gate": (*_GROUNDS, "measure", "bands", "window"),
    "workbook.gate": _GROUNDS,
    "claims.calendar": (*_GROUNDS, "items", "train_from", "train_until", "claim_until", "claim_within"),
    "workbook.calendar": (*_GROUNDS, "items", "counts_until", "late", "claim_until"),
    "claims.target": (*_GROUNDS, "goals", "progress"),
    "workbook.target": (*_GROUNDS, "goals", "progress"),
    "claims.budget": (*_GROUNDS, "targets", "amount", "mode", "year"),
    "workbook.budget": (*_GROUNDS, "composition"),
}
"""Beside what has to be written: the fields in sight, by the document's records and the kind; the others are folded away."""

FOLDED_BELOW: Final = frozenset({"fall_from", "is_not", "not_in_list", "evidence", "index", "max_female"})
"""Fields inside a part of a rule that few plans need."""
