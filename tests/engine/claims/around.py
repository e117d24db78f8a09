"""Random rules around the money: who may have it, how often, when it is paid, from what fund."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from engine.claims.rules import EVENTS, Rules, Table
from engine.claims.terms import DATES, DAYS_OF_EVENTS, WORDS

KEYS = ("level", "occupation", "programme", "certificate", "project", "category")


class Around(Rules):
    """Draws the rules that decide whether, when and how much of an amount is paid."""

    def eligibility(self, item: str, targets: list[str]) -> None:
        for number in range(self.rng.choice((0, 1, 1))):
            parts = self.rng.sample(
                ("groups", "exclude", "age", "tests", "any_tests", "contract", "insured", "sizes", "least", "when"),
                self.rng.choice((1, 1, 2)),
            )
            fields: Table = {}
            for part in parts:
                fields |= self.asked(part)
            self.rule(
                "eligibility",
                f"{item}_who_{number}",
                subject=self.rng.choice(("person", "enterprise", "institution", "class")),
                judged_at="settlement",
                targets=self.some(tuple(targets)),
                **fields,
            )

    def asked(self, part: str) -> Table:
        """One thing that an eligibility rule asks."""
        if part == "groups":
            groups = [{"name": name, **self.between()} for name in self.some(WORDS["group"], 2)]
            return {"any_of": groups} | ({"status_at": self.rng.choice(DAYS_OF_EVENTS)} if self.maybe(0.5) else {})
        if part == "age":
            bounds = self.rng.choice(
                ({"min": 18}, {"max": 60}, {"min": 16, "max": 60, "max_female": 55}, {"max_female": 50, "max": 59})
            )
            return {"age": {"at": self.rng.choice(DAYS_OF_EVENTS), **bounds}}
        if part == "contract":
            months = {"min_months": self.rng.choice((3, 6, 12))}
            within = {"signed_within": self.rng.choice((3, 12))}
            return {"contract": self.rng.choice((months, within, months | within))}
        drawn: dict[str, Any] = {
            "exclude": lambda: self.some(WORDS["group"]),
            "tests": lambda: [self.test() for _ in range(self.rng.choice((1, 2)))],
            "any_tests": lambda: [self.test(), self.test()],
            "insured_min": lambda: self.rng.choice((3, 6)),
            "sizes": lambda: self.some(WORDS["size"]),
            "contract_min": lambda: self.rng.choice((6, 12)),
            "when": self.condition,
        }
        name = {"insured": "insured_min", "least": "contract_min"}.get(part, part)
        return {name: drawn[name]()}

    def between(self) -> Table:
        """Days from and until, either of which may be left out."""
        low, high = sorted(self.rng.sample(DATES, 2))
        return self.rng.choice(({}, {"from": low}, {"until": high}, {"from": low, "until": high}))

    def standards(self, item: str, targets: list[str]) -> None:
        for number in range(self.rng.choice((0, 0, 1, 2))):
            on_fail = self.rng.choice(("refuse", "fallback", "advise"))
            chosen = self.some(tuple(targets))
            ids = [rule["id"] for rule in self.money_rules]
            others = ids[: ids.index(chosen[0])]
            if on_fail == "fallback" and not others:
                on_fail = "refuse"
            everybody = on_fail != "fallback" and self.maybe(0.2)
            self.rule(
                "class_standard",
                f"{item}_class_{number}",
                judged_at="settlement" if on_fail != "advise" or self.maybe(0.5) else "opening",
                on_fail=on_fail,
                targets=None if everybody else chosen,
                fallback=self.rng.choice(others) if on_fail == "fallback" else None,
                **self.when(0.3),
                **self.class_terms(),
            )

    def class_terms(self) -> Table:
        """One or two things that a class has to be like."""
        drawn: Table = {
            "size_min": lambda: self.rng.choice((5, 10, 15)),
            "size_max": lambda: self.rng.choice((15, 20, 30)),
            "hours_min": lambda: self.rng.choice((24, 40)),
            "hours_max": lambda: self.rng.choice((80, 120)),
            "hours_table": lambda: self.table(lambda: f"{self.rng.choice((8, 24, 40, 80))} hours"),
            "hours_per_day_max": lambda: self.rng.choice((4, 8)),
            "days_min": lambda: self.rng.choice((5, 10)),
            "days_max": lambda: self.rng.choice((20, 30)),
            "attendance_min": self.share,
            "practice_min": lambda: self.rng.choice(("20%", "33.33%", "50%")),
            "theory_min": lambda: self.rng.choice(("20%", "33.33%", "50%")),
            "online": lambda: self.rng.choice(
                ({"max_share": self.share()}, {"counts_as": self.share()}, {"max_share": "50%", "counts_as": "50%"})
            ),
            "exam": lambda: True,
        }
        return {name: drawn[name]() for name in self.rng.sample(sorted(drawn), self.rng.choice((1, 1, 2, 3)))}

    # Limits

    def limits(self, item: str, targets: list[str]) -> None:
        for number in range(self.rng.choice((0, 1, 1, 2))):
            per = self.rng.choice(("person", "person", "person", "enterprise", "institution", "region"))
            fields = self.of_person() if per == "person" else self.of_many()
            chosen = self.some(tuple(rule["id"] for rule in self.money_rules)) if self.maybe(0.2) else []
            self.rule(
                "limit",
                f"{item}_limit_{number}",
                per=per,
                judged_at="settlement" if self.maybe(0.2) else None,
                targets=sorted({*self.some(tuple(targets)), *chosen}),
                **self.number_of(per),
                **fields,
            )

    def number_of(self, per: str) -> Table:
        """Times or money, over which period."""
        fields: Table = {"counter": "times"} if self.maybe(0.3) else {}
        if self.maybe(0.5):
            fields |= {"n": self.rng.choice((1, 2, 3))}
            if per == "person" and self.lists and self.maybe(0.5):
                fields["extra"] = {"n": self.rng.choice((1, 2)), "in_list": self.rng.choice(self.lists)}
        else:
            fields = {"counter": "money", "on_hit": self.rng.choice((None, "refuse", "cut_to_rest"))}
            if self.maybe(0.3):
                fields["table"] = self.table(lambda: self.money(50_000, 400_000))
            else:
                fields["amount"] = self.money(50_000, 400_000)
        period = self.rng.choice(("life", "calendar_year", "policy", *["rolling"] * (per == "person")))
        fields["period"] = period
        if period == "rolling":
            fields["months"] = self.rng.choice((3, 6, 12))
        if self.maybe(0.5):
            keys = self.rng.sample(KEYS, self.rng.choice((1, 1, 2)))
            fields |= {"key": keys[0]} if len(keys) == 1 and self.maybe(0.5) else {"keys": keys}
        return fields

    def of_person(self) -> Table:
        fields: Table = {"choose": self.chooses}
        fields["count_payee"] = self.rng.choice((None, "any", "self"))
        fields["no_lower_after_higher"] = True if self.maybe(0.3) else None
        fields["sequential"] = True if self.maybe(0.45) else None
        fields["min_gap"] = self.rng.choice((1, 3, 6)) if self.maybe(0.45) else None
        return fields

    def of_many(self) -> Table:
        return {"choose": self.rng.choice((None, "first", "best"))}

    # Payment

    def release(self, targets: list[str]) -> None:
        """When the money of an item is due."""
        advance = {"share": self.percent(20, 60)} if self.maybe(0.4) else None
        self.rule(
            "release",
            f"{targets[0]}_release",
            targets=targets,
            milestones=self.milestones(),
            advance=advance,
            recover=self.rng.choice((None, "none", "excess", "per_head", "all")),
            instrument=self.rng.choice((None, "transfer", "voucher")),
        )

    def milestones(self) -> list[Table]:
        """One to three parts: shares of the whole, or amounts and then the rest."""
        count = self.rng.choice((1, 2, 2, 3))
        events = self.rng.sample(EVENTS, count)
        parts: list[Table] = [{"share": "100%"}]
        if count > 1 and self.maybe(0.25):
            parts = [{"amount": self.money(1000, 50_000)} for _ in range(count - 1)] + parts
        elif count > 1:
            cuts = sorted(self.rng.sample(range(1, 20), count - 1))
            parts = [{"share": f"{(b - a) * 5}%"} for a, b in zip([0, *cuts], [*cuts, 20], strict=True)]
        made = []
        for number, (part, event) in enumerate(zip(parts, events, strict=True)):
            part["event"] = event
            if self.maybe(0.6):
                part["within"] = self.rng.choice((1, 3, 6, 12))
                if not number or self.maybe(0.4):
                    part["after"] = self.rng.choice([name for name in EVENTS if name != event])
            made.append(part | self.when(0.15))
        return made

    def calendar(self, items: list[str]) -> None:
        for number in range(self.rng.choice((0, 1, 1))):
            low, high = DATES[self.rng.choice((0, 0, 1))], DATES[self.rng.choice((6, 8, 9))]
            fields: Table = {}
            for part in self.rng.sample(("train", "counts", "until", "within"), self.rng.choice((1, 1, 2))):
                if part == "train":
                    fields |= self.rng.choice(
                        ({"train_from": low}, {"train_until": high}, {"train_from": low, "train_until": high})
                    )
                elif part == "counts":
                    fields |= {"counts_until": high, "late": "counts_to_next_year"}
                elif part == "until":
                    fields["claim_until"] = self.rng.choice(DATES[9:])
                else:
                    length = self.rng.choice(({"months": 6}, {"months": 12}, {"days": 90}))
                    fields["claim_within"] = {"event": self.rng.choice(EVENTS[:-1]), **length}
            if self.maybe(0.4):
                fields["extended"] = self.extensions()
            self.rule(
                "calendar",
                f"calendar_{number}",
                judged_at="settlement" if self.maybe(0.85) else "opening",
                items=self.some(tuple(items)) if self.maybe(0.6) else None,
                pay_days=self.rng.choice((None, 30)),
                round=self.rng.choice((None, "month", "quarter")),
                **fields,
            )

    def extensions(self) -> list[Table]:
        made = []
        for issued_on in self.rng.sample(DATES[4:10], self.rng.choice((1, 2))):
            moved = self.rng.choice((("train_until",), ("claim_until",), ("train_until", "claim_until")))
            days = timedelta(days=self.rng.choice((30, 180)))
            made.append({"issued_on": issued_on} | dict.fromkeys(moved, DATES[9] + days))
        return made

    def budget(self, items: list[str]) -> None:
        if self.maybe(0.35):
            item = self.rng.choice(items)
            self.rule(
                "budget",
                "fund",
                judged_at="settlement",
                funds=[{"zh": "就业补助资金", "en": "employment funds"}],
                targets=[rule["id"] for rule in self.money_rules if rule["item"] == item],
                amount=self.money(100_000, 3_000_000),
                mode=self.rng.choice(("stop", "queue", "pro_rata")),
                year=self.rng.choice((None, None, 2022, 2023)),
            )
        else:
            self.rule("budget", "fund", funds=[{"zh": "就业补助资金", "en": "employment funds"}], quota=500)

    def target(self) -> None:
        goal = {"what": {"zh": "培训", "en": "training"}, "people": self.rng.choice((1000, 2500))}
        self.rule("target", "goals", goals=[goal])
