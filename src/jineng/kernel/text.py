"""Text in the two languages of the system, Chinese first."""

from __future__ import annotations

from typing import Literal, NamedTuple

Language = Literal["zh", "en"]
"""The languages a person can read the system in; Chinese is the one of record."""


class Text(NamedTuple):
    """One statement in Chinese and in English.

    >>> Text("补贴", "subsidy").in_("en")
    'subsidy'
    """

    zh: str
    en: str

    def in_(self, language: Language) -> str:
        """Return the statement in ``language``."""
        return self.en if language == "en" else self.zh

    def __str__(self) -> str:
        return self.zh
