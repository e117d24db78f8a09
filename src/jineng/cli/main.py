"""The ``jineng`` command: puts the topics together."""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path

import typer

from jineng.cli import accounts, database, doctor, keys, manage, policy, service, settle, template, verify
from jineng.cli.console import say
from jineng.kernel.text import Text

app = typer.Typer(
    name="jineng",
    help="技能通：职业技能培训补贴。Jineng: subsidised vocational training.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.command("settle")(settle.settle)
app.command("template")(template.template)
app.add_typer(policy.app, name="policy")
app.command("serve")(service.serve)
app.command("worker")(service.worker)
app.command("migrate")(database.migrate)
app.command("doctor")(doctor.doctor)
app.command("verify")(verify.verify)
app.command("demo")(accounts.demo)
app.add_typer(database.app, name="db")
app.add_typer(accounts.app, name="user")
app.add_typer(keys.app, name="keys")
app.command(
    "manage", context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}
)(manage.manage)


def main() -> None:
    """Run the command line; a fault that nobody foresaw is said in one line and ends it with status 1.

    The line names kind and place of the fault only, because its message may quote personal data; JINENG_DEBUG=1 shows all.
    """
    try:
        app()
    except Exception as fault:
        if os.environ.get("JINENG_DEBUG"):
            raise
        frame = traceback.extract_tb(fault.__traceback__)[-1]
        where = f"{type(fault).__name__}, {Path(frame.filename).name}:{frame.lineno}"
        say(
            Text(
                f"出现意外错误（{where}）。请把这一行告诉系统管理员；设 JINENG_DEBUG=1 再运行可看到详情。",
                f"an unexpected fault ({where}). Tell the administrator this line; JINENG_DEBUG=1 shows the details.",
            ),
            err=True,
        )
        sys.exit(1)


if __name__ == "__main__":
    main()
