"""A document compiled to plain integers and dates: what both executions run from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeVar, get_args

from jineng.kernel.hours import MILLI
from jineng.policy.claims.program import ClaimsProgram
from jineng.policy.day_rate import day_rate, given_fen
from jineng.policy.kinds import (
    AmountTable,
    Calendar,
    ClassStandard,
    Eligibility,
    FixedAmount,
    InstitutionGate,
    Limit,
    Rate,
    RateGate,
    Release,
)
from jineng.policy.kinds.base import ClassKind

if TYPE_CHECKING:
    from datetime import date

    from jineng.policy.day_rate import RateTable
    from jineng.policy.document import Document
    from jineng.policy.kinds.base import PayeeKind
    from jineng.policy.kinds.gate import Count


@dataclass(frozen=True, slots=True)
class GateTerms:
    """A rate of a settlement unit: from ``line_basis`` ten-thousandths on the first rate is paid, below it ``below``."""

    rule: str
    numerator: Count
    denominator: Count
    line_basis: int
    below: RateTable
    reason: str


@dataclass(frozen=True, slots=True)
class TrainingTerms:
    """How a class of one kind is settled; ``rate`` None where the plan gives this kind no standard."""

    kind: str
    unit: Literal["class", "order"]
    payee_kind: PayeeKind
    rate: RateTable | None
    gate: GateTerms | None


@dataclass(frozen=True, slots=True)
class YearEdge:
    """The last day that counts to this year."""

    rule: str
    until: date


@dataclass(frozen=True, slots=True)
class ClassTerms:
    """What a class must satisfy to be paid anything: head count, attendance in ten-thousandths."""

    rule: str
    size_max: int | None
    attendance_basis: int | None


@dataclass(frozen=True, slots=True)
class ReleaseTerms:
    """The share due on the certificate, in ten-thousandths; the rest on employment within some months."""

    rule: str
    first_basis: int
    within_months: int | None


@dataclass(frozen=True, slots=True)
class CertificateTerms:
    """Fen by level key; ``once_rule`` names the limit of once a level."""

    rule: str
    cells: dict[str, int]
    payee_kind: PayeeKind
    once_rule: str


@dataclass(frozen=True, slots=True)
class HireTerms:
    """A small firm's subsidy for a new hire and for that hire's certificate; amounts in fen."""

    condition: str
    sizes: tuple[str, ...]
    contract_min_months: int
    rule: str
    amount_fen: int
    payee_kind: PayeeKind
    certificate_rule: str
    certificate_amount_fen: int
    certificate_types: tuple[str, ...]
    certificate_months: int


@dataclass(frozen=True, slots=True)
class InstitutionTest:
    """A yearly rate of an institution that must reach a line in ten-thousandths."""

    rule: str
    numerator: Count
    denominator: Count
    line_basis: int
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A compiled policy. ``cites`` gives, for each rule id, the numbers of its clauses as people quote them."""

    document: Document
    sha256: str
    day_milli: int
    training: dict[str, TrainingTerms]
    training_edge: YearEdge | None
    certificate_edge: YearEdge | None
    standard: ClassTerms | None
    release: ReleaseTerms
    certificates: CertificateTerms | None
    hires: HireTerms | None
    institution_tests: tuple[InstitutionTest, ...]
    cites: dict[str, str]

    @property
    def id(self) -> str:
        """Return the document's id."""
        return self.document.head.id

    @property
    def items(self) -> tuple[str, ...]:
        """Return the subsidy items that this plan pays."""
        return (
            "training",
            *(["certificate"] if self.certificates else []),
            *(["hire", "hire_certificate"] if self.hires else []),
        )

    @property
    def needed_sheets(self) -> frozenset[str]:
        """Return the sheets that cannot be missing: without them a fact would be unknown and be read as "no"."""
        return frozenset(_NEEDED)

    @property
    def sheets(self) -> tuple[str, ...]:
        """Return the sheets of the settlement workbook that this plan reads."""
        return (*_NEEDED, *(["hires"] if self.hires else []), "history")


@dataclass(frozen=True, slots=True)
class ClaimsPlan:
    """A compiled policy that is settled from claim lines (申领明细)."""

    document: Document
    sha256: str
    program: ClaimsProgram
    cites: dict[str, str]

    @property
    def id(self) -> str:
        """Return the document's id."""
        return self.document.head.id

    @property
    def items(self) -> tuple[str, ...]:
        """Return the subsidy items that this plan pays."""
        return self.program.items


AnyPlan = Plan | ClaimsPlan

_NEEDED = ("classes", "trainees", "attendance", "certificates", "employment")

R = TypeVar("R")


def rules_of(document: Document, kind: type[R]) -> list[R]:
    """Return the document's rules of one kind, in the order written."""
    return [rule for rule in document.rule if isinstance(rule, kind)]


def compile_plan(document: Document, sha256: str) -> AnyPlan:
    """Turn a checked document into integers, for the records that it is settled from.

    Args:
        document: a document without faults (``checks.check_document``).
        sha256: the hash of the bytes it was read from, for receipts.
    """
    cites = {
        rule.id: "、".join(dict.fromkeys(document.clause_number(cite) for cite in rule.cite)) for rule in document.rule
    }
    if document.head.records == "claims":
        return ClaimsPlan(document, sha256, ClaimsProgram(document), cites)
    return _workbook_plan(document, sha256, cites)


def _workbook_plan(document: Document, sha256: str, cites: dict[str, str]) -> Plan:
    release = rules_of(document, Release)[0]
    milestones = release.milestones
    return Plan(
        document=document,
        sha256=sha256,
        day_milli=int(document.head.hours_per_day) * MILLI,
        training={kind: _training(document, release, kind) for kind in get_args(ClassKind)},
        training_edge=_edge(document, "training"),
        certificate_edge=_edge(document, "certificate"),
        standard=_standard(document),
        release=ReleaseTerms(
            rule=release.id,
            first_basis=int(milestones[0].share or 0),
            within_months=int(milestones[1].within or 0) if len(milestones) > 1 else None,
        ),
        certificates=_certificates(document),
        hires=_hires(document),
        institution_tests=tuple(
            InstitutionTest(gate.id, test.measure.numerator, test.measure.denominator, int(test.at_least), test.reason)
            for gate in rules_of(document, InstitutionGate)
            for test in gate.tests
        ),
        cites=cites,
    )


def _training(document: Document, release: Release, kind: str) -> TrainingTerms:
    rates = {rate.id: rate for rate in rules_of(document, Rate)}
    rate = next((rate for rate in rates.values() if rate.when.holds(kind)), None)
    gate = next((gate for gate in rules_of(document, RateGate) if rate and rate.id in gate.targets), None)
    return TrainingTerms(
        kind=kind,
        unit=next((by.unit for by in release.settle_by if by.when.holds(kind)), "class"),
        payee_kind=rate.payee_of(kind) if rate else "institution",
        rate=day_rate(rate) if rate else None,
        gate=GateTerms(
            rule=gate.id,
            numerator=gate.measure.numerator,
            denominator=gate.measure.denominator,
            line_basis=int(gate.bands[1].from_),
            below=day_rate(rates[str(gate.bands[0].use)]),
            reason=str(gate.bands[0].reason),
        )
        if gate
        else None,
    )


def _edge(document: Document, item: str) -> YearEdge | None:
    for calendar in rules_of(document, Calendar):
        if calendar.late and calendar.counts_until and item in calendar.items:
            return YearEdge(calendar.id, calendar.counts_until)
    return None


def _standard(document: Document) -> ClassTerms | None:
    for standard in rules_of(document, ClassStandard):
        if standard.judged_at == "settlement":
            size, attendance = standard.size_max, standard.attendance_min
            return ClassTerms(
                standard.id, None if size is None else int(size), None if attendance is None else int(attendance)
            )
    return None


def _certificates(document: Document) -> CertificateTerms | None:
    for table in rules_of(document, AmountTable):
        once = next(limit for limit in rules_of(document, Limit) if table.id in limit.targets)
        return CertificateTerms(
            table.id, {key: given_fen(amount) for key, amount in table.cells.items()}, table.payee_of(""), once.id
        )
    return None


def _hires(document: Document) -> HireTerms | None:
    amounts = {amount.item: amount for amount in rules_of(document, FixedAmount)}
    if not amounts:
        return None
    hire, extra = amounts["hire"], amounts["hire_certificate"]
    condition = next(test for test in rules_of(document, Eligibility) if hire.id in test.targets)
    certificate = extra.certificate
    if certificate is None:
        message = f"rule {extra.id!r} of an unchecked document names no certificate"
        raise ValueError(message)
    return HireTerms(
        condition=condition.id,
        sizes=tuple(condition.sizes),
        contract_min_months=int(condition.contract_min or 0),
        rule=hire.id,
        amount_fen=given_fen(hire.amount),
        payee_kind=hire.payee_of(""),
        certificate_rule=extra.id,
        certificate_amount_fen=given_fen(extra.amount),
        certificate_types=tuple(certificate.types),
        certificate_months=int(certificate.within) * 12,
    )
