"""Load Django for a command that needs it, with its database."""

from __future__ import annotations

import os
from typing import NoReturn

import typer

from jineng.platform.postgres.errors import ServerError


def load_django() -> None:
    """Make settings and models usable. What is wrong with the environment is said in one line, with exit status 2."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jineng.config.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except (ValueError, ImproperlyConfigured, ServerError) as fault:
        refuse(str(fault))


def load_database() -> bool:
    """Load Django and start the bundled server unless there is another database; return whether it was started here.

    The command works as the machine's own administrator from then on: it sees every row.
    """
    load_django()
    from django.conf import settings

    from jineng.platform.postgres.layout import layout_for
    from jineng.platform.postgres.server import start
    from jineng.platform.scope import act_as_machine_from_now

    act_as_machine_from_now()
    if not settings.BUNDLED_DATABASE:
        return False
    try:
        return start(layout_for(settings.STATE_DIR))
    except ServerError as fault:
        refuse(str(fault))


def refuse(message: str) -> NoReturn:
    """Say why a command cannot be done, and end with status 2."""
    typer.echo(message, err=True)
    raise typer.Exit(2)
