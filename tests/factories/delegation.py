"""A province's text that leaves a day's price to its counties, and the text of a county that decides it."""

from __future__ import annotations

from datetime import date
from typing import Any

from jineng.domain.drafts.contents import Contents

PROVINCE = "shanxi-jineng-2022"


def _both(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en}


def _head(policy_id: str, level: str, region_code: str, **more: Any) -> dict[str, Any]:
    return {
        "id": policy_id,
        "title": _both(f"{policy_id} 办法", f"measures {policy_id}"),
        "doc_no": "试〔2022〕1号",
        "issuer": _both("试验机关", "an office"),
        "level": level,
        "region": _both("试验地区", "a region"),
        "region_code": region_code,
        "issued_on": date(2022, 1, 1),
        "valid_from": date(2022, 1, 1),
        "valid_to": date(2022, 12, 31),
        "records": "claims",
        "anchor": "claim",
        "hours_per_day": 8,
        "rounding": {"unit": "fen", "mode": "half_up", "at": "claim"},
        "cite": ["1"],
        **more,
    }


def _clauses(number: str, zh: str, figures: list[str]) -> list[dict[str, Any]]:
    first = {"id": "1", "number": "一", "text": _both("每天按 8 课时计。", "A day has 8 class hours."), "figures": ["8 hours"]}  # fmt: skip
    return [first, {"id": "3", "number": number, "text": _both(zh, "See the Chinese."), "figures": figures}]


def province(*, most: str = "100") -> Contents:
    """Return the province's text: a county sets the price of a day between 50 yuan and ``most``."""
    rule = {
        "id": "day",
        "kind": "rate",
        "title": _both("每日补贴", "a day's subsidy"),
        "item": "training",
        "payee": "institution",
        "count": "attended_days",
        "price": {"by": "county", "min": "50", "max": most},
        "cite": ["3"],
    }
    clauses = _clauses("三(二)", f"每天 50 至 {most} 元，由县确定。", ["50 yuan", f"{most} yuan"])
    example = {
        "id": "not_decided",
        "title": _both("县里还没有确定", "the county has not decided"),
        "rule": "day",
        "as_of": date(2022, 12, 31),
        "item": "training",
        "facts": {"attended_days": 5, "claimed_on": date(2022, 6, 1)},
        "expect": {"status": "not_computable", "reasons": ["awaits_decision"]},
    }
    head = _head(PROVINCE, "province", "140000")
    return Contents({"document": head, "clause": clauses, "rule": [rule]}, [example])


def county(price: str) -> Contents:
    """Return the text of Lan County that sets the day's price, with an example of five days at 80 yuan."""
    superior = {"title": _both("省办法", "the province's measures"), "doc_no": "试〔2022〕1号", "id": PROVINCE}
    fill = {
        "id": "day_price",
        "of": PROVINCE,
        "rule": "day",
        "term": "price",
        "value": price,
        "by": "county",
        "decided": _both("县里的标准", "the county's price"),
        "doc_no": "县〔2022〕2号",
        "on": date(2022, 2, 1),
        "cite": ["3"],
    }
    example = {
        "id": "five_days",
        "title": _both("5 天，每天 80 元", "5 days at 80 yuan"),
        "rule": "day",
        "as_of": date(2022, 12, 31),
        "item": "training",
        "facts": {"attended_days": 5, "claimed_on": date(2022, 6, 1)},
        "expect": {"status": "payable", "due": "400"},
    }
    head = _head("lanxian-jineng-2022", "county", "141127", superior=[superior])
    clauses = _clauses("第五条", f"每天 {price} 元。", [f"{price} yuan"])
    return Contents({"document": head, "clause": clauses, "fill": [fill]}, [example])
