"""The worker process: takes queued runs, and gives back those of workers that were killed."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from procrastinate.contrib.django import app as django_app
from procrastinate.contrib.django.django_connector import DjangoConnector

if TYPE_CHECKING:
    from procrastinate import App

_log = logging.getLogger(__name__)

_HEARTBEAT_SECONDS: Final = 3
_DEAD_AFTER_SECONDS: Final = 12
"""Without a heartbeat for so long a worker is taken for dead, and its runs are queued again."""

_REAP_SECONDS: Final = 3
_GRACE_SECONDS: Final = 5
"""How long a worker that is asked to stop waits for its runs; what is left starts over with the next worker."""


def work(*, concurrency: int) -> None:
    """Take runs until asked to stop by SIGTERM or SIGINT."""
    connector = django_app.connector
    if not isinstance(connector, DjangoConnector):
        raise TypeError(f"expected the connector of Django, found {type(connector).__name__}")
    with django_app.replace_connector(connector.get_worker_connector()) as app:
        asyncio.run(_work(app, concurrency))


async def reap(app: App) -> int:
    """Queue the runs of dead workers again; return how many there were."""
    stalled = list(await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=_DEAD_AFTER_SECONDS))
    for job in stalled:
        await app.job_manager.retry_job(job)
        _log.warning("job %s lost its worker and is queued again", job.id)
    return len(stalled)


async def _work(app: App, concurrency: int) -> None:
    async with app.open_async():
        reaper = asyncio.create_task(_keep_reaping(app))
        try:
            await app.run_worker_async(
                concurrency=concurrency,
                update_heartbeat_interval=_HEARTBEAT_SECONDS,
                stalled_worker_timeout=_DEAD_AFTER_SECONDS,
                shutdown_graceful_timeout=_GRACE_SECONDS,
                fetch_job_polling_interval=_REAP_SECONDS,
                delete_jobs="successful",
            )
        finally:
            reaper.cancel()
            with suppress(asyncio.CancelledError):
                await reaper


async def _keep_reaping(app: App) -> None:
    while True:
        try:
            await reap(app)
        except Exception:  # noqa: BLE001 -- tried again in a moment
            _log.exception("looking for lost jobs failed; trying again")
        await asyncio.sleep(_REAP_SECONDS)
