"""Time ``one_claim(plan, line)``, explained, against OpenFisca-Core on a plan of sixty rules: five items of one person.

OpenFisca-Core's tax-benefit system is built outside the clock; its simulation, which it needs for every case, inside: one
simulation for all five amounts. All variants run in turn in one process; every ratio is of numbers from that process.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from one_vs_openfisca import report, time_in_turn
from openfisca_sixty import by_arrays, by_dict, facts_of, sixty_system
from sixty_cases import AS_OF, COMPARED, PERSON, drawn_facts, line_of
from sixty_rules import write_plan

from jineng.policy.claims.one import one_claim
from jineng.policy.loader import load_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from jineng.policy.plan import ClaimsPlan

BASE = "one_claim() × 5, steps"
AGAINST = "OpenFisca build_from_dict + calculate × 5"
CASES = 400
LIMIT = 100


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=25)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        plan: Any = load_file(write_plan(Path(folder)))
    system = sixty_system()
    print(f"equal amounts of {len(COMPARED)} items in {check_equal(plan, system)} cases")
    lines = [line_of(plan, item, PERSON) for item in COMPARED]
    told = facts_of(lines[0].facts, AS_OF)
    variants: dict[str, tuple[Callable[[], object], int]] = {
        BASE: (lambda: [one_claim(plan, line) for line in lines], 100),
        AGAINST: (lambda: by_dict(system, told), 4),
        "OpenFisca set_input + calculate × 5": (lambda: by_arrays(system, told), 4),
    }
    variants |= {f"  one_claim(), {line.item}": (lambda line=line: one_claim(plan, line), 100) for line in lines}
    times = time_in_turn(variants, asked.rounds)
    report(times, BASE)
    ratio = min(times[AGAINST]) / min(times[BASE])
    print(f"\n{AGAINST} / {BASE}: {ratio:.0f} times (limit: at least {LIMIT})")
    sys.exit(ratio < LIMIT)


def check_equal(plan: ClaimsPlan, system: Any) -> int:
    """Compare the amounts of every case and item, and return how many cases there were.

    Raises:
        AssertionError: they differ.
    """
    cases = drawn_facts(CASES)
    for facts in cases:
        lines = [line_of(plan, item, facts) for item in COMPARED]
        ours = [one_claim(plan, line).due_fen for line in lines]
        told = facts_of(lines[0].facts, AS_OF)
        theirs = by_dict(system, told)
        assert ours == theirs == by_arrays(system, told), (facts, ours, theirs)
    return len(cases)


if __name__ == "__main__":
    main()
