"""The sealed parts of an import: what is in them, and how they are sealed for their place."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from django.conf import settings

from jineng.kernel.problems import Place, Problem
from jineng.kernel.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

PartKind = Literal["file", "findings", "rows", "report"]
ROWS_A_PART: Final = 500
"""Rows sealed together: one by one they would cost as much as reading the file."""


class StagedRow(NamedTuple):
    """A row that waits: where it stands in the file, its values in the order of the form's handler, what it would do."""

    sheet: str
    row: int
    values: list[Any]
    verdict: str
    fields: Sequence[str] = ()
    reason: Text | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found in a form: what keeps it out, what to look at, and what was left unread."""

    problems: Sequence[Problem]
    warnings: Sequence[Problem] = ()
    notes: Sequence[Text] = ()


def seal_part(content: bytes, import_key: int, kind: PartKind, ordinal: int = 0) -> bytes:
    """Seal bytes for their place; moved to another import or place they do not open."""
    return settings.KEY_RING.seal(content, _context(import_key, kind, ordinal))


def open_part(sealed: bytes | memoryview, import_key: int, kind: str, ordinal: int = 0) -> bytes:
    """Open a sealed part.

    Raises:
        SealError: it was changed or moved, or its key is not on the ring.
    """
    return settings.KEY_RING.open(bytes(sealed), _context(import_key, kind, ordinal))


def rows_to_bytes(rows: Sequence[StagedRow]) -> bytes:
    """Write rows as JSON."""
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()


def rows_from_bytes(content: bytes) -> list[StagedRow]:
    """Read rows back."""
    return [
        StagedRow(sheet, row, values, verdict, fields, None if reason is None else Text(*reason))
        for sheet, row, values, verdict, fields, reason in json.loads(content)
    ]


def findings_to_bytes(findings: Findings) -> bytes:
    """Write findings as JSON."""
    told = [
        [[problem.code, *_place(problem.place), *problem.text] for problem in problems]
        for problems in (findings.problems, findings.warnings)
    ]
    return json.dumps([*told, [list(note) for note in findings.notes]], ensure_ascii=False).encode()


def findings_from_bytes(content: bytes) -> Findings:
    """Read findings back."""
    problems, warnings, notes = json.loads(content)
    return Findings(_problems(problems), _problems(warnings), [Text(*note) for note in notes])


def _problems(rows: Sequence[tuple[str, str, int, str, str, str]]) -> list[Problem]:
    return [Problem(code, Place(sheet, row, column), Text(zh, en)) for code, sheet, row, column, zh, en in rows]


def _place(place: Place) -> tuple[str, int, str]:
    return place.sheet, place.row, place.column


def _context(import_key: int, kind: str, ordinal: int) -> bytes:
    return f"imports.part/{import_key}/{kind}/{ordinal}".encode()
