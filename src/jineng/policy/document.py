"""A policy document (实施方案): its head, clauses, rules and readings, as typed data."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from jineng.policy.kinds import Rule
from jineng.policy.kinds.base import Bilingual, Strict
from jineng.policy.measures import ClassHours, Days, Figure, Minutes, parse_figure
from jineng.policy.vocabulary import FactSpec, FactType


def _figure(value: object) -> object:
    return parse_figure(value) if isinstance(value, str) else value


FigureText = Annotated[Figure, BeforeValidator(_figure)]


class Superior(Strict):
    """A document of a higher level that this one carries out (上位依据); with ``id``, the one whose open terms it fills."""

    title: Bilingual
    doc_no: str
    id: str | None = None


class Rounding(Strict):
    """To which unit money is rounded, how, and where: when a rule's amount is found, when a claim line's is, or only when it is split.

    Until then amounts are exact fractions. Parts of a split always add up to the whole: the last takes the remainder.
    """

    unit: Literal["fen", "jiao", "yuan"]
    mode: Literal["half_up", "down", "up"]
    at: Literal["rule", "claim", "first_milestone"]


class Head(Strict):
    """What the document is: number, issuer, region, dates, and the conventions that texts leave unsaid.

    ``records``: settled from the officers' workbook (结算工作簿), or from claim lines (申领明细) with the facts that the rules name.
    ``anchor``: the event whose day decides whether this version applies. ``month_days``: into how many days a month is divided.
    ``band_edge``: whether a band's lower or upper bound lies in it.
    """

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: Bilingual
    doc_no: str = Field(min_length=1)
    issuer: Bilingual
    level: Literal["province", "city", "county"]
    region: Bilingual
    region_code: str = Field(pattern=r"^\d{6}$")
    issued_on: date
    valid_from: date
    valid_to: date
    records: Literal["workbook", "claims"] = "workbook"
    anchor: Literal["class_filed", "class_start", "class_end", "exam", "certificate", "contract", "claim"]
    hours_per_day: ClassHours
    class_hour_minutes: Minutes | None = None
    month_days: Days | None = None
    band_edge: Literal["lower", "upper"] = "lower"
    superior: tuple[Superior, ...] = ()
    rounding: Rounding
    readings: tuple[str, ...] = ()
    cite: tuple[str, ...] = Field(min_length=1)


class NotComputed(Strict):
    """A figure of a clause that no rule uses, and why."""

    figure: FigureText
    reason: Bilingual


class Clause(Strict):
    """One statement of the original, in our own words, with the original's number and every figure it contains."""

    id: str = Field(pattern=r"^[A-Za-z0-9.]+$")
    number: str = Field(min_length=1)
    text: Bilingual
    figures: tuple[FigureText, ...] = ()
    not_computed: tuple[NotComputed, ...] = ()


class Acceptance(Strict):
    """Who accepted a reading, and when."""

    by: Bilingual
    on: date


class Reading(Strict):
    """What the text leaves open, what was chosen, and who answers for the choice (解读)."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    clause: str
    question: Bilingual
    choice: Bilingual
    figures: tuple[FigureText, ...] = ()
    accepted: Acceptance


class DeclaredFact(Strict):
    """A fact of this document's own, such as an electricity bill, that claim lines bring along (本方案自定事实)."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: Bilingual
    type: FactType
    values: tuple[str, ...] = ()

    @property
    def spec(self) -> FactSpec:
        """Return it as the vocabulary's facts are."""
        return FactSpec(self.title, self.type, self.values)


class Fill(Strict):
    """A term that was left open, as decided: ``of`` this document or its superior's rule (授权事项的确定).

    ``term`` is the term's place in the rule: "price", "amount", "factor", "percent", "cells.A|5", or "cells" for a whole table of ``cells``.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    of: str
    rule: str
    term: str
    value: str | None = None
    cells: dict[str, str] = Field(default={})
    by: Literal["province", "city", "county", "outside"]
    decided: Bilingual
    doc_no: str
    on: date
    cite: tuple[str, ...] = Field(min_length=1)


class Document(Strict):
    """A whole policy document."""

    document: Head
    clause: tuple[Clause, ...] = Field(min_length=1)
    reading: tuple[Reading, ...] = ()
    fact: tuple[DeclaredFact, ...] = ()
    fill: tuple[Fill, ...] = ()
    rule: tuple[Rule, ...] = ()

    @property
    def head(self) -> Head:
        """Return the head; the TOML table is called ``document``."""
        return self.document

    def clause_number(self, clause_id: str) -> str:
        """Return the original's number of a clause."""
        return next(clause.number for clause in self.clause if clause.id == clause_id)
