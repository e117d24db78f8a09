"""What a settlement says of classes and institutions: counts, rates, standards and yearly gates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jineng.kernel.text import Text
from jineng.policy.kinds.gate import missing_for, reaches
from jineng.policy.measures import BASIS
from jineng.policy.words import REASONS, percent, rate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from jineng.policy.plan import GateTerms, InstitutionTest, Plan

Row = dict[str, Any]
Json = dict[str, Any]


def class_summary(plan: Plan, row: Row, as_of: date) -> Json:
    """Return a class's counts and rates, the standard it is paid by, and what bears on all its lines.

    The employment rate is that of the settlement unit: of the whole order for a class of an order.
    """
    standard, reasons = _class_standard(plan, row, as_of)
    return {
        "class_id": row["class_id"],
        "trainees": row["roster"],
        "attendance_rate": rate(row["class_credited_milli"], row["roster"] * row["planned_milli"]),
        "certified": row["class_certified"],
        "pass_rate": rate(row["class_certified"], row["roster"]),
        "employed": row["class_employed"],
        "employment_rate": rate(row["unit_employed"], row["unit_certified"]),
        "standard": standard,
        "reasons": reasons,
    }


def _reason(code: str, detail: str = "") -> Json:
    return {"code": code, "text": f"{REASONS[code].zh}：{detail}" if detail else REASONS[code].zh}


def _class_standard(plan: Plan, row: Row, as_of: date) -> tuple[str, list[Json]]:
    terms, edge, standard = plan.training[row["kind"]], plan.training_edge, plan.standard
    if edge is not None and row["end_on"] > edge.until:
        return "none", [_reason("counts_to_next_year", f"{row['end_on']} 结束")]
    if row["unit_end_on"] > as_of:
        return "none", [
            _reason(
                "order_not_finished" if terms.unit == "order" else "class_not_finished",
                f"{row['unit_end_on']} 才全部结束",
            )
        ]
    if standard is not None and standard.size_max is not None and row["roster"] > standard.size_max:
        return "none", [_reason("class_too_large", f"{row['roster']} 人，上限 {standard.size_max} 人")]
    if standard is not None and standard.attendance_basis is not None:
        due = row["roster"] * row["planned_milli"]
        if due == 0 or row["class_credited_milli"] * BASIS < due * standard.attendance_basis:
            return "none", [_reason("attendance_below_threshold", f"应达到 {percent(standard.attendance_basis)}%")]
    if terms.rate is None:
        return "none", [_reason("no_rate_in_policy")]
    if terms.gate is not None:
        numerator, denominator = _gate_counts(terms.gate, row)
        if not reaches(numerator, denominator, terms.gate.line_basis):
            missing = missing_for(numerator, denominator, terms.gate.line_basis)
            return terms.gate.below.standard, [
                _reason(terms.gate.reason, f"应达到 {percent(terms.gate.line_basis)}%，还差 {missing} 人")
            ]
    return terms.rate.standard, []


def _gate_counts(gate: GateTerms, row: Row) -> tuple[int, int]:
    counts = {"roster": row["unit_roster"], "certified": row["unit_certified"], "employed": row["unit_employed"]}
    return counts[gate.numerator], counts[gate.denominator]


def institution_summaries(plan: Plan, classes: Sequence[Row], as_of: date) -> list[Json]:
    """Return each institution's rates over its ended classes and whether the plan lets it train next year.

    An institution none of whose classes has ended is not judged, nor is a rate over nobody; a plan without a yearly gate bars nobody.
    """
    sums: dict[str, dict[str, int]] = {}
    for row in classes:
        counts = sums.setdefault(row["institution"], {"roster": 0, "certified": 0, "employed": 0})
        if row["end_on"] <= as_of:
            counts["roster"] += row["roster"]
            counts["certified"] += row["class_certified"]
            counts["employed"] += row["class_employed"]
    return [_institution(plan, institution, counts) for institution, counts in sorted(sums.items())]


def _institution(plan: Plan, institution: str, counts: dict[str, int]) -> Json:
    reasons = []
    for test in plan.institution_tests:
        numerator, denominator = counts[test.numerator], counts[test.denominator]
        if denominator and not reaches(numerator, denominator, test.line_basis):
            reasons.append({"code": test.reason, "text": _missed(test, numerator, denominator).zh})
    return {
        "institution": institution,
        "trained": counts["roster"],
        "pass_rate": rate(counts["certified"], counts["roster"]),
        "employment_rate": rate(counts["employed"], counts["certified"]),
        "eligible_next_year": not reasons,
        "reasons": reasons,
    }


def _missed(test: InstitutionTest, numerator: int, denominator: int) -> Text:
    name, missing, line = (
        REASONS[test.reason],
        missing_for(numerator, denominator, test.line_basis),
        percent(test.line_basis),
    )
    return Text(
        f"{name.zh}：{numerator}÷{denominator}，不足 {line}%，还差 {missing} 人，取消下一年度资格",
        f"{name.en}: {numerator} ÷ {denominator}, below {line}%, {missing} short; not eligible next year",
    )
