"""The application for subsidies (补贴申请表) of one institution, evaluator or enterprise."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from jineng.kernel.identifiers import credit_code_fault, mask_identity
from jineng.kernel.money import parse_yuan, say_yuan
from jineng.workbook import result_labels as labels
from jineng.workbook.forms.amounts import capitals, figures
from jineng.workbook.forms.claimed import breakable, claimed_lines, receipt_block, title_of
from jineng.workbook.forms.typesetting import print_form

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from jineng.workbook.result_tables import ClassFacts, Line, Result
    from jineng.workbook.results import PlanFacts

_HEADINGS: Final = (
    "序号",
    "班级编号",
    "职业工种",
    "培训类别",
    "培训起止日期",
    "培训人数",
    "取证人数",
    "就业人数",
    "补贴标准",
    "申领人次",
    "申领金额",
)
_COMMITMENTS: Final = (
    "所报材料真实、完整、有效，申领人员和金额与实际相符，未就同一事项重复申领补贴。",
    "自觉接受人力资源社会保障、财政、审计等部门的监督检查，相关档案资料按规定留存备查。",
    "如有虚报冒领、骗取套取补贴资金的，愿全额退回，并承担相应法律责任。",
)
_EMPTY: Final = "—"


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who applies; what is not known stays blank on the form, to be filled in by hand."""

    name: str = ""
    code: str = ""
    """Unified social credit code (统一社会信用代码)."""
    bank: str = ""
    account: str = ""
    contact: str = ""
    phone: str = ""
    address: str = ""


def subsidy_application_pdf(
    result: Result,
    payee: str,
    *,
    plan: PlanFacts,
    classes: Mapping[str, ClassFacts],
    applicant: Applicant | None = None,
    items: Collection[str] = (),
    masked: bool = False,
) -> bytes:
    """Return the application (补贴申请表) of ``payee`` as an A4 PDF: classes, amount, boxes to decide in.

    Takes the payee's lines with money to pay now, of ``items`` only when given. What the applicant leaves out of
    name and code is taken from the payee. ``masked`` hides the identity number of a payee who is a person.

    Raises:
        UnusableError: the payee has nothing to claim, or a character can't be printed.
    """
    lines = claimed_lines(result, payee, items)
    receipt = result["receipt"]
    payee_kind = lines[0]["payee_kind"]
    now_fen = sum(parse_yuan(line["payable_now"]) for line in lines)
    data = {
        "title": f"{title_of(lines)}申请表",
        "plan": {"title": plan.title, "number": plan.number},
        "as_of": receipt["as_of"],
        "code_label": "身份证号" if payee_kind == "person" else "统一社会信用代码",
        "applicant": asdict(_applicant(applicant or Applicant(), payee, payee_kind, masked=masked)),
        "headings": _HEADINGS,
        "rows": _rows(lines, result, classes),
        "totals": {
            "people": str(len(lines)),
            "now": figures(now_fen),
            "capitals": capitals(now_fen),
            "due": figures(sum(parse_yuan(line["due"]) for line in lines)),
            "paid": figures(sum(parse_yuan(line["paid"]) for line in lines)),
        },
        "commitments": _COMMITMENTS,
        "receipt": receipt_block(receipt),
    }
    return print_form("application.typ", data, as_of=date.fromisoformat(receipt["as_of"]), tagged=True)


def _applicant(applicant: Applicant, payee: str, payee_kind: str, *, masked: bool) -> Applicant:
    """Return the applicant, named by the payee where it says nothing: by credit code, identity number or name."""
    is_code = payee_kind == "person" or credit_code_fault(payee) is None
    code = applicant.code or (payee if is_code else "")
    return replace(
        applicant,
        name=applicant.name or ("" if is_code else payee),
        code=mask_identity(code) if masked and payee_kind == "person" else code,
    )


def _rows(lines: list[Line], result: Result, classes: Mapping[str, ClassFacts]) -> list[list[str]]:
    """Return one row a class, item and standard, with what the class reached and what is claimed for it."""
    numbers = {entry["class_id"]: entry for entry in result["classes"]}
    groups: dict[tuple[str | None, str, str], list[Line]] = {}
    for line in lines:
        groups.setdefault((line["class_id"], line["item"], line["standard"]), []).append(line)
    rows = []
    for number, ((class_id, item, standard), group) in enumerate(groups.items(), start=1):
        described = [_EMPTY, labels.say(labels.ITEM, item), *[_EMPTY] * 5]
        if class_id is not None:
            reached, about = numbers[class_id], classes[class_id]
            described = [
                breakable(class_id),
                breakable(about["occupation"] or _EMPTY),
                labels.say(labels.KIND, about["kind"]),
                f"{about['start_on']}\n至 {about['end_on']}",
                *(str(reached[key]) for key in ("trainees", "certified", "employed")),
            ]
        now_fen = sum(parse_yuan(line["payable_now"]) for line in group)
        rows.append([str(number), *described, _standard(standard, group), str(len(group)), figures(now_fen)])
    return rows


def _standard(standard: str, group: list[Line]) -> str:
    """Say the standard and what it comes to for a person."""
    dues_fen = [parse_yuan(line["due"]) for line in group]
    least, most = say_yuan(min(dues_fen)), say_yuan(max(dues_fen))
    amount = f"{least} 元/人" if least == most else f"{least}–{most} 元/人"
    return amount if standard == "none" else f"{labels.say(labels.STANDARD, standard)}\n{amount}"
