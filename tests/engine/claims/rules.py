"""Random rules of all fifteen kinds, as the tables that a TOML document holds."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, get_args

from engine.claims.terms import DATES, DAYS_OF_EVENTS, WORDS, Terms, yuan
from jineng.kernel.money import parse_yuan
from jineng.policy.kinds.base import PayeeKind

if TYPE_CHECKING:
    from random import Random

Table = dict[str, Any]
COUNTS = {
    "day": (None, "attended_days", "attended_hours", "site_days", "site_hours"),
    "class_hour": (None, "attended_hours", "site_hours"),
    "month": (None, "months", "contract_months"),
    "year": (None,),
    "semester": (None,),
}
UNITS = {
    "day": (1, 5, 9, 10, 20, 30),
    "class_hour": (8, 24, 40, 80, 120),
    "month": (1, 2, 3, 6, 12),
    "year": (1, 2, 3),
    "semester": (1, 2, 4),
}
EVENTS = ("start", "completion", "certificate", "contract", "employment", "kept", "end", "claim")
STACKS = ("add", "add", "replace", "only_if_none", "best_of", "only_named")
BLOCKS = {"day": (2, 5, 10), "class_hour": (8, 20, 45), "month": (2, 3), "year": (2,), "semester": (2,)}


class Rules(Terms):
    """Draws whole rules; each names only rules that come before it."""

    def __init__(self, rng: Random) -> None:
        super().__init__(rng)
        self.made: list[Table] = []
        self.money_rules: list[Table] = []
        self.chooses = rng.choice(("first", "best"))
        self.partners: set[str] = set()
        """Rules that others go together with: whether they pay must be known, so no window of theirs stays open."""
        self.waiting: set[str] = set()

    def rule(self, kind: str, rule_id: str, **fields: Any) -> Table:
        """Keep a rule; fields that are None are left out."""
        table = {
            "id": rule_id,
            "kind": kind,
            "title": {"zh": f"规则 {rule_id}", "en": f"Rule {rule_id}"},
            "cite": ["A"],
            **{name: value for name, value in fields.items() if value is not None},
        }
        self.made.append(table)
        return table

    def earlier(self) -> str | None:
        return self.rng.choice(self.money_rules)["id"] if self.money_rules else None

    # Lists and indexes

    def named_list(self, number: int) -> None:
        of = self.rng.choice(("occupation", "category", "trade"))
        first, second = sorted(self.rng.sample(DATES[:8], 2))
        until = self.day_after(first) if self.maybe(0.6) else None
        until = min(until, second - timedelta(days=1)) if until else None
        versions = [{"from": first, "members": self.some(WORDS[of])} | ({"until": until} if until else {})]
        if self.maybe(0.5):
            last = {"until": self.day_after(second)} if self.maybe(0.5) else {}
            versions.append({"from": second, "members": self.some(WORDS[of]), **last})
        self.rule(
            "list",
            f"list_{number}",
            of=of,
            member_at=self.rng.choice(DAYS_OF_EVENTS),
            versions=versions,
            until_published=self.rng.choice(("previous", "none")),
        )
        self.lists.append(f"list_{number}")

    def index(self, number: int) -> None:
        if self.maybe(0.3):
            self.rule("index", f"index_{number}", person_fact=self.rng.choice(("own_benefit", "wage")))
        else:
            values: list[Table] = []
            for region in (None, *self.some((*WORDS["region"],), 0)):
                first, second = sorted(self.rng.sample(DATES[:7], 2))
                first = DATES[0] if self.maybe(0.7) else first
                named = {} if region is None else {"region": region}
                values.append({"from": first, "value": self.money(), **named})
                if self.maybe(0.5) and second > first:
                    last = {"until": self.day_after(second)} if self.maybe(0.3) else {}
                    values.append({"from": second, "value": self.money(), **named, **last})
            self.rule("index", f"index_{number}", values=values)
        self.indexes.append(f"index_{number}")

    # Money

    def caps(self) -> list[Any] | None:
        """None to three caps of any form."""
        forms = ["amount", "table", "price", "cost"]
        forms += ["rule"] * bool(self.money_rules) + ["index"] * bool(self.indexes)
        drawn = self.rng.sample(forms, self.rng.choice((0, 0, 1, 1, 2)))
        return [self.cap(form) for form in drawn] or None

    def cap(self, form: str) -> Any:
        if form == "amount":
            amount = self.money(20_000, 200_000)
            return amount if self.maybe(0.5) else {"amount": amount}
        if form == "table":
            return {"table": self.table(self.money)}
        if form == "price":
            return {"price": self.price(), "count": self.rng.choice(("heads", "attended_days", "attended_hours"))}
        if form == "rule":
            return {"share": self.percent(20, 150), "rule": self.earlier()}
        if form == "index":
            return {"share": self.percent(20, 150), "index": self.rng.choice(self.indexes)}
        return {"cost": "cost"}

    def money_rule(self, item: str, number: int) -> None:
        """One of the four kinds that end in money."""
        rule_id = f"{item}_{number}"
        make = self.rng.choice((self.rate, self.rate, self.amount_table, self.fixed_amount, self.share_of))
        kind, fields = make(rule_id)
        payees = tuple(get_args(PayeeKind))
        payee: Any = self.rng.choice(payees)
        if self.maybe(0.3):
            payee = [{"to": self.rng.choice(payees), "when": self.condition()}, {"to": payee}]
        caps = self.caps()
        table = self.rule(
            kind,
            rule_id,
            item=item,
            payee=payee,
            population=self.rng.choice(
                (None, None, "enrolled", "started", "completed", "passed", "certified", "employed")
            ),
            stack=self.rng.choice(STACKS) if number else self.rng.choice((None, None, "add", "only_named")),
            caps=caps,
            pass_to=self.rng.choice(payees) if self.maybe(0.1) else None,
            **self.when(0.35),
            **fields,
        )
        self.money_rules.append(table)

    def rate(self, rule_id: str) -> tuple[str, Table]:
        unit = self.rng.choice(tuple(COUNTS))
        fields: Table = {"unit": unit} if unit != "day" or self.maybe(0.5) else {}
        fields["count"] = self.rng.choice(COUNTS[unit])
        fields["part_unit"] = self.rng.choice((None, "drop", "prorata", "up"))
        form = self.rng.choice(("price", "table", "tiers", "tiers"))
        if form == "price":
            fields["price"] = price = self.price() if self.maybe(0.7) else self.amount(rule_id, "price")
        elif form == "table":
            fields["table"] = self.table(self.price)
        else:
            ends = self.some(UNITS[unit])[:3]
            fields["tiers"] = [{"price": self.price(), "upto": end} for end in ends] + [{"price": self.price()}]
            fields["tier_mode"] = self.rng.choice((None, "graduated", "whole"))
        if form != "tiers" and self.maybe(0.4):
            fields["block"] = self.rng.choice(BLOCKS[unit])
        low, high = sorted(self.rng.sample(UNITS[unit], 2))
        fields["min_units"] = low if self.maybe(0.3) else None
        fields["max_units"] = high if self.maybe(0.4) else None
        fields["times"] = "heads" if self.maybe(0.15) else None
        if self.maybe(0.25):
            floor = self.money(1000, 60_000)
            if form == "price" and isinstance(price, str):
                floor = yuan(parse_yuan(price) * self.rng.choice(UNITS[unit]))
            fields |= {"floor": floor, "floor_mode": self.rng.choice(("raise", "refuse"))}
        return "rate", fields

    def amount_table(self, rule_id: str) -> tuple[str, Table]:
        axes, keys = self.axes()
        fields: Table = {"axes": axes, "otherwise": "no_rate"}
        if self.maybe(0.15):
            fields["external"] = {"name": {"zh": "标准表", "en": "the table"}, "by": "county"}
            if not self.may_stay_open or self.maybe(0.5):
                self.fill(rule_id, "cells", cells={key: self.money() for key in keys})
        else:
            fields["cells"] = {key: self.amount(rule_id, f"cells.{key}") for key in keys}
        if self.money_rules and self.maybe(0.4):
            fields |= {"otherwise": "fallback", "fallback": self.earlier()}
        fields["times"] = "heads" if self.maybe(0.15) else None
        return "amount_table", fields

    def fixed_amount(self, rule_id: str) -> tuple[str, Table]:
        same = [rule["amount"] for rule in self.money_rules if isinstance(rule.get("amount"), str)]
        fields: Table = {"amount": same[0] if same and self.maybe(0.4) else self.amount(rule_id, "amount")}
        fields["per"] = self.rng.choice((None, "person", "class", "enterprise", "place"))
        fields["times"] = self.rng.choice((None, None, None, "heads", "shifts"))
        steady = [rule["id"] for rule in self.money_rules if rule["id"] not in self.waiting]
        if steady and self.maybe(0.3):
            fields["together_with"] = self.rng.choice(steady)
            self.partners.add(fields["together_with"])
        if self.maybe(0.3):
            fields["certificate"] = {"types": ["skill_level", "qualification"], "within": self.rng.choice((1, 2))}
        return "fixed_amount", fields

    def share_of(self, rule_id: str) -> tuple[str, Table]:
        forms = ["of_fact", "of_fact"] + ["of_rule"] * bool(self.money_rules) + ["of_index"] * bool(self.indexes)
        form = self.rng.choice(forms)
        fields: Table = {"percent": self.open_percent(rule_id, "percent", 10, 100)}
        if form == "of_fact":
            fields["of_fact"] = self.rng.choice(("cost", "official_fee", "power_bill"))
            if self.maybe(0.5):
                count = self.rng.choice(("attended_hours", "attended_days", "heads"))
                fields["deemed"] = {"price": self.price(), "count": count}
        elif form == "of_rule":
            fields["of_rule"] = self.earlier()
        else:
            fields["of_index"] = self.rng.choice(self.indexes)
        fields["floor"] = self.money(1000, 60_000) if self.maybe(0.3) else None
        return "share", fields

    # What changes and gates an amount

    def adjusts(self, item: str, targets: list[str]) -> None:
        """Groups of adjustments; one way of combining for each target and order."""
        for order in ("before_caps", "after_caps"):
            if not self.maybe(0.4):
                continue
            combine = self.rng.choice(("multiply", "max", "first", "add"))
            chosen = self.some(tuple(targets))
            for number in range(self.rng.choice((1, 1, 2, 3))):
                rule_id = f"{item}_{order}_{number}"
                self.rule(
                    "adjust",
                    rule_id,
                    targets=chosen,
                    combine=combine,
                    order=order,
                    top_up=False if self.maybe(0.2) else None,
                    **self.when(0.5),
                    **self.change(rule_id),
                )

    def change(self, rule_id: str) -> Table:
        form = self.rng.choice(("factor", "factor", "table", "plus", "plus_table", "escalator"))
        if form == "factor":
            fields: Table = {"factor": self.open_percent(rule_id, "factor", 70, 160)}
            if self.maybe(0.4):
                fields["bound"] = {"min": "70%", "max": "160%"}
        elif form == "table":
            fields = {"table": self.table(lambda: self.percent(70, 160))}
        elif form == "plus":
            return {"plus": self.amount(rule_id, "plus")}
        elif form == "plus_table":
            return {"plus_table": self.table(self.money)}
        else:
            year = self.rng.choice((2015, 2020, 2022, 2023))
            return {"escalator": {"percent": self.percent(1, 12), "base_year": year, "compound": self.maybe(0.5)}}
        if self.maybe(0.3):
            part, whole = self.rng.choice((("class_certified", "class_started"), ("practice_hours", "taught_hours")))
            fields["on_portion"] = {"part": part, "whole": whole}
        return fields

    def gates(self, item: str, targets: list[str]) -> None:
        for number in range(self.rng.choice((0, 0, 0, 1, 2))):
            fields = self.by_tests() if self.maybe(0.4) else self.by_bands()
            chosen = self.some(tuple(targets))
            if self.maybe(0.45) and not self.partners & set(chosen):
                self.waiting |= set(chosen)
                fields["window"] = {"months": self.rng.choice((1, 3, 6)), "after": self.rng.choice(EVENTS)}
            self.rule(
                "gate",
                f"{item}_gate_{number}",
                subject=self.rng.choice(("class", "enterprise", "project", "person")),
                judged_at="settlement" if self.maybe(0.2) else None,
                targets=chosen,
                **fields,
            )

    def by_tests(self) -> Table:
        return {
            "tests": [self.test() for _ in range(self.rng.choice((1, 1, 2)))],
            "met": self.percent(60, 100),
            "missed": self.rng.choice(("0%", self.percent(20, 80))),
        }

    def by_bands(self) -> Table:
        top, bottom = self.rng.choice((("class_certified", "class_started"), ("shifts", "staff")))
        starts = ["0%", *self.rng.sample(("50%", "60%", "80%"), self.rng.choice((1, 2)))]
        bands = [{"from": start, **self.outcome()} for start in sorted(starts, key=lambda text: int(text[:-1]))]
        return {"measure": {"numerator": top, "denominator": bottom}, "bands": bands}

    def outcome(self) -> Table:
        form = self.rng.choice(("factor", "factor", "table", "refuse"))
        if form == "factor":
            return {"factor": self.percent(50, 100)}
        return {"refuse": True} if form == "refuse" else {"table": self.table(lambda: self.percent(50, 100))}
