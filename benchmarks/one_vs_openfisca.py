"""Time ``one(plan, case)``, explained, against OpenFisca-Core on one line of Lan County's ladder.

OpenFisca-Core's tax-benefit system is built outside the clock; its simulation, which it needs for every case, inside.
All variants run in turn in one process; every ratio is of numbers from that process.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from openfisca_ladder import by_arrays, by_dict, by_dict_explained, facts_of, ladder_system

from jineng.policy.facts import TrainingCase
from jineng.policy.loader import load_plan
from jineng.policy.one import one
from jineng.policy.words import say_step, say_step_zh

if TYPE_CHECKING:
    from collections.abc import Callable

    from jineng.policy.plan import Plan

CASE = TrainingCase(
    kind="order",
    end_on=date(2022, 6, 30),
    as_of=date(2022, 12, 31),
    unit_ended=True,
    planned_milli=96_000,
    credited_milli=96_000,
    roster=40,
    class_credited_milli=40 * 96_000,
    unit_certified=40,
    unit_employed=36,
    certified_on=date(2022, 7, 5),
    employed_on=date(2022, 8, 1),
    unit_roster=40,
)
"""12 days in a class of an order whose rate is reached: 10 × 150 + 2 × 100 = 1,700 yuan."""

BASE = "one(), steps"
AGAINST = "OpenFisca build_from_dict + calculate"
LIMIT = 100


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=25)
    asked = parser.parse_args()
    plan, system, facts = load_plan("lanxian-2022"), ladder_system(), facts_of(CASE)
    check_equal(plan, system)
    variants: dict[str, tuple[Callable[[], object], int]] = {
        BASE: (lambda: one(plan, CASE), 4_000),
        "one(), steps in Chinese": (lambda: [say_step_zh(step) for step in one(plan, CASE).steps], 1_000),
        "one(), steps in both languages": (lambda: [say_step(step) for step in one(plan, CASE).steps], 1_000),
        AGAINST: (lambda: by_dict(system, facts), 60),
        "OpenFisca the same, trace as lines": (lambda: by_dict_explained(system, facts), 60),
        "OpenFisca set_input + calculate": (lambda: by_arrays(system, facts), 60),
    }
    times = time_in_turn(variants, asked.rounds)
    report(times)
    ratio = min(times[AGAINST]) / min(times[BASE])
    print(f"\n{AGAINST} / {BASE}: {ratio:.0f} times (limit: at least {LIMIT})")
    sys.exit(ratio < LIMIT)


def check_equal(plan: Plan, system: object) -> None:
    """Compare both on every number of days, on both sides of the rate, without a certificate, after the year's edge.

    Raises:
        AssertionError: they differ.
    """
    for days in range(45):
        for employed in (0, 31, 32, 40):
            case = replace(CASE, credited_milli=days * 8_000, planned_milli=320_000, unit_employed=employed)
            for changed in (case, replace(case, certified_on=None), replace(case, end_on=date(2022, 12, 1))):
                ours, theirs = one(plan, changed).due_fen, by_dict(system, facts_of(changed))
                assert ours == theirs == by_arrays(system, facts_of(changed)), (changed, ours, theirs)


def time_in_turn(variants: dict[str, tuple[Callable[[], object], int]], rounds: int) -> dict[str, list[float]]:
    """Return CPU seconds a call for each variant and round; a round runs every variant once."""
    times: dict[str, list[float]] = {name: [] for name in variants}
    for _ in range(rounds):
        for name, (call, repeats) in variants.items():
            started = time.process_time()
            for _ in range(repeats):
                call()
            times[name].append((time.process_time() - started) / repeats)
    return times


def report(times: dict[str, list[float]], against: str = BASE) -> None:
    """Print a line a variant: fastest and median round, and how many times the base they are."""
    base = times[against]
    print(f"{'':40}{'min µs':>10}{'ratio':>8}{'median µs':>12}{'ratio':>8}")
    for name, rounds in times.items():
        least, middle = min(rounds), statistics.median(rounds)
        ratios = least / min(base), middle / statistics.median(base)
        print(f"{name:40}{least * 1e6:10.2f}{ratios[0]:8.1f}{middle * 1e6:12.2f}{ratios[1]:8.1f}")


if __name__ == "__main__":
    main()
