"""Judging one line whose facts are all known, in the order of the public contract, with every step said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jineng.kernel.dates import add_months
from jineng.policy.errors import NoSuchItemError
from jineng.policy.facts import CertificateCase, TrainingCase
from jineng.policy.measures import BASIS
from jineng.policy.settled import Settled

if TYPE_CHECKING:
    from datetime import date

    from jineng.policy.facts import Case, HireCase
    from jineng.policy.plan import ClassTerms, GateTerms, Plan
    from jineng.policy.settled import Step


def judge(plan: Plan, case: Case) -> Settled:
    """Judge a line by its kind; ``case.unknown`` is not looked at."""
    if isinstance(case, TrainingCase):
        return judge_training(plan, case)
    if isinstance(case, CertificateCase):
        return judge_certificate(plan, case)
    return judge_hire(plan, case)


def judge_training(plan: Plan, case: TrainingCase) -> Settled:
    """Judge a person in a class: the year, the waiting, the class, the certificate, the days, the rate, the shares."""
    steps: list[Step] = []
    terms = plan.training[case.kind]
    edge, standard = plan.training_edge, plan.standard
    countable = min(case.planned_milli, case.credited_milli)
    whole_days = days = countable // plan.day_milli
    rate = terms.rate
    if rate is not None:
        days = rate.units(whole_days)
    if edge is not None:
        if case.end_on > edge.until:
            steps.append(("class_late", edge.rule, case.end_on, edge.until))
            return _refused("counts_to_next_year", steps, case.paid_fen, days)
        steps.append(("class_in_year", edge.rule, case.end_on, edge.until))
    if not case.unit_ended or case.end_on > case.as_of:
        return _waiting(plan, case, steps, whole_days)
    if standard is not None:
        failed = _fails_standard(standard, case, steps)
        if failed:
            return _refused(failed, steps, case.paid_fen, days)
    certified_on = case.certified_on
    if certified_on is None:
        steps.append(("no_certificate", plan.release.rule))
        return _refused("no_certificate", steps, case.paid_fen, days)
    steps.append(("certified", plan.release.rule, certified_on))
    if days == 0:
        steps.append(("no_whole_day", rate.rule if rate else plan.release.rule, case.credited_milli, plan.day_milli))
        return _refused("no_credited_days", steps, case.paid_fen)
    if rate is None:
        steps.append(("no_rate", plan.release.rule, case.kind))
        return _refused("no_rate_in_policy", steps, case.paid_fen, days)
    steps.append(("days", rate.rule, case.credited_milli, case.planned_milli, plan.day_milli, whole_days))
    gate = terms.gate
    reasons: tuple[str, ...] = ()
    if gate is not None:
        top, bottom = _counts(gate, case)
        if bottom and top * BASIS >= gate.line_basis * bottom:
            steps.append(("gate_reached", gate.rule, gate.numerator, top, gate.denominator, bottom, gate.line_basis))
        else:
            steps.append(
                (
                    "gate_missed",
                    gate.rule,
                    gate.numerator,
                    top,
                    gate.denominator,
                    bottom,
                    gate.line_basis,
                    gate.below.standard,
                )
            )
            rate, reasons = gate.below, (gate.reason,)
    days = rate.units(whole_days)
    if days < whole_days:
        steps.append(("most_units", rate.rule, days))
    uncapped = amount_fen = rate.uncapped(days)
    steps.append(("tiers", rate.rule, days, rate.steps, uncapped))
    if rate.cap_fen is not None and uncapped > rate.cap_fen:
        amount_fen = rate.cap_fen
        steps.append(("cap", rate.rule, uncapped, amount_fen))
    return _release(plan, case, certified_on, steps, reasons, rate.standard, days, amount_fen)


def _counts(gate: GateTerms, case: TrainingCase) -> tuple[int, int]:
    counts = {"roster": case.unit_roster, "certified": case.unit_certified, "employed": case.unit_employed}
    return counts[gate.numerator], counts[gate.denominator]


def _fails_standard(standard: ClassTerms, case: TrainingCase, steps: list[Step]) -> str | None:
    if standard.size_max is not None:
        if case.roster > standard.size_max:
            steps.append(("class_too_large", standard.rule, case.roster, standard.size_max))
            return "class_too_large"
        steps.append(("class_size", standard.rule, case.roster, standard.size_max))
    if standard.attendance_basis is not None:
        due_milli = case.roster * case.planned_milli
        if due_milli == 0 or case.class_credited_milli * BASIS < standard.attendance_basis * due_milli:
            steps.append(
                ("attendance_low", standard.rule, case.class_credited_milli, due_milli, standard.attendance_basis)
            )
            return "attendance_below_threshold"
        steps.append(("attendance", standard.rule, case.class_credited_milli, due_milli, standard.attendance_basis))
    return None


def _waiting(plan: Plan, case: TrainingCase, steps: list[Step], whole_days: int) -> Settled:
    terms = plan.training[case.kind]
    ended = case.end_on <= case.as_of
    steps.append(("order_open" if terms.unit == "order" else "class_open", plan.release.rule, case.end_on, case.as_of))
    most_days = whole_days if ended else case.planned_milli // plan.day_milli
    least = most = 0
    if terms.rate is not None:
        rates = [terms.rate, terms.gate.below] if terms.gate else [terms.rate]
        most = max(rate.amount(most_days) for rate in rates)
        # A class that may still fail the standard may come to nothing.
        if ended and case.certified_on is not None and plan.standard is None:
            least = _first_share(plan, min(rate.amount(whole_days) for rate in rates))
    steps.append(("range", plan.release.rule, least, most))
    reason = "order_not_finished" if terms.unit == "order" else "class_not_finished"
    return Settled(
        "pending",
        (reason,),
        steps,
        days=terms.rate.units(whole_days) if terms.rate else whole_days,
        due_fen=case.paid_fen,
        paid_fen=case.paid_fen,
        least_fen=least,
        most_fen=most,
    )


def _first_share(plan: Plan, amount_fen: int) -> int:
    """Return the part due on the certificate, rounded half up to the fen; the rest is the remainder."""
    return (amount_fen * plan.release.first_basis + BASIS // 2) // BASIS


def _release(
    plan: Plan,
    case: TrainingCase,
    certified_on: date,
    steps: list[Step],
    reasons: tuple[str, ...],
    standard: str,
    days: int,
    amount_fen: int,
) -> Settled:
    release = plan.release
    first_fen, rest_fen, until = amount_fen, 0, None
    if release.within_months is not None:
        first_fen = _first_share(plan, amount_fen)
        rest_fen = amount_fen - first_fen
        until = add_months(certified_on, release.within_months)
        steps.append(("first_share", release.rule, release.first_basis, amount_fen, first_fen))
        if case.employed_on is not None and case.employed_on <= until:
            steps.append(("employed_in_time", release.rule, case.employed_on, until, rest_fen))
            first_fen, rest_fen = amount_fen, 0
        elif case.as_of <= until:
            steps.append(("rest_waits", release.rule, until, rest_fen))
        else:
            steps.append(("employed_too_late", release.rule, until, rest_fen))
            reasons, rest_fen = (*reasons, "employment_too_late"), 0
    return _net(
        first_fen, rest_fen, until if rest_fen else None, case.paid_fen, steps, reasons, release.rule, standard, days
    )


def _net(
    now_fen: int,
    later_fen: int,
    until: date | None,
    paid_fen: int,
    steps: list[Step],
    reasons: tuple[str, ...],
    rule: str,
    standard: str,
    days: int,
) -> Settled:
    """Set off what was paid. What may come later is used up before anything is asked back."""
    due_fen = now_fen + later_fen
    if paid_fen:
        steps.append(("paid_before", rule, paid_fen, due_fen))
    left_fen = due_fen - paid_fen
    later_left = later_fen if left_fen > later_fen else max(0, left_fen)
    payable_fen = left_fen - later_left if left_fen > 0 else 0
    waits = later_left > 0 and payable_fen == 0
    return Settled(
        "pending" if waits else "payable",
        reasons,
        steps,
        standard=standard,
        days=days,
        due_fen=due_fen,
        paid_fen=paid_fen,
        payable_now_fen=payable_fen,
        recover_fen=-left_fen if left_fen < 0 else 0,
        later_fen=later_left,
        later_until=until if later_left else None,
        least_fen=now_fen if waits else None,
        most_fen=due_fen if waits else None,
    )


def _refused(reason: str, steps: list[Step], paid_fen: int, days: int = 0) -> Settled:
    if paid_fen:
        steps.append(("paid_without_right", steps[-1][1], paid_fen))
    return Settled("refused", (reason,), steps, days=days, paid_fen=paid_fen, recover_fen=max(paid_fen, 0))


def judge_certificate(plan: Plan, case: CertificateCase) -> Settled:
    """Judge a certificate: the year, the table, once a level."""
    steps: list[Step] = []
    terms, edge = plan.certificates, plan.certificate_edge
    if terms is None:
        raise NoSuchItemError(plan.id, "certificate")
    if edge is not None:
        if case.issued_on > edge.until:
            steps.append(("certificate_late", edge.rule, case.issued_on, edge.until))
            return _refused("counts_to_next_year", steps, case.paid_fen)
        steps.append(("certificate_in_year", edge.rule, case.issued_on, edge.until))
    amount_fen = terms.cells.get(case.level_key)
    if amount_fen is None:
        steps.append(("no_certificate_rate", terms.rule, case.level_key))
        return _refused("no_rate_in_policy", steps, case.paid_fen)
    steps.append(("certificate_rate", terms.rule, case.level_key, amount_fen))
    if case.held_by is not None:
        steps.append(("level_used", terms.once_rule, case.level_key, case.held_by))
        return _refused("level_already_subsidised", steps, case.paid_fen)
    steps.append(("level_free", terms.once_rule, case.level_key))
    return _net(amount_fen, 0, None, case.paid_fen, steps, (), terms.rule, "none", 0)


def judge_hire(plan: Plan, case: HireCase) -> Settled:
    """Judge a new hire: the firm's size, the contract, and for the certificate line the certificate."""
    steps: list[Step] = []
    terms = plan.hires
    if terms is None:
        raise NoSuchItemError(plan.id, "hire")
    if case.size not in terms.sizes:
        steps.append(("enterprise_too_large", terms.condition, case.size, terms.sizes))
        return _refused("enterprise_too_large", steps, case.paid_fen)
    steps.append(("enterprise_size", terms.condition, case.size))
    if case.contract_months < terms.contract_min_months:
        steps.append(("contract_too_short", terms.condition, case.contract_months, terms.contract_min_months))
        return _refused("contract_too_short", steps, case.paid_fen)
    steps.append(("contract", terms.condition, case.contract_months, terms.contract_min_months))
    if not case.for_certificate:
        steps.append(("hire_amount", terms.rule, terms.amount_fen))
        return _net(terms.amount_fen, 0, None, case.paid_fen, steps, (), terms.rule, "none", 0)
    until = add_months(case.contract_start, terms.certificate_months)
    if case.certified_on is None or not case.contract_start <= case.certified_on <= until:
        steps.append(("no_hire_certificate", terms.certificate_rule, case.contract_start, until))
        return _refused("no_certificate", steps, case.paid_fen)
    steps.append(("hire_certificate", terms.certificate_rule, case.certified_on, until, terms.certificate_amount_fen))
    return _net(terms.certificate_amount_fen, 0, None, case.paid_fen, steps, (), terms.certificate_rule, "none", 0)
