"""From a book of claim lines to its settlement (补贴结算).

The amounts come from ``many_claims``; every line is judged again by ``settle_claims``, which explains it; the two must agree to the fen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jineng.kernel.collector import collector_held
from jineng.kernel.money import format_yuan
from jineng.policy.claims.many import many_claims
from jineng.policy.claims.one import values
from jineng.policy.claims.reasons import CLAIM_REASONS, NOTES
from jineng.policy.claims.settlement import settle_claims
from jineng.policy.claims.words import say_claim_step
from jineng.policy.errors import EnginesDisagreeError
from jineng.policy.receipt import receipt_for
from jineng.workbook.claims.sheets import PAYEE_FACTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from jineng.policy.claims.line import ClaimLine
    from jineng.policy.plan import ClaimsPlan
    from jineng.policy.settled import Settled, Step
    from jineng.workbook.claims.reading import ClaimsBook

Json = dict[str, Any]

_REPORT_EVERY = 1000


def settle_claims_book(
    plan: ClaimsPlan, book: ClaimsBook, progress: Callable[[str, int, int], None] | None = None
) -> Json:
    """Settle a book that was read for this plan, as at the day for which it was read.

    ``progress`` is called with (stage, done, total); stages are ``judge`` and ``explain``. Lines with unknown facts are judged one by
    one, against the history alone.

    Returns:
        The settlement: receipt, lines (in the order of rows), totals, problems. Money is yuan as text with two decimals.

    Raises:
        EnginesDisagreeError: the two executions differ on a line.
    """
    report = progress or (lambda _stage, _done, _total: None)
    with collector_held():
        report("judge", 0, 1)
        many = _by_many(plan, book)
        report("judge", 1, 1)
        report("explain", 0, book.lines.height)
        lines = book.claim_lines()
        settled = settle_claims(plan, lines, book.enjoyed())
        check_agreement(many, lines, settled)
        said: dict[Step, Json] = {}
        told = []
        for done, (line, result) in enumerate(zip(lines, settled, strict=True)):
            if done % _REPORT_EVERY == 0:
                report("explain", done, len(lines))
            told.append(_line(plan, line, result, said))
        report("explain", len(lines), len(lines))
    return {
        "receipt": receipt_for(plan, book.as_of, book.sha256)._asdict(),
        "lines": told,
        "totals": _totals(settled),
        "problems": [
            {"sheet": found.place.sheet, "row": found.place.row, "code": found.code, "text": found.text.zh}
            for found in book.set_aside
        ],
    }


def _by_many(plan: ClaimsPlan, book: ClaimsBook) -> dict[int, tuple[Any, ...]]:
    """Return what ``many_claims`` says of every line of which all is known, by row, as ``one.values`` orders it."""
    frame = many_claims(plan, book.known_lines, book.history, book.as_of).collect("polars").to_native()
    return {
        row["row"]: (
            row["status"],
            tuple([row["reason"]] * (row["reason"] is not None)) + tuple(note for note in NOTES if row[note]),
            row["due_fen"],
            row["payable_now_fen"],
            row["later_fen"],
            row["recover_fen"],
        )
        for row in frame.iter_rows(named=True)
    }


def check_agreement(
    many: Mapping[int, tuple[Any, ...]], lines: Sequence[ClaimLine], settled: Sequence[Settled]
) -> None:
    """Compare what ``many_claims`` says by row with what lines come to; lines with unknown facts have no such row.

    Raises:
        EnginesDisagreeError: a line differs, or is there once only.
    """
    known = {line.row: values(result) for line, result in zip(lines, settled, strict=True) if not line.unknown}
    if known == many:
        return
    row = next(row for row in sorted(known.keys() | many.keys()) if known.get(row) != many.get(row))
    message = f"settle_claims() and many_claims() differ in row {row}: {known.get(row)} against {many.get(row)}"
    raise EnginesDisagreeError(message)


def _line(plan: ClaimsPlan, line: ClaimLine, settled: Settled, said: dict[Step, Json]) -> Json:
    later = []
    if settled.later_fen:
        until = settled.later_until
        later.append({"amount": format_yuan(settled.later_fen), "until": None if until is None else str(until)})
    return {
        "row": line.row,
        "person_id": line.facts.get("person_id"),
        "item": line.item,
        "payee_kind": settled.payee_kind,
        "payee": _payee(line, settled.payee_kind),
        "status": settled.status,
        "due": format_yuan(settled.due_fen),
        "paid": format_yuan(settled.paid_fen),
        "payable_now": format_yuan(settled.payable_now_fen),
        "later": later,
        "recover": format_yuan(settled.recover_fen),
        "range": _range(settled),
        "basis": [said.get(step) or said.setdefault(step, _basis(plan, step)) for step in settled.steps],
        "reasons": [{"code": code, "text": _reason(code)} for code in settled.reasons],
    }


def _payee(line: ClaimLine, kind: str) -> str | int | None:
    """Return who is paid, where the line names such a payee."""
    return line.facts.get({"person": "person_id", **PAYEE_FACTS}.get(kind, ""))


def _range(settled: Settled) -> list[str | None] | None:
    """Return least and most of a pending line; the most is null where what is not known bounds nothing."""
    if settled.least_fen is None:
        return None
    return [format_yuan(settled.least_fen), None if settled.most_fen is None else format_yuan(settled.most_fen)]


def _basis(plan: ClaimsPlan, step: Step) -> Json:
    return {"clause": plan.cites.get(step[1], ""), "text": say_claim_step(plan, step).zh}


def _reason(code: str) -> str:
    return (CLAIM_REASONS.get(code) or NOTES[code]).zh


def _totals(settled: Iterable[Settled]) -> Json:
    lines = list(settled)
    sums = {
        "due": sum(line.due_fen for line in lines),
        "paid": sum(line.paid_fen for line in lines),
        "payable_now": sum(line.payable_now_fen for line in lines),
        "recover": sum(line.recover_fen for line in lines),
        "later": sum(line.later_fen for line in lines),
    }
    counts = {
        f"{status}_lines": sum(line.status == status for line in lines)
        for status in ("refused", "pending", "not_computable")
    }
    return {**{name: format_yuan(amount_fen) for name, amount_fen in sums.items()}, **counts}
