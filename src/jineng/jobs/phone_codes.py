"""Sending codes to phones in the background, so that the page answers at once and always alike."""

from __future__ import annotations

from typing import Final

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from jineng.platform.identity.operations.phone_codes import TASK, send_code
from jineng.platform.messages.gateways import UnreachableError
from jineng.platform.scope import acting_as_machine

_ATTEMPTS: Final = 3
_SECONDS_TO_RETRY: Final = 10


@app.task(
    name=TASK,
    retry=RetryStrategy(max_attempts=_ATTEMPTS, wait=_SECONDS_TO_RETRY, retry_exceptions=[UnreachableError]),
)
def send(key: int) -> None:
    """Send the code with this number.

    Raises:
        UnreachableError: the gateway did not answer; it is tried again while the code lives.
    """
    with acting_as_machine():
        send_code(at=timezone.now(), key=key)
