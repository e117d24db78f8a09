"""One claim line judged and explained: what it earns, what limits leave, what is due now, later, and why."""

from __future__ import annotations

from itertools import compress, product
from typing import TYPE_CHECKING, Any

from jineng.policy.claims.earning import EARNED, PAYEES, REFUSED, WAITING
from jineng.policy.claims.limiting import Candidate, Counter, without_history
from jineng.policy.claims.nodes import day_number, number_day
from jineng.policy.claims.program import Judged
from jineng.policy.claims.reasons import REASON_CODES, REASON_NUMBERS
from jineng.policy.claims.releasing import NEVER, PENDING, STATUS_CODES
from jineng.policy.claims.unknown import try_outcomes
from jineng.policy.errors import NoSuchItemError
from jineng.policy.settled import Settled

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from jineng.policy.claims.limiting import Kept
    from jineng.policy.claims.line import ClaimLine, Enjoyed
    from jineng.policy.claims.program import Earned, ItemProgram
    from jineng.policy.plan import ClaimsPlan
    from jineng.policy.settled import Step

_NOTES = ("standard_fallback", "cut_to_limit", "milestone_lapsed")


def one_claim(plan: ClaimsPlan, line: ClaimLine, before: Sequence[Enjoyed] = ()) -> Settled:
    """Judge one line against what was enjoyed before.

    Facts named in ``line.unknown`` are never read as "no": every outcome of theirs is tried.

    Raises:
        NoSuchItemError: the plan does not pay this item.
    """
    rules = item_of(plan, line)
    if line.unknown:
        return try_outcomes(rules, line, lambda known: one_claim(plan, known, before))
    steps: list[Step] = []
    as_of = day_number(line.as_of)
    earned: Any = rules.earning_code.explained(line.facts, steps, as_of, line.paid_fen)
    kept = None
    if before:
        if rules.limits and earned[0] == EARNED:
            kept = Counter(plan.program.counted, before).decide_alone(candidate(rules, line, Judged._make(earned)))
    elif rules.biting and earned[0] == EARNED:
        kept = without_history(rules.biting, earned[7], earned[8], earned[2])
    return released(rules, line, as_of, earned, kept, steps)


def item_of(plan: ClaimsPlan, line: ClaimLine) -> ItemProgram:
    """Return the program of a line's item.

    Raises:
        NoSuchItemError: the plan does not pay it.
    """
    try:
        return plan.program.of(line.item)
    except KeyError as error:
        raise NoSuchItemError(plan.id, line.item) from error


def earned_by(rules: ItemProgram, line: ClaimLine, steps: list[Step] | None, gates: Iterable[int] = ()) -> Judged:
    """Return what the item's rules make of a line; ``gates`` are factors to try instead of waiting for them, None as steps says none."""
    judge = rules.earning_code.silent if steps is None else rules.earning_code.explained
    return Judged._make(judge(line.facts, steps, day_number(line.as_of), line.paid_fen, *gates))


def candidate(rules: ItemProgram, line: ClaimLine, earned: Judged) -> Candidate:
    """Return a line that earned something as limits look at it."""
    return Candidate(
        line.row,
        earned.day,
        earned.amount_fen,
        PAYEES[earned.payee],
        tuple(rule for rule, pays in zip(rules.rules, earned.rules, strict=True) if pays),
        line.facts,
        {
            limit.id: ceiling
            for (limit, _nodes), concerned, ceiling in zip(rules.limits, earned.concerned, earned.ceilings, strict=True)
            if concerned
        },
    )


def released(
    rules: ItemProgram, line: ClaimLine, as_of: int, earned: Earned, kept: Kept | None, said: list[Step] | None
) -> Settled:
    """Return what is due of what limits left, None for all of it, with the reasons and notes; None as steps says none."""
    state, reason, kept_fen, by_fallback, payee, _day, _pays, _concerned, _ceilings = earned
    steps = [] if said is None else said
    is_cut = False
    if kept is not None:
        if kept.reason:
            state, reason = REFUSED, REASON_NUMBERS[kept.reason]
            steps.append(("limit_refused", kept.limit, kept.reason, kept.so_far))
        elif kept.cut:
            is_cut = True
            steps.append(("limit_cut", kept.limit, kept_fen, kept.amount_fen))
        kept_fen = kept.amount_fen
    judge = rules.release_code.silent if said is None else rules.release_code.explained
    status, reason, due, payable, later, until, recover, lapsed = judge(
        line.facts, steps, as_of, line.paid_fen, state, reason, kept_fen
    )
    reasons: tuple[str, ...] = ()
    if reason:
        reasons = (REASON_CODES[reason],)
    elif state == EARNED and (by_fallback or is_cut or lapsed):
        reasons = tuple(compress(_NOTES, (by_fallback, is_cut, lapsed)))
    least = most = None
    if state == WAITING:
        least, most = _while_gates_wait(rules, line)
    elif status == PENDING:
        least, most = due - later, due
    # By place: naming the fields would take twice as long.
    return Settled(
        STATUS_CODES[status],
        reasons,
        steps,
        "none",
        0,
        due,
        line.paid_fen,
        payable,
        recover,
        later,
        number_day(until) if later and until and until != NEVER else None,
        least,
        most,
        PAYEES[payee],
    )


def _while_gates_wait(rules: ItemProgram, line: ClaimLine) -> tuple[int, int]:
    """Return the least and most that a line earns, whatever its waiting gates will give."""
    extremes = (sorted({factors[0], factors[-1]}) for factors in rules.gates.values())
    amounts = [earned_by(rules, line, None, gates).amount_fen for gates in product(*extremes)]
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
