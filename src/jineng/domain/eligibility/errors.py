"""What operations on eligibility refuse with; each says in both languages what to do instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jineng.kernel.text import Text


class EligibilityError(Exception):
    """Something may not be done now; ``text`` says why and what to do, ``field`` which entry of a form is meant."""

    def __init__(self, text: Text, field: str = "") -> None:
        """Keep the text for the page."""
        self.text = text
        self.field = field
        super().__init__(text.en)


class SetNotFoundError(LookupError):
    """There is no such comparison set for this person."""


class BatchNotFoundError(LookupError):
    """There is no such batch, or nobody of that name in it, for this person."""


class BenefitNotFoundError(LookupError):
    """There is no such benefit for this person."""


class AlreadyEnjoyedError(EligibilityError):
    """The benefit was had before as often as the plan allows; nothing is said of where or through whom."""
