"""``many(tables)``: judge all lines at once, as dataframe expressions that run unchanged on Polars, DuckDB and Spark.

Two stages, as the law has two reaches: *place* (a class and its order: attendance, rates, the base amount) and *person* (what
somebody had before, once a level). Rules of the house, learned from engines that differ: integers of 64 bits only, no ``%``, no
``round``, sums cast back, booleans by when/then, and every choice among rows made by aggregates over a total order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals as nw

from jineng.policy.errors import NoSuchItemError
from jineng.policy.measures import BASIS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from jineng.policy.kinds.rate import RateTable
    from jineng.policy.plan import GateTerms, Plan
    from jineng.policy.tables import Tables

Frame = nw.LazyFrame[Any]

MONEY = ("due_fen", "paid_fen", "payable_now_fen", "recover_fen", "later_fen", "least_fen", "most_fen")
VERDICT = ("status", "reason", "gate_note", "release_note", "standard", "days", *MONEY)
"""What judging adds to the facts of a line; the notes are reasons that lower a payable line."""


def _int(value: int) -> nw.Expr:
    return nw.lit(value, nw.Int64)


def _flag(condition: nw.Expr) -> nw.Expr:
    return nw.when(condition).then(_int(1)).otherwise(_int(0))


def _sum(column: str) -> nw.Expr:
    return nw.col(column).sum().cast(nw.Int64)


def _first_of(pairs: list[tuple[nw.Expr, nw.Expr]], otherwise: nw.Expr) -> nw.Expr:
    """Return the value of the first condition that holds."""
    result = otherwise
    for condition, value in reversed(pairs):
        result = nw.when(condition).then(value).otherwise(result)
    return result


# ------------------------------------------------------------------------------------------------ place


def place(plan: Plan, tables: Tables, as_of: date) -> tuple[Frame, Frame]:
    """Gather the facts of every roster entry and of every class, knowing only what is dated up to ``as_of``.

    Returns:
        ``(entries, classes)``. Entries: one row per person on a class's roster with the columns of ``facts.TrainingCase`` but for
        what was paid. Classes: one row per class with roster, credited, certified and employed counts and those of its unit.
    """
    keys = ["class_id", "person_id"]
    roster = tables["trainees"].select(keys).unique(keys)
    credited = _credited(plan, tables, as_of)
    certified = (
        tables["certificates"]
        .filter(nw.col("issued_on") <= as_of, ~nw.col("class_id").is_null())
        .group_by(keys)
        .agg(nw.col("issued_on").min().alias("certified_on"))
    )
    entries = roster.join(credited, on=keys, how="left").join(certified, on=keys, how="left")
    entries = entries.join(_employed(tables, certified, as_of), on=keys, how="left")
    entries = entries.with_columns(
        nw.col("credited_milli").fill_null(0),
        _flag(~nw.col("certified_on").is_null()).alias("certified"),
        nw.when(nw.col("certified_on").is_null())
        .then(_int(0))
        .otherwise(nw.col("employed").fill_null(0))
        .alias("employed"),
    )
    classes = _classes(plan, tables, entries)
    facts = classes.select(
        "class_id",
        "kind",
        "institution",
        "end_on",
        "unit_end_on",
        "planned_milli",
        "roster",
        "class_credited_milli",
        "unit_certified",
        "unit_employed",
    )
    return entries.join(facts, on="class_id", how="inner"), classes


def _credited(plan: Plan, tables: Tables, as_of: date) -> Frame:
    """Add up hours a person, class and date, at most a day's, then over the class."""
    day = _int(plan.day_milli)
    return (
        tables["attendance"]
        .filter(nw.col("date") <= as_of)
        .group_by("class_id", "person_id", "date")
        .agg(_sum("hours_milli"))
        .with_columns(
            nw.when(nw.col("hours_milli") < day).then(nw.col("hours_milli")).otherwise(day).alias("hours_milli")
        )
        .group_by("class_id", "person_id")
        .agg(_sum("hours_milli").alias("credited_milli"))
    )


def _employed(tables: Tables, certified: Frame, as_of: date) -> Frame:
    """Say for each certified entry whether it is employed, and since when at or after the certificate."""
    keys = ["class_id", "person_id"]
    after = nw.when(nw.col("started_on") >= nw.col("certified_on")).then(nw.col("started_on"))
    return (
        tables["employment"]
        .filter(nw.col("started_on") <= as_of)
        .join(certified, on=keys, how="inner")
        .with_columns(after.alias("started_after"))
        .group_by(keys)
        .agg(nw.col("started_after").min().alias("employed_on"))
        .with_columns(_int(1).alias("employed"))
    )


def _classes(plan: Plan, tables: Tables, entries: Frame) -> Frame:
    by_order = [kind for kind, terms in plan.training.items() if terms.unit == "order"]
    counts = entries.group_by("class_id").agg(
        nw.len().cast(nw.Int64).alias("roster"),
        _sum("credited_milli").alias("class_credited_milli"),
        _sum("certified").alias("class_certified"),
        _sum("employed").alias("class_employed"),
    )
    classes = (
        tables["classes"]
        .join(counts, on="class_id", how="left")
        .with_columns(
            *(
                nw.col(name).fill_null(0)
                for name in ("roster", "class_credited_milli", "class_certified", "class_employed")
            ),
            _flag(nw.col("kind").is_in(by_order)).alias("by_order") if by_order else _int(0).alias("by_order"),
        )
    )
    classes = classes.with_columns(
        nw.when(nw.col("by_order") == 1).then(nw.col("order_id")).otherwise(nw.col("class_id")).alias("unit_id")
    )
    units = classes.group_by("by_order", "unit_id").agg(
        nw.col("end_on").max().alias("unit_end_on"),
        _sum("class_certified").alias("unit_certified"),
        _sum("class_employed").alias("unit_employed"),
    )
    return classes.join(units, on=["by_order", "unit_id"], how="inner")


# ------------------------------------------------------------------------------------------------ person


def training_lines(plan: Plan, tables: Tables, entries: Frame, as_of: date) -> Frame:
    """Set off what was paid before and judge every roster entry: the columns of ``entries``, ``paid_fen`` and the verdict."""
    paid = (
        tables["history"]
        .filter(nw.col("item") == "training", nw.col("paid_on") <= as_of, ~nw.col("class_id").is_null())
        .group_by("class_id", "person_id")
        .agg(_sum("amount_fen").alias("paid_fen"))
    )
    lines = entries.join(paid, on=["class_id", "person_id"], how="left").with_columns(nw.col("paid_fen").fill_null(0))
    countable = (
        nw.when(nw.col("credited_milli") < nw.col("planned_milli"))
        .then(nw.col("credited_milli"))
        .otherwise(nw.col("planned_milli"))
    )
    lines = lines.with_columns(
        (countable // plan.day_milli).alias("days"),
        (nw.col("planned_milli") // plan.day_milli).alias("planned_days"),
        _gate_flag(plan).alias("below"),
    )
    lines = lines.with_columns(_training_reason(plan, as_of).alias("reason"))
    lines = lines.with_columns(
        _amount(plan, nw.col("days"), "worst").alias("worst_fen"),
        _amount(plan, nw.col("days"), "gated").alias("amount_fen"),
        _most(plan, as_of).alias("most_fen"),
    )
    return _training_verdict(plan, lines, as_of)


def _kinds(plan: Plan) -> dict[tuple[RateTable | None, GateTerms | None], list[str]]:
    """Group class kinds that share a rate and a gate, so that each is computed once."""
    groups: dict[Any, tuple[RateTable | None, GateTerms | None, list[str]]] = {}
    for kind, terms in plan.training.items():
        key = (terms.rate.rule if terms.rate else None, terms.gate.rule if terms.gate else None)
        groups.setdefault(key, (terms.rate, terms.gate, []))[2].append(kind)
    return {(rate, gate): kinds for rate, gate, kinds in groups.values()}


def _gate_flag(plan: Plan) -> nw.Expr:
    columns = {"roster": "roster", "certified": "unit_certified", "employed": "unit_employed"}
    pairs = []
    for (_rate, gate), kinds in _kinds(plan).items():
        if gate is not None:
            top, bottom = nw.col(columns[gate.numerator]), nw.col(columns[gate.denominator])
            missed = (bottom == 0) | (top * BASIS < bottom * gate.line_basis)
            pairs.append((nw.col("kind").is_in(kinds) & missed, _int(1)))
    return _first_of(pairs, _int(0))


def _gate_reasons(plan: Plan) -> list[tuple[nw.Expr, nw.Expr]]:
    gates = [(kinds, gate) for (_rate, gate), kinds in _kinds(plan).items() if gate is not None]
    return [(nw.col("kind").is_in(kinds) & (nw.col("below") == 1), nw.lit(gate.reason)) for kinds, gate in gates]


def _training_reason(plan: Plan, as_of: date) -> nw.Expr:
    """Name the first ground that decides the line before its amount, or null."""
    pairs: list[tuple[nw.Expr, nw.Expr]] = []
    if plan.training_edge is not None:
        pairs.append((nw.col("end_on") > plan.training_edge.until, nw.lit("counts_to_next_year")))
    open_unit = nw.col("unit_end_on") > as_of
    by_order = [kind for kind, terms in plan.training.items() if terms.unit == "order"]
    if by_order:
        pairs.append((open_unit & nw.col("kind").is_in(by_order), nw.lit("order_not_finished")))
    pairs.append((open_unit, nw.lit("class_not_finished")))
    standard = plan.standard
    if standard is not None and standard.size_max is not None:
        pairs.append((nw.col("roster") > standard.size_max, nw.lit("class_too_large")))
    if standard is not None and standard.attendance_basis is not None:
        due = nw.col("roster") * nw.col("planned_milli")
        pairs.append(
            (
                (due == 0) | (nw.col("class_credited_milli") * BASIS < due * standard.attendance_basis),
                nw.lit("attendance_below_threshold"),
            )
        )
    pairs.append((nw.col("certified_on").is_null(), nw.lit("no_certificate")))
    pairs.append((nw.col("days") == 0, nw.lit("no_credited_days")))
    without = [kind for kind, terms in plan.training.items() if terms.rate is None]
    if without:
        pairs.append((nw.col("kind").is_in(without), nw.lit("no_rate_in_policy")))
    return _first_of(pairs, nw.lit(None, nw.String))


def _amount(plan: Plan, days: nw.Expr, how: str) -> nw.Expr:
    """Return the fen for these days by each kind's rate: ``gated`` by the gate, ``worst`` or ``best`` of both sides of it."""
    pairs = []
    for (rate, gate), kinds in _kinds(plan).items():
        if rate is None:
            continue
        amount = rate.amount_many(days)
        if gate is not None:
            below = gate.below.amount_many(days)
            if how == "gated":
                amount = nw.when(nw.col("below") == 1).then(below).otherwise(amount)
            elif how == "worst":
                amount = nw.when(below < amount).then(below).otherwise(amount)
            else:
                amount = nw.when(below > amount).then(below).otherwise(amount)
        pairs.append((nw.col("kind").is_in(kinds), amount))
    return _first_of(pairs, _int(0))


def _most(plan: Plan, as_of: date) -> nw.Expr:
    days = nw.when(nw.col("end_on") <= as_of).then(nw.col("days")).otherwise(nw.col("planned_days"))
    return _amount(plan, days, "best")


def _standard(plan: Plan) -> nw.Expr:
    pairs = []
    for (rate, gate), kinds in _kinds(plan).items():
        if rate is not None:
            standard = nw.lit(rate.standard)
            if gate is not None:
                standard = nw.when(nw.col("below") == 1).then(nw.lit(gate.below.standard)).otherwise(standard)
            pairs.append((nw.col("kind").is_in(kinds), standard))
    return _first_of(pairs, nw.lit("none"))


def _units(plan: Plan) -> nw.Expr:
    """Return the days that the paid rate counts."""
    pairs = []
    for (rate, gate), kinds in _kinds(plan).items():
        for table, side in ((rate, 0), (gate.below if gate else None, 1)):
            if table is not None and table.max_units is not None:
                over = nw.col("kind").is_in(kinds) & (nw.col("below") == side) & (nw.col("days") > table.max_units)
                pairs.append((over, _int(table.max_units)))
    return _first_of(pairs, nw.col("days"))


def within_months(start: nw.Expr, day: nw.Expr | date, months: int) -> nw.Expr:
    """Tell whether ``day`` is at most ``months`` calendar months after ``start``, a missing day being the month's last.

    Only year, month and day are compared, because adding months to a date column differs between engines: in the target month
    the deadline's day is the start's day or the month's last, and no day of that month exceeds its last.
    """
    if isinstance(day, nw.Expr):
        year, month, of_month = day.dt.year().cast(nw.Int64), day.dt.month().cast(nw.Int64), day.dt.day().cast(nw.Int64)
    else:
        year, month, of_month = _int(day.year), _int(day.month), _int(day.day)
    target = start.dt.year().cast(nw.Int64) * 12 + start.dt.month().cast(nw.Int64) + months
    reached = year * 12 + month
    return (reached < target) | ((reached == target) & (of_month <= start.dt.day().cast(nw.Int64)))


def _training_verdict(plan: Plan, lines: Frame, as_of: date) -> Frame:
    pending = nw.col("reason").is_in(["class_not_finished", "order_not_finished"])
    decided = ~nw.col("reason").is_null()
    release = plan.release
    certified = nw.col("certified_on")
    share = (nw.col("amount_fen") * release.first_basis + BASIS // 2) // BASIS
    nothing_said, too_late = nw.lit(None, nw.String), nw.lit(None, nw.String)
    if release.within_months is None:
        lines = lines.with_columns(nw.col("amount_fen").alias("now_fen"), _int(0).alias("rest_fen"))
    else:
        in_time = ~nw.col("employed_on").is_null() & within_months(
            certified, nw.col("employed_on"), release.within_months
        )
        open_still = within_months(certified, as_of, release.within_months)
        lines = lines.with_columns(
            nw.when(in_time).then(nw.col("amount_fen")).otherwise(share).alias("now_fen"),
            _first_of([(in_time, _int(0)), (open_still, nw.col("amount_fen") - share)], _int(0)).alias("rest_fen"),
        )
        too_late = nw.when(in_time | open_still).then(nothing_said).otherwise(nw.lit("employment_too_late"))
    lines = lines.with_columns(
        _first_of([(decided, nothing_said), *_gate_reasons(plan)], nothing_said).alias("gate_note"),
        nw.when(decided).then(nothing_said).otherwise(too_late).alias("release_note"),
        nw.when(decided).then(_int(0)).otherwise(nw.col("now_fen")).alias("now_fen"),
        nw.when(decided).then(_int(0)).otherwise(nw.col("rest_fen")).alias("rest_fen"),
        nw.when(decided).then(nw.lit("none")).otherwise(_standard(plan)).alias("standard"),
        nw.when(decided).then(nw.col("days")).otherwise(_units(plan)).alias("days"),
        nw.when((nw.col("end_on") <= as_of) & ~certified.is_null())
        .then(nw.col("worst_fen"))
        .otherwise(_int(0))
        .alias("least_open_fen"),
    )
    lines = _net(lines)
    nothing = nw.lit(None, nw.Int64)
    waits = (nw.col("later_fen") > 0) & (nw.col("payable_now_fen") == 0)
    return lines.with_columns(
        _first_of(
            [(pending, nw.lit("pending")), (decided, nw.lit("refused")), (waits, nw.lit("pending"))], nw.lit("payable")
        ).alias("status"),
        nw.when(pending).then(nw.col("paid_fen")).otherwise(nw.col("due_fen")).alias("due_fen"),
        nw.when(pending).then(_int(0)).otherwise(nw.col("recover_fen")).alias("recover_fen"),
        _first_of([(pending, nw.col("least_open_fen")), (waits, nw.col("now_fen"))], nothing).alias("least_fen"),
        _first_of([(pending, nw.col("most_fen")), (waits, nw.col("due_fen"))], nothing).alias("most_fen"),
    )


def _net(lines: Frame) -> Frame:
    """Set off ``paid_fen`` from ``now_fen`` and ``rest_fen``; what may come later is used up before anything is asked back."""
    zero, left, rest = _int(0), nw.col("left_fen"), nw.col("rest_fen")
    lines = lines.with_columns((nw.col("now_fen") + rest).alias("due_fen")).with_columns(
        (nw.col("due_fen") - nw.col("paid_fen")).alias("left_fen")
    )
    lines = lines.with_columns(_first_of([(left > rest, rest), (left > 0, left)], zero).alias("later_fen"))
    return lines.with_columns(
        nw.when(left > 0).then(left - nw.col("later_fen")).otherwise(zero).alias("payable_now_fen"),
        nw.when(left < 0).then(zero - left).otherwise(zero).alias("recover_fen"),
    )


def _verdict_of_fixed(lines: Frame) -> Frame:
    """Finish lines that are paid at once or refused: certificates and hires."""
    return _net(lines.with_columns(_int(0).alias("rest_fen"))).with_columns(
        nw.when(nw.col("reason").is_null()).then(nw.lit("payable")).otherwise(nw.lit("refused")).alias("status"),
        nw.lit(None, nw.String).alias("gate_note"),
        nw.lit(None, nw.String).alias("release_note"),
        nw.lit("none").alias("standard"),
        _int(0).alias("days"),
        nw.lit(None, nw.Int64).alias("least_fen"),
        nw.lit(None, nw.Int64).alias("most_fen"),
    )


def _known_certificates(tables: Tables, as_of: date) -> Frame:
    """Give every certificate known as at the day its level key."""
    own = ["special_ability", "special_operation", "special_equipment", "training"]
    key = nw.when(nw.col("type").is_in(own)).then(nw.col("type")).otherwise(nw.col("level").cast(nw.String))
    return tables["certificates"].filter(nw.col("issued_on") <= as_of).with_columns(key.alias("level_key"))


def _roster_only(tables: Tables, certificates: Frame) -> Frame:
    """Leave out certificates that name a class on whose roster the person is not."""
    keys = ["class_id", "person_id"]
    roster = tables["trainees"].select(keys).unique(keys).with_columns(_int(1).alias("listed"))
    return (
        certificates.join(roster, on=keys, how="left")
        .filter(nw.col("class_id").is_null() | (nw.col("listed") == 1))
        .drop("listed")
    )


def certificate_lines(plan: Plan, tables: Tables, as_of: date) -> Frame:
    """Judge every certificate known as at the day: its facts (``held_by`` among them), ``paid_fen`` and the verdict."""
    terms = plan.certificates
    if terms is None:
        raise NoSuchItemError(plan.id, "certificate")
    known = _roster_only(tables, _known_certificates(tables, as_of))
    amount = _first_of(
        [(nw.col("level_key") == key, _int(fen)) for key, fen in terms.cells.items()], nw.lit(None, nw.Int64)
    )
    late = nw.col("issued_on") > plan.certificate_edge.until if plan.certificate_edge else nw.lit(value=False)
    lines = known.with_columns(amount.alias("amount_fen"), _flag(late).alias("late"))
    history = _certificate_history(tables, known, as_of)
    paid = history.group_by("person_id", "number").agg(_sum("amount_fen").alias("paid_fen"))
    lines = lines.join(paid, on=["person_id", "number"], how="left").with_columns(nw.col("paid_fen").fill_null(0))
    person_level = ["person_id", "level_key"]
    candidates = lines.filter(~nw.col("amount_fen").is_null(), nw.col("late") == 0)
    lines = lines.join(
        _first_number(history.filter(nw.col("amount_fen") > 0), "paid_on", "held_before"), on=person_level, how="left"
    )
    lines = lines.join(_first_number(candidates, "issued_on", "held_now"), on=person_level, how="left")
    holder = nw.when(nw.col("held_before").is_null()).then(nw.col("held_now")).otherwise(nw.col("held_before"))
    lines = lines.with_columns(
        nw.when(holder != nw.col("number")).then(holder).otherwise(nw.lit(None, nw.String)).alias("held_by")
    )
    reason = _first_of(
        [
            (nw.col("late") == 1, nw.lit("counts_to_next_year")),
            (nw.col("amount_fen").is_null(), nw.lit("no_rate_in_policy")),
            (~nw.col("held_by").is_null(), nw.lit("level_already_subsidised")),
        ],
        nw.lit(None, nw.String),
    )
    lines = lines.with_columns(reason.alias("reason"))
    lines = lines.with_columns(
        nw.when(nw.col("reason").is_null()).then(nw.col("amount_fen")).otherwise(_int(0)).alias("now_fen")
    )
    return _verdict_of_fixed(lines)


def _certificate_history(tables: Tables, known: Frame, as_of: date) -> Frame:
    """Sum what was paid per person, level and certificate; a level that history leaves out is the certificate's own."""
    own = known.select("person_id", "number", nw.col("level_key").alias("own_key"))
    key = nw.when(nw.col("level_key").is_null()).then(nw.col("own_key")).otherwise(nw.col("level_key"))
    return (
        tables["history"]
        .filter(nw.col("item") == "certificate", nw.col("paid_on") <= as_of)
        .join(own, on=["person_id", "number"], how="left")
        .with_columns(
            key.alias("level_key"),
            nw.when(nw.col("number").is_null()).then(nw.lit("")).otherwise(nw.col("number")).alias("number"),
        )
        .group_by("person_id", "level_key", "number")
        .agg(_sum("amount_fen"), nw.col("paid_on").min())
    )


def _first_number(rows: Frame, order: str, name: str) -> Frame:
    """Return for each person and level the number of the first row by ``order``, then by number."""
    keys = ["person_id", "level_key"]
    first = rows.group_by(keys).agg(nw.col(order).min().alias("first_on"))
    return (
        rows.join(first, on=keys, how="inner")
        .filter(nw.col(order) == nw.col("first_on"))
        .group_by(keys)
        .agg(nw.col("number").min().alias(name))
    )


def first_hires(plan: Plan, hires: Frame) -> Frame:
    """Keep one hire a person: the first row that the plan pays, or else the first; ``reason`` says why it is not paid."""
    terms = plan.hires
    if terms is None:
        raise NoSuchItemError(plan.id, "hire")
    reason = _first_of(
        [
            (~nw.col("size").is_in(list(terms.sizes)), nw.lit("enterprise_too_large")),
            (nw.col("contract_months") < terms.contract_min_months, nw.lit("contract_too_short")),
        ],
        nw.lit(None, nw.String),
    )
    hires = hires.with_columns(reason.alias("reason"))
    hires = hires.with_columns(
        nw.when(nw.col("reason").is_null()).then(nw.col("row")).otherwise(nw.col("row") + 10**12).alias("place")
    )
    first = hires.group_by("person_id").agg(nw.col("place").min().alias("first"))
    return (
        hires.join(first, on="person_id", how="inner").filter(nw.col("place") == nw.col("first")).drop("place", "first")
    )


def hire_lines(plan: Plan, tables: Tables, as_of: date) -> Frame:
    """Judge every new hire known as at the day, once a person, and the certificate of those that gained one in time."""
    terms = plan.hires
    if terms is None:
        raise NoSuchItemError(plan.id, "hire")
    hires = first_hires(plan, tables["hires"].filter(nw.col("contract_start") <= as_of))
    gained = (
        tables["certificates"]
        .filter(nw.col("issued_on") <= as_of, nw.col("type").is_in(list(terms.certificate_types)))
        .join(hires.select("person_id", "contract_start"), on="person_id", how="inner")
        .filter(
            nw.col("issued_on") >= nw.col("contract_start"),
            within_months(nw.col("contract_start"), nw.col("issued_on"), terms.certificate_months),
        )
        .group_by("person_id")
        .agg(nw.col("issued_on").min().alias("certified_on"))
    )
    hires = hires.join(gained, on="person_id", how="left")
    parts = [
        hires.with_columns(nw.lit("hire").alias("item"), _int(terms.amount_fen).alias("amount_fen")),
        hires.filter(~nw.col("certified_on").is_null()).with_columns(
            nw.lit("hire_certificate").alias("item"), _int(terms.certificate_amount_fen).alias("amount_fen")
        ),
    ]
    paid = (
        tables["history"]
        .filter(nw.col("paid_on") <= as_of)
        .group_by("person_id", "item")
        .agg(_sum("amount_fen").alias("paid_fen"))
    )
    lines = (
        nw.concat(parts).join(paid, on=["person_id", "item"], how="left").with_columns(nw.col("paid_fen").fill_null(0))
    )
    lines = lines.with_columns(
        nw.when(nw.col("reason").is_null()).then(nw.col("amount_fen")).otherwise(_int(0)).alias("now_fen")
    )
    return _verdict_of_fixed(lines)


def many(plan: Plan, tables: Tables, as_of: date) -> Mapping[str, Frame]:
    """Judge everything: lazy frames ``training``, ``certificate`` (where the plan has it), ``hire`` (where it has it), ``classes``."""
    entries, classes = place(plan, tables, as_of)
    frames = {"training": training_lines(plan, tables, entries, as_of), "classes": classes}
    if plan.certificates is not None:
        frames["certificate"] = certificate_lines(plan, tables, as_of)
    if plan.hires is not None:
        frames["hire"] = hire_lines(plan, tables, as_of)
    return frames
