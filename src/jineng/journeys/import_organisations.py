"""Lists of training institutions and enterprises: rows compared with the registry, and taken into it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils import timezone

from jineng.domain.imports.parts import StagedRow
from jineng.domain.imports.states import Verdict
from jineng.domain.registry.models import Organisation
from jineng.domain.registry.operations.organisations import record_size, register_organisation
from jineng.domain.registry.organisation_errors import FieldRefusedError, OrganisationError
from jineng.domain.registry.organisation_rules import OrganisationFacts, check_facts
from jineng.domain.registry.organisation_words import OrganisationKind
from jineng.journeys.import_places import Places
from jineng.kernel.problems import Place, Problem
from jineng.kernel.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date, datetime

    from jineng.domain.imports.models import Import
    from jineng.workbook.registry_forms.reading import ReadForm

_KINDS: Final = {"institutions": OrganisationKind.INSTITUTION, "enterprises": OrganisationKind.ENTERPRISE}
_COMPARED: Final = ("name", "legal_representative", "address", "township_code")
_FEN_PER_WAN: Final = 1_000_000
_OTHER_KIND: Final = Text(
    "该单位已按其他类别登记；请核对，确有两种身份的由县人社局办理",
    "the organisation is registered as another kind; check it, the bureau decides on two kinds",
)
_HEADINGS: Final = {
    "name": "单位名称",
    "credit_code": "统一社会信用代码",
    "address": "地址",
    "legal_representative": "法定代表人",
}


def stage(
    imported: Import, read: ReadForm, today: date, report: Callable[[str, int, int], None]
) -> tuple[list[StagedRow], list[Problem]]:
    """Return the rows with what each would do, or what is wrong with them beyond their form."""
    places, problems, staged = Places.of(imported, today), [], []
    live = Organisation.objects.filter(credit_code__in=read.table["credit_code"].to_list(), closed_on__isnull=True)
    known = {organisation.credit_code: organisation for organisation in live}
    rows = read.table.rows(named=True)
    for done, row in enumerate(rows):
        report("compare", done, len(rows))
        values = {key: value or "" for key, value in row.items() if key not in ("sheet", "row")}
        values["township_code"] = places.own
        if township := values.pop("township"):
            found = places.find(township)
            if isinstance(found, str):
                values["township_code"] = found
            else:
                problems.append(Problem("unknown_township", Place(row["sheet"], row["row"], "乡镇"), found))
        try:
            facts = check_facts(_facts(imported, values), today)
        except FieldRefusedError as refusal:
            place = Place(row["sheet"], row["row"], _HEADINGS.get(refusal.field, ""))
            problems.append(Problem("bad_value", place, refusal.text))
            continue
        verdict, fields = _compared(imported, facts, known.get(facts.credit_code))
        reason = _OTHER_KIND if verdict == Verdict.REFUSE else None
        staged.append(StagedRow(row["sheet"], row["row"], [values], verdict.value, fields, reason))
    return staged, problems


def commit(
    imported: Import,
    rows: Sequence[StagedRow],
    at: datetime,
    report: Callable[[str, int, int], None],  # noqa: ARG001 -- all forms are committed alike; these are short
) -> tuple[list[StagedRow], list[int]]:
    """Register the organisations of the rows; one that the registry refuses is left out, with why."""
    if imported.committed_by is None:
        raise ValueError(f"import {imported.pk} was confirmed by nobody")
    became, keys = [], []
    for row in rows:
        values: Mapping[str, Any] = row.values[0]
        try:
            with transaction.atomic():
                registered = register_organisation(
                    actor=imported.committed_by,
                    at=at,
                    facts=_facts(imported, values),
                    contact_name=values["contact_name"],
                    contact_phone=values["phone"],
                )
                _record_size(imported, registered.organisation, values, at)
        except OrganisationError as refusal:
            became.append(StagedRow(row.sheet, row.row, [], Verdict.REFUSE.value, (), refusal.text))
            continue
        letter = {"created": Verdict.CREATE, "changed": Verdict.CHANGE, "same": Verdict.SAME}[registered.outcome]
        became.append(StagedRow(row.sheet, row.row, [], letter.value, registered.fields))
        keys.append(registered.organisation.pk)
    return became, keys


def _facts(imported: Import, values: Mapping[str, Any]) -> OrganisationFacts:
    return OrganisationFacts(
        kind=_KINDS[imported.form].value,
        name=values["name"],
        county_code=imported.county_code,
        credit_code=values["credit_code"],
        township_code=values["township_code"],
        address=values["address"],
        legal_representative=values["legal_representative"],
    )


def _compared(
    imported: Import, facts: OrganisationFacts, known: Organisation | None
) -> tuple[Verdict, tuple[str, ...]]:
    if known is None:
        return Verdict.CREATE, ()
    if known.kind != _KINDS[imported.form]:
        return Verdict.REFUSE, ()
    fields = tuple(name for name in _COMPARED if (told := getattr(facts, name)) and told != getattr(known, name))
    return (Verdict.CHANGE if fields else Verdict.SAME), fields


def _record_size(imported: Import, organisation: Organisation, values: Mapping[str, Any], at: datetime) -> None:
    """Compute the size class where the list states what it is computed from."""
    if imported.committed_by is None or not (values.get("industry") and values.get("staff_count")):
        return
    record_size(
        actor=imported.committed_by,
        at=at,
        uid=organisation.uid,
        as_of=timezone.localdate(at),
        industry=values["industry"],
        staff_count=int(values["staff_count"]),
        revenue_fen=int(values["revenue_wan"] or 0) * _FEN_PER_WAN,
        assets_fen=int(values["assets_wan"] or 0) * _FEN_PER_WAN,
    )
