"""What a gateway for short messages does."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class CodeMessage:
    """A code for a phone of 11 digits. ``key`` names the message, so that sending it twice can be told from two messages."""

    phone: str = field(repr=False)
    code: str = field(repr=False)
    purpose: str
    key: str


class GatewayError(Exception):
    """The message was not taken. ``reason`` is the gateway's word for it; it quotes neither number nor code."""

    def __init__(self, reason: str) -> None:
        """Keep the reason."""
        self.reason = reason
        super().__init__(reason)


class UnreachableError(GatewayError):
    """The gateway did not answer, or answered with a fault of its own: try again later."""


class Gateway(Protocol):
    """Takes messages and passes them on."""

    def send(self, message: CodeMessage) -> None:
        """Send a code.

        Raises:
            UnreachableError: nobody answered.
            GatewayError: the message was refused.
        """
