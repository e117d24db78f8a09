"""Random claims documents with all fifteen kinds, written as TOML with the clause that carries their figures."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any, get_args

from hypothesis import strategies as st

from engine.claims.around import Around
from engine.claims.terms import DATES
from jineng.policy.document import Document
from jineng.policy.kinds import Eligibility
from jineng.policy.kinds.base import Item
from jineng.policy.measures import Percent, Yuan, walk_measures
from jineng.policy.parsing import validate

if TYPE_CHECKING:
    from engine.claims.rules import Table

ITEMS = get_args(Item)
DECLARED = (
    ("power_bill", "money", ()),
    ("power_before", "money", ()),
    ("shifts", "items", ()),
    ("trade", "word", ("coal", "steel")),
    ("registered", "flag", ()),
    ("visited_on", "date", ()),
    ("site_hours", "hours", ()),
    ("site_days", "days", ()),
)
"""Facts that every made-up document declares: id, type, words."""
ANCHORS = ("class_filed", "class_start", "class_end", "exam", "certificate", "contract", "claim")


def toml(value: Any) -> str:
    """A value as TOML writes it; tables inline."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{json.dumps(key)} = {toml(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(toml(item) for item in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def written(data: Table) -> str:
    """A document as a TOML file."""
    lines = []
    for name, tables in data.items():
        for table in [tables] if name == "document" else tables:
            lines.append(f"[{name}]" if name == "document" else f"[[{name}]]")
            lines += [f"{key} = {toml(value)}" for key, value in table.items()]
            lines.append("")
    return "\n".join(lines)


def head(rng: Random, part: int = 0) -> Table:
    """A random head; ``part`` 1 and 2 are two versions of one plan, one after the other."""
    valid_from, valid_to = [
        (DATES[0], rng.choice(DATES[8:10])),
        (DATES[0], date(2022, 12, 31)),
        (date(2023, 1, 1), DATES[9]),
    ][part]
    names = {"zh": "某县", "en": "A county"}
    made = {
        "id": "made-up",
        "title": {"zh": "试拟方案", "en": "A made-up plan"},
        "doc_no": "试〔2022〕1号",
        "issuer": names,
        "level": "county",
        "region": names,
        "region_code": "140000",
        "issued_on": date(2022, 1, 1),
        "valid_from": valid_from,
        "valid_to": valid_to,
        "records": "claims",
        "anchor": rng.choice(ANCHORS),
        "hours_per_day": rng.choice((4, 6, 8)),
        "rounding": {
            "unit": rng.choice(("fen", "jiao", "yuan")),
            "mode": rng.choice(("half_up", "down", "up")),
            "at": rng.choice(("rule", "claim", "first_milestone")),
        },
        "cite": ["A"],
    }
    if rng.random() < 0.6:
        made["month_days"] = rng.choice((22, 30))
    if rng.random() < 0.7:
        made["band_edge"] = rng.choice(("lower", "upper"))
    return made


def made_rules(rng: Random) -> Around:
    """The rules of a document: lists and indexes, then item after item."""
    made = Around(rng)
    for number in range(rng.choice((0, 1, 2))):
        made.named_list(number)
    for number in range(rng.choice((0, 1, 2))):
        made.index(number)
    items = rng.sample(ITEMS, rng.choice((1, 2, 2, 3)))
    for item in items:
        for number in range(rng.choice((1, 2, 3, 4))):
            made.money_rule(item, number)
        targets = [rule["id"] for rule in made.money_rules if rule["item"] == item]
        made.money_rules[-1]["stack"] = "add"  # so that an item has a rule that pays of itself
        made.adjusts(item, targets)
        made.gates(item, targets)
        made.eligibility(item, targets)
        made.standards(item, targets)
        if made.maybe(0.6):
            made.release(targets)
    for item in items:
        made.limits(item, [rule["id"] for rule in made.money_rules if rule["item"] == item])
    made.calendar(items)
    made.budget(items)
    made.target()
    return made


def figures(document: Document) -> list[str]:
    """Every figure of the rules and the head, as the clause states them."""
    found = {str(used.figure) for rule in document.rule for used in walk_measures(rule)}
    found |= {str(used.figure) for used in walk_measures(document.head) if used.figure.unit in {"hours", "days"}}
    ages = [rule.age for rule in document.rule if isinstance(rule, Eligibility) and rule.age is not None]
    found |= {f"{years} years" for age in ages for years in (age.min, age.max, age.max_female) if years is not None}
    return sorted(found)


def decided(fills: list[Table]) -> list[str]:
    """Every figure of the decisions, as their clause states them."""
    values = [value for fill in fills for value in (*fill.get("cells", {}).values(), *[fill.get("value")]) if value]
    shares = {f"{Percent.read(value).written()} %" for value in values if value.endswith("%")}
    return sorted(shares | {f"{Yuan.read(value).written()} yuan" for value in values if not value.endswith("%")})


def document_text(seed: int, part: int = 0) -> str:
    """The TOML of the document of a seed."""
    rng = Random(seed)
    made = made_rules(rng)
    text = {"zh": "条文", "en": "a clause"}
    data: Table = {
        "document": head(rng, part),
        "clause": [{"id": "A", "number": "一", "text": text}, {"id": "B", "number": "二", "text": text}],
        "fact": [
            {"id": name, "title": {"zh": "自定事实", "en": name}, "type": type_, "values": list(values)}
            for name, type_, values in DECLARED
        ],
        "fill": made.fills,
        "rule": made.made,
    }
    data["clause"][0]["figures"] = figures(validate(Document, data, "made-up.toml"))
    data["clause"][1]["figures"] = decided(made.fills)
    return written(data)


@cache
def seeds() -> st.SearchStrategy[int]:
    """Seeds of documents."""
    return st.randoms(use_true_random=True).map(lambda rng: rng.getrandbits(48))


def documents() -> st.SearchStrategy[str]:
    """Texts of valid documents."""
    return seeds().map(document_text)
