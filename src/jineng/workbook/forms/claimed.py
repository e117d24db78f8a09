"""What a payee claims from a settlement: its lines with money to pay now, and what every form says of them."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

import segno

from jineng.kernel.identifiers import mask_identity
from jineng.kernel.money import parse_yuan
from jineng.kernel.problems import Place, Problem, UnusableError
from jineng.kernel.text import Text
from jineng.workbook.results import receipt_hash

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from jineng.workbook.result_tables import Line, Result

_TITLES: Final = {
    frozenset({"training"}): "职业技能培训补贴",
    frozenset({"certificate"}): "职业技能评价取证补贴",
    frozenset({"hire"}): "企业新招用人员补贴",
    frozenset({"hire_certificate"}): "企业新招用人员取证补贴",
    frozenset({"hire", "hire_certificate"}): "企业新招用人员补贴",
}
_RUN: Final = re.compile(r"[!-~]{12}")
_BREAK: Final = "\u200b"


def claimed_lines(result: Result, payee: str, items: Collection[str]) -> list[Line]:
    """Return the lines of ``payee`` with money to pay now, of the given items (all when empty), in the result's order.

    Raises:
        UnusableError: there is no such line.
    """
    lines = [
        line
        for line in result["lines"]
        if line["payee"] == payee and (not items or line["item"] in items) and parse_yuan(line["payable_now"]) > 0
    ]
    if not lines:
        raise UnusableError(
            [
                Problem(
                    "nothing_to_claim",
                    Place(),
                    Text(
                        "该收款方在本次结算结果中没有可申领的补贴，无需制表；请核对收款方和补贴项目",
                        "this payee has nothing to claim in this settlement, so there is no form to make: "
                        "check the payee and the subsidy items",
                    ),
                )
            ]
        )
    return lines


def title_of(lines: list[Line]) -> str:
    """Return what the lines are claimed for, as the title of a form begins."""
    return _TITLES.get(frozenset(line["item"] for line in lines), "职业技能补贴")


def hide_identity(text: str, person_id: str) -> str:
    """Mask the person's identity number inside ``text``: some certificates are numbered by their holder's.

    >>> hide_identity("T11010519491231002X", "11010519491231002X")
    'T110105********002X'
    """
    return text.replace(person_id, mask_identity(person_id))


def breakable(text: str) -> str:
    """Allow a line break inside long runs of letters and digits, so that no cell runs over its border.

    Numbers of up to 24 characters stay whole.
    """
    return _RUN.sub(lambda match: match[0] + _BREAK, text) if len(text) > 24 else text


def receipt_block(receipt: Mapping[str, Any]) -> dict[str, Any]:
    """Return the number, the lines and the QR code (as SVG) that tie a sheet of paper to its settlement."""
    number = receipt_hash(receipt)
    image = BytesIO()
    segno.make(number, error="m", micro=False).save(image, kind="svg", border=2, xmldecl=False)
    return {
        "number": number,
        "code": image.getvalue().decode(),
        "lines": [
            ["凭据号", number],
            ["政策编号", f"{receipt['policy']}　引擎版本：{receipt['engine']}　结算日：{receipt['as_of']}"],
            ["政策文件 SHA-256", receipt["policy_sha256"]],
            ["输入数据 SHA-256", receipt["input_sha256"]],
        ],
    }
