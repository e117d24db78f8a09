"""``jineng db`` and ``jineng migrate``: the bundled database and the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from jineng.cli.django_setup import load_database, load_django, refuse

if TYPE_CHECKING:
    from jineng.platform.postgres.layout import Layout

app = typer.Typer(help="自带的 PostgreSQL 数据库。The bundled PostgreSQL database.", no_args_is_help=True)


@app.command("up")
def up() -> None:
    """启动数据库（已启动则不变）。Start the database; nothing happens if it runs."""
    layout = _bundled()
    started = load_database()
    typer.echo(f"{'已启动 started' if started else '已在运行 running'}: {layout.url()}")


@app.command("stop")
def stop_server() -> None:
    """停止数据库（未启动则不变）。Stop the database; nothing happens if it does not run."""
    from jineng.platform.postgres.errors import ServerError
    from jineng.platform.postgres.server import stop

    try:
        stopped = stop(_bundled())
    except ServerError as fault:
        refuse(str(fault))
    typer.echo("已停止 stopped" if stopped else "未在运行 not running")


@app.command("roles")
def roles() -> None:
    """打印数据库管理员需运行的 SQL（可重复运行）。Print the SQL that a database administrator runs once, or again, for another server."""
    from jineng.platform.postgres.roles import roles_sql

    typer.echo(roles_sql(), nl=False)


@app.command("status")
def status() -> None:
    """查看数据库状态；未运行时退出码为 1。Show the state of the database; exit status 1 if it does not run."""
    from jineng.platform.postgres.server import is_serving, running_pid

    layout = _bundled()
    pid = running_pid(layout)
    if pid is None or not is_serving(layout):
        typer.echo(f"未在运行 not running: {layout.data}")
        raise typer.Exit(1)
    typer.echo(f"运行中 running: pid {pid}, {layout.data}\n{layout.url()}")


def migrate() -> None:
    """建立或更新数据表，并设好权限。Create or update the tables, and protect them."""
    load_database()
    from django.core.exceptions import ImproperlyConfigured

    from jineng.cli.tables import make_tables

    try:
        make_tables(verbosity=1)
    except ImproperlyConfigured as fault:
        refuse(str(fault))


def _bundled() -> Layout:
    load_django()
    from django.conf import settings

    from jineng.platform.postgres.layout import layout_for

    if not settings.BUNDLED_DATABASE:
        refuse("DATABASE_URL 已设置，自带数据库不使用。DATABASE_URL is set, so the bundled database is not used.")
    return layout_for(settings.STATE_DIR)
