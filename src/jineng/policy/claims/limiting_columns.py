"""Limits over many lines at once: a person's first lines together, then the second ones, and so on; groups by running totals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals as nw

from jineng.policy.batch.expressions import flag, integer, running, shared, total
from jineng.policy.claims.columns import with_nodes
from jineng.policy.claims.limiting import KEY_FACTS, PER_FACTS
from jineng.policy.claims.nodes import Graph
from jineng.policy.claims.reasons import REASON_NUMBERS
from jineng.policy.vocabulary import LEVELS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jineng.policy.batch.expressions import Frame
    from jineng.policy.kinds import Limit

MISSING = "\x00"
"""Stands for a key that a line does not have: such lines are counted together."""


def prepared(lines: Frame, limits: Sequence[Limit]) -> Frame:
    """Add what limits compare: keys without gaps, the level's rank."""
    keys = sorted(
        {PER_FACTS[limit.per] for limit in limits} | {KEY_FACTS[key] for limit in limits for key in limit.all_keys}
    )
    ranked = any(limit.no_lower_after_higher for limit in limits)
    columns = [nw.col(key).fill_null(MISSING).alias(f"key_{key}") for key in keys]
    if ranked:
        rank = integer(-1)
        for place, level in enumerate(LEVELS):
            rank = nw.when(nw.col("level") == level).then(integer(place)).otherwise(rank)
        columns.append(rank.alias("rank"))
    return lines.with_columns(*columns) if columns else lines


def decided(lines: Frame, history: Frame, limits: Sequence[Limit], in_force: tuple[int, int]) -> Frame:
    """Return the lines with ``kept_fen``, ``limit_reason`` (a reason's number) and ``cut``.

    Args:
        lines: earned lines with ``row``, ``day``, ``amount_fen``, ``payee``, keys, and for each limit ``counts_``, ``concerned_`` and ``ceiling_``.
        history: rows with ``rule``, ``on``, ``amount_fen``, ``payee``, and the same keys.
        limits: of the plan, in order.
        in_force: the plan's first and last day as YYYYMMDD.
    """
    lines = lines.with_columns(
        nw.col("amount_fen").alias("kept_fen"), integer(0).alias("limit_reason"), integer(0).alias("cut")
    )
    personal = [limit for limit in limits if limit.per == "person"]
    if personal:
        lines = _person_by_person(lines, history, personal, limits, in_force)
    for limit in limits:
        if limit.per != "person":
            lines = shared(_in_groups(lines, history, limit, in_force))
    return lines


# ---------------------------------------------------------------- a person's lines


def _bucket(limit: Limit) -> list[str]:
    keys = [f"key_{KEY_FACTS[key]}" for key in limit.all_keys if key != "level"]
    return [f"key_{PER_FACTS[limit.per]}", *keys]


def _had_columns(limit: Limit) -> dict[str, nw.Expr]:
    columns = {
        "had_on": nw.col("on"),
        "had_fen": nw.col("amount_fen"),
        "had_payee": nw.col("payee"),
    }
    if "level" in limit.all_keys:
        columns["had_level"] = nw.col("key_level")
    if limit.no_lower_after_higher:
        columns["had_rank"] = nw.col("rank")
    if limit.sequential:
        columns |= {"had_start": nw.col("class_start_on"), "had_end": nw.col("class_end_on")}
    return columns


def _had(rows: Frame, limit: Limit) -> Frame:
    return rows.select(*_bucket(limit), *(expr.alias(name) for name, expr in _had_columns(limit).items()))


def _person_by_person(
    lines: Frame, history: Frame, personal: list[Limit], limits: Sequence[Limit], in_force: tuple[int, int]
) -> Frame:
    best = any(limit.choose == "best" for limit in limits)
    order = integer(0) - nw.col("amount_fen") if best else nw.col("day")
    counts = nw.any_horizontal(*(nw.col(f"counts_{limit.id}") == 1 for limit in personal), ignore_nulls=True)
    lines = lines.with_columns(order.alias("order"), flag(counts).alias("counted"))
    free = lines.filter(nw.col("counted") == 0)
    turns = shared(
        lines.filter(nw.col("counted") == 1).with_columns(
            running("counted", ["key_person_id"], ["order", "row"]).alias("turn")
        )
    )
    last = turns.select(nw.col("turn").max()).collect("polars")["turn"].to_list()[0] or 0
    had = {
        limit.id: shared(_had(history.filter(nw.col("rule").is_in(list(limit.targets))), limit)) for limit in personal
    }
    done = [free]
    for turn in range(1, last + 1):
        now = turns.filter(nw.col("turn") == turn).drop("turn")
        for limit in personal:
            now = shared(_against(now, had[limit.id], limit, in_force))
        done.append(now)
        if turn < last:
            accepted = now.filter(nw.col("limit_reason") == 0).with_columns(
                nw.col("day").alias("on"), nw.col("kept_fen").alias("amount_fen")
            )
            for limit in personal:
                mine = _had(accepted.filter(nw.col(f"counts_{limit.id}") == 1), limit)
                had[limit.id] = shared(nw.concat([had[limit.id], mine], how="vertical"))
    return shared(nw.concat(done, how="vertical").drop("order", "counted"))


def _within(joined: Frame, months: int, name: str) -> Frame:
    """Flag pairs of days the later of which is before the day so many months after the earlier."""
    graph = Graph()
    edge = graph.add_months(graph.input("earlier"), graph.const(months))
    joined = joined.with_columns(
        nw.min_horizontal("day", "had_on").alias("earlier"), nw.max_horizontal("day", "had_on").alias("later")
    )
    joined = with_nodes(joined, graph, {"edge": edge})
    return joined.with_columns(flag(nw.col("later") < nw.col("edge")).alias(name)).drop("earlier", "later", "edge")


def _in_period(joined: Frame, limit: Limit, in_force: tuple[int, int]) -> Frame:
    match limit.period:
        case "calendar_year":
            inside = nw.col("had_on") // 10_000 == nw.col("day") // 10_000
        case "policy":
            inside = (nw.col("had_on") >= in_force[0]) & (nw.col("had_on") <= in_force[1])
        case "rolling":
            return _within(joined, int(limit.months or 0), "inside")
        case _:
            return joined.with_columns(integer(1).alias("inside"))
    return joined.with_columns(flag(inside).alias("inside"))


def _against(now: Frame, had: Frame, limit: Limit, in_force: tuple[int, int]) -> Frame:
    """Let a limit decide one line of each person against what was had."""
    mine = now.filter(nw.col(f"concerned_{limit.id}") == 1, nw.col("limit_reason") == 0)
    joined = mine.join(had, on=_bucket(limit), how="inner")
    if limit.count_payee == "self":
        joined = joined.filter(nw.col("payee") == nw.col("had_payee"))
    joined = _in_period(joined, limit, in_force)
    level = flag(nw.col("had_level") == nw.col("key_level")) if "level" in limit.all_keys else integer(1)
    joined = joined.with_columns(level.alias("at_level"))
    counted = (nw.col("inside") == 1) & (nw.col("at_level") == 1)
    sums = {
        "so_far": nw.when(counted)
        .then(integer(1) if limit.counter == "times" else nw.col("had_fen"))
        .otherwise(integer(0))
    }
    if limit.no_lower_after_higher:
        sums["higher"] = flag((nw.col("inside") == 1) & (nw.col("had_rank") > nw.col("rank")))
    if limit.min_gap is not None:
        joined = _within(joined, int(limit.min_gap), "near")
        sums["near"] = flag((nw.col("near") == 1) & (nw.col("at_level") == 1))
    if limit.sequential:
        overlap = (nw.col("had_end") >= nw.col("class_start_on")) & (nw.col("had_start") <= nw.col("class_end_on"))
        sums["overlap"] = flag(overlap & (nw.col("at_level") == 1))
    found = joined.select("row", *(expr.alias(f"sum_{name}") for name, expr in sums.items()))
    found = found.group_by("row").agg(*(total(f"sum_{name}") for name in sums))
    now = now.join(found, on="row", how="left").with_columns(*(nw.col(f"sum_{name}").fill_null(0) for name in sums))
    return _decide(now, limit, sums).drop(*(f"sum_{name}" for name in sums))


def _decide(now: Frame, limit: Limit, sums: dict[str, Any]) -> Frame:
    asked = (nw.col(f"concerned_{limit.id}") == 1) & (nw.col("limit_reason") == 0)
    so_far, ceiling, kept = nw.col("sum_so_far"), nw.col(f"ceiling_{limit.id}"), nw.col("kept_fen")
    fits: Any = nw.lit(value=True)
    if limit.counter == "times":
        hit = so_far >= ceiling
    else:
        fits = so_far + kept <= ceiling
        hit = ~fits & (ceiling - so_far <= 0) if limit.on_hit == "cut_to_rest" else ~fits
    reason = integer(0)
    for name, code in (
        ("overlap", "previous_not_ended"),
        ("near", "too_soon"),
        ("higher", "lower_level_after_higher"),
    ):
        if name in sums:
            reason = nw.when(nw.col(f"sum_{name}") > 0).then(integer(REASON_NUMBERS[code])).otherwise(reason)
    reason = nw.when(hit).then(integer(REASON_NUMBERS["limit_reached"])).otherwise(reason)
    now = now.with_columns(nw.when(asked).then(reason).otherwise(nw.col("limit_reason")).alias("reason_now"))
    refused = asked & (nw.col("reason_now") > 0)
    cuts = asked & (nw.col("reason_now") == 0) & ~fits
    left = nw.when(cuts).then(ceiling - so_far).otherwise(kept)
    return now.with_columns(
        nw.when(refused).then(integer(0)).otherwise(left).alias("kept_fen"),
        nw.when(refused)
        .then(integer(0))
        .otherwise(nw.when(cuts).then(integer(1)).otherwise(nw.col("cut")))
        .alias("cut"),
        nw.col("reason_now").alias("limit_reason"),
    ).drop("reason_now")


# ---------------------------------------------------------------- groups


def _grouped(rows: Frame, limit: Limit, day: str) -> tuple[Frame, list[str]]:
    columns = [f"key_{PER_FACTS[limit.per]}", *(f"key_{KEY_FACTS[key]}" for key in limit.all_keys)]
    if limit.period == "calendar_year":
        rows, columns = rows.with_columns((nw.col(day) // 10_000).alias("group_year")), [*columns, "group_year"]
    if limit.count_payee == "self":
        rows, columns = rows.with_columns(nw.col("payee").alias("group_payee")), [*columns, "group_payee"]
    return rows, columns


def _in_groups(lines: Frame, history: Frame, limit: Limit, in_force: tuple[int, int]) -> Frame:
    """Decide by place, or by running total, in each group in the order of day and row."""
    asked = (nw.col(f"concerned_{limit.id}") == 1) & (nw.col("limit_reason") == 0)
    lines = shared(lines.with_columns(flag(asked).alias("asked")))
    mine, columns = _grouped(lines.filter(nw.col("asked") == 1), limit, "day")
    had = history.filter(nw.col("rule").is_in(list(limit.targets)))
    if limit.period == "policy":
        had = had.filter(nw.col("on") >= in_force[0], nw.col("on") <= in_force[1])
    had, _columns = _grouped(had, limit, "on")
    size = integer(1) if limit.counter == "times" else nw.col("kept_fen")
    mine = mine.with_columns(size.alias("size"))
    before = running("size", columns, ["day", "row"]) - nw.col("size")
    had_size = integer(1) if limit.counter == "times" else nw.col("amount_fen")
    sums = had.with_columns(had_size.alias("had_size")).group_by(*columns).agg(total("had_size"))
    mine = mine.with_columns(before.alias("sum_so_far")).join(sums, on=columns, how="left")
    mine = mine.with_columns((nw.col("sum_so_far") + nw.col("had_size").fill_null(0)).alias("sum_so_far"))
    mine = _decide(mine, limit, {"so_far": None}).select("row", "kept_fen", "cut", "limit_reason")
    renamed = mine.select(
        "row",
        nw.col("kept_fen").alias("new_kept"),
        nw.col("cut").alias("new_cut"),
        nw.col("limit_reason").alias("new_reason"),
    )
    lines = lines.join(renamed, on="row", how="left")
    decided_now = nw.col("asked") == 1
    return lines.with_columns(
        nw.when(decided_now).then(nw.col("new_kept")).otherwise(nw.col("kept_fen")).alias("kept_fen"),
        nw.when(decided_now).then(nw.col("new_cut")).otherwise(nw.col("cut")).alias("cut"),
        nw.when(decided_now).then(nw.col("new_reason")).otherwise(nw.col("limit_reason")).alias("limit_reason"),
    ).drop("new_kept", "new_cut", "new_reason", "asked")
