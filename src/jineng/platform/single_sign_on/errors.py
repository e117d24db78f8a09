"""What can go wrong between this site and the identity service."""

from __future__ import annotations


class SignOnError(Exception):
    """The answer cannot be believed; the message says why and quotes nothing of it."""


class ProviderUnreachableError(SignOnError):
    """The identity service did not answer, or with a fault of its own."""
