"""One claim line judged and explained: what it earns, what limits leave, what is due now, later, and why."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING, Any

from jineng.policy.claims.earning import EARNED, REFUSED, WAITING
from jineng.policy.claims.limiting import Candidate, Counter, Kept, without_history
from jineng.policy.claims.nodes import day_number, number_day
from jineng.policy.claims.program import Judged
from jineng.policy.claims.reasons import REASON_CODES, REASON_NUMBERS
from jineng.policy.claims.releasing import NEVER, STATUS_CODES
from jineng.policy.claims.unknown import try_outcomes
from jineng.policy.errors import NoSuchItemError
from jineng.policy.settled import Settled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jineng.policy.claims.line import ClaimLine, Enjoyed
    from jineng.policy.claims.program import ItemProgram
    from jineng.policy.plan import ClaimsPlan
    from jineng.policy.settled import Step


def one_claim(plan: ClaimsPlan, line: ClaimLine, before: Sequence[Enjoyed] = ()) -> Settled:
    """Judge one line against what was enjoyed before.

    Facts named in ``line.unknown`` are never read as "no": every outcome of theirs is tried.

    Raises:
        NoSuchItemError: the plan does not pay this item.
    """
    rules = item_of(plan, line)
    if line.unknown:
        return try_outcomes(rules, line, lambda known: one_claim(plan, known, before))
    program = plan.program
    steps: list[Step] = []
    earned = earned_by(rules, line, steps)
    kept = Kept(earned.amount_fen)
    if earned.state == EARNED and rules.limits:
        if before:
            kept = Counter(program.counted, before).decide_alone(candidate(rules, line, earned))
        else:
            concerning = compress(rules.counted, earned.concerned)
            kept = without_history(concerning, compress(earned.ceilings, earned.concerned), earned.amount_fen)
    return released(rules, line, earned, kept, steps)


def item_of(plan: ClaimsPlan, line: ClaimLine) -> ItemProgram:
    """Return the program of a line's item.

    Raises:
        NoSuchItemError: the plan does not pay it.
    """
    try:
        return plan.program.of(line.item)
    except KeyError as error:
        raise NoSuchItemError(plan.id, line.item) from error


def earned_by(
    rules: ItemProgram, line: ClaimLine, steps: list[Step] | None, gates: dict[str, int] | None = None
) -> Judged:
    """Return what the item's rules make of a line; ``gates`` are factors to try instead of waiting for a gate, None as steps says none."""
    inputs = {**rules.gates_untried, "as_of": day_number(line.as_of), "paid_fen": line.paid_fen}
    if gates:
        inputs |= {f"gate_{gate}": factor for gate, factor in gates.items()}
    if steps is None:
        return Judged._make(rules.earning_code.silent(line.facts, inputs, []))
    return Judged._make(rules.earning_code.explained(line.facts, inputs, steps))


def candidate(rules: ItemProgram, line: ClaimLine, earned: Judged) -> Candidate:
    """Return a line that earned something as limits look at it."""
    return Candidate(
        line.row,
        earned.day,
        earned.amount_fen,
        rules.payee_of(earned.payee),
        tuple(rule for rule, pays in zip(rules.rules, earned.rules, strict=True) if pays),
        line.facts,
        {
            limit.id: ceiling
            for (limit, _nodes), concerned, ceiling in zip(rules.limits, earned.concerned, earned.ceilings, strict=True)
            if concerned
        },
    )


def released(rules: ItemProgram, line: ClaimLine, earned: Judged, kept: Kept, said: list[Step] | None) -> Settled:
    """Return what is due of what limits left, with the reasons and notes; None as steps says none."""
    state, reason = earned.state, earned.reason
    steps = [] if said is None else said
    if kept.reason:
        state, reason = REFUSED, REASON_NUMBERS[kept.reason]
        steps.append(("limit_refused", kept.limit, kept.reason, kept.so_far))
    elif kept.cut:
        steps.append(("limit_cut", kept.limit, earned.amount_fen, kept.amount_fen))
    inputs = {
        "as_of": day_number(line.as_of),
        "paid_fen": line.paid_fen,
        "state": state,
        "reason": reason,
        "kept_fen": kept.amount_fen if state == EARNED else 0,
    }
    judge = rules.release_code.silent if said is None else rules.release_code.explained
    status, reason, due, payable, later, until, recover, lapsed = judge(line.facts, inputs, steps)
    reasons = [REASON_CODES[reason]] if reason else []
    if state == EARNED and not reason:
        notes = (earned.by_fallback, kept.cut, lapsed)
        if any(notes):
            reasons += compress(("standard_fallback", "cut_to_limit", "milestone_lapsed"), notes)
    settled = Settled(
        STATUS_CODES[status],
        tuple(reasons),
        steps,
        due_fen=due,
        paid_fen=line.paid_fen,
        payable_now_fen=payable,
        recover_fen=recover,
        later_fen=later,
        later_until=number_day(until) if later and until and until != NEVER else None,
        payee_kind=rules.payee_of(earned.payee),
    )
    if earned.state == WAITING:
        settled.least_fen, settled.most_fen = _while_gates_wait(rules, line)
    elif settled.status == "pending":
        settled.least_fen, settled.most_fen = due - later, due
    return settled


def _while_gates_wait(rules: ItemProgram, line: ClaimLine) -> tuple[int, int]:
    """Return the least and most that a line earns, whatever its waiting gates will give."""
    tried: list[dict[str, int]] = [{}]
    for gate, factors in rules.gates.items():
        extremes = {factors[0], factors[-1]}
        tried = [{**so_far, gate: factor} for so_far in tried for factor in sorted(extremes)]
    amounts = [earned_by(rules, line, None, gates).amount_fen for gates in tried]
    return min(amounts), max(amounts)


def values(settled: Settled) -> tuple[Any, ...]:
    """Return what two executions must agree on."""
    return (
        settled.status,
        settled.reasons,
        settled.due_fen,
        settled.payable_now_fen,
        settled.later_fen,
        settled.recover_fen,
    )
