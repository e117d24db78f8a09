"""Small made-up claims documents for properties: one money rule and what stands around it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from engine.claims.documents import DECLARED, figures, written
from jineng.policy.document import Document
from jineng.policy.parsing import validate

if TYPE_CHECKING:
    from engine.claims.rules import Table

TEXT = {"zh": "条文", "en": "a clause"}
NAMES = {"zh": "某县", "en": "A county"}


def small_text(rules: list[Table], **head: Any) -> str:
    """The TOML of a document with these rules; the head's conventions may be given."""
    data: Table = {
        "document": {
            "id": "made-up",
            "title": {"zh": "试拟方案", "en": "A made-up plan"},
            "doc_no": "试〔2022〕1号",
            "issuer": NAMES,
            "level": "county",
            "region": NAMES,
            "region_code": "140000",
            "issued_on": date(2022, 1, 1),
            "valid_from": date(2022, 1, 1),
            "valid_to": date(2023, 12, 31),
            "records": "claims",
            "anchor": "class_end",
            "hours_per_day": 8,
            "rounding": {"unit": "fen", "mode": "half_up", "at": "claim"},
            "cite": ["A"],
            **head,
        },
        "clause": [{"id": "A", "number": "一", "text": TEXT}, {"id": "B", "number": "二", "text": TEXT}],
        "fact": [
            {"id": name, "title": {"zh": "自定事实", "en": name}, "type": type_, "values": list(values)}
            for name, type_, values in DECLARED
        ],
        "rule": [{"title": {"zh": "规则", "en": "A rule"}, "cite": ["A"], **rule} for rule in rules],
    }
    data["clause"][0]["figures"] = figures(validate(Document, data, "made-up.toml"))
    return written(data)


def paying(kind: str, **fields: Any) -> Table:
    """A money rule of the item training."""
    return {"id": "pay", "kind": kind, "item": "training", "payee": "person", **fields}
