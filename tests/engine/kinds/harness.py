"""Settles lines under a few rules in both executions: in Python, and as Polars and DuckDB frames, which must agree."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import duckdb
import narwhals as nw
import polars as pl

from engine.claims.documents import figures, written
from jineng.kernel.money import parse_yuan
from jineng.policy.checks import check_document
from jineng.policy.claims.earning import PAYEES
from jineng.policy.claims.facts import read_facts, specs_of
from jineng.policy.claims.line import ClaimLine, Enjoyed
from jineng.policy.claims.many import history_columns, line_columns, many_claims
from jineng.policy.claims.nodes import day_number
from jineng.policy.claims.one import one_claim, values
from jineng.policy.claims.reasons import NOTES
from jineng.policy.claims.settlement import settle_claims
from jineng.policy.delegation import filled
from jineng.policy.document import Document
from jineng.policy.measures import walk_measures
from jineng.policy.parsing import parse_document, validate
from jineng.policy.plan import ClaimsPlan, compile_plan

if TYPE_CHECKING:
    from jineng.policy.settled import Settled

AS_OF = date(2023, 12, 31)
TEXT = {"zh": "试拟", "en": "made up"}
MONEY_KINDS = {"rate", "amount_table", "fixed_amount", "share"}
HEAD: dict[str, Any] = {
    "id": "kinds",
    "title": TEXT,
    "doc_no": "试〔2023〕1号",
    "issuer": TEXT,
    "level": "county",
    "region": TEXT,
    "region_code": "140000",
    "issued_on": date(2023, 1, 1),
    "valid_from": date(2023, 1, 1),
    "valid_to": date(2023, 12, 31),
    "records": "claims",
    "anchor": "claim",
    "hours_per_day": 8,
    "rounding": {"unit": "fen", "mode": "half_up", "at": "rule"},
    "cite": ["A"],
}
"""Lines are judged by the day of the claim, all of 2023; a day has 8 class hours; a rule's amount is rounded half up to the fen."""

Line = dict[str, Any]
"""Facts as people write them, and beside them ``item`` (training), ``paid`` yuan (none), ``person_id`` (another for each line)
and ``claimed_on`` (15 June 2023) where they are not as usual."""


@cache
def _plan(rules: str, head: tuple[tuple[str, Any], ...]) -> ClaimsPlan:
    data: dict[str, Any] = {
        "document": {**HEAD, **{name: dict(value) if name == "rounding" else value for name, value in head}},
        "clause": [{"id": "A", "number": "一", "text": TEXT, "figures": []}],
        **tomllib.loads(rules),
    }
    data["rule"] = [_whole(rule) for rule in data["rule"]]
    data["fill"] = [
        {
            "id": f"fill_{n}",
            "of": "kinds",
            "decided": TEXT,
            "doc_no": "试",
            "on": HEAD["issued_on"],
            "cite": ["A"],
            **fill,
        }
        for n, fill in enumerate(data.get("fill", ()))
    ]
    data["clause"][0]["figures"] = _figures(validate(Document, data, "kinds.toml"))
    document = parse_document(written(data).encode(), "kinds.toml")
    faults = "; ".join(problem.say("en") for problem in check_document(document, "kinds.toml"))
    assert not faults, faults
    plan = compile_plan(filled(document), "0" * 64)
    assert isinstance(plan, ClaimsPlan)
    return plan


def _figures(document: Document) -> list[str]:
    """Every figure of the rules, the decisions and the head, as the clause states them."""
    month_days = document.head.month_days
    of_head = [f"{month_days} days"] if month_days else []
    decided = [str(used.figure) for used in walk_measures(filled(document).rule)]
    ages = [rule.age for rule in document.rule if rule.kind == "eligibility" and rule.age is not None]
    years = [f"{years} years" for age in ages for years in (age.min, age.max, age.max_female) if years is not None]
    return sorted({*figures(document), *decided, *of_head, *years})


def _whole(rule: dict[str, Any]) -> dict[str, Any]:
    usual: dict[str, Any] = {"title": TEXT, "cite": ["A"]}
    if rule["kind"] in MONEY_KINDS:
        usual |= {"item": "training", "payee": "person"}
    return usual | rule


def plan_of(rules: str, **head: Any) -> ClaimsPlan:
    """Compile a document of these ``[[rule]]`` tables (also ``[[fact]]``, ``[[fill]]``); ``head`` differs from ``HEAD`` in these fields.

    Titles, clauses and figures are supplied, money rules pay ``training`` to a ``person`` unless they say otherwise; the document
    has to pass every check.
    """
    rounding = head.get("rounding")
    if rounding is not None:
        head["rounding"] = tuple({**HEAD["rounding"], **rounding}.items())
    return _plan(rules, tuple(sorted(head.items())))


def had(rule: str, on: date, amount: str, payee: str = "person", **facts: Any) -> Line:
    """One thing had before, in yuan."""
    return {"rule": rule, "on": on, "amount": amount, "payee": payee, "facts": facts}


def settle(plan: ClaimsPlan, *lines: Line, before: tuple[Line, ...] = (), as_of: date = AS_OF) -> list[Settled]:
    """Settle lines together in every execution and return the Python one's results once all of them agree."""
    specs = specs_of(plan.document)
    read = [_claim_line(specs, row, line, as_of) for row, line in enumerate(lines, 1)]
    history = [
        Enjoyed(
            (each["rule"],),
            day_number(each["on"]),
            parse_yuan(each["amount"]),
            each["payee"],
            read_facts(specs, each["facts"]),
        )
        for each in before
    ]
    settled = settle_claims(plan, read, history)
    expected = [values(result) for result in settled]
    if len(read) == 1 and all(rule.kind != "budget" for rule in plan.document.rule):
        assert [values(one_claim(plan, read[0], history))] == expected
    for name, found in _by_frames(plan, read, history, as_of).items():
        assert found == expected, f"{name} differs from Python"
    return settled


def _claim_line(specs: Any, row: int, line: Line, as_of: date) -> ClaimLine:
    facts = {"person_id": f"person {row}", "claimed_on": date(2023, 6, 15), **line}
    item, paid = facts.pop("item", "training"), facts.pop("paid", "0")
    return ClaimLine(row, item, read_facts(specs, facts), as_of, parse_yuan(paid))


def _by_frames(
    plan: ClaimsPlan, lines: list[ClaimLine], history: list[Enjoyed], as_of: date
) -> dict[str, list[tuple[Any, ...]]]:
    of_lines = _frame(
        [{**line.facts, "row": line.row, "item": line.item, "paid_fen": line.paid_fen} for line in lines],
        line_columns(plan),
    )
    of_history = _frame(
        [
            {
                **each.facts,
                "rule": each.rules[0],
                "on": each.on,
                "amount_fen": each.amount_fen,
                "payee": PAYEES.index(each.payee),
            }
            for each in history
        ],
        history_columns(plan),
    )
    frames = {
        "Polars": (of_lines.lazy(), of_history.lazy()),
        "DuckDB": (duckdb.from_arrow(of_lines.to_arrow()), duckdb.from_arrow(of_history.to_arrow())),
    }
    return {
        name: [
            _values(row)
            for row in many_claims(plan, of_these, of_those, as_of)
            .sort("row")
            .collect("polars")
            .to_native()
            .iter_rows(named=True)
        ]
        for name, (of_these, of_those) in frames.items()
    }


def _frame(rows: list[Line], columns: dict[str, Any]) -> pl.DataFrame:
    schema = {name: pl.String if kind is nw.String else pl.Int64 for name, kind in columns.items()}
    return pl.DataFrame([{name: row.get(name) for name in columns} for row in rows], schema=schema)


def _values(row: dict[str, Any]) -> tuple[Any, ...]:
    reasons = (row["reason"],) if row["reason"] else ()
    reasons += tuple(note for note in NOTES if row[note])
    money = (row["due_fen"], row["payable_now_fen"], row["later_fen"], row["recover_fen"])
    return (row["status"], reasons, *money)


def dues(plan: ClaimsPlan, *lines: Line, **more: Any) -> list[int]:
    """What is due on each line, in fen."""
    return [result.due_fen for result in settle(plan, *lines, **more)]


def refusals(plan: ClaimsPlan, *lines: Line, **more: Any) -> list[str]:
    """Why each line is refused or not computable: its one reason; "" for what is payable without a note."""
    said = []
    for result in settle(plan, *lines, **more):
        assert (result.status in {"refused", "not_computable"}) == bool(result.reasons), result
        said.append(", ".join(result.reasons))
    return said


def described(plan: ClaimsPlan, rule_id: str) -> tuple[str, str]:
    """A rule in plain words, Chinese and English."""
    rule = next(rule for rule in plan.document.rule if rule.id == rule_id)
    said = rule.describe()
    return said.zh, said.en
