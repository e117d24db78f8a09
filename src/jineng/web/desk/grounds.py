"""What a rule rests on while it is written: the clauses it cites, their figures, and those that nothing uses yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jineng.web.desk.entries import find_entry, list_entries, new_id, strings, text_of, with_entry

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jineng.domain.drafts.contents import Contents
    from jineng.kernel.text import Text
    from jineng.policy.draft import DraftProblem
    from jineng.web.desk.entries import Table
    from jineng.web.desk.originals import OriginalPart


@dataclass(frozen=True, slots=True)
class Grounds:
    """The clauses that a part cites – key, number, words – and their figures as documents write them."""

    clauses: tuple[tuple[str, str, Text], ...]
    figures: tuple[str, ...]

    def unused(self, problems: Iterable[DraftProblem], contents: Contents) -> list[Text]:
        """Return what the checks say of these clauses: above all which of their figures no rule uses yet."""
        keys = {key for key, _, _ in self.clauses}
        places = {entry.place - 1 for entry in list_entries(contents, "clause") if entry.key in keys}
        return [
            problem.text
            for problem in problems
            if problem.path[:1] == ("clause",) and len(problem.path) > 1 and problem.path[1] in places
        ]


def grounds_of(contents: Contents, table: Table, picked: OriginalPart | None) -> Grounds:
    """Return what a part's table cites, and the clause of the original that it was picked from."""
    cited = strings(table.get("cite")) or ([str(table["clause"])] if table.get("clause") else [])
    entries = [entry for entry in list_entries(contents, "clause") if entry.table.get("id") in cited]
    figures = [figure for entry in entries for figure in strings(entry.table.get("figures"))]
    for reading in list_entries(contents, "reading"):
        if reading.table.get("id") in strings(table.get("readings")):
            figures += strings(reading.table.get("figures"))
    figures += [str(figure) for figure in picked.figures] if picked else []
    clauses = tuple(
        (entry.key, str(entry.table.get("number", "")), text_of(entry.table.get("text"))) for entry in entries
    )
    return Grounds(clauses, tuple(dict.fromkeys(figures)))


def clause_of_part(contents: Contents, picked: OriginalPart) -> tuple[Contents, str]:
    """Return the contents with a clause for this part of the original, and its id: the one there is, or a new one in the original's words."""
    for key in picked.clause_keys:
        entry = find_entry(contents, "clause", key)
        if entry and isinstance(entry.table.get("id"), str):
            return contents, str(entry.table["id"])
    clause_id = new_id(contents, "clause", "clause")
    text = picked.text or picked.mark
    table: Table = {"id": clause_id, "number": picked.number or "前言", "text": {"zh": text, "en": text}}
    if picked.figures:
        table["figures"] = [str(figure) for figure in picked.figures]
    return with_entry(contents, "clause", None, table), clause_id
