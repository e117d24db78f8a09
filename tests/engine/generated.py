"""Policy documents made up from random figures, written as TOML with the clauses that carry the figures."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from engine.plan_numbers import ALL_KINDS, Numbers, RateNumbers

if TYPE_CHECKING:
    from collections.abc import Iterable

LEVEL_KEYS = ("special_ability", "special_operation", "special_equipment", "training", "5", "4", "3", "2", "1")
HEAD = """
[document]
id = "made-up"
title = {{ zh = "试拟方案", en = "A made-up plan" }}
doc_no = "试〔2022〕1号"
issuer = {{ zh = "某县", en = "A county" }}
level = "county"
region = {{ zh = "某县", en = "A county" }}
region_code = "140000"
issued_on = 2022-01-01
valid_from = 2022-01-01
valid_to = 2022-12-31
anchor = "class_end"
hours_per_day = {hours}
rounding = {{ unit = "fen", mode = "half_up", at = "first_milestone" }}
cite = ["A"]
"""


def yuan(amount_fen: int) -> str:
    return f"{amount_fen // 100}.{amount_fen % 100:02d}"


def percent(share: Fraction) -> str:
    basis = int(share * 10_000)
    return f"{basis // 100}.{basis % 100:02d}%"


class _Writer:
    """Writes rules and remembers the figures in them, for the one clause that all rules cite."""

    def __init__(self) -> None:
        self.figures: list[str] = []
        self.rules: list[str] = []

    def money(self, amount_fen: int) -> str:
        self.figures.append(f"{yuan(amount_fen)} yuan")
        return f'"{yuan(amount_fen)}"'

    def share(self, share: Fraction) -> str:
        if share not in (0, 1):
            self.figures.append(f"{percent(share)[:-1]} %")
        return f'"{percent(share)}"'

    def whole(self, number: int, unit: str) -> str:
        self.figures.append(f"{number} {unit}")
        return str(number)

    def day(self, day: date) -> str:
        self.figures.append(f"{day} date")
        return str(day)

    def rule(self, key: str, kind: str, *lines: str) -> None:
        title = f'title = {{ zh = "{key}", en = "{key}" }}'
        self.rules.append("\n".join(["[[rule]]", f'id = "{key}"', f'kind = "{kind}"', title, 'cite = ["A"]', *lines]))

    def rate(self, standard: str, table: RateNumbers, kinds: Iterable[str], enterprise: Iterable[str]) -> None:
        tiers = []
        for upto, price in table.tiers:
            end = "" if upto is None else f"upto = {self.whole(upto, 'days')}, "
            tiers.append(f"{{ {end}price = {self.money(price)} }}")
        paid = f'{{ to = "enterprise", when = {{ kind = {_listed(enterprise)} }} }}, ' if enterprise else ""
        self.rule(
            standard,
            "rate",
            'item = "training"',
            f"when = {{ kind = {_listed(kinds)} }}",
            f'payee = [{paid}{{ to = "institution" }}]',
            f'standard = "{standard}"',
            f"tiers = [{', '.join(tiers)}]",
            *(["max_units = " + self.whole(table.days_cap, "days")] if table.days_cap is not None else []),
            *([f"caps = [{self.money(table.cap_fen)}]"] if table.cap_fen is not None else []),
        )


def _listed(names: Iterable[str]) -> str:
    return "[" + ", ".join(f'"{name}"' for name in sorted(names)) + "]"


def write_document(numbers: Numbers) -> str:
    """The document whose compiled plan has these numbers."""
    out = _Writer()
    kinds = {"ladder": numbers.ladder_kinds, "universal": numbers.universal_kinds}
    for standard, table in numbers.rates.items():
        out.rate(standard, table, kinds[standard], numbers.enterprise_paid_kinds & kinds[standard])
    if numbers.rate_needed is not None:
        out.rule(
            "rate_gate",
            "gate",
            'subject = "settlement_unit"',
            'targets = ["ladder"]',
            'measure = { numerator = "employed", denominator = "certified" }',
            'bands = [{ from = "0%", use = "universal", reason = "employment_below_threshold" }, '
            f"{{ from = {out.share(numbers.rate_needed)} }}]",
        )
    _release(out, numbers)
    _calendars(out, numbers)
    _class_standard(out, numbers)
    _certificates(out, numbers)
    _hires(out, numbers)
    _institutions(out, numbers)
    figures = _listed({*out.figures, f"{numbers.day_milli // 1000} hours"})
    clause = f'[[clause]]\nid = "A"\nnumber = "一"\ntext = {{ zh = "全文", en = "All" }}\nfigures = {figures}'
    return "\n\n".join([HEAD.format(hours=numbers.day_milli // 1000), clause, *out.rules])


def _release(out: _Writer, numbers: Numbers) -> None:
    by_order = '{ unit = "order", when = { kind = ["order"] } }, ' if numbers.order_waits else ""
    parts = [f'{{ share = {out.share(numbers.now_share or Fraction(1))}, event = "certificate" }}']
    if numbers.now_share is not None and numbers.employed_within_months is not None:
        months = out.whole(numbers.employed_within_months, "months")
        parts.append(f'{{ share = {out.share(1 - numbers.now_share)}, event = "employment", within = {months} }}')
    out.rule(
        "settle",
        "release",
        f"targets = {_listed(numbers.rates)}",
        f'settle_by = [{by_order}{{ unit = "class" }}]',
        f"milestones = [{', '.join(parts)}]",
    )


def _calendars(out: _Writer, numbers: Numbers) -> None:
    edges = {"training": numbers.training_year_ends_on, "certificate": numbers.certificate_year_ends_on}
    for item, until in edges.items():
        if until is not None:
            out.rule(
                f"year_{item}",
                "calendar",
                'judged_at = "settlement"',
                f'items = ["{item}"]',
                f"counts_until = {out.day(until)}",
                'late = "counts_to_next_year"',
            )


def _class_standard(out: _Writer, numbers: Numbers) -> None:
    lines = []
    if numbers.class_size is not None:
        lines.append(f"size_max = {out.whole(numbers.class_size, 'people')}")
    if numbers.class_attendance is not None:
        lines.append(f"attendance_min = {out.share(numbers.class_attendance)}")
    if lines:
        out.rule("class_gates", "class_standard", 'judged_at = "settlement"', 'on_fail = "refuse"', *lines)


def _certificates(out: _Writer, numbers: Numbers) -> None:
    if numbers.certificates:
        cells = ", ".join(f'"{key}" = {out.money(amount)}' for key, amount in numbers.certificates.items())
        out.rule(
            "certificates",
            "amount_table",
            'item = "certificate"',
            'payee = "evaluator"',
            'axes = ["certificate_level"]',
            f"cells = {{ {cells} }}",
            'otherwise = "no_rate"',
        )
        out.rule(
            "once",
            "limit",
            'judged_at = "settlement"',
            'targets = ["certificates"]',
            "n = 1",
            'per = "person"',
            'key = "level"',
            'period = "life"',
        )


def _hires(out: _Writer, numbers: Numbers) -> None:
    if numbers.hire_fen is None:
        return
    out.rule(
        "firms",
        "eligibility",
        'subject = "enterprise"',
        'judged_at = "settlement"',
        'targets = ["hire", "hire_certificate"]',
        f"sizes = {_listed(numbers.hire_sizes)}",
        f"contract_min = {out.whole(numbers.hire_months, 'months')}",
    )
    years = out.whole(numbers.hire_certificate_months // 12, "years")
    for item, amount, more in (
        ("hire", numbers.hire_fen, []),
        (
            "hire_certificate",
            numbers.hire_certificate_fen,
            [f"certificate = {{ types = {_listed(numbers.hire_types)}, within = {years} }}"],
        ),
    ):
        out.rule(
            item, "fixed_amount", f'item = "{item}"', 'payee = "enterprise"', f"amount = {out.money(amount)}", *more
        )


def _institutions(out: _Writer, numbers: Numbers) -> None:
    tests = [
        f'{{ measure = {{ numerator = "{top}", denominator = "{bottom}" }}, at_least = {out.share(line)}, '
        f'reason = "{reason}_below_threshold" }}'
        for top, bottom, line, reason in (
            ("certified", "roster", numbers.pass_needed, "pass_rate"),
            ("employed", "certified", numbers.employed_needed, "employment"),
        )
        if line is not None
    ]
    if tests:
        out.rule(
            "institution_gate",
            "gate",
            'subject = "institution"',
            'judged_at = "settlement"',
            f"tests = [{', '.join(tests)}]",
            'consequence = "not_eligible_next_year"',
        )


# Random figures -----------------------------------------------------------------------------------

_fen = st.integers(1, 40_000)
_shares = st.sampled_from([Fraction(basis, 10_000) for basis in (8000, 3333, 5000, 8500, 1, 9999, 6667, 10_000)])
_parts = st.sampled_from([Fraction(basis, 10_000) for basis in (8000, 3333, 5000, 1, 9999, 7777)])
_edges = st.none() | st.sampled_from([date(2022, 11, 30), date(2022, 8, 14), date(2022, 12, 1)])


@st.composite
def rate_numbers(draw: st.DrawFn) -> RateNumbers:
    """One to three tiers with odd prices, perhaps rising; perhaps most days, perhaps a cap."""
    ends = sorted(draw(st.sets(st.sampled_from([1, 5, 9, 10, 11, 15, 20]), max_size=2)))
    tiers = tuple((end, draw(_fen)) for end in (*ends, None))
    days_cap = draw(st.none() | st.sampled_from([1, 9, 14, 15, 34]))
    return RateNumbers(tiers, days_cap, draw(st.none() | st.integers(1, 500_000)))


@st.composite
def plan_numbers(draw: st.DrawFn) -> Numbers:
    """The figures of a valid plan."""
    shuffled = draw(st.permutations(sorted(ALL_KINDS - {"order"})))
    first, second = draw(st.integers(0, 3)), draw(st.integers(4, 6))
    gate, both, shared = draw(st.booleans()), draw(st.booleans()), draw(st.booleans())
    both = both or gate
    ladder = frozenset({"order", *shuffled[:first]})
    universal = frozenset(shuffled[first:second]) if both else frozenset()
    hires = draw(st.booleans())
    return Numbers(
        day_milli=draw(st.sampled_from([8000, 6000, 4000])),
        rates={"ladder": draw(rate_numbers())} | ({"universal": draw(rate_numbers())} if both else {}),
        ladder_kinds=ladder,
        universal_kinds=universal,
        enterprise_paid_kinds=draw(st.frozensets(st.sampled_from(sorted(universal)))) if universal else frozenset(),
        rate_needed=draw(_shares) if gate else None,
        order_waits=draw(st.booleans()),
        training_year_ends_on=draw(_edges),
        certificate_year_ends_on=draw(_edges),
        class_size=draw(st.none() | st.sampled_from([1, 2, 3, 50])),
        class_attendance=draw(st.none() | _shares),
        now_share=draw(_parts) if shared else None,
        employed_within_months=draw(st.sampled_from([3, 1, 6, 12])) if shared else None,
        certificates=draw(st.dictionaries(st.sampled_from(LEVEL_KEYS), _fen, max_size=6)),
        hire_fen=draw(_fen) if hires else None,
        hire_certificate_fen=draw(_fen),
        hire_months=draw(st.sampled_from([6, 5, 7, 12])),
        hire_sizes=draw(st.frozensets(st.sampled_from(["micro", "small", "medium", "large"]), min_size=1)),
        hire_certificate_months=draw(st.sampled_from([12, 24])),
        hire_types=draw(st.frozensets(st.sampled_from(["skill_level", "qualification", "training"]), min_size=1)),
        pass_needed=draw(st.none() | _shares),
        employed_needed=draw(st.none() | _shares),
    )
