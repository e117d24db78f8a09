"""Directed books for edges that random ones seldom meet exactly: one document each, lines one below, at and one above."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from engine.claims.said import Facts, Had, Line
from engine.claims.small import paying, small_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.claims.rules import Table

START, END = date(2022, 5, 2), date(2022, 5, 20)
NEAR = (timedelta(days=-1), timedelta(0), timedelta(days=1))
AS_OF = date(2023, 6, 30)
FACTS: Facts = {
    "person_id": "p1",
    "enterprise_id": "e1",
    "class_start_on": START,
    "class_end_on": END,
    "attended_days": 10,
    "attended_hours": 40_000,
    "taught_hours": 40_000,
    "group": "farmer",
    "sex": "female",
    "born_on": date(1972, 5, 20),
    "contract_on": date(2022, 2, 2),
    "claimed_on": date(2022, 8, 18),
    "certified_on": date(2022, 5, 20),
}
AMOUNT = paying("fixed_amount", amount="100")
WHO = {"id": "who", "kind": "eligibility", "subject": "person", "judged_at": "settlement", "targets": ["pay"]}
ONCE = {"id": "once", "kind": "limit", "targets": ["pay"], "per": "person", "period": "life"}
TRAINED: dict[str, Any] = {"id": "class", "kind": "class_standard", "judged_at": "settlement", "on_fail": "refuse"}
FUND: dict[str, Any] = {
    "id": "fund",
    "kind": "budget",
    "judged_at": "settlement",
    "funds": [{"zh": "就业补助资金", "en": "employment funds"}],
    "targets": ["pay"],
    "amount": "300",
}


def days_of(name: str, day: date) -> list[Facts]:
    return [{name: day + near} for near in NEAR]


def had(**days: date) -> list[Had]:
    return [Had(("pay",), date(2022, 3, 1), 100, "person", {"person_id": "p1", **days})]


def cases() -> Iterator[tuple[list[Table], list[Facts], list[Had]]]:
    """Rules, the facts in which lines differ, and history."""
    yield [AMOUNT, {**WHO, "age": {"at": "class_end_on", "max_female": 50}}], days_of("born_on", date(1971, 5, 20)), []
    yield [AMOUNT, {**WHO, "age": {"at": "class_end_on", "max_female": 50}}], days_of("born_on", date(1972, 5, 20)), []
    groups = [{"name": "farmer", "from": date(2022, 5, 1), "until": date(2022, 6, 1)}]
    who = {**WHO, "any_of": groups, "status_at": "certified_on"}
    yield [AMOUNT, who], days_of("certified_on", date(2022, 5, 1)) + days_of("certified_on", date(2022, 6, 1)), []
    within = {**WHO, "contract": {"signed_within": 3}}
    yield [AMOUNT, within], days_of("contract_on", date(2022, 2, 2)) + days_of("contract_on", START), []
    calendar = {"id": "when", "kind": "calendar", "judged_at": "settlement"}
    claims = days_of("claimed_on", date(2022, 8, 18)) + days_of("claimed_on", date(2022, 8, 20))
    yield [AMOUNT, {**calendar, "claim_within": {"event": "end", "days": 90}}], claims, []
    yield [AMOUNT, {**calendar, "claim_within": {"event": "end", "months": 3}}], claims, []
    online = [{"online_hours": 20_000 + near} for near in (-1, 0, 1)]
    yield [AMOUNT, {**TRAINED, "online": {"max_share": "50%"}}], online, []
    best = {**paying("rate", price="10"), "id": "more", "stack": "best_of"}
    yield [AMOUNT, best], [{"attended_days": 10 + near} for near in (-1, 0, 1)], []
    for near in NEAR:
        sequential = [AMOUNT, {**ONCE, "n": 9, "sequential": True}]
        yield sequential, [{}], had(class_start_on=START - timedelta(days=9), class_end_on=START + near)
        yield sequential, [{}], had(class_start_on=END + near, class_end_on=END + timedelta(days=9))
    for more in (0, 1, 2):
        limit = {**ONCE, "counter": "money", "amount": "300"}
        lines: list[Facts] = [{} for _ in range(2 + more)]
        yield [AMOUNT, limit], lines, []
        yield [AMOUNT, {**limit, "on_hit": "cut_to_rest"}], lines, []
        for mode in ("stop", "queue", "pro_rata"):
            yield [AMOUNT, {**FUND, "mode": mode}], lines, []


def edge_books() -> Iterator[tuple[str, list[Line], list[Had]]]:
    """Texts of documents, with their lines and history; all are settled as at ``AS_OF``."""
    for rules, differing, history in cases():
        yield (
            small_text(rules),
            [Line(2 + n, "training", {**FACTS, **each}) for n, each in enumerate(differing)],
            history,
        )
