"""Finds the heading row of a form: below titles, over two rows, whatever its columns are called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from jineng.workbook.registry_forms.layout import simplify

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jineng.workbook.registry_forms.layout import Column, Form

HEADING_ROWS: Final = 15
"""How far down a heading is looked for."""

_Merged = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a sheet: its last row (from 1), what each column is called, and the form's columns by place.

    ``twice`` names columns that stand in two places: (place, column); the second is not read.
    """

    row: int
    names: list[str]
    places: dict[str, int]
    twice: list[tuple[int, Column]]


def find_heading(rows: Sequence[Sequence[str]], merged: Sequence[_Merged], form: Form) -> Heading | None:
    """Return the heading among the first rows, or None where no row has all columns that the form is known by.

    Of several the one that names most columns counts, the upper of equals.
    """
    best: Heading | None = None
    for number in range(1, len(rows) + 1):
        names = _names(rows, merged, number)
        heading = _matched(names, number, form)
        if heading and (best is None or len(heading.places) > len(best.places)):
            best = heading
    return best


def _names(rows: Sequence[Sequence[str]], merged: Sequence[_Merged], number: int) -> list[str]:
    """Return what the columns are called if ``number`` is the heading's last row: a cell merged down to it counts."""
    row = list(rows[number - 1])
    for top, left, bottom, right in merged:
        if top < number <= bottom and left == right and left <= len(row) and not row[left - 1]:
            above = rows[top - 1]
            row[left - 1] = above[left - 1] if left <= len(above) else ""
    while row and not row[-1]:
        row.pop()
    return row


def _matched(names: list[str], number: int, form: Form) -> Heading | None:
    places: dict[str, int] = {}
    twice: list[tuple[int, Column]] = []
    for place, name in enumerate(names):
        column = form.by_heading.get(simplify(name)) if name else None
        if column is None:
            continue
        if column.key in places:
            twice.append((place, column))
        else:
            places[column.key] = place
    return Heading(number, names, places, twice) if set(form.known_by) <= places.keys() else None
