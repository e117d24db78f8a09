"""Every number of a rule held against the figures of its clauses, and every figure against the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from pydantic_core import PydanticCustomError

from jineng.policy.checks.faults import fault
from jineng.policy.kinds import Adjust, Eligibility, OutcomeGate
from jineng.policy.kinds.terms import UNIT_NAMES
from jineng.policy.measures import (
    BASIS,
    COMPUTABLE_UNITS,
    DATE_UNIT,
    Figure,
    Measure,
    Percent,
    Used,
    Years,
    Yuan,
    walk_measures,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jineng.policy.checks.faults import Fault
    from jineng.policy.document import Clause, Document, Fill
    from jineng.policy.kinds import Rule
    from jineng.policy.kinds.terms import AgeLimit

_WHOLE: Final = Figure("100", "%")


def figure_faults(document: Document) -> Iterator[Fault]:
    """Yield numbers that stand in no cited clause or reading, and figures that nothing uses."""
    clauses = {clause.id: clause for clause in document.clause}
    readings = {reading.id: reading for reading in document.reading}
    used: dict[str, set[Figure]] = {clause.id: set() for clause in document.clause}
    for where, cites, cited_readings, found in _uses(document):
        for number in found:
            known = False
            for cite in cites:
                said = [figure for figure in number.forms if figure in clauses[cite].figures]
                used[cite].update(said)
                known = known or bool(said)
            known = known or any(
                figure in readings[reading].figures for reading in cited_readings for figure in number.forms
            )
            if not known and not _trivial(number.figure):
                numbers = [clauses[cite].number for cite in cites]
                yield fault(
                    "number_not_in_clause",
                    f"{where}.{number.path}",
                    f"{_said(number.figure)} 不在所引条款（{'、'.join(numbers)}）或解读的数字中；请核对原文，改数字或改引用",
                    f"{number.figure} stands in none of the clauses ({', '.join(numbers)}) or readings cited: check the text, then mend the number or the citation",
                )
    for clause in document.clause:
        yield from _unused(clause, used[clause.id])


def users_of_figures(document: Document) -> dict[tuple[str, Figure], tuple[str, ...]]:
    """Return who uses each figure of a clause: "rule …", "fill …" or "document", by the clause's id and the figure as it says it."""
    figures = {clause.id: clause.figures for clause in document.clause}
    users: dict[tuple[str, Figure], dict[str, None]] = {}
    for where, cites, _readings, found in _uses(document):
        for cite in cites:
            for figure in {figure for number in found for figure in number.forms} & set(figures[cite]):
                users.setdefault((cite, figure), {})[where] = None
    return {key: tuple(places) for key, places in users.items()}


def _said(figure: Figure) -> str:
    """Say a figure with its unit in Chinese."""
    if figure.unit == DATE_UNIT:
        return figure.value
    return f"{figure.value}%" if figure.unit == "%" else f"{figure.value} {UNIT_NAMES[figure.unit].zh}"


def _trivial(figure: Figure) -> bool:
    """Tell whether a figure is nothing, or all of something: no text has to say it."""
    return figure.value == "0" or figure == _WHOLE


class _Number(NamedTuple):
    """A number of the document, its place in a rule, and the figures as which a clause may say it."""

    figure: Figure
    path: str
    forms: tuple[Figure, ...]


def _uses(document: Document) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...], list[_Number]]]:
    """Yield where numbers stand, the clauses and readings that they must come from, and the numbers."""
    head = document.head
    conventions = [
        Used(Figure(number.written(), number.unit), name)
        for name in ("hours_per_day", "class_hour_minutes", "month_days")
        if (number := getattr(head, name)) is not None
    ]
    yield "document", head.cite, head.readings, [_plain(used) for used in conventions]
    rules: dict[str, Rule] = {}
    for rule in document.rule:
        rules.setdefault(rule.id, rule)
        ages = _ages(rule.age) if isinstance(rule, Eligibility) and rule.age is not None else []
        found = [_factor(used) if _is_factor(rule, used) else _plain(used) for used in walk_measures(rule)]
        yield f"rule {rule.id}", rule.cite, rule.readings, [*found, *map(_plain, ages)]
    for fill in document.fill:
        of_factor = isinstance(rules.get(fill.rule), Adjust)
        yield (
            f"fill {fill.id}",
            fill.cite,
            (),
            [_factor(used) if of_factor else _plain(used) for used in _decided(fill)],
        )


def _plain(used: Used) -> _Number:
    return _Number(used.figure, used.path, (used.figure,))


def _factor(used: Used) -> _Number:
    """Return a factor, which a clause may also say as the rise or fall that it makes: 130 % is a rise of 30 %."""
    if used.figure.unit != Percent.unit:
        return _plain(used)
    rise = Percent(abs(Percent.read(f"{used.figure.value}%") - BASIS))
    return _Number(used.figure, used.path, (used.figure, Figure(rise.written(), Percent.unit)))


def _is_factor(rule: Rule, used: Used) -> bool:
    if isinstance(rule, Adjust):
        return not used.path.startswith("escalator")
    return isinstance(rule, OutcomeGate) and used.path.rpartition(".")[2] not in {"from", "from_"}


def _ages(age: AgeLimit) -> list[Used]:
    """Return ages as clauses write them, "16 years"; in a rule they are bare numbers."""
    ages = {"age.min": age.min, "age.max": age.max, "age.max_female": age.max_female}
    return [Used(Figure(str(years), Years.unit), path) for path, years in ages.items() if years is not None]


def _decided(fill: Fill) -> list[Used]:
    """Return what a decision sets; it stands in the decision's own clause, not in that which left it open."""
    written = {"value": fill.value} if fill.value is not None else {}
    written |= {f"cells.{key}": value for key, value in fill.cells.items()}
    found = []
    for path, text in written.items():
        measure: type[Measure] = Percent if text.endswith("%") else Yuan
        try:
            found.append(Used(Figure(measure.read(text).written(), measure.unit), path))
        except PydanticCustomError:
            continue
    return found


def _unused(clause: Clause, used: set[Figure]) -> Iterator[Fault]:
    marked = {mark.figure for mark in clause.not_computed}
    where = f"clause {clause.id}"
    for figure in clause.figures:
        if figure not in used and figure not in marked:
            yield fault(
                "figure_unused",
                where,
                f"条款数字 {_said(figure)} 没有规则使用；请写成规则，或在条款的“不计算的数字”（not_computed）中说明原因",
                f"no rule uses {figure}: write the rule, or say in not_computed why it is not computed",
            )
    for figure in sorted(marked):
        if figure not in clause.figures:
            yield fault(
                "mark_unknown",
                where,
                f"not_computed 中的 {_said(figure)} 不在本条数字中",
                f"{figure} in not_computed is no figure of this clause",
            )
        elif figure in used:
            yield fault(
                "mark_needless",
                where,
                f"{_said(figure)} 已有规则使用，请删去 not_computed 中的说明",
                f"a rule uses {figure}: remove its mark",
            )
        elif figure.unit in COMPUTABLE_UNITS:
            yield fault(
                "mark_refused",
                where,
                f"{_said(figure)} 是规则能表达的数字，不能标为不计算；请写成规则",
                f"{figure} is a figure that a rule can express: it may not be marked, write the rule",
            )
