"""``one(case)``: judge one line in plain Python, explained; facts that nobody knows yet give a range, never a "no"."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from jineng.policy.errors import NoSuchItemError
from jineng.policy.facts import CertificateCase, TrainingCase
from jineng.policy.judging import judge
from jineng.policy.kinds.base import SIZE_NAMES
from jineng.policy.settled import Settled

if TYPE_CHECKING:
    from jineng.policy.facts import Case, HireCase
    from jineng.policy.plan import Plan


def one(plan: Plan, case: Case) -> Settled:
    """Judge one line and explain it.

    Facts named in ``case.unknown`` are never read as "no": every outcome of theirs is tried, and if the outcomes differ
    the line is pending with the least and the most that may come.

    Raises:
        NoSuchItemError: the plan does not pay this item.
        ValueError: ``case.unknown`` names what is no fact of the case.
    """
    return _try_outcomes(plan, case) if case.unknown else judge(plan, case)


def _try_outcomes(plan: Plan, case: Case) -> Settled:
    tried: list[tuple[tuple[int, ...], Case]] = [((), replace(case, unknown=()))]
    for fact in case.unknown:
        tried = [
            ((*picks, pick), replace(so_far, **outcome))
            for picks, so_far in tried
            for pick, outcome in enumerate(_outcomes(plan, so_far, fact))
        ]
    results = {picks: judge(plan, known) for picks, known in tried}
    seen = {
        picks: (result.status, result.reasons, result.bounds, result.later_fen) for picks, result in results.items()
    }
    first = next(iter(results.values()))
    if len(set(seen.values())) == 1:
        return first
    matters = tuple(fact for index, fact in enumerate(case.unknown) if fact_matters(seen, index))
    least = min(result.bounds[0] for result in results.values())
    most = max(result.bounds[1] for result in results.values())
    rule = first.steps[-1][1]
    return Settled(
        "pending",
        ("fact_unknown",),
        [("unknown", rule, matters), ("range", rule, least, most)],
        due_fen=case.paid_fen,
        paid_fen=case.paid_fen,
        least_fen=least,
        most_fen=most,
    )


def fact_matters(seen: dict[tuple[int, ...], Any], index: int) -> bool:
    """Tell whether the result changes with the fact at ``index`` while the others stay as they are."""
    others: dict[tuple[int, ...], Any] = {}
    return any(
        others.setdefault(picks[:index] + picks[index + 1 :], outcome) != outcome for picks, outcome in seen.items()
    )


def _outcomes(plan: Plan, case: Case, fact: str) -> list[dict[str, Any]]:
    """Return the values to try for an unknown fact: those on each side of every line that the plan draws through it."""
    if isinstance(case, TrainingCase):
        values = _training_outcomes(plan, case).get(fact)
    elif isinstance(case, CertificateCase):
        values = {"held_by": [None, ""]}.get(fact)
    else:
        values = _hire_outcomes(plan, case).get(fact)
    if values is None:
        message = f"{fact!r} is no fact of a {type(case).__name__} that can be unknown"
        raise ValueError(message)
    if fact == "roster" and isinstance(case, TrainingCase):
        # The class's attendance rate stays exactly as it is while the heads are tried.
        a_head_milli = Fraction(case.class_credited_milli, max(case.roster, 1))
        return [{"roster": heads, "class_credited_milli": heads * a_head_milli} for heads in values]
    return [{fact: value} for value in values]


def _training_outcomes(plan: Plan, case: TrainingCase) -> dict[str, list[Any]]:
    size_max = plan.standard.size_max if plan.standard else None
    return {
        "credited_milli": [0, case.planned_milli],
        "class_credited_milli": [0, case.roster * case.planned_milli],
        "roster": [1, size_max, size_max + 1] if size_max else [case.roster],
        "unit_certified": [0, max(case.unit_employed, 1)],
        "unit_employed": [0, case.unit_certified],
        "certified_on": [None, case.end_on],
        "employed_on": [None, case.certified_on or case.end_on],
    }


def _hire_outcomes(plan: Plan, case: HireCase) -> dict[str, list[Any]]:
    terms = plan.hires
    if terms is None:
        raise NoSuchItemError(plan.id, "hire")
    outside = next((size for size in SIZE_NAMES if size not in terms.sizes), terms.sizes[0])
    return {
        "size": [terms.sizes[0], outside],
        "contract_months": [terms.contract_min_months, terms.contract_min_months - 1],
        "certified_on": [case.contract_start, None],
    }
