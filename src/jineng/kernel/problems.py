"""What is wrong with an input, said so that a clerk can mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jineng.kernel.text import Language, Text


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a problem stands.

    In a workbook: sheet, row as the spreadsheet numbers it (the heading is row 1), column heading. In a document: file and
    ``field``, the path of the value.
    """

    sheet: str = ""
    row: int = 0
    column: str = ""
    field: str = ""

    def say(self, language: Language) -> str:
        """Write the place as people look it up; parts that do not apply are left out."""
        if language == "en":
            parts = [
                self.sheet,
                f"row {self.row}" if self.row else "",
                f"column {self.column}" if self.column else "",
                self.field,
            ]
            return ", ".join(part for part in parts if part)
        parts = [
            self.sheet,
            f"第 {self.row} 行" if self.row else "",
            f"“{self.column}”列" if self.column else "",
            self.field,
        ]
        return " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in an input: a stable code, its place, what was expected and found and what to do."""

    code: str
    place: Place
    text: Text

    def say(self, language: Language) -> str:
        """Write place and fault in one line."""
        place = self.place.say(language)
        return f"{place}: {self.text.in_(language)}" if place else self.text.in_(language)


class UnusableError(ValueError):
    """An input that cannot be used; carries every problem found, and promises that nothing was written."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep the problems by sheet, in the order in which sheets were first named, then by row and column."""
        sheets = list(dict.fromkeys(problem.place.sheet for problem in problems))
        self.problems: tuple[Problem, ...] = tuple(
            sorted(problems, key=lambda problem: (sheets.index(problem.place.sheet), problem.place))
        )
        super().__init__("\n".join(problem.say("en") for problem in self.problems))
