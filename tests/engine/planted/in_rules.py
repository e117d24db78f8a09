"""Faults of names, facts, tables, tiers and days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from engine.planted.planting import adds, changes, plants
from engine.planted.sound import of, said

if TYPE_CHECKING:
    from random import Random

    from engine.planted.sound import Tables

DAY = timedelta(days=1)

# Names

changes("unknown_clause", "hourly", cite=["NOWHERE"])
changes("unknown_reading", "hourly", readings=["nowhere"])
changes("unknown_rule", "extra", of_rule="nowhere")
changes("unknown_rule", "levels", fallback="nowhere")
changes("unknown_rule", "class", fallback="nowhere")
changes("unknown_rule", "people", targets=["hourly", "daily", "nowhere"])
changes("unknown_rule", "fare", together_with="nowhere")
changes("unknown_rule", "bonus", caps=[{"share": "60%", "rule": "nowhere"}])
changes("wrong_rule_kind", "rise", targets=["levels", "urgent"])
changes("wrong_rule_kind", "extra", of_rule="wage_floor")
changes("unknown_list", "fare", when={"in_list": "nowhere"})
changes("unknown_list", "times", extra={"n": 1, "in_list": "wage_floor"})
changes("unknown_index", "welfare", of_index="nowhere")
changes("unknown_index", "bonus", caps=[{"share": "60%", "index": "urgent"}])
changes("unknown_group", "people", groups=[{**said("退役军人"), "codes": ["veteran", "veterans"]}])
changes("unknown_group", "people", key_groups=[{**said("退役军人"), "codes": ["NOBODY"]}])
changes("target_twice", "people", targets=["hourly", "daily", "hourly"])
changes("cyclic_reference", "fee", caps=[{"share": "60%", "rule": "extra"}])
changes("cyclic_reference", "flat", caps=[{"share": "60%", "rule": "levels"}])
changes("cyclic_reference", "monthly", caps=[{"share": "60%", "rule": "monthly"}])


@plants("duplicate_id")
def _id_twice(tables: Tables, rng: Random) -> None:
    table = rng.choice(["rule", "clause", "fact", "reading"])
    tables[table].append(dict(rng.choice(tables[table])) if table != "rule" else dict(of(tables, "goals")))


@plants("reading_unused")
def _reading_of_nobody(tables: Tables, _rng: Random) -> None:
    tables["reading"].append({**tables["reading"][0], "id": "idle"})


# Facts

changes("unknown_fact", "bonus", times="hedas")
changes("unknown_fact", "monthly", when={"is": {"nowhere": ["A"]}})
changes("unknown_fact", "outcome", measure={"numerator": "class_employed", "denominator": "nowhere"})
changes("unknown_fact", "own", person_fact="nowhere")
changes("fact_type", "bonus", times="cost")
changes("fact_type", "hourly", count="attended_days")
changes("fact_type", "fee", of_fact="heads", drop=("deemed",))
changes("fact_type", "own", person_fact="staff")
changes("fact_type", "urgent", member_at="occupation")
changes("fact_type", "outcome", measure={"numerator": "class_employed", "denominator": "months"})
changes("fact_type", "firms", tests=[{"fact": "staff", "at_least": "3 years"}])
changes("fact_type", "firms", tests=[{"fact": "staff", "is": ["5"]}])
changes("fact_type", "firms", tests=[{"fact": "staff", "since": date(2020, 1, 1)}])
changes("fact_type", "firms", tests=[{"fact": "staff", "at_least": "50 %"}])
changes("fact_type", "stopped", tests=[{"fact": "power_bill", "at_most": "50 %"}])
changes("fact_type", "stopped", tests=[{"fact": "power_bill", "fall_from": "staff", "at_least": "50 %"}])
changes("fact_type", "by_size", table={"axes": ["staff"], "cells": {"micro": "120%"}})
changes("fact_type", "class", hours_table={"axes": ["level"], "cells": {"5": "3 days"}})
changes("unknown_word", "monthly", when={"is": {"level": ["6"]}})
changes("unknown_word", "firms", tests=[{"fact": "trade", "is": ["steal"]}])
changes("unknown_word", "monthly", when={"is": {"registered": ["true"]}})


@plants("fact_taken")
def _fact_of_the_vocabulary(tables: Tables, rng: Random) -> None:
    tables["fact"].append({"id": rng.choice(["wage", "staff"]), "title": said("工资"), "type": "money"})


@plants("fact_reserved")
def _fact_of_the_tables(tables: Tables, rng: Random) -> None:
    tables["fact"].append({"id": rng.choice(["row", "as_of", "gate_open"]), "title": said("第几行"), "type": "items"})


# Tables and tiers

changes("cell_key", "by_size", table={"axes": ["size"], "cells": {"tiny": "120%"}})
changes("cell_key", "by_size", table={"axes": ["size", "level"], "cells": {"micro": "120%"}})
changes(
    "cell_key", "bonus", caps=[{"table": {"axes": [{"fact": "heads", "from": ["1 people"]}], "cells": {"2": "9999"}}}]
)
PRICES = {"axes": ["category", "level"], "cells": {"A|5": "20", "A|4": "30", "B|5": "20"}}
changes("cell_missing", "basic", table=PRICES, drop=("price",))
changes(
    "cell_missing",
    "hourly",
    table={"axes": [{"fact": "staff", "from": ["0 people", "9 people"]}], "cells": {"0": "20"}},
    drop=("price",),
)
FALLING = {"fact": "attended_hours", "from": ["40 hours", "20 hours"]}
changes("band_order", "by_size", table={"axes": [FALLING], "cells": {"40": "120%", "20": "110%"}})
changes("tier_gap", "daily", tiers=[{"upto": 3, "price": "20"}, {"upto": 4, "price": "10"}])
changes("tier_overlap", "daily", tiers=[{"upto": 3, "price": "20"}, {"upto": 3, "price": "15"}, {"price": "10"}])
changes("tier_overlap", "daily", tiers=[{"price": "20"}, {"price": "10"}])
changes("tiers_with_block", "basic", tiers=[{"price": "20"}], drop=("price",))
changes("zero_divisor", "basic", block=0)
changes("part_unit_missing", "hourly", drop=("part_unit",))
changes("part_unit_missing", "daily", count="attended_hours")
changes("part_unit_missing", "monthly", drop=("part_unit",))


@plants("zero_divisor")
def _day_of_no_hours(tables: Tables, rng: Random) -> None:
    tables["document"][rng.choice(["hours_per_day", "month_days"])] = 0


@plants("month_days_missing")
def _month_of_unknown_days(tables: Tables, rng: Random) -> None:
    del tables["document"]["month_days"]
    if rng.random() < 0.5:
        of(tables, "monthly")["part_unit"] = "drop"
        of(tables, "firms")["tests"] = [{"fact": "part_days", "at_least": "5 days"}]


# What no line can reach

changes("unreachable", "basic", block=90, max_units=80)
changes("unreachable", "hourly", min_units=90, max_units=80)
changes("unreachable", "daily", tiers=[{"upto": 10, "price": "20"}, {"price": "10"}], max_units=10)
changes("unreachable", "daily", tiers=[{"upto": 3, "price": "20"}, {"price": "10"}], min_units=5, tier_mode="whole")
changes("unreachable", "monthly", when={"in_list": "urgent", "not_in_list": "urgent"})
changes("unreachable", "monthly", when={"kind": ["order"], "is": {"kind": ["project"]}})
changes("unreachable", "by_size", when={"is": {"size": ["large", "small"]}})
changes("unreachable", "firms", tests=[{"fact": "staff", "over": "9 people", "at_most": "9 people"}])
changes("unreachable", "firms", tests=[{"fact": "trade", "is": ["coal"], "is_not": ["coal"]}])
changes("unreachable", "fare", stack="only_named")
WHOLE = {"share": "100%", "event": "certificate"}
changes("unreachable", "once", milestones=[WHOLE, {"amount": "500", "event": "employment"}])
adds("unreachable", "fixed_amount", item="post", payee="person", amount="100", stack="replace")


@plants("bounds_order")
def _least_above_most(tables: Tables, rng: Random) -> None:
    rule_id, field, low, high = rng.choice(
        [("people", "age", "min", "max"), ("decided", "factor", "min", "max"), ("class", "", "size_min", "size_max")]
    )
    inner = of(tables, rule_id)[field] if field else of(tables, rule_id)
    inner[low], inner[high] = inner[high], inner[low]
    tables["fill"] = []


# Days


@plants("period_order")
def _ends_before_it_starts(tables: Tables, rng: Random) -> None:
    head = tables["document"]
    match rng.randrange(4):
        case 0:
            head["valid_from"], head["valid_to"] = head["valid_to"], head["valid_from"]
            of(tables, "wage_floor")["values"] = [{"from": head["valid_to"], "value": "1880"}]
        case 1:
            of(tables, "people")["any_of"] = [
                {"name": "veteran", "from": head["valid_to"], "until": head["valid_from"]}
            ]
        case 2:
            version = {"from": head["valid_to"], "until": head["valid_from"], "members": ["焊工"]}
            of(tables, "urgent")["versions"] = [version]
        case 3:
            of(tables, "year")["train_until"] = head["valid_from"] - DAY


@plants("period_overlap")
def _two_at_once(tables: Tables, rng: Random) -> None:
    entries = rng.choice([of(tables, "urgent")["versions"], of(tables, "wage_floor")["values"]])
    entries.append(dict(entries[0]))


@plants("list_gap")
def _days_without_a_list(tables: Tables, rng: Random) -> None:
    start, named = tables["document"]["valid_from"], of(tables, "urgent")
    gap = DAY * rng.randint(2, 40)
    named["until_published"] = "none"
    named["versions"] = [
        {"from": start, "until": start + 9 * DAY, "members": ["焊工"]},
        {"from": start + 9 * DAY + gap, "members": ["电工"]},
    ]


@plants("index_gap")
def _days_without_a_value(tables: Tables, rng: Random) -> None:
    start = tables["document"]["valid_from"]
    late = [{"from": start + DAY * rng.randint(1, 40), "value": "1880"}]
    apart = [{"from": start, "until": start + 9 * DAY, "value": "1880"}, {"from": start + 11 * DAY, "value": "1980"}]
    of(tables, "wage_floor")["values"] = rng.choice([late, apart])


@plants("index_expired")
def _last_value_ends(tables: Tables, rng: Random) -> None:
    head = tables["document"]
    value = {"from": head["valid_from"], "until": head["valid_to"] - DAY * rng.randint(1, 200), "value": "1880"}
    of(tables, "wage_floor")["values"] = [value]
