"""What a workbook document may not say: forms of the language that its settlement does not compute."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, get_args

from jineng.policy.checks.faults import fault
from jineng.policy.kinds import (
    Adjust,
    AmountTable,
    Budget,
    Calendar,
    ClassStandard,
    Eligibility,
    FixedAmount,
    Index,
    Limit,
    NamedList,
    OutcomeGate,
    Rate,
    Release,
    Share,
)
from jineng.policy.kinds.amount_table import LevelKey
from jineng.policy.kinds.release import Milestone
from jineng.policy.kinds.terms import CELL_SEPARATOR, Cap, Condition, OpenPercent, OpenYuan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import BaseModel

    from jineng.policy.checks.faults import Fault
    from jineng.policy.checks.survey import Survey
    from jineng.policy.kinds import Rule

CERTIFICATE_LEVEL: Final = "certificate_level"
"""The one axis of a workbook document's table: what a certificate counts as."""

_MONEY: Final = {"population": (None,), "stack": ("add",)}
_ONLY: Final[dict[type[BaseModel], dict[str, tuple[Any, ...]]]] = {
    Rate: _MONEY
    | {
        "item": ("training",),
        "unit": ("day",),
        "price": (None,),
        "table": (None,),
        "tier_mode": ("graduated",),
        "block": (None,),
        "count": (None,),
        "part_unit": (None,),
        "min_units": (None,),
        "times": (None,),
        "floor": (None,),
    },
    AmountTable: _MONEY
    | {
        "item": ("certificate",),
        "when": (Condition(),),
        "axes": ((CERTIFICATE_LEVEL,),),
        "external": (None,),
        "otherwise": ("no_rate",),
        "times": (None,),
        "caps": ((),),
    },
    FixedAmount: _MONEY
    | {
        "item": ("hire", "hire_certificate"),
        "when": (Condition(),),
        "per": ("person",),
        "times": (None,),
        "caps": ((),),
    },
    Limit: {
        "judged_at": ("settlement",),
        "n": (1,),
        "per": ("person",),
        "all_keys": (("level",),),
        "period": ("life",),
        "count_payee": ("any",),
        "extra": (None,),
        "no_lower_after_higher": (False,),
        "sequential": (False,),
        "min_gap": (None,),
        "choose": ("first",),
    },
    Release: {"advance": (None,), "recover": ("excess",)},
    Milestone: {"amount": (None,), "after": (None,), "when": (Condition(),)},
    Cap: {"table": (None,), "price": (None,), "share": (None,), "cost": (None,)},
    ClassStandard: {"targets": ((),), "fallback": (None,)},
}
"""The values that each field may have where the workbook's settlement computes one form only."""

_AT_SETTLEMENT: Final[dict[type[BaseModel], dict[str, tuple[Any, ...]]]] = {
    Calendar: {"train_from": (None,), "train_until": (None,), "claim_within": (None,), "extended": ((),)},
    ClassStandard: {
        "size_min": (None,),
        "hours_min": (None,),
        "hours_table": (None,),
        "hours_per_day_max": (None,),
        "practice_min": (None,),
        "theory_min": (None,),
        "online": (None,),
        "exam": (False,),
    },
    Eligibility: {
        "when": (Condition(),),
        "any_of": ((),),
        "exclude": ((),),
        "age": (None,),
        "tests": ((),),
        "any_tests": ((),),
        "contract": (None,),
        "insured_min": (None,),
    },
    Budget: {"amount": (None,)},
}
"""The same, for rules that are judged at settlement; judged elsewhere they are for people to read."""


def form_faults(survey: Survey) -> Iterator[Fault]:
    """Yield every field that the workbook's settlement would not compute as it is written."""
    document = survey.document
    yield from (_not_here(f"fact {fact.id}") for fact in document.fact)
    yield from (_not_here(f"fill {fill.id}") for fill in document.fill)
    rounding = document.head.rounding
    if (rounding.unit, rounding.mode, rounding.at) != ("fen", "half_up", "first_milestone"):
        yield _not_here("document.rounding")
    if document.head.anchor != "class_end":
        yield _not_here("document.anchor")
    for rule in document.rule:
        yield from _rule_faults(rule)
    for part in survey.parts:
        for field, values in _ONLY.get(type(part.node), {}).items():
            if getattr(part.node, field) not in values:
                yield _not_here(part.where("keys" if field == "all_keys" else field))
        if isinstance(part.node, Condition) and part.node != Condition(kind=part.node.kind):
            yield _not_here(part.where())
        if isinstance(part.node, OpenYuan | OpenPercent):
            yield _not_here(part.where())


def _rule_faults(rule: Rule) -> Iterator[Fault]:
    where = f"rule {rule.id}"
    if isinstance(rule, Share | Adjust | Index | NamedList):
        yield _not_here(f"{where}.kind")
    if isinstance(rule, OutcomeGate):
        yield _not_here(f"{where}.subject")
    if isinstance(rule, Rate) and len(rule.caps) > 1:
        yield _not_here(f"{where}.caps")
    if isinstance(rule, AmountTable) and rule.axes == (CERTIFICATE_LEVEL,):
        for key in rule.cells:
            if key not in get_args(LevelKey):
                allowed = get_args(LevelKey)
                yield fault(
                    "cell_key",
                    f"{where}.cells.{key}",
                    f"“{key.split(CELL_SEPARATOR)[0]}”不在这个维度中，可写：{'、'.join(allowed)}",
                    f"{key.split(CELL_SEPARATOR)[0]!r} is not on its axis; it may be: {', '.join(allowed)}",
                )
    if getattr(rule, "judged_at", "") == "settlement":
        for field, values in _AT_SETTLEMENT.get(type(rule), {}).items():
            if getattr(rule, field) not in values:
                yield _not_here(f"{where}.{field}")


def _not_here(where: str) -> Fault:
    return fault(
        "not_in_workbook",
        where,
        '按工作簿结算时不计算这种写法；请删去或改写，或把 [document] 的 records 写为 "claims"（按申领明细结算）',
        'a settlement from the workbook does not compute what is written here: remove it or write it otherwise, or use records = "claims"',
    )
