"""Faults planted one by one in random sound documents: each is found, and nothing else is said."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from random import Random, SystemRandom

import pytest

import jineng.policy
from engine.planted import around_rules, in_forms, in_rules
from engine.planted.planting import PLANTERS
from engine.planted.sound import sound
from engine.test_documents import WITHOUT_FILE, codes_in
from jineng.kernel.problems import UnusableError
from jineng.policy.checks import check_document
from jineng.policy.document import Document
from jineng.policy.parsing import validate

SEEDS = 8
PLANTED = (in_rules, around_rules, in_forms)
"""The modules whose import fills ``PLANTERS``."""
NOT_OF_ONE_CLAIMS_DOCUMENT = WITHOUT_FILE | {
    # of the file's text, of worked examples, of a document beside another, of the compiled program
    *("encoding", "toml_syntax", "example_failed", "fact_form", "unknown_item", "superior_overridden", "too_fine"),
    # of documents that are settled from the workbook
    *("not_in_workbook", "condition_missing", "gate_chain", "hire_incomplete", "limit_missing", "milestone_order"),
    *("overlap", "rate_missing", "release_missing", "rule_twice"),
}


def codes_of(tables):
    """The codes of all that is wrong with a document."""
    try:
        return {problem.code for problem in check_document(validate(Document, tables, "made-up.toml"), "made-up.toml")}
    except UnusableError as error:
        return {problem.code for problem in error.problems}


@pytest.fixture(scope="module")
def seeds():
    """Seeds that stay, and one that nobody has seen."""
    return [*range(SEEDS), SystemRandom().getrandbits(32)]


def test_a_sound_document_has_no_fault(seeds):
    assert {seed: codes for seed in [*seeds, *range(100, 130)] if (codes := codes_of(sound(seed)))} == {}


def test_every_diagnostic_has_its_planter():
    sources = Path(jineng.policy.__file__).parent.rglob("*.py")
    codes = {code for path in sources for code in codes_in(path.read_text(encoding="utf-8"))}
    assert codes == set(PLANTERS) | NOT_OF_ONE_CLAIMS_DOCUMENT


@pytest.mark.parametrize("code", sorted(PLANTERS))
def test_a_planted_fault_is_found_and_no_other(code, seeds):
    for seed in seeds:
        tables = sound(seed)
        for planter in PLANTERS[code]:
            planted = deepcopy(tables)
            planter(planted, Random(seed))
            assert codes_of(planted) == {code}, f"{planter.__name__} in the document of seed {seed}"
