"""A document with its fills put in, and one of a county combined with that of its superior."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jineng.policy.delegation.decisions import decide
from jineng.policy.delegation.overriding import overridden
from jineng.policy.delegation.terms import TABLE_TERM, with_given
from jineng.policy.kinds.amount_table import AmountTable

if TYPE_CHECKING:
    from jineng.policy.delegation.decisions import Decision
    from jineng.policy.delegation.terms import Fault
    from jineng.policy.document import Document, Reading
    from jineng.policy.kinds import Rule


def faults(document: Document, superior: Document | None = None) -> list[Fault]:
    """Return what is wrong with the fills of a document and, beside its superior's text, with its own rules.

    Args:
        document: the document whose fills are judged.
        superior: the text of a superior that its head names by id; without it fills of that text are not judged, and a text
            that the head does not name is not looked at. Where a city stands between, that of the city, ``filled`` with the
            province's.
    """
    superior = _named(document, superior)
    _decided, found = decide(document, superior)
    return found if superior is None else [*found, *overridden(document, superior)]


def filled(document: Document, superior: Document | None = None) -> Document:
    """Return the document with its fills put in, combined with its superior's where the head names that by id.

    The combination has the document's head; the superior's rules in their order, its own and the document's fills put in; then the
    document's rules. A filled rule cites the clauses of the decision after its own. Clauses, readings and facts are those of
    both. Where a superior's clause or reading has the id of one of the document's, it is renamed, with all that cites it: a clause
    "3" becomes "S.3", a reading "day" becomes "superior_day" (again until no other has the id). Readings on which only the
    superior's head rests are left out. There are no fills left: a faulty one (see ``faults``) is not put in, so its term stays
    open and never pays; a rule of the document with the id of a superior's gives way to it.
    """
    superior = _named(document, superior)
    decided, _found = decide(document, superior)
    own = _put_in(document, decided)
    if superior is None:
        return own
    above = _put_in(_apart(filled(superior), document), decided)
    rules, declared = {rule.id for rule in above.rule}, {fact.id for fact in above.fact}
    return own.model_copy(
        update={
            "clause": (*above.clause, *own.clause),
            "reading": (*above.reading, *own.reading),
            "fact": (*above.fact, *(fact for fact in own.fact if fact.id not in declared)),
            "rule": (*above.rule, *(rule for rule in own.rule if rule.id not in rules)),
        }
    )


def _named(document: Document, superior: Document | None) -> Document | None:
    """Return the superior if the document's head names it."""
    named = {above.id for above in document.head.superior}
    return superior if superior is not None and superior.head.id in named else None


def _put_in(document: Document, decided: list[Decision]) -> Document:
    """Return the document with what was decided of its rules, and without its fills."""
    rules = []
    for rule in document.rule:
        mine = [one for one in decided if (one.of, one.fill.rule) == (document.head.id, rule.id)]
        if not mine:
            rules.append(rule)
            continue
        given = {one.fill.term: one.value for one in mine}
        new: Rule = with_given(rule, given)
        if isinstance(new, AmountTable) and new.external is not None and TABLE_TERM in given:
            new = new.model_copy(update={"cells": new.cells | given[TABLE_TERM], "external": None})
        cites = dict.fromkeys((*new.cite, *(cite for one in mine for cite in one.fill.cite)))
        rules.append(new.model_copy(update={"cite": tuple(cites)}))
    return document.model_copy(update={"rule": tuple(rules), "fill": ()})


def _apart(superior: Document, document: Document) -> Document:
    """Return the superior's text with its clauses and readings renamed where the document has others of the id."""
    clauses = _renamed("S.", [each.id for each in superior.clause], [each.id for each in document.clause])
    readings = _renamed("superior_", [each.id for each in superior.reading], [each.id for each in document.reading])

    def cite(part: Rule) -> Rule:
        return part.model_copy(
            update={
                "cite": tuple(clauses.get(each, each) for each in part.cite),
                "readings": tuple(readings.get(each, each) for each in part.readings),
            }
        )

    def reading(part: Reading) -> Reading:
        return part.model_copy(update={"id": readings[part.id], "clause": clauses.get(part.clause, part.clause)})

    rested_on = {each for rule in superior.rule for each in rule.readings}
    return superior.model_copy(
        update={
            "clause": tuple(each.model_copy(update={"id": clauses[each.id]}) for each in superior.clause),
            "reading": tuple(reading(each) for each in superior.reading if each.id in rested_on),
            "rule": tuple(cite(rule) for rule in superior.rule),
        }
    )


def _renamed(prefix: str, theirs: list[str], ours: list[str]) -> dict[str, str]:
    """Return the new id of each of theirs: prefixed until none of ours has it, nor another of theirs."""
    names: dict[str, str] = {}
    for each in theirs:
        name = each
        while name in ours or (name != each and (name in theirs or name in names.values())):
            name = prefix + name
        names[each] = name
    return names
