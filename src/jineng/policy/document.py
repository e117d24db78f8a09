"""A policy document (实施方案): its head, clauses, rules and readings, as typed data."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from jineng.policy.kinds import Rule
from jineng.policy.kinds.base import Bilingual, Strict
from jineng.policy.measures import ClassHours, Figure, parse_figure


def _figure(value: object) -> object:
    return parse_figure(value) if isinstance(value, str) else value


FigureText = Annotated[Figure, BeforeValidator(_figure)]


class Superior(Strict):
    """A document of a higher level that this one carries out (上位依据)."""

    title: Bilingual
    doc_no: str


class Rounding(Strict):
    """How a share of money becomes whole fen, and where it is rounded. The parts always add up to the whole."""

    unit: Literal["fen"]
    mode: Literal["half_up"]
    at: Literal["first_milestone"]


class Head(Strict):
    """What the document is: number, issuer, region, dates, and the conventions that texts leave unsaid."""

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
    anchor: Literal["class_end"]
    hours_per_day: ClassHours
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


class Document(Strict):
    """A whole policy document."""

    document: Head
    clause: tuple[Clause, ...] = Field(min_length=1)
    reading: tuple[Reading, ...] = ()
    rule: tuple[Rule, ...] = Field(min_length=1)

    @property
    def head(self) -> Head:
        """Return the head; the TOML table is called ``document``."""
        return self.document

    def clause_number(self, clause_id: str) -> str:
        """Return the original's number of a clause."""
        return next(clause.number for clause in self.clause if clause.id == clause_id)
