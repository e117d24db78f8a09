"""The checks of a document that is settled from claim lines (申领明细)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jineng.policy.checks.conditions import condition_faults
from jineng.policy.checks.facts import fact_faults
from jineng.policy.checks.payments import (
    adjust_faults,
    budget_faults,
    gate_faults,
    judging_faults,
    limit_faults,
    release_faults,
    standard_faults,
    workbook_only_faults,
)
from jineng.policy.checks.periods import period_faults
from jineng.policy.checks.rates import (
    ceiling_faults,
    idle_faults,
    share_faults,
    shut_out_faults,
    tier_faults,
    unit_faults,
)
from jineng.policy.checks.references import claims_names, cycle_faults, group_faults, list_and_index_faults, rule_faults
from jineng.policy.checks.tables import table_faults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jineng.policy.checks.faults import Fault
    from jineng.policy.checks.survey import Survey


def claims_faults(survey: Survey) -> Iterator[Fault]:
    """Yield every fault of a claims document but those of ids, citations and the head."""
    names = [*claims_names(survey)]
    found = [*rule_faults(survey, names)]
    for check in (
        workbook_only_faults,
        group_faults,
        list_and_index_faults,
        cycle_faults,
        fact_faults,
        table_faults,
        condition_faults,
        period_faults,
        tier_faults,
        unit_faults,
        ceiling_faults,
        share_faults,
        shut_out_faults,
        adjust_faults,
        gate_faults,
        limit_faults,
        release_faults,
        budget_faults,
        standard_faults,
        judging_faults,
    ):
        found += check(survey)
    yield from found or idle_faults(survey, names)
