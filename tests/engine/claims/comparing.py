"""Holds the engine's settlement of claim lines against the reference."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import narwhals as nw
import polars as pl

from engine.claims.reference import Reference
from jineng.policy.claims.earning import PAYEES
from jineng.policy.claims.line import ClaimLine, Enjoyed
from jineng.policy.claims.many import history_columns, line_columns, many_claims
from jineng.policy.claims.nodes import day_number
from jineng.policy.claims.one import one_claim
from jineng.policy.claims.reasons import NOTES
from jineng.policy.claims.settlement import settle_claims
from jineng.policy.delegation import filled
from jineng.policy.parsing import parse_document
from jineng.policy.plan import ClaimsPlan, compile_plan

if TYPE_CHECKING:
    from engine.claims.reference import Result
    from engine.claims.said import Facts, Had, Line
    from jineng.policy.document import Document
    from jineng.policy.settled import Settled

Outcome = dict[str, Any]


def plan_of(text: str) -> tuple[Document, ClaimsPlan]:
    """The document as written, and the plan compiled from it with its own decisions filled in."""
    document = parse_document(text.encode(), "made-up.toml")
    plan = compile_plan(filled(document), "0" * 64)
    assert isinstance(plan, ClaimsPlan)
    return document, plan


def integers(facts: Facts) -> dict[str, int | str | None]:
    """Facts with their days as YYYYMMDD."""
    return {name: day_number(value) if isinstance(value, date) else value for name, value in facts.items()}


def claim_line(line: Line, as_of: date, unknown: tuple[str, ...] = ()) -> ClaimLine:
    return ClaimLine(line.row, line.item, integers(line.facts), as_of, line.paid_fen, unknown)


def enjoyed(had: Had) -> Enjoyed:
    return Enjoyed(had.rules, day_number(had.on), had.amount_fen, had.payee, integers(had.facts))


def expected(result: Result) -> Outcome:
    return {
        "status": result.status,
        "reasons": ([result.reason] if result.reason else []) + sorted(result.notes),
        "due": result.due_fen,
        "payable_now": result.payable_now_fen,
        "later": result.later_fen,
        "recover": result.recover_fen,
    }


def found(settled: Settled, *, has_reason: bool) -> Outcome:
    """The engine's answer in the reference's terms: a reason first, then notes in any order."""
    first, rest = (settled.reasons[:1], settled.reasons[1:]) if has_reason else ((), settled.reasons)
    return {
        "status": settled.status,
        "reasons": [*first, *sorted(rest)],
        "due": settled.due_fen,
        "payable_now": settled.payable_now_fen,
        "later": settled.later_fen,
        "recover": settled.recover_fen,
    }


def differences(settled: list[Settled], results: list[Result]) -> dict[int, Any]:
    """What differs, by row: field → (found, expected)."""
    said = [found(each, has_reason=result.reason is not None) for each, result in zip(settled, results, strict=True)]
    return outcome_differences(said, results)


def outcome_differences(said: list[Outcome], results: list[Result]) -> dict[int, Any]:
    """The same of outcomes in the reference's terms."""
    differing = {}
    for have, result in zip(said, results, strict=True):
        want = expected(result)
        if have != want:
            differing[result.row] = {name: (have[name], want[name]) for name in want if have[name] != want[name]}
    return differing


def whole_book(plan: ClaimsPlan, lines: list[Line], history: list[Had], as_of: date) -> list[Settled]:
    return settle_claims(plan, [claim_line(line, as_of) for line in lines], [enjoyed(had) for had in history])


def by_columns(plan: ClaimsPlan, lines: list[Line], history: list[Had], as_of: date) -> list[Outcome]:
    """What the dataframe execution says of each line, in the order of rows; every history entry has one rule."""
    written = [{"row": line.row, "item": line.item, "paid_fen": line.paid_fen} | integers(line.facts) for line in lines]
    had = [
        {"rule": each.rules[0], "on": day_number(each.on), "amount_fen": each.amount_fen}
        | {"payee": PAYEES.index(each.payee)}
        | integers(each.facts)
        for each in history
    ]
    frames = [_frame(line_columns(plan), written), _frame(history_columns(plan), had)]
    result = many_claims(plan, *frames, as_of).sort("row").collect("polars")
    return [_outcome(row) for row in result.iter_rows(named=True)]


def _frame(columns: dict[str, Any], rows: list[dict[str, Any]]) -> pl.DataFrame:
    kinds = {name: pl.String if kind is nw.String else pl.Int64 for name, kind in columns.items()}
    return pl.DataFrame([{name: row.get(name) for name in columns} for row in rows], schema=kinds)


def _outcome(row: dict[str, Any]) -> Outcome:
    return {
        "status": row["status"],
        "reasons": ([row["reason"]] if row["reason"] else []) + sorted(note for note in NOTES if row[note]),
        "due": row["due_fen"],
        "payable_now": row["payable_now_fen"],
        "later": row["later_fen"],
        "recover": row["recover_fen"],
    }


def one_by_one(plan: ClaimsPlan, lines: list[Line], history: list[Had], as_of: date) -> list[Settled]:
    return [one_claim(plan, claim_line(line, as_of), [enjoyed(had) for had in history]) for line in lines]


def settled_alone(document: Document, lines: list[Line], history: list[Had], as_of: date) -> list[Result]:
    """The reference's result of each line as if it were the only one, funds left aside."""
    return [Reference(document, as_of).settle([line], history, funds=False)[0] for line in lines]
