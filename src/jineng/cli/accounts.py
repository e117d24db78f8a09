"""``jineng user`` and ``jineng demo``: accounts that people sign in with."""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING, Annotated, Final

import typer

from jineng.cli.demo_years import load_demo_years
from jineng.cli.django_setup import load_database, refuse

if TYPE_CHECKING:
    from pathlib import Path

app = typer.Typer(help="账号。Accounts.", no_args_is_help=True)

_DEMO: Final = (
    ("lan-officer", "officer", "兰小雨", "141127"),
    ("lan-reviewer", "reviewer", "岚复明", "141127"),
    ("lan-auditor", "auditor", "梁稽平", "141127"),
    ("changzhi-officer", "officer", "常小山", "140421"),
    ("changzhi-reviewer", "reviewer", "潞复清", "140421"),
)


@app.command("add")
def add(
    username: Annotated[str, typer.Argument(help="用户名 user name")],
    name: Annotated[str, typer.Option(help="姓名 display name")],
    role: Annotated[str, typer.Option(help="岗位 role: officer 经办, reviewer 复核, auditor 稽核")],
    region: Annotated[str, typer.Option(help="行政区划代码 region code")],
    password: Annotated[
        str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True, help="密码 password")
    ],
) -> None:
    """建立账号。Open an account."""
    load_database()
    from django.core.exceptions import ValidationError
    from django.utils import timezone

    from jineng.platform.identity.operations import open_account
    from jineng.platform.identity.roles import Role

    try:
        open_account(
            actor=None,
            at=timezone.now(),
            username=username,
            password=password,
            display_name=name,
            role=Role(role),
            region_code=region,
        )
    except ValidationError as fault:
        refuse("\n".join(fault.messages))
    except ValueError:
        refuse(f"--role: expected one of {', '.join(Role.values)}, found {role!r}")
    typer.echo(f"已建立 opened: {username}")


def demo() -> None:
    """准备演示账号和数据并列出账号。Prepare the demonstration: tables, accounts, a year of each county; print the accounts."""
    load_database()
    from django.conf import settings
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    path = settings.STATE_DIR / "demo-accounts.json"
    are_new = not path.exists()
    passwords = _demo_passwords(path)
    _open_demo_accounts(passwords, are_new=are_new)
    load_demo_years()
    typer.echo("演示账号 Demo accounts")
    for username, role, display_name, region_code in _DEMO:
        typer.echo(f"  {username:<18} {passwords[username]:<16} {role:<9} {region_code}  {display_name}")


def _open_demo_accounts(passwords: dict[str, str], *, are_new: bool) -> None:
    from django.utils import timezone

    from jineng.platform.identity.operations import open_account, set_password
    from jineng.platform.identity.queries import find_user
    from jineng.platform.identity.roles import Role

    for username, role, display_name, region_code in _DEMO:
        user = find_user(username)
        if user is None:
            open_account(
                actor=None,
                at=timezone.now(),
                username=username,
                password=passwords[username],
                display_name=display_name,
                role=Role(role),
                region_code=region_code,
            )
        elif are_new:
            set_password(actor=None, at=timezone.now(), user=user, password=passwords[username])


def _demo_passwords(path: Path) -> dict[str, str]:
    """Return a password for each account, drawn once for this installation: none is known beforehand."""
    from jineng.platform.encryption import write_secret

    if not path.exists():
        write_secret(path, json.dumps({username: secrets.token_urlsafe(9) for username, *_ in _DEMO}))
    kept: dict[str, str] = json.loads(path.read_text())
    return kept
