"""Terms that a document leaves open, the decisions that fill them, and a county's document beside its province's."""

from __future__ import annotations

from datetime import date

import pytest

from jineng.policy.delegation import can_both_hold, faults, filled, open_terms
from jineng.policy.kinds import AmountTable, Rate
from jineng.policy.kinds.terms import Condition
from jineng.policy.measures import Percent, Yuan
from jineng.policy.parsing import parse_document
from jineng.policy.writing import write_toml

BOTH = {"zh": "文字", "en": "text"}


def head(key, level, **more):
    return {
        "id": key,
        "title": {"zh": f"{key} 方案", "en": f"plan {key}"},
        "doc_no": "试〔2022〕1号",
        "issuer": BOTH,
        "level": level,
        "region": BOTH,
        "region_code": "140000",
        "issued_on": date(2022, 1, 1),
        "valid_from": date(2022, 1, 1),
        "valid_to": date(2022, 12, 31),
        "records": "claims",
        "anchor": "claim",
        "hours_per_day": 8,
        "rounding": {"unit": "fen", "mode": "half_up", "at": "claim"},
        "cite": ["1"],
        **more,
    }


def rule(key, kind, **more):
    return {"id": key, "kind": kind, "title": {"zh": f"规则 {key}", "en": f"the {key}"}, "cite": ["3"], **more}


def clause(key, number):
    return {"id": key, "number": number, "text": BOTH}


def document(tables):
    return parse_document(write_toml(tables).encode(), "policy.toml")


MONEY = {"item": "training", "payee": "institution"}
OPEN = {"by": "county", "min": "50", "max": "100"}
PROVINCE_RULES = [
    rule("day", "rate", **MONEY, price=OPEN, floor={"by": "city"}, floor_mode="raise", caps=["800", {"amount": OPEN}]),
    rule("tiers", "rate", **MONEY, when={"kind": ["project"]}, tiers=[{"upto": 5, "price": "90"}, {"price": OPEN}]),
    rule(
        "certificates",
        "amount_table",
        item="certificate",
        payee="person",
        axes=["category", "level"],
        cells={"A|5": OPEN, "B|5": "300"},
        otherwise="no_rate",
        readings=["levels"],
    ),
    rule(
        "trades",
        "amount_table",
        item="assessment",
        payee="person",
        axes=["category"],
        external={"name": {"zh": "工种标准表", "en": "table of trades"}, "by": "city"},
        otherwise="no_rate",
    ),
    rule("half", "share", item="living", payee="person", percent={"by": "county", "max": "50%"}, of_fact="cost"),
    rule("hourly", "rate", item="travel", payee="person", table={"axes": ["level"], "cells": {"5": OPEN}}),
    rule(
        "poor",
        "adjust",
        targets=["day"],
        table={"axes": ["group"], "cells": {"poor": {"by": "county", "min": "100%", "max": "130%"}}},
        combine="max",
        order="before_caps",
    ),
]
PLACES = ("price", "floor", "caps[2].amount", "tiers[2].price", "cells.A|5", "cells", "percent", "table.cells.5")


def province(*, fills=(), rules=PROVINCE_RULES, **more):
    reading = {"id": "levels", "clause": "3", "question": BOTH, "choice": BOTH}
    accepted = {"accepted": {"by": BOTH, "on": date(2022, 1, 1)}}
    readings = [reading | accepted, reading | accepted | {"id": "of_head"}]
    return document(
        {
            "document": head("province-2022", "province", readings=["of_head"]),
            "clause": [clause("1", "一"), clause("3", "三(二)"), clause("S.3", "三(三)")],
            "reading": readings,
            "rule": list(rules),
            "fill": list(fills),
            **more,
        }
    )


def fill(key, rule_id, term, value=None, *, by="county", of="province-2022", **more):
    return {
        "id": key,
        "of": of,
        "rule": rule_id,
        "term": term,
        **({} if value is None else {"value": value}),
        "by": by,
        "decided": BOTH,
        "doc_no": "县〔2022〕2号",
        "on": date(2022, 2, 1),
        "cite": ["3"],
        **more,
    }


FUND = rule("fund", "budget", funds=[BOTH])


def county(*fills, rules=(FUND,), **more):
    superior = {"title": BOTH, "doc_no": "省〔2022〕1号", "id": "province-2022"}
    return document(
        {
            "document": head("county-2022", "county", superior=[superior]),
            "clause": [clause("1", "第一条"), clause("3", "第五条")],
            "rule": list(rules),
            "fill": list(fills),
            **more,
        }
    )


def one_of(text, key):
    return next(each for each in text.rule if each.id == key)


def test_every_open_term_is_found_by_its_place_with_who_decides_and_the_bounds():
    terms = {(term.rule, term.term): term for term in open_terms(province())}
    assert {term.term for term in terms.values()} == {*PLACES, "table.cells.poor"}
    day = terms["day", "price"]
    assert (day.by, day.min, day.max, day.name.zh) == ("county", 5000, 10_000, "规则 day")
    trades = terms["trades", "cells"]
    assert (trades.by, trades.min, trades.max, trades.name.zh) == ("city", None, None, "工种标准表")
    assert terms["half", "percent"].max == 5000
    assert isinstance(terms["half", "percent"].max, Percent)


GOOD = [
    fill("price", "day", "price", "50"),
    fill("floor", "day", "floor", "20", by="city"),
    fill("cap", "day", "caps[2].amount", "100"),
    fill("tier", "tiers", "tiers[2].price", "75.50"),
    fill("cell", "certificates", "cells.A|5", "60"),
    fill("trades", "trades", "cells", by="city", cells={"cook": "500", "welder": "600.5"}),
    fill("half", "half", "percent", "12.5%"),
    fill("hourly", "hourly", "table.cells.5", "99"),
    fill("poor", "poor", "table.cells.poor", "130%"),
]


def test_a_county_fills_every_term_of_its_provinces_text():
    text, above = county(*GOOD), province()
    assert faults(text, above) == []
    whole = filled(text, above)
    assert open_terms(whole) == []
    assert whole.fill == ()
    day, tiers, trades = (one_of(whole, key) for key in ("day", "tiers", "trades"))
    assert isinstance(day, Rate)
    assert (day.price, day.floor, day.caps[0].amount, day.caps[1].amount) == (5000, 2000, 80_000, 10_000)
    assert isinstance(day.price, Yuan)
    assert isinstance(tiers, Rate)
    assert [tier.price for tier in tiers.tiers] == [9000, 7550]
    assert isinstance(trades, AmountTable)
    assert (trades.cells, trades.external) == ({"cook": 50_000, "welder": 60_050}, None)
    assert one_of(whole, "certificates").cells == {"A|5": 6000, "B|5": 30_000}
    assert one_of(whole, "half").percent == 1250
    assert one_of(whole, "hourly").table.cells == {"5": 9900}
    assert one_of(whole, "poor").table.cells == {"poor": 13_000}


def test_the_combination_has_the_countys_head_the_provinces_rules_first_and_the_clauses_of_both():
    text, above = county(*GOOD), province()
    whole = filled(text, above)
    assert whole.head == text.head
    assert [each.id for each in whole.rule] == [*(each.id for each in above.rule), "fund"]
    # The province's "1" and "3" give way to the county's; "S.3" is taken by the province's own third clause.
    assert [each.id for each in whole.clause] == ["S.1", "S.S.3", "S.3", "1", "3"]
    assert whole.clause_number("S.S.3") == "三(二)"
    assert one_of(whole, "day").cite == ("S.S.3", "3")
    assert one_of(whole, "fund").cite == ("3",)
    assert [each.id for each in whole.reading] == ["levels"]
    assert whole.reading[0].clause == "S.S.3"


def test_a_reading_of_one_name_in_both_texts_is_two_readings():
    reading = {"id": "levels", "clause": "3", "question": BOTH, "choice": BOTH}
    accepted = {"accepted": {"by": BOTH, "on": date(2022, 1, 1)}}
    text = county(rules=[FUND | {"readings": ["levels"]}], reading=[reading | accepted])
    whole = filled(text, province())
    assert [each.id for each in whole.reading] == ["superior_levels", "levels"]
    assert one_of(whole, "certificates").readings == ("superior_levels",)
    assert one_of(whole, "fund").readings == ("levels",)


def test_what_the_county_does_not_decide_stays_open():
    whole = filled(county(GOOD[0]), province())
    assert one_of(whole, "day").price == 5000
    assert ("day", "price") not in {(term.rule, term.term) for term in open_terms(whole)}
    assert len(open_terms(whole)) == len(open_terms(province())) - 1
    untouched = [each for each in province().rule if each.id not in {"day", "certificates"}]
    assert [one_of(whole, each.id).model_copy(update={"cite": ("3",)}) for each in untouched] == untouched


def test_a_province_fills_its_own_terms_and_the_county_finds_them_filled():
    above = province(fills=[fill("own", "day", "price", "80")])
    assert faults(above) == []
    assert one_of(filled(above), "day").price == 8000
    whole = filled(county(GOOD[4]), above)
    assert (one_of(whole, "day").price, one_of(whole, "certificates").cells["A|5"]) == (8000, 6000)


def test_three_levels_are_combined_one_after_the_other():
    superior = {"title": BOTH, "doc_no": "市〔2022〕1号"}
    city = document(
        {
            "document": head("city-2022", "city", superior=[superior | {"id": "province-2022"}]),
            "clause": [clause("1", "1"), clause("3", "3")],
            "rule": [rule("city_fund", "budget", funds=[BOTH])],
            "fill": [fill("floor", "day", "floor", "10", by="city")],
        }
    )
    superiors = [superior | {"id": "city-2022"}, superior | {"id": "province-2022"}]
    text = county(GOOD[0])
    text = text.model_copy(
        update={"document": text.head.model_copy(update={"superior": document_superiors(superiors)})}
    )
    above = filled(city, province())
    assert faults(text, above) == []
    day = one_of(filled(text, above), "day")
    assert (day.price, day.floor) == (5000, 1000)


def document_superiors(tables):
    return document(
        {
            "document": head("x", "county", superior=tables),
            "clause": [clause("1", "1"), clause("3", "3")],
            "rule": [FUND],
        }
    ).document.superior


def test_without_the_superiors_text_its_fills_are_neither_judged_nor_put_in():
    text = county(fill("wrong", "nothing", "price", "1"))
    assert faults(text) == []
    assert filled(text) == text.model_copy(update={"fill": ()})


def test_a_text_that_the_head_does_not_name_is_not_looked_at():
    stranger = document(
        {
            "document": head("elsewhere-2022", "province"),
            "clause": [clause("1", "1"), clause("3", "3")],
            "rule": [FUND],
        }
    )
    assert faults(county(), stranger) == []
    assert filled(county(), stranger) == county()


BAD = {
    "no such document": (fill("f", "day", "price", "60", of="nowhere"), "fill_unknown_term", "fill f.of"),
    "no such rule": (fill("f", "days", "price", "60"), "fill_unknown_term", "fill f.rule"),
    "a term that is given": (fill("f", "day", "caps[1].amount", "60"), "fill_unknown_term", "fill f.term"),
    "a cell that is given": (fill("f", "certificates", "cells.B|5", "60"), "fill_unknown_term", "fill f.term"),
    "a fen too little": (fill("f", "day", "price", "49.99"), "fill_out_of_bounds", "fill f.value"),
    "a fen too much": (fill("f", "day", "price", "100.01"), "fill_out_of_bounds", "fill f.value"),
    "a share too much": (fill("f", "half", "percent", "50.01%"), "fill_out_of_bounds", "fill f.value"),
    "by the county for the city": (fill("f", "day", "floor", "10"), "fill_by_wrong_level", "fill f.by"),
    "no value": (fill("f", "day", "price"), "fill_form", "fill f.value"),
    "a table for a number": (fill("f", "day", "price", "60", cells={"5": "1"}), "fill_form", "fill f.cells"),
    "a number for a table": (fill("f", "trades", "cells", "60", by="city"), "fill_form", "fill f.cells"),
    "money that is none": (fill("f", "day", "price", "60元"), "money_form", "fill f.value"),
    "a percentage that is none": (fill("f", "half", "percent", "0.4"), "percent_form", "fill f.value"),
    "a cell of too many words": (
        fill("f", "trades", "cells", by="city", cells={"cook|5": "1"}),
        "fill_form",
        "fill f.cells.cook|5",
    ),
    "a cell that is no money": (
        fill("f", "trades", "cells", by="city", cells={"cook": "much"}),
        "money_form",
        "fill f.cells.cook",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_fill_is_refused_at_its_field_and_the_term_stays_open(case):
    bad, code, where = BAD[case]
    text, above = county(bad), province()
    assert [fault[:2] for fault in faults(text, above)] == [(code, where)]
    assert open_terms(filled(text, above)) == open_terms(province())


def test_a_breach_points_at_both_clauses():
    ((_code, _where, said),) = faults(county(fill("mine", "day", "price", "120")), province())
    assert said.zh == (
        "“province-2022 方案”条款 三(二)（规则“day”）要求不低于 50 元、不超过 100 元，"
        "本决定（mine，条款 第五条）定为 120 元；请在范围内确定"
    )
    assert said.en == (
        "clause 三(二) of “plan province-2022” (rule 'day') asks for at least 50 yuan and at most 100 yuan, "
        "this decision (mine, clause 第五条) says 120 yuan: decide within the bounds"
    )


def test_two_fills_of_one_term_are_a_tie_and_neither_counts():
    text = county(fill("first", "day", "price", "60"), fill("second", "day", "price", "70", by="city"))
    found = faults(text, province())
    assert [fault[:2] for fault in found] == [("fill_twice", "fill second.term")]
    assert "first" in found[0][2].zh
    assert "second" in found[0][2].en
    assert open_terms(filled(text, province())) == open_terms(province())


def test_a_decision_beside_the_superiors_own_is_a_tie():
    above = province(fills=[fill("own", "day", "price", "80")])
    text = county(GOOD[0])
    assert [fault[:2] for fault in faults(text, above)] == [("fill_twice", "fill price.term")]
    assert one_of(filled(text, above), "day").price == 8000


def test_a_partly_given_table_takes_the_cells_that_are_missing_and_no_others():
    rules = [PROVINCE_RULES[3] | {"cells": {"cook": "100"}}]
    above = province(rules=rules)
    good = county(fill("rest", "trades", "cells", by="city", cells={"welder": "200"}))
    assert faults(good, above) == []
    assert one_of(filled(good, above), "trades").cells == {"cook": 10_000, "welder": 20_000}
    bad = county(fill("rest", "trades", "cells", by="city", cells={"cook": "200"}))
    assert [fault[:2] for fault in faults(bad, above)] == [("fill_form", "fill rest.cells.cook")]


def test_a_county_does_not_say_otherwise_what_its_province_says():
    own = rule("day", "budget", funds=[BOTH])
    assert [fault[:2] for fault in faults(county(rules=[own]), province())] == [("superior_overridden", "rule day")]
    assert one_of(filled(county(rules=[own]), province()), "day").kind == "rate"
    money = rule("mine", "fixed_amount", **MONEY, amount="100", when={"kind": ["project"]})
    ((code, where, said),) = faults(county(rules=[money]), province())
    assert (code, where) == ("superior_overridden", "rule mine")
    assert "三(二)" in said.zh
    assert "第五条" in said.en
    other_item = rule("mine", "fixed_amount", item="award", payee="person", amount="100")
    assert faults(county(rules=[other_item]), province()) == []


def test_a_fact_declared_otherwise_is_refused_and_one_declared_alike_is_one_fact():
    declared = {"id": "bill", "title": BOTH, "type": "money"}
    above = province(fact=[declared])
    assert faults(county(fact=[declared]), above) == []
    assert [fact.id for fact in filled(county(fact=[declared]), above).fact] == ["bill"]
    otherwise = county(fact=[declared | {"type": "word"}])
    assert [fault[:2] for fault in faults(otherwise, above)] == [("superior_overridden", "fact bill")]


OVERLAPS = [
    ({}, {}, True),
    ({"kind": ["order"]}, {"kind": ["project", "order"]}, True),
    ({"kind": ["order"]}, {"kind": ["project"]}, False),
    ({"kind": ["order"]}, {"is": {"kind": ["project"]}}, False),
    ({"is": {"level": ["5", "4"]}}, {"is": {"level": ["4"]}}, True),
    ({"is": {"level": ["5"]}}, {"tests": [{"fact": "level", "is": ["4"]}]}, False),
    ({"is": {"level": ["5"]}}, {"tests": [{"fact": "level", "is_not": ["5"]}]}, False),
    ({"is": {"level": ["5", "4"]}}, {"tests": [{"fact": "level", "is_not": ["5"]}]}, True),
    ({"is": {"level": ["5"]}, "tests": [{"fact": "level", "is": ["4"]}]}, {"is": {"level": ["5"]}}, False),
    ({"is": {"level": ["5"]}}, {"is": {"category": ["A"]}}, True),
    ({"in_list": "urgent"}, {"not_in_list": "urgent"}, False),
    ({"in_list": "urgent"}, {"not_in_list": "scarce"}, True),
    (
        {"tests": [{"fact": "heads", "at_least": "5 people"}]},
        {"tests": [{"fact": "heads", "below": "5 people"}]},
        False,
    ),
    (
        {"tests": [{"fact": "heads", "at_least": "5 people"}]},
        {"tests": [{"fact": "heads", "at_most": "5 people"}]},
        True,
    ),
    ({"tests": [{"fact": "heads", "over": "5 people"}]}, {"tests": [{"fact": "heads", "at_most": "5 people"}]}, False),
    (
        {"tests": [{"fact": "born_on", "since": date(2000, 1, 2)}]},
        {"tests": [{"fact": "born_on", "until": date(2000, 1, 1)}]},
        False,
    ),
    (
        {"tests": [{"fact": "born_on", "since": date(2000, 1, 1)}]},
        {"tests": [{"fact": "born_on", "until": date(2000, 1, 1)}]},
        True,
    ),
    (
        {"tests": [{"fact": "revenue", "fall_from": "revenue_before", "at_least": "50 %"}]},
        {"tests": [{"fact": "revenue", "below": "10 yuan"}]},
        True,
    ),
]


@pytest.mark.parametrize(("one", "other", "can"), OVERLAPS)
def test_conditions_overlap_unless_words_lists_or_bounds_rule_it_out(one, other, can):
    first, second = Condition.model_validate(one), Condition.model_validate(other)
    assert can_both_hold(first, second) is can
    assert can_both_hold(second, first) is can
