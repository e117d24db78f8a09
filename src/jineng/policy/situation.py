"""A situation (情形) as a person tells it – so many days, certified or not – turned into the facts of a case.

The calculator and the worked examples speak this way. A fact that is left out is unknown, and unknown facts are never read as "no".
Dates that are left out are assumed to lie inside the plan's year; ``assumptions`` says so.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from jineng.kernel.dates import add_months
from jineng.kernel.text import Text
from jineng.policy.facts import CertificateCase, HireCase, TrainingCase
from jineng.policy.kinds.amount_table import LevelKey
from jineng.policy.kinds.base import ClassKind, EnterpriseSize, Strict
from jineng.policy.measures import BASIS, Days, Months, People, Percent, Yuan

if TYPE_CHECKING:
    from jineng.policy.facts import Case
    from jineng.policy.plan import Plan

MOST_DAYS = 366
"""Days that a class may last when neither planned nor attended days are told: a year; only bounds a range."""


class TrainingSituation(Strict):
    """One trainee in one class; ``unit_*`` counts are those of the order, or of the class where there is none."""

    item: Literal["training"]
    kind: ClassKind
    days: Days | None = None
    planned_days: Days | None = None
    finished: bool = True
    ended_on: date | None = None
    trainees: People | None = None
    attendance: Percent | None = None
    certified: bool | None = None
    unit_certified: People | None = None
    unit_employed: People | None = None
    employed: Literal["in_time", "waiting", "too_late"] | None = None
    paid: Yuan = Yuan(0)


class CertificateSituation(Strict):
    """One certificate; ``had_before`` says whether this person's level was subsidised before."""

    item: Literal["certificate"]
    level: LevelKey
    issued_on: date | None = None
    had_before: bool | None = None
    paid: Yuan = Yuan(0)


class HireSituation(Strict):
    """One new hire; with ``certificate`` item the certificate gained within the time allowed."""

    item: Literal["hire", "hire_certificate"]
    size: EnterpriseSize | None = None
    contract_months: Months | None = None
    certified_in_time: bool | None = None
    paid: Yuan = Yuan(0)


Situation = TrainingSituation | CertificateSituation | HireSituation


class SituationTable(Strict):
    """A situation chosen by its item."""

    situation: Situation = Field(discriminator="item")


def case_of(plan: Plan, situation: Situation) -> Case:
    """Return the facts that a situation stands for; facts not told are named in ``unknown``.

    Raises:
        ValueError: the plan has no such item.
    """
    if situation.item not in plan.items:
        message = f"the plan {plan.id} has no item {situation.item!r}; it has {', '.join(plan.items)}"
        raise ValueError(message)
    if isinstance(situation, TrainingSituation):
        return _training(plan, situation)
    if isinstance(situation, CertificateSituation):
        unknown = ("held_by",) if situation.had_before is None else ()
        held_by = "" if situation.had_before else None
        return CertificateCase(
            situation.level, situation.issued_on or _inside(plan), held_by, int(situation.paid), unknown
        )
    start = plan.document.head.valid_from
    return HireCase(
        size=situation.size or "small",
        contract_start=start,
        contract_months=int(situation.contract_months or 0),
        certified_on=start if situation.certified_in_time else None,
        for_certificate=situation.item == "hire_certificate",
        paid_fen=int(situation.paid),
        unknown=tuple(
            fact
            for fact, value in (
                ("size", situation.size),
                ("contract_months", situation.contract_months),
                ("certified_on", situation.certified_in_time if situation.item == "hire_certificate" else True),
            )
            if value is None
        ),
    )


def _inside(plan: Plan) -> date:
    return plan.training_edge.until if plan.training_edge else plan.document.head.valid_from


def _training(plan: Plan, told: TrainingSituation) -> TrainingCase:
    ended_on = told.ended_on or _inside(plan)
    planned_days = (
        told.planned_days if told.planned_days is not None else told.days if told.days is not None else MOST_DAYS
    )
    planned_milli = int(planned_days) * plan.day_milli
    roster = int(told.trainees) if told.trainees is not None else 1
    attendance = BASIS if told.attendance is None else int(told.attendance)
    months = plan.release.within_months or 0
    deadline = add_months(ended_on, months)
    as_of = ended_on if told.finished else ended_on - timedelta(days=1)
    if told.finished and (told.employed in {None, "too_late"}):
        as_of = max(as_of, deadline + timedelta(days=1)) if months else as_of
    certified = int(told.unit_certified) if told.unit_certified is not None else 1
    asked = (
        ("credited_milli", told.days),
        ("roster", told.trainees),
        ("class_credited_milli", told.attendance),
        ("unit_certified", told.unit_certified),
        ("unit_employed", told.unit_employed),
        ("certified_on", told.certified),
        ("employed_on", told.employed if months else "no matter"),
    )
    return TrainingCase(
        kind=told.kind,
        end_on=ended_on,
        as_of=as_of,
        unit_ended=told.finished,
        planned_milli=planned_milli,
        credited_milli=int(told.days) * plan.day_milli if told.days is not None else planned_milli,
        roster=roster,
        class_credited_milli=Fraction(roster * planned_milli * attendance, BASIS),
        unit_certified=certified,
        unit_employed=int(told.unit_employed) if told.unit_employed is not None else 0,
        certified_on=ended_on if told.certified is not False else None,
        employed_on=ended_on if told.employed == "in_time" else None,
        paid_fen=int(told.paid),
        unit_roster=roster,
        unknown=tuple(fact for fact, value in asked if value is None) if told.finished else (),
    )


def assumptions(plan: Plan, situation: Situation) -> list[Text]:
    """Say what was assumed because the situation does not tell it."""
    said = []
    if isinstance(situation, TrainingSituation) and situation.ended_on is None and plan.training_edge:
        said.append(
            Text(
                f"假定班级在 {plan.training_edge.until} 以前结束",
                f"assuming that the class ends by {plan.training_edge.until}",
            )
        )
    if isinstance(situation, CertificateSituation) and situation.issued_on is None and plan.certificate_edge:
        said.append(
            Text(
                f"假定证书在 {plan.certificate_edge.until} 以前发证",
                f"assuming that the certificate is issued by {plan.certificate_edge.until}",
            )
        )
    if isinstance(situation, TrainingSituation) and situation.days is None and situation.planned_days is None:
        said.append(
            Text(
                "培训天数不清楚，范围按最长情形计算",
                "the days are not known: the range reaches as far as the plan allows",
            )
        )
    return said
