"""What a situation comes to: the amount or its range, how it came about, and what is still missing."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from jineng.domain.plans.answers import Answered, answers_to, item_of, read_answers, situation_of
from jineng.domain.plans.explained import explain
from jineng.kernel.money import say_yuan
from jineng.kernel.text import Text
from jineng.policy.explaining import in_one_sentence
from jineng.policy.facts import TrainingCase
from jineng.policy.kinds.base import PAYEE_NAMES
from jineng.policy.kinds.gate import missing_for
from jineng.policy.measures import BASIS, Percent
from jineng.policy.one import one
from jineng.policy.settled import Settled
from jineng.policy.situation import assumptions, case_of
from jineng.policy.words import FACTS, ITEMS, REASONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from jineng.domain.plans.answers import Value
    from jineng.domain.plans.explained import Explained
    from jineng.domain.plans.question import Question
    from jineng.policy.facts import Case
    from jineng.policy.plan import Plan
    from jineng.policy.situation import Situation


@dataclass(frozen=True, slots=True)
class Part:
    """What one subsidy item comes to; money in fen. ``payee`` None where nothing is paid in any case."""

    item: Text
    settled: Settled
    payee: Text | None
    reasons: tuple[Text, ...]
    explained: Explained


@dataclass(frozen=True, slots=True)
class Alternative:
    """What it would be with one of the answers to a question that is still open; money in fen."""

    value: str
    label: Text
    least_fen: int
    most_fen: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """The whole answer; money in fen. Either ``parts`` explain it, or ``alternatives`` show what an open question decides.

    ``sentence`` tells it in one; None where each of several parts tells its own.
    """

    status: str
    sentence: Text | None
    least_fen: int
    most_fen: int
    parts: tuple[Part, ...]
    alternatives: tuple[Alternative, ...]
    open_question: Question | None
    unknown: tuple[Text, ...]
    missing: tuple[Text, ...]
    assumed: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A situation in words – question and answer – and the answers that tell it to the calculator."""

    answers: tuple[Answered, ...]
    item: str
    typed: dict[str, str]


def estimate(plan: Plan, item: str, answers: list[Answered]) -> Estimate:
    """Compute a situation.

    Args:
        plan: the compiled plan.
        item: one of ``questions.list_items(plan)``.
        answers: as ``answers.read_answers`` returns them for that item, without faults.
    """
    values = {answer.question.name: answer.value for answer in answers}
    tried = [answer.question for answer in answers if answer.question.is_tried and answer.is_open]
    results = {
        picks: _estimate(plan, item, {**values, **dict(zip((question.name for question in tried), picks, strict=True))})
        for picks in product(*(question.known_values for question in tried))
    }
    first = next(iter(results.values()))
    if len({_outcome(result) for result in results.values()}) == 1:
        return first
    matters = [index for index in range(len(tried)) if _matters(results, index)]
    shown = tried[matters[0]]
    known_first = {**values, **{question.name: question.known_values[0] for question in tried}}
    least_fen = min(result.least_fen for result in results.values())
    most_fen = max(result.most_fen for result in results.values())
    open_still = Settled("pending", ("fact_unknown",), [], least_fen=least_fen, most_fen=most_fen)
    return Estimate(
        status="pending",
        sentence=in_one_sentence(plan, open_still),
        least_fen=least_fen,
        most_fen=most_fen,
        parts=(),
        alternatives=tuple(_alternatives(shown, matters[0], results)),
        open_question=shown,
        unknown=(
            *(tried[index].label for index in matters),
            *dict.fromkeys(fact for result in results.values() for fact in result.unknown),
        ),
        missing=(),
        assumed=tuple(_assumed(plan, situation_of(plan, item, known_first), values)),
    )


def _matters(results: Mapping[tuple[str, ...], Estimate], index: int) -> bool:
    """Tell whether the outcome changes with the answer at ``index`` while the others stay as they are."""
    others: dict[tuple[str, ...], tuple[object, ...]] = {}
    return any(
        others.setdefault(picks[:index] + picks[index + 1 :], _outcome(result)) != _outcome(result)
        for picks, result in results.items()
    )


def _alternatives(question: Question, index: int, results: Mapping[tuple[str, ...], Estimate]) -> Iterator[Alternative]:
    for choice in question.choices:
        chosen = [result for picks, result in results.items() if picks[index] == choice.value]
        if chosen:
            least_fen, most_fen = min(result.least_fen for result in chosen), max(result.most_fen for result in chosen)
            yield Alternative(choice.value, choice.label, least_fen, most_fen)


def _outcome(result: Estimate) -> tuple[object, ...]:
    return result.status, result.least_fen, result.most_fen, tuple(part.reasons for part in result.parts)


def _estimate(plan: Plan, item: str, values: Mapping[str, Value]) -> Estimate:
    items = [name for name in plan.items if name == item or (item == "hire" and name == "hire_certificate")]
    situations = [situation_of(plan, name, values) for name in items]
    parts, unknown, missing = [], [], []
    for situation in situations:
        case = case_of(plan, situation)
        settled = one(plan, case)
        parts.append(explain_part(plan, situation, settled))
        unknown += [FACTS[fact] for step in settled.steps if step[0] == "unknown" for fact in step[2]]
        missing += _missing(plan, case, settled)
    statuses = [part.settled.status for part in parts]
    return Estimate(
        status=next((status for status in ("pending", "payable") if status in statuses), "refused"),
        sentence=parts[0].explained.sentence if len(parts) == 1 else None,
        least_fen=sum(part.settled.bounds[0] for part in parts),
        most_fen=sum(part.settled.bounds[1] for part in parts),
        parts=tuple(parts),
        alternatives=(),
        open_question=None,
        unknown=tuple(dict.fromkeys(unknown)),
        missing=tuple(dict.fromkeys(missing)),
        assumed=tuple(_assumed(plan, situations[0], values)),
    )


def explain_part(plan: Plan, situation: Situation, settled: Settled) -> Part:
    """Return a result of the engine in words, each step with its clauses."""
    return Part(
        item=ITEMS[situation.item],
        settled=settled,
        payee=_payee(plan, situation) if settled.bounds[1] or settled.payable_now_fen else None,
        reasons=tuple(REASONS[reason] for reason in settled.reasons if reason != "fact_unknown"),
        explained=explain(plan, settled),
    )


def _payee(plan: Plan, situation: Situation) -> Text | None:
    if situation.item == "training":
        return PAYEE_NAMES[plan.training[situation.kind].payee_kind]
    terms = plan.certificates if situation.item == "certificate" else plan.hires
    return PAYEE_NAMES[terms.payee_kind] if terms else None


def tell(plan: Plan, situation: Situation) -> Told:
    """Return a situation as answers to the plan's questions, for a worked example and its way into the calculator."""
    item, typed = item_of(situation), answers_to(plan, situation)
    answers = read_answers(plan, item, typed)
    beside_the_point = {"certified_in_time"} if situation.item == "hire" else set()
    said = [
        answer
        for answer in answers
        if answer.question.name in typed
        or not (answer.question.is_optional or answer.question.name in beside_the_point)
    ]
    return Told(tuple(said), item, typed)


def _assumed(plan: Plan, situation: Situation, values: Mapping[str, Value]) -> list[Text]:
    open_dates = [name for name in ("ended", "issued") if name in values and values[name] is None]
    said = [] if open_dates else assumptions(plan, situation)
    if situation.item == "hire":
        said.append(
            Text(
                f"假定合同从 {plan.document.head.valid_from} 开始",
                f"assuming that the contract starts on {plan.document.head.valid_from}",
            )
        )
    return said


def _missing(plan: Plan, case: Case, settled: Settled) -> list[Text]:
    """Say what would lead to more: heads for the rate, points of attendance, months of contract."""
    codes = {step[0]: step for step in settled.steps}
    said = []
    if "gate_missed" in codes or (isinstance(case, TrainingCase) and "unit_employed" in case.unknown):
        said += _missing_for_gate(plan, case)
    if "attendance_low" in codes:
        _code, _rule, credited, due, line = codes["attendance_low"]
        points = Percent(line - (credited * BASIS // due if due else 0)).written()
        said.append(
            Text(
                f"全班到课率再高 {points} 个百分点即达 {Percent(line).written()}%",
                f"{points} more points of attendance reach {Percent(line).written()} %",
            )
        )
    if "class_too_large" in codes:
        _code, _rule, heads, most = codes["class_too_large"]
        said.append(Text(f"本班超出上限 {heads - most} 人", f"the class is {heads - most} over the limit"))
    if "contract_too_short" in codes:
        _code, _rule, months, least = codes["contract_too_short"]
        more = least - months
        said.append(
            Text(
                f"合同再长 {more} 个月即满 {least} 个月",
                f"{more} more {'month' if more == 1 else 'months'} of contract {'makes' if more == 1 else 'make'} {least}",
            )
        )
    if "employed_in_time" not in codes and settled.later_fen and settled.later_until:
        said.append(_later(settled.later_until))
    return said


def _later(until: date) -> Text:
    return Text(f"本人 {until} 以前就业，即可再拨其余部分", f"the rest follows if this person is employed by {until}")


def _missing_for_gate(plan: Plan, case: Case) -> list[Text]:
    gate = plan.training[case.kind].gate if isinstance(case, TrainingCase) else None
    if (
        not isinstance(case, TrainingCase)
        or gate is None
        or (gate.numerator, gate.denominator) != ("employed", "certified")
    ):
        return []
    if "unit_certified" in case.unknown or case.unit_certified == 0:
        return []
    line = Percent(gate.line_basis).written()
    if "unit_employed" in case.unknown:
        heads = missing_for(0, case.unit_certified, gate.line_basis)
        return [
            Text(
                f"取证 {case.unit_certified} 人中有 {heads} 人就业即达 {line}%",
                f"{heads} employed of the {case.unit_certified} certified reach {line} %",
            )
        ]
    heads = missing_for(case.unit_employed, case.unit_certified, gate.line_basis)
    trainees = "trainee reaches" if heads == 1 else "trainees reach"
    gain = _gain(plan, case)
    return [Text(f"就业再多 {heads} 人即达 {line}%{gain.zh}", f"{heads} more employed {trainees} {line} %{gain.en}")]


def _gain(plan: Plan, case: TrainingCase) -> Text:
    """Say what a person would come to above the line, where the days are known and it is more."""
    terms = plan.training[case.kind]
    days = min(case.credited_milli, case.planned_milli) // plan.day_milli
    if terms.rate is None or terms.gate is None or "credited_milli" in case.unknown:
        return Text("", "")
    above_fen, below_fen = terms.rate.amount(days), terms.gate.below.amount(days)
    if above_fen <= below_fen:
        return Text("", "")
    return Text(f"，每人可得 {say_yuan(above_fen)} 元", f": {say_yuan(above_fen)} yuan a person")
