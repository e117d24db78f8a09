"""Staged rows as pages show them: masked, with the fields that would change by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from jineng.domain.imports.states import VERDICT_LABELS, Verdict
from jineng.domain.registry.organisation_rules import FACT_LABELS
from jineng.domain.registry.people_facts import FIELD_LABELS, PersonRow
from jineng.kernel.documents import mask_document
from jineng.kernel.identifiers import mask_name
from jineng.workbook.registry_forms.forms import OF_PEOPLE

if TYPE_CHECKING:
    from jineng.domain.imports.parts import StagedRow
    from jineng.kernel.text import Text

_NAME: Final = PersonRow._fields.index("name")
_NUMBER: Final = PersonRow._fields.index("id_number")


class SaidRow(NamedTuple):
    """A row for people to look at: nobody can be recognised by it but by whoever has the file."""

    sheet: str
    row: int
    name: str
    number: str
    verdict: str
    label: Text
    fields: list[Text]
    reason: Text | None


def said_row(form: str, row: StagedRow) -> SaidRow:
    """Return a row masked: of people the family name and the ends of the number, of organisations name and code in full."""
    if form in OF_PEOPLE:
        name, number = mask_name(row.values[_NAME]), mask_document(row.values[_NUMBER])
    elif form == "teachers":
        name, number = mask_name(row.values[0]["name"]), mask_document(row.values[0]["id_number"])
    else:
        name, number = row.values[0]["name"], row.values[0]["credit_code"]
    labels = FIELD_LABELS if form in OF_PEOPLE else FACT_LABELS
    fields = [labels[field] for field in row.fields if field in labels]
    return SaidRow(
        row.sheet, row.row, name, number, row.verdict, VERDICT_LABELS[Verdict(row.verdict)], fields, row.reason
    )
