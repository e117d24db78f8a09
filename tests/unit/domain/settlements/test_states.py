from __future__ import annotations

import pytest

from jineng.domain.settlements.errors import WrongStateError
from jineng.domain.settlements.rules import next_state
from jineng.domain.settlements.states import FINAL, LABELS, OWNERS, TRANSITIONS, SettlementAction, SettlementState


def test_every_state_has_an_owner_and_a_label() -> None:
    assert set(OWNERS) == set(LABELS) == set(SettlementState)


def test_final_states_are_those_that_nothing_leads_out_of() -> None:
    assert {state for state in SettlementState if all(before != state for before, _ in TRANSITIONS)} == FINAL


def test_every_action_leads_somewhere() -> None:
    assert {action for _, action in TRANSITIONS} == set(SettlementAction)


@pytest.mark.parametrize("action", list(SettlementAction))
@pytest.mark.parametrize("state", list(SettlementState))
def test_next_state_follows_the_table(state: SettlementState, action: SettlementAction) -> None:
    if (state, action) in TRANSITIONS:
        assert next_state(state, action) == TRANSITIONS[state, action]
    else:
        with pytest.raises(WrongStateError, match=f"{state} allows no {action}"):
            next_state(state, action)
