"""What changed in clauses, readings, declared facts and fills."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jineng.kernel.text import Text
from jineng.policy.conventions import FACT_TYPE_NAMES
from jineng.policy.diff.changes import (
    Change,
    by_id,
    changed,
    changed_parts,
    clause_numbers,
    moves,
    say,
    say_figure,
)
from jineng.policy.forms.labels import LABELS
from jineng.policy.forms.names import found_for
from jineng.policy.kinds.terms import LEVEL_NAMES, say_cells, say_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jineng.policy.document import Clause, DeclaredFact, Document, Fill, Reading


def clause_changes(old: Document, new: Document) -> Iterator[Change]:
    """Yield what changed in the clauses: words, number, figures, and which of them nothing computes."""

    def tell(was: Clause | None, now: Clause | None) -> Iterator[Change]:
        about = _clause(now or was)
        if was is None or now is None:
            yield Change(about, was.text if was else None, now.text if now else None)
            return
        yield from changed(Text(f"{about.zh}的编号", f"{about.en}, its number"), say(was.number), say(now.number))
        yield from changed(about, was.text, now.text)
        figures = Text(f"{about.zh}的数字", f"{about.en}, its figures")
        yield from changed_parts(figures, *([say_figure(one) for one in each.figures] for each in (was, now)))
        unused = Text(f"{about.zh}中不计算的数字", f"{about.en}, figures that nothing computes")
        yield from changed_parts(unused, _not_computed(was), _not_computed(now))

    yield from by_id(((one.id, one) for one in old.clause), ((one.id, one) for one in new.clause), tell)
    numbers = {one.id: one for one in (*old.clause, *new.clause)}
    yield from moves(lambda key: _clause(numbers[key]), [one.id for one in old.clause], [one.id for one in new.clause])


def _clause(clause: Clause | None) -> Text:
    number = clause.number if clause else ""
    return Text(f"条款 {number}", f"clause {number}")


def _not_computed(clause: Clause) -> list[Text]:
    said = [(say_figure(one.figure), one.reason) for one in clause.not_computed]
    return [Text(f"{figure.zh}（{why.zh}）", f"{figure.en} ({why.en})") for figure, why in said]


def reading_changes(old: Document, new: Document) -> Iterator[Change]:
    """Yield what changed in the readings: the choice, the question, the clause, figures, who accepted it."""

    def tell(was: Reading | None, now: Reading | None) -> Iterator[Change]:
        about = _reading(now or was)
        if was is None or now is None:
            yield Change(about, was.choice if was else None, now.choice if now else None)
            return
        yield from changed(about, was.choice, now.choice)
        yield from changed(Text(f"{about.zh}的问题", f"{about.en}, its question"), was.question, now.question)
        yield from changed(
            Text(f"{about.zh}所在的条款", f"{about.en}, its clause"),
            clause_numbers(old, [was.clause]),
            clause_numbers(new, [now.clause]),
        )
        figures = Text(f"{about.zh}的数字", f"{about.en}, its figures")
        yield from changed_parts(figures, *([say_figure(one) for one in each.figures] for each in (was, now)))
        yield from changed(Text(f"{about.zh}的认可", f"{about.en}, accepted by"), _accepted(was), _accepted(now))

    yield from by_id(((one.id, one) for one in old.reading), ((one.id, one) for one in new.reading), tell)
    known = {one.id: one for one in (*old.reading, *new.reading)}
    yield from moves(lambda key: _reading(known[key]), [one.id for one in old.reading], [one.id for one in new.reading])


def _reading(reading: Reading | None) -> Text:
    question = reading.question if reading else Text("", "")
    return Text(f"解读“{question.zh}”", f"reading “{question.en}”")


def _accepted(reading: Reading) -> Text:
    accepted = reading.accepted
    return Text(f"{accepted.by.zh}（{accepted.on}）", f"{accepted.by.en} ({accepted.on})")


def fact_changes(old: Document, new: Document) -> Iterator[Change]:
    """Yield what changed in the facts that the document declares (自定事实)."""

    def tell(was: DeclaredFact | None, now: DeclaredFact | None) -> Iterator[Change]:
        about = _fact(now or was)
        yield from changed(about, _kind_of(was), _kind_of(now))
        if was and now:
            yield from changed(Text(f"{about.zh}的名称", f"{about.en}, its name"), was.title, now.title)

    yield from by_id(((one.id, one) for one in old.fact), ((one.id, one) for one in new.fact), tell)
    known = {one.id: one for one in (*old.fact, *new.fact)}
    yield from moves(lambda key: _fact(known[key]), [one.id for one in old.fact], [one.id for one in new.fact])


def _fact(fact: DeclaredFact | None) -> Text:
    title = fact.title if fact else Text("", "")
    return Text(f"自定事实“{title.zh}”", f"declared fact “{title.en}”")


def _kind_of(fact: DeclaredFact | None) -> Text | None:
    if fact is None:
        return None
    kind = FACT_TYPE_NAMES[fact.type]
    if not fact.values:
        return kind
    words = say_words(fact.values)
    return Text(f"{kind.zh}，可以是：{words.zh}", f"{kind.en}, one of: {words.en}")


def fill_changes(old: Document, new: Document) -> Iterator[Change]:
    """Yield what changed in the decisions of terms that were left open (授权确定)."""

    def tell(was: Fill | None, now: Fill | None) -> Iterator[Change]:
        about = _fill(was, old) if now is None else _fill(now, new)
        yield from changed(about, _decision(was), _decision(now))
        if was and now:
            of = Text(f"{about.zh}所定的项目", f"{about.en}, what it decides")
            yield from changed(of, *(say(f"{one.of} · {one.rule} · {one.term}") for one in (was, now)))
            grounds = Text(f"{about.zh}的依据", f"{about.en}, its clauses")
            yield from changed(grounds, clause_numbers(old, was.cite), clause_numbers(new, now.cite))

    yield from by_id(((one.id, one) for one in old.fill), ((one.id, one) for one in new.fill), tell)
    known = {one.id: _fill(one, whole) for whole in (old, new) for one in whole.fill}
    yield from moves(lambda key: known[key], [one.id for one in old.fill], [one.id for one in new.fill])


def _fill(fill: Fill | None, document: Document) -> Text:
    """Name the term that is decided: by the rule's title where the rule is the document's own, else by its id."""
    if fill is None:
        return Text("", "")
    title = next((rule.title for rule in document.rule if rule.id == fill.rule), Text(fill.rule, fill.rule))
    field = fill.term.partition(".")[0].partition("[")[0]
    named = found_for(LABELS, field).label if field in LABELS else Text(fill.term, fill.term)
    return Text(f"授权确定“{title.zh}”的{named.zh}", f"what was left open in “{title.en}”, {named.en}")


def _decision(fill: Fill | None) -> Text | None:
    if fill is None:
        return None
    if fill.value is not None:
        value = _value(fill.value)
    else:
        value = say_cells({key: _value(written) for key, written in fill.cells.items()})
    by = LEVEL_NAMES[fill.by]
    return Text(
        f"由{by.zh}定为 {value.zh}，见{fill.decided.zh}（{fill.doc_no}，{fill.on}）",
        f"set by {by.en} at {value.en}: {fill.decided.en} ({fill.doc_no}, {fill.on})",
    )


def _value(written: str) -> Text:
    return Text(written, written) if written.endswith("%") else Text(f"{written} 元", f"{written} yuan")
