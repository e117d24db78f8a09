"""``jineng template``: the workbook that officers fill in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jineng.cli.console import check_targets, language, refuse, say, write_together
from jineng.kernel.problems import UnusableError
from jineng.kernel.text import Text

if TYPE_CHECKING:
    from jineng.policy.claims.line import ClaimLine, Enjoyed
    from jineng.policy.plan import ClaimsPlan, Plan


def template(
    out: Annotated[Path, typer.Argument(help="要写出的 .xlsx 文件 file to write")],
    policy: Annotated[str, typer.Option(help="方案编号 plan id, see: jineng policy list")],
) -> None:
    """写出填报模板。Write the workbook to fill in: drop-downs, notes and a filled-in example."""
    from jineng.policy.loader import load_plan
    from jineng.policy.plan import ClaimsPlan

    try:
        plan = load_plan(policy)
        check_targets({"OUT": out})
        if isinstance(plan, ClaimsPlan):
            _write_claims(plan, out)
        else:
            _write_tables(plan, out)
    except UnusableError as fault:
        refuse(fault.problems)
    say(Text(f"已写出 {out}", f"written: {out}"))


def _write_tables(plan: Plan, out: Path) -> None:
    from jineng.workbook.template import write_template

    head = plan.document.head
    write_template(
        out,
        plan_title=head.title,
        sheets=plan.sheets,
        kinds=tuple(plan.training),
        year=head.valid_from.year,
        language=language(),
    )


def _write_claims(plan: ClaimsPlan, out: Path) -> None:
    """Write the book of claim lines with the first line of the plan's first worked example, if it has any."""
    from jineng.policy.claims.examples import ClaimsExamples, example_lines
    from jineng.policy.examples import parse_examples
    from jineng.policy.loader import EXAMPLES_NAME, list_documents
    from jineng.workbook.claims.template import claims_template, invented

    lines: list[ClaimLine] = []
    history: list[Enjoyed] = []
    path = list_documents()[plan.id].with_name(EXAMPLES_NAME)
    if path.is_file():
        examples = parse_examples(path.read_bytes(), EXAMPLES_NAME, plan.document.head.records)
        if isinstance(examples, ClaimsExamples):
            lines, history = invented(*example_lines(plan, examples.example[0]))
    first = [line.facts.get("person_id") for line in lines[:1]]
    theirs = [had for had in history if had.facts.get("person_id") in first]
    write_together({out: claims_template(plan, lines[:1], theirs, language())})
