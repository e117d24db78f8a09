"""Answers to the questions of a plan: from what a person typed to values, with a plain word about what cannot be read."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from jineng.domain.plans.question import UNKNOWN
from jineng.domain.plans.questions import list_questions
from jineng.kernel.money import format_yuan, parse_yuan, say_yuan
from jineng.kernel.text import Text
from jineng.policy.measures import Measure, Percent, Yuan
from jineng.policy.situation import CertificateSituation, HireSituation, TrainingSituation

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from jineng.domain.plans.question import Question
    from jineng.policy.plan import Plan
    from jineng.policy.situation import Situation

Value = int | str | None
"""A whole number, ten-thousandths or fen; the value of a choice; None what is not known."""

MOST_SHOWN: Final = 20
"""Characters of an unreadable answer that are repeated to the person."""
MOST_PAID_FEN: Final = 10**9

_WHOLE = re.compile(r"\d{1,9}", re.ASCII)
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d{1,2})?)%?", re.ASCII)
_YUAN = re.compile(r"\d{1,13}(?:\.\d{1,2})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with its answer: as typed (``raw``), as understood (``value``), or what is wrong with it (``fault``)."""

    question: Question
    raw: str
    value: Value
    fault: Text | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether the answer is not known, or cannot be read."""
        return self.value is None

    def say(self) -> Text:
        """Write the answer as people read it."""
        if self.value is None:
            return Text("还不清楚", "not known")
        match self.question.form:
            case "choice":
                return next(choice.label for choice in self.question.choices if choice.value == self.value)
            case "percent":
                percent = Percent(self.value).written()
                return Text(f"{percent}%", f"{percent}%")
            case "yuan":
                return Text(f"{say_yuan(int(self.value))} 元", f"{say_yuan(int(self.value))} yuan")
            case _:
                unit = self.question.unit or Text("", "")
                english = unit.en.removesuffix("s") if self.value == 1 else unit.en
                return Text(f"{self.value} {unit.zh}", f"{self.value} {english}")


def read_answers(plan: Plan, item: str, typed: Mapping[str, str]) -> list[Answered]:
    """Read a person's answers to the questions of one situation; names that are no question are ignored.

    Args:
        plan: the compiled plan.
        item: one of ``questions.list_items(plan)``.
        typed: answers by the question's name, as typed; what is missing counts as its default.
    """
    kind = next((read_one(question, typed) for question in list_questions(plan, item) if question.decides), None)
    chosen = str(kind.value) if kind and kind.value is not None else UNKNOWN
    answered = [read_one(question, typed) for question in list_questions(plan, item, chosen)]
    crossed = _crossed({answer.question.name: answer.value for answer in answered})
    return [
        Answered(answer.question, answer.raw, None, crossed[answer.question.name])
        if answer.question.name in crossed
        else answer
        for answer in answered
    ]


def read_one(question: Question, typed: Mapping[str, str]) -> Answered:
    """Read the answer to one question."""
    raw = typed.get(question.name, question.default)
    text = unicodedata.normalize("NFKC", raw).strip()
    if question.form == "choice":
        text = text or question.default
        if text == UNKNOWN:
            return Answered(question, UNKNOWN, None)
        if text in {choice.value for choice in question.choices}:
            return Answered(question, text, text)
        return Answered(
            question,
            UNKNOWN,
            None,
            Text("没有这个选项，请从列表中选择", "there is no such answer: choose one of the list"),
        )
    if not text:
        return Answered(question, "", None)
    value, expected = _number(question, text.replace(",", "").replace(" ", ""))
    if value is None:
        shown = raw if len(raw) <= MOST_SHOWN else f"{raw[:MOST_SHOWN]}…"
        fault = Text(f"{expected.zh}；现在填的是“{shown}”", f'{expected.en}; found "{shown}"')
        return Answered(question, shown, None, fault)
    return Answered(question, text, value)


def _number(question: Question, text: str) -> tuple[int | None, Text]:
    match question.form:
        case "percent":
            found = _PERCENT.fullmatch(text)
            expected = Text(
                "请填 0 到 100 之间的百分数，最多两位小数，例如 92.5",
                "expected a percentage from 0 to 100, at most two decimals, such as 92.5",
            )
            basis = int(Percent.read(f"{found[1]}%")) if found else None
            return (basis if basis is not None and basis <= 10_000 else None), expected
        case "yuan":
            expected = Text(
                "请填不超过 1,000 万的金额（元），例如 1500 或 1500.50",
                "expected yuan up to 10 million, such as 1500 or 1500.50",
            )
            amount_fen = parse_yuan(text) if _YUAN.fullmatch(text) else None
            return (amount_fen if amount_fen is not None and amount_fen <= MOST_PAID_FEN else None), expected
        case _:
            expected = Text(
                f"请填 {question.least} 到 {question.most} 之间的整数，不写单位",
                f"expected a whole number from {question.least} to {question.most}, without a unit",
            )
            whole = int(text) if _WHOLE.fullmatch(text) else None
            return (whole if whole is not None and question.least <= whole <= question.most else None), expected


def _crossed(values: dict[str, Value]) -> dict[str, Text]:
    certified, employed = values.get("unit_certified"), values.get("unit_employed")
    if isinstance(certified, int) and isinstance(employed, int) and employed > certified:
        return {
            "unit_employed": Text(
                f"就业人数只算取证人员，不能多于取证的 {certified} 人",
                f"only the certified count as employed: expected at most the {certified} certified",
            )
        }
    if values.get("certified") == "yes" and certified == 0:
        return {
            "unit_certified": Text(
                "本人已取得证书，取证人数至少为 1 人", "this person is certified: expected at least 1 person certified"
            )
        }
    return {}


def situation_of(plan: Plan, item: str, values: Mapping[str, Value]) -> Situation:
    """Return the engine's situation for values by question name; what is missing or None is not known.

    ``item`` may also be ``hire_certificate``, which has the questions of ``hire``.
    """
    told = {name: value for name, value in values.items() if value is not None}
    paid = format_yuan(int(told.get("paid", 0)))
    if item == "training":
        edge = plan.training_edge
        fields: dict[str, Any] = {name: told[name] for name in _PLAIN_TRAINING if name in told}
        if "attendance" in told:
            fields["attendance"] = f"{Percent(told['attendance']).written()}%"
        if edge and told.get("ended") == "after":
            fields["ended_on"] = _day_after(edge.until)
        return TrainingSituation(
            item="training",
            kind=told.get("kind", "universal"),
            finished=told.get("finished") != "no",
            certified=_truth(told.get("certified")),
            paid=paid,
            **fields,
        )
    if item == "certificate":
        edge = plan.certificate_edge
        late = _day_after(edge.until) if edge and told.get("issued") == "after" else None
        had_before = _truth(told.get("had_before"))
        return CertificateSituation(
            item="certificate", level=told["level"], issued_on=late, had_before=had_before, paid=paid
        )
    return HireSituation(
        item=item,
        size=told.get("size"),
        contract_months=told.get("contract_months"),
        certified_in_time=_truth(told.get("certified_in_time")),
    )


_PLAIN_TRAINING = ("days", "planned_days", "trainees", "unit_certified", "unit_employed", "employed")


def _truth(value: Value) -> bool | None:
    return None if value is None else value == "yes"


def _day_after(day: date) -> date:
    return day + timedelta(days=1)


def answers_to(plan: Plan, situation: Situation) -> dict[str, str]:
    """Return what a person would answer to tell a situation: the inverse of ``situation_of`` for the questions of the plan."""
    typed = {
        name: _typed(value)
        for name, value in situation
        if value is not None and name not in {"item", "ended_on", "issued_on"}
    }
    if isinstance(situation, TrainingSituation) and plan.training_edge and situation.ended_on:
        typed["ended"] = "after" if situation.ended_on > plan.training_edge.until else "by"
    if isinstance(situation, CertificateSituation) and plan.certificate_edge and situation.issued_on:
        typed["issued"] = "after" if situation.issued_on > plan.certificate_edge.until else "by"
    asked = {question.name: question for question in list_questions(plan, item_of(situation))}
    return {name: text for name, text in typed.items() if name in asked and text not in {asked[name].default, "0.00"}}


def _typed(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Yuan):
        return format_yuan(value)
    return value.written() if isinstance(value, Measure) else str(value)


def item_of(situation: Situation) -> str:
    """Return the item under which the calculator asks for a situation."""
    return "hire" if situation.item == "hire_certificate" else situation.item
