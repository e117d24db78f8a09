"""A made-up claims document that asks everything that can be asked of a person before training."""

from __future__ import annotations

from jineng.policy.parsing import parse_document

HEAD = """
[document]
id = "example"
title = { zh = "示例方案", en = "Example plan" }
doc_no = "示〔2023〕1号"
issuer = { zh = "示例县人社局", en = "Example County bureau" }
level = "county"
region = { zh = "示例县", en = "Example County" }
region_code = "140000"
issued_on = 2023-01-01
valid_from = 2023-01-01
valid_to = 2024-12-31
records = "claims"
anchor = "class_start"
hours_per_day = 8
rounding = { unit = "fen", mode = "half_up", at = "claim" }
cite = ["A"]

[[clause]]
id = "A"
number = "一"
text = { zh = "每人 20 元。", en = "20 yuan a person." }

[[rule]]
id = "sum"
kind = "fixed_amount"
title = { zh = "补贴", en = "subsidy" }
cite = ["A"]
item = "training"
payee = "institution"
amount = "20"

[[rule]]
id = "urgent"
kind = "list"
title = { zh = "紧缺", en = "urgent" }
cite = ["A"]
of = "occupation"
member_at = "class_start_on"
versions = [{ from = 2023-01-01, members = ["welder"] }]
until_published = "previous"
"""


def document_with(*rules: str):
    """The document with these rules; each is the body of a table, its title and clause are added."""
    said = 'title = { zh = "规则", en = "rule" }\ncite = ["A"]\n'
    return parse_document((HEAD + "".join(f"\n[[rule]]\n{said}{rule}\n" for rule in rules)).encode(), "example.toml")


def people(fields: str, targets: str = '["sum"]') -> str:
    """The body of a rule about persons."""
    return (
        f'id = "people"\nkind = "eligibility"\nsubject = "person"\njudged_at = "opening"\ntargets = {targets}\n{fields}'
    )


def limit(fields: str) -> str:
    """The body of a limit a person."""
    return f'id = "times"\nkind = "limit"\ntargets = ["sum"]\nper = "person"\n{fields}'
