"""``jineng verify``: was anything in the audit record changed since it was sealed?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jineng.cli.console import say
from jineng.cli.django_setup import load_database, refuse
from jineng.kernel.text import Text


def verify(
    root: Annotated[
        str | None, typer.Option(help="从别处得知的根（64 位十六进制） a root known from elsewhere, 64 hex digits")
    ] = None,
    against: Annotated[
        Path | None, typer.Option(help="另存的公布根文件 a file of published roots kept elsewhere", dir_okay=False)
    ] = None,
) -> None:
    """核对审计日志是否被改动；有问题时退出码为 1。Check the audit record against its seals; exit status 1 on faults."""
    load_database()
    from jineng.platform.audit.operations import seal_events
    from jineng.platform.audit.verification import is_root
    from jineng.platform.audit.verification import verify as verify_record

    published = _published(against)
    if root is not None:
        if not is_root(root):
            refuse("--root: expected 64 hex digits in lower case")
        published = {root: None, **published}
    seal_events()
    verified = verify_record(published)
    for fault in verified.faults:
        say(fault.text, err=True)
    say(
        Text(
            f"已核对 {verified.event_count} 条记录、{verified.seal_count} 次封存；最新的根 {verified.root}",
            f"{verified.event_count} events and {verified.seal_count} seals looked at; the newest root is {verified.root}",
        )
    )
    if verified.faults:
        count = len(verified.faults)
        say(Text(f"发现 {count} 处问题", f"{count} fault(s) found"), err=True)
        raise typer.Exit(1)
    say(Text("没有发现改动", "nothing was changed"))


def _published(path: Path | None) -> dict[str, int | None]:
    from jineng.platform.audit.verification import read_published

    if path is None:
        return {}
    try:
        return read_published(path.read_text())
    except OSError as fault:
        refuse(f"--against: {fault.strerror}: {path}")
    except ValueError as fault:
        refuse(f"--against: {fault}")
