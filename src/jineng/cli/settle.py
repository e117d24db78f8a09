"""``jineng settle``: a workbook or a book of claim lines and a plan in, settled money with its reasons out."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from jineng.cli.console import check_targets, progress_bar, refuse, say, write_together
from jineng.kernel.collector import collector_held
from jineng.kernel.problems import Place, Problem, UnusableError
from jineng.kernel.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from jineng.policy.plan import AnyPlan, ClaimsPlan, Plan
    from jineng.workbook.claims.reading import ClaimsBook
    from jineng.workbook.reading import Book


def settle(
    book: Annotated[Path, typer.Argument(help="工作簿 .xlsx，或每表一个 .csv/.parquet 的文件夹 workbook or folder")],
    policy: Annotated[str, typer.Option(help="方案编号 plan id, see: jineng policy list")],
    as_of: Annotated[str, typer.Option(help="结算日 YYYY-MM-DD，默认今天 the day as at which facts are judged")] = "",
    out: Annotated[Path | None, typer.Option(help="结果工作簿 result workbook (.xlsx)")] = None,
    json: Annotated[Path | None, typer.Option(help="结果数据 result data (.json)")] = None,
) -> None:
    """结算一本培训台账或申领台账。Settle a workbook of training records, or a book of claim lines, under a plan.

    按方案所据的记录（培训台账或申领明细）结算。Which of them it is follows from the plan.

    Exit status: 0 settled (refusals are results), 1 something unexpected, 2 the input cannot be used and nothing was written.
    """
    from jineng.policy.loader import load_plan

    try:
        day = _day(as_of)
        targets = {name: path for name, path in (("--out", out), ("--json", json)) if path is not None}
        check_targets(targets, book)
        plan = load_plan(policy)
        with progress_bar() as progress, collector_held():
            result = _settle(plan, book, day, out, json, progress)
    except UnusableError as fault:
        refuse(fault.problems)
    _summarise(plan, result, targets)


def _settle(
    plan: AnyPlan, path: Path, day: date, out: Path | None, json: Path | None, progress: Callable[[str, int, int], None]
) -> dict[str, Any]:
    from jineng.policy.plan import ClaimsPlan
    from jineng.policy.settlement import canonical_json

    progress("read", 0, 1)
    if isinstance(plan, ClaimsPlan):
        result, workbook = _settle_claims(plan, path, day, progress)
    else:
        result, workbook = _settle_tables(plan, path, day, progress)
    progress("write", 0, 1)
    contents: dict[Path, bytes] = {}
    if json is not None:
        contents[json] = canonical_json(result)
    if out is not None:
        contents[out] = workbook()
    try:
        write_together(contents)
    except OSError as fault:
        text = Text(f"无法写出结果：{fault.strerror}", f"the result cannot be written: {fault.strerror}")
        raise UnusableError([Problem("unwritable", Place(sheet=str(fault.filename or "")), text)]) from fault
    progress("write", 1, 1)
    return result


def _settle_tables(
    plan: Plan, path: Path, day: date, progress: Callable[[str, int, int], None]
) -> tuple[dict[str, Any], Callable[[], bytes]]:
    """Settle the officers' workbook; return the result, and what makes its workbook."""
    from jineng.policy.settlement import settle as settle_tables
    from jineng.workbook.reading import read_book

    book = read_book(
        path,
        as_of=day,
        needed=plan.needed_sheets,
        progress=lambda _sheet, done, total: progress("read", done, total),
    )
    _warn_of_later_payments(book, day)
    result = settle_tables(plan, book.tables, as_of=day, input_sha256=book.sha256, progress=progress)
    return result, lambda: _workbook(plan, book, result)


def _settle_claims(
    plan: ClaimsPlan, path: Path, day: date, progress: Callable[[str, int, int], None]
) -> tuple[dict[str, Any], Callable[[], bytes]]:
    """Settle a book of claim lines; return the result, and what makes its workbook."""
    from jineng.journeys.settle_claims_book import settle_claims_book
    from jineng.workbook.claims.reading import read_claims_book

    book = read_claims_book(path, plan, as_of=day, progress=lambda _sheet, done, total: progress("read", done, total))
    result = settle_claims_book(plan, book, progress)
    return result, lambda: _claims_workbook(plan, book, result)


def _warn_of_later_payments(book: Book, day: date) -> None:
    """Say how many payments are dated after the day: they are not known yet on that day, so they are not set off."""
    later = book.count_later_payments(day)
    if later:
        text = Text(
            f"注意：{later} 条拨付记录晚于结算日 {day}，没有扣除；要扣除请用更晚的 --as-of",
            f"note: {later} payments are dated after {day} and were not set off; a later --as-of takes them in",
        )
        say(text, err=True)


def _workbook(plan: Plan, book: Book, result: dict[str, Any]) -> bytes:
    from jineng.workbook.result_tables import class_facts_of, names_of
    from jineng.workbook.results import PlanFacts, result_workbook

    return result_workbook(
        result,
        names=names_of(book.tables["trainees"]),
        classes=class_facts_of(book.tables["classes"]),
        plan=PlanFacts.of(plan.document),
    )


def _claims_workbook(plan: ClaimsPlan, book: ClaimsBook, result: dict[str, Any]) -> bytes:
    from jineng.workbook.claims.results import claims_result_workbook
    from jineng.workbook.results import PlanFacts

    return claims_result_workbook(result, names=book.person_names(), plan=PlanFacts.of(plan.document))


def _day(text: str) -> date:
    if not text:
        return datetime.now(ZoneInfo("Asia/Shanghai")).date()
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        said = Text(
            f"--as-of 应为 2022-12-31 这样的日期，收到 {text}", f"--as-of takes a date such as 2022-12-31, found {text}"
        )
        raise UnusableError([Problem("not_a_date", Place(), said)]) from fault


def _summarise(plan: AnyPlan, result: dict[str, Any], targets: dict[str, Path]) -> None:
    totals, lines = result["totals"], result["lines"]
    head = plan.document.head
    say(
        Text(
            f"{head.title.zh}（{head.doc_no}），截至 {result['receipt']['as_of']}",
            f"{head.title.en} ({head.doc_no}), as at {result['receipt']['as_of']}",
        )
    )
    say(
        Text(
            f"共 {len(lines):,} 条，不予补贴 {totals['refused_lines']:,} 条",
            f"{len(lines):,} lines, {totals['refused_lines']:,} refused",
        )
    )
    for key, text in (
        ("pending_lines", Text("待定", "pending")),
        ("not_computable_lines", Text("尚不能计算", "not computable")),
    ):
        if totals.get(key):
            say(Text(f"{text.zh} {totals[key]:,} 条", f"{totals[key]:,} lines {text.en}"))
    for key, text in (
        ("due", Text("应补金额", "due")),
        ("paid", Text("已拨金额", "paid before")),
        ("payable_now", Text("本次应拨", "payable now")),
        ("later", Text("后续金额", "later")),
        ("recover", Text("应追回", "to recover")),
    ):
        yuan, fen = totals[key].split(".")
        amount = f"{int(yuan):,}.{fen}"
        say(Text(f"{text.zh} {amount} 元", f"{text.en} {amount} yuan"))
    if result["problems"]:
        count = len(result["problems"])
        say(Text(f"{count} 条记录未计入（见“问题”表）", f"{count} records were set aside (see the sheet 问题)"))
    for path in targets.values():
        say(Text(f"已写出 {path}", f"written: {path}"))
