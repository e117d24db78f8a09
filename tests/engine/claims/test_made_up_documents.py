"""Made-up claims documents are whole: their figures stand in their clauses, and only oddities of a plan are found."""

from __future__ import annotations

from hypothesis import given

from engine.claims.documents import document_text, seeds
from engine.drawing import drawn
from jineng.policy.checks import check_document
from jineng.policy.parsing import parse_document

ODDITIES = {
    "limit_partial",
    "unreachable",
    "part_unit_missing",
    "month_days_missing",
    "cap_below_smallest",
    "cell_missing",
    "index_gap",
    "index_expired",
    "list_gap",
}
"""What the checks object to in a plan and the language means something by all the same, so that it has to be computed right."""


@drawn(150)
@given(seeds())
def test_nothing_but_oddities_is_found(seed):
    document = parse_document(document_text(seed).encode(), "made-up.toml")
    faults = check_document(document, "made-up.toml")
    assert [problem.say("en") for problem in faults if problem.code not in ODDITIES] == []
