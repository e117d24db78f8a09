"""The answers of a comparison as a workbook (比对结果表): names, masked numbers, answers with reasons and next steps."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final, NamedTuple

import xlsxwriter

from jineng.domain.eligibility.operations.batches import note_export
from jineng.domain.eligibility.queries.batches import get_batch, walk_entries
from jineng.kernel.text import Text
from jineng.policy.comparing.findings import OUTCOME_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from uuid import UUID

    from jineng.domain.eligibility.models import Batch
    from jineng.kernel.text import Language
    from jineng.platform.identity.models import User

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_HEADINGS: Final = (
    Text("姓名", "name"),
    Text("证件号码", "document"),
    Text("结论", "answer"),
    Text("比对项目", "check"),
    Text("该项结论", "answer of the check"),
    Text("原因", "reason"),
    Text("依据条款", "clause"),
    Text("来源", "source"),
    Text("数据日期", "data of"),
    Text("下一步", "next step"),
    Text("认定依据", "decided because"),
)
_WIDTHS: Final = (12, 22, 10, 16, 12, 60, 10, 32, 12, 50, 24)
_FORMULA_STARTS: Final = ("=", "+", "-", "@")


class ResultFile(NamedTuple):
    """A file to save."""

    content: bytes
    name: str


def result_workbook(*, actor: User, at: datetime, uid: UUID, language: Language) -> ResultFile:
    """Write the answers of a batch as a workbook, a row an answer, and note who took it.

    Raises:
        BatchNotFoundError: there is none in the person's scope.
        NotAllowedError: the person's role may not.
    """
    batch = get_batch(actor, uid)
    note_export(actor=actor, at=at, batch_uid=uid)
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("比对结果" if language == "zh" else "answers")
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        for column, (heading, width) in enumerate(zip(_HEADINGS, _WIDTHS, strict=True)):
            sheet.set_column(column, column, width, wrapped)
            sheet.write_string(0, column, heading.in_(language), bold)
        sheet.freeze_panes(1, 1)
        for number, row in enumerate(_rows(batch, language), 1):
            for column, value in enumerate(row):
                sheet.write_string(number, column, _plain(value))
    end = "比对结果" if language == "zh" else "answers"
    return ResultFile(content.getvalue(), f"{batch.policy_id}-{batch.pk}.{end}.xlsx")


def _rows(batch: Batch, language: Language) -> Iterator[tuple[str, ...]]:
    for row in walk_entries(batch):
        person = row.entry.person
        for verdict in row.verdicts:
            finding = verdict.finding
            yield (
                person.name,
                person.id_mask,
                _say(row.entry.standing, language),
                verdict.label.in_(language),
                _say(verdict.stands, language),
                verdict.reason.in_(language),
                finding.clauses,
                verdict.source.in_(language),
                finding.data_on.isoformat() if finding.data_on else "",
                verdict.next_step.in_(language),
                verdict.decision.reason if verdict.decision else "",
            )


def _say(outcome: str, language: Language) -> str:
    return next((name.in_(language) for each, name in OUTCOME_NAMES.items() if each == outcome), "")


def _plain(value: str) -> str:
    """Keep a spreadsheet from reading a text as a formula when it is saved elsewhere."""
    return f"'{value}" if value.startswith(_FORMULA_STARTS) else value
