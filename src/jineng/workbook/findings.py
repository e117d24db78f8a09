"""Problems gathered while a book is read: counted in full, put into words only as far as they are listed."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from jineng.kernel.problems import Place, Problem, UnusableError
from jineng.kernel.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

LISTED_PER_SHEET: Final = 1000
"""How many problems of one sheet are listed; the rest is counted in a closing one."""


@dataclass(frozen=True, slots=True)
class Fault:
    """The same fault in several rows of one column; ``say`` words it for the n-th of ``rows`` (ascending)."""

    code: str
    column: str
    rows: Sequence[int]
    say: Callable[[int], Text]


class Findings:
    """Collects problems of files and sheets and faults of cells, and raises them together."""

    def __init__(self) -> None:
        """Start with nothing found."""
        self._problems: list[Problem] = []
        self._faults: dict[str, list[Fault]] = {}

    def begin(self, sheet: str) -> None:
        """Name a sheet; faults are told in the order in which sheets were begun."""
        self._faults.setdefault(sheet, [])

    def add(self, code: str, place: Place, text: Text) -> None:
        """Add one problem of a file, sheet or heading."""
        self._problems.append(Problem(code, place, text))

    def add_fault(self, sheet: str, fault: Fault) -> None:
        """Add one fault of cells, if any row has it."""
        if len(fault.rows):
            self._faults.setdefault(sheet, []).append(fault)

    def raise_if_any(self) -> None:
        """Raise what was found.

        Raises:
            UnusableError: anything was found.
        """
        problems = list(self._problems)
        for sheet, faults in self._faults.items():
            problems += _listed(sheet, faults)
        if problems:
            raise UnusableError(problems)


def _listed(sheet: str, faults: Sequence[Fault]) -> list[Problem]:
    """Word the first faults in the order of rows, whole rows at a time, and say how many more there are."""
    total = sum(len(fault.rows) for fault in faults)
    entries = sorted(
        (row, number, index)
        for number, fault in enumerate(faults)
        for index, row in enumerate(fault.rows[: LISTED_PER_SHEET + 1])
    )
    cut = len(entries)
    if cut > LISTED_PER_SHEET:
        last = entries[LISTED_PER_SHEET - 1][0]
        cut = next((n for n in range(LISTED_PER_SHEET, cut) if entries[n][0] != last), cut)
    problems = []
    for row, number, index in entries[:cut]:
        fault = faults[number]
        problems.append(Problem(fault.code, Place(sheet, row, fault.column), fault.say(index)))
    if total > cut:
        more = total - cut
        text = Text(
            f"从此行起还有 {more} 处问题未列出；请先改正已列出的，再读一次",
            f"from this row on {more} more problems are not listed; mend those listed and read the book again",
        )
        row = entries[cut][0] if cut < len(entries) else entries[-1][0] + 1
        problems.append(Problem("more_problems", Place(sheet, row), text))
    return problems


def refuse(code: str, place: Place, zh: str, en: str) -> UnusableError:
    """Return the error for a file that cannot be read any further."""
    return UnusableError([Problem(code, place, Text(zh, en))])


@contextmanager
def failing_as(error: Callable[[], UnusableError]) -> Iterator[None]:
    """Turn whatever a reader of foreign bytes raises into ``error``; problems already worded pass through."""
    try:
        yield
    except (UnusableError, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as failure:  # a panic inside a Rust reader arrives as a BaseException
        raise error() from failure
