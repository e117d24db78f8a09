"""Faults of what stands around the amounts, of decisions and of figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.planted.planting import PLANTERS, added, adds, changes, plants
from engine.planted.sound import of, said

if TYPE_CHECKING:
    from random import Random

    from engine.planted.sound import Tables

# What stands around the amounts

changes("cap_below_smallest", "bonus", caps=["5"])
changes("cap_below_smallest", "basic", caps=["7.50"])
changes("cap_below_smallest", "daily", caps=[{"table": {"axes": ["level"], "cells": {"5": "1", "4": "2"}}}])
changes("cap_below_smallest", "for_life", amount="5")
changes("share_over", "fee", percent="101%")
changes("share_over", "settle", milestones=[{"share": "60%", "event": "completion"}, {"share": "41%", "event": "kept"}])
changes("share_over", "class", practice_min="60%", theory_min="41%")
changes(
    "share_over",
    "fund",
    composition=[{"what": said("甲"), "min_share": "60%"}, {"what": said("乙"), "min_share": "41%"}],
)
changes("shares_not_whole", "once", milestones=[{"share": "99%", "event": "certificate"}])
changes("factor_out_of_bound", "rise", factor="131%")
changes("factor_out_of_bound", "by_size", bound={"min": "200%"})
changes("band_missing", "outcome", bands=[{"from": "30%", "factor": "50%"}, {"from": "60%", "factor": "100%"}])
changes(
    "band_order",
    "outcome",
    bands=[{"from": "0%", "refuse": True}, {"from": "60%", "factor": "90%"}, {"from": "60%", "factor": "100%"}],
)
changes("fallback_missing", "class", drop=("fallback",))
changes("fallback_missing", "class", on_fail="refuse")
changes("limit_partial", "a_firm", targets=["fare"])
changes("limit_form", "a_firm", sequential=True)
changes("release_twice", "once", targets=["daily"])
changes("budget_twice", "reserve", targets=["daily"])
changes("item_without_rule", "year", items=["training", "travel"])
changes("not_settled", "times", judged_at="opening")
changes("not_settled", "firms", judged_at="reporting")
changes("not_settled", "class", parallel_max=2)
changes("not_in_claims", "daily", standard="ladder")
changes("not_in_claims", "once", settle_by=[{"unit": "order", "when": {"kind": ["order"]}}, {"unit": "class"}])
RATIO = {"numerator": "employed", "denominator": "certified"}
adds(
    "not_in_claims",
    "gate",
    subject="settlement_unit",
    targets=["daily"],
    measure=RATIO,
    bands=[{"from": "0%"}, {"from": "80%"}],
)


@plants("adjust_mixed")
def _combined_in_two_ways(tables: Tables, rng: Random) -> None:
    rise = of(tables, "rise")
    rise["combine"] = rng.choice([way for way in ("multiply", "max", "first", "add") if way != rise["combine"]])


@plants("limit_partial")
def _one_more_that_adds(tables: Tables, rng: Random) -> None:
    kinds = of(tables, rng.choice(["hourly", "daily"]))["when"]["kind"]
    more = {"item": "training", "payee": "person", "amount": "100", "when": {"kind": kinds}}
    tables["rule"].append(added("planted", "fixed_amount", **more))


# Decisions


def decides(code: str, **fields: Any) -> None:
    """Keep a change of the decision as a fault of this code."""

    def planter(tables: Tables, _rng: Random) -> None:
        tables["fill"][0].update(fields)

    planter.__name__ = f"decision_{'_'.join(fields)}"
    PLANTERS[code].append(planter)


decides("fill_unknown_term", term="percent")
decides("fill_unknown_term", rule="hourly", term="price")
decides("fill_unknown_term", rule="nowhere")
decides("fill_out_of_bounds", value="126%")
decides("fill_out_of_bounds", value="99%")
decides("fill_by_wrong_level", by="city")
decides("fill_form", cells={"A|5": "120%"})
decides("percent_form", value="120")


@plants("fill_twice")
def _decided_twice(tables: Tables, _rng: Random) -> None:
    tables["fill"].append({**tables["fill"][0], "id": "again"})


# Figures


def figures_of(tables: Tables, rng: Random) -> Tables:
    return rng.choice([clause for clause in tables["clause"] if clause["figures"]])


@plants("number_not_in_clause")
def _number_of_nowhere(tables: Tables, rng: Random) -> None:
    rule = of(tables, rng.choice(["monthly", "bonus"]))
    field = "price" if "price" in rule else "amount"
    old, rule[field] = rule[field], "77.77"
    clause = next(clause for clause in tables["clause"] if clause["id"] == rule["cite"][0])
    clause["figures"] = [figure for figure in clause["figures"] if not _same_yuan(figure, old)]


def _same_yuan(figure: str, price: str) -> bool:
    number, _, unit = figure.partition(" ")
    return unit == "yuan" and float(number) == float(price)


@plants("figure_unused")
def _figure_of_no_rule(tables: Tables, rng: Random) -> None:
    clause = figures_of(tables, rng)
    clause["figures"] = [*clause["figures"], f"{rng.randint(701, 799)} months"]


@plants("mark_unknown")
def _mark_of_no_figure(tables: Tables, rng: Random) -> None:
    figures_of(tables, rng)["not_computed"] = [{"figure": "701 minutes", "reason": said("示例")}]


@plants("mark_needless")
def _mark_of_what_is_used(tables: Tables, rng: Random) -> None:
    clause = figures_of(tables, rng)
    clause["not_computed"] = [{"figure": clause["figures"][0], "reason": said("示例")}]


@plants("mark_refused")
def _mark_of_what_a_rule_can_say(tables: Tables, rng: Random) -> None:
    clause = figures_of(tables, rng)
    clause["figures"] = [*clause["figures"], "701 months"]
    clause["not_computed"] = [{"figure": "701 months", "reason": said("示例")}]
