"""What every settlement of the shipped plans keeps to, whatever the book."""

from __future__ import annotations

import hashlib
import json
import os
import random
import subprocess
import sys
from datetime import timedelta

from engine.checking import MONEY, by_key, plain, settle_book
from engine.reference import known, level_key
from engine.shipped import each_plan, for_books
from jineng.kernel.money import parse_yuan

CAPS_FEN = {
    ("lanxian-2022", "ladder"): 400_000,
    ("lanxian-2022", "universal"): 100_000,
    ("lanxian-2022", "none"): 80_000,
    ("changzhixian-2018", "ladder"): 200_000,
    ("changzhixian-2018", "none"): 30_000,
}


def lines_of(plan, book, as_of):
    return {key: plain(line) for key, line in by_key(settle_book(plan, book, as_of)["lines"]).items()}


@each_plan
def test_order_of_rows_does_not_matter(policy):
    def check(plan, book, as_of):
        shuffled = {name: random.Random(7).sample(rows, len(rows)) for name, rows in book.items()}
        assert settle_book(plan, shuffled, as_of) == settle_book(plan, book, as_of)

    for_books(policy, 10, check)


@each_plan
def test_facts_after_the_day_do_not_matter(policy):
    def check(plan, book, as_of):
        assert settle_book(plan, known(book, as_of), as_of) == settle_book(plan, book, as_of)

    for_books(policy, 10, check)


def paid_out(book, lines, as_of):
    """The book with what is payable now written into its history."""
    level_keys = {row["number"]: level_key(row["type"], row["level"]) for row in book["certificates"]}
    rows = [
        {
            "person_id": line["person_id"],
            "class_id": line["class_id"],
            "item": line["item"],
            "level_key": level_keys.get(line["certificate"]),
            "occupation": None,
            "number": line["certificate"],
            "paid_on": as_of,
            "amount_fen": line["payable_now"],
            "row": len(book["history"]) + 2 + index,
        }
        for index, line in enumerate(line for line in lines.values() if line["payable_now"])
    ]
    return book | {"history": [*book["history"], *rows]}


@each_plan
def test_settling_twice_never_pays_twice(policy):
    def check(plan, book, as_of):
        before = lines_of(plan, book, as_of)
        after = lines_of(plan, paid_out(book, before, as_of), as_of)
        assert before.keys() == after.keys()
        for key, line in after.items():
            kept = ("later", "recover") if line["status"] != "pending" or before[key]["status"] == "pending" else ()
            assert line["payable_now"] == 0
            assert line["paid"] == before[key]["paid"] + before[key]["payable_now"]
            assert (line["due"] - line["paid"]) == (
                before[key]["due"] - before[key]["paid"] - before[key]["payable_now"]
            )
            assert [line[name] for name in kept] == [before[key][name] for name in kept]

    for_books(policy, 10, check)


@each_plan
def test_money_adds_up_and_stays_under_the_caps(policy):
    def check(plan, book, as_of):
        result = settle_book(plan, book, as_of)
        lines = [plain(line) for line in result["lines"]]
        for line in lines:
            later = sum(amount for amount, _until in line["later"])
            assert line["due"] == line["paid"] + line["payable_now"] + later - line["recover"]
            assert min(line[name] for name in MONEY) >= 0
            assert not (line["payable_now"] and line["recover"])
            if line["status"] == "refused":
                assert (line["due"], line["payable_now"], later) == (0, 0, 0)
            if line["status"] == "payable":
                assert line["due"] <= CAPS_FEN[policy, line["standard"]]
        for name in MONEY:
            assert parse_yuan(result["totals"][name]) == sum(line[name] for line in lines)

    for_books(policy, 10, check)


@each_plan
def test_a_range_contains_what_comes_later(policy):
    def check(plan, book, as_of):
        waiting = {
            key: [parse_yuan(bound) for bound in line["range"]]
            for key, line in by_key(settle_book(plan, book, as_of)["lines"]).items()
            if line["status"] == "pending"
        }
        for days in (1, 400):
            later = lines_of(plan, book, as_of + timedelta(days=days))
            for key, (least, most) in waiting.items():
                if later[key]["reasons"] in (["class_not_finished"], ["order_not_finished"]):
                    continue
                assert least <= later[key]["due"] <= most, (key, as_of)

    for_books(policy, 12, check)


@each_plan
def test_more_hours_never_pay_less(policy):
    def check(plan, book, as_of):
        before = lines_of(plan, book, as_of)
        ends = {row["class_id"]: row["end_on"] for row in book["classes"]}
        more = [
            row | {"date": ends[row["class_id"]] - timedelta(days=90), "hours_milli": hours}
            for row, hours in zip(book["attendance"][::3], [1, 8000, 4000] * len(book["attendance"]), strict=False)
        ]
        after = lines_of(plan, book | {"attendance": book["attendance"] + more}, as_of)
        assert all(after[key]["due"] >= line["due"] for key, line in before.items())

    for_books(policy, 10, check)


@each_plan
def test_a_receipt_replays_to_the_same_bytes(policy):
    def check(plan, book, as_of):
        first, second = (json.dumps(settle_book(plan, book, as_of), ensure_ascii=False) for _ in range(2))
        assert first == second
        receipt = json.loads(first)["receipt"]
        assert (receipt["policy"], receipt["policy_sha256"], receipt["as_of"]) == (policy, plan.sha256, str(as_of))

    for_books(policy, 4, check)


REPLAY = """
import hashlib, json, sys
from engine.directed import directed_books
from engine.checking import settle_book
from jineng.policy.loader import load_plan
for policy in ("lanxian-2022", "changzhixian-2018"):
    for book, as_of in directed_books(policy):
        sys.stdout.write(json.dumps(settle_book(load_plan(policy), book, as_of), ensure_ascii=False))
"""


def test_other_processes_and_threads_give_the_same_bytes():
    def replay(seed, threads):
        settings = {"PYTHONHASHSEED": seed, "POLARS_MAX_THREADS": threads, "PYTHONPATH": os.pathsep.join(sys.path)}
        run = subprocess.run([sys.executable, "-c", REPLAY], env=os.environ | settings, capture_output=True, check=True)
        return hashlib.sha256(run.stdout).hexdigest()

    assert replay("1", "1") == replay("2", "2")
