"""What is said of a fill that cannot be put in; both clauses are named, the one that left the term open and the one that decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from jineng.kernel.text import Text
from jineng.policy.kinds.terms import CELL_SEPARATOR, LEVEL_NAMES, say_quantity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic_core import PydanticCustomError

    from jineng.policy.delegation.terms import Fault
    from jineng.policy.document import Document, Fill
    from jineng.policy.kinds import Rule
    from jineng.policy.kinds.terms import Level, OpenPercent, OpenYuan
    from jineng.policy.measures import Percent, Yuan

FORM_OF_VALUE: Final = Text(
    "这一项是一个数：请写 value，不写 cells", "this term is one number: write value, and no cells"
)
FORM_OF_CELLS: Final = Text(
    "这一项是整张表：请写 cells，不写 value", "this term is a whole table: write cells, and no value"
)
CELL_GIVEN: Final = Text(
    "表中已写明这一格，不能再定；请删去", "the table has this cell already and does not leave it open: remove it"
)


def cell_words(axes: int) -> Text:
    """Say how many words the key of a cell has."""
    return Text(
        f"这张表有 {axes} 个维度，每格的名称应为 {axes} 个词，用“{CELL_SEPARATOR}”隔开",
        f"the table has {axes} axes: name a cell by {axes} words with {CELL_SEPARATOR!r} between them",
    )


def misread(error: PydanticCustomError, found: str) -> Text:
    """Say how a value is written, and what was found."""
    zh, en = error.message().split("|", 1)
    return Text(f"{zh}；收到 {found!r}", f"{en}; found {found!r}")


def clause_numbers(document: Document, cites: tuple[str, ...]) -> str:
    """Return the originals' numbers of clauses; a draft may cite one that is not there yet."""
    numbers = {clause.id: clause.number for clause in document.clause}
    return "、".join(numbers.get(cite, cite) for cite in cites)


def say_decision(fill: Fill, document: Document) -> Text:
    """Name a decision by its id and clause."""
    clauses = clause_numbers(document, fill.cite)
    return Text(f"本决定（{fill.id}，条款 {clauses}）", f"this decision ({fill.id}, clause {clauses})")


def say_rule(rule: Rule, text: Document) -> Text:
    """Name a rule by its document, clause and id."""
    clauses = clause_numbers(text, rule.cite)
    return Text(
        f"“{text.head.title.zh}”条款 {clauses}（规则“{rule.id}”）",
        f"clause {clauses} of “{text.head.title.en}” (rule {rule.id!r})",
    )


def no_text(fill: Fill, document: Document) -> Fault:
    """Return the fault of a fill of a document that is neither this one nor its superior."""
    said = say_decision(fill, document)
    return (
        "fill_unknown_term",
        f"fill {fill.id}.of",
        Text(
            f"{said.zh}所定的文件“{fill.of}”既不是本文件，也没有写在 superior 的 id 中；请核对 of",
            f"{said.en} is of the document {fill.of!r}, which is neither this one nor the id of a superior: check of",
        ),
    )


def not_open(fill: Fill, document: Document, text: Document, rule: Rule | None, terms: Mapping[str, object]) -> Fault:
    """Return the fault of a fill of a term that is not open, or of a rule that is not there; ``terms`` are those that are open."""
    said = say_decision(fill, document)
    if rule is None:
        wrong = Text(
            f"{said.zh}所定的规则“{fill.rule}”不在“{text.head.title.zh}”中；请核对 rule",
            f"{said.en} is of the rule {fill.rule!r}, which “{text.head.title.en}” does not have: check rule",
        )
        return "fill_unknown_term", f"fill {fill.id}.rule", wrong
    ruled = say_rule(rule, text)
    listed = Text("、".join(terms) or "无", ", ".join(terms) or "nothing")
    wrong = Text(
        f"{said.zh}所定的“{fill.term}”，{ruled.zh}没有授权他人确定（授权的有：{listed.zh}）；请核对 term 或删去",
        f"{said.en} is of {fill.term!r}, which {ruled.en} does not leave open (it leaves open: {listed.en}): "
        "check term, or remove the decision",
    )
    return "fill_unknown_term", f"fill {fill.id}.term", wrong


def wrong_level(fill: Fill, document: Document, text: Document, rule: Rule, by: Level) -> Fault:
    """Return the fault of a fill by somebody else than the text names."""
    said, ruled, named, found = (
        say_decision(fill, document),
        say_rule(rule, text),
        LEVEL_NAMES[by],
        LEVEL_NAMES[fill.by],
    )
    wrong = Text(
        f"{ruled.zh}授权由{named.zh}确定，{said.zh}由{found.zh}作出；请由{named.zh}确定",
        f"{ruled.en} leaves this to {named.en}, {said.en} is by {found.en}: it takes a decision by {named.en}",
    )
    return "fill_by_wrong_level", f"fill {fill.id}.by", wrong


def out_of_bounds(
    fill: Fill, document: Document, text: Document, rule: Rule, left: OpenYuan | OpenPercent, value: Yuan | Percent
) -> list[Fault]:
    """Return the fault of a value below the least or above the most that the text allows, if it is."""
    if (left.min is None or left.min <= value) and (left.max is None or value <= left.max):
        return []
    said, ruled, found = say_decision(fill, document), say_rule(rule, text), say_quantity(value)
    zh = [f"不低于 {say_quantity(left.min).zh}"] if left.min is not None else []
    en = [f"at least {say_quantity(left.min).en}"] if left.min is not None else []
    if left.max is not None:
        zh.append(f"不超过 {say_quantity(left.max).zh}")
        en.append(f"at most {say_quantity(left.max).en}")
    wrong = Text(
        f"{ruled.zh}要求{'、'.join(zh)}，{said.zh}定为 {found.zh}；请在范围内确定",
        f"{ruled.en} asks for {' and '.join(en)}, {said.en} says {found.en}: decide within the bounds",
    )
    return [("fill_out_of_bounds", f"fill {fill.id}.value", wrong)]


def tie(first: tuple[Fill, Document], second: tuple[Fill, Document]) -> Fault:
    """Return the fault of two fills of one term, each with the document that it stands in."""
    one, other = say_decision(*first), say_decision(*second)
    fill = second[0]
    wrong = Text(
        f"规则“{fill.rule}”的“{fill.term}”定了两次：{one.zh}和{other.zh}；由谁确定须有依据，请只留一个",
        f"{fill.term!r} of rule {fill.rule!r} is decided twice: {one.en} and {other.en}: keep the one that counts",
    )
    return "fill_twice", f"fill {fill.id}.term", wrong
