"""A whole settlement (结算): from the officers' tables to lines, classes, institutions, totals and problems.

The amounts come from ``many``; every line is judged again by ``one``, which explains it; the two must agree to the fen.
"""

from __future__ import annotations

from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any

from pydantic_core import to_json

from jineng.kernel.collector import collector_held
from jineng.kernel.money import format_yuan
from jineng.policy.errors import EnginesDisagreeError, NoSuchItemError
from jineng.policy.facts import CertificateCase, HireCase, TrainingCase
from jineng.policy.many import many
from jineng.policy.one import one
from jineng.policy.receipt import receipt_for
from jineng.policy.set_aside import set_aside
from jineng.policy.summaries import class_summary, institution_summaries
from jineng.policy.tables import open_tables
from jineng.policy.words import REASONS, condition_text, say_step_zh

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    import narwhals as nw

    from jineng.policy.plan import Plan
    from jineng.policy.settled import Settled, Step

Row = dict[str, Any]
Json = dict[str, Any]


def settle(
    plan: Plan,
    native: Mapping[str, Any],
    *,
    as_of: date,
    input_sha256: str,
    progress: Callable[[str, int, int], None] | None = None,
    keep: Callable[[Json, Settled], None] | None = None,
) -> Json:
    """Settle canonical tables under a plan as at a day.

    Args:
        plan: the compiled policy.
        native: the canonical tables (``tables.COLUMNS``) as frames of any one Narwhals backend, with the ``row`` of each record.
        as_of: the day as at which facts are judged; what is dated later is not known.
        input_sha256: the hash of the input's bytes, for the receipt.
        progress: called with (stage, done, total); stages are ``judge`` and ``explain``.
        keep: called with each line and what ``one`` said of it, in the order of the lines, for whoever shows the steps in another language.

    Returns:
        The settlement object of the public contract: receipt, lines, classes, institutions, totals, problems. Money is yuan as text
        with two decimals, rates are text with four.

    Raises:
        EnginesDisagreeError: the two executions differ.
        ValueError: two records of trainees have the same ``row``, by which roster entries are told apart.
    """
    report = progress or (lambda _stage, _done, _total: None)
    with collector_held():
        report("judge", 0, 1)
        tables = open_tables(native)
        _check_rows(tables["trainees"])
        frames = {name: _rows(frame, name) for name, frame in many(plan, tables, as_of).items()}
        report("judge", 1, 1)
        lines, settled = _lines(plan, frames, as_of, report, keep or (lambda _line, _settled: None))
        return {
            "receipt": receipt_for(plan, as_of, input_sha256)._asdict(),
            "lines": lines,
            "classes": [class_summary(plan, row, as_of) for row in frames["classes"]],
            "institutions": institution_summaries(plan, frames["classes"], as_of),
            "totals": _totals(settled),
            "problems": set_aside(plan, native, as_of),
        }


def _check_rows(trainees: nw.LazyFrame[Any]) -> None:
    rows = trainees.select("row").collect("polars")["row"]
    if rows.n_unique() != len(rows):
        message = "expected a row number of its own for every record of trainees; number the rows of joined books anew"
        raise ValueError(message)


def canonical_json(result: Json) -> bytes:
    """Return a settlement as bytes: UTF-8 JSON, keys in the order of the contract, one line; the same input gives the same bytes."""
    return to_json(result) + b"\n"


_ORDER = {
    "training": ("class_id", "person_id"),
    "certificate": ("class_id", "person_id", "number"),
    "hire": ("person_id", "item"),
    "classes": ("class_id",),
}


def _rows(frame: nw.LazyFrame[Any], name: str) -> list[Row]:
    """Collect a frame in the order of the contract; who has no class comes first."""
    sorted_frame = frame.sort(*_ORDER[name], nulls_last=False).collect("polars")
    names = sorted_frame.columns
    columns = [sorted_frame[column].to_list() for column in names]  # far faster than row by row
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _lines(
    plan: Plan,
    frames: Mapping[str, list[Row]],
    as_of: date,
    report: Callable[[str, int, int], None],
    keep: Callable[[Json, Settled], None],
) -> tuple[list[Json], list[Settled]]:
    total = sum(len(rows) for name, rows in frames.items() if name != "classes")
    lines: list[Json] = []
    judged: list[Settled] = []
    said: dict[Step, Json] = {}
    for item, make in (("training", _training_case), ("certificate", _certificate_case), ("hire", _hire_case)):
        for row in frames.get(item, ()):
            if len(lines) % 1000 == 0:
                report("explain", len(lines), total)
            case = make(row, as_of)
            settled = one(plan, case)
            _agree(row, settled)
            line = _line(plan, item, row, settled, said)
            keep(line, settled)
            lines.append(line)
            judged.append(settled)
    report("explain", total, total)
    return lines, judged


def _training_case(row: Row, as_of: date) -> TrainingCase:
    return TrainingCase(
        kind=row["kind"],
        end_on=row["end_on"],
        as_of=as_of,
        unit_ended=row["unit_end_on"] <= as_of,
        planned_milli=row["planned_milli"],
        credited_milli=row["credited_milli"],
        roster=row["roster"],
        class_credited_milli=row["class_credited_milli"],
        unit_certified=row["unit_certified"],
        unit_employed=row["unit_employed"],
        certified_on=row["certified_on"],
        employed_on=row["employed_on"],
        paid_fen=row["paid_fen"],
        unit_roster=row["unit_roster"],
    )


def _certificate_case(row: Row, _as_of: date) -> CertificateCase:
    return CertificateCase(
        level_key=row["level_key"], issued_on=row["issued_on"], held_by=row["held_by"], paid_fen=row["paid_fen"]
    )


def _hire_case(row: Row, _as_of: date) -> HireCase:
    return HireCase(
        size=row["size"],
        contract_start=row["contract_start"],
        contract_months=row["contract_months"],
        certified_on=row["certified_on"],
        for_certificate=row["item"] == "hire_certificate",
        paid_fen=row["paid_fen"],
    )


def _totals(settled: Sequence[Settled]) -> Json:
    sums = {
        "due": sum(line.due_fen for line in settled),
        "paid": sum(line.paid_fen for line in settled),
        "payable_now": sum(line.payable_now_fen for line in settled),
        "recover": sum(line.recover_fen for line in settled),
        "later": sum(line.later_fen for line in settled),
    }
    refused = sum(line.status == "refused" for line in settled)
    return {**{name: format_yuan(amount_fen) for name, amount_fen in sums.items()}, "refused_lines": refused}


_BY_MANY = itemgetter(
    "status", "standard", "days", "due_fen", "payable_now_fen", "recover_fen", "later_fen", "least_fen", "most_fen"
)
_BY_ONE = attrgetter(
    "status", "standard", "days", "due_fen", "payable_now_fen", "recover_fen", "later_fen", "least_fen", "most_fen"
)
_REASONS = itemgetter("reason", "gate_note", "release_note")


def _agree(row: Row, settled: Settled) -> None:
    reasons = tuple(filter(None, _REASONS(row)))
    if _BY_MANY(row) != _BY_ONE(settled) or reasons != settled.reasons:
        by_one, by_many = (*_BY_ONE(settled), settled.reasons), (*_BY_MANY(row), reasons)
        message = f"one() and many() differ on a line of class {row.get('class_id')}: {by_one} against {by_many}"
        raise EnginesDisagreeError(message)


def _payee(plan: Plan, item: str, row: Row) -> tuple[str, str]:
    if item == "training":
        return plan.training[row["kind"]].payee_kind, row["institution"]
    if item == "certificate" and plan.certificates is not None:
        return plan.certificates.payee_kind, row["issuer"]
    if item == "hire" and plan.hires is not None:
        return plan.hires.payee_kind, row["enterprise"]
    raise NoSuchItemError(plan.id, item)


def _line(plan: Plan, item: str, row: Row, settled: Settled, said: dict[Step, Json]) -> Json:
    payee_kind, payee = _payee(plan, item, row)
    later = []
    if settled.later_fen:
        text = condition_text(plan.release.within_months, settled.later_until)
        later.append(
            {"amount": format_yuan(settled.later_fen), "condition": text.zh, "until": str(settled.later_until)}
        )
    bounds = None
    if settled.least_fen is not None and settled.most_fen is not None:
        bounds = [format_yuan(settled.least_fen), format_yuan(settled.most_fen)]
    return {
        "class_id": None if item == "hire" else row["class_id"],
        "person_id": row["person_id"],
        "item": row.get("item", item),
        "certificate": row["number"] if item == "certificate" else None,
        "payee_kind": payee_kind,
        "payee": payee,
        "status": settled.status,
        "standard": settled.standard,
        "days": settled.days,
        "due": format_yuan(settled.due_fen),
        "paid": format_yuan(settled.paid_fen),
        "payable_now": format_yuan(settled.payable_now_fen),
        "recover": format_yuan(settled.recover_fen),
        "later": later,
        "range": bounds,
        "basis": [said.get(step) or said.setdefault(step, _basis(plan, step)) for step in settled.steps],
        "reasons": [{"code": code, "text": REASONS[code].zh} for code in settled.reasons],
    }


def _basis(plan: Plan, step: Step) -> Json:
    return {"clause": plan.cites[step[1]], "text": say_step_zh(step)}
