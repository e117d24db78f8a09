"""What a plan has to know of a situation: the questions of its calculator, drawn from the compiled plan alone.

A question that cannot change a plan's result is not asked. Every question can be left open, and what is left open is unknown,
never "no".
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, get_args

from jineng.domain.plans.question import UNKNOWN, Question, with_open, yes_or_no
from jineng.kernel.text import Text
from jineng.policy.kinds.amount_table import LevelKey
from jineng.policy.kinds.base import CERTIFICATE_NAMES, KIND_NAMES, SIZE_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jineng.policy.plan import HireTerms, Plan, TrainingTerms, YearEdge

ITEM_TITLES: Final = {
    "training": Text("培训补贴", "Training subsidy"),
    "certificate": Text("取证补贴", "Certificate subsidy"),
    "hire": Text("企业新招用补贴", "Subsidy for a new hire"),
}

_DAYS = Text("天", "days")
_PEOPLE = Text("人", "people")


def list_items(plan: Plan) -> list[str]:
    """Return the situations that a plan's calculator offers; a hire and the hire's certificate are one."""
    return [item for item in plan.items if item in ITEM_TITLES]


def list_questions(plan: Plan, item: str, kind: str = UNKNOWN) -> list[Question]:
    """Return the questions of one situation.

    Args:
        plan: the compiled plan.
        item: one of ``list_items(plan)``.
        kind: the kind of training chosen, which decides whether rates are asked for; unknown asks what any kind needs.
    """
    match item:
        case "training":
            return [*_training(plan, kind), _PAID]
        case "certificate":
            return [*_certificate(plan), _PAID]
        case _:
            return list(_hire(plan.hires)) if plan.hires else []


def kinds_differ(plan: Plan) -> bool:
    """Tell whether the kind of training can change a result of this plan."""
    return len({_standard_of(terms) for terms in plan.training.values()}) > 1


def _standard_of(terms: TrainingTerms) -> tuple[str, str, str | None, str | None]:
    return (
        terms.unit,
        terms.payee_kind,
        terms.rate.rule if terms.rate else None,
        terms.gate.rule if terms.gate else None,
    )


def terms_meant(plan: Plan, kind: str) -> list[TrainingTerms]:
    """Return how the kind chosen is settled; every kind's terms while it is not known."""
    return [plan.training[kind]] if kind in plan.training else list(plan.training.values())


def _training(plan: Plan, kind: str) -> Iterator[Question]:
    meant = terms_meant(plan, kind)
    if kinds_differ(plan):
        names = with_open(*KIND_NAMES.items())
        yield Question(
            "kind",
            Text("培训类别", "Kind of training"),
            "choice",
            choices=names,
            default=UNKNOWN,
            decides=True,
            is_tried=True,
        )
    yield Question(
        "days",
        Text("实际培训天数", "Days attended"),
        "whole",
        help=Text(
            f"{plan.document.head.hours_per_day} 课时算一天",
            f"{plan.document.head.hours_per_day} class hours are one day",
        ),
        unit=_DAYS,
        most=366,
    )
    yield Question(
        "planned_days",
        Text("计划培训天数", "Days planned"),
        "whole",
        help=Text("不填的，按实际天数", "left empty: as many as attended"),
        unit=_DAYS,
        least=1,
        most=366,
        is_optional=True,
    )
    yield _finished(meant)
    if plan.training_edge:
        yield _by_edge("ended", Text("班级何时结束", "When does the class end"), plan.training_edge)
    yield from _class_standards(plan)
    yield Question(
        "certified",
        Text("本人是否取得本班证书", "Certificate from this class"),
        "choice",
        choices=yes_or_no(Text("已取得", "yes"), Text("没有取得", "no")),
        default=UNKNOWN,
    )
    yield from _gate_counts(meant)
    if plan.release.within_months:
        yield _employed(plan.release.within_months)


def _finished(meant: list[TrainingTerms]) -> Question:
    by_order = any(terms.unit == "order" for terms in meant)
    only_order = all(terms.unit == "order" for terms in meant)
    if only_order:
        label = Text("整个订单的各班是否都已结束", "Has every class of the order ended")
    elif by_order:
        label = Text("班级是否已结束（订单式指各班都结束）", "Has the class ended (an order: every class of it)")
    else:
        label = Text("班级是否已结束", "Has the class ended")
    choices = yes_or_no(Text("已结束", "yes"), Text("还没有", "not yet"))
    return Question("finished", label, "choice", choices=choices, default="yes", is_tried=True)


def _by_edge(name: str, label: Text, edge: YearEdge) -> Question:
    until, after = edge.until.isoformat(), (edge.until + timedelta(days=1)).isoformat()
    return Question(
        name,
        label,
        "choice",
        choices=with_open(
            ("by", Text(f"{until} 以前（含当日）", f"by {until}, that day included")),
            ("after", Text(f"{after} 以后", f"on {after} or later")),
        ),
        default="by",
        is_optional=True,
        is_tried=True,
    )


def _class_standards(plan: Plan) -> Iterator[Question]:
    standard = plan.standard
    gated = {
        name
        for terms in plan.training.values()
        if terms.gate
        for name in (terms.gate.numerator, terms.gate.denominator)
    }
    if (standard and standard.size_max is not None) or "roster" in gated:
        yield Question(
            "trainees",
            Text("本班花名册人数", "People on the class's roster"),
            "whole",
            unit=_PEOPLE,
            least=1,
            most=9999,
        )
    if standard and standard.attendance_basis is not None:
        yield Question(
            "attendance",
            Text("全班到课率", "Attendance of the whole class"),
            "percent",
            help=Text("全班有效课时÷（人数×计划课时）", "credited hours of all ÷ (people × planned hours)"),
            unit=Text("%", "%"),
        )


def _gate_counts(meant: list[TrainingTerms]) -> Iterator[Question]:
    gates = [terms for terms in meant if terms.gate]
    units = {terms.unit for terms in gates}
    asked = {name for terms in gates if terms.gate for name in (terms.gate.numerator, terms.gate.denominator)}
    where = (
        Text("整单", "in the whole order")
        if units == {"order"}
        else Text("本班", "in the class")
        if units == {"class"}
        else Text("整单（项目制为本班）", "in the whole order (a project: in the class)")
    )
    if "certified" in asked:
        yield Question(
            "unit_certified",
            Text(f"{where.zh}取证人数", f"People certified {where.en}"),
            "whole",
            unit=_PEOPLE,
            most=99999,
        )
    if "employed" in asked:
        yield Question(
            "unit_employed",
            Text(f"{where.zh}取证人员中已就业人数", f"Of these, people employed {where.en}"),
            "whole",
            unit=_PEOPLE,
            most=99999,
        )


def _employed(months: int) -> Question:
    return Question(
        "employed",
        Text(f"取证后 {months} 个月内是否就业", f"Employed within {months} months of the certificate"),
        "choice",
        choices=with_open(
            ("in_time", Text("已按期就业", "yes, in time")),
            ("waiting", Text(f"还没有，但仍在 {months} 个月内", f"not yet, still inside the {months} months")),
            ("too_late", Text("期满仍未就业", "no, and the time is over")),
        ),
        default=UNKNOWN,
    )


def _certificate(plan: Plan) -> Iterator[Question]:
    levels = [(key, CERTIFICATE_NAMES[key]) for key in get_args(LevelKey)]
    yield Question(
        "level",
        Text("证书种类和等级", "Kind and level of certificate"),
        "choice",
        choices=with_open(*levels),
        default=UNKNOWN,
        is_tried=True,
    )
    yield Question(
        "had_before",
        Text("该等级以前是否享受过补贴", "Was this level subsidised before"),
        "choice",
        choices=yes_or_no(Text("享受过", "yes"), Text("没有享受过", "no")),
        default=UNKNOWN,
    )
    if plan.certificate_edge:
        yield _by_edge("issued", Text("何时发证", "When is it issued"), plan.certificate_edge)


def _hire(terms: HireTerms) -> Iterator[Question]:
    years = terms.certificate_months // 12
    within = Text(f"{years} 年", "a year" if years == 1 else f"{years} years")
    yield Question(
        "size",
        Text("企业规模", "Size of the enterprise"),
        "choice",
        choices=with_open(*SIZE_NAMES.items()),
        default=UNKNOWN,
    )
    yield Question(
        "contract_months",
        Text("劳动合同期限", "Length of the labour contract"),
        "whole",
        unit=Text("个月", "months"),
        most=600,
    )
    yield Question(
        "certified_in_time",
        Text(f"合同签订后 {within.zh}内是否取得证书", f"Certificate within {within.en} of the contract"),
        "choice",
        help=Text(
            "、".join(CERTIFICATE_NAMES[name].zh for name in terms.certificate_types),
            " or ".join(CERTIFICATE_NAMES[name].en for name in terms.certificate_types),
        ),
        choices=yes_or_no(Text("已取得", "yes"), Text("没有取得", "no")),
        default=UNKNOWN,
    )


_PAID: Final = Question(
    "paid",
    Text("以前已拨付", "Paid before"),
    "yuan",
    help=Text("没有拨付过的不填", "leave empty if nothing was paid"),
    unit=Text("元", "yuan"),
    is_optional=True,
)
