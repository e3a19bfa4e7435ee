"""The whole truth of the state tables (states.md section 2): every pair, everything reachable, nothing dead but the endings."""

from collections.abc import Mapping
from enum import StrEnum

import pytest

from wuxing.service.repair import states
from wuxing.service.repair.states import HOLD_STOPS, HoldReason, OrderState, RequestState, VisitState

Table = Mapping[StrEnum, frozenset[StrEnum]]
TABLES: dict[str, tuple[Table, str, set[str]]] = {  # table, first state, endings
    "request": (states.REQUEST, "new", {"converted", "merged"}),
    "order": (states.ORDER, "draft", {"cancelled"}),
    "visit": (
        states.VISIT,
        "proposed",
        {"declined", "completed", "partial", "no_access", "taken_back", "rescheduled", "cancelled"},
    ),
}
TRUTH = {
    "request": """
        new: answered_remotely converted merged rejected triaged
        triaged: answered_remotely converted merged rejected
        converted:
        answered_remotely: triaged
        merged:
        rejected: triaged""",
    "order": """
        draft: cancelled cannot_complete qualified
        qualified: cancelled cannot_complete dispatched scheduled
        scheduled: cancelled cannot_complete dispatched qualified
        dispatched: cancelled cannot_complete in_progress on_hold qualified
        in_progress: cancelled cannot_complete on_hold qualified work_done
        on_hold: cancelled cannot_complete dispatched in_progress qualified
        work_done: in_progress reviewed
        reviewed: closed in_progress
        closed: reopened
        reopened: cancelled cannot_complete in_progress qualified
        cannot_complete: reopened
        cancelled:""",
    "visit": """
        proposed: cancelled confirmed rescheduled
        confirmed: accepted assigned cancelled en_route rescheduled
        assigned: accepted cancelled declined rescheduled
        accepted: cancelled en_route rescheduled
        declined:
        en_route: arrived cancelled no_access rescheduled
        arrived: no_access partial working
        working: completed partial paused taken_back
        paused: partial working
        completed:
        partial:
        no_access:
        taken_back:
        rescheduled:
        cancelled:""",
}


@pytest.mark.parametrize("name", TABLES)
def test_the_table_says_this_and_nothing_else(name: str) -> None:
    table = TABLES[name][0]
    told = [f"{state}: {' '.join(sorted(after))}".strip() for state, after in table.items()]
    assert told == [line.strip() for line in TRUTH[name].strip().splitlines()]


@pytest.mark.parametrize(("name", "enum"), [("request", RequestState), ("order", OrderState), ("visit", VisitState)])
def test_every_state_is_in_its_table_and_can_be_reached(name: str, enum: type[StrEnum]) -> None:
    table, first, _endings = TABLES[name]
    assert set(table) == set(enum)
    reached = {enum(first)}
    while more := {after for state in reached for after in table[state]} - reached:
        reached |= more  # type: ignore[arg-type]
    assert reached == set(enum)


@pytest.mark.parametrize("name", TABLES)
def test_only_the_endings_lead_nowhere(name: str) -> None:
    table, _first, endings = TABLES[name]
    assert {str(state) for state, after in table.items() if not after} == endings


def test_open_orders_and_live_visits() -> None:
    assert set(OrderState) - states.OPEN_ORDERS == {"closed", "cancelled", "cannot_complete"}
    assert {state for state in VisitState if states.VISIT[state]} == states.LIVE_VISITS
    assert {"arrived", "working", "paused"} == states.LIVE_VISITS - states.EARLY_VISITS


def test_what_a_wait_stops() -> None:
    assert {reason.value: stops for reason, stops in HOLD_STOPS.items()} == {
        "waiting_customer": (True, True),
        "waiting_parts": (False, False),  # states.md: neither
        "waiting_quote_approval": (True, True),
        "waiting_manufacturer": (False, True),
        "access_refused": (True, True),
        "force_majeure": (True, True),
    }
    assert set(HOLD_STOPS) == set(HoldReason)
