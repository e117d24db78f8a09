"""Files made from a settlement: the result as a workbook and as data, the printable forms, the book with its problems marked."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from django.db import transaction

from jineng.domain.plans.queries import PlanNotFoundError, get_plan
from jineng.domain.settlements.errors import WrongStateError
from jineng.domain.settlements.line_queries import list_classes, open_lines
from jineng.domain.settlements.operations import note_download
from jineng.domain.settlements.queries import get_settlement, list_problems, read_book_content, read_result_content
from jineng.kernel.problems import Place, Problem
from jineng.platform.files.private import in_private_file
from jineng.workbook.forms import roster_pdf, subsidy_application_pdf
from jineng.workbook.marked import write_marked
from jineng.workbook.result_tables import ClassFacts
from jineng.workbook.results import PlanFacts, result_workbook
from jineng.workbook.template import write_template

if TYPE_CHECKING:
    from datetime import datetime

    from jineng.domain.settlements.queries import SettlementRow
    from jineng.kernel.text import Language
    from jineng.platform.identity.models import User
    from jineng.policy.plan import Plan

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILES: Final = frozenset({"result", "data", "marked", "application", "roster"})
"""结果工作簿 · 结果数据 · 标注问题的工作簿 · 补贴申请表 · 补贴花名册"""


@dataclass(frozen=True, slots=True)
class File:
    """A file to hand out."""

    name: str
    content_type: str
    content: bytes


@transaction.atomic
def make_file(
    *, actor: User, at: datetime, settlement_key: int, what: str, payee: str = "", language: Language = "zh"
) -> File:
    """Make one of ``FILES`` and write down who takes it; ``payee`` says whose form.

    Raises:
        SettlementNotFoundError: there is no such settlement in the person's region.
        WrongStateError: the settlement has no such file in its state.
        UnusableError: the payee has nothing to claim.
    """
    note_download(actor=actor, at=at, settlement_key=settlement_key, what=what, payee=payee)
    settlement = get_settlement(actor, settlement_key)
    if what == "marked":
        return File(f"问题标注-{settlement_key}.xlsx", XLSX, _marked(actor, settlement, language))
    if what == "data":
        return File(f"结算结果-{settlement_key}.json", "application/json", read_result_content(actor, settlement_key))
    result = json.loads(read_result_content(actor, settlement_key))
    lines = open_lines(actor, settlement_key)
    names = {kept.line["person_id"]: kept.name for kept in lines}
    classes, plan = _class_facts(actor, settlement_key), _plan_facts(settlement)
    if what == "result":
        content = result_workbook(result, names=names, classes=classes, plan=plan)
        return File(f"结算结果-{settlement_key}.xlsx", XLSX, content)
    if what == "application":
        content = subsidy_application_pdf(result, payee, plan=plan, classes=classes)
        return File(f"补贴申请表-{settlement_key}-{payee}.pdf", "application/pdf", content)
    certificates = {(kept.line["class_id"], kept.line["person_id"]): kept.certificate for kept in lines}
    content = roster_pdf(result, payee, plan=plan, names=names, certificates=certificates)
    return File(f"补贴花名册-{settlement_key}-{payee}.pdf", "application/pdf", content)


def template_workbook(plan: Plan, language: Language) -> bytes:
    """Return the workbook to fill in for a plan."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "template.xlsx"
        head = plan.document.head
        write_template(
            path,
            plan_title=head.title,
            sheets=plan.sheets,
            kinds=tuple(plan.training),
            year=head.valid_from.year,
            language=language,
        )
        return path.read_bytes()


def _marked(actor: User, settlement: SettlementRow, language: Language) -> bytes:
    problems = [
        Problem(row.code, Place(row.sheet, row.row, row.column), row.text)
        for row in list_problems(actor, settlement.key)
    ]
    if not problems:
        raise WrongStateError(settlement.state, "marking of problems")
    content = read_book_content(actor, settlement.key)
    with in_private_file(f"marked-{uuid4().hex}", content) as path:
        out = path.with_name("marked.xlsx")
        write_marked(path, problems, out, language=language)
        return out.read_bytes()


def _class_facts(actor: User, settlement_key: int) -> dict[str, ClassFacts]:
    return {
        row.class_id: ClassFacts(
            institution=row.institution,
            occupation=row.occupation or None,
            kind=row.kind,
            start_on=row.start_on,
            end_on=row.end_on,
            planned_milli=row.planned_milli,
        )
        for row in list_classes(actor, settlement_key)
    }


def _plan_facts(settlement: SettlementRow) -> PlanFacts:
    """Return what papers say of the plan; its readings only if the document is still the one that was settled by."""
    try:
        document, sha256 = (plan := get_plan(settlement.policy_id)).document, plan.sha256
    except PlanNotFoundError:
        return PlanFacts(settlement.policy_id, "")
    facts = PlanFacts.of(document)
    is_same = settlement.receipt is not None and settlement.receipt.policy_sha256 == sha256
    return facts if is_same else PlanFacts(facts.title, facts.number)
