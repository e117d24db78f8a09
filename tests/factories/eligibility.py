"""Comparison lists as workbooks, batches that are compared at once, and past benefits."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

import xlsxwriter

from jineng.domain.eligibility.models import Batch, ComparisonSet
from jineng.domain.eligibility.operations.batches import ask_batch
from jineng.domain.eligibility.operations.comparison_sets import upload_set
from jineng.journeys.judge_batch import judge_batch
from jineng.journeys.read_comparison_set import read_comparison_set
from jineng.kernel.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jineng.platform.identity.models import User

AT = datetime(2022, 7, 1, 2, tzinfo=UTC)
DAY = date(2022, 7, 4)
LAN_PLAN = "lanxian-2022"


def workbook(
    rows: Sequence[Sequence[str]], heading: Sequence[str] = ("姓名", "身份证号", "开始日期", "结束日期")
) -> bytes:
    """Return a list as an .xlsx file."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("名单")
        for number, row in enumerate([heading, *rows]):
            sheet.write_row(number, 0, row)
    return content.getvalue()


def upload(actor: User, kind: str, rows: Sequence[Sequence[str]], **changes: Any) -> ComparisonSet:
    """Upload a list and read it at once."""
    values = {
        "source": "县有关部门",
        "data_on": date(2022, 6, 30),
        "valid_until": date(2022, 12, 31),
        "effect": "asks" if kind in ("company_owner", "insured_elsewhere", "enjoyed_elsewhere") else "refuses",
        "content": workbook(rows),
        **changes,
    }
    found = upload_set(actor=actor, at=AT, kind=kind, **values)
    read_comparison_set(found.run, lambda *_: None)
    return ComparisonSet.objects.get(pk=found.pk)


def upload_all(actor: User, **rows: Sequence[Sequence[str]]) -> dict[str, ComparisonSet]:
    """Upload the five lists that are needed, with these people on them; somebody else stands on the others."""
    from factories.identities import identity_number

    return {
        kind: upload(actor, kind, rows.get(kind) or [["某人", identity_number(9000 + number), "", ""]])
        for number, kind in enumerate(("deceased", "in_custody", "public_payroll", "pensioner", "student"))
    }


def ask(actor: User, person_keys: Sequence[int], **changes: Any) -> Batch:
    """Ask for a comparison under Lan's plan."""
    values = {
        "policy_id": LAN_PLAN,
        "kind": "order",
        "day": DAY,
        "source": "picked",
        "title": Text("测试名单", "test list"),
        **changes,
    }
    return ask_batch(actor=actor, at=AT, person_keys=person_keys, **values)


def compare(actor: User, person_keys: Sequence[int], **changes: Any) -> Batch:
    """Ask for a comparison and do it at once."""
    batch = ask(actor, person_keys, **changes)
    judge_batch(batch.run, lambda *_: None)
    return Batch.objects.get(pk=batch.pk)
