"""Reads of what a settlement comes to: lines, classes, institutions, payees. People stand masked in every row."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from django.db.models import Count, F, Func, Q, Sum
from django.db.models.functions import Coalesce

from jineng.domain.settlements.errors import SettlementNotFoundError
from jineng.domain.settlements.models import SettlementClass, SettlementInstitution, SettlementLine
from jineng.domain.settlements.queries import readable_settlement
from jineng.domain.settlements.sealing import SealedLine, index_of_person, open_line

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from jineng.platform.identity.models import User


@dataclass(frozen=True, slots=True)
class LineFilter:
    """Which lines to show; what is empty does not narrow. ``person`` is a blind index, never a number."""

    item: str = ""
    status: str = ""
    reason: str = ""
    class_id: str = ""
    payee: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line as lists show it."""

    ordinal: int
    class_id: str
    item: str
    status: str
    standard: str
    reasons: tuple[str, ...]
    days: int | None
    due_fen: int
    paid_fen: int
    payable_now_fen: int
    recover_fen: int
    later_fen: int
    least_fen: int | None
    most_fen: int | None
    payee_kind: str
    payee: str
    person_mask: str
    name_mask: str


@dataclass(frozen=True, slots=True)
class LineSums:
    """How many lines and what they come to, in fen."""

    line_count: int
    due_fen: int
    paid_fen: int
    payable_now_fen: int
    recover_fen: int
    later_fen: int


@dataclass(frozen=True, slots=True)
class Choices:
    """What there is to filter by."""

    items: tuple[str, ...]
    statuses: tuple[str, ...]
    reasons: tuple[str, ...]
    payees: tuple[str, ...]
    class_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClassRow:
    """A class: what the book says, what it reached, what its lines come to."""

    class_id: str
    institution: str
    occupation: str
    kind: str
    start_on: date
    end_on: date
    planned_milli: int
    trainees: int
    attendance_rate: str
    certified: int
    pass_rate: str
    employed: int
    employment_rate: str
    standard: str
    reasons: tuple[tuple[str, str], ...]
    """Code and Chinese text."""
    due_fen: int
    payable_now_fen: int


@dataclass(frozen=True, slots=True)
class InstitutionRow:
    """A training institution over its ended classes."""

    institution: str
    trained: int
    pass_rate: str
    employment_rate: str
    eligible_next_year: bool | None
    reasons: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PayeeRow:
    """Whoever is to be paid now, and how much."""

    payee_kind: str
    payee: str
    line_count: int
    payable_now_fen: int


_SUMMED = ("due_fen", "paid_fen", "payable_now_fen", "recover_fen", "later_fen")


def list_lines(actor: User, settlement_key: int, chosen: LineFilter, *, offset: int, limit: int) -> list[LineRow]:
    """Return the chosen lines in the order of the result.

    Raises:
        SettlementNotFoundError: there is no such settlement in the person's region.
    """
    names = [field.name for field in fields(LineRow)]
    rows = _chosen(actor, settlement_key, chosen).order_by("ordinal").values(*names)[offset : offset + limit]
    return [_line_row(row) for row in rows]


def sum_lines(actor: User, settlement_key: int, chosen: LineFilter) -> LineSums:
    """Return count and sums of the chosen lines.

    Raises:
        SettlementNotFoundError: there is no such settlement in the person's region.
    """
    sums = {name: Coalesce(Sum(name), 0) for name in _SUMMED}
    return LineSums(**_chosen(actor, settlement_key, chosen).aggregate(line_count=Count("pk"), **sums))


def list_choices(actor: User, settlement_key: int) -> Choices:
    """Return what the lines of a settlement can be filtered by.

    Raises:
        SettlementNotFoundError: there is no such settlement in the person's region.
    """
    lines = _chosen(actor, settlement_key, LineFilter())

    def distinct(expression: F | Func) -> tuple[str, ...]:
        found = lines.order_by().annotate(found=expression).values_list("found", flat=True).distinct()
        return tuple(sorted(value for value in found if value))

    return Choices(
        items=distinct(F("item")),
        statuses=distinct(F("status")),
        reasons=distinct(Func(F("reasons"), function="unnest")),
        payees=distinct(F("payee")),
        class_ids=distinct(F("class_id")),
    )


def get_line(actor: User, settlement_key: int, ordinal: int) -> LineRow:
    """Return one line, masked.

    Raises:
        SettlementNotFoundError: there is no such line in the person's region.
    """
    names = [field.name for field in fields(LineRow)]
    row = _chosen(actor, settlement_key, LineFilter()).filter(ordinal=ordinal).values(*names).first()
    if row is None:
        raise SettlementNotFoundError(f"{settlement_key}/{ordinal}")
    return _line_row(row)


def open_lines(actor: User, settlement_key: int, *, ordinal: int | None = None) -> list[SealedLine]:
    """Return lines with the people in full, all or one: for explanations, which mask them, and audited downloads.

    Raises:
        SettlementNotFoundError: there is no such settlement or line in the person's region.
    """
    lines = _chosen(actor, settlement_key, LineFilter()).order_by("ordinal")
    if ordinal is not None:
        lines = lines.filter(ordinal=ordinal)
    opened = [open_line(sealed, settlement_key, number) for number, sealed in lines.values_list("ordinal", "sealed")]
    if ordinal is not None and not opened:
        raise SettlementNotFoundError(f"{settlement_key}/{ordinal}")
    return opened


def index_of_typed_person(person_id: str) -> str:
    """Return what to filter by for an identity number that somebody typed."""
    return index_of_person(person_id.strip().upper())


def list_classes(actor: User, settlement_key: int) -> list[ClassRow]:
    """Return the classes of a settlement with what their lines come to.

    Raises:
        SettlementNotFoundError: there is no such settlement in the person's region.
    """
    sums = {
        row["class_id"]: (row["due"], row["now"])
        for row in _chosen(actor, settlement_key, LineFilter())
        .order_by()
        .values("class_id")
        .annotate(due=Sum("due_fen"), now=Sum("payable_now_fen"))
    }
    names = [field.name for field in fields(ClassRow) if field.name not in {"due_fen", "payable_now_fen"}]
    rows = []
    for row in SettlementClass.objects.filter(settlement=settlement_key).order_by("ordinal").values(*names):
        due_fen, payable_now_fen = sums.get(row["class_id"], (0, 0))
        row["reasons"] = _pairs(row["reasons"])
        rows.append(ClassRow(**row, due_fen=due_fen, payable_now_fen=payable_now_fen))
    return rows


def list_institutions(actor: User, settlement_key: int) -> list[InstitutionRow]:
    """Return the training institutions of a settlement.

    Raises:
        SettlementNotFoundError: there is no such settlement in the person's region.
    """
    readable_settlement(actor, settlement_key)
    names = [field.name for field in fields(InstitutionRow)]
    rows = SettlementInstitution.objects.filter(settlement=settlement_key).order_by("ordinal").values(*names)
    return [InstitutionRow(**row | {"reasons": _pairs(row["reasons"])}) for row in rows]


def list_payees(actor: User, settlement_key: int) -> list[PayeeRow]:
    """Return whoever has money to be paid now, the largest sum first.

    Raises:
        SettlementNotFoundError: there is no such settlement in the person's region.
    """
    rows = (
        _chosen(actor, settlement_key, LineFilter())
        .filter(payable_now_fen__gt=0)
        .order_by()
        .values("payee_kind", "payee")
        .annotate(line_count=Count("pk"), now=Sum("payable_now_fen"))
        .order_by("-now", "payee")
    )
    return [PayeeRow(row["payee_kind"], row["payee"], row["line_count"], row["now"]) for row in rows]


def _chosen(actor: User, settlement_key: int, chosen: LineFilter) -> QuerySet[SettlementLine]:
    lines = SettlementLine.objects.filter(settlement=readable_settlement(actor, settlement_key))
    wanted = Q()
    for name in ("item", "status", "class_id", "payee"):
        if value := getattr(chosen, name):
            wanted &= Q(**{name: value})
    if chosen.reason:
        wanted &= Q(reasons__contains=[chosen.reason])
    if chosen.person:
        wanted &= Q(person_index=chosen.person)
    return lines.filter(wanted)


def _line_row(row: dict[str, object]) -> LineRow:
    return LineRow(**{**row, "reasons": tuple(row["reasons"])})  # type: ignore[arg-type]


def _pairs(reasons: list[dict[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((reason["code"], reason["text"]) for reason in reasons)
