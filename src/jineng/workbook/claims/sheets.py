"""The sheets of a book of claim lines, made from a plan: 申领 (claims), 以往享受 (history)."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from jineng.kernel.text import Text
from jineng.policy.claims.facts import specs_of
from jineng.policy.claims.limiting import PER_FACTS, limit_facts
from jineng.policy.forms.options import OPTIONS
from jineng.policy.kinds import MoneyKind
from jineng.policy.kinds.base import PAYEE_NAMES
from jineng.policy.kinds.terms import WORD_NAMES
from jineng.policy.vocabulary import LARGEST
from jineng.workbook.layout import Column, Sheet
from jineng.workbook.values import Choice

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jineng.policy.plan import ClaimsPlan
    from jineng.policy.vocabulary import FactSpec
    from jineng.workbook.layout import ColumnType

UNKNOWN: Final = Text("未知", "unknown")
"""What a cell says of a fact that nobody knows yet; an empty cell says that there is no such thing."""

FLAGS: Final = (Choice("yes", WORD_NAMES["yes"]), Choice("no", WORD_NAMES["no"]))
PAYEE_FACTS: Final = {"enterprise": "enterprise_id", "institution": "institution_id"}
"""The fact that names a payee, by its kind, beside the person; asked for where the plan pays such payees."""

_HOLDS: Final[dict[str, ColumnType]] = {
    "date": "date",
    "money": "money",
    "hours": "hours",
    "days": "count",
    "months": "count",
    "years": "count",
    "semesters": "count",
    "people": "count",
    "items": "count",
}
_NOTES: Final = {
    "word": Text("文字；没有的留空", "text; empty where there is none"),
    "flag": Text("是或否", "yes or no"),
    "date": Text("日期，如 2022-06-25；没有发生的留空", "a day such as 2022-06-25; empty if it has not happened"),
    "money": Text("金额（元），如 1500 或 1500.50", "yuan such as 1500 or 1500.50"),
    "hours": Text("课时数，如 64 或 7.5", "class hours such as 64 or 7.5"),
    "days": Text("天数，整数", "whole days"),
    "months": Text("月数，整数", "whole months"),
    "years": Text("年数，整数", "whole years"),
    "semesters": Text("学期数，整数", "whole semesters"),
    "people": Text("人数，整数", "a whole number of people"),
    "items": Text("个数，整数", "a whole number"),
}
_PERSON: Final = Text(
    "18 位公民身份号码，须以文本格式填写；不按人申领的可空",
    "the 18 characters of the identity number, in cells formatted as text; may be empty where nobody in person claims",
)


class Counted(NamedTuple):
    """What limits count: items of claim lines, rules of the history."""

    items: frozenset[str]
    rules: frozenset[str]


@dataclass(frozen=True, slots=True)
class ClaimsSheets:
    """The two sheets, and what the plan says of their columns by key."""

    claims: Sheet
    history: Sheet
    facts: Mapping[str, FactSpec]
    """What each column of a fact holds; the keys are those of the facts."""
    words: Mapping[str, tuple[str, ...]]
    """Words that the plan names, of facts whose words are not a closed list."""
    per: Mapping[str, Counted]
    """The facts by which limits tell whose a line is, and what they count."""
    asked: frozenset[str]
    """Facts that some rule asks for: their columns may not be missing, or each of their cells would be read as "none"."""

    @property
    def both(self) -> tuple[Sheet, Sheet]:
        """Return the sheets in the order of the book."""
        return self.claims, self.history


def claims_sheets(plan: ClaimsPlan) -> ClaimsSheets:
    """Return the sheets of a plan's book: a column for each fact that some rule asks for."""
    paid = {payee.to for rule in plan.document.rule if isinstance(rule, MoneyKind) for payee in rule.payee}
    payees = [fact for payee, fact in PAYEE_FACTS.items() if payee in paid]
    facts = dict.fromkeys(("person_id", *payees, *plan.program.facts))
    specs = {fact: spec for fact, spec in specs_of(plan.document).items() if fact in facts}
    facts_of_limits = limit_facts(plan.program.limits)
    titles = _distinct({fact: specs[fact].title.zh for fact in facts}, taken=("姓名", "补贴项目", "已拨金额"))
    columns = {fact: _column(fact, specs[fact], titles[fact]) for fact in facts}
    claims = Sheet(
        "claims",
        "申领",
        Text("每申领一笔补贴一行", "one row for each payment asked for"),
        (columns.pop("person_id"), _NAME, _item(plan), _PAID, *columns.values()),
    )
    # A document may set no limits; whose something was had, is asked all the same.
    of_history = [column for column in claims.columns if column.key == "person_id" or column.key in facts_of_limits]
    history = Sheet(
        "history",
        "以往享受",
        Text(
            "以前已享受的补贴，每笔一行，用于享受次数和金额的限制", "what was had before, one row each; limits count it"
        ),
        (_rule(plan), _ON, _AMOUNT, _PAYEE, *of_history),
    )
    return ClaimsSheets(claims, history, specs, _words(plan, specs), _per(plan), frozenset(plan.program.facts))


_NAME: Final = Column(
    "person_name", "姓名", "text", Text("只用于结果表，可空", "for the result only; may be empty"), "", required=False
)
_PAID: Final = Column(
    "paid",
    "已拨金额",
    "money",
    Text("这一笔以前已经拨付的金额（元），没有的留空", "yuan paid on this line before; empty if nothing was"),
    "0",
    required=False,
    field="paid_fen",
)
_ON: Final = Column(
    "on",
    "享受日期",
    "date",
    Text("确定适用方案的那一天，如培训、发证日期", "the day that decided which plan applied"),
    "",
)
_AMOUNT: Final = Column("amount", "享受金额", "money", Text("金额（元）", "yuan"), "", field="amount_fen")
_PAYEE: Final = Column(
    "payee",
    "收款方",
    "choice",
    Text("拨付给谁", "who was paid"),
    "",
    choices=tuple(Choice(code, label) for code, label in PAYEE_NAMES.items()),
)


def _item(plan: ClaimsPlan) -> Column:
    names = OPTIONS["item"]
    return Column(
        "item",
        "补贴项目",
        "choice",
        Text("申领哪一项补贴", "which subsidy is asked for"),
        "",
        choices=tuple(Choice(item, names[item]) for item in plan.items),
    )


def _rule(plan: ClaimsPlan) -> Column:
    rules = {rule.id: rule.title for rule in plan.document.rule if isinstance(rule, MoneyKind)}
    titles = _distinct({rule: title.zh for rule, title in rules.items()})
    return Column(
        "rule",
        "享受的补贴",
        "choice",
        Text("按方案的哪条规则享受", "by which rule of the plan it was had"),
        "",
        choices=tuple(Choice(rule, Text(titles[rule], title.en)) for rule, title in rules.items()),
    )


def _column(fact: str, spec: FactSpec, title: str) -> Column:
    if fact == "person_id":
        return Column(fact, title, "identity", _PERSON, "", required=False)
    note = _NOTES[spec.type]
    if spec.type == "flag":
        choices: tuple[Choice, ...] = FLAGS
    else:
        labels = _distinct({word: WORD_NAMES.get(word, Text(word, word)).zh for word in spec.values})
        choices = tuple(Choice(word, Text(labels[word], word)) for word in spec.values)
    holds: ColumnType = "choice" if choices else _HOLDS.get(spec.type, "text")
    most = LARGEST[spec.type] if holds == "count" else 0
    told = Text(note.zh, f"{spec.title.en}: {note.en}")
    return Column(fact, title, holds, told, "", required=False, choices=choices, most=most)


def _distinct(names: Mapping[str, str], taken: Iterable[str] = ()) -> dict[str, str]:
    """Return the names with the key added where two would read the same."""
    count = Counter([*names.values(), *taken])
    return {key: f"{name}（{key}）" if count[name] > 1 else name for key, name in names.items()}


def _words(plan: ClaimsPlan, specs: Mapping[str, FactSpec]) -> dict[str, tuple[str, ...]]:
    words: dict[str, set[str]] = {
        fact: set() for fact, spec in specs.items() if spec.type == "word" and not spec.values
    }
    for item in plan.items:
        for node in plan.program.of(item).scope.graph.nodes:
            if node.op == "is" and node.data[0] in words:
                words[node.data[0]] |= set(node.data[1])
            elif node.op == "cell":
                for place, fact in enumerate(node.data[0]):
                    if isinstance(fact, str) and fact in words:
                        words[fact] |= {key[place] for key, _value in node.data[1]}
    return {fact: tuple(sorted(named)) for fact, named in words.items() if named}


def _per(plan: ClaimsPlan) -> dict[str, Counted]:
    item_of = plan.program.item_of
    rules: dict[str, set[str]] = defaultdict(set)
    for limit in plan.program.limits:
        rules[PER_FACTS[limit.per]] |= {target for target in limit.targets if target in item_of}
    return {
        fact: Counted(frozenset(item_of[rule] for rule in counted), frozenset(counted))
        for fact, counted in rules.items()
    }
