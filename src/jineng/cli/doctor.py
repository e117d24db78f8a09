"""``jineng doctor``: is the database protected as it should be?"""

from __future__ import annotations

import typer

from jineng.cli.console import language, say
from jineng.cli.django_setup import load_database, refuse
from jineng.kernel.text import Text


def doctor() -> None:
    """检查数据库角色、行级安全和审计是否完好；有问题时退出码为 1。Check roles, row-level security and audit; exit status 1 on faults."""
    load_database()
    from jineng.platform.postgres.inspection import login_faults, table_faults

    faults = login_faults() + table_faults()
    for fault in faults:
        say(fault, err=True)
    if faults:
        raise typer.Exit(1)
    say(Text("角色、行级安全和审计均完好", "roles, row-level security and audit are as they should be"))


def refuse_unprotected() -> None:
    """End the command if what it would serve is not protected: a role too powerful, tables without policies, other keys."""
    from django.conf import settings
    from django.db import connection

    from jineng.platform.encryption.errors import KeyRingError
    from jineng.platform.encryption.queries import check_index_keys
    from jineng.platform.postgres.inspection import login_faults, table_faults

    faults = login_faults() or table_faults()
    if faults:
        refuse("\n".join(fault.in_(language()) for fault in faults))
    try:
        check_index_keys(settings.KEY_RING.now())
    except KeyRingError as fault:
        refuse(str(fault))
    connection.close()  # nothing of this process is to keep the bundled server from stopping
