"""The demonstration does its queued work itself, so that it is there when the command ends."""

from __future__ import annotations

import asyncio


def work_off_queue() -> None:
    """Do what is queued, as the worker does, and stop; what is interrupted the next worker takes up."""
    asyncio.run(_work_off())


async def _work_off() -> None:
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    connector = app.connector
    if not isinstance(connector, DjangoConnector):
        raise TypeError(f"expected the connector of Django, found {type(connector).__name__}")
    with app.replace_connector(connector.get_worker_connector()) as worker:
        async with worker.open_async():
            await worker.run_worker_async(wait=False, install_signal_handlers=False, delete_jobs="successful")
