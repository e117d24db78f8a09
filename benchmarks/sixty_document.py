"""A city's plan of sixty rules of all fifteen kinds for eight items: the document that ``sixty_rules`` loads.

It is made up, in the manner of such plans: about a clause for two rules, tables of five cells, lists with several versions.
The figures of each clause are those that the rules citing it use, so that the document has no fault.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sixty_rules_of_items import ITEM_RULES
from sixty_rules_of_training import LISTS_AND_INDEXES, TRAINING_RULES

from jineng.policy.document import Document
from jineng.policy.kinds import Eligibility
from jineng.policy.measures import walk_measures
from jineng.policy.parsing import validate
from jineng.policy.writing import write_toml

ACCEPTED = {"by": {"zh": "测试用", "en": "for benchmarks"}, "on": date(2022, 1, 1)}
CLAUSE_NUMBERS = "一二三四五六七八九十"

HEAD: dict[str, Any] = {
    "id": "sixty-rules",
    "title": {"zh": "某市职业技能提升补贴办法（试拟）", "en": "A city's subsidies for vocational skills (made up)"},
    "doc_no": "试〔2022〕60号",
    "issuer": {"zh": "某市人力资源和社会保障局", "en": "A city's bureau of human resources and social security"},
    "level": "city",
    "region": {"zh": "某市", "en": "A city"},
    "region_code": "140400",
    "issued_on": date(2022, 1, 1),
    "valid_from": date(2022, 1, 1),
    "valid_to": date(2024, 12, 31),
    "records": "claims",
    "anchor": "claim",
    "hours_per_day": 8,
    "month_days": 30,
    "band_edge": "lower",
    "rounding": {"unit": "fen", "mode": "half_up", "at": "claim"},
    "readings": ["day_of_8", "month_of_30", "in_force", "to_the_fen"],
    "cite": ["1.1"],
}
READINGS = (
    ("day_of_8", "一天折合多少课时？", "How many class hours are a day?", ["8 hours"]),
    ("month_of_30", "不足一个月的如何折算？", "How is a part of a month counted?", ["30 days"]),
    ("in_force", "以哪一天确定适用本办法？", "Which day decides whether this text applies?", []),
    ("to_the_fen", "如何取整？", "How is money rounded?", []),
)
FACTS = (
    ("distance", "people", "往返里程（公里）", "kilometres both ways"),
    ("leading_project", "flag", "是否重点项目", "leading project"),
)
FILLS = (
    {
        "id": "living_price",
        "of": "sixty-rules",
        "rule": "living_day",
        "term": "price",
        "value": "30",
        "by": "county",
        "decided": {"zh": "每人每天 30 元。", "en": "30 yuan a person-day."},
        "doc_no": "试〔2022〕61号",
        "on": date(2022, 2, 1),
        "cite": ["9.1"],
    },
)


def document_text() -> str:
    """Return the document as TOML, as the desk would export it."""
    rules = [*LISTS_AND_INDEXES, *TRAINING_RULES, *ITEM_RULES]
    clauses = dict.fromkeys(clause for rule in rules for clause in rule["cite"])
    data: dict[str, Any] = {
        "document": HEAD,
        "clause": [_clause(clause, {"zh": "条文", "en": "clause"}, []) for clause in ("1.1", *clauses, "9.1")],
        "reading": [
            {
                "id": name,
                "clause": "1.1",
                "question": {"zh": zh, "en": en},
                "choice": {"zh": "原文未写明，从通常做法。", "en": "The text does not say: as is usual."},
                "figures": figures,
                "accepted": ACCEPTED,
            }
            for name, zh, en, figures in READINGS
        ],
        "fact": [{"id": name, "title": {"zh": zh, "en": en}, "type": kind} for name, kind, zh, en in FACTS],
        "fill": list(FILLS),
        "rule": rules,
    }
    data["clause"] = _clauses(validate(Document, data, "policy.toml"))
    return write_toml(data)


def _clauses(document: Document) -> list[dict[str, Any]]:
    """Return the clauses with the words and figures of the rules that cite them."""
    written = []
    for clause in document.clause:
        citing = [rule for rule in document.rule if clause.id in rule.cite]
        said = [rule.describe() for rule in citing]
        figures = {str(used.figure) for rule in citing for used in walk_measures(rule)}
        figures |= {age for rule in citing if isinstance(rule, Eligibility) for age in _ages(rule)}
        figures |= {"30 yuan"} if clause.id == "9.1" else set()
        text = {
            "zh": "；".join(part.zh for part in said) or "本办法适用于本市行政区域。",
            "en": "; ".join(part.en for part in said) or "This text applies in the city.",
        }
        written.append(_clause(clause.id, text, sorted(figures - {"0 %", "100 %"})))
    return written


def _ages(rule: Eligibility) -> list[str]:
    ages = (rule.age.min, rule.age.max, rule.age.max_female) if rule.age else ()
    return [f"{age} years" for age in ages if age is not None]


def _clause(clause: str, text: dict[str, str], figures: list[str]) -> dict[str, Any]:
    part, place = clause.split(".")
    number = f"{CLAUSE_NUMBERS[int(part) - 1]}、（{place}）"
    return {"id": clause, "number": number, "text": text, "figures": figures}
