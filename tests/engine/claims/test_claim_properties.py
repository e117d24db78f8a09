"""What every settlement of claim lines keeps to, whatever the document."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from random import Random

from hypothesis import assume, given
from hypothesis import strategies as st

from engine.claims.comparing import claim_line, integers, plan_of, whole_book
from engine.claims.documents import document_text, seeds, toml
from engine.claims.lines import Lines, book
from engine.claims.rules import Rules
from engine.claims.said import Line
from engine.claims.small import paying, small_text
from engine.claims.terms import yuan
from engine.drawing import drawn
from jineng.kernel.money import MAX_FEN
from jineng.policy.claims.exact import TooFineError
from jineng.policy.claims.line import ClaimLine
from jineng.policy.claims.one import one_claim
from jineng.policy.vocabulary import ANCHORS

END = date(2022, 6, 30)
LATE = date(2024, 6, 30)
FACT_OF = {
    "day": "attended_days",
    "class_hour": "attended_hours",
    "month": "months",
    "year": "years",
    "semester": "semesters",
}


def due_fen(plan, facts, *, paid_fen=0, as_of=LATE):
    """One line of the item training."""
    return one_claim(plan, ClaimLine(2, "training", integers({"class_end_on": END, **facts}), as_of, paid_fen))


def rate_of(rng):
    """A random rate with numbers only: no table, whose bands are stated edges."""
    while True:
        kind, fields = Rules(rng).rate("pay")
        if "table" not in fields and not isinstance(fields.get("price"), dict):
            return kind, {name: value for name, value in fields.items() if value is not None}


def tier_of(fields, units):
    """The number of the whole tier in which the last unit lies; a graduated rate has but one."""
    if fields.get("tier_mode") != "whole":
        return 0
    return sum(units > tier["upto"] for tier in fields["tiers"][:-1])


def counted_units(fields, units):
    """Units after the part unit is dropped or made whole, and the most that count."""
    part = fields.get("part_unit")
    whole = Fraction(floor(units)) if part == "drop" else Fraction(ceil(units)) if part == "up" else units
    return min(whole, fields.get("max_units", whole))


def rising(seed):
    """(Tier, fen) of one more unit after the other, for a random rate."""
    rng = Random(seed)
    kind, fields = rate_of(rng)
    fact = fields.get("count") or FACT_OF[fields.get("unit", "day")]
    caps = {"caps": [yuan(rng.randint(10_000, 200_000))]} if rng.random() < 0.5 else {}
    _document, plan = plan_of(small_text([paying(kind, **fields, **caps)]))
    of_hours = fact.endswith("hours")
    per_unit = 1 if not of_hours else 1000 if fields.get("unit", "day") != "day" else 8000
    for number in range(150 if of_hours else 70):
        value = number * 1700 if of_hours else number
        tier = tier_of(fields, counted_units(fields, Fraction(value, per_unit)))
        yield tier, due_fen(plan, {fact: value, "heads": 3}).due_fen


def test_more_units_never_pay_less_but_across_a_stated_edge():
    most = []

    @drawn(60)
    @given(seeds())
    def never_less(seed):
        paid = list(rising(seed))
        for (tier, less), (next_tier, more) in pairwise(paid):
            assert less <= more or tier < next_tier
        most.append(max(fen for _tier, fen in paid))

    never_less()
    assert sum(fen > 0 for fen in most) > 40


@drawn(80)
@given(seeds(), st.integers(1_000, 300_000))
def test_nothing_is_paid_above_a_cap(seed, cap_fen):
    rng = Random(seed)
    drawn_rules = Rules(rng)
    kind, fields = rng.choice((drawn_rules.rate, drawn_rules.amount_table, drawn_rules.fixed_amount))("pay")
    assume("price" not in fields or isinstance(fields["price"], str))
    assume(not isinstance(fields.get("amount"), dict) and "external" not in fields)
    cells = fields.get("cells", {})
    assume(all(isinstance(cell, str) for cell in cells.values()))
    written = {name: value for name, value in fields.items() if value is not None}
    raised = {"id": "raised", "kind": "adjust", "targets": ["pay"], "factor": "150%", "combine": "max"}
    document, plan = plan_of(
        small_text([paying(kind, **written, caps=[yuan(cap_fen)]), {**raised, "order": "before_caps"}])
    )
    lines = Lines(document, rng, LATE)
    for _row in range(2, 12):
        facts = {**lines.facts(), "class_end_on": END}
        assert due_fen(plan, facts).due_fen <= cap_fen


MILESTONES = {
    "completion": "completed_on",
    "certificate": "certified_on",
    "employment": "employed_on",
    "kept": "kept_on",
}


@st.composite
def releases(draw):
    """Shares that make a whole, or amounts and then the rest, at events one after the other."""
    events = draw(st.permutations(sorted(MILESTONES)))[: draw(st.integers(1, 4))]
    cuts = sorted(draw(st.sets(st.integers(1, 9_999), min_size=len(events) - 1, max_size=len(events) - 1)))
    shares = [b - a for a, b in zip([0, *cuts], [*cuts, 10_000], strict=True)]
    parts = [{"share": f"{share // 100}.{share % 100:02d}%"} for share in shares]
    if draw(st.booleans()):
        parts = [{"amount": yuan(draw(st.integers(1, 90_000)))} for _ in events[1:]] + [{"share": "100%"}]
    return [{**part, "event": event} for part, event in zip(parts, events, strict=True)]


ROUNDINGS = st.fixed_dictionaries(
    {
        "unit": st.sampled_from(["fen", "jiao", "yuan"]),
        "mode": st.sampled_from(["half_up", "down", "up"]),
        "at": st.sampled_from(["rule", "claim", "first_milestone"]),
    }
)


@drawn(80)
@given(releases(), st.integers(100, 500_000), ROUNDINGS)
def test_milestones_make_the_whole_and_come_one_by_one(milestones, amount_fen, rounding):
    release = {"id": "parts", "kind": "release", "targets": ["pay"], "milestones": milestones}
    _document, plan = plan_of(small_text([paying("fixed_amount", amount=yuan(amount_fen)), release], rounding=rounding))
    whole = due_fen(plan, {}).due_fen
    facts = {MILESTONES[step["event"]]: END + timedelta(days=30 * number) for number, step in enumerate(milestones)}
    paid = 0
    for number in range(len(milestones)):
        settled = due_fen(plan, facts, paid_fen=paid, as_of=END + timedelta(days=30 * number))
        assert settled.due_fen == paid + settled.payable_now_fen + settled.later_fen == whole
        assert settled.recover_fen == 0
        paid += settled.payable_now_fen
    assert paid == whole


@drawn(80)
@given(st.integers(1, 99), st.integers(0, 40), st.integers(0, 40), st.integers(100, 20_000), ROUNDINGS)
def test_advance_and_balance_less_recovery_are_the_settled_amount(percent, planned, attended, price_fen, rounding):
    release = {
        "id": "parts",
        "kind": "release",
        "targets": ["pay"],
        "milestones": [{"share": "100%", "event": "completion"}],
        "advance": {"share": f"{percent}%"},
    }
    _document, plan = plan_of(small_text([paying("rate", price=yuan(price_fen)), release], rounding=rounding))
    before = due_fen(plan, {"attended_days": planned}, as_of=END)
    advance = before.payable_now_fen
    assert advance + before.later_fen == before.due_fen
    done = {"attended_days": attended, "completed_on": END + timedelta(days=1)}
    after = due_fen(plan, done, paid_fen=advance)
    assert advance + after.payable_now_fen - after.recover_fen == due_fen(plan, done).due_fen
    left = due_fen(plan, {"attended_days": attended, "left_on": END}, paid_fen=advance)
    assert (left.due_fen, left.payable_now_fen, left.recover_fen) == (0, 0, advance)


OPEN_GATE = {
    "id": "all_through",
    "kind": "gate",
    "subject": "class",
    "title": {"zh": "不变", "en": "No change"},
    "cite": ["A"],
    "measure": {"numerator": "class_certified", "denominator": "class_started"},
    "bands": [{"from": "0%", "factor": "100%"}, {"from": "100%", "factor": "100%"}],
}


def money(settled):
    return [(each.status, each.reasons, each.due_fen, each.payable_now_fen, each.recover_fen) for each in settled]


@drawn(50)
@given(seeds())
def test_a_gate_whose_factors_are_all_the_whole_changes_nothing(seed):
    text = document_text(seed)
    document, plan = plan_of(text)
    targets = [rule.id for rule in document.rule if hasattr(rule, "item")]
    gate = "\n".join(f"{name} = {toml(value)}" for name, value in {**OPEN_GATE, "targets": targets}.items())
    _gated, gated_plan = plan_of(f"{text}\n[[rule]]\n{gate}\n")
    lines, history, as_of = book(document, Random(seed))
    try:
        assert money(whole_book(gated_plan, lines, history, as_of)) == money(whole_book(plan, lines, history, as_of))
    except TooFineError:
        return


@drawn(50)
@given(seeds())
def test_the_same_facts_under_two_versions_pick_exactly_one(seed):
    versions = [plan_of(document_text(seed, part)) for part in (1, 2)]
    lines = book(versions[0][0], Random(seed))[0]
    anchor = ANCHORS[versions[0][0].head.anchor]
    for line in lines:
        try:
            reasons = [one_claim(plan, claim_line(line, LATE)).reasons[:1] for _document, plan in versions]
        except TooFineError:
            return
        day = line.facts[anchor]
        inside = isinstance(day, date) and date(2022, 1, 1) <= day <= date(2023, 12, 31)
        outside = "outside_period" if day is not None else "anchor_missing"
        assert [reason == (outside,) for reason in reasons].count(False) == (1 if inside else 0)


def bounds_fen(settled):
    """The least and most that may be due; a most that nobody can tell is beyond all bounds."""
    if settled.least_fen is None:
        return settled.due_fen, settled.due_fen
    return settled.least_fen, MAX_FEN if settled.most_fen is None else settled.most_fen


@drawn(50)
@given(seeds())
def test_a_range_contains_every_way_in_which_unknown_facts_turn_out(seed):
    rng = Random(seed)
    document, plan = plan_of(document_text(seed))
    lines = Lines(document, rng, LATE)
    for row in range(2, 8):
        line = lines.line(row)
        unknown = tuple(rng.sample(sorted(set(line.facts) - {ANCHORS[document.head.anchor]}), rng.choice((1, 2, 4))))
        try:
            settled = one_claim(plan, claim_line(line, LATE, unknown))
        except TooFineError:
            return
        least, most = bounds_fen(settled)
        for _turn in range(5):
            other = lines.facts()
            known = Line(row, line.item, {**line.facts, **{name: other[name] for name in unknown}}, line.paid_fen)
            turned = one_claim(plan, claim_line(known, LATE))
            known_least, known_most = bounds_fen(turned)
            assert least <= known_least <= known_most <= most, (unknown, known, settled, turned)
            if settled.status not in {"pending", "not_computable"}:
                assert (settled.status, settled.due_fen) == (turned.status, turned.due_fen)
