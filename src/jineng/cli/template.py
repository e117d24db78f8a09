"""``jineng template``: the workbook that officers fill in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jineng.cli.console import check_targets, language, refuse, say
from jineng.kernel.problems import UnusableError
from jineng.kernel.text import Text


def template(
    out: Annotated[Path, typer.Argument(help="要写出的 .xlsx 文件 file to write")],
    policy: Annotated[str, typer.Option(help="方案编号 plan id, see: jineng policy list")],
) -> None:
    """写出填报模板。Write the workbook to fill in: drop-downs, notes and a filled-in example."""
    from jineng.policy.loader import load_plan
    from jineng.workbook.template import write_template

    try:
        plan = load_plan(policy)
        check_targets({"OUT": out})
    except UnusableError as fault:
        refuse(fault.problems)
    head = plan.document.head
    write_template(
        out,
        plan_title=head.title,
        sheets=plan.sheets,
        kinds=tuple(plan.training),
        year=head.valid_from.year,
        language=language(),
    )
    say(Text(f"已写出 {out}", f"written: {out}"))
