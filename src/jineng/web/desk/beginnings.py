"""What the form of a new part begins with: the clause that was picked, the term to be decided, and what can be known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from jineng.policy.forms.posted import SEPARATOR
from jineng.web.desk.entries import HEAD

if TYPE_CHECKING:
    from django.http import HttpRequest

    from jineng.policy.forms.fields import Field, RuleForm
    from jineng.web.desk.opened import Opened
    from jineng.web.desk.originals import OriginalPart
    from jineng.web.desk.slots import Values

_MAIN_ROWS: Final = frozenset({"tiers"})
"""Rows that may be missing but seldom are: where their form shows them, the first one stands ready."""


def first_values(
    request: HttpRequest, opened: Opened, section: str, form: RuleForm, picked: OriginalPart | None
) -> Values:
    """Return what stands in the form of a new part before anything is typed."""
    asked = request.GET
    values: Values = {f"{field.name}{SEPARATOR}0": [""] for field in form.fields if _begins_with_a_row(field)}
    if section == "clause" and picked:
        values = {
            "number": [picked.number],
            "text-zh": [picked.text],
            "figures": [str(figure) for figure in picked.figures],
        }
    clause = asked.get("clause", "")
    cited = [clause] if clause else list(picked.clause_keys) if picked else []
    if cited and section == "rule":
        values["cite"] = cited
    if cited and section == "reading":
        values["clause"] = cited[:1]
    if form.subject:
        values["subject"] = [form.subject]
    if section == "fill":
        own_id = str((opened.contents.content.get(HEAD) or {}).get("id", ""))
        values |= {"of": [asked.get("of", own_id)], "rule": [asked.get("rule", "")], "term": [asked.get("term", "")]}
        values["by"] = [asked.get("by", "")]
    return values


def _begins_with_a_row(field: Field) -> bool:
    return field.control == "rows" and not field.advanced and (field.required or field.name in _MAIN_ROWS)
