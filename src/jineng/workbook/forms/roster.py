"""The roster of subsidies (补贴花名册): everybody for whom a payee claims, class by class."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from jineng.kernel.identifiers import mask_identity
from jineng.kernel.money import parse_yuan
from jineng.workbook import result_labels as labels
from jineng.workbook.forms.amounts import capitals, figures
from jineng.workbook.forms.claimed import breakable, claimed_lines, hide_identity, receipt_block, title_of
from jineng.workbook.forms.typesetting import print_form

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from jineng.workbook.result_tables import Certificates, Line, Result
    from jineng.workbook.results import PlanFacts

_HEADINGS: Final = (
    "序号",
    "姓名",
    "身份证号",
    "班级编号",
    "培训天数",
    "证书编号",
    "补贴标准",
    "应补金额",
    "已拨金额",
    "本次应拨",
)
_SUMMED: Final = ("due", "paid", "payable_now")
_SIGNERS: Final = ("制表人：", "审核人：", "单位（盖章）：")


def roster_pdf(
    result: Result,
    payee: str,
    *,
    plan: PlanFacts,
    names: Mapping[str, str],
    certificates: Certificates | None = None,
    applicant_name: str = "",
    items: Collection[str] = (),
    masked: bool = False,
) -> bytes:
    """Return the roster (补贴花名册) of ``payee`` as an A4 landscape PDF: a row a line, a subtotal a class.

    Takes the payee's lines with money to pay now, of ``items`` only when given. ``certificates`` names the certificate
    behind a training line, whose result carries none. ``masked`` hides identity numbers
    and leaves out the signatures, for publication.

    Raises:
        UnusableError: the payee has nothing to claim, or a character can't be printed.
    """
    lines = claimed_lines(result, payee, items)
    receipt = result["receipt"]
    sums_fen = _sums_fen(lines)
    is_masked_person = masked and lines[0]["payee_kind"] == "person"
    data = {
        "title": f"{title_of(lines)}花名册{'（公示）' if masked else ''}",
        "plan": {"title": plan.title, "number": plan.number},
        "as_of": receipt["as_of"],
        "applicant": applicant_name or (mask_identity(payee) if is_masked_person else payee),
        "headings": _HEADINGS if masked else (*_HEADINGS, "本人签字"),
        "signature_columns": 0 if masked else 1,
        "groups": list(_groups(lines, names, certificates or {}, masked=masked)),
        "totals": {
            "people": str(len(lines)),
            "sums": [figures(sum_fen) for sum_fen in sums_fen],
            "capitals": capitals(sums_fen[-1]),
        },
        "signers": _SIGNERS,
        "receipt": receipt_block(receipt),
    }
    return print_form("roster.typ", data, as_of=date.fromisoformat(receipt["as_of"]), tagged=False)


def _sums_fen(lines: list[Line]) -> list[int]:
    return [sum(parse_yuan(line[key]) for line in lines) for key in _SUMMED]


def _groups(
    lines: list[Line], names: Mapping[str, str], certificates: Certificates, *, masked: bool
) -> Iterator[dict[str, Any]]:
    """Yield the rows of each class (of the item, where no class applies) with their subtotal, in the result's order."""
    groups: dict[str, list[Line]] = {}
    for line in lines:
        groups.setdefault(line["class_id"] or labels.say(labels.ITEM, line["item"]), []).append(line)
    numbers = count(1)
    for name, group in groups.items():
        rows = [_row(next(numbers), line, names, certificates, masked=masked) for line in group]
        if not masked:
            rows = [[*row, ""] for row in rows]
        yield {
            "name": breakable(name),
            "people": str(len(group)),
            "cells": [cell for row in rows for cell in row],
            "sums": [figures(sum_fen) for sum_fen in _sums_fen(group)],
        }


def _standard(line: Line) -> str:
    """Say the standard; the item where the plan pays a fixed amount."""
    if line["standard"] == "none":
        return labels.say(labels.ITEM, line["item"])
    return labels.say(labels.STANDARD, line["standard"])


def _row(number: int, line: Line, names: Mapping[str, str], certificates: Certificates, *, masked: bool) -> list[str]:
    """Return the cells of one line as they are printed."""
    certificate = line["certificate"] or certificates.get((line["class_id"], line["person_id"]), "")
    return [
        str(number),
        breakable(names.get(line["person_id"], "")),
        mask_identity(line["person_id"]) if masked else line["person_id"],
        breakable(line["class_id"] or ""),
        "" if line["days"] is None else str(line["days"]),
        breakable(hide_identity(certificate, line["person_id"]) if masked else certificate),
        _standard(line),
        *(figures(parse_yuan(line[key])) for key in _SUMMED),
    ]
