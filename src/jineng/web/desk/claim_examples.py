"""Worked examples of documents settled from claim lines: the facts of the line as typed, and what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from jineng.domain.plans.claim_examples import work_out
from jineng.kernel.text import Text
from jineng.policy.claims.examples import ClaimsExample
from jineng.policy.claims.facts import FactError
from jineng.policy.errors import NoSuchItemError
from jineng.policy.forms.fields import Field
from jineng.policy.forms.options import OPTIONS
from jineng.policy.forms.typed import day
from jineng.policy.kinds.base import PAYEE_NAMES
from jineng.policy.kinds.terms import UNIT_NAMES
from jineng.policy.plan import ClaimsPlan
from jineng.policy.vocabulary import FACTS
from jineng.web.public.rows import STATUSES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise

    from jineng.domain.plans.claim_examples import WorkedClaim
    from jineng.policy.plan import AnyPlan
    from jineng.web.desk.entries import Table

_NONE: Final = Text("", "")
_YUAN: Final = UNIT_NAMES["yuan"]


def _facts_field() -> Field:
    rows = (
        Field("fact", Text("项目", "fact"), _NONE, "fact", required=True),
        Field("value", Text("填写", "value"), _NONE, "text", required=True),
    )
    told = Text(
        "这一笔申领带来的事实；日期写 2023-05-01，是否写 是 或 否",
        "what the claim line tells; days such as 2023-05-01, yes or no",
    )
    return Field("facts", Text("申领明细", "facts of the line"), told, "rows", rows=rows)


CLAIM_FIELDS: Final = (
    Field("as_of", Text("结算日", "as of"), _NONE, "date", required=True),
    Field("item", Text("补贴项目", "item"), _NONE, "choice", required=True, options=tuple(OPTIONS["item"].items())),
    _facts_field(),
    Field("paid", Text("以前已拨付", "paid before"), _NONE, "yuan", unit=_YUAN, advanced=True),
    Field(
        "before",
        Text("以前享受过的", "had before"),
        _NONE,
        "rows",
        advanced=True,
        rows=(
            Field("rule", Text("哪条规则", "rule"), _NONE, "rule", required=True),
            Field("on", Text("日期", "on"), _NONE, "date", required=True),
            Field("amount", Text("金额", "amount"), _NONE, "yuan", unit=_YUAN, required=True),
            Field("payee", Text("收款方", "payee"), _NONE, "choice", options=tuple(PAYEE_NAMES.items())),
            _facts_field(),
        ),
    ),
    Field(
        "unknown",
        Text("还不清楚的事实", "facts not known yet"),
        Text("一行一个编号", "one id a line"),
        "list",
        advanced=True,
        rows=(Field("", _NONE, _NONE, "text"),),
    ),
)
"""What an example of a claims document asks for beside its name and its expectation."""


@dataclass(frozen=True, slots=True)
class ClaimOutcome:
    """What a draft makes of an example's lines, with the label and tone of its status."""

    worked: WorkedClaim
    status: _StrPromise
    tone: str


def facts_as_rows(table: Table) -> Table:
    """Return an example with its facts as rows, the way its form has them."""
    changed = {name: value for name, value in table.items() if name != "facts"}
    if isinstance(table.get("facts"), dict):
        changed["facts"] = [{"fact": fact, "value": _shown(value)} for fact, value in table["facts"].items()]
    if isinstance(table.get("before"), list):
        changed["before"] = [facts_as_rows(part) if isinstance(part, dict) else part for part in table["before"]]
    return changed


def facts_as_table(table: Table, declared: Mapping[str, str]) -> Table:
    """Return an example with its facts as TOML would hold them: whole numbers, days, yes and no as such.

    Args:
        table: the example with its facts as rows.
        declared: the types of the facts that the document declares, by their ids.
    """
    changed = dict(table)
    rows = table.get("facts")
    if isinstance(rows, list):
        changed["facts"] = {
            str(row["fact"]): _written(_type_of(str(row["fact"]), declared), str(row.get("value", "")))
            for row in rows
            if isinstance(row, dict) and row.get("fact")
        }
    if isinstance(table.get("before"), list):
        changed["before"] = [
            facts_as_table(part, declared) if isinstance(part, dict) else part for part in table["before"]
        ]
    return changed


def claim_outcome(plan: AnyPlan | None, table: Table) -> ClaimOutcome | None:
    """Return what a claims plan makes of an example; None where it is none yet."""
    if not isinstance(plan, ClaimsPlan):
        return None
    try:
        worked = work_out(plan, ClaimsExample.model_validate(table))
    except (ValidationError, FactError, NoSuchItemError):
        return None
    return ClaimOutcome(worked, *STATUSES[worked.status])


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)


def _type_of(fact: str, declared: Mapping[str, str]) -> str:
    return FACTS[fact].type if fact in FACTS else declared.get(fact, "word")


def _written(kind: str, typed: str) -> Any:
    text = typed.strip()
    if kind == "flag":
        return {"是": True, "yes": True, "true": True, "否": False, "no": False, "false": False}.get(text.lower(), text)
    if kind == "date":
        return day(text)
    if kind not in {"word", "money"} and text.isascii() and text.isdigit() and len(text) < 10:
        return int(text)
    return text
