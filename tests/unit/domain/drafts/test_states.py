from __future__ import annotations

import pytest

from jineng.domain.drafts.errors import WrongStateError
from jineng.domain.drafts.rules import next_state
from jineng.domain.drafts.states import (
    ACTION_LABELS,
    EDITABLE,
    FINAL,
    LABELS,
    OWNERS,
    TRANSITIONS,
    DraftAction,
    DraftState,
)


def test_every_state_has_an_owner_and_a_label() -> None:
    assert set(OWNERS) == set(LABELS) == set(DraftState)
    assert set(ACTION_LABELS) == set(DraftAction)


def test_final_states_are_those_that_nothing_leads_out_of() -> None:
    assert {state for state in DraftState if all(before != state for before, _ in TRANSITIONS)} == FINAL


def test_drafts_are_written_before_they_are_sent_and_after_they_are_returned() -> None:
    assert {DraftState.DRAFT, DraftState.RETURNED} == EDITABLE


@pytest.mark.parametrize("action", list(DraftAction))
@pytest.mark.parametrize("state", list(DraftState))
def test_next_state_follows_the_table(state: DraftState, action: DraftAction) -> None:
    if (state, action) in TRANSITIONS:
        assert next_state(state, action) == TRANSITIONS[state, action]
    else:
        says = f"the draft is {LABELS[state].en}, which allows no {ACTION_LABELS[action].en}"
        with pytest.raises(WrongStateError, match=says):
            next_state(state, action)
