"""Lists of teachers: a row is one qualification; teachers are known by their person, or by name where there is none."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils import timezone

from jineng.domain.imports.parts import StagedRow
from jineng.domain.imports.states import Verdict
from jineng.domain.permitted import NotAllowedError
from jineng.domain.registry.models import Organisation, Qualification, Teacher
from jineng.domain.registry.operations.equipment import add_qualification, engage_teacher
from jineng.domain.registry.organisation_errors import OrganisationError
from jineng.domain.registry.people_comparison import known_by_index
from jineng.domain.registry.people_indexes import document_index
from jineng.kernel.problems import Place, Problem
from jineng.kernel.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from jineng.domain.imports.models import Import
    from jineng.workbook.registry_forms.reading import ReadForm

_NO_ORGANISATION: Final = Text(
    "没有登记这个信用代码的机构；请先登记机构，或改正代码",
    "no organisation has this credit code; register it first, or correct it",
)
_NO_CODE: Final = Text(
    "请填写所属机构的统一社会信用代码", "give the credit code of the institution that the teacher belongs to"
)
_BACKWARDS: Final = Text(
    "有效期至早于发证日期；请改正其一", "it ends before the day of the certificate; correct one of them"
)


def stage(
    imported: Import,
    read: ReadForm,
    today: date,  # noqa: ARG001 -- as every form's
    report: Callable[[str, int, int], None],
) -> tuple[list[StagedRow], list[Problem]]:
    """Return the rows with what each would do, or what is wrong with them beyond their form."""
    problems: list[Problem] = []
    rows = read.table.rows(named=True)
    report("compare", 0, len(rows))
    codes = {row["credit_code"] for row in rows} - {None}
    organisations = dict(
        Organisation.objects.filter(credit_code__in=codes, closed_on=None).values_list("credit_code", "pk")
    )
    standing = Qualification.objects.filter(
        withdrawn_on=None, certificate_no__in=[row["certificate_number"] for row in rows]
    )
    noted = set(standing.values_list("teacher__organisation_id", "certificate_no"))
    staged = []
    for row in rows:
        organisation_key = imported.organisation_id or organisations.get(row["credit_code"])
        if organisation_key is None:
            text = _NO_ORGANISATION if row["credit_code"] else _NO_CODE
            problems.append(Problem("no_organisation", Place(row["sheet"], row["row"], "所属机构信用代码"), text))
        if row["valid_until"] and row["valid_until"] < row["valid_from"]:
            problems.append(Problem("end_before_start", Place(row["sheet"], row["row"], "有效期至"), _BACKWARDS))
        values = {key: value or "" for key, value in row.items() if key not in ("sheet", "row")}
        values["organisation_key"] = organisation_key
        verdict = Verdict.SAME if (organisation_key, row["certificate_number"]) in noted else Verdict.CREATE
        staged.append(StagedRow(row["sheet"], row["row"], [values], verdict.value))
    return staged, problems


def commit(
    imported: Import,
    rows: Sequence[StagedRow],
    at: datetime,
    report: Callable[[str, int, int], None],  # noqa: ARG001 -- all forms are committed alike; these are short
) -> tuple[list[StagedRow], list[int]]:
    """Note the teachers and what they may teach; a row that the registry refuses is left out, with why."""
    people = _people(rows)
    organisations = {
        organisation.pk: organisation
        for organisation in Organisation.objects.filter(pk__in={row.values[0]["organisation_key"] for row in rows})
    }
    became, keys = [], []
    for row in rows:
        values = row.values[0]
        person_key = people.get(document_index(values["id_kind"], values["id_number"]))
        try:
            with transaction.atomic():
                teacher, is_new = _teach(imported, organisations[values["organisation_key"]], values, person_key, at)
        except (OrganisationError, NotAllowedError, KeyError) as refusal:
            reason = getattr(refusal, "text", _NO_ORGANISATION)
            became.append(StagedRow(row.sheet, row.row, [], Verdict.REFUSE.value, (), reason))
            continue
        became.append(StagedRow(row.sheet, row.row, [], (Verdict.CREATE if is_new else Verdict.SAME).value))
        keys.append(teacher.pk)
    return became, keys


def _people(rows: Sequence[StagedRow]) -> dict[str, int]:
    """Return the registered people in sight among the teachers, by the index of their document."""
    indexes = [document_index(row.values[0]["id_kind"], row.values[0]["id_number"]) for row in rows]
    return {index: person.id for index, person in known_by_index(indexes).items()}


def _teach(
    imported: Import, organisation: Organisation, values: Mapping[str, Any], person_key: int | None, at: datetime
) -> tuple[Teacher, bool]:
    """Return the teacher, engaged if need be, and whether the certificate is new."""
    actor = imported.committed_by
    if actor is None:
        raise ValueError(f"import {imported.pk} was confirmed by nobody")
    teaching = Teacher.objects.filter(organisation=organisation, left_on=None)
    known = {"person": person_key} if person_key is not None else {"person": None, "name": values["name"]}
    teacher = teaching.filter(**known).first() or engage_teacher(
        actor=actor,
        at=at,
        uid=organisation.uid,
        name=values["name"],
        engaged_on=timezone.localdate(at),
        person_key=person_key,
    )
    number = values["certificate_number"]
    if Qualification.objects.filter(teacher=teacher, certificate_no=number, withdrawn_on=None).exists():
        return teacher, False
    add_qualification(
        actor=actor,
        at=at,
        teacher_key=teacher.pk,
        occupation=values["occupation"],
        level=int(values["level"] or 0),
        certificate_no=number,
        valid_from=date.fromisoformat(values["valid_from"]),
        valid_to=date.fromisoformat(values["valid_until"]) if values["valid_until"] else None,
    )
    return teacher, True
