"""What can be wrong with sealed messages and keys. No message shows a key or a content."""

from __future__ import annotations


class SealError(ValueError):
    """A sealed message cannot be opened; the message says whether the key is missing or the content was changed."""


class KeyRingError(ValueError):
    """A ring, or what is asked of it, cannot be: says what was expected and what to do."""
