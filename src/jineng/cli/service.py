"""``jineng serve`` and ``jineng worker``."""

from __future__ import annotations

import os
import socket
import sys
from typing import Annotated

import typer

from jineng.cli.django_setup import load_database, refuse
from jineng.cli.doctor import refuse_unprotected


def serve(
    host: Annotated[str, typer.Option(help="监听地址 address to listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="端口 port")] = 8000,
    workers: Annotated[int, typer.Option(min=1, help="网页进程数 web processes")] = 2,
    threads: Annotated[int, typer.Option(min=1, help="每进程线程数 threads of each web process")] = 4,
    jobs: Annotated[int, typer.Option(min=0, help="同时进行的后台任务数 background jobs at once")] = 1,
) -> None:
    """启动网站和后台任务，直到按 Ctrl-C。Serve the site and do background work until stopped."""
    load_database()
    refuse_unprotected()
    from django.conf import settings

    from jineng.cli.supervisor import Child, Supervisor
    from jineng.platform.postgres.layout import layout_for

    _require_free(host, port)
    if not settings.DEBUG and not (settings.STATIC_ROOT / "staticfiles.json").exists():
        refuse(
            "页面样式尚未生成，请用 make serve 启动。 The styles of the pages are not built yet; start with: make serve"
        )
    children = [
        Child(
            "web",
            [
                *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)),
                *("--workers", str(workers), "--blocking-threads", str(threads), "--no-ws", "--log-level", "warning"),
                *("--respawn-failed-workers", "--workers-kill-timeout", "5", "jineng.config.served:application"),
            ],
        )
    ]
    if jobs:
        children.append(Child("worker", _worker_command(jobs)))
    layout = layout_for(settings.STATE_DIR) if settings.BUNDLED_DATABASE else None
    typer.echo(f"技能通 Jineng: http://{host}:{port}/  (Ctrl-C 停止 stops)")
    Supervisor(children, database=layout).run()


def worker(
    jobs: Annotated[int, typer.Option(min=1, help="同时进行的后台任务数 background jobs at once")] = 1,
) -> None:
    """只做后台任务。Do background work only."""
    load_database()
    refuse_unprotected()
    command = _worker_command(jobs)
    os.execv(command[0], command)  # noqa: S606 -- this very Python


def _worker_command(jobs: int) -> list[str]:
    return [sys.executable, "-m", "jineng.jobs", str(jobs)]


def _require_free(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fault:
            refuse(
                f"{host}:{port} 不可用（{fault.strerror}），请用 --port 另选端口。 "
                f"{host}:{port} cannot be used ({fault.strerror}); choose another with --port."
            )
