"""The fills of a document, judged against the terms that are open: what the good ones decide, and what is wrong with the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic_core import PydanticCustomError

from jineng.policy.delegation.faulty_fills import (
    CELL_GIVEN,
    FORM_OF_CELLS,
    FORM_OF_VALUE,
    cell_words,
    misread,
    no_text,
    not_open,
    out_of_bounds,
    tie,
    wrong_level,
)
from jineng.policy.delegation.terms import Fault, open_in
from jineng.policy.kinds.amount_table import AmountTable, External
from jineng.policy.kinds.terms import CELL_SEPARATOR, OpenYuan
from jineng.policy.measures import Percent, Yuan

if TYPE_CHECKING:
    from jineng.policy.document import Document, Fill
    from jineng.policy.kinds import Rule
    from jineng.policy.kinds.terms import OpenPercent


class Decision(NamedTuple):
    """A good fill, the id of the document whose term it decides, and the value: money, a percentage, or the cells of a table."""

    of: str
    fill: Fill
    value: Any


def decide(document: Document, superior: Document | None) -> tuple[list[Decision], list[Fault]]:
    """Judge each fill; return what the good ones decide, and the faults of the others."""
    texts = {document.head.id: document}
    if superior is not None:
        ids = {superior.head.id, *(above.id for above in superior.head.superior if above.id)}
        texts = dict.fromkeys(ids, superior) | texts
    elsewhere = {above.id for above in document.head.superior} - texts.keys()
    fills = [fill for fill in document.fill if fill.of not in elsewhere]
    earlier = [] if superior is None else [(fill, superior) for fill in superior.fill if fill.of == superior.head.id]
    of_term: dict[tuple[str, str, str], list[tuple[Fill, Document]]] = {}
    for fill, by in (*earlier, *((fill, document) for fill in fills)):
        text = texts.get(fill.of)
        of_term.setdefault((text.head.id if text else fill.of, fill.rule, fill.term), []).append((fill, by))
    decided, found = [], []
    for (of, _rule, _term), rivals in of_term.items():
        for fill, by in rivals:
            if by is not document:
                continue
            if fill is not rivals[0][0]:
                found.append(tie(rivals[0], (fill, document)))
                continue
            value, wrong = _judged(fill, document, texts.get(of))
            found += wrong
            if not wrong and len(rivals) == 1:
                decided.append(Decision(of, fill, value))
    return decided, found


def _judged(fill: Fill, document: Document, text: Document | None) -> tuple[Any, list[Fault]]:
    """Return what a fill decides, and what is wrong with it."""
    if text is None:
        return None, [no_text(fill, document)]
    rule = next((rule for rule in text.rule if rule.id == fill.rule), None)
    open_here = {} if rule is None else open_in(rule)
    if rule is None or fill.term not in open_here:
        return None, [not_open(fill, document, text, rule, open_here)]
    left = open_here[fill.term]
    wrong = [] if fill.by == left.by else [wrong_level(fill, document, text, rule, left.by)]
    if isinstance(left, External):
        cells, more = _read_cells(fill, rule)
        return cells, [*wrong, *more]
    value, more = _read_value(fill, left)
    if value is not None and not more:
        more = out_of_bounds(fill, document, text, rule, left, value)
    return value, [*wrong, *more]


def _read_value(fill: Fill, left: OpenYuan | OpenPercent) -> tuple[Yuan | Percent | None, list[Fault]]:
    where = f"fill {fill.id}"
    if fill.cells:
        return None, [("fill_form", f"{where}.cells", FORM_OF_VALUE)]
    if fill.value is None:
        return None, [("fill_form", f"{where}.value", FORM_OF_VALUE)]
    kind, code = (Yuan, "money_form") if isinstance(left, OpenYuan) else (Percent, "percent_form")
    try:
        return kind.read(fill.value), []
    except PydanticCustomError as error:
        return None, [(code, f"{where}.value", misread(error, fill.value))]


def _read_cells(fill: Fill, rule: Rule) -> tuple[dict[str, Yuan], list[Fault]]:
    where, cells, wrong = f"fill {fill.id}", {}, list[Fault]()
    if fill.value is not None or not fill.cells:
        wrong.append(("fill_form", f"{where}.cells", FORM_OF_CELLS))
    given, axes = (rule.cells, len(rule.axes)) if isinstance(rule, AmountTable) else ({}, 1)
    for key, written in fill.cells.items():
        place = f"{where}.cells.{key}"
        if key in given:
            wrong.append(("fill_form", place, CELL_GIVEN))
        if key.count(CELL_SEPARATOR) + 1 != axes:
            wrong.append(("fill_form", place, cell_words(axes)))
        try:
            cells[key] = Yuan.read(written)
        except PydanticCustomError as error:
            wrong.append(("money_form", place, misread(error, written)))
    return cells, wrong
