"""Checks of a document before anything runs: names, facts, tables, tiers, shares, days, and numbers against clauses.

Each fault has a stable code, a place (file, rule and field), and says what to change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jineng.kernel.problems import Place, Problem
from jineng.policy import delegation
from jineng.policy.checks.claims import claims_faults
from jineng.policy.checks.clause_figures import figure_faults
from jineng.policy.checks.periods import head_faults, periods_overlap
from jineng.policy.checks.references import name_faults
from jineng.policy.checks.survey import survey
from jineng.policy.checks.workbook import workbook_faults

if TYPE_CHECKING:
    from jineng.kernel.text import Text
    from jineng.policy.document import Document

__all__ = ["check_document", "periods_overlap"]


def check_document(document: Document, name: str, superior: Document | None = None) -> list[Problem]:
    """Return every fault of a typed document; none means that it can be compiled.

    Where terms were left open and decided since, the document is checked with the decisions in their place too. Beside its
    superior's text, its rules may name the superior's. Figures are held against clauses only where nothing else is wrong: a name
    that leads nowhere would make faults of every number behind it.

    Args:
        document: as ``parsing.parse_document`` returns it.
        name: the file's name, for the places of the faults.
        superior: the text of the superior that the head names by id, if it is there.
    """
    by_records = claims_faults if document.head.records == "claims" else workbook_faults
    faults: list[tuple[str, str, Text]] = [
        *name_faults(document),
        *head_faults(document),
        *delegation.faults(document, superior),
    ]
    if not faults:
        faults = [*by_records(survey(delegation.filled(document, superior)))]
    elif superior is None:
        faults += by_records(survey(document))
    if not faults:
        faults = [*figure_faults(document)]
    return [Problem(code, Place(sheet=name, field=where), text) for code, where, text in faults]
