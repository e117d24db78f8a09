"""What documents, lines and results hit, counted so that a run can prove that nothing of the language went untried."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from pydantic import BaseModel

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
    Target,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.claims.reference import Result
    from jineng.policy.document import Document

KINDS = (
    Rate, AmountTable, FixedAmount, Share, Adjust, Index, NamedList, Eligibility, Limit, Release, OutcomeGate,
    ClassStandard, Calendar, Target, Budget,
)  # fmt: skip
FOR_PEOPLE = {
    "Eligibility": {
        "judged_at=opening",
        "judged_at=reporting",
        "groups",
        "key_groups",
        "left_school_within",
        "good_years",
    },
    "ClassStandard": {"parallel_max", "practice_share", "usual_days", "usual_hours", "modules"},
    "Calendar": {"judged_at=reporting", "counts_from", "publicity_days", "approve_days", "pay_days", "round"},
    "Budget": {"funds", "quota", "composition", "cost_split", "judged_at=opening", "judged_at=reporting"},
    "Release": {"settle_by", "instrument"},
    "Target": {"unit", "progress", "goals", "judged_at"},
    "Rate": {"standard"},
    "Limit": {"judged_at=opening", "judged_at=reporting"},
}
"""Attributes that tell people something, or that only a workbook is settled by."""
MANY_WORDS = {"item", "pass_to"}
OF_EVERY_RULE = {"id", "title", "cite", "readings", "note", "kind"}
REASONS = (
    "anchor_missing", "outside_period", "training_outside_window", "counts_to_next_year", "claim_late",
    "awaits_decision", "not_completed", "not_passed", "not_certified", "not_employed", "not_eligible",
    "class_standard_missed", "no_rate_in_policy", "too_few_units", "below_floor", "not_together", "gate_missed",
    "gate_waits", "nothing_earned", "limit_reached", "lower_level_after_higher", "too_soon", "previous_not_ended",
    "budget_exhausted", "budget_waits", "milestone_lapsed",
)  # fmt: skip
NOTES = ("standard_fallback", "cut_to_limit", "milestone_lapsed", "budget_share")
SIDES = ("below", "at", "above")
THRESHOLDS = (
    "anchor from", "anchor to", "train_from", "train_until", "counts_until", "claim_until", "claim within days",
    "claim within months", "extension", "population completed", "population certified", "population employed",
    "contract months", "insured months", "group from", "group until", "age min", "age max", "age max_female",
    "start from contract", "start within", "standard size_min", "standard size_max", "standard hours_min",
    "standard hours_max", "standard hours_table", "standard days_min", "standard days_max",
    "standard attendance_min", "standard practice_min", "standard theory_min", "standard online max_share",
    "standard hours_per_day_max", "band lower", "band upper", "tier graduated", "tier whole", "min_units",
    "max_units", "rate floor raise", "rate floor refuse", "share floor", "cap", "certificate from the contract",
    "certificate within", "escalator year", "portion of the whole", "gate lower", "gate upper", "gate event",
    "gate window", "test at_least", "test over", "test at_most", "test below", "test since", "test until",
    "list from", "list until", "index from", "index until", "best of", "limit times", "calendar year",
    "policy period from", "policy period to", "rolling", "min_gap", "level had", "sequential: other's end",
    "sequential: other's start", "paid against due", "completion", "leaving", "milestone event", "milestone within",
    "limit money refuse", "limit money cut_to_rest", "budget stop", "budget queue", "budget pro_rata",
    "milestone after its start", "milestone deadline",
)  # fmt: skip
EVENTS = (
    *(f"part unit {what}" for what in ("None", "drop", "prorata", "up")),
    *(f"several adjustments: {how}" for how in ("multiply", "max", "first", "add")),
    *(f"joined to something: {stack}" for stack in ("add", "replace", "only_if_none", "best_of")),
    *(f"recover {mode}, {done}" for mode in ("excess", "none", "per_head", "all") for done in ("completed", "not completed")),
    *(f"milestone {state}" for state in ("reached", "lapsed", "later", "later without a day", "later for what comes before")),
    "advance", "left without completion", "deemed cost", "table falls back", "limit with extra", "fall without a base",
    "test on a missing fact", "gate over nobody", "list kept after its last day",
)  # fmt: skip


def wanted_attributes() -> set[str]:
    """Every attribute of every kind, and every word where its words are few."""
    found = set()
    for kind in KINDS:
        spared = FOR_PEOPLE.get(kind.__name__, set())
        for name, field in kind.model_fields.items():
            if name not in OF_EVERY_RULE | spared:
                few = literals(field.annotation) if name not in MANY_WORDS else []
                words = [f"{name}={word}" for word in few] or [name]
                found |= {f"{kind.__name__}.{word}" for word in words if word not in spared}
    return found


def literals(annotation: Any) -> list[str]:
    """The words of a Literal, however wrapped."""
    if get_origin(annotation) is Literal:
        return [str(word) for word in get_args(annotation)]
    return [word for part in get_args(annotation) for word in literals(part)] if may_be_none(annotation) else []


def may_be_none(annotation: Any) -> bool:
    return type(None) in get_args(annotation)


def wanted() -> set[str]:
    """Everything that a run of random documents must hit."""
    return (
        wanted_attributes()
        | {f"reason {code}" for code in REASONS}
        | {f"note {code}" for code in NOTES}
        | {f"status {status}" for status in ("payable", "pending", "refused", "not_computable")}
        | {f"{name} {side}" for name in THRESHOLDS for side in SIDES}
        | set(EVENTS)
    )


def attributes(document: Document) -> Iterator[str]:
    """The attributes that a document's rules write or leave at their word."""
    for rule in document.rule:
        for name in type(rule).model_fields:
            value = getattr(rule, name)
            if name in OF_EVERY_RULE:
                continue
            if value is None or value in ((), False) or (isinstance(value, BaseModel) and not value.model_fields_set):
                continue
            words = literals(type(rule).model_fields[name].annotation) if name not in MANY_WORDS else []
            yield f"{type(rule).__name__}.{name}" + (f"={value}" if words else "")


def count(document: Document, results: list[Result], met: Counter[str], counter: Counter[str]) -> None:
    """Add what one document and its lines hit."""
    counter.update(attributes(document))
    counter.update(met)
    for result in results:
        counter[f"status {result.status}"] += 1
        if result.reason is not None:
            counter[f"reason {result.reason}"] += 1
        counter.update(f"note {note}" for note in result.notes)


COUNTS: Counter[str] = Counter()
"""What this run hit, for the summary at its end."""
