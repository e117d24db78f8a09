"""``jineng manage``: the administrative commands of Django, with the database running."""

from __future__ import annotations

import typer  # noqa: TC002 -- typer reads the annotation

from jineng.cli.django_setup import load_database


def manage(context: typer.Context) -> None:
    """运行 Django 管理命令。Run an administrative command of Django, such as makemigrations."""
    load_database()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["jineng manage", *context.args])
