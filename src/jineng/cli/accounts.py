"""``jineng user`` and ``jineng demo``: accounts that people sign in with."""

from __future__ import annotations

from typing import Annotated

import typer

from jineng.cli.demo_accounts import open_demo_accounts
from jineng.cli.demo_registry import fill_registry
from jineng.cli.demo_years import load_demo_years
from jineng.cli.django_setup import load_database, refuse

app = typer.Typer(help="账号。Accounts.", no_args_is_help=True)


@app.command("add")
def add(
    username: Annotated[str, typer.Argument(help="用户名 user name")],
    name: Annotated[str, typer.Option(help="姓名 display name")],
    role: Annotated[str, typer.Option(help="岗位 role: administrator 账号管理, officer 经办, reviewer 复核…")],
    region: Annotated[str, typer.Option(help="行政区划代码 region code")],
    password: Annotated[
        str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True, help="密码 password")
    ],
    organisation: Annotated[int | None, typer.Option(help="单位编号 key of the organisation")] = None,
    temporary: Annotated[bool, typer.Option(help="首次登录须改密码 to be changed at first sign-in")] = False,
) -> None:
    """建立账号。Open an account."""
    load_database()
    from django.core.exceptions import ValidationError
    from django.utils import timezone

    from jineng.platform.identity.operations import open_account
    from jineng.platform.identity.roles import STAFF, Role

    if role not in STAFF:
        refuse(f"--role: expected one of {', '.join(sorted(STAFF))}, found {role!r}")
    try:
        open_account(
            actor=None,
            at=timezone.now(),
            username=username,
            password=password,
            display_name=name,
            role=Role(role),
            region_code=region,
            organisation_key=organisation,
            must_change_password=temporary,
        )
    except ValidationError as fault:
        refuse("\n".join(fault.messages))
    typer.echo(f"已建立 opened: {username}")


@app.command("unlock")
def unlock_account(username: Annotated[str, typer.Argument(help="用户名 user name")]) -> None:
    """解锁账号，并解除身份验证器。Unlock an account and unbind its authenticator: for the only administrator."""
    load_database()
    from django.utils import timezone

    from jineng.platform.identity.operations.factors import reset_authenticator
    from jineng.platform.identity.operations.signing_in import unlock
    from jineng.platform.identity.queries import find_user

    user = find_user(username)
    if user is None:
        refuse(f"没有账号 no account {username!r}")
    unlock(actor=None, at=timezone.now(), user=user)
    reset_authenticator(actor=None, at=timezone.now(), user=user)
    typer.echo(f"已解锁 unlocked: {username}")


def demo() -> None:
    """准备演示账号和数据并列出账号。Prepare the demonstration: tables, accounts, people and a year of each county; print the accounts."""
    load_database()
    from django.conf import settings

    from jineng.cli.tables import make_tables

    make_tables(verbosity=0)
    open_demo_accounts(settings.STATE_DIR)
    fill_registry()
    load_demo_years()
