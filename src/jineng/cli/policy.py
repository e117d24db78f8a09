"""``jineng policy``: read, check and compare policy documents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jineng.cli.console import UNUSABLE, language, refuse, say
from jineng.kernel.problems import UnusableError
from jineng.kernel.text import Text

if TYPE_CHECKING:
    from jineng.kernel.problems import Problem
    from jineng.policy.plan import AnyPlan

app = typer.Typer(help="政策方案。Policy documents.", no_args_is_help=True)


@app.command("list")
def list_() -> None:
    """列出现有方案。List the plans at hand."""
    from jineng.policy.loader import list_documents, load_plan

    try:
        plans = [load_plan(policy_id) for policy_id in list_documents()]
    except UnusableError as fault:
        refuse(fault.problems)
    for plan in plans:
        head = plan.document.head
        period = f"{head.valid_from} – {head.valid_to}"
        say(
            Text(
                f"{head.id}\t{head.region.zh}\t{head.title.zh}\t{head.doc_no}\t{period}",
                f"{head.id}\t{head.region.en}\t{head.title.en}\t{head.doc_no}\t{period}",
            )
        )


@app.command("show")
def show(plan_id: Annotated[str, typer.Argument(metavar="ID", help="方案编号或文件 plan id or file")]) -> None:
    """按条款读一份方案。Read a plan: its clauses, rules and readings in plain words."""
    try:
        plan = _load(plan_id)
    except UnusableError as fault:
        refuse(fault.problems)
    document, tongue = plan.document, language()
    head = document.head
    typer.echo(f"{head.title.in_(tongue)}\n{head.doc_no}  {head.issuer.in_(tongue)}  {head.issued_on}")
    say(
        Text(
            f"{head.region.zh}  有效期 {head.valid_from} 至 {head.valid_to}  SHA-256 {plan.sha256}",
            f"{head.region.en}  in force {head.valid_from} to {head.valid_to}  SHA-256 {plan.sha256}",
        )
    )
    for clause in document.clause:
        typer.echo(f"\n{clause.number}  {clause.text.in_(tongue)}")
        for rule in document.rule:
            if clause.id in rule.cite:
                typer.echo(f"  ▸ {rule.title.in_(tongue)}：{rule.describe().in_(tongue)}")
        for mark in clause.not_computed:
            say(
                Text(f"  ▹ {mark.figure} 不计算：{mark.reason.zh}", f"  ▹ {mark.figure} not computed: {mark.reason.en}")
            )
    say(Text("\n解读（原文未写明之处的选择）", "\nReadings (what the text leaves open)"))
    for reading in document.reading:
        by = reading.accepted
        typer.echo(
            f"  {document.clause_number(reading.clause)}  {reading.question.in_(tongue)}\n      {reading.choice.in_(tongue)}（{by.by.in_(tongue)}，{by.on}）"
        )
    _show_facts(plan)


def _show_facts(plan: AnyPlan) -> None:
    """Say which facts a plan's claim lines bring along."""
    from jineng.policy.plan import ClaimsPlan
    from jineng.workbook.claims.sheets import claims_sheets

    if not isinstance(plan, ClaimsPlan):
        return
    say(Text("\n申领明细（每笔申领要填的事实）", "\nClaim lines (the facts that each of them brings along)"))
    for column in claims_sheets(plan).claims.columns:
        say(Text(f"  {column.zh}：{column.note.zh}", f"  {column.key}: {column.note.en}"))


@app.command("check")
def check(
    file: Annotated[Path, typer.Argument(help="方案文件 policy file (.toml)")],
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出 print the faults as JSON, for editors")] = False,
) -> None:
    """检查一份方案。Check a policy document: references, facts, numbers, tables, tiers, shares, days, worked examples.

    退出码 exit status: 0 没有问题 no faults; 2 有问题，逐条列出 faults, each listed; 1 检查本身未能完成 the check itself failed.
    """
    from jineng.policy.loader import check_beside, load_file

    problems: list[Problem] = []
    try:
        load_file(file)
    except UnusableError as fault:
        problems += fault.problems
    else:
        problems += check_beside(file)
    if as_json:
        typer.echo(json.dumps([_row(one, file) for one in problems], ensure_ascii=False, indent=1))
        raise typer.Exit(UNUSABLE if problems else 0)
    if problems:
        refuse(problems)
    say(Text(f"{file}：没有问题", f"{file}: no faults"))


def _row(problem: Problem, file: Path) -> dict[str, str | int]:
    """Return a fault for an editor; ``line`` (from 1) only where it can be told."""
    from jineng.policy.lines import line_of

    path = file.with_name(problem.place.sheet or file.name)
    line: int | None = problem.place.row or None
    if line is None and problem.place.field and path.is_file():
        line = line_of(path.read_bytes().decode("utf-8-sig", "replace"), problem.place.field)
    row: dict[str, str | int] = {"code": problem.code, "file": str(path), "place": problem.place.field}
    return row | ({"line": line} if line else {}) | {"zh": problem.text.zh, "en": problem.text.en}


@app.command("diff")
def diff(
    old: Annotated[str, typer.Argument(help="旧方案编号或文件 old plan, id or file")],
    new: Annotated[str, typer.Argument(help="新方案编号或文件 new plan, id or file")],
) -> None:
    """比较两份方案。Say what changed between two plans, in an officer's words."""
    from jineng.policy.diff import diff as compare

    try:
        changes = compare(_load(old).document, _load(new).document)
    except UnusableError as fault:
        refuse(fault.problems)
    for change in changes:
        say(change.say())
    if not changes:
        say(Text("两份方案没有不同", "the two plans do not differ"))


def _load(name: str) -> AnyPlan:
    """Load a plan by id, or from a file where the name looks like one."""
    from jineng.policy.loader import load_file, load_plan

    return load_file(Path(name)) if name.endswith(".toml") or "/" in name else load_plan(name)
