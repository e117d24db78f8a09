"""Settlement results as the contract defines them, with synthetic people, for tests of what is printed and written."""

from datetime import date, timedelta
from typing import Any

from factories.identities import noted
from jineng.workbook.result_tables import ClassFacts, Line, Result
from jineng.workbook.results import PlanFacts, Reading

SCHOOL = "91110000600037341L"
EVALUATOR = "示例职业技能评价中心"
ENTERPRISE = "示例陶瓷有限公司"
PLAN = PlanFacts(
    "岚县 2022 年职业技能培训工作实施方案",
    "岚技能办发〔2022〕2号",
    (Reading("一天按多少课时计", "三（七）", "8 课时为一天", "示例县人社局"),),
)
RECEIPT = {
    "policy": "lanxian-2022",
    "policy_sha256": "0" * 63 + "a",
    "engine": "1.0.0",
    "as_of": "2022-12-31",
    "input_sha256": "0" * 63 + "b",
}


def person(number: int) -> str:
    """Return a well-formed identity number that belongs to nobody in particular."""
    body = f"141127{1970 + number % 30}{1 + number % 12:02d}{1 + number % 28:02d}{number % 1000:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return noted(
        body + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11]
    )


def line(class_id: str | None, person_id: str, **changes: Any) -> Line:
    """Return a line that pays 1,500 yuan for ten days of training, but for the changes."""
    return {
        "class_id": class_id,
        "person_id": person_id,
        "item": "training",
        "certificate": None,
        "payee_kind": "institution",
        "payee": SCHOOL,
        "status": "payable",
        "standard": "ladder",
        "days": 10,
        "due": "1500.00",
        "paid": "0.00",
        "payable_now": "1500.00",
        "recover": "0.00",
        "later": [],
        "basis": [
            {"clause": "三（七）", "text": "前 10 天每天 150 元，其后每天 100 元"},
            {"clause": "三（七）", "text": "+ 10 天 × 150 元 = 1,500 元"},
        ],
        "reasons": [],
    } | changes


def reached(class_id: str, **changes: Any) -> dict[str, Any]:
    """Return what a class of forty reached, but for the changes."""
    return {
        "class_id": class_id,
        "trainees": 40,
        "attendance_rate": "0.9512",
        "certified": 36,
        "pass_rate": "0.9000",
        "employed": 30,
        "employment_rate": "0.8333",
        "standard": "ladder",
        "reasons": [],
    } | changes


def facts(number: int = 0, **changes: Any) -> ClassFacts:
    """Return the facts of a class of 80 hours, but for the changes."""
    start_on = date(2022, 7, 1) + timedelta(days=number % 60)
    base = ClassFacts(
        institution=SCHOOL,
        occupation="养老护理员",
        kind="order",
        start_on=start_on,
        end_on=start_on + timedelta(days=14),
        planned_milli=80_000,
    )
    return ClassFacts(**(base | changes))


def result_of(lines: list[Line], classes: list[dict[str, Any]], **changes: Any) -> Result:
    """Return a result of these lines and classes; its totals are those of ``changes`` or nothing."""
    return {
        "receipt": RECEIPT,
        "lines": lines,
        "classes": classes,
        "institutions": [],
        "totals": dict.fromkeys(("due", "paid", "payable_now", "recover", "later"), "0.00") | {"refused_lines": 0},
        "problems": [],
    } | changes


def varied() -> tuple[Result, dict[str, str], dict[str, ClassFacts]]:
    """Return a result with every status and item, with names and class facts."""
    refusal = {"code": "no_certificate", "text": "没有该班取得的证书"}
    condition = {"amount": "300.00", "condition": "取证后三个月内就业", "until": "2023-01-15"}
    lines = [
        line("LX-1", person(1)),
        line("LX-1", person(2), due="1234.56", paid="1000.00", payable_now="234.56"),
        line(
            "LX-1",
            person(3),
            status="refused",
            standard="none",
            due="0.00",
            payable_now="0.00",
            reasons=[refusal, {"code": "brand_new_code", "text": "新方案的原因"}],
        ),
        line("LX-2", person(4), payable_now="1200.00", later=[condition], standard="universal"),
        line(
            "LX-2",
            person(5),
            status="pending",
            days=None,
            due="0.00",
            payable_now="0.00",
            range=["0.00", "4000.00"],
            reasons=[{"code": "order_not_finished", "text": "订单还有班级未结束"}],
        ),
        line(
            "LX-1",
            person(1),
            item="certificate",
            certificate="S000014110015225000123",
            payee_kind="evaluator",
            payee=EVALUATOR,
            standard="none",
            days=None,
            due="400.00",
            payable_now="400.00",
            basis=[],
        ),
        line(
            None,
            person(6),
            item="hire",
            payee_kind="enterprise",
            payee=ENTERPRISE,
            standard="none",
            days=None,
            due="300.00",
            paid="500.00",
            payable_now="0.00",
            recover="200.00",
        ),
    ]
    names = {
        person(number): name for number, name in enumerate(("王小兰", "李建国", "=1+1", "张·明", "赵六", "周七"), 1)
    }
    result = result_of(
        lines,
        [reached("LX-1"), reached("LX-2", standard="universal", employment_rate=None, reasons=[refusal])],
        institutions=[
            {
                "institution": SCHOOL,
                "trained": 80,
                "pass_rate": "0.7900",
                "employment_rate": "0.8333",
                "eligible_next_year": False,
                "reasons": [{"code": "pass_rate_below_threshold", "text": "还差 1 人"}],
            }
        ],
        totals={
            "due": "4934.56",
            "paid": "1500.00",
            "payable_now": "3334.56",
            "recover": "200.00",
            "later": "300.00",
            "refused_lines": 1,
        },
        problems=[{"sheet": "attendance", "row": 7, "code": "not_on_roster", "text": "不在该班花名册中，未计入"}],
    )
    return result, names, {"LX-1": facts(1), "LX-2": facts(2, occupation=None, planned_milli=7_500)}


def roster(people: int, each: int = 40) -> tuple[Result, dict[str, str], dict[str, ClassFacts]]:
    """Return a result that pays so many people in classes of ``each``."""
    class_ids = [f"LX2022-{number // each + 1:03d}" for number in range(people)]
    lines = [line(class_id, person(number)) for number, class_id in enumerate(class_ids)]
    names = {person(number): f"学员{number + 1}" for number in range(people)}
    unique = list(dict.fromkeys(class_ids))
    classes = {class_id: facts(number) for number, class_id in enumerate(unique)}
    return result_of(lines, [reached(class_id) for class_id in unique]), names, classes
