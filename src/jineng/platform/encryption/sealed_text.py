"""A text that is kept sealed: nothing shows it but ``open``."""

from __future__ import annotations

from typing import Final, NoReturn, Self

from django.conf import settings

HIDDEN: Final = "••••••"
"""What a sealed text shows wherever it lands by accident: a page, a log, an error."""


def seal_text(context: str, text: str) -> bytes:
    """Return the message that a ``SealedTextField`` of this context stores: for writers that send rows by COPY."""
    sealed: bytes = settings.KEY_RING.seal(text.encode(), context.encode())
    return sealed


def open_text(context: str, sealed: bytes | memoryview) -> str:
    """Return the text of a stored message.

    Raises:
        SealError: it was changed or moved, is none, or its key is not on the ring.
    """
    content: bytes = settings.KEY_RING.open(bytes(sealed), context.encode())
    return content.decode()


class SealedText:
    """A sealed text of one place. Shown, logged or formatted it is ``••••••``; it cannot be pickled nor written as JSON.

    Two are equal only if they are the same object: compare by blind index.
    """

    __slots__ = ("context", "sealed")

    def __init__(self, context: str, sealed: bytes) -> None:
        self.context = context
        self.sealed = sealed

    @classmethod
    def of(cls, context: str, text: str) -> Self:
        """Seal a text."""
        return cls(context, seal_text(context, text))

    def open(self) -> str:
        """Return the text. Only where a person may see it, or a calculation needs it.

        Raises:
            SealError: it was changed or moved, or its key is not on the ring.
        """
        return open_text(self.context, self.sealed)

    @property
    def masked(self) -> str:
        """Return what stands for the text; a mask with some of its digits is a column of its own."""
        return HIDDEN

    def __str__(self) -> str:
        return HIDDEN

    def __format__(self, format_spec: str) -> str:
        return format(HIDDEN, format_spec)

    def __repr__(self) -> str:
        return f"<sealed {self.context}>"

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a sealed text is not pickled: keep the row's key instead")
