"""Time loading a document of sixty rules with twenty worked examples: parsing, checks, compiling every item, examples.

CPU time of this process; nothing is kept from one round to the next. The first load of a fresh process is shown too.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sixty_cases import examples_text
from sixty_document import document_text

from jineng.policy import checks, delegation, loader
from jineng.policy.checks import claims_faults, figure_faults, head_faults, name_faults, survey
from jineng.policy.document import Document
from jineng.policy.examples import check_examples, parse_examples
from jineng.policy.loader import DOCUMENT_NAME, EXAMPLES_NAME, load_file
from jineng.policy.parsing import parse_document, read_toml, validate
from jineng.policy.plan import compile_plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from jineng.policy.plan import ClaimsPlan

LIMIT_MS = 50
KINDS = 15
RULES = 60
EXAMPLES = 20
COLD = """
import sys, time
from pathlib import Path
begun = time.process_time()
from jineng.policy.loader import load_file
imported = time.process_time()
plan = load_file(Path(sys.argv[1]))
[plan.program.of(item) for item in plan.items]
print((imported - begun) * 1000, (time.process_time() - imported) * 1000)
"""

Times = dict[str, list[float]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--keep", type=Path, help="a folder to write the document and its examples to")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = write_plan(asked.keep or Path(folder))
        content, examples = path.read_bytes(), path.with_name(EXAMPLES_NAME).read_bytes()
        whole: list[float] = []
        stages: Times = {}
        for _ in range(asked.rounds):
            whole.append(timed(lambda: load(path)))
            for stage, spent in staged(content, examples).items():
                stages.setdefault(stage, []).append(spent)
        cold = fresh_process(path)
    for stage, rounds in stages.items():
        print(f"{stage:44}{min(rounds):8.1f}{statistics.median(rounds):9.1f}")
    print(f"{'loading, whole':44}{min(whole):8.1f}{statistics.median(whole):9.1f}   CPU ms: fastest, median")
    print(f"a fresh process: {cold[0]:.0f} ms of imports, {cold[1]:.0f} ms for its first load")
    spent = min(whole)
    print(f"\n{RULES} rules, {EXAMPLES} examples: {spent:.1f} ms of CPU, fastest (limit: less than {LIMIT_MS})")
    sys.exit(spent >= LIMIT_MS)


def write_plan(folder: Path) -> Path:
    """Write the document, and beside it examples of what it gives; return the document's path.

    Raises:
        UnusableError: the document has a fault.
        AssertionError: it is not of the size and variety that is promised.
    """
    path = folder / DOCUMENT_NAME
    path.with_name(EXAMPLES_NAME).unlink(missing_ok=True)
    path.write_text(document_text(), encoding="utf-8")
    plan: Any = load_file(path)
    rules = plan.document.rule
    assert (len(rules), len({rule.kind for rule in rules})) == (RULES, KINDS), "not sixty rules of fifteen kinds"
    path.with_name(EXAMPLES_NAME).write_text(examples_text(plan, EXAMPLES), encoding="utf-8")
    return path


def load(path: Path) -> None:
    """Load the document as the application does when it sees it for the first time, and make every item ready to compute."""
    for kept in vars(loader).values():
        if hasattr(kept, "cache_clear"):
            kept.cache_clear()
    plan: Any = load_file(path)
    make_graphs(plan)
    make_code(plan)


def make_graphs(plan: ClaimsPlan) -> None:
    for item in plan.items:
        plan.program.of(item)


def make_code(plan: ClaimsPlan) -> None:
    for item in plan.items:
        rules = plan.program.of(item)
        assert rules.earning_code.silent, item
        assert rules.release_code.silent, item


def make_explaining_code(plan: ClaimsPlan) -> None:
    for item in plan.items:
        rules = plan.program.of(item)
        assert rules.earning_code.explained, item
        assert rules.release_code.explained, item


def staged(content: bytes, examples: bytes) -> dict[str, float]:
    """Return milliseconds of CPU for each stage of a load, run one after the other."""
    spent: dict[str, float] = {}

    def stage(name: str, call: Callable[[], Any]) -> Any:
        results: list[Any] = []
        spent[name] = timed(lambda: results.append(call()))
        return results[0]

    tables = stage("TOML to tables", lambda: read_toml(content, DOCUMENT_NAME))
    stage("tables to typed document", lambda: validate(Document, tables, DOCUMENT_NAME))
    document = parse_document(content, DOCUMENT_NAME)
    stage("checks: names", lambda: [*name_faults(document)])
    stage("checks: head", lambda: [*head_faults(document)])
    stage("checks: rules", lambda: [*claims_faults(survey(document))])
    stage("checks: delegation", lambda: [*delegation.faults(document)])
    filled = stage("decisions into their places", lambda: delegation.filled(document))
    stage("checks: rules, with decisions", lambda: [*claims_faults(survey(filled))])
    stage("checks: figures", lambda: [*figure_faults(document)])
    assert not checks.check_document(document, DOCUMENT_NAME), "the document has a fault"
    plan = stage("plan", lambda: compile_plan(filled, ""))
    stage("items: graphs", lambda: make_graphs(plan))
    stage("items: Python code", lambda: make_code(plan))
    read = stage("examples: read", lambda: parse_examples(examples, EXAMPLES_NAME, "claims"))
    faults = stage("examples: computed", lambda: check_examples(plan, read, EXAMPLES_NAME))
    assert not faults, faults
    stage("(on the first explanation: its code)", lambda: make_explaining_code(plan))
    return spent


def timed(call: Callable[[], object]) -> float:
    """Return the milliseconds of CPU that a call takes."""
    begun = time.process_time()
    call()
    return (time.process_time() - begun) * 1000


def fresh_process(path: Path) -> tuple[float, float]:
    """Return milliseconds of CPU that a new process takes to import the engine, and then to load the document."""
    done = subprocess.run([sys.executable, "-c", COLD, str(path)], check=True, capture_output=True, text=True)
    imported, loaded = done.stdout.split()
    return float(imported), float(loaded)


if __name__ == "__main__":
    main()
