"""From a file or pasted text to the original (原件) of a draft, split into its clauses."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from jineng.domain.drafts.operations import attach_original
from jineng.originals.clauses import OriginalClause, split_clauses
from jineng.originals.doubts import doubts_about
from jineng.originals.reading import from_pasted, read_original

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from jineng.domain.drafts.models import DraftOriginal
    from jineng.kernel.text import Text
    from jineng.originals.reading import Original
    from jineng.platform.identity.models import User

PASTED_NAME: Final = "粘贴的正文.txt"


def attach_file(*, actor: User, at: datetime, draft_id: UUID, filename: str, content: bytes) -> DraftOriginal:
    """Read an uploaded original, split it into clauses and keep both.

    Raises:
        UnusableError: the file cannot be read as an original.
        DraftError: the draft takes no original from this person now.
    """
    return _attach(actor, at, draft_id, filename, content, read_original(content, filename))


def attach_pasted(*, actor: User, at: datetime, draft_id: UUID, text: str) -> DraftOriginal:
    """Keep pasted text as the original, split into clauses.

    Raises:
        UnusableError: there is nothing in it, or too much.
        DraftError: the draft takes no original from this person now.
    """
    content = text.encode("utf-8", errors="replace")
    return _attach(actor, at, draft_id, PASTED_NAME, content, from_pasted(text))


def clauses_kept(rows: Sequence[dict[str, Any]]) -> list[OriginalClause]:
    """Return the clauses of a kept original."""
    return [OriginalClause(**{"parent": None, **row}) for row in rows]


def doubts_by_clause(clauses: Sequence[OriginalClause]) -> dict[int, list[Text]]:
    """Return what to look at in the clauses that were split, by the clause's place from 0."""
    doubts: dict[int, list[Text]] = {}
    for doubt in doubts_about(clauses):
        doubts.setdefault(doubt.clause, []).append(doubt.text)
    return doubts


def _attach(
    actor: User, at: datetime, draft_id: UUID, filename: str, content: bytes, original: Original
) -> DraftOriginal:
    return attach_original(
        actor=actor,
        at=at,
        draft_id=draft_id,
        filename=filename,
        form=original.form,
        content=content,
        paragraphs=original.paragraphs,
        clauses=[_kept(clause) for clause in split_clauses(original.paragraphs)],
    )


def _kept(clause: OriginalClause) -> dict[str, Any]:
    """Return a clause as it is kept: what there is not is left out."""
    return {name: value for name, value in asdict(clause).items() if value is not None}
