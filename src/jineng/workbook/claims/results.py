"""The settlement of a book of claim lines as a workbook in Chinese: 汇总, 申领明细, 问题, 依据."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from jineng.kernel.text import Text
from jineng.policy.claims.reasons import CLAIM_REASONS, NOTES
from jineng.policy.forms.options import OPTIONS
from jineng.policy.kinds.base import PAYEE_NAMES
from jineng.policy.words import STATUSES
from jineng.workbook.result_labels import say
from jineng.workbook.result_tables import Table, grounds_of, later_yuan, problems
from jineng.workbook.results import MONEY, SummaryWords, write_result_book
from jineng.workbook.table_sheet import TableColumn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jineng.workbook.result_tables import Line, Result
    from jineng.workbook.results import PlanFacts
    from jineng.workbook.table_sheet import Cell

_STATUS: Final = {**STATUSES, "not_computable": Text("尚不能计算", "not computable")}
_REASON: Final = {**CLAIM_REASONS, **NOTES}
_COUNTS: Final = {
    "refused_lines": "不予补贴（条）",
    "pending_lines": "待定（条）",
    "not_computable_lines": "尚不能计算（条）",
}
_KEY_COLUMNS: Final = (
    TableColumn("行号", "whole", 8),
    TableColumn("身份证号", "text", 21),
    TableColumn("姓名", "text", 12),
    TableColumn("补贴项目", "text", 16),
)
_LINE_COLUMNS: Final = (
    *_KEY_COLUMNS,
    TableColumn("收款方类别", "text", 11),
    TableColumn("收款方", "text", 22),
    TableColumn("状态", "text", 11),
    *(TableColumn(heading, "money", 13) for heading in MONEY.values()),
    TableColumn("后续期限", "text", 13),
    TableColumn("待定下限", "money", 13),
    TableColumn("待定上限", "money", 13),
    TableColumn("原因", "long", 36),
    TableColumn("项目代码", "text", 15),
    TableColumn("状态代码", "text", 13),
    TableColumn("原因代码", "text", 22),
)


def claims_result_workbook(result: Result, *, names: Mapping[int, str], plan: PlanFacts) -> bytes:
    """Return a settlement of claim lines as the bytes of an .xlsx workbook; the same result gives the same bytes.

    ``names`` are people's names by row. Money is numbers, identifiers are text, and no text ever becomes a formula.
    """
    words = SummaryWords(_COUNTS, _item_and_status, _payee, _REASON)
    grounds = grounds_of(_KEY_COLUMNS, ((_key(line, names), line) for line in result["lines"]))
    return write_result_book(result, plan, words, (_lines(result, names), problems(result), grounds))


def _key(line: Line, names: Mapping[int, str]) -> list[Cell]:
    return [line["row"], line["person_id"], names.get(line["row"]), say(OPTIONS["item"], line["item"])]


def _lines(result: Result, names: Mapping[int, str]) -> Table:
    rows: list[list[Cell]] = []
    for line in result["lines"]:
        least, most = line["range"] or (None, None)
        rows.append(
            [
                *_key(line, names),
                say(PAYEE_NAMES, line["payee_kind"]),
                line["payee"],
                say(_STATUS, line["status"]),
                *(line[key] for key in ("due", "paid", "payable_now", "recover")),
                later_yuan(line),
                "；".join(part["until"] for part in line["later"] if part["until"]),
                least,
                most,
                "；".join(reason["text"] for reason in line["reasons"]),
                line["item"],
                line["status"],
                "；".join(reason["code"] for reason in line["reasons"]),
            ]
        )
    return Table("申领明细", _LINE_COLUMNS, rows)


def _item_and_status(line: Line) -> tuple[str, str]:
    return say(OPTIONS["item"], line["item"]), say(_STATUS, line["status"])


def _payee(line: Line) -> tuple[str, str]:
    """Return kind and name of the payee; people are one group, their lines are in the next sheet."""
    return say(PAYEE_NAMES, line["payee_kind"]), "" if line["payee_kind"] == "person" else line["payee"] or ""
