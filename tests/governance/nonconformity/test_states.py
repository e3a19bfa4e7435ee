"""The whole truth of the state table (states.md section 2): every pair, everything reachable, nothing dead but one ending."""

import pytest

from wuxing.governance.nonconformity import states
from wuxing.governance.nonconformity.states import STAGE_IN, TRANSITIONS, Stage, State

TRUTH = """
    open: analysed cancelled contained
    contained: analysed cancelled
    analysed: analysed cancelled planned
    planned: implementing
    implementing: effectiveness_check
    effectiveness_check: closed reopened
    closed: reopened
    reopened: analysed contained
    cancelled:"""


def _truth() -> set[tuple[str, str]]:
    pairs = set()
    for line in TRUTH.strip().splitlines():
        state, _colon, after = line.strip().partition(":")
        pairs |= {(state, to) for to in after.split()}
    return pairs


@pytest.mark.parametrize("to", State)
@pytest.mark.parametrize("state", State)
def test_every_pair_of_states_is_as_the_table_says(state: State, to: State) -> None:
    assert (to in TRANSITIONS[state]) is ((state.value, to.value) in _truth())


def test_every_state_is_reached_from_the_report() -> None:
    reached, waiting = {State.OPEN}, [State.OPEN]
    while waiting:
        for to in TRANSITIONS[waiting.pop()] - reached:
            reached.add(to)
            waiting.append(to)
    assert reached == set(State)


def test_only_one_found_to_be_none_is_never_opened_again() -> None:
    assert {state for state in State if not TRANSITIONS[state]} == {State.CANCELLED}


def test_the_live_ones_are_those_that_have_a_stage() -> None:
    assert frozenset(STAGE_IN) == states.LIVE == frozenset(State) - {State.CLOSED, State.CANCELLED}
    assert set(STAGE_IN.values()) == set(Stage)
