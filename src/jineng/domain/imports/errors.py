"""What can go wrong with imports; each error carries what to tell the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jineng.kernel.text import Text


class ImportRefusalError(Exception):
    """Any refusal of this module."""


class ImportNotFoundError(ImportRefusalError, LookupError):
    """There is no such import, or the person does not see it: the two are not told apart."""


class UploadRefusedError(ImportRefusalError):
    """A file is not taken; ``field`` names what to mend (``form``, ``book`` or ``selection``)."""

    def __init__(self, field: str, text: Text) -> None:
        """Keep the field and what to tell."""
        self.field = field
        self.text = text
        super().__init__(text.en)


class WrongStateError(ImportRefusalError):
    """The import is not in a state that allows this."""

    def __init__(self, state: str, action: str) -> None:
        """Name both."""
        super().__init__(f"an import in state {state} allows no {action}")
