"""The ``jineng`` command: puts the topics together."""

from __future__ import annotations

import typer

from jineng.cli import accounts, database, manage, policy, service, settle, template

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
app.command("demo")(accounts.demo)
app.add_typer(database.app, name="db")
app.add_typer(accounts.app, name="user")
app.command(
    "manage", context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}
)(manage.manage)


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
