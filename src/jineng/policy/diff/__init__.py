"""What changed between two versions of a plan, in an officer's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jineng.policy.diff.changes import Change
from jineng.policy.diff.head import head_changes
from jineng.policy.diff.rules import rule_changes
from jineng.policy.diff.texts import clause_changes, fact_changes, fill_changes, reading_changes

if TYPE_CHECKING:
    from jineng.policy.document import Document

__all__ = ["Change", "diff"]


def diff(old: Document, new: Document) -> list[Change]:
    """Return every change of head, rules, declared facts, fills, readings and clauses, each in the order of the new version, removals last."""
    return [
        *head_changes(old, new),
        *rule_changes(old, new),
        *fact_changes(old, new),
        *fill_changes(old, new),
        *reading_changes(old, new),
        *clause_changes(old, new),
    ]
