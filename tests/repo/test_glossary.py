"""The glossary is the authority for names: whatever files and JSON carry has its row there."""

from __future__ import annotations

from pathlib import Path

import pytest

from jineng.policy.claims.reasons import CLAIM_REASONS, NOTES
from jineng.policy.kinds.base import CERTIFICATE_NAMES, KIND_NAMES, PAYEE_NAMES
from jineng.policy.words import ITEMS, REASONS, STANDARDS, STATUSES

GLOSSARY = (Path(__file__).parents[2] / "docs" / "glossary.md").read_text(encoding="utf-8")
ROWS = [line for line in GLOSSARY.splitlines() if line.startswith("| ")]


ALL_REASONS = {**REASONS, **CLAIM_REASONS, **NOTES}


@pytest.mark.parametrize("code", [*ALL_REASONS, *STATUSES, *ITEMS, *KIND_NAMES, *CERTIFICATE_NAMES])
def test_code_has_a_row(code: str) -> None:
    assert any(f"`{code}`" in row for row in ROWS)


@pytest.mark.parametrize("code", ALL_REASONS)
def test_reason_is_said_as_in_the_code(code: str) -> None:
    row = next(row for row in ROWS if row.rstrip().endswith(f"`{code}` |"))
    assert row.split("|")[1:3] == [f" {ALL_REASONS[code].zh} ", f" {ALL_REASONS[code].en} "]


def test_standards_and_payees_are_in() -> None:
    for code in {*STANDARDS, *PAYEE_NAMES} - {"none", "person"}:
        assert f"`{code}`" in GLOSSARY
