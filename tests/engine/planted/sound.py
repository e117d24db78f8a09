"""Random sound claims documents with all fifteen kinds, as TOML tables: a place for every fault that can be planted."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from jineng.policy.document import Document
from jineng.policy.measures import walk_measures
from jineng.policy.parsing import validate

Tables = dict[str, Any]
KINDS = ("order", "project", "universal", "outbound", "enterprise_self", "enterprise_commissioned", "entrepreneurship")
LEVELS = ("5", "4", "3", "2", "1")
JOBS = ("焊工", "电工", "护理员", "厨师", "保育员")


def said(words: str) -> Tables:
    return {"zh": words, "en": words}


def yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def of(tables: Tables, rule_id: str) -> Tables:
    """A rule by its id."""
    return next(rule for rule in tables["rule"] if rule["id"] == rule_id)


class Sound:
    """Draws the rules of one document; each cites a clause of its own."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(seed)
        self.start = date(self.rng.randint(2018, 2026), 1, 1)
        self.end = date(self.start.year + self.rng.randint(0, 2), 12, 31)
        self.rules: list[Tables] = []

    def maybe(self) -> bool:
        return self.rng.random() < 0.5

    def price(self, least_fen: int = 1000, most_fen: int = 9999) -> str:
        return yuan(self.rng.randint(least_fen, most_fen))

    def cap(self) -> str:
        return yuan(self.rng.randint(2_000_000, 9_000_000))

    def percent(self, least: int = 10, most: int = 90) -> str:
        return f"{self.rng.randint(least, most)}%"

    def rising(self, least: int, most: int, count: int) -> list[int]:
        return sorted(self.rng.sample(range(least, most), count))

    def rule(self, kind: str, rule_id: str, **fields: Any) -> None:
        self.rules.append({"id": rule_id, "kind": kind, "title": said(rule_id), "cite": [], **fields})

    def money(self, kind: str, rule_id: str, item: str, **fields: Any) -> None:
        payee = self.rng.choice(
            ["person", "enterprise", [{"to": "person", "when": {"kind": ["order"]}}, {"to": "college"}]]
        )
        self.rule(kind, rule_id, item=item, payee=payee, **fields)

    # Outside numbers

    def spans(self, **more: Any) -> list[Tables]:
        """One to three spans of days, each from the day after the one before, over the whole period in force."""
        starts = [self.start + timedelta(days=days) for days in [0, *self.rising(30, 330, self.rng.randint(0, 2))]]
        spans = [{"from": day} for day in starts]
        for span, after in zip(spans, starts[1:], strict=False):
            if self.maybe():
                span["until"] = after - timedelta(days=1)
        return [{**span, **{name: draw() for name, draw in more.items()}} for span in spans]

    def outside(self) -> None:
        for name in ("urgent", "scarce"):
            members = lambda: self.rng.sample(JOBS, self.rng.randint(1, 3))  # noqa: E731
            published = self.rng.choice(["previous", "none"])
            versions = self.spans(members=members)
            self.rule(
                "list", name, of="occupation", member_at="claimed_on", versions=versions, until_published=published
            )
        values = self.spans(value=lambda: self.price(150_000, 250_000))
        if self.maybe():
            values += [{**span, "region": "140001"} for span in self.spans(value=lambda: self.price(150_000, 250_000))]
        self.rule("index", "wage_floor", values=values)
        self.rule("index", "own", person_fact="own_benefit")

    # Money

    def training(self) -> None:
        kinds = self.rng.sample(KINDS, 4)
        self.money(
            "rate",
            "hourly",
            "training",
            unit="class_hour",
            part_unit=self.rng.choice(["drop", "prorata", "up"]),
            when={
                "kind": kinds[:2],
                "tests": [{"fact": "attended_hours", "at_least": f"{self.rng.randint(1, 9)} hours"}],
            },
            caps=[self.cap(), {"price": self.price(), "count": "attended_hours"}],
            **self.hourly_price(),
        )
        uptos = self.rising(3, 30, self.rng.randint(1, 2))
        tiers = [{"upto": upto, "price": self.price()} for upto in uptos] + [{"price": self.price()}]
        most = {"max_units": uptos[-1] + self.rng.randint(1, 9)} if self.maybe() else {}
        mode = self.rng.choice(["graduated", "whole"])
        when = {"kind": kinds[2:], "not_in_list": "scarce"}
        self.money(
            "rate", "daily", "training", unit="day", tiers=tiers, tier_mode=mode, when=when, caps=[self.cap()], **most
        )
        block = {"block": self.rng.choice([8, 20, 40]), "max_units": self.rng.choice([40, 80, 120])}
        more = {"floor": self.price(1000, 1500), "floor_mode": "raise"} if self.maybe() else {}
        self.money(
            "rate", "basic", "training", unit="class_hour", price=self.price(), stack="only_named", **block, **more
        )

    def hourly_price(self) -> Tables:
        if self.maybe():
            return {"price": self.price(), "min_units": self.rng.randint(1, 8), "max_units": self.rng.randint(8, 200)}
        levels = self.rng.sample(LEVELS, self.rng.randint(1, 4))
        axes = self.rng.choice([["level"], ["level", "registered"]])
        keys = levels if len(axes) == 1 else [f"{level}|{word}" for level in levels for word in ("yes", "no")]
        return {"table": {"axes": axes, "cells": {key: self.price() for key in keys}}}

    def others(self) -> None:
        bounds = self.rising(1, 90, self.rng.randint(1, 3))
        levels = self.rng.sample(LEVELS, 3)
        bands = {"fact": "taught_hours", "from": [f"{bound} hours" for bound in bounds]}
        axes, keys = self.rng.choice(
            [(["level"], levels), (["level", bands], [f"{level}|{bound}" for level in levels for bound in bounds])]
        )
        cells = {key: self.price(10_000, 99_999) for key in keys}
        named = {"when": {"is": {"level": levels}}} if self.maybe() else {}
        self.money(
            "amount_table",
            "levels",
            "certificate",
            axes=axes,
            cells=cells,
            otherwise="fallback",
            fallback="flat",
            **named,
        )
        self.money("fixed_amount", "flat", "certificate", amount=self.price(), stack="only_named")
        self.money("fixed_amount", "bonus", "award", amount=self.price(), times="heads", population="certified")
        caps = [
            {"price": self.price(), "count": "attended_hours"},
            self.cap(),
            {"share": "200%", "index": "wage_floor"},
        ]
        deemed = {"price": self.price(), "count": "attended_hours"}
        self.money("share", "fee", "assessment", percent=self.percent(), of_fact="cost", deemed=deemed, caps=caps)
        extra = {"caps": [{"share": self.percent(), "rule": "bonus"}]} if self.maybe() else {}
        self.money("share", "extra", "post", percent=self.percent(10, 150), of_rule="fee", **extra)
        self.money(
            "share", "welfare", "post", percent=self.percent(10, 150), of_index=self.rng.choice(["wage_floor", "own"])
        )
        self.money("rate", "monthly", "living", unit="month", price=self.price(), part_unit="prorata")
        together = {"together_with": "monthly"} if self.maybe() else {}
        self.money(
            "fixed_amount", "fare", "living", amount=self.price(10_000, 20_000), when={"in_list": "urgent"}, **together
        )

    # What stands around

    def around_amounts(self) -> None:
        combine = self.rng.choice(["multiply", "max", "first", "add"])
        common = {"targets": ["levels"], "combine": combine, "order": "after_caps"}
        factor = self.rng.randint(105, 130)
        self.rule("adjust", "rise", factor=f"{factor}%", bound={"max": "130%"}, when={"in_list": "urgent"}, **common)
        self.rule("adjust", "decided", factor={"by": "county", "min": "100%", "max": "125%"}, **common)
        table = {"axes": ["size"], "cells": {"micro": self.percent(101, 150), "small": self.percent(80, 99)}}
        self.rule("adjust", "by_size", targets=["fare"], table=table, combine=combine, order="before_caps")
        bands = [0, *self.rising(10, 99, self.rng.randint(1, 3))]
        outcomes = [{"refuse": True}, *({"factor": self.percent(40, 140)} for _ in bands[1:])]
        self.rule(
            "gate",
            "outcome",
            subject="class",
            targets=["daily"],
            measure={"numerator": "class_employed", "denominator": self.rng.choice(["class_started", "class_passed"])},
            bands=[{"from": f"{bound}%", **outcome} for bound, outcome in zip(bands, outcomes, strict=True)],
            window={"months": self.rng.randint(1, 12), "after": "end"},
        )
        tests = [{"fact": "power_bill", "fall_from": "power_before", "at_least": f"{self.rng.randint(1, 90)} %"}]
        self.rule(
            "gate", "stopped", subject="enterprise", targets=["monthly"], tests=tests, met="100%", missed=self.percent()
        )
        low = self.rng.randint(2, 20)
        hours = {"axes": ["level"], "cells": {level: f"{self.rng.randint(8, 80)} hours" for level in LEVELS[:3]}}
        standard = {"size_min": low, "size_max": low + self.rng.randint(1, 40), "practice_min": self.percent(10, 60)}
        standard |= {"hours_table": hours, "online": {"max_share": self.percent()}, "theory_min": self.percent(10, 40)}
        self.rule(
            "class_standard",
            "class",
            judged_at="settlement",
            on_fail="fallback",
            targets=["hourly"],
            fallback="basic",
            **standard,
        )

    def who(self) -> None:
        least = self.rng.randint(16, 20)
        age = {"at": "claimed_on", "min": least, "max": least + self.rng.randint(20, 40)}
        groups = [{"name": "veteran", "from": self.start, "until": self.end}, {"name": "graduate"}]
        common = {"judged_at": "settlement"}
        self.rule(
            "eligibility", "people", subject="person", targets=["hourly", "daily"], age=age, any_of=groups, **common
        )
        staff = self.rng.randint(1, 50)
        tests = [
            {"fact": "staff", "at_least": f"{staff} people", "at_most": f"{staff + self.rng.randint(0, 99)} people"}
        ]
        tests.append({"fact": "trade", "is": ["coal"]})
        self.rule("eligibility", "firms", subject="enterprise", targets=["monthly"], tests=tests, **common)

    def paying(self) -> None:
        keys = self.rng.sample(["level", "occupation", "programme"], 2)
        period = (
            {"period": "rolling", "months": self.rng.randint(6, 36)} if self.maybe() else {"period": "calendar_year"}
        )
        extra = {"extra": {"n": self.rng.randint(1, 3), "in_list": "urgent"}} if self.maybe() else {}
        times = self.rng.randint(1, 4)
        self.rule("limit", "times", targets=["hourly", "daily"], per="person", n=times, keys=keys, **period, **extra)
        most = {"counter": "money", "amount": self.cap(), "on_hit": self.rng.choice(["refuse", "cut_to_rest"])}
        self.rule("limit", "a_firm", targets=["monthly", "fare"], per="enterprise", period="policy", **most)
        self.rule(
            "limit", "for_life", targets=["bonus"], per="person", period="life", counter="money", amount=self.cap()
        )
        first = self.rng.randint(20, 80)
        parts = [{"share": f"{first}%", "event": "completion"}, {"share": f"{100 - first}%", "event": "employment"}]
        parts[1] |= {"within": self.rng.randint(1, 12), "after": "completion"} if self.maybe() else {}
        self.rule("release", "settle", targets=["hourly", "daily"], milestones=parts, advance={"share": self.percent()})
        self.rule("release", "once", targets=["levels"], milestones=[{"share": "100%", "event": "certificate"}])
        window = {"claim_within": {"event": "end", "months": self.rng.randint(1, 12)}, "train_from": self.start}
        self.rule(
            "calendar", "year", judged_at="settlement", items=["training", "award"], train_until=self.end, **window
        )
        self.rule("target", "goals", goals=[{"what": said("培训"), "people": self.rng.randint(100, 900)}])
        funds = {"judged_at": "settlement", "funds": [said("专项资金")]}
        mode = self.rng.choice(["stop", "pro_rata", "queue"])
        uses = [
            {"what": said("培训"), "min_share": self.percent(10, 50)},
            {"what": said("其他"), "max_share": self.percent()},
        ]
        self.rule(
            "budget", "fund", targets=["hourly", "levels"], amount=self.cap(), mode=mode, composition=uses, **funds
        )
        self.rule("budget", "reserve", targets=["bonus"], amount=self.cap(), mode=mode, **funds)

    def tables(self) -> Tables:
        """The whole document, with a clause for every rule."""
        for draw in (self.outside, self.training, self.others, self.around_amounts, self.who, self.paying):
            draw()
        head = {
            "id": "made-up",
            "title": said("试拟方案"),
            "doc_no": "试〔2022〕1号",
            "issuer": said("某县"),
            "level": "county",
            "region": said("某县"),
            "region_code": "140000",
            "issued_on": self.start,
            "valid_from": self.start,
            "valid_to": self.end,
            "records": "claims",
            "anchor": self.rng.choice(["class_start", "class_end", "exam", "certificate", "claim"]),
            "hours_per_day": self.rng.choice([4, 6, 8]),
            "month_days": self.rng.choice([21, 30]),
            "band_edge": self.rng.choice(["lower", "upper"]),
            "rounding": {
                "unit": self.rng.choice(["fen", "yuan"]),
                "mode": "down",
                "at": self.rng.choice(["rule", "claim"]),
            },
            "cite": ["HEAD"],
            "readings": ["month"],
        }
        choice = {
            "question": said("一个月几天"),
            "choice": said("按天"),
            "accepted": {"by": said("测试用"), "on": self.start},
        }
        fill = {"id": "decision", "of": "made-up", "rule": "decided", "term": "factor", "value": self.percent(100, 125)}
        fill |= {
            "by": "county",
            "decided": said("决定"),
            "doc_no": "试〔2022〕2号",
            "on": self.start,
            "cite": ["DECIDED"],
        }
        tables = {
            "document": head,
            "clause": [],
            "reading": [{"id": "month", "clause": "HEAD", "figures": [f"{head['month_days']} days"], **choice}],
            "fact": [
                {"id": "power_bill", "title": said("电费"), "type": "money"},
                {"id": "power_before", "title": said("上年电费"), "type": "money"},
                {"id": "trade", "title": said("行业"), "type": "word", "values": ["coal", "steel"]},
                {"id": "registered", "title": said("登记"), "type": "flag"},
            ],
            "fill": [fill],
            "rule": self.rules,
        }
        self.rng.shuffle(self.rules)
        return with_clauses(tables)


def with_clauses(tables: Tables) -> Tables:
    """Give every rule its own clause with the figures that it uses; the rules cite nothing yet."""
    head, fill = tables["document"], tables["fill"][0]
    clauses = [("HEAD", [f"{head['hours_per_day']} hours"]), ("DECIDED", [f"{fill['value'][:-1]} %"])]
    for number, rule in enumerate(tables["rule"], 1):
        rule["cite"] = [f"C{number}"]
    tables["clause"] = [{"id": "X", "number": "X", "text": said("条文")}]
    typed = validate(Document, tables, "made-up.toml")
    for rule in typed.rule:
        found = {str(used.figure) for used in walk_measures(rule)} - {"100 %", "0 %"}
        age = getattr(rule, "age", None)
        found |= {f"{age.min} years", f"{age.max} years"} if age else set()
        clauses.append((rule.cite[0], sorted(found)))
    tables["clause"] = [
        {"id": key, "number": key, "text": said("条文"), "figures": figures} for key, figures in clauses
    ]
    return tables


def sound(seed: int) -> Tables:
    """The tables of the sound document of a seed."""
    return Sound(seed).tables()
