"""What can go wrong with settlements; each error carries what to tell the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jineng.kernel.text import Text


class SettlementError(Exception):
    """Any refusal of this module."""


class SettlementNotFoundError(SettlementError, LookupError):
    """There is no such settlement or line, or it is of another region: the two are not told apart."""


class NotAllowedError(SettlementError):
    """The person's role does not cover this action."""


class UploadRefusedError(SettlementError):
    """A book is not taken; ``field`` names what to mend (``policy``, ``as_of`` or ``book``)."""

    def __init__(self, field: str, text: Text) -> None:
        """Keep the field and what to tell."""
        self.field = field
        self.text = text
        super().__init__(text.en)


class WrongStateError(SettlementError):
    """The settlement is not in a state that allows this."""

    def __init__(self, state: str, action: str) -> None:
        """Name both."""
        super().__init__(f"a settlement in state {state} allows no {action}")
